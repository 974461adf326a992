"""Times of day in words: what is certain is read, what is not stays in the writer's words."""

from datetime import time

import pytest

from wholepicture.hub.web.concern.when import TimeInWordsField


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10:30pm", time(22, 30)),
        ("about 22:30", time(22, 30)),
        ("11.30pm-ish", time(23, 30)),
        ("half eleven at night", time(23, 30)),
        ("Half past 3 pm", time(15, 30)),
        ("a quarter to nine in the morning", time(8, 45)),
        ("quarter past twelve pm", time(12, 15)),
        ("one in the morning", time(1)),
        ("around noon", time(12)),
    ],
)
def test_what_can_be_one_time_alone_is_read(written, meant):
    found = TimeInWordsField(required=False).clean(written)

    assert found.at == meant
    assert found.words == written


@pytest.mark.parametrize(
    "written",
    ["half eleven", "midnight", "about midnight", "teatime", "4:05", "9", "25:00", "twelve at night", "quarter to 12 am",
     "twelve in the morning", "two at night", "soon"],
)  # fmt: skip
def test_what_could_be_several_times_or_none_stays_in_words(written):
    found = TimeInWordsField(required=False).clean(written)

    assert found.at is None
    assert found.words == written
