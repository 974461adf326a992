"""Edges of the policy that only mutation showed to be untested: each of these fails if one predicate is changed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from wholepicture.hub.need_to_know.conflicts import Conflict, conflict_of
from wholepicture.hub.need_to_know.emergencies import may_break_glass, may_review
from wholepicture.hub.need_to_know.granting import may_grant
from wholepicture.hub.need_to_know.lines import Managed, line_below
from wholepicture.hub.need_to_know.purposes import PURPOSES, Purpose, Role, purpose
from wholepicture.hub.need_to_know.subjects import (
    Allowed,
    Criticised,
    Decision,
    Post,
    Reader,
    RecordFacts,
    Refusal,
    Refused,
    Relation,
    RelationKind,
)

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)
A, B, C, CHILD, OTHER_CHILD = (UUID(int=number) for number in range(1, 6))
DANGER, REVIEW, DEAL = purpose("immediate_danger"), purpose("review_break_glass"), purpose("deal_with_concern")


def person(account: UUID, *roles: Role, agency: str = "police", lines: tuple[Managed, ...] = ()) -> Reader:
    return Reader(account, tuple(Post(role, agency, 1) for role in roles), line_below(account, lines))


def refusal(decision: Decision) -> Refusal | None:
    return decision.why if isinstance(decision, Refused) else None


def test_a_conflict_says_whether_it_is_the_reader_who_is_criticised() -> None:
    reader = person(A, Role.MANAGER)

    assert Conflict(A).themself(reader) is True
    assert Conflict(B).themself(reader) is False


def test_an_unknown_person_who_is_criticised_stands_in_nobodys_line() -> None:
    record = RecordFacts(record="r", thread=frozenset({"r"}), agency="school", criticised=(Criticised(None, NOW),))

    assert conflict_of(person(A, Role.MANAGER, lines=(Managed(A, B, BEFORE),)), record, NOW) is None


# --- emergencies -----------------------------------------------------------------------------------------------------


def test_what_is_opened_in_an_emergency_says_so() -> None:
    told = may_break_glass(person(A, Role.FRONT_LINE), DANGER, "She is there now", signed_in_again=True)

    assert told == Allowed("You opened it in an emergency; this is reviewed.")


def test_an_administrator_opens_nothing_in_an_emergency_whatever_else_they_are() -> None:
    both = person(A, Role.FRONT_LINE, Role.ADMINISTRATOR)

    assert refusal(may_break_glass(both, DANGER, "She is there now", signed_in_again=True)) is Refusal.PURPOSE


def review(reviewer: Reader, opener: Reader, stated: Purpose = REVIEW) -> Decision:
    return may_review(reviewer, opener, stated, frozenset({"police"}), NOW)


def test_a_review_from_outside_line_and_agency_says_so() -> None:
    told = review(person(A, Role.SCRUTINEER, agency="partnership"), person(B, Role.FRONT_LINE))

    assert told == Allowed("You stand outside their line and their agency.")


@pytest.mark.parametrize("stated", [one for one in PURPOSES if one is not REVIEW], ids=lambda one: one.key)
def test_no_other_purpose_reviews_an_emergency(stated: Purpose) -> None:
    reviewer = person(A, Role.SCRUTINEER, Role.MANAGER, agency="partnership")

    assert refusal(review(reviewer, person(B, Role.FRONT_LINE), stated)) is Refusal.PURPOSE


@pytest.mark.parametrize("role", [role for role in Role if not REVIEW.may_be_stated_by(frozenset({role}))])
def test_who_cannot_state_that_purpose_reviews_nothing(role: Role) -> None:
    assert refusal(review(person(A, role, agency="school"), person(B, Role.FRONT_LINE))) is Refusal.PURPOSE


def test_somebody_elses_line_is_no_hindrance_to_a_review() -> None:
    reviewer = person(A, Role.MANAGER, agency="school", lines=(Managed(A, C, BEFORE),))

    assert isinstance(review(reviewer, person(B, Role.FRONT_LINE)), Allowed)


@pytest.mark.parametrize("lines", [(Managed(A, B, BEFORE),), (Managed(B, A, BEFORE),)])
def test_whoever_stands_in_the_others_line_reviews_nothing(lines: tuple[Managed, ...]) -> None:
    reviewer = person(A, Role.MANAGER, agency="school", lines=lines)
    opener = person(B, Role.MANAGER, agency="health", lines=lines)

    assert refusal(review(reviewer, opener)) is Refusal.LINE


# --- granting --------------------------------------------------------------------------------------------------------

RECORD = RecordFacts(record="r", thread=frozenset({"r"}), agency="school", persons=frozenset({CHILD}))


def grant(kind: RelationKind, *held: Relation) -> Decision:
    return may_grant(person(A, Role.HUB_PRACTITIONER), person(B, Role.FRONT_LINE), kind, RECORD, DEAL, held, NOW)


def test_an_emergency_opening_is_nobodys_to_give() -> None:
    assert refusal(grant(RelationKind.BREAK_GLASS)) is Refusal.PURPOSE
    assert isinstance(grant(RelationKind.ALLOCATED), Allowed)


@pytest.mark.parametrize(
    "named",
    [
        Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, person=CHILD),
        Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, record="r"),
        Relation(account=A, kind=RelationKind.SEALED, since=NOW, until=NOW + timedelta(seconds=1), person=CHILD),
    ],
)
def test_what_is_sealed_is_given_by_whoever_is_named_for_it(named: Relation) -> None:
    assert isinstance(grant(RelationKind.SEALED, named), Allowed)


@pytest.mark.parametrize(
    "other",
    [
        Relation(account=C, kind=RelationKind.SEALED, since=BEFORE, person=CHILD),
        Relation(account=A, kind=RelationKind.ALLOCATED, since=BEFORE, person=CHILD),
        Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, until=NOW, person=CHILD),
        Relation(account=A, kind=RelationKind.SEALED, since=NOW + timedelta(seconds=1), person=CHILD),
        Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, person=OTHER_CHILD),
        Relation(account=A, kind=RelationKind.SEALED, since=BEFORE, record="another"),
    ],
)
def test_no_other_relation_gives_what_is_sealed(other: Relation) -> None:
    assert refusal(grant(RelationKind.SEALED, other)) is Refusal.PURPOSE
