"""Several registers over one picture, so that what each pattern adds can be seen without linking everything anew."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns.catalogue import ALL
from wholepicture.patterns.question import Pattern
from wholepicture.patterns.register import Register
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.records import EntityId, RecordId


class Panel(Register):
    """A register with others `beside` it, by name, each of which is told all that it is told while records are taken.

    What people say of the records (judgements, parting) reaches the first one only: it is for measuring.
    """

    def __init__(
        self, patterns: Sequence[Pattern] = ALL, level: float = 0.2, beside: Mapping[str, Register] | None = None
    ) -> None:
        super().__init__(patterns, level)
        self.beside = dict(beside or {})

    def new_day(self, picture: Picture, day: date) -> None:
        """Let all of them begin the day."""
        super().new_day(picture, day)
        for register in self.beside.values():
            register.new_day(picture, day)

    def learn_outcomes(self, picture: Picture, outcomes: Mapping[RecordId, str]) -> None:
        """Let all of them learn what has become known."""
        super().learn_outcomes(picture, outcomes)
        for register in self.beside.values():
            register.learn_outcomes(picture, outcomes)

    def observe(
        self, picture: Picture, sighting: Sighting, touched: frozenset[EntityId], moved: Sequence[Alias] = ()
    ) -> None:
        """Let all of them look where a new record makes it worth looking."""
        super().observe(picture, sighting, touched, moved)
        for register in self.beside.values():
            register.observe(picture, sighting, touched, moved)

    def follow(self, picture: Picture, moved: Sequence[Alias]) -> None:
        """Let the findings of all of them go on under the ids that merged entities bear now."""
        super().follow(picture, moved)
        for register in self.beside.values():
            register.follow(picture, moved)

    def retract(self, picture: Picture, touched: frozenset[EntityId], because: str) -> None:
        """Let all of them look again at what an amended or removed record touched."""
        super().retract(picture, touched, because)
        for register in self.beside.values():
            register.retract(picture, touched, because)


def without_each(patterns: Iterable[Pattern], level: float = 0.2) -> dict[str, Register]:
    """A register for each pattern, by its name, that asks all the others."""
    asked = tuple(patterns)
    return {left.name: Register([p for p in asked if p is not left], level) for left in asked}
