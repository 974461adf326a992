"""Residents of one children's home reached by the same adults, cars, phones or places."""

from collections.abc import Iterable
from datetime import timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import PlaceKind
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.norms import together
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_absence, speaks_of_contact
from wholepicture.patterns.threads import named_children, others_present, things_in
from wholepicture.vocabulary.records import EntityId

_DAYS = 180
_MOST_RESIDENTS = 20
_MOST_RECORDS = 15
_FEWEST = 3


class HomeTargeted:
    """Is somebody reaching the children of one children's home?

    Looks at the residents of one children's home over 180 days. Living there is not itself a link, nor is going missing
    from there: it holds when one adult who is neither family nor staff, one vehicle, one phone or one address outside turns
    up with at least two residents, on at least three records, one of which speaks of somebody else's hand. `observed`
    counts such things, `expected` how many there would be by chance (Gamma-Poisson, as for vehicles in this area).
    Staff, the home itself, stations, schools and parks never count. It needs the address from which children are missing.
    """

    name = "home_targeted"
    across = True
    quiet_days = 180

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The children's homes of the children in a record that has something by which they might be reached."""
        if not things_in(picture, sighting):
            return ()
        homes: dict[Anchor, None] = {}
        for child in named_children(picture, sighting):
            for home in picture.person(child).homes:
                if picture.place(home).kind is PlaceKind.CHILDRENS_HOME:
                    homes[Anchor(home)] = None
        return tuple(homes)

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """What reaches several residents."""
        since = picture.now - timedelta(days=_DAYS)
        reached: dict[EntityId, dict[EntityId, None]] = {}
        records: dict[EntityId, dict[int, Sighting]] = {}
        for resident in picture.place(anchor.entity).residents[-_MOST_RESIDENTS:]:
            for sighting in picture.latest(resident, since, _MOST_RECORDS):
                for thing in things_in(picture, sighting):
                    if thing != anchor.entity:
                        reached.setdefault(thing, {})[resident] = None
                        records.setdefault(thing, {})[sighting.number] = sighting
        shared = [t for t, residents in reached.items() if len(picture.families(tuple(residents))) >= 2]
        numbered = {n: s for thing in shared for n, s in records[thing].items()}
        evidence = tuple(numbered[n] for n in sorted(numbered))
        contact = sum(map(speaks_of_contact, evidence))
        if len(evidence) < _FEWEST or not contact:
            return None
        children = dict.fromkeys(resident for thing in shared for resident in reached[thing])
        expected, by_things = norms.chance_of_families("vehicle", len(shared), _DAYS, 0, 0)
        away = sum(speaks_of_contact(s) or speaks_of_absence(s) for s in evidence)
        _, by_signs = norms.chance_of_signs("away", away, len(evidence))
        others = others_present(picture, evidence)
        return Held(
            anchor=anchor.entity,
            evidence=evidence,
            children=tuple(children),
            adults=others["adults"],
            places=(anchor.entity, *(p for p in others["places"] if p != anchor.entity)),
            vehicles=others["vehicles"],
            phones=others["phones"],
            families=len(picture.families(tuple(children))),
            fitting=tuple(shared),
            expected=round(expected, 3),
            observed=float(len(shared)),
            p_value=together(by_things, by_signs),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """What reaches whom."""
        first, last = wording.span(held.evidence)
        shared = wording.listed([wording.anything(picture, e, held.children, last) for e in held.fitting[:5]])
        because = (
            f"{wording.started(wording.counted(len(held.evidence), 'record'))} {wording.between(first, last)} show "
            f"{wording.people(picture, held.children, last)}, who live or were placed at "
            f"{wording.place(picture, held.anchor)}, with {shared}: {wording.records(held.evidence)} "
            f"({wording.listed(wording.agencies(held.evidence))}). Living there is not counted as a link."
        )
        return Story(
            because=because,
            against=("Children who live together go out together and know the same people.",),
            ask_next=(
                "Has the home been told what other agencies know, and has it told them?",
                "Who waits near the home, when, and in which car?",
                "What do the children's Philomena forms say about associates and places, side by side?",
            ),
        )
