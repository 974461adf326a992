"""What every pattern has in common: an anchor to look at, and what was seen there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.vocabulary.records import EntityId

__all__ = ["Anchor", "Answerable", "Awaiting", "Held", "Norms", "Pattern", "Story"]


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """The child, adult, place, vehicle or phone at which a pattern looks."""

    entity: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """That a pattern holds at an anchor now, on this evidence. `families` counts unrelated families of named children."""

    anchor: EntityId
    evidence: tuple[Sighting, ...]
    children: tuple[EntityId, ...] = ()
    adults: tuple[EntityId, ...] = ()
    places: tuple[EntityId, ...] = ()
    vehicles: tuple[EntityId, ...] = ()
    phones: tuple[EntityId, ...] = ()
    families: int = 0
    unnamed: bool = False
    """Whether a child who is not named is part of it."""
    fitting: tuple[EntityId, ...] = ()
    """What fits the anchor without being known to be it."""
    expected: float | None = None
    observed: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A finding in words."""

    because: str = field(repr=False)
    against: tuple[str, ...] = field(default=(), repr=False)
    ask_next: tuple[str, ...] = field(default=(), repr=False)


class Norms(Protocol):
    """What is usual in this area, as it stood at the end of yesterday."""

    def chance_of_families(
        self, sort: str, families: int, days: float, earlier: int, known_days: float
    ) -> tuple[float, float]:
        """The number of further unrelated families to be expected, and the chance of at least as many as were seen."""

    def chance_of_signs(self, sort: str, signed: int, of: int) -> tuple[float, float]:
        """The number of records with such signs to be expected, and the chance of at least as many as were seen."""


class Pattern(Protocol):
    """One question that is asked of the picture, again and again, wherever something new has become known."""

    @property
    def name(self) -> str:
        """The pattern's name, as it stands in the output."""

    @property
    def across(self) -> bool:
        """Whether it runs across children, and so shares in the weekly budget."""

    @property
    def quiet_days(self) -> int:
        """After how many days without new evidence a finding is over, so that later evidence starts a new one."""

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """Where a new record makes it worth looking."""

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """What is seen there now, or None where the pattern does not hold."""

    def tell(self, picture: Picture, held: Held) -> Story:
        """What was seen, in words that stand up in a meeting."""


@runtime_checkable
class Awaiting(Pattern, Protocol):
    """A pattern that is also asked when nothing has been recorded about an anchor for so many days."""

    @property
    def deadline_days(self) -> int:
        """For how many London days nothing may have been recorded."""

    def awaited(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """Where silence after this record would be looked at."""


@runtime_checkable
class Answerable(Pattern, Protocol):
    """A pattern that is also asked when the outcome of a record becomes known."""

    def is_answer(self, outcome: str) -> bool:
        """Whether an outcome is one that ends what the pattern shows."""
