"""What was sealed: leaves, tiles and checkpoints, and what waits to be sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import fact_of_row
from wholepicture.ledger.facts import Fact
from wholepicture.proof.leaves import LeafKind, LookSealed
from wholepicture.proof.tree import Frontier, node_hash, root_of, split

TILE = 256
"""How many leaves, or tiles of the level below, make a tile."""
Tile = tuple[int, int]
"""A tile's level, from 1, and its number there; at level 0 a leaf and its position."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What was sealed by a moment."""

    size: int
    at: datetime
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewLeaf:
    """A leaf to be sealed: a fact by its sequence, or a look by its id."""

    kind: LeafKind
    number: int
    hash: bytes


def frontier(connection: Connection) -> Frontier:
    """The tree as it stands."""
    row = connection.execute("select size, peaks from checkpoint order by size desc limit 1").fetchone()
    return Frontier(row[0], tuple(bytes(peak) for peak in row[1])) if row else Frontier()


def checkpoints_after(connection: Connection, size: int, most: int = 1000) -> tuple[Checkpoint, ...]:
    """The checkpoints above a size, the smallest first."""
    found = connection.execute("select size, at, note from checkpoint where size > %s order by size limit %s", (size, most))
    return tuple(Checkpoint(*row) for row in found.fetchall())


def note_of(connection: Connection, size: int) -> str | None:
    """The checkpoint of exactly this size, as it was signed."""
    row = connection.execute("select note from checkpoint where size = %s", (size,)).fetchone()
    return None if row is None else str(row[0])


def facts_sealed(connection: Connection) -> int:
    """The sequence of the last fact that was sealed; 0 for none. Facts are sealed in their own order."""
    row = connection.execute("select coalesce(max(number), 0) from leaf where kind = 'fact'").fetchone()
    return 0 if row is None else int(row[0])


