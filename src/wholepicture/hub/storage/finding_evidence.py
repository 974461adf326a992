"""The records on which a finding rests, with what was read in them, as far as the acting reader may see them."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from wholepicture.hub.storage.access_refusals import rows
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.moments import Period
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.readings import About, CategoryMismatch, IndicatorFound, Polarity, Reading, Tier, Timing
from wholepicture.vocabulary.records import EntityId, Provenance, Record, RecordId, RecordKind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mention in one of the records, with the entity that it is taken for now. `described` holds what was stated."""

    record: RecordId
    entity: EntityId
    kind: EntityKind
    role: Role
    text: Words
    told: bool
    """It stands in the narrative, not in a column."""
    described: dict[str, Any] = field(repr=False)

    @property
    def born(self) -> date | None:
        """A person's stated date of birth."""
        return date.fromisoformat(self.described["born"]) if self.described.get("born") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The records that may be read, what was read in them, who and what they name, and which mentions are compatible."""

    records: dict[str, Record] = field(repr=False)
    known_at: dict[str, datetime]
    readings: dict[str, Reading] = field(repr=False)
    named: tuple[Named, ...]
    fitting: tuple[tuple[EntityId, EntityId], ...]


_RECORD = (
    "record, system, agency_name, kind, reference, filed_as, happened_since, happened_until, recorded_at, narrative, outcome, "
    "question::text, known_at"
)
_SPAN = "record, indicator, start_at, end_at, polarity, timing, about, tier, pattern, cue_start, cue_end"


def evidence_of(ids: Sequence[str]) -> Evidence:
    """The evidence in these records; what the acting reader may not see is not in it."""
    wanted = list(ids)
    chosen = f"select {_RECORD} from record where record = any (%s) and not_understood = '' order by sequence"  # noqa: S608 - ours
    found = rows(chosen, (wanted,))
    named = rows(
        "select record, entity, kind, role, text, start_at is not null, description::text from mention"
        " where record = any (%s) order by record, mention",
        (wanted,),
    )
    fits = rows(
        "select m.entity, n.entity from ("
        " select distinct on (l.left_mention, l.right_mention) l.left_mention, l.right_mention, l.judgement from link l"
        " where l.left_record = any (%s) and l.right_record = any (%s)"
        " order by l.left_mention, l.right_mention, l.sequence desc) p"
        " join mention m on m.mention = p.left_mention join mention n on n.mention = p.right_mention"
        " where p.judgement = 'compatible' and m.entity <> n.entity group by 1, 2 order by 1, 2",
        (wanted, wanted),
    )
    return Evidence(
        records={row[0]: _record(row) for row in found},
        known_at={row[0]: row[-1].astimezone(UTC) for row in found},
        readings=_readings(wanted, {row[0]: row[-2] for row in found if row[-2]}),
        named=tuple(_named(row) for row in named),
        fitting=tuple((EntityId(left), EntityId(right)) for left, right in fits),
    )


def entities_now(ids: Sequence[str]) -> dict[str, str]:
    """What each of these entities goes by now; those that kept their id are not in the answer."""
    now: dict[str, str] = {}
    asked = set(ids)
    while asked:
        moved = dict(rows("select entity, now from entity_alias where entity = any (%s) order by number", (sorted(asked),)))
        now.update(moved)
        asked = {one for one in moved.values() if one not in now}
    return {one: _followed(one, now) for one in ids if one in now}


def _followed(one: str, now: dict[str, str]) -> str:
    passed: set[str] = set()
    while one in now and one not in passed:
        passed.add(one)
        one = now[one]
    return one


def _record(row: tuple[Any, ...]) -> Record:
    record, system, agency, kind, reference, filed_as, since, until, recorded_at, narrative, outcome, _, known_at = row
    return Record(
        id=RecordId(record),
        system=system,
        agency=agency,
        kind=RecordKind(kind),
        reference=reference,
        filed_as=filed_as,
        happened=Period(since.astimezone(UTC), until and until.astimezone(UTC)) if since else None,
        recorded_at=recorded_at.astimezone(UTC),
        narrative=Narrative(narrative),
        mentions=(),
        outcome=outcome,
        provenance=Provenance(file="", row=0, system=system, received_at=known_at.astimezone(UTC)),
    )


def _readings(ids: list[str], questions: dict[str, str]) -> dict[str, Reading]:
    spans: dict[str, list[IndicatorFound]] = defaultdict(list)
    for row in rows(f"select {_SPAN} from marked_span where record = any (%s) order by record, number", (ids,)):  # noqa: S608
        spans[row[0]].append(_span(row))
    return {
        record: Reading(
            record=RecordId(record),
            lexicon="",
            indicators=tuple(spans.get(record, ())),
            mismatch=_mismatch(json.loads(questions[record])) if record in questions else None,
        )
        for record in sorted({*spans, *questions})
    }


def _mismatch(question: dict[str, Any]) -> CategoryMismatch:
    words = tuple(Span(*pair) for pair in question["child_words"])
    return CategoryMismatch(
        filed_as=question["filed_as"], child_words=words, indicators=(), groups=tuple(question["groups"])
    )


def _span(row: tuple[Any, ...]) -> IndicatorFound:
    _, indicator, start, end, polarity, timing, about, tier, pattern, cue_start, cue_end = row
    return IndicatorFound(
        indicator=indicator,
        span=Span(start, end),
        polarity=Polarity(polarity),
        timing=Timing(timing),
        about=About(about),
        tier=Tier(tier),
        pattern=pattern,
        cue=Span(cue_start, cue_end) if cue_start is not None else None,
    )


def _named(row: tuple[Any, ...]) -> Named:
    record, entity, kind, role, text, told, described = row
    return Named(
        record=RecordId(record),
        entity=EntityId(entity),
        kind=EntityKind(kind),
        role=Role(role),
        text=Words(text),
        told=told,
        described=json.loads(described),
    )
