"""A ledger in memory: plain lists, the specification that every other ledger is tested against."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from wholepicture.ledger.facts import (
    Draft,
    Envelope,
    Fact,
    FactId,
    FactKind,
    Salts,
    UnableToErase,
    digest_part,
    digest_parts,
    erased_parts,
)


def seal(draft: Draft, *, sequence: int, known_at: datetime, salts: Salts) -> Fact:
    """Turn a draft into a fact: fresh salt for each part, digests, its place in the order and when it became known."""
    salted = {part.name: salts() for part in draft.parts}
    part_digests = tuple((part.name, digest_part(salted[part.name], part.body)) for part in draft.parts)
    envelope = Envelope(
        sequence=sequence,
        id=draft.id,
        kind=draft.kind,
        source=draft.source,
        author=draft.author,
        happened=draft.happened,
        recorded_at=draft.recorded_at,
        known_at=known_at,
        part_digests=part_digests,
        digest=digest_parts(part_digests),
    )
    return Fact(envelope=envelope, parts=draft.parts, salts=salted)


class MemoryLedger:
    """Holds facts in a list. Slow and obvious."""

    def __init__(self, salts: Salts) -> None:
        self._salts = salts
        self._facts: dict[FactId, Fact] = {}

    def append(self, drafts: Iterable[Draft], *, known_at: datetime) -> int:
        """Commit facts, in the order given; how many were new. Raises UnableToErase."""
        new = 0
        for draft in drafts:
            if draft.id in self._facts:
                continue
            if draft.kind is FactKind.ERASED:
                self._erase(draft)
            self._facts[draft.id] = seal(draft, sequence=len(self._facts) + 1, known_at=known_at, salts=self._salts)
            new += 1
        return new

    def _erase(self, order: Draft) -> None:
        of, names = erased_parts(order)
        fact = self._facts.get(of)
        if fact is None or not set(names) <= {name for name, _ in fact.envelope.part_digests}:
            raise UnableToErase(of)
        self._facts[of] = replace(
            fact,
            parts=tuple(part for part in fact.parts if part.name not in names),
            salts={name: salt for name, salt in fact.salts.items() if name not in names},
        )

    def facts(self, *, known_by: datetime | None = None) -> Iterator[Fact]:
        """The facts known by a moment, inclusive, in the order of commit."""
        return (f for f in self._facts.values() if known_by is None or f.envelope.known_at <= known_by)

    def received(self, *, recorded_by: datetime | None = None) -> Iterator[Fact]:
        """The records received, by the agencies' own claim, ordered by (recorded_at, id)."""
        claimed = (
            f
            for f in self._facts.values()
            if f.envelope.kind is FactKind.RECEIVED and (recorded_by is None or f.envelope.recorded_at <= recorded_by)
        )
        return iter(sorted(claimed, key=lambda f: (f.envelope.recorded_at, f.envelope.id)))
