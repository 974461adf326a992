"""A record as a fact: what it says of each person is a part of its own, so that one person's part can be erased alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Part, canonical
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import Provenance, Record

NARRATIVE = "narrative"
REST = "rest"


def draft_of(record: Record, *, author: str) -> Draft:
    """The fact that a record was received, word for word, in parts: each person's columns, the narrative, the rest."""
    left = dict(record.columns)
    parts: list[Part] = []
    for mention in record.mentions:
        if mention.kind is EntityKind.PERSON:
            theirs = {name: left.pop(name) for name in mention.columns if name in left}
            if theirs:
                parts.append(Part(mention.id, canonical(theirs)))
    words = _narrative_cells(record.narrative.text, left)
    for name in words:
        del left[name]
    if words:
        parts.append(Part(NARRATIVE, canonical(words)))
    where = record.provenance
    rest = {
        "system": record.system,
        "file": where.file,
        "row": where.row,
        "received_at": where.received_at.isoformat(),
        "order": list(record.columns),
        "columns": left,
    }
    parts.append(Part(REST, canonical(rest)))
    return Draft(
        id=FactId(record.id),
        kind=FactKind.RECEIVED,
        source=record.source,
        author=author,
        recorded_at=record.recorded_at,
        happened=record.happened,
        parts=tuple(parts),
    )


def _narrative_cells(told: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that hold the narrative: one that is it, or several of which it was joined line by line."""
    whole = {name: cell for name, cell in cells.items() if told.strip() and cell.strip() == told.strip()}
    if whole or not told.strip():
        return whole
    found: dict[str, str] = {}
    at = 0
    while at < len(told):
        rest = told[at:]
        fits = [n for n, c in cells.items() if n not in found and c and (rest == c or rest.startswith(f"{c}\n"))]
        if not fits:
            return {}
        longest = max(fits, key=lambda name: len(cells[name]))
        found[longest] = cells[longest]
        at += len(cells[longest]) + 1
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as received, out of the ledger again. Cells that were erased by law are empty, and `erased` names them."""

    system: str
    columns: Mapping[str, str] = field(repr=False)
    provenance: Provenance
    erased: tuple[str, ...] = ()


def row_of(fact: Fact) -> Row:
    """The row that a received fact holds, its columns in the order in which they came."""
    bodies = {part.name: json.loads(part.body) for part in fact.parts}
    rest = bodies.pop(REST)
    cells: dict[str, str] = dict(rest["columns"])
    for body in bodies.values():
        cells.update(body)
    return Row(
        system=rest["system"],
        columns={name: cells.get(name, "") for name in rest["order"]},
        provenance=Provenance(
            file=rest["file"],
            row=rest["row"],
            system=rest["system"],
            received_at=datetime.fromisoformat(rest["received_at"]),
        ),
        erased=tuple(name for name in rest["order"] if name not in cells),
    )
