"""A record as its page shows it: what was received, what was read in it, and with what it is linked. All inside `acting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.texts import unescape

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """A record's row. `raiser` is None also where they asked for protection. `question` holds the category that does not fit
    with the words that show it, or nothing.
    """

    record: str
    source: str
    system: str
    reference: str
    agency: str
    agency_name: str
    team: int | None
    raiser: UUID | None
    kind: str
    filed_as: str
    happened_since: datetime | None
    happened_until: datetime | None
    recorded_at: datetime
    known_at: datetime
    narrative: str = field(repr=False)
    stated: Mapping[str, str] = field(repr=False)
    outcome: str = field(repr=False)
    adds_to: str | None
    amends: str | None
    amended_by: str | None
    question: Mapping[str, Any] | None = field(repr=False)
    not_understood: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionShown:
    """A mention, with the person whom a practitioner confirmed it to be, where one did."""

    mention: str
    record: str
    entity: str
    kind: str
    role: str
    text: str = field(repr=False)
    start_at: int | None
    end_at: int | None
    columns: str
    description: Mapping[str, Any] = field(repr=False)
    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanShown:
    """An indicator at one place of a narrative, with the cue that says how it is meant."""

    indicator: str
    start_at: int
    end_at: int
    polarity: str
    timing: str
    about: str
    about_mention: str | None
    tier: str
    cue_start: int | None
    cue_end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceShown:
    """Wording that blames or plays down, with what is published as better."""

    start_at: int
    end_at: int
    term: str
    instead: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """What was last said of a mention of the record and one of another record that the reader may see too."""

    mine: str
    other: str
    other_record: str
    kind: str
    judgement: str
    because: tuple[str, ...] = field(repr=False)
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record in a list."""

    record: str
    reference: str
    agency_name: str
    kind: str
    filed_as: str
    happened_since: datetime | None
    happened_until: datetime | None
    recorded_at: datetime
    known_at: datetime
    narrative: str = field(repr=False)
    stated: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding that rests on a record, or names somebody."""

    finding: str
    pattern: str
    surfaced_at: datetime
    withdrawn_at: datetime | None


def columns_of(kind: type[Any], prefix: str = "") -> str:
    """The columns that a row class has, for a select."""
    return ", ".join(f"{prefix}{one.name}" for one in fields(kind) if one.name != "person")


def made(kind: type[Shown], found: Sequence[tuple[Any, ...]]) -> tuple[Shown, ...]:
    """Rows as instances of their class, columns in the order of its fields."""
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    return tuple(kind(**dict(map(_read, names, row))) for row in found)


_JSON = frozenset({"stated", "question", "description"})


def _read(name: str, cell: Any) -> tuple[str, Any]:
    """Django leaves JSON as text."""
    return name, json.loads(cell) if name in _JSON and isinstance(cell, str) else cell


_PERSON = "(select c.person from confirmed c where c.mention = m.mention and c.withdrawn_at is null)"
MENTION_COLUMNS = f"{columns_of(MentionShown, 'm.')}, {_PERSON}"
LINE_COLUMNS = columns_of(RecordLine, "r.")


def record_shown(record: str) -> RecordShown | None:
    """The record, where the acting reader may see it."""
    found = made(RecordShown, rows(f"select {columns_of(RecordShown)} from record where record = %s", (record,)))  # noqa: S608
    return found[0] if found else None


def record_of_source(source: str) -> str | None:
    """The record of that source that stands now, where the acting reader may see it."""
    found = rows("select record from record where source = %s and amended_by is null order by sequence limit 1", (source,))
    return str(found[0][0]) if found else None


def mentions_in(records: Sequence[str]) -> tuple[MentionShown, ...]:
    """The mentions of records, in the order in which each record has them."""
    found = rows(
        f"select {MENTION_COLUMNS} from mention m where m.record = any(%s)"  # noqa: S608 - columns of ours
        " order by m.record, split_part(m.mention, '.', 2)::int, m.mention",
        (list(records),),
    )
    return made(MentionShown, found)


def mention_shown(mention: str) -> MentionShown | None:
    """One mention, where the acting reader may see it."""
    found = made(MentionShown, rows(f"select {MENTION_COLUMNS} from mention m where m.mention = %s", (mention,)))  # noqa: S608
    return found[0] if found else None


def spans_in(record: str) -> tuple[SpanShown, ...]:
    """The indicators found in a record, in the order of its text."""
    statement = f"select {columns_of(SpanShown)} from marked_span where record = %s order by start_at, number"  # noqa: S608
    return made(SpanShown, rows(statement, (record,)))


def advice_in(record: str) -> tuple[AdviceShown, ...]:
    """The advice on a record's wording, in the order of its text."""
    statement = f"select {columns_of(AdviceShown)} from wording_advice where record = %s order by start_at, number"  # noqa: S608
    return made(AdviceShown, rows(statement, (record,)))


