"""Finds mentions by plain equality of keys, among the records that the acting reader may read. All inside `acting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wholepicture.hub.storage.access_refusals import deed, rows

SEARCH = "search"
"""The action under which a search stands in the access log."""


@dataclass(frozen=True, slots=True)
class SoughtKey:
    """One key to look up: of a kind of match_key, or `slip` for what one letter less makes of a word of a name. `part` is
    the number of the thing asked for that it stands for, `weight` how well it stands for it.
    """

    kind: str
    key: str = field(repr=False)
    part: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention:
    """A mention that answers to some of the things asked for (`met`, their numbers), as its record states it."""

    mention: str
    record: str
    entity: str
    kind: str
    role: str
    text: str = field(repr=False)
    description: Mapping[str, Any] = field(repr=False)
    met: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record as a line of a list."""

    record: str
    reference: str
    agency: str
    recorded_at: datetime
    happened_since: datetime | None
    filed_as: str = field(repr=False)


def found_mentions(keys: Sequence[SoughtKey], *, needed: int, most: int) -> tuple[FoundMention, ...]:
    """Mentions in the records that answer to `needed` or more of the things asked for, the best first; of `most` records."""
    if not keys:
        return ()
    found = rows(
        "select mention, record, entity, kind, role, words, description, met"
        " from need_to_know.found_by(%s::text[], %s::text[], %s::int[], %s::int[], %s, %s)",
        (
            [one.kind for one in keys],
            [one.key for one in keys],
            [one.part for one in keys],
            [one.weight for one in keys],
            needed,
            most,
        ),
    )
    return tuple(
        FoundMention(
            mention=mention,
            record=record,
            entity=entity,
            kind=kind,
            role=role,
            text=text,
            description=json.loads(description),
            met=tuple(met),
        )
        for mention, record, entity, kind, role, text, description, met in found
    )


_LINE = "record, reference, agency_name, recorded_at, happened_since, filed_as"


def record_lines(records: Sequence[str]) -> dict[str, RecordLine]:
    """Those of these records that the acting reader may see."""
    found = rows(f"select {_LINE} from record where record = any(%s)", (list(records),))  # noqa: S608 - columns of ours
    return {row[0]: _line(row) for row in found}


def records_by_reference(references: Sequence[str], *, most: int) -> tuple[RecordLine, ...]:
    """The records that bear one of these references and that the acting reader may see, the latest first."""
    if not references:
        return ()
    found = rows(
        f"select {_LINE} from record where reference = any(%s) and amended_by is null"  # noqa: S608 - columns of ours
        " order by known_at desc, record limit %s",
        (list(references), most),
    )
    return tuple(_line(row) for row in found)


def searches_since(since: datetime) -> int:
    """How often the acting reader has searched from a moment on, inclusive."""
    return int(deed("searches_since(%s::timestamptz)", (since,)))


def _line(row: Sequence[Any]) -> RecordLine:
    record, reference, agency, recorded_at, happened_since, filed_as = row
    return RecordLine(
        record=record,
        reference=reference,
        agency=agency,
        recorded_at=recorded_at,
        happened_since=happened_since,
        filed_as=filed_as,
    )
