"""A finding as the register keeps it, and which of them changed since somebody last asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from wholepicture.patterns.question import Pattern
from wholepicture.vocabulary.findings import Finding, FindingChange, Growth
from wholepicture.vocabulary.records import EntityId, RecordId

__all__ = ["Kept", "News"]


@dataclass(slots=True)
class Kept:
    """A finding with what the register needs to let it grow."""

    finding: Finding
    pattern: Pattern
    anchors: dict[tuple[str, EntityId], None]
    entities: dict[EntityId, None]
    children: dict[EntityId, None]
    evidence: dict[RecordId, None]
    families: int
    named: int
    """Of how many families it names a child."""
    latest: datetime
    growth: list[Growth] = field(default_factory=list)

    @property
    def looked_at(self) -> frozenset[EntityId]:
        """The anchors at which it was seen."""
        return frozenset(entity for _, entity in self.anchors)

    def as_it_stands(self) -> Finding:
        """The finding with all that was added to it."""
        return replace(self.finding, history=tuple(self.growth))


class News:
    """Which findings surfaced, grew or were withdrawn since last handed over; what did not change costs nothing."""

    def __init__(self) -> None:
        self._handed = 0
        self._lines: dict[int, int] = {}
        self._withdrawn: set[int] = set()

    def surfaced(self, index: int) -> None:
        """Note a finding that is new."""
        self._lines.setdefault(index, 0)

    def grows(self, index: int, kept: Kept) -> None:
        """Note a finding to which a line is about to be added."""
        self._lines.setdefault(index, len(kept.growth))

    def withdrawn(self, index: int, kept: Kept) -> None:
        """Note a finding that is withdrawn."""
        self._lines.setdefault(index, len(kept.growth))
        self._withdrawn.add(index)

    def hand_over(self, findings: Sequence[Kept]) -> tuple[FindingChange, ...]:
        """What changed, in the order in which the findings surfaced; it counts as known from now on."""
        changes = tuple(
            FindingChange(
                finding=findings[index].as_it_stands(),
                surfaced=index >= self._handed,
                grown=len(findings[index].growth) - lines,
                withdrawn=index in self._withdrawn,
            )
            for index, lines in sorted(self._lines.items())
        )
        self._handed = len(findings)
        self._lines.clear()
        self._withdrawn.clear()
        return changes
