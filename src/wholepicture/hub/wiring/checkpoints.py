"""Sealing: what was committed becomes leaves of one tree, and whoever works with the hub cannot reach its signed root.

Nothing is sealed whose parts do not have the digests that were written down with them, nor anything while a witness holds
another checkpoint than this database: then it stops, and says so.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from wholepicture.hub.storage import checkpoints as kept
from wholepicture.hub.storage.checkpoints import NewLeaf
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.proof.leaves import LeafKind, fact_leaf, look_leaf
from wholepicture.proof.notes import Signer, checkpoint
from wholepicture.proof.tree import leaf_hash

MOST = 20_000
"""How many leaves one checkpoint adds at most."""
FROM_THE_FIRST = "0"
NAME = "checkpoint-{:012}.txt"
KEYS = "keys.txt"


class NotSealed(Exception):
    """Nothing is sealed any more: what was written down does not agree with itself, or a witness holds something else."""


def checkpoint_signer() -> Signer | None:
    """Who signs checkpoints; None where no key is set."""
    return _signer(settings.LOG_NAME, settings.CHECKPOINT_KEY)


def receipt_signer() -> Signer | None:
    """Who signs receipts; None where no key is set."""
    return _signer(f"{settings.LOG_NAME}/receipts", settings.RECEIPT_KEY)


def _signer(name: str, key: str) -> Signer | None:
    return Signer(name, bytes.fromhex(key)) if key else None


@dataclass(slots=True)
class Sealer:
    """Seals what waits, a checkpoint at a time. `since` is the oldest transaction of which anything may be unsealed: the
    first time everything is gone through.
    """

    signer: Signer
    since: str = FROM_THE_FIRST

    def seal_next(self, connection: Connection, *, now: datetime) -> int:
        """Seal up to `MOST` facts and looks; how many there were. Raises NotSealed."""
        ahead = kept.horizon(connection)
        new, latest = _facts(connection, now)
        looks = kept.looks_waiting(connection, self.since, MOST - len(new))
        new += [NewLeaf(LeafKind.LOOK, one.id, leaf_hash(look_leaf(one))) for one in looks]
        if new:
            tree = kept.frontier(connection)
            at = max([latest, *(one.at for one in looks)])
            grown = tree.with_all([one.hash for one in new])
            note = checkpoint(self.signer, grown.size, grown.root(), at)
            kept.seal(connection, tree, new, at=at, note=note)
        if len(new) < MOST:
            self.since = ahead
        return len(new)


def _facts(connection: Connection, now: datetime) -> tuple[list[NewLeaf], datetime]:
    """The next facts to be sealed, and the latest moment at which one of them became known, or now."""
    after, new, latest = kept.facts_sealed(connection), [], now
    ledger = PostgresLedger(connection, bytes)
    for fact in ledger.between(after, min(after + MOST, ledger.through())):
        if not fact.agrees():
            raise NotSealed(f"fact {fact.envelope.sequence} does not have the digest that was written down with it")
        new.append(NewLeaf(LeafKind.FACT, fact.envelope.sequence, leaf_hash(fact_leaf(fact.envelope))))
        latest = max(latest, fact.envelope.known_at)
    return new, latest


def give_to_witness(connection: Connection, folder: Path, keys: Sequence[str]) -> int:
    """Give a witness the checkpoints that it does not hold yet; how many. What it holds is never written again. Raises
    NotSealed where it holds another than this database, and OSError where it cannot be reached.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_once(folder / KEYS, "".join(f"{key}\n" for key in keys))
    held = max((int(one.stem.rpartition("-")[2]) for one in folder.glob("checkpoint-*.txt")), default=0)
    if held and (folder / NAME.format(held)).read_text(encoding="utf-8") != kept.note_of(connection, held):
        raise NotSealed(f"witness {folder.name} holds another checkpoint of {held} leaves")
    given = 0
    while later := kept.checkpoints_after(connection, held):
        for one in later:
            _write_once(folder / NAME.format(one.size), one.note)
        given, held = given + len(later), later[-1].size
    return given


def _write_once(file: Path, words: str) -> None:
    if file.exists():
        return
    making = file.with_name(f".{file.name}.making")
    with making.open("w", encoding="utf-8") as out:
        out.write(words)
        out.flush()
        os.fsync(out.fileno())
    making.rename(file)
