"""The page of a record: what it shows, why, to whom, and that the look is written down."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.need_to_know.purposes import Role
from wholepicture.hub.need_to_know.subjects import Post
from wholepicture.hub.wiring.readers import reader_of
from wholepicture.hub.wiring.record_page import own_purpose

WHY = "deal_with_concern"


def without_token(answer):
    """Each page hides its own token in the form that signs out."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)


def page_of(record):
    return reverse("records:record", args=[record])


@pytest.fixture(scope="module")
def noise(county):
    return county.record("neighbourhood")


def test_why_is_asked_first_and_nothing_is_shown_before(county, visit, noise):
    answer = visit("hub").open(page_of(noise))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/why/")


def test_a_practitioner_reads_the_words_unchanged_with_what_was_read_in_them_and_why_they_may(visit, words, noise, county):
    said = words(visit("hub").open(page_of(noise), WHY))

    [(narrative,)] = county.asked("select narrative from record where record = %s", noise)
    assert "Noise from the flat until after 2 am." in narrative
    assert "Noise from the flat until after 2 am." in said
    assert "You may see this: You are a practitioner of the hub. You said what you look for" in said
    assert "It was filed as “Noise”. Its words speak of a child." in said
    assert "Several callers, comings and goings" in said
    assert "West Midlands screening tool, 12 and over, which calls it “sign”" in said
    assert "possible reading" in said
    assert "Filed by the agency as Noise" in said


def test_links_say_in_words_what_they_are_and_why(visit, words, noise):
    said = words(visit("hub").open(page_of(noise), WHY))

    assert "Same: vehicle silver QX21 LDB" in said
    assert "The machine says so. Same registration." in said
    assert "Fits, and could be another" in said


def test_provenance_gives_three_times_and_every_cell_as_received(visit, words, noise):
    said = words(visit("hub").open(page_of(noise), WHY))

    for heading in ("Happened", "Recorded by the agency", "Known to the hub", "Every cell as it was received"):
        assert heading in said
    assert "Raised by Sam Ockley" in said


def test_the_look_is_in_the_log_with_its_purpose_and_so_are_the_linked_records(county, visit, noise, people):
    before = len(county.looks(account=people["hub-police"].handle))

    visit("hub-police").open(page_of(noise), WHY)

    looks = county.looks(account=people["hub-police"].handle)[before:]
    assert ("read", WHY, True, noise) in looks
    assert ("listed", WHY, True, county.record("police")) in looks


def test_whoever_raised_it_is_not_asked_why(visit, words, noise):
    page = visit("officer").open(page_of(noise))

    assert page.status_code == 200
    assert "You may see this: You raised this concern." in words(page)


def test_the_raiser_sees_a_link_with_another_agencys_record_only_as_a_possible_match(visit, words, noise, county):
    said = words(visit("officer").open(page_of(noise)))

    assert "None that you may see." in said
    assert "A record of Police," in said
    assert "A record of Health," in said
    assert "Stopped at" not in said
    assert said.count("It cannot wait") == said.count("A record of ")
    assert county.record("police") not in said.replace(county.record("police") + "/", "")


def test_whether_it_is_ones_own_is_asked_in_a_way_that_takes_as_long_for_hidden_as_for_absent(county, people, noise):
    held = posts_at(people["health"].handle, clock.now())[0]
    reader = reader_of(held.account, [Post(Role(held.role.value), held.agency, held.team)], at=clock.now())

    for record in (noise, "0" * 16):
        with CaptureQueriesContext(connection) as asked:
            assert own_purpose(reader, record) is None
        # A look at the row itself works out the reader's sets only where there is one: bench/need_to_know.py measures it.
        assert not [one["sql"] for one in asked if "from record" in one["sql"]]


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("police", "direct_work"),
        ("hub-manager", "oversee_team"),
        ("executive", "oversee_partnership"),
        ("custodian", "open_identity"),
    ],
)
def test_to_whoever_has_no_reason_hidden_and_absent_answer_alike(visit, county, who, why):
    hidden, absent = county.record("school"), "0" * 16
    visitor = visit(who)

    there, nowhere = visitor.open(page_of(hidden), why), visitor.open(page_of(absent), why)

    assert there.status_code == nowhere.status_code == 404
    assert without_token(there) == without_token(nowhere)


