"""Whatever happens to an organisation, nobody who was barred is let in by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from wholepicture.hub.need_to_know.conflicts import conflict_of
from wholepicture.hub.need_to_know.lines import Below, Managed, line_below
from wholepicture.hub.need_to_know.purposes import PURPOSES, Role
from wholepicture.hub.need_to_know.reading import may_read
from wholepicture.hub.need_to_know.subjects import Criticised, Post, Reader, RecordFacts, Refused

START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = tuple(UUID(int=number) for number in range(1, 6))
_days = st.integers(0, 12)
_line = st.builds(
    lambda who, since, lasts: Managed(
        PEOPLE[who[0]],
        PEOPLE[who[1]],
        START + timedelta(days=since),
        None if lasts is None else START + timedelta(days=since + lasts),
    ),
    st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1]),
    _days,
    st.none() | st.integers(0, 6),
)
_lines = st.lists(_line, max_size=7)
_event = st.none() | _days.map(lambda day: START + timedelta(days=day))


def _barred(lines: list[Managed], event: datetime | None, at: datetime) -> set[UUID]:
    record = RecordFacts(record="r", thread=frozenset({"r"}), agency="x", criticised=(Criticised(PEOPLE[0], event),))
    readers = [Reader(who, (Post(Role.MANAGER, "x", 1),), line_below(who, lines), frozenset({1})) for who in PEOPLE]
    return {reader.account for reader in readers if conflict_of(reader, record, at)}


def _holding(lines: list[Managed], moment: datetime) -> list[Managed]:
    return [one for one in lines if one.since <= moment and (one.until is None or moment < one.until)]


def _above(who: UUID, moment: datetime, lines: list[Managed]) -> set[UUID]:
    holding = _holding(lines, moment)
    found: set[UUID] = set()
    level = {who}
    while level:
        level = {one.manager for one in holding if one.managed in level} - found
        found |= level
    return found


@given(_lines, _event, _days)
def test_who_is_barred_is_whoever_stood_above_at_some_moment_from_the_event_until_now(
    lines: list[Managed], event: datetime | None, day: int
) -> None:
    at = START + timedelta(days=day)
    since = min(event, at) if event else None
    moments = {at, *([since] if since else []), *(one.since for one in lines)}
    plain = {p for m in moments if m <= at and (since is None or m >= since) for p in _above(PEOPLE[0], m, lines)}

    assert _barred(lines, event, at) == plain | {PEOPLE[0]}


@given(_lines, _line, _event, _days)
def test_a_change_to_the_organisation_lets_nobody_in_who_was_barred(
    lines: list[Managed], change: Managed, event: datetime | None, day: int
) -> None:
    at = START + timedelta(days=day)

    assert _barred(lines, event, at) <= _barred([*lines, change], event, at)


@given(_lines, _event, _days, st.integers(0, 12))
def test_ending_every_line_today_lets_nobody_in_later(
    lines: list[Managed], event: datetime | None, day: int, later: int
) -> None:
    at = START + timedelta(days=day)
    ended = [replace(one, until=at) if one in _holding(lines, at) else one for one in lines]
    whole = START + timedelta(days=day + later)

    before = _barred([one for one in lines if one.since < at], event, at - timedelta(seconds=1))

    if event is None or event < at:
        assert before <= _barred(ended, event, whole)


@given(_lines, _event, _days, st.sampled_from(PURPOSES))
def test_nobody_who_is_barred_reads_for_any_purpose(
    lines: list[Managed], event: datetime | None, day: int, what_for: object
) -> None:
    at = START + timedelta(days=day)
    record = RecordFacts(record="r", thread=frozenset({"r"}), agency="x", team=1, criticised=(Criticised(PEOPLE[0], event),))
    for who in _barred(lines, event, at):
        reader = Reader(who, (Post(Role.MANAGER, "x", 1),), line_below(who, lines), frozenset({1}))
        assert isinstance(may_read(reader, record, what_for, [], at), Refused)  # type: ignore[arg-type]


@given(_lines)
def test_a_line_is_worked_out_the_same_in_any_order(lines: list[Managed]) -> None:
    forth: tuple[Below, ...] = line_below(PEOPLE[0], lines)

    assert forth == line_below(PEOPLE[0], list(reversed(lines)))
