"""Emergency openings: how long, by when they are reviewed, and by whom; who gives a relation to whom."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from wholepicture.hub.need_to_know.emergencies import (
    EMERGENCY_WORDS,
    Emergency,
    may_break_glass,
    may_review,
    open_until,
    review_due,
)
from wholepicture.hub.need_to_know.granting import may_answer, may_grant
from wholepicture.hub.need_to_know.lines import Managed, line_below
from wholepicture.hub.need_to_know.purposes import Role, purpose
from wholepicture.hub.need_to_know.subjects import (
    Allowed,
    Criticised,
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
CHRISTMAS = (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1))
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
RECORD = RecordFacts(record="r", thread=frozenset({"r"}), agency="school", criticised=(Criticised(C, NOW),))


def person(account: UUID, role: Role, agency: str, lines: tuple[Managed, ...] = ()) -> Reader:
    return Reader(account, (Post(role, agency, 1),), line_below(account, lines))


def test_an_opening_lasts_four_hours() -> None:
    assert open_until(NOW) == NOW + timedelta(hours=4)


@pytest.mark.parametrize(
    ("opened", "holidays", "due"),
    [
        (datetime(2026, 6, 1, 9, tzinfo=UTC), (), date(2026, 6, 8)),  # a Monday
        (datetime(2026, 6, 5, 22, 59, tzinfo=UTC), (), date(2026, 6, 12)),  # late on a Friday
        (datetime(2026, 6, 5, 23, 1, tzinfo=UTC), (), date(2026, 6, 12)),  # in London a Saturday
        (
            datetime(2026, 12, 23, 9, tzinfo=UTC),
            (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)),
            date(2027, 1, 4),
        ),
    ],
)
def test_a_review_is_due_on_the_fifth_working_day(opened: datetime, holidays: tuple[date, ...], due: date) -> None:
    assert review_due(opened, frozenset(holidays)).date() == due


def test_every_code_has_words() -> None:
    assert set(EMERGENCY_WORDS) == set(Emergency)


@pytest.mark.parametrize(
    ("role", "words", "again", "expected"),
    [
        (Role.FRONT_LINE, "She is there", True, None),
        (Role.FRONT_LINE, "She is there", False, Refusal.PURPOSE),
        (Role.FRONT_LINE, "urgent now", True, Refusal.REASON),
        (Role.EXECUTIVE, "She is there", True, Refusal.PURPOSE),
        (Role.SCRUTINEER, "She is there", True, Refusal.PURPOSE),
    ],
)
def test_who_breaks_the_glass(role: Role, words: str, again: bool, expected: Refusal | None) -> None:
    decision = may_break_glass(person(A, role, "police"), purpose("immediate_danger"), words, signed_in_again=again)

    assert (decision.why if isinstance(decision, Refused) else None) is expected


def test_no_other_purpose_breaks_it() -> None:
    decision = may_break_glass(person(A, Role.FRONT_LINE, "x"), purpose("direct_work"), "She is there", signed_in_again=True)

    assert decision == Refused(Refusal.PURPOSE)


@pytest.mark.parametrize(
    ("reviewer", "agency", "lines", "expected"),
    [
        (B, "school", (), None),
        (A, "school", (), Refusal.OWN),
        (B, "police", (), Refusal.AGENCY),
        (B, "school", (Managed(B, A, NOW - timedelta(days=1)),), Refusal.LINE),
        (B, "school", (Managed(A, B, NOW - timedelta(days=1)),), Refusal.LINE),
        (B, "school", (Managed(A, B, NOW - timedelta(days=9), NOW),), None),
    ],
)
def test_who_reviews(reviewer: UUID, agency: str, lines: tuple[Managed, ...], expected: Refusal | None) -> None:
    opener = person(A, Role.FRONT_LINE, "police", lines)

    decision = may_review(
        person(reviewer, Role.MANAGER, agency, lines), opener, purpose("review_break_glass"), frozenset({"police"}), NOW
    )

    assert (decision.why if isinstance(decision, Refused) else None) is expected


@pytest.mark.parametrize(
    ("granter", "role", "what_for", "to", "expected"),
    [
        (A, Role.HUB_PRACTITIONER, "deal_with_concern", B, None),
        (A, Role.HUB_PRACTITIONER, "deal_with_concern", A, Refusal.OWN),
        (A, Role.HUB_PRACTITIONER, "deal_with_concern", C, Refusal.CONFLICT),
        (A, Role.MANAGER, "oversee_team", B, Refusal.NO_RELATION),
        (A, Role.ANALYST, "work_on_finding", B, Refusal.PURPOSE),
    ],
)
def test_who_gives_a_relation(granter: UUID, role: Role, what_for: str, to: UUID, expected: Refusal | None) -> None:
    decision = may_grant(
        person(granter, role, "hub"),
        person(to, Role.FRONT_LINE, "police"),
        RelationKind.ALLOCATED,
        RECORD,
        purpose(what_for),
        [],
        NOW,
    )

    assert (decision.why if isinstance(decision, Refused) else None) is expected


def test_what_is_sealed_is_given_only_by_those_named_for_it() -> None:
    sealed = RecordFacts(record="r", thread=frozenset({"r"}), agency="school", seals=(Seal(record="r"),))
    granter, grantee = person(A, Role.FRONT_LINE, "council"), person(B, Role.FRONT_LINE, "police")
    held = [Relation(account=A, kind=RelationKind.SEALED, since=NOW, record="r")]
    asked = (granter, grantee, RelationKind.SEALED, sealed, purpose("direct_work"))

    assert isinstance(may_grant(*asked, held, NOW), Allowed)
    assert may_grant(*asked, [], NOW) == Refused(Refusal.PURPOSE)


def test_only_the_agency_that_wrote_a_record_answers_for_it() -> None:
    asker = person(B, Role.FRONT_LINE, "police")

    own = may_answer(person(A, Role.HUB_PRACTITIONER, "school"), asker, RECORD, purpose("deal_with_concern"), [], NOW)
    other = may_answer(person(A, Role.HUB_PRACTITIONER, "hub"), asker, RECORD, purpose("deal_with_concern"), [], NOW)

    assert isinstance(own, Allowed)
    assert other == Refused(Refusal.AGENCY)
