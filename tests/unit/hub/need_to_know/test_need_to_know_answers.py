"""What the policy answers, sentence by sentence, and who may look for what: each fails if one predicate is changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from wholepicture.hub.need_to_know.lines import Below, Managed, line_below, teams_in_line
from wholepicture.hub.need_to_know.purposes import PURPOSES, Purpose, Role, Way, purpose, purposes_of
from wholepicture.hub.need_to_know.reading import may_open_identity, may_read, may_see_finding, may_see_log
from wholepicture.hub.need_to_know.subjects import (
    Allowed,
    Criticised,
    FindingFacts,
    Post,
    Reader,
    RecordFacts,
    Refusal,
    Refused,
    Relation,
    RelationKind,
    Seal,
)

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
BEFORE = NOW - 30 * DAY
A, B, C, CHILD = (UUID(int=number) for number in range(1, 5))
RECORD = RecordFacts(record="r", thread=frozenset({"r"}), agency="school", team=7, persons=frozenset({CHILD}))


def somebody(*roles: Role, account: UUID = A, **more: object) -> Reader:
    return Reader(account, tuple(Post(role, "police", 1) for role in roles), **more)  # type: ignore[arg-type]


def made_up(role: Role, *ways: Way, below: Role | None = None) -> Purpose:
    """A purpose of which the policy has none: it must hold for whatever is added to the list."""
    return Purpose("made_up", "Look for something", "For a test.", {role: frozenset(ways)}, below=below)


# --- who may look for what -------------------------------------------------------------------------------------------

STATED = {
    "answer_objection": {Role.MANAGER, Role.EXECUTIVE},
    "take_in_extract": {Role.HUB_PRACTITIONER, Role.ANALYST},
    "open_identity": {Role.CUSTODIAN},
    "answer_for_hub": {Role.MANAGER},
    "direct_work": {Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.MANAGER},
    "deal_with_concern": {Role.HUB_PRACTITIONER},
}


@pytest.mark.parametrize(("key", "roles"), STATED.items())
def test_who_may_look_for_what(key: str, roles: set[Role]) -> None:
    assert {role for role in Role if purpose(key).may_be_stated_by({role})} == roles


def test_what_is_offered_is_what_a_role_may_state_and_nothing_to_an_administrator() -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert [one.key for one in purposes_of([role])] == [one.key for one in PURPOSES if role in one.ways]
        assert len(purposes_of([role])) < len(PURPOSES)
    assert purposes_of([Role.ADMINISTRATOR, Role.FRONT_LINE]) == ()


def test_every_role_has_a_name_of_its_own() -> None:
    names = [role.label for role in Role]
    assert all(names)
    assert len(set(names)) == len(names)


# --- why one may read it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (RelationKind.ALLOCATED, "You are the allocated worker (since 2 May 2026)."),
        (RelationKind.NAMED_WORKER, "You are the named worker (since 2 May 2026)."),
        (RelationKind.ON_ROLL, "The child is on your school's roll (since 2 May 2026)."),
        (RelationKind.HEALTH_TEAM, "The person is with your health team (since 2 May 2026)."),
        (RelationKind.ASKED, "You asked, and the agency that wrote it said yes (since 2 May 2026)."),
    ],
)
def test_each_relation_is_the_reason_that_the_page_gives(kind: RelationKind, words: str) -> None:
    held = Relation(account=A, kind=kind, since=BEFORE, person=CHILD)
    assert may_read(somebody(Role.FRONT_LINE), RECORD, purpose("direct_work"), [held], NOW) == Allowed(words)


def test_a_practitioner_of_the_hub_reads_as_one_and_who_answers_for_them_as_that() -> None:
    said = "You are a practitioner of the hub. You said what you look for: deal with a concern that reached the hub."
    assert may_read(somebody(Role.HUB_PRACTITIONER), RECORD, purpose("deal_with_concern"), [], NOW) == Allowed(said)
    manager = somebody(Role.MANAGER, roles_below=frozenset({Role.HUB_PRACTITIONER}))
    answers = Allowed("You answer for practitioners of the hub.")
    assert may_read(manager, RECORD, purpose("answer_for_hub"), [], NOW) == answers


def test_to_stand_above_the_hub_opens_nothing_for_a_purpose_that_does_not_open_what_the_hub_sees() -> None:
    manager = somebody(Role.MANAGER, roles_below=frozenset({Role.HUB_PRACTITIONER}))
    follow = made_up(Role.MANAGER, Way.RAISED, below=Role.HUB_PRACTITIONER)
    assert may_read(manager, RECORD, follow, [], NOW) == Refused(Refusal.NO_RELATION)


def test_an_everyday_relation_is_no_emergency_opening() -> None:
    held = Relation(account=A, kind=RelationKind.ALLOCATED, since=BEFORE, record="r")
    only_danger = made_up(Role.FRONT_LINE, Way.BREAK_GLASS)
    assert may_read(somebody(Role.FRONT_LINE), RECORD, only_danger, [held], NOW) == Refused(Refusal.NO_RELATION)
    opened = replace(held, kind=RelationKind.BREAK_GLASS)
    assert isinstance(may_read(somebody(Role.FRONT_LINE), RECORD, only_danger, [opened], NOW), Allowed)


def test_a_record_of_no_team_is_in_nobodys_line() -> None:
    manager = somebody(Role.MANAGER, teams=frozenset({7}))
    oversee = purpose("oversee_team")
    assert may_read(manager, RECORD, oversee, [], NOW) == Allowed("It came from a team in your line.")
    assert may_read(manager, replace(RECORD, team=None), oversee, [], NOW) == Refused(Refusal.NO_RELATION)


# --- seals -----------------------------------------------------------------------------------------------------------

ON_RECORD = replace(RECORD, seals=(Seal(record="r"),))


def test_a_name_for_another_record_does_not_open_the_seal_on_this_one() -> None:
    hub, deal = somebody(Role.HUB_PRACTITIONER), purpose("deal_with_concern")
    other = Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, record="another")
    assert may_read(hub, ON_RECORD, deal, [other], NOW) == Refused(Refusal.SEALED)
    assert isinstance(may_read(hub, ON_RECORD, deal, [replace(other, record="r")], NOW), Allowed)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"account": B}, Refusal.SEALED),
        ({"until": NOW}, Refusal.SEALED),
        ({"since": NOW + DAY}, Refusal.SEALED),
        ({"kind": RelationKind.ALLOCATED}, Refusal.SEALED),
    ],
)
def test_a_finding_on_a_sealed_record_is_there_for_whoever_is_named_now_and_for_nobody_else(
    change: dict[str, object], why: Refusal | None
) -> None:
    named = Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, record="r")
    finding = FindingFacts(finding="f", records=(ON_RECORD,), names_adult=False, surfaced_at=BEFORE)
    held = [replace(named, **change)]  # type: ignore[arg-type]
    told = may_see_finding(somebody(Role.HUB_PRACTITIONER), finding, purpose("work_on_finding"), held, NOW)
    assert (told.why if isinstance(told, Refused) else None) is why


# --- who has looked --------------------------------------------------------------------------------------------------

REVIEW = purpose("review_access")


def test_a_manager_reads_who_looked_at_their_teams_concern_unless_it_criticises_them() -> None:
    manager = somebody(Role.MANAGER, teams=frozenset({7}))
    assert may_see_log(manager, RECORD, REVIEW, [], NOW) == Allowed("It came from a team in your line.")
    theirs = replace(RECORD, criticised=(Criticised(A, BEFORE),))
    assert may_see_log(manager, theirs, REVIEW, [], NOW) == Refused(Refusal.CONFLICT)


def test_a_manager_who_comes_to_a_record_otherwise_reads_nobodys_looks_at_it() -> None:
    any_way = Purpose(REVIEW.key, REVIEW.name, REVIEW.explanation, {Role.MANAGER: frozenset({Way.RELATION})})
    held = Relation(account=A, kind=RelationKind.ALLOCATED, since=BEFORE, person=CHILD)
    assert may_see_log(somebody(Role.MANAGER), RECORD, any_way, [held], NOW) == Refused(Refusal.NO_RELATION)


def test_whoever_raised_it_reads_who_looked_without_names_where_they_look_as_that() -> None:
    mine = replace(RECORD, raisers=frozenset({A}))
    followed = may_see_log(somebody(Role.FRONT_LINE), mine, purpose("follow_own"), [], NOW)
    assert followed == Allowed("You raised this concern.", unnamed=True)
    as_hub = made_up(Role.HUB_PRACTITIONER, Way.HUB)
    assert may_see_log(somebody(Role.HUB_PRACTITIONER), mine, as_hub, [], NOW) == Refused(Refusal.NO_RELATION)


# --- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "second", "raiser", "criticised", "why"),
    [
        ((Role.CUSTODIAN,), B, C, (), None),
        ((Role.CUSTODIAN, Role.ADMINISTRATOR), B, C, (), Refusal.PURPOSE),
        ((Role.MANAGER,), B, C, (), Refusal.PURPOSE),
        ((Role.CUSTODIAN,), A, C, (), Refusal.OWN),
        ((Role.CUSTODIAN,), None, C, (), Refusal.OWN),
        ((Role.CUSTODIAN,), B, A, (), Refusal.CONFLICT),
        ((Role.CUSTODIAN,), B, B, (), Refusal.CONFLICT),
        ((Role.CUSTODIAN,), B, C, (A,), Refusal.CONFLICT),
        ((Role.CUSTODIAN,), B, C, (B,), Refusal.CONFLICT),
    ],
)
def test_who_opens_the_identity_of_a_protected_raiser(
    roles: tuple[Role, ...], second: UUID | None, raiser: UUID, criticised: tuple[UUID, ...], why: Refusal | None
) -> None:
    told = may_open_identity(somebody(*roles), second, raiser, criticised)
    assert (told.why if isinstance(told, Refused) else None) is why


# --- lines -----------------------------------------------------------------------------------------------------------


def test_nobody_stands_below_themself_whatever_circle_the_lines_make() -> None:
    assert line_below(A, [Managed(A, B, BEFORE), Managed(B, A, BEFORE)]) == (Below(B, BEFORE),)


def test_who_stood_below_is_told_in_one_order_the_shorter_time_first() -> None:
    ends = [NOW + number * DAY for number in (3, 1, 5, 2, 4)]
    lines = [Managed(A, B, BEFORE), *(Managed(A, B, BEFORE, end) for end in ends), Managed(A, C, BEFORE - DAY)]
    told = line_below(A, lines)
    assert told == (*(Below(B, BEFORE, end) for end in sorted(ends)), Below(B, BEFORE), Below(C, BEFORE - DAY))


@pytest.mark.parametrize(
    ("below", "in_line"),
    [
        (Below(B, BEFORE), True),
        (Below(B, NOW), True),
        (Below(B, NOW + DAY), False),
        (Below(B, BEFORE, NOW), False),
        (Below(B, BEFORE, NOW + DAY), True),
    ],
)
def test_a_team_is_in_a_line_while_somebody_of_it_stands_below(below: Below, in_line: bool) -> None:
    assert teams_in_line([1], [below], {B: [2], C: [3]}, NOW) == ({1, 2} if in_line else {1})


def test_a_record_is_not_in_a_finding_unless_it_is_said_to_be() -> None:
    analyst, work = somebody(Role.ANALYST), made_up(Role.ANALYST, Way.FINDING)

    assert may_read(analyst, RECORD, work, (), NOW) == Refused(Refusal.NO_RELATION)
    assert isinstance(may_read(analyst, replace(RECORD, in_finding=True), work, (), NOW), Allowed)


def test_which_purposes_open_a_record_for_whom() -> None:
    opening = {role: {one.key for one in PURPOSES if one.opens_a_record((role,))} for role in Role}

    assert "take_in_extract" not in opening[Role.ANALYST] | opening[Role.HUB_PRACTITIONER]
    assert {"work_on_finding", "follow_own"} <= opening[Role.ANALYST]
    assert opening[Role.SCRUTINEER] == {"scrutinise", "review_access"}
    assert opening[Role.EXECUTIVE] == opening[Role.CUSTODIAN] == opening[Role.ADMINISTRATOR] == set()
    assert purpose("work_on_finding").opens_a_record((Role.EXECUTIVE, Role.ANALYST))
