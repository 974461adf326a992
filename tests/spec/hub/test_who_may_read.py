"""Who may read a concern, in the field's words, one line a rule."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from wholepicture.hub.need_to_know.lines import Managed, line_below
from wholepicture.hub.need_to_know.purposes import PURPOSES, Role, UnknownPurpose, purpose, purposes_of
from wholepicture.hub.need_to_know.reading import (
    may_open_identity,
    may_read,
    may_search,
    may_see_finding,
    may_see_log,
    screen_until,
)
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
EVENT = NOW - timedelta(days=60)
OFFICER, SERGEANT, INSPECTOR, OTHER = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
CHILD, SISTER = UUID(int=8), UUID(int=9)
ROLES = {
    "front-line professional": Role.FRONT_LINE,
    "hub practitioner": Role.HUB_PRACTITIONER,
    "analyst": Role.ANALYST,
    "manager": Role.MANAGER,
    "scrutineer": Role.SCRUTINEER,
    "executive": Role.EXECUTIVE,
    "administrator": Role.ADMINISTRATOR,
    "custodian": Role.CUSTODIAN,
}


def reader(role: str, account: UUID = OTHER, lines: tuple[Managed, ...] = (), teams: tuple[int, ...] = ()) -> Reader:
    return Reader(account, (Post(ROLES[role], "police", 2),), line_below(account, lines), frozenset(teams))


def concern(**said: object) -> RecordFacts:
    return RecordFacts(**{"record": "r1", "thread": frozenset({"r1"}), "agency": "police", "team": 2, **said})  # type: ignore[arg-type]


def relation(kind: RelationKind, **said: object) -> Relation:
    return Relation(**{"account": OTHER, "kind": kind, "since": EVENT, "record": "r1", **said})  # type: ignore[arg-type]


def answer(decision: Allowed | Refused) -> str:
    return "yes" if isinstance(decision, Allowed) else decision.why.value


@pytest.mark.parametrize(
    ("role", "what_for", "to_it", "expected"),
    [
        ("front-line professional", "follow_own", "raised it", "yes"),
        ("front-line professional", "follow_own", "allocated", "no relation"),
        ("front-line professional", "direct_work", "allocated", "yes"),
        ("front-line professional", "direct_work", "was allocated", "no relation"),
        ("front-line professional", "direct_work", "will be allocated", "no relation"),
        ("front-line professional", "direct_work", "nothing", "no relation"),
        ("front-line professional", "direct_work", "same team", "no relation"),
        ("front-line professional", "deal_with_concern", "raised it", "purpose"),
        ("front-line professional", "immediate_danger", "broke the glass", "yes"),
        ("front-line professional", "direct_work", "broke the glass", "no relation"),
        ("hub practitioner", "deal_with_concern", "nothing", "yes"),
        ("hub practitioner", "direct_work", "nothing", "no relation"),
        ("hub practitioner", "scrutinise", "nothing", "purpose"),
        ("analyst", "work_on_finding", "nothing", "no relation"),
        ("analyst", "work_on_finding", "a finding rests on it", "yes"),
        ("analyst", "deal_with_concern", "a finding rests on it", "purpose"),
        ("manager", "oversee_team", "same team", "yes"),
        ("manager", "oversee_team", "nothing", "no relation"),
        ("manager", "direct_work", "same team", "no relation"),
        ("scrutineer", "scrutinise", "nothing", "yes"),
        ("executive", "oversee_partnership", "same team", "no relation"),
        ("executive", "oversee_partnership", "raised it", "no relation"),
        ("executive", "deal_with_concern", "nothing", "purpose"),
        ("administrator", "follow_own", "raised it", "purpose"),
        ("administrator", "direct_work", "allocated", "purpose"),
        ("custodian", "open_identity", "nothing", "no relation"),
    ],
)
def test_who_may_read_for_what(role: str, what_for: str, to_it: str, expected: str) -> None:
    held = {
        "allocated": relation(RelationKind.ALLOCATED),
        "was allocated": relation(RelationKind.ALLOCATED, until=NOW),
        "will be allocated": relation(RelationKind.ALLOCATED, since=NOW + timedelta(seconds=1)),
        "broke the glass": relation(RelationKind.BREAK_GLASS, since=NOW, until=NOW + timedelta(hours=4)),
    }
    record = concern(raisers=frozenset({OTHER} if to_it == "raised it" else ()), in_finding=to_it == "a finding rests on it")
    somebody = reader(role, teams=(2,) if to_it == "same team" else ())

    decision = may_read(somebody, record, purpose(what_for), [held[to_it]] if to_it in held else [], NOW)

    assert answer(decision) == expected


@pytest.mark.parametrize(
    ("story", "lines", "expected"),
    [
        ("manages the officer now", [(SERGEANT, OFFICER, -100, None)], "conflict"),
        ("managed them at the time, and no longer", [(SERGEANT, OFFICER, -100, -59)], "conflict"),
        ("began to manage them since", [(SERGEANT, OFFICER, -1, None)], "conflict"),
        ("stopped before it happened", [(SERGEANT, OFFICER, -100, -60)], "yes"),
        ("will manage them tomorrow", [(SERGEANT, OFFICER, 1, None)], "yes"),
        ("manages their manager", [(SERGEANT, INSPECTOR, -100, None), (INSPECTOR, OFFICER, -100, None)], "conflict"),
        ("left before the line began", [(SERGEANT, INSPECTOR, -100, -50), (INSPECTOR, OFFICER, -50, None)], "yes"),
        ("manages somebody else", [(SERGEANT, INSPECTOR, -100, None)], "yes"),
        ("is managed by them", [(OFFICER, SERGEANT, -100, None)], "yes"),
    ],
)  # fmt: skip
def test_a_manager_never_reads_what_criticises_their_line_at_any_time_since(
    story: str, lines: list[tuple[UUID, UUID, int, int | None]], expected: str
) -> None:
    days = [(above, under, NOW + timedelta(days=since), until) for above, under, since, until in lines]
    made = tuple(Managed(a, u, s, None if e is None else NOW + timedelta(days=e)) for a, u, s, e in days)
    record = concern(criticised=(Criticised(OFFICER, EVENT),))

    decision = may_read(reader("manager", SERGEANT, made, (2,)), record, purpose("oversee_team"), [], NOW)

    assert answer(decision) == expected, story


@pytest.mark.parametrize(
    ("who", "role", "what_for", "raised", "expected"),
    [
        (OFFICER, "hub practitioner", "deal_with_concern", False, "conflict"),
        (OFFICER, "scrutineer", "scrutinise", False, "conflict"),
        (SERGEANT, "scrutineer", "scrutinise", False, "yes"),
        (SERGEANT, "manager", "follow_own", True, "yes"),
        (OFFICER, "front-line professional", "follow_own", True, "yes"),
    ],
)
def test_a_line_alone_bars_neither_the_scrutineer_nor_whoever_raised_it(
    who: UUID, role: str, what_for: str, raised: bool, expected: str
) -> None:
    lines = (Managed(SERGEANT, OFFICER, EVENT),)
    record = concern(criticised=(Criticised(OFFICER, EVENT),), raisers=frozenset({who} if raised else ()))

    assert answer(may_read(reader(role, who, lines), record, purpose(what_for), [], NOW)) == expected


def test_a_conflict_bars_relations_and_emergencies_alike() -> None:
    record = concern(criticised=(Criticised(OTHER, EVENT),))
    held = [relation(RelationKind.ALLOCATED), relation(RelationKind.BREAK_GLASS, until=NOW + timedelta(hours=1))]

    assert answer(may_read(reader("manager"), record, purpose("immediate_danger"), held, NOW)) == "conflict"


def test_where_nobody_knows_who_is_criticised_no_manager_reads_it_as_one() -> None:
    record = concern(criticised=(Criticised(None, EVENT),))

    assert answer(may_read(reader("manager", teams=(2,)), record, purpose("oversee_team"), [], NOW)) == "no relation"
    assert answer(may_read(reader("hub practitioner"), record, purpose("deal_with_concern"), [], NOW)) == "yes"


@pytest.mark.parametrize(
    ("seals", "held", "expected"),
    [
        ([Seal(person=CHILD)], [], "sealed"),
        ([Seal(person=CHILD)], [relation(RelationKind.ALLOCATED)], "sealed"),
        ([Seal(person=CHILD)], [relation(RelationKind.SEALED, record=None, person=CHILD)], "yes"),
        ([Seal(person=CHILD)], [relation(RelationKind.SEALED, record=None, person=CHILD, until=NOW)], "sealed"),
        ([Seal(person=CHILD), Seal(person=SISTER)], [relation(RelationKind.SEALED, record=None, person=CHILD)], "sealed"),
        ([Seal(person=CHILD), Seal(person=SISTER)], [relation(RelationKind.SEALED)], "yes"),
        ([Seal(record="r1")], [relation(RelationKind.SEALED, record=None, person=CHILD)], "sealed"),
        ([Seal(record="r1")], [relation(RelationKind.SEALED, account=OFFICER)], "sealed"),
        ([Seal(record="r1")], [relation(RelationKind.BREAK_GLASS)], "sealed"),
    ],
)
def test_what_is_sealed_opens_only_to_those_named_for_every_seal(
    seals: list[Seal], held: list[Relation], expected: str
) -> None:
    record = concern(seals=tuple(seals), persons=frozenset({CHILD, SISTER}))

    for role, what_for in (("hub practitioner", "deal_with_concern"), ("front-line professional", "direct_work")):
        assert answer(may_read(reader(role), record, purpose(what_for), held, NOW)) == expected


def _finding(**said: object) -> FindingFacts:
    given = {"finding": "f", "records": (concern(team=2),), "names_adult": False, "surfaced_at": EVENT, **said}
    return FindingFacts(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "what_for", "team", "expected"),
    [
        ("hub practitioner", "work_on_finding", 9, "whole"),
        ("analyst", "work_on_finding", 9, "whole"),
        ("scrutineer", "scrutinise", 9, "whole"),
        ("executive", "oversee_partnership", 9, "without names"),
        ("manager", "oversee_team", 2, "without names"),
        ("manager", "oversee_team", 9, "no relation"),
        ("front-line professional", "direct_work", 9, "no relation"),
        ("administrator", "oversee_partnership", 2, "purpose"),
    ],
)
def test_who_sees_a_finding_and_how(role: str, what_for: str, team: int, expected: str) -> None:
    decision = may_see_finding(reader(role, teams=(team,)), _finding(), purpose(what_for), [], NOW)

    told = {True: "without names", False: "whole"}[decision.unnamed] if isinstance(decision, Allowed) else decision.why.value
    assert told == expected


def test_a_finding_is_absent_where_one_of_its_records_is_sealed() -> None:
    finding = _finding(records=(concern(), concern(record="r2", seals=(Seal(person=CHILD),))))

    assert answer(may_see_finding(reader("analyst"), finding, purpose("work_on_finding"), [], NOW)) == "sealed"


@pytest.mark.parametrize(
    ("adult", "days", "renewed", "role", "what_for", "expected"),
    [
        (True, 364, (), "analyst", "work_on_finding", "yes"),
        (True, 365, (), "analyst", "work_on_finding", "off screen"),
        (True, 365, (500,), "analyst", "work_on_finding", "yes"),
        (True, 500, (500,), "analyst", "work_on_finding", "off screen"),
        (True, 365, (), "executive", "oversee_partnership", "off screen"),
        (True, 365, (), "scrutineer", "scrutinise", "yes"),
        (False, 900, (), "analyst", "work_on_finding", "yes"),
    ],
)
def test_a_finding_that_names_an_adult_leaves_the_screens_after_twelve_months(
    adult: bool, days: int, renewed: tuple[int, ...], role: str, what_for: str, expected: str
) -> None:
    until = tuple(EVENT + timedelta(days=one) for one in renewed)
    finding = _finding(names_adult=adult, renewed_until=until)

    decision = may_see_finding(reader(role), finding, purpose(what_for), [], EVENT + timedelta(days=days))

    assert answer(decision) == expected


def test_twelve_months_from_a_leap_day_end_on_the_twenty_eighth() -> None:
    assert screen_until(datetime(2028, 2, 29, 5, tzinfo=UTC)) == datetime(2029, 2, 28, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "what_for", "team", "expected"),
    [
        ("scrutineer", "scrutinise", 9, Allowed("You are an independent scrutineer.")),
        ("manager", "review_access", 2, Allowed("It came from a team in your line.")),
        ("manager", "oversee_team", 2, Refused(Refusal.NO_RELATION)),
        ("manager", "review_access", 9, Refused(Refusal.NO_RELATION)),
        ("hub practitioner", "deal_with_concern", 9, Refused(Refusal.NO_RELATION)),
    ],
)
def test_who_is_told_who_has_looked(role: str, what_for: str, team: int, expected: Allowed | Refused) -> None:
    assert may_see_log(reader(role, teams=(team,)), concern(), purpose(what_for), [], NOW) == expected


def test_whoever_raised_it_is_told_posts_and_no_names() -> None:
    record = concern(raisers=frozenset({OTHER}))

    decision = may_see_log(reader("front-line professional"), record, purpose("follow_own"), [], NOW)

    assert decision == Allowed("You raised this concern.", unnamed=True)


@pytest.mark.parametrize(
    ("role", "second", "raiser", "expected"),
    [
        ("custodian", SERGEANT, OFFICER, "yes"),
        ("custodian", None, OFFICER, "own"),
        ("custodian", OTHER, OFFICER, "own"),
        ("custodian", OFFICER, OFFICER, "conflict"),
        ("custodian", INSPECTOR, OFFICER, "conflict"),
        ("scrutineer", SERGEANT, OFFICER, "purpose"),
    ],
)
def test_the_custodian_opens_an_identity_only_with_a_second_person(
    role: str, second: UUID | None, raiser: UUID, expected: str
) -> None:
    assert answer(may_open_identity(reader(role), second, raiser, [INSPECTOR])) == expected


@pytest.mark.parametrize(
    ("role", "what_for", "expected"),
    [
        ("hub practitioner", "deal_with_concern", "yes"),
        ("front-line professional", "direct_work", "yes"),
        ("executive", "oversee_partnership", "no relation"),
        ("manager", "review_break_glass", "no relation"),
        ("custodian", "open_identity", "no relation"),
        ("administrator", "direct_work", "purpose"),
    ],
)
def test_who_may_search(role: str, what_for: str, expected: str) -> None:
    assert answer(may_search(reader(role), purpose(what_for))) == expected


def test_an_administrator_may_state_no_purpose_whatever_else_they_are() -> None:
    assert purposes_of([Role.ADMINISTRATOR, Role.HUB_PRACTITIONER]) == ()


def test_every_other_role_may_state_some_purpose_and_each_is_explained() -> None:
    assert all(purposes_of([role]) for role in Role if role is not Role.ADMINISTRATOR)
    assert all(one.name and one.explanation.endswith(".") for one in PURPOSES)


def test_a_purpose_that_is_not_on_the_list_is_none() -> None:
    with pytest.raises(UnknownPurpose):
        purpose("curiosity")


def test_the_sentence_says_which_relation_and_since_when() -> None:
    decision = may_read(
        reader("front-line professional"), concern(), purpose("direct_work"), [relation(RelationKind.ALLOCATED)], NOW
    )

    assert decision == Allowed("You are the allocated worker (since 2 April 2026).")
