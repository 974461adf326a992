"""Relations, possible matches, emergency openings, seals, renewals and notices, as the role that answers requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import sql
from tests.hub.access.into_database import put_findings, put_mention, put_people, put_record
from tests.hub.access.people_and_records import PEOPLE, World, Written, handle
from tests.hub_database import HubDatabase

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.emergencies import Emergency
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Criticised, Reader, RelationKind
from wholepicture.hub.storage import context
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere, rows
from wholepicture.hub.storage.break_glass import break_glass_counts, openings, review_break_glass
from wholepicture.hub.storage.relations import (
    Elsewhere,
    answer_ask,
    ask_for,
    asks,
    confirm_person,
    end_relation,
    grant_relation,
    hidden_records,
    possible_matches,
    withdraw_confirmation,
)
from wholepicture.hub.storage.relations_renewals import leaving_screens, notices, renew_finding, see_notice, tell_readers
from wholepicture.hub.storage.sealed import ask_to_unseal, decide_not_sealed, seal, seal_arrivals, search_words, unseal
from wholepicture.hub.wiring.emergencies import break_glass as broken
from wholepicture.hub.wiring.looking import look_at_finding, look_at_record
from wholepicture.hub.wiring.readers import reader_of

EMPTIED = (
    "sealed_record", "sealed_decision", "seal_look", "seal", "relation", "confirmed", "criticised", "break_glass", "ask",
    "renewal", "notice", "finding", "link", "record",
)  # fmt: skip
SHE = "She is there now"
HER = UUID(int=99)
PERSON = {"surname": "Okoro-Field", "forename": "Tamsin"}


@pytest.fixture(scope="module")
def people(as_app: HubDatabase) -> HubDatabase:
    with as_app.connect("wp_owner") as owner, owner.transaction():
        put_people(owner)
    return as_app


@pytest.fixture
def world(people: HubDatabase) -> Iterator[Any]:
    """Fresh records for each test; the people stay."""
    with people.connect("wp_owner") as owner:
        for table in EMPTIED:
            owner.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
        for number, one in enumerate(
            (
                Written("police1", "police", 2, raiser="raiser", findings=("f",)),
                Written("school1", "school", 4, raiser="teacher", findings=("f",)),
                Written("school2", "school", 4),
                Written("against", "police", 2, criticised=(Criticised(handle("teacher"), None),)),
                Written("council1", "council", 5),
            ),
            1,
        ):
            put_record(owner, number, one)
        for record in ("police1", "school1", "school2", "council1"):
            put_mention(owner, f"P{record}.0", record, f"e{record}", **PERSON)
        found = [Written("police1", "police", 2, findings=("f",)), Written("school1", "school", 4, findings=("f",))]
        put_findings(owner, World(found, [], {"f": (datetime.now(UTC) - timedelta(days=340), True, ())}))
        yield owner


def link(owner: Any, left: str, right: str, judgement: str, sequence: int = 1) -> None:
    owner.execute(
        "insert into link (left_mention, right_mention, sequence, left_record, right_record, kind, weight, judgement,"
        " because, by_person) values (%s, %s, %s, %s, %s, 'person', 1, %s, '{}', false)",
        (f"P{left}.0", f"P{right}.0", sequence, left, right, judgement),
    )


@contextmanager
def acting(name: str, purpose_key: str, *, at: datetime | None = None) -> Iterator[Reader]:

    reader = reader_of(handle(name), PEOPLE[name].posts, at=at or clock.now())
    with context.acting(reader, purpose(purpose_key), at=at):
        yield reader


def seen(name: str, purpose_key: str, *, at: datetime | None = None) -> set[str]:

    with acting(name, purpose_key, at=at):
        return {row[0] for row in rows("select record from record")}


def confirm(*records: str) -> None:

    with acting("practitioner", "deal_with_concern"):
        for record in records:
            confirm_person(HER, f"P{record}.0")


# --- relations --------------------------------------------------------------------------------------------------------


def test_a_relation_to_a_confirmed_person_opens_what_speaks_of_them_and_no_machine_s_link_does(world: Any) -> None:

    confirm("school1")
    link(world, "school1", "school2", "same")
    with acting("practitioner", "deal_with_concern"):
        grant_relation(handle("worker"), RelationKind.ALLOCATED, "allocated today", person=HER)

    assert seen("worker", "direct_work") == {"school1"}


def test_nobody_grants_themself(world: Any) -> None:

    with pytest.raises(NotByYou), acting("practitioner", "deal_with_concern"):
        grant_relation(handle("practitioner"), RelationKind.ALLOCATED, "for me", record="school1")


@pytest.mark.parametrize(
    ("who", "what_for", "record"), [("colleague", "direct_work", "school1"), ("sergeant", "oversee_team", "school1")]
)
def test_nobody_grants_what_they_do_not_see(world: Any, who: str, what_for: str, record: str) -> None:

    with pytest.raises(NothingThere), acting(who, what_for):
        grant_relation(handle("worker"), RelationKind.ALLOCATED, "known", record=record)


def test_a_front_line_professional_grants_nothing_even_of_their_own(world: Any) -> None:

    with pytest.raises(NotByYou), acting("raiser", "follow_own"):
        grant_relation(handle("worker"), RelationKind.ALLOCATED, "known", record="police1")


def test_who_is_criticised_is_given_no_relation(world: Any) -> None:

    for barred in ("teacher", "head"):
        with pytest.raises(NotByYou), acting("practitioner", "deal_with_concern"):
            grant_relation(handle(barred), RelationKind.ALLOCATED, "known", record="against")


def test_a_relation_that_is_ended_opens_nothing(world: Any) -> None:

    with acting("practitioner", "deal_with_concern"):
        granted = grant_relation(handle("worker"), RelationKind.ALLOCATED, "known", record="school1")
    assert "school1" in seen("worker", "direct_work")
    with acting("practitioner", "deal_with_concern"):
        end_relation(granted)

    assert seen("worker", "direct_work") == set()


# --- possible match: ask ----------------------------------------------------------------------------------------------


def test_a_machine_s_link_yields_only_an_agency_a_day_and_a_question(world: Any) -> None:

    link(world, "police1", "school1", "same")
    link(world, "police1", "school2", "different")

    with acting("raiser", "follow_own"):
        matches, links = possible_matches("police1"), rows("select left_record from link")

    assert matches == (Elsewhere("school1", "school", datetime(2026, 3, 1, tzinfo=UTC).date()),)
    assert links == []


def test_the_agency_that_wrote_it_answers_and_its_yes_is_a_relation(world: Any) -> None:

    link(world, "police1", "school1", "unsure")
    with acting("raiser", "follow_own"):
        asked = ask_for("school1", "She may be the girl at the flat")
    with acting("head", "oversee_team"):
        waiting = asks(unanswered=True)
        answer_ask(asked, granted=True, reason="They should speak", until=datetime.now(UTC) + timedelta(days=30))

    assert [(one.account, one.agency, one.record) for one in waiting] == [(handle("raiser"), "police", "school1")]
    assert "school1" in seen("raiser", "direct_work")
    with acting("raiser", "follow_own"):
        assert [notice.kind for notice in notices()] == ["answer"]
        assert asks()[0].granted


def test_a_no_has_a_reason_and_is_kept(world: Any) -> None:

    link(world, "police1", "school1", "same")
    with acting("raiser", "follow_own"):
        asked = ask_for("school1", "She may be the girl at the flat")
    with pytest.raises(NotByYou), acting("head", "oversee_team"):
        answer_ask(asked, granted=False, reason=" ")
    with acting("head", "oversee_team"):
        answer_ask(asked, granted=False, reason="Another child")

    with acting("raiser", "follow_own"):
        assert [(one.granted, one.reason) for one in asks()] == [(False, "Another child")]
    assert "school1" not in seen("raiser", "direct_work")


@pytest.mark.parametrize("record", ["school2", "council1", "no such record"])
def test_nobody_asks_for_what_no_link_shows_them(world: Any, record: str) -> None:

    with pytest.raises(NothingThere), acting("raiser", "follow_own"):
        ask_for(record, "I wonder what is there")


def test_another_agency_does_not_answer(world: Any) -> None:

    link(world, "police1", "school1", "same")
    with acting("raiser", "follow_own"):
        asked = ask_for("school1", "She may be the girl at the flat")

    for who, what_for in (("both", "oversee_team"), ("practitioner", "deal_with_concern")):
        with pytest.raises(NothingThere), acting(who, what_for):
            answer_ask(asked, granted=True, reason="fine")


def test_a_finding_shows_its_hidden_records_as_of_another_agency(world: Any) -> None:

    with acting("sergeant", "oversee_team"):
        hidden = hidden_records("f")

    assert [(one.record, one.agency) for one in hidden] == [("school1", "school")]


# --- break-glass ------------------------------------------------------------------------------------------------------


def break_glass(name: str, record: str | None, *, person: UUID | None = None, again: bool = True, why: str = SHE) -> int:

    reader = reader_of(handle(name), PEOPLE[name].posts, at=datetime.now(UTC))
    return broken(reader, Emergency.DANGER_NOW, why, record=record, person=person, signed_in_again=again).id


def test_an_emergency_opens_one_record_for_four_hours_and_for_that_purpose_only(world: Any) -> None:
    now = datetime.now(UTC)
    break_glass("colleague", "school1")

    assert seen("colleague", "immediate_danger") == {"school1"}
    assert seen("colleague", "direct_work") == set()
    assert seen("colleague", "immediate_danger", at=now + timedelta(hours=3, minutes=59)) == {"school1"}
    assert seen("colleague", "immediate_danger", at=now + timedelta(hours=4, minutes=1)) == set()


@pytest.mark.parametrize(
    ("who", "again", "why"),
    [("executive", True, SHE), ("administrator", True, SHE), ("colleague", False, SHE), ("colleague", True, "emergency")],
)
def test_an_emergency_needs_the_role_a_fresh_sign_in_and_own_words(world: Any, who: str, again: bool, why: str) -> None:

    with pytest.raises(NotByYou):
        break_glass(who, "school1", again=again, why=why)


def test_an_emergency_opens_neither_what_is_sealed_nor_what_criticises_nor_what_is_not_there(world: Any) -> None:

    seal_record("council1")
    refusals = []
    for who, record in (("colleague", "council1"), ("teacher", "against"), ("colleague", "no such record")):
        with pytest.raises(NothingThere) as refusal:
            break_glass(who, record)
        refusals.append(refusal.value.args)

    assert len(set(refusals)) == 1


def test_an_emergency_is_reviewed_outside_the_line_in_another_agency(world: Any) -> None:

    opened = break_glass("teacher", "police1")

    for near in ("head", "protected", "teacher"):
        what_for = "review_break_glass" if near == "head" else "direct_work"
        with pytest.raises(NothingThere), acting(near, what_for):
            review_break_glass(opened, justified=True, words="Fine")
    with acting("sergeant", "review_break_glass"):
        assert [(one.id, one.because) for one in openings(unreviewed=True)] == [(opened, SHE)]
        review_break_glass(opened, justified=False, words="The worker could be reached")
    with pytest.raises(AlreadyDone), acting("scrutineer", "review_break_glass"):
        review_break_glass(opened, justified=True, words="Fine")
    with acting("scrutineer", "review_break_glass"):
        assert openings(unreviewed=True) == ()


def test_emergencies_are_counted_for_each_team_with_those_overdue(world: Any) -> None:

    break_glass("colleague", "school1")
    break_glass("raiser", "school2")
    now = datetime.now(UTC)
    with acting("scrutineer", "scrutinise", at=now + timedelta(days=15)):
        counts = break_glass_counts(since=now - timedelta(days=1), until=now + timedelta(days=1))
    with acting("raiser", "follow_own"):
        told = break_glass_counts(since=now - timedelta(days=1), until=now + timedelta(days=1))

    assert [(one.agency, one.team, one.opened, one.unreviewed, one.overdue) for one in counts if one.opened] == [
        ("police", 2, 2, 2, 2)
    ]
    assert told == ()


def test_whoever_works_with_the_child_is_told_of_an_emergency_opening(world: Any) -> None:

    confirm("school1")
    with acting("practitioner", "deal_with_concern"):
        grant_relation(handle("worker"), RelationKind.ALLOCATED, "allocated", person=HER)
    break_glass("colleague", "school1")

    with acting("worker", "direct_work"):
        assert [notice.kind for notice in notices()] == ["emergency opening"]


# --- seals ------------------------------------------------------------------------------------------------------------


def seal_record(record: str, lead: str = "seconded") -> int:

    with acting("practitioner", "deal_with_concern"):
        return seal("adopted", handle(lead), record=record)


def seal_her(lead: str = "seconded") -> int:

    with acting("practitioner", "deal_with_concern"):
        return seal("protected placement", handle(lead), person=HER)


def test_what_is_sealed_is_absent_for_all_but_the_lead(world: Any) -> None:
    confirm("school1")

    seal_her()

    assert "school1" not in seen("practitioner", "deal_with_concern")
    assert "school1" not in seen("scrutineer", "scrutinise")
    assert "school1" not in seen("teacher", "follow_own")
    assert seen("seconded", "direct_work") == {"school1"}


def test_what_may_speak_of_whom_is_sealed_is_sealed_too_until_a_person_decides(world: Any) -> None:

    confirm("school1")
    link(world, "council1", "school1", "unsure")
    link(world, "police1", "council1", "same")
    sealed = seal_her()
    link(world, "police1", "school1", "compatible", 2)  # comes later

    assert {"school1", "council1", "police1"} & seen("practitioner", "deal_with_concern") == set()
    with acting("seconded", "deal_with_concern"):
        decide_not_sealed(sealed, "police1", "Another girl: older, and seen elsewhere that day")
    assert "police1" in seen("practitioner", "deal_with_concern")
    with acting("practitioner", "deal_with_concern"):
        assert possible_matches("police1") == ()


def test_the_same_entity_is_sealed_whenever_it_comes(world: Any) -> None:
    confirm("school1")
    seal_her()

    put_record(world, 50, Written("later", "police", 2))
    put_mention(world, "Plater.0", "later", "eschool1", **PERSON)

    assert "later" not in seen("practitioner", "deal_with_concern")


def test_an_addition_to_what_is_sealed_is_sealed(world: Any) -> None:
    seal_record("council1")

    put_record(world, 51, Written("added", "council", 5, root="council1"))

    assert {"added", "council1"} & seen("practitioner", "deal_with_concern") == set()


def test_words_alone_are_enough_once_the_journey_has_searched(world: Any, people: HubDatabase) -> None:

    confirm("school1")
    world.execute("update record set narrative = 'Saw Tamsin Okoro-Field by the flat.' where record = 'council1'")
    seal_her()
    with people.connect("wp_journey") as journey:
        found = search_words(journey, at=datetime.now(UTC))
        put_record(journey, 52, Written("fresh", "police", 2))
        journey.execute("update record set narrative = 'T. Okoro-Field again.' where record = 'fresh'")
        arrived = seal_arrivals(journey, ["fresh"])

    assert (found > 0, arrived) == (True, 1)
    assert {"council1", "fresh"} & seen("practitioner", "deal_with_concern") == set()


def test_a_finding_that_rests_on_a_sealed_record_is_absent(world: Any) -> None:

    def findings() -> list[tuple[Any, ...]]:
        with acting("practitioner", "deal_with_concern"):
            return rows("select id from finding union all select finding from finding_record")

    before = findings()
    seal_record("school1")

    assert len(before) == 3
    assert findings() == []


def test_two_people_unseal(world: Any) -> None:

    sealed = seal_record("council1")
    with pytest.raises(NothingThere), acting("practitioner", "deal_with_concern"):
        ask_to_unseal(sealed, "no longer needed")
    with acting("seconded", "deal_with_concern"):
        ask_to_unseal(sealed, "no longer needed")
    with pytest.raises(NotByYou), acting("seconded", "deal_with_concern"):
        unseal(sealed)
    with acting("seconded", "deal_with_concern"):
        grant_relation(handle("both"), RelationKind.SEALED, "stands in", record="council1")
    with acting("both", "direct_work"):
        unseal(sealed)

    assert "council1" in seen("practitioner", "deal_with_concern")


@pytest.mark.parametrize("lead", ["practitioner", "other hub", "administrator", "worker", "analyst", "both"])
def test_the_lead_for_what_is_sealed_practises_at_the_hub_for_another_agency(world: Any, lead: str) -> None:

    with pytest.raises(NotByYou):
        seal_record("council1", lead)


def test_a_manager_cannot_bury_a_concern_under_a_seal(world: Any) -> None:

    with pytest.raises(NotByYou), acting("sergeant", "oversee_team"):
        seal("sensitive", handle("worker"), record="police1")


# --- adults, and whoever read what was wrong --------------------------------------------------------------------------


def test_a_finding_that_names_an_adult_leaves_the_screens_unless_somebody_renews_it(world: Any) -> None:

    soon = datetime.now(UTC) + timedelta(days=40)

    def shown() -> bool:
        with acting("analyst", "work_on_finding", at=soon):
            return bool(rows("select id from finding"))

    assert not shown()
    with acting("analyst", "work_on_finding"):
        assert [one.finding for one in leaving_screens(before=soon)] == ["f"]
        renew_finding("f", "Two children still go there", soon + timedelta(days=200))
    assert shown()
    with acting("analyst", "work_on_finding"):
        assert leaving_screens(before=soon) == ()


def test_only_those_who_work_on_findings_renew_one(world: Any) -> None:

    with pytest.raises(NotByYou), acting("executive", "oversee_partnership"):
        renew_finding("f", "Keep it", datetime.now(UTC) + timedelta(days=30))


def test_a_wrong_person_correction_tells_whoever_read_it_and_nobody_else(world: Any) -> None:

    def reader(name: str) -> Reader:
        return reader_of(handle(name), PEOPLE[name].posts, at=datetime.now(UTC))

    with look_at_record(reader("teacher"), purpose("follow_own"), "school1"):
        pass
    with look_at_finding(reader("executive"), purpose("oversee_partnership"), "f"):
        pass
    with acting("practitioner", "put_right"):
        told = tell_readers(["school1"], "In a record that you read, somebody was taken for somebody else.")

    def notices_of(name: str, what_for: str) -> list[Any]:
        with acting(name, what_for):
            return list(notices())

    assert told >= 2
    for name, what_for in (("teacher", "follow_own"), ("executive", "oversee_partnership")):
        assert [one.kind for one in notices_of(name, what_for)] == ["wrong person"]
    assert notices_of("colleague", "direct_work") == []
    with acting("teacher", "follow_own"):
        see_notice(notices()[0].id)
    assert notices_of("teacher", "follow_own")[0].seen_at is not None


def test_an_analyst_who_parts_two_tells_their_readers_and_nobody_is_told_again_of_what_waits(world: Any) -> None:
    teacher = reader_of(handle("teacher"), PEOPLE["teacher"].posts, at=datetime.now(UTC))
    with look_at_record(teacher, purpose("follow_own"), "school1"):
        pass
    for _ in range(2):
        with acting("analyst", "review_links"):
            assert tell_readers(["school1"], "Please read it again.") >= 1
    with acting("teacher", "follow_own"):
        assert [one.words for one in notices()] == ["Please read it again."]
        see_notice(notices()[0].id)
    with acting("analyst", "review_links"):
        tell_readers(["school1"], "Please read it again.")
    with acting("teacher", "follow_own"):
        assert len(notices()) == 2


def test_the_same_mention_is_confirmed_once_and_can_be_taken_back(world: Any) -> None:

    confirm("school1")
    with pytest.raises(AlreadyDone), acting("practitioner", "deal_with_concern"):
        confirm_person(uuid4(), "Pschool1.0")
    with acting("practitioner", "deal_with_concern"):
        grant_relation(handle("worker"), RelationKind.ALLOCATED, "allocated", person=HER)
        assert withdraw_confirmation("Pschool1.0", "It is her cousin") == "school1"

    assert seen("worker", "direct_work") == set()
