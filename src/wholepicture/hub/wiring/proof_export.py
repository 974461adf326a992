"""A whole export for the verifier: every leaf with what it is about, in the order of its sealing, then what waits."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wholepicture.hub.storage import checkpoints as kept
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring.checkpoints import FROM_THE_FIRST, KEYS, NAME
from wholepicture.ledger.facts import Fact
from wholepicture.proof.leaves import LeafKind, LookSealed, moment
from wholepicture.proof.receipts import fact_json, parts_json

PAGE = 5_000


def write_export(connection: Connection, folder: Path, keys: Sequence[str]) -> int:
    """Write everything into a folder that is not there yet, for its owner alone to read; how many facts and looks. Raises
    FileExistsError.
    """
    folder.mkdir(mode=0o700, parents=True)
    (folder / "checkpoints").mkdir()
    (folder / KEYS).write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")
    written = 0
    with open(os.open(folder / "leaves.jsonl", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        for line in _lines(connection):
            out.write(json.dumps(line, separators=(",", ":")) + "\n")
            written += 1
    size = 0
    while later := kept.checkpoints_after(connection, size):
        for one in later:
            (folder / "checkpoints" / NAME.format(one.size)).write_text(one.note, encoding="utf-8")
        size = later[-1].size
    return written


def _lines(connection: Connection) -> Iterator[Mapping[str, Any]]:
    ledger, position = PostgresLedger(connection, bytes), 0
    through = ledger.through()
    while page := kept.leaves_from(connection, position, PAGE):
        facts = {one.envelope.sequence: one for one in ledger.numbered([n for kind, n in page if kind is LeafKind.FACT])}
        looks = {one.id: one for one in kept.looks_numbered(connection, [n for kind, n in page if kind is LeafKind.LOOK])}
        for place, (kind, number) in enumerate(page, position):
            one = facts.get(number) if kind is LeafKind.FACT else looks.get(number)
            if one is not None:  # what is not there any more is for the verifier to find
                yield _line(place, one)
        position += len(page)
    for fact in ledger.between(kept.facts_sealed(connection), through):
        yield _line(None, fact)
    for look in kept.looks_waiting(connection, FROM_THE_FIRST, 2**31):
        yield _line(None, look)


def _line(position: int | None, one: Fact | LookSealed) -> Mapping[str, Any]:
    if isinstance(one, LookSealed):
        return {
            "position": position,
            "look": {**asdict(one), "at": moment(one.at), "allowed": "yes" if one.allowed else "no"},
        }
    return {"position": position, "fact": {**fact_json(one.envelope), "parts": parts_json(one)}}
