"""The pack of a meeting: each recipient gets what they could open, every look is written first, a tagged PDF."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from tests.hub.meetings.conftest import called, invited, offered
from tests.pdf_ua import errors

from wholepicture.hub.storage.access import LookNotWritten
from wholepicture.hub.wiring import looking, meeting_pack

MINE = "Ermintrude Vance, 13, was not at school and Lysander Crake, 40, brought her at noon."
THEIRS = "Lysander Crake, 40, was spoken to in a silver car outside 4 Fern Court."


PERSON = "5b0c6bb4-54b5-4a0c-8e55-3f5a3f9f6a02"


@pytest.fixture(scope="module")
def records(world):
    """What the school and the police wrote of the same man, whom a practitioner confirmed in both."""
    found = []
    for who, seen in (("school", MINE), ("police", THEIRS)):
        record = world.raise_as(who, seen, hours_ago=60)
        [(mention,)] = world.rows(
            "select mention from mention where record = %s and kind = 'person' and description::text like '%%Crake%%'"
            " limit 1",
            record,
        )
        world.rows(
            "insert into confirmed (person, mention, by_account, at) values (%s, %s, %s, %s) returning id",
            PERSON, mention, world.people["hub"].handle, world.now,
        )  # fmt: skip
        found.append(record)
    return found


@pytest.fixture
def meeting(acting, records):
    made = called(acting("hub"), "person", PERSON)
    invited(acting("hub"), made, "school")
    return made


@pytest.fixture
def made(monkeypatch):
    """The forms of all packs that were made, as text."""
    forms = []

    def keep(form):
        forms.append(json.dumps(asdict(form), default=str))
        return b"%PDF-"

    monkeypatch.setattr(meeting_pack, "pack_pdf", keep)
    return forms


def test_it_is_a_tagged_pdf_to_be_kept(acting, meeting):
    answer = acting("hub").get(f"{meeting}pack/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert errors(answer.content) == []
    assert "attachment" in answer["Content-Disposition"]


def test_each_recipient_gets_what_they_could_open_and_no_more(acting, meeting, made, world):
    acting("hub").get(f"{meeting}pack/")
    acting("school").get(f"{meeting}pack/")
    hub, school = made
    for words in (MINE, THEIRS, world.references["police"], world.references["school"], "Priya Marlow"):
        assert words in hub
    assert MINE in school
    assert "Alex Pell" in school
    assert THEIRS not in school
    assert "Fern Court" not in school
    assert world.references["police"] not in school


def test_it_holds_duties_decisions_dissent_asks_and_answers(acting, meeting, made, world):
    priya, school = acting("hub"), acting("school")
    priya.post(f"{meeting}ask/", {"agency": "school", "what": "Attendance since May.", "days": "2"})
    [ask] = offered(school, f"{meeting}withhold/", "ask")
    school.post(f"{meeting}withhold/", {"ask": ask, "because": "A parent refused."})
    school.post(f"{meeting}dissent/", {"because": "It is not enough."})
    reference = world.references["police"]
    priya.post(f"/decisions/{reference}/note/", {"because": "The car is being looked for."})

    priya.get(f"{meeting}pack/")

    [pack] = made
    for words in ("Attendance since May.", "A parent refused.", "Decided not to share", "It is not enough.", "Alex Pell"):
        assert words in pack
    assert "Decision on a referral" in pack
    assert "Say that it was held" in pack
    assert "Waiting for a decision" in pack
    assert "Links" in pack


def test_what_is_sealed_is_in_nobodys_pack_who_is_not_named_for_it(acting, meeting, made, world, records):
    world.rows("update record set sealed = true where record = %s returning record", records[1])
    try:
        assert acting("hub").get(f"{meeting}pack/").status_code == 200
        assert acting("scrutineer").get(f"{meeting}pack/").status_code == 200
    finally:
        world.rows("update record set sealed = false where record = %s returning record", records[1])
    for pack in made:
        assert MINE in pack
        assert THEIRS not in pack
        assert "Fern Court" not in pack
        assert world.references["police"] not in pack


def test_every_record_in_it_is_written_down_as_looked_at(acting, meeting, world, records):
    acting("hub").get(f"{meeting}pack/")
    told = world.rows("select subject from access where action = 'read in a pack' order by id desc limit 3")
    assert {records[0], records[1], meeting.strip("/").split("/")[1]} == {subject for (subject,) in told}


def test_where_a_look_cannot_be_written_down_no_pack_leaves(acting, meeting, made, monkeypatch):
    priya = acting("hub")

    def refuse(*_, **__):
        raise LookNotWritten

    monkeypatch.setattr(looking, "note_access", refuse)
    priya.raise_request_exception = False
    answer = priya.get(f"{meeting}pack/")
    assert answer.status_code == 500
    assert made == []
    assert not answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize("who", ["officer", "health", "analyst", "executive", "custodian"])
def test_there_is_none_for_whoever_is_not_invited(acting, meeting, made, who):
    assert acting(who).get(f"{meeting}pack/").status_code == 404
    assert made == []


def test_a_relation_opens_a_record_in_the_pack_for_as_long_as_it_holds(acting, meeting, made, world, records):
    [(one,)] = world.rows(
        "insert into relation (account, record, kind, since, until, because, granted_by)"
        " values (%s, %s, 'allocated', %s, %s, 'Hers.', %s) returning id",
        world.people["school"].handle, records[1], world.now - timedelta(days=2), world.now + timedelta(days=2),
        world.people["hub"].handle,
    )  # fmt: skip
    acting("school").get(f"{meeting}pack/")
    world.rows("update relation set until = since where id = %s", one)
    acting("school").get(f"{meeting}pack/")
    assert [THEIRS in pack for pack in made] == [True, False]


def test_the_return_home_interviews_that_nobody_held_stand_under_what_is_due(world, acting, made):
    [(entity, reference)] = world.rows(
        "select m.entity, r.reference from record r join mention m on m.record = r.record where r.kind = 'missing episode'"
        " and m.role = 'subject' and m.kind = 'person' and r.happened_until < now() - interval '4 days'"
        " order by r.happened_until desc limit 1"
    )
    acting("hub").get(f"{called(acting('hub'), 'known', entity)}pack/")
    due = made[0].partition('"What is due"')[2].partition('"What was decided"')[0]
    assert "Return home interviews not held" in due
    assert reference in due
    assert "Overdue" in due