_LINKS = """
with said as (
    select distinct on (l.left_mention, l.right_mention) l.*
    from link l where l.left_record = %(record)s or l.right_record = %(record)s
    order by l.left_mention, l.right_mention, l.sequence desc)
select case when left_record = %(record)s then left_mention else right_mention end,
       case when left_record = %(record)s then right_mention else left_mention end,
       case when left_record = %(record)s then right_record else left_record end,
       kind, judgement, because, by_person
from said where judgement <> 'different' or by_person
order by array_position(array['same', 'unsure', 'compatible', 'different'], judgement), weight desc, 1, 2
limit %(most)s offset %(skipped)s
"""


def links_of(record: str, *, skipped: int = 0, most: int = 26) -> tuple[LinkShown, ...]:
    """A record's links, both of whose ends the acting reader may see: same, then unsure, then what fits, then what a person
    called different.
    """
    found = rows(_LINKS, {"record": record, "most": most, "skipped": skipped})  # type: ignore[arg-type]
    return made(LinkShown, [(*row[:5], tuple(row[5]), row[6]) for row in found])


def record_lines(records: Sequence[str]) -> dict[str, RecordLine]:
    """Those of these records that the acting reader may see, as lines of a list."""
    found = rows(f"select {LINE_COLUMNS} from record r where r.record = any(%s)", (list(records),))  # noqa: S608
    return {line.record: line for line in made(RecordLine, found)}


def thread_of(shown: RecordShown) -> tuple[RecordLine, ...]:
    """The concern that a record adds to, or is, and everything added to it, oldest first; empty where it stands alone."""
    found = rows(
        f"select {LINE_COLUMNS} from record r where coalesce(r.adds_to, r.source) = %s and r.record <> %s"  # noqa: S608
        " and r.amended_by is null order by r.sequence limit 100",
        (shown.adds_to or shown.source, shown.record),
    )
    return made(RecordLine, [row for row in found if row[0] not in (shown.amends, shown.amended_by)])


def findings_on(record: str) -> tuple[FindingLine, ...]:
    """The findings that rest on a record and that the acting reader may see, the latest first."""
    found = rows(
        "select f.id, f.pattern, f.surfaced_at, f.withdrawn_at from finding_record fr join finding f on f.id = fr.finding"
        " where fr.record = %s order by f.surfaced_at desc, f.id limit 50",
        (record,),
    )
    return made(FindingLine, found)


def findings_naming(entities: Sequence[str]) -> tuple[FindingLine, ...]:
    """The findings that name one of these entities, as far as the acting reader may see whom a finding names."""
    found = rows(
        "select distinct f.id, f.pattern, f.surfaced_at, f.withdrawn_at from finding_entity fe"
        " join finding f on f.id = fe.finding where fe.entity = any(%s) order by f.surfaced_at desc, f.id limit 50",
        (list(entities),),
    )
    return made(FindingLine, found)


def received_parts(record: str) -> dict[str, str]:
    """The parts of the row as it was received, by name, of a record that the acting reader may see."""
    found = rows("select name, body from need_to_know.received_parts(%s::text)", (record,))
    return {unescape(name): bytes(body).decode("utf-8", "surrogatepass") for name, body in found}


@dataclass(frozen=True, slots=True)
class Matching:
    """A record elsewhere that the machine links with `via`, which the reader may see. It is only good for asking."""

    via: str
    record: str
    agency: str
    day: date


def possible_matches_of(records: Sequence[str]) -> tuple[Matching, ...]:
    """What the machine links with these records and the acting reader may not see; each record once, oldest first."""
    found = rows("select via, record, agency, day from need_to_know.possible_matches_of(%s::text[])", (list(records),))
    return tuple(Matching(*row) for row in found)


def askable(record: str) -> tuple[str, date] | None:
    """The agency and day of a record for which the acting reader may ask; None where there is nothing to ask for."""
    found = rows("select agency, day from need_to_know.askable(%s::text)", (record,))
    return (str(found[0][0]), found[0][1]) if found else None
