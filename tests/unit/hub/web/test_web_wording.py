"""Days and times in words; what may be kept of a post."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import RequestFactory

from wholepicture.hub.web.refusals import Kept, answer_unavailable, fields_sent
from wholepicture.hub.web.wording import say_date, say_moment, say_time


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 3, 16, 5, tzinfo=UTC), "3 March 2026 at 4:05pm"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "1 August 2026 at 12:30am"),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), "1 July 2026 at midday"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "1 January 2026 at midnight"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 March 2026 at 2am"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026 at 1:30am"),
        (datetime(2026, 1, 1, 12, 1, tzinfo=UTC), "1 January 2026 at 12:01pm"),
    ],
)
def test_a_moment_is_said_in_london_time(moment, words):
    assert say_moment(moment) == words


def test_a_day_and_a_time_alone_are_said_as_they_are():
    assert say_date(date(2026, 12, 9)) == "9 December 2026"
    assert say_time(time(9)) == "9am"


def test_what_was_posted_is_kept_but_no_secret():
    request = RequestFactory().post(
        "/",
        {
            "seen": "a\nb",
            "postcode": "QX1 1AA",
            "password1": "p",
            "code": "1",
            "otp-code": "2",
            "credential": "c",
            "ways": ["a", "b"],
        },
    )

    assert [(one.name, one.value) for one in fields_sent(request)] == [
        ("seen", "a\nb"),
        ("postcode", "QX1 1AA"),
        ("ways", "a"),
        ("ways", "b"),
    ]
    assert fields_sent(RequestFactory().get("/")) == ()
    assert "a narrative" not in repr(Kept("seen", "a narrative"))


def test_a_post_that_cannot_be_read_still_gets_its_answer():
    request = RequestFactory().post("/", b"\x00broken", content_type="multipart/form-data; boundary=")

    answer = answer_unavailable(request, retry_after=7)

    assert (answer.status_code, answer["Retry-After"]) == (503, "7")
    assert b"Try again in a few minutes" in answer.content
