"""What hangs together at one anchor: the records in a window, the children in them, their families, and the signs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import PlaceKind, kind_of_words
from wholepicture.knowledge.sightings import Presence, Sighting, Stage
from wholepicture.patterns.signs import speaks_of_absence, speaks_of_contact
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, RecordKind

HUBS = frozenset({PlaceKind.TRANSPORT, PlaceKind.HEALTH, PlaceKind.SCHOOL, PlaceKind.OPEN_SPACE, PlaceKind.CHILDRENS_HOME})
"""Where many children come and go for good reasons: never an anchor."""

_PRIVATE = frozenset({PlaceKind.DWELLING, PlaceKind.HOTEL})
"""Where whoever turns up twice has a reason to: what hangs together there is not chance, as it may be in a shop."""

HAPPENED_AT = frozenset({Role.LOCATION, Role.FOUND_AT, Role.UNKNOWN, Role.SEEN})
KIN = frozenset({Role.PARENT, Role.CARER, Role.SIBLING, Role.RELATIVE})
BESIDE = frozenset({Role.PROFESSIONAL, Role.RAISER, Role.WITNESS, Role.VICTIM, *KIN})
"""Roles in which somebody is named without being with the child in the sense of a pattern."""

MOST_FITTING = 5
MOST_LOOKED_AT = 60
"""How many of an anchor's latest records are looked at: a busy one must not slow the rest."""


_HOUSEHOLD = (
    "parent",
    "mother",
    "father",
    "mum",
    "dad",
    "step",
    "carer",
    "partner",
    "brother",
    "sister",
    "uncle",
    "aunt",
    "grand",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The records of concern at one anchor. `families` are unrelated to each other; `unnamed` counts records with a child
    whom nobody names; `signed` counts those that speak of somebody else's hand, `marked` those that do or show a child in
    company, `away` those that do or in which a child was away."""

    evidence: tuple[Sighting, ...]
    looked_at: int
    families: tuple[tuple[EntityId, ...], ...]
    unnamed: int
    signed: int
    marked: int
    away: int

    @property
    def children(self) -> tuple[EntityId, ...]:
        """The named children, in the order in which their families came into it."""
        return tuple(child for family in self.families for child in family)

    @property
    def groups(self) -> int:
        """Unrelated families, with one more for children whom nobody names."""
        return len(self.families) + bool(self.unnamed)


def window(picture: Picture, entities: Iterable[EntityId], days: int) -> tuple[Sighting, ...]:
    """The latest records of the entities in so many days up to now, each once, in order."""
    since = picture.now - timedelta(days=days)
    found = {s.number: s for entity in entities for s in picture.latest(entity, since, MOST_LOOKED_AT)}
    return tuple(found[number] for number in sorted(found))


def fitting_few(picture: Picture, entity: EntityId) -> tuple[EntityId, ...]:
    """What fits this, where it is little: a street without a number fits every house in it, "Mike" every Michael."""
    fitting = picture.fitting(entity)
    return fitting if len(fitting) <= MOST_FITTING else ()


def named_children(picture: Picture, sighting: Sighting) -> tuple[EntityId, ...]:
    """The children in a record who bear a name or a birth date, and of whom something says that they are children."""
    return picture.named_children(sighting)


def thread(picture: Picture, sightings: Sequence[Sighting], leave_out: frozenset[EntityId] = frozenset()) -> Thread:
    """What hangs together in the records, leaving out children who have another reason to be there."""
    evidence: list[Sighting] = []
    children: dict[EntityId, None] = {}
    unnamed = signed = marked = away = 0
    for sighting in sightings:
        named = [c for c in named_children(picture, sighting) if c not in leave_out]
        contact = speaks_of_contact(sighting)
        somebody = contact and sighting.child_words and not named
        if not named and not contact:
            continue
        evidence.append(sighting)
        children.update(dict.fromkeys(named))
        unnamed += somebody
        signed += contact
        marked += contact or in_company(picture, sighting)
        away += contact or speaks_of_absence(sighting)
    return Thread(
        evidence=tuple(evidence),
        looked_at=len(sightings),
        families=picture.families(tuple(children)),
        unnamed=unnamed,
        signed=signed,
        marked=marked,
        away=away,
    )


def in_company(picture: Picture, sighting: Sighting) -> bool:
    """Whether police met a named child, or a missing child was seen or found, with a car whose registration was written
    down, or with an adult who is not family at an address that is not the child's own: whatever the words make of it."""
    if sighting.kind not in (RecordKind.NOTIFICATION, RecordKind.MISSING_EPISODE) or not named_children(picture, sighting):
        return False
    things = things_in(picture, sighting)
    kinds = {p.kind for p in sighting.presences if picture.entity(p) in things}
    return EntityKind.VEHICLE in kinds or {EntityKind.PERSON, EntityKind.PLACE} <= kinds


def of_household(relation: str) -> bool:
    """Whether what somebody is said to be to a child makes them family or of the household."""
    words = relation.casefold()
    return any(word in words for word in _HOUSEHOLD)


def things_in(picture: Picture, sighting: Sighting) -> tuple[EntityId, ...]:
    """The adults who are not family, numbered addresses outside the home, vehicles with a plate, and phones in a record."""
    return tuple(dict.fromkeys(picture.entity(p) for p in sighting.presences if _is_thing(picture, sighting, p)))


def _is_thing(picture: Picture, sighting: Sighting, presence: Presence) -> bool:
    numbered = any(map(str.isdigit, presence.words))
    if presence.kind is EntityKind.PLACE:
        if presence.role not in HAPPENED_AT or not numbered or kind_of_words(presence.words) not in _PRIVATE:
            return False
        place = picture.entity(presence)
        return not any(place in picture.person(c).homes for c in picture.entities(sighting, EntityKind.PERSON, Role.SUBJECT))
    if presence.kind is EntityKind.VEHICLE:
        return numbered
    if presence.kind is EntityKind.PERSON:
        if (
            presence.role in BESIDE
            or presence.role is Role.SUBJECT
            or not presence.surname
            or of_household(presence.relation)
        ):
            return False
        return picture.stage(picture.entity(presence), sighting.day) is not Stage.CHILD
    return True


def others_present(
    picture: Picture, evidence: Sequence[Sighting], but: EntityId | None = None
) -> dict[str, tuple[EntityId, ...]]:
    """The adults, places, vehicles and phones in the records, hubs and those beside the child left out, each once."""
    found: dict[str, dict[EntityId, None]] = {"adults": {}, "places": {}, "vehicles": {}, "phones": {}}
    for sighting in evidence:
        for presence in sighting.presences:
            entity = picture.entity(presence)
            if entity == but:
                continue
            if presence.kind is EntityKind.PERSON:
                if presence.role not in BESIDE and presence.surname and picture.stage(entity, sighting.day) is Stage.ADULT:
                    found["adults"][entity] = None
            elif presence.kind is EntityKind.PLACE:
                if presence.role in HAPPENED_AT and kind_of_words(presence.words) not in HUBS:
                    found["places"][entity] = None
            elif presence.kind is EntityKind.VEHICLE:
                found["vehicles"][entity] = None
            else:
                found["phones"][entity] = None
    return {kind: tuple(entities) for kind, entities in found.items()}