def test_for_a_record_nobody_is_offered_a_purpose_that_opens_none(visit, noise):
    asked = visit("hub").open(page_of(noise))["Location"]
    offered = set(re.findall(r'name="purpose" value="(\w+)"', visit("hub").client.get(asked).content.decode()))

    assert {"deal_with_concern", "review_links"} <= offered
    assert "take_in_extract" not in offered


def test_to_an_administrator_there_is_no_such_page(visit, noise):
    visitor = visit("administrator")

    answer = visitor.client.get(page_of(noise), follow=True)

    assert answer.status_code == 404
    assert b"QX21" not in answer.content


def test_after_a_purpose_that_opened_nothing_another_can_be_stated(visit, noise):
    hub = visit("hub")
    assert hub.open(page_of(noise), "follow_own").status_code == 404

    assert hub.open(page_of(noise), WHY).status_code == 200


def test_a_manager_reads_what_their_team_raised_and_not_what_criticises_them(visit, words, county, noise, people):
    manager = visit("neighbourhood-manager")
    said = words(manager.open(page_of(noise), "oversee_team"))
    assert "It came from a team in your line." in said
    county.told(
        "insert into criticised (record, account, since) values (%s, %s, null)",
        noise,
        people["neighbourhood-manager"].handle,
    )

    hidden = manager.open(page_of(noise), "oversee_team")

    county.told("delete from criticised")
    assert hidden.status_code == 404


def test_an_analyst_reads_what_a_finding_rests_on(visit, words, noise):
    said = words(visit("analyst").open(page_of(noise), "work_on_finding"))

    assert "A finding rests on it." in said
    assert "Is there a child in what was filed as something else?" in said


def test_a_scrutineer_reads_it_and_is_shown_the_way_to_the_log(visit, noise):
    page = visit("scrutineer").open(page_of(noise), "scrutinise")

    assert page.status_code == 200
    assert reverse("access:record", args=[noise]).encode() in page.content


def test_words_that_look_like_code_are_shown_as_words(county, visit, noise):
    county.told("update record set narrative = %s where record = %s", "<script>alert(1)</script> \u202e", noise)
    try:
        page = visit("hub").open(page_of(noise), WHY)
    finally:
        county.told("update record set narrative = %s where record = %s", "gone", noise)

    assert b"<script>alert" not in page.content
    assert b"&lt;script&gt;" in page.content
    assert b"U+202E" in page.content


@pytest.mark.parametrize("name", ["x", "%2e%2e", "r" * 250, str(uuid4())])
def test_an_id_that_nothing_has_is_not_there(visit, name, county):
    assert visit("hub").open(f"/records/{name}/", WHY).status_code == 404


def test_whoever_says_that_somebody_is_in_danger_now_is_led_on_to_opening_it_whether_it_is_there_or_not(visit, county):
    hidden, absent = county.record("school"), "0" * 16
    police = visit("police")

    led = [police.open(page_of(record), "immediate_danger")["Location"] for record in (hidden, absent)]

    assert led == [reverse("emergencies:open-record", args=[record]) for record in (hidden, absent)]
    pages = [
        without_token(police.client.get(way)).replace(record.encode(), b"")
        for way, record in zip(led, (hidden, absent), strict=True)
    ]
    assert pages[0] == pages[1]


def test_in_danger_where_there_is_no_one_record_the_reference_is_asked_for(visit):
    answer = visit("police").open("/findings/one/" + "0" * 12 + "/", "immediate_danger")

    assert answer["Location"] == reverse("emergencies:open")
