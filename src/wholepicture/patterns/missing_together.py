"""Children of different families missing at the same time."""

from collections.abc import Iterable
from datetime import timedelta
from math import exp

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import kind_of_words
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_contact
from wholepicture.patterns.threads import HUBS, others_present, window
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, RecordKind

_DAYS = 120
_MOST_EPISODES = 40


class MissingTogether:
    """Do children of different families go missing at the same time, and to the same place?

    Looks at a child's missing episodes over 120 days beside those of other children. It holds for two unrelated children
    when their episodes overlapped on at least two occasions and any of their records speaks of somebody else's hand, or on
    one occasion when they were found at one place or with one car and those very records do. Friends who stayed out together
    once are not found, nor are brothers and sisters; living in one children's home is not by itself a link.
    `observed` counts occasions, `expected` how many would overlap if each child had gone at times of their own, given how
    often and how long each was away (Poisson). It needs times of leaving and return.
    """

    name = "missing_together"
    across = True
    quiet_days = 120

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The child who was missing."""
        if sighting.kind is not RecordKind.MISSING_EPISODE or sighting.happened is None:
            return ()
        return tuple(Anchor(e) for e in picture.entities(sighting, EntityKind.PERSON, Role.SUBJECT))

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:  # noqa: ARG002
        """The other child with whom most occasions were shared."""
        mine = _episodes(picture, anchor.entity)
        if not mine:
            return None
        companions: dict[EntityId, list[tuple[Sighting, Sighting]]] = {}
        for episode in mine:
            for other in picture.missing_at(episode):
                for child in picture.entities(other, EntityKind.PERSON, Role.SUBJECT):
                    if child != anchor.entity:
                        companions.setdefault(child, []).append((episode, other))
        held = [
            found
            for child, pairs in companions.items()
            if (found := self._with(picture, anchor.entity, mine, child, pairs)) is not None
        ]
        return min(held, key=lambda h: (h.p_value or 1.0, h.evidence[0].number), default=None)

    def _with(
        self,
        picture: Picture,
        child: EntityId,
        mine: tuple[Sighting, ...],
        other: EntityId,
        pairs: list[tuple[Sighting, Sighting]],
    ) -> Held | None:
        same = [pair for pair in pairs if _shared(picture, *pair)]
        occasions = len({episode.number for episode, _ in pairs})
        if occasions < 2 and not same:
            return None
        if picture.related(child, other):
            return None
        numbered = {s.number: s for pair in pairs for s in pair}
        evidence = tuple(numbered[n] for n in sorted(numbered))
        about = evidence if occasions < 2 else window(picture, (child, other), _DAYS)
        if not any(speaks_of_contact(s) for s in about):
            return None
        expected = _expected(mine, _episodes(picture, other))
        others = others_present(picture, evidence)
        return Held(
            anchor=child,
            evidence=evidence,
            children=tuple(sorted((child, other), key=lambda c: _first_number(picture, c))),
            adults=others["adults"],
            places=others["places"],
            vehicles=others["vehicles"],
            phones=others["phones"],
            families=2,
            expected=round(expected, 3),
            observed=float(occasions),
            p_value=_poisson_tail(occasions, expected) * (0.1 if same else 1.0),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """When they were away together."""
        first, last = wording.span(held.evidence)
        where = [p for p in held.places if sum(p in picture.entities(s, EntityKind.PLACE) for s in held.evidence) > 1]
        place = f" Both were found at {wording.place(picture, where[0], held.children)}." if where else ""
        cars = [v for v in held.vehicles if sum(v in picture.entities(s, EntityKind.VEHICLE) for s in held.evidence) > 1]
        car = (
            f" One vehicle, {wording.thing(picture, cars[0], EntityKind.VEHICLE)}, is in more than one of the records."
            if cars
            else ""
        )
        because = (
            f"{wording.people(picture, held.children, last)} of two unrelated families were missing at the same time on "
            f"{wording.counted(int(held.observed or 0), 'occasion')} {wording.between(first, last)}: "
            f"{wording.records(held.evidence)}. From how often and how long each was away, {held.expected:.1f} such "
            f"occasions would be expected by chance.{place}{car}"
        )
        return Story(
            because=because,
            against=("Friends go out together, and a placement may report its residents at the same time.",),
            ask_next=(
                "Were they together, and who else was there? (return home interview: where, with whom, how they travelled)",
                "Who brought them back, and in what?",
                "Does either placement's or family's Philomena form name the other child, or the place?",
            ),
        )


def _first_number(picture: Picture, child: EntityId) -> int:
    first = picture.first(child)
    return first.number if first else 0


def _episodes(picture: Picture, child: EntityId) -> tuple[Sighting, ...]:
    found = [
        s
        for s in window(picture, (child,), _DAYS)
        if s.kind is RecordKind.MISSING_EPISODE
        and s.happened is not None
        and child in picture.entities(s, EntityKind.PERSON, Role.SUBJECT)
    ]
    return tuple(found[-_MOST_EPISODES:])


def _shared(picture: Picture, one: Sighting, other: Sighting) -> bool:
    places = {
        picture.entity(p)
        for p in one.of(EntityKind.PLACE, Role.FOUND_AT, Role.LOCATION)
        if kind_of_words(p.words) not in HUBS
    }
    things = {*places, *picture.entities(one, EntityKind.VEHICLE), *picture.entities(one, EntityKind.PHONE)}
    theirs = {
        *picture.entities(other, EntityKind.PLACE, Role.FOUND_AT, Role.LOCATION),
        *picture.entities(other, EntityKind.VEHICLE),
        *picture.entities(other, EntityKind.PHONE),
    }
    return not things.isdisjoint(theirs)


def _expected(mine: tuple[Sighting, ...], theirs: tuple[Sighting, ...]) -> float:
    hours = [
        sum(max(s.happened.length / timedelta(hours=1), 1.0) for s in episodes if s.happened) for episodes in (mine, theirs)
    ]
    return (hours[0] * len(theirs) + hours[1] * len(mine)) / (_DAYS * 24 / 3)
    # Only about a third of the day is a time at which children go missing.


def _poisson_tail(count: int, mean: float) -> float:
    term, below = exp(-mean), 0.0
    for k in range(count):
        below += term
        term *= mean / (k + 1)
    return max(1e-12, 1.0 - below)
