"""The reference engine's picture: plain Python, slow and obvious. It is the specification of the picture."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from wholepicture.knowledge.picture import LONGEST_ABSENCE, PersonKnown, Picture, PlaceKnown
from wholepicture.knowledge.sightings import Sighting
from wholepicture.vocabulary.records import EntityId, RecordKind


class ReferencePicture(Picture):
    """Answers every question by going through every sighting that stands; keeps no index and remembers no answer."""

    def sightings(self, entity: EntityId, since: datetime | None = None) -> Sequence[Sighting]:
        """An entity's sightings in the order in which they became known, from `since` on."""
        return [
            s
            for s in self._sightings
            if self._number.get(s.record) == s.number
            and any(self.entity(p) == entity for p in s.presences)
            and (since is None or s.known_at >= since)
        ]

    def count(self, entity: EntityId) -> int:
        """How many sightings an entity has."""
        return len(self.sightings(entity))

    def latest(self, entity: EntityId, since: datetime, most: int) -> Sequence[Sighting]:
        """An entity's sightings known from `since` on, in order, and of many the latest only."""
        return self.sightings(entity, since)[-most:]

    def first(self, entity: EntityId) -> Sighting | None:
        """An entity's first sighting."""
        return next(iter(self.sightings(entity)), None)

    def missing_at(self, episode: Sighting) -> Sequence[Sighting]:
        """The other missing episodes that overlap this one, by when they began; those of more than a week are cut short."""
        if episode.happened is None:
            return ()
        earliest = episode.happened.since - LONGEST_ABSENCE
        others = [
            s
            for s in self.all_sightings()
            if s.kind is RecordKind.MISSING_EPISODE
            and s.number != episode.number
            and s.happened is not None
            and s.happened.since >= earliest
            and s.happened.overlaps(episode.happened)
        ]
        return sorted(others, key=lambda s: (s.began_at, s.number))

    def named_children(self, sighting: Sighting) -> tuple[EntityId, ...]:
        """The children in a sighting who bear a name or a birth date, and of whom something says that they are children."""
        return self._work_out_named_children(sighting)

    def person(self, entity: EntityId) -> PersonKnown:
        """What is known of a person now."""
        return self._work_out_person(entity)

    def place(self, entity: EntityId) -> PlaceKnown:
        """What is known of a place now."""
        return self._work_out_place(entity)

    def _forget(self, entities: Iterable[EntityId]) -> None:
        """Nothing is remembered."""
