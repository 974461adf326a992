"""One vehicle seen with unrelated families' children."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.across import hold, runs_across, seen_with
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.threads import thread, window
from wholepicture.vocabulary.pole import EntityKind

_DAYS = 270
_MOST_FITTING = 5


class SharedVehicle:
    """Does one car keep turning up with children of different families?

    Looks at one vehicle over 270 days, with the part registrations that fit it; these support the finding and are said
    to fit, never to be the same. It counts unrelated families and holds for two families on two records, if
    several agencies wrote them, a third speak of somebody else's hand, or half of a child who was away; or for one family
    and a child whom nobody names on three records, half of which speak of somebody else's hand. `expected` and `observed`
    count unrelated families; the null model is that of vehicles in the area, which differ in how many children they are seen
    with (Gamma-Poisson), with the vehicle's own earlier history.
    Where words are silent, company counts as much: police, or a missing report, with a car's registration, or with an adult
    who is not family at an address that is not the child's.
    A taxi that many children have used for good reasons bears no such signs and is not found. It needs registrations.
    """

    name = "shared_vehicle"
    across = True
    quiet_days = 270

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The vehicles seen, and those that a part registration fits."""
        found: dict[Anchor, None] = {}
        for entity in picture.entities(sighting, EntityKind.VEHICLE):
            fitting = picture.fitting(entity)[:_MOST_FITTING]
            for one in (entity, *fitting):
                found[Anchor(one)] = None
        return tuple(found)

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records of the vehicle, and of what fits it."""
        fitting = picture.fitting(anchor.entity)
        if len(fitting) > _MOST_FITTING or picture.count(anchor.entity) + sum(map(picture.count, fitting)) < 2:
            return None
        if not _is_whole(picture, anchor):
            return None
        found = thread(picture, window(picture, (anchor.entity, *fitting), _DAYS))
        if not runs_across(found, absence_counts=True, agencies_count=True):
            return None
        seen = {picture.entity(p) for s in found.evidence for p in s.of(EntityKind.VEHICLE)}
        return hold(picture, norms, found, anchor.entity, "vehicle", _DAYS, [e for e in fitting if e in seen])

    def tell(self, picture: Picture, held: Held) -> Story:
        """With whom the vehicle was seen."""
        what = f"one vehicle, {wording.thing(picture, held.anchor, EntityKind.VEHICLE)}"
        because = seen_with(picture, held, what)
        partly = [s for s in held.evidence if any(picture.entity(p) in held.fitting for p in s.of(EntityKind.VEHICLE))]
        if partly:
            because += (
                f" In {wording.records(partly)} only part of a registration was written down; "
                "it fits this vehicle and could fit others."
            )
        return Story(
            because=because,
            against=(
                "A vehicle can have several drivers, and a licensed one carries many people.",
                *(("A part registration fits other vehicles too.",) if partly else ()),
            ),
            ask_next=(
                "Who keeps, insures and drives it, and is it licensed to carry passengers?",
                "Where was it seen, at what times, and with which children?",
                "Has licensing been told what police and schools know, and the other way round?",
            ),
        )


def _is_whole(picture: Picture, anchor: Anchor) -> bool:
    first = picture.first(anchor.entity)
    return first is not None and any(
        not p.partial and any(letter.isdigit() for letter in p.words)
        for p in first.of(EntityKind.VEHICLE)
        if picture.entity(p) == anchor.entity
    )