def horizon(connection: Connection) -> str:
    """The oldest transaction that may still be on its way: whatever older ones wrote is there to be seen, now."""
    row = connection.execute("select pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    return "0" if row is None else str(row[0])


_LOOK = (
    "a.id, a.at, a.account::text, a.role, a.agency, coalesce(a.team::text, ''), a.action, a.subject_kind, a.subject,"
    " a.purpose, a.allowed, a.because, coalesce(a.break_glass::text, ''), a.request, replace(a.salt::text, '-', '')"
)
_LOOK_FIELDS = (
    *("id", "at", "account", "role", "agency", "team", "action", "subject_kind", "subject", "purpose"),
    *("allowed", "because", "break_glass", "request", "salt"),
)


def looks_waiting(connection: Connection, since: str, most: int) -> tuple[LookSealed, ...]:
    """The looks that no leaf is about, among those of transactions from `since`; the earliest id first."""
    found = connection.execute(
        f"select {_LOOK} from access a where a.xact >= %s::text::xid8"  # noqa: S608 - columns of ours
        " and not exists (select from leaf l where l.kind = 'look' and l.number = a.id) order by a.id limit %s",
        (since, most),
    )
    return _looks(found.fetchall())


def looks_numbered(connection: Connection, ids: Sequence[int]) -> tuple[LookSealed, ...]:
    """The looks with these ids."""
    return _looks(connection.execute(f"select {_LOOK} from access a where a.id = any(%s)", (list(ids),)).fetchall())  # noqa: S608


def _looks(found: Sequence[Sequence[Any]]) -> tuple[LookSealed, ...]:
    return tuple(LookSealed(**dict(zip(_LOOK_FIELDS, row, strict=True))) for row in found)


def leaves_from(connection: Connection, position: int, most: int) -> tuple[tuple[LeafKind, int], ...]:
    """What the leaves from a position are about, in their order."""
    found = connection.execute(
        "select kind, number from leaf where position >= %s order by position limit %s", (position, most)
    )
    return tuple((LeafKind(kind), number) for kind, number in found.fetchall())


def seal(connection: Connection, tree: Frontier, new: Sequence[NewLeaf], *, at: datetime, note: str) -> None:
    """Commit leaves after what `tree` holds, with their full tiles and the checkpoint over all. Raises psycopg.Error where
    something else was sealed meanwhile.
    """
    grown = tree.with_all([one.hash for one in new])
    tiles = _full_tiles(connection, tree.size, new)
    connection.execute(
        "select seal_leaves(%s::bigint, %s::text[], %s::bigint[], %s::bytea[], %s::smallint[], %s::bigint[], %s::bytea[],"
        " %s::bytea, %s::timestamptz, %s::bytea[], %s::text)",
        (
            tree.size,
            [one.kind.value for one in new],
            [one.number for one in new],
            [one.hash for one in new],
            [level for level, _ in tiles],
            [number for _, number in tiles],
            list(tiles.values()),
            grown.root(),
            at,
            list(grown.peaks),
            note,
        ),
    )


def _full_tiles(connection: Connection, size: int, new: Sequence[NewLeaf]) -> Mapping[Tile, bytes]:
    """The tiles that these leaves fill up."""
    full: dict[Tile, bytes] = {}
    below, start = [one.hash for one in new], size
    level = 1
    while below:
        first = start // TILE * TILE
        if first < start and (start + len(below)) // TILE > start // TILE:
            below, start = [*_hashes(connection, level - 1, first, start), *below], first
        elif first < start:
            break
        made = [root_of(below[at : at + TILE]) for at in range(0, len(below) - TILE + 1, TILE)]
        start //= TILE
        full.update({(level, start + place): one for place, one in enumerate(made)})
        below, level = made, level + 1
    return full


def _hashes(connection: Connection, level: int, start: int, stop: int) -> list[bytes]:
    if level == 0:
        found = connection.execute("select hash from leaf_hashes(%s::bigint, %s::bigint) order by place", (start, stop))
    else:
        found = connection.execute(
            "select hash from tile where level = %s and number >= %s and number < %s order by number", (level, start, stop)
        )
    return [bytes(row[0]) for row in found.fetchall()]


class Subtrees:
    """Gives the root over any stretch of leaves that a proof asks for, by whole tiles as far as there are any."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[Tile, list[bytes]] = {}

    def __call__(self, start: int, stop: int) -> bytes:
        """The root over the leaves from `start`, inclusive, to `stop`, exclusive."""
        size, level = stop - start, 0
        while size > 1 and size % TILE == 0 and start % (TILE ** (level + 1)) == 0:
            size, level = size // TILE, level + 1
        if size == 1:
            return self._one(level, start // TILE**level)
        if level == 0 and start // TILE == (stop - 1) // TILE:
            return root_of([self._one(0, position) for position in range(start, stop)])
        middle = start + split(stop - start)
        return node_hash(self(start, middle), self(middle, stop))

    def _one(self, level: int, number: int) -> bytes:
        key = (level, number // TILE)
        if key not in self._held:
            first = number // TILE * TILE
            self._held[key] = _hashes(self._connection, level, first, first + TILE)
        return self._held[key][number % TILE]


@dataclass(frozen=True, slots=True)
class OwnFact:
    """What the acting reader raised, as a fact, and the position of its leaf; None before it is sealed."""

    fact: Fact
    position: int | None


_FACT = (
    "sequence, id, kind, source, author, happened_since, happened_until, recorded_at, known_at, part_digests, digest, names,"
    " salts, bodies, leaf"
)


def own_fact(reference: str) -> OwnFact | None:
    """Inside `acting`: the fact of what one raised oneself; None where there is none, or it is not a fact yet."""
    return _own(rows(f"select {_FACT} from need_to_know.own_fact(%s::text)", (reference,)))  # noqa: S608 - columns of ours


def system_fact(token_digest: str, system: UUID, reference: str, now: datetime) -> OwnFact | None:
    """The fact of what an agency's system sent with a token of that agency; None for everything else alike."""
    asked = "need_to_know.system_fact(%s::text, %s::uuid, %s::text, %s::timestamptz)"
    return _own(rows(f"select {_FACT} from {asked}", (token_digest, system, reference, now)))  # noqa: S608 - columns of ours


def _own(found: Sequence[Sequence[Any]]) -> OwnFact | None:
    return OwnFact(fact_of_row(found[0][:14]), found[0][14]) if found else None


def latest_checkpoints(skipped: int, most: int) -> tuple[Checkpoint, ...]:
    """The last checkpoints, the latest first."""
    found = rows("select size, at, note from checkpoint order by size desc limit %s offset %s", (most, skipped))
    return tuple(Checkpoint(*row) for row in found)


def checkpoint_of(size: int) -> Checkpoint | None:
    """The checkpoint of exactly this size."""
    found = rows("select size, at, note from checkpoint where size = %s", (size,))
    return Checkpoint(*found[0]) if found else None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How many facts are recorded and not sealed yet, and since when."""

    facts: int
    since: datetime | None


def facts_unsealed() -> Unsealed:
    """See above."""
    return Unsealed(*rows("select facts, since from facts_unsealed()")[0])


def checkpoints_in_all() -> int:
    """How many there are."""
    return int(rows("select count(*) from checkpoint")[0][0])
