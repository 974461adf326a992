"""Counts what is usual in the area, record by record, for the norms that patterns are weighed against."""

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import kind_of_words
from wholepicture.knowledge.sightings import Presence, Sighting
from wholepicture.patterns.norms import AreaNorms
from wholepicture.patterns.signs import speaks_of_absence, speaks_of_contact
from wholepicture.patterns.threads import BESIDE, HAPPENED_AT, named_children
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, RecordKind

_MOST_FURTHER = 2
"""More than so many further children at one place, adult or vehicle count as so many: one hub must not set the norm."""


class Census:
    """How many children are seen at each place, with each adult, vehicle and phone; and how many records bear signs."""

    def __init__(self) -> None:
        self.norms = AreaNorms()
        self._seen: dict[EntityId, set[str]] = {}
        self._first: Sighting | None = None

    def begin_day(self, picture: Picture) -> None:
        """Let the norms take what was counted until now."""
        if self._first is not None:
            self.norms.begin_day((picture.now - self._first.known_at).total_seconds() / 86400)

    def note(self, picture: Picture, sighting: Sighting, touched: frozenset[EntityId]) -> None:  # noqa: ARG002
        """Count one more record."""
        self._first = self._first or sighting
        contact = speaks_of_contact(sighting)
        self.norms.note_record("any", contact)
        self.norms.note_record("away", contact or speaks_of_absence(sighting))
        if sighting.kind is RecordKind.COMPLAINT:
            self.norms.note_record("complaint", contact)
        children = named_children(picture, sighting)
        for child in children:
            self._add(child, "child", {sighting.agency})
        for presence in sighting.presences:
            sort = _sort(presence)
            if not sort:
                continue
            entity = picture.entity(presence)
            self._add(entity, sort, {str(c) for c in children if c != entity})

    def _add(self, entity: EntityId, sort: str, more: set[str]) -> None:
        seen = self._seen.get(entity)
        if seen is None:
            seen = self._seen[entity] = set()
            self.norms.note_entity(sort)
        before = _further(seen)
        if before < _MOST_FURTHER:
            seen |= more
        after = _further(seen)
        if after != before:
            self.norms.note_further(sort, before, after)


def _sort(presence: Presence) -> str:
    if presence.kind is EntityKind.PLACE:
        return kind_of_words(presence.words).value if presence.role in HAPPENED_AT else ""
    if presence.kind is EntityKind.PERSON:
        return "" if presence.role in BESIDE or presence.role is Role.SUBJECT else "adult"
    if presence.kind is EntityKind.VEHICLE:
        return "vehicle" if any(letter.isdigit() for letter in presence.words) else ""
    return "phone"


def _further(seen: set[str]) -> int:
    return min(max(len(seen) - 1, 0), _MOST_FURTHER)
