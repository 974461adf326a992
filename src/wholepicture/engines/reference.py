"""The reference engine's picture: plain Python, slow and obvious. It is the specification of the picture."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from wholepicture.knowledge.picture import PersonKnown, Picture, PlaceKnown
from wholepicture.knowledge.sightings import Sighting
from wholepicture.vocabulary.records import EntityId


class ReferencePicture(Picture):
    """Answers every question by going through every sighting that stands; keeps no index and remembers no answer."""

    def sightings(self, entity: EntityId, since: datetime | None = None) -> Sequence[Sighting]:
        """An entity's sightings in the order in which they became known, from `since` (by recording) on."""
        return [
            s
            for s in self._sightings
            if self._number.get(s.record) == s.number
            and any(self.entity(p) == entity for p in s.presences)
            and (since is None or s.recorded_at >= since)
        ]

    def count(self, entity: EntityId) -> int:
        """How many sightings an entity has."""
        return len(self.sightings(entity))

    def person(self, entity: EntityId) -> PersonKnown:
        """What is known of a person now."""
        return self._work_out_person(entity)

    def place(self, entity: EntityId) -> PlaceKnown:
        """What is known of a place now."""
        return self._work_out_place(entity)

    def _forget(self, entities: Iterable[EntityId]) -> None:
        """Nothing is remembered."""
