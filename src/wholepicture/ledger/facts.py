"""Facts: an immutable envelope, and a payload in parts that can be erased by law while the proof stands."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from wholepicture.vocabulary.carried import Carried
from wholepicture.vocabulary.moments import Period

FactId = NewType("FactId", str)


class FactKind(StrEnum):
    """What kind of fact it is. Facts are what people and agencies said, decided, read and were shown."""

    RECEIVED = "received"
    """A record as received. A second row with the same reference and other content is received as well: an amendment."""
    JUDGED = "judged"
    """A person's judgement on two mentions."""
    OUTCOME = "outcome"
    """What became of a record: a decision, or what its agency says later."""
    DISPLAYED = "displayed"
    """Findings that were shown to somebody, with the purpose that they stated."""
    DAY = "day"
    """A London day began while the journey watched: statistics were refreshed and deadlines fell due, with no record."""
    WITHDRAWN = "withdrawn"
    """A record should never have come: the import that brought it was undone, and why. It is kept, and counts no more."""
    REINSTATED = "reinstated"
    """A record that was withdrawn has come again, and counts again."""
    SENT = "sent"
    """A record was sent on to another system, with what was sent; or that system's own reference came."""
    ACTED = "acted"
    """What somebody did about a concern, a finding or a meeting, in their own name: decided, agreed, objected, dissented."""
    ERASED = "erased"
    """Parts of another fact's payload were erased, by whose order and why."""


@dataclass(frozen=True, slots=True)
class Part(Carried):
    """A part of a payload: what can be erased on its own, such as what a record says of one child. `body` is JSON."""

    name: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A fact before the ledger has it: the ledger adds when it became known, its place in the order, and the salts."""

    id: FactId
    kind: FactKind
    source: str
    author: str
    """An opaque handle, never a name."""
    recorded_at: datetime
    happened: Period | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Carried):
    """What stands for ever. `sequence` counts commits from 1; `digest` binds every part's salted digest, in order."""

    sequence: int
    id: FactId
    kind: FactKind
    source: str
    author: str
    happened: Period | None
    recorded_at: datetime
    known_at: datetime
    part_digests: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Carried):
    """An envelope with the parts of its payload that have not been erased, in order."""

    envelope: Envelope
    parts: tuple[Part, ...]
    salts: Mapping[str, bytes] = field(repr=False)

    def agrees(self) -> bool:
        """Whether every part that is left still has the digest that the envelope binds, and the envelope its own."""
        digests = dict(self.envelope.part_digests)
        kept = all(digest_part(self.salts[part.name], part.body) == digests.get(part.name) for part in self.parts)
        return kept and digest_parts(self.envelope.part_digests) == self.envelope.digest


class UnableToErase(Exception):
    """An erasure must name a fact that the ledger holds, and parts that the fact has."""


def digest_part(salt: bytes, body: str) -> str:
    """The salted SHA-256 of one part, in hexadecimal."""
    return hashlib.sha256(salt + body.encode("utf-8", "surrogatepass")).hexdigest()


def digest_parts(part_digests: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 that binds a payload's parts, their names and their order, in hexadecimal."""
    digest = hashlib.sha256()
    for name, part in part_digests:
        digest.update(f"{len(name)}:{name}={part};".encode())
    return digest.hexdigest()


def canonical(content: Mapping[str, object]) -> str:
    """JSON whose bytes depend on nothing but the content; keys keep their order, which for a row is its header's."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def erasure(*, of: FactId, parts: Iterable[str], order: str, by: str, at: datetime) -> Draft:
    """An order to erase parts of a fact's payload. `order` names the lawful basis; it is kept for good."""
    names = tuple(parts)
    body = canonical({"fact": of, "parts": names, "order": order})
    return Draft(
        id=FactId("e" + hashlib.sha256(body.encode()).hexdigest()[:24]),
        kind=FactKind.ERASED,
        source=of,
        author=by,
        recorded_at=at,
        parts=(Part("order", body),),
    )


def erased_parts(order: Draft | Fact) -> tuple[FactId, tuple[str, ...]]:
    """The fact and the parts that an erasure names."""
    named = json.loads(order.parts[0].body)
    return FactId(named["fact"]), tuple(named["parts"])


Salts = Callable[[], bytes]
"""Gives 16 fresh bytes that nobody can guess. Chance is an argument."""


class Ledger(Protocol):
    """Two methods. Facts never change and never leave; only parts of payloads do, by an erasure that is itself a fact."""

    def append(self, drafts: Iterable[Draft], *, known_at: datetime) -> int:
        """Commit facts, in the order given; how many were new. A fact whose id is already held is not committed again.

        An erasure deletes the parts that it names, and their salts, as it is committed. Raises UnableToErase.
        """
        ...

    def facts(self, *, known_by: datetime | None = None) -> Iterator[Fact]:
        """The facts known by a moment, inclusive, in the order of commit; all of them where no moment is given."""
        ...


class Claims(Protocol):
    """Reads the ledger by what agencies claim, as `scan` replays it."""

    def received(self, *, recorded_by: datetime | None = None) -> Iterator[Fact]:
        """The records received whose own recorded moment is not after `recorded_by`, ordered by (recorded_at, id)."""
        ...
