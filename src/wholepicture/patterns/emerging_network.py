"""Children, adults and places that are tied to one another more closely than chance."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.norms import together
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_absence_in_words, speaks_of_contact, speaks_perhaps
from wholepicture.patterns.threads import in_company, named_children, others_present, things_in
from wholepicture.vocabulary.records import EntityId

_DAYS = 180
_MOST_RECORDS = 12
_MOST_AT_ONE = 12
_FEWEST = 3


class EmergingNetwork:
    """Are children, adults, cars and places tied to one another, record by record, more closely than chance?

    Starts from a record that speaks of somebody else's hand and follows what it shares with other records of the last 180
    days: a child, an adult who is not family, a vehicle, a phone, an address; never a home, a school, a station or any
    other place where many come and go. Only records that bear a sign are followed, or a possible one that no rule reads,
    or that show a child in company: met by police or missing, with a car, or with an unrelated adult elsewhere. It holds
    when at least three records of two agencies are tied together by a thing that is not a child, name a child, and one of
    them speaks of somebody else's hand in words that a rule reads; where all of them are about one family, by two such
    things. `observed` counts the things that tie them, `expected` how many would by chance: the share of adults, vehicles
    and addresses in this area that are ever seen with a second child. What joins two groups is named. It needs what every
    other pattern needs, and finds early what they find late: that the pieces hang together.
    """

    name = "emerging_network"
    across = True
    quiet_days = 180

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The things in a signed record by which it may hang together with others."""
        if not _is_followed(picture, sighting):
            return ()
        ties = _ties(picture, sighting)
        return (Anchor(ties[0]),) if ties else ()

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records that hang together around the latest one at the anchor."""
        found, tied_by = _hanging_together(picture, anchor.entity)
        if len(found) < _FEWEST or len({s.agency for s in found}) < 2:
            return None
        children = dict.fromkeys(c for s in found for c in named_children(picture, s))
        things = [entity for entity in tied_by if entity not in children]
        if not things or not children:
            return None
        families = picture.families(tuple(children))
        unnamed = any(s.child_words and not named_children(picture, s) for s in found)
        contact = sum(map(speaks_of_contact, found))
        if not contact or (len(things) < 2 and len(families) + unnamed < 2):
            return None
        expected, by_ties = norms.chance_of_families("vehicle", len(things), _DAYS, 0, 0)
        _, by_signs = norms.chance_of_signs("any", contact, len(found))
        others = others_present(picture, found)
        return Held(
            anchor=anchor.entity,
            evidence=tuple(found),
            children=tuple(children),
            adults=others["adults"],
            places=others["places"],
            vehicles=others["vehicles"],
            phones=others["phones"],
            families=len(families),
            unnamed=unnamed,
            fitting=tuple(tied_by),
            expected=round(expected, 3),
            observed=float(len(things)),
            p_value=together(by_ties, by_signs),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """What ties the records together."""
        first, last = wording.span(held.evidence)
        ties = wording.listed([wording.anything(picture, entity, held.children, last) for entity in held.fitting[:5]])
        unnamed = " and a child whom nobody names" if held.unnamed else ""
        signs = wording.listed(wording.signs_of(held.evidence))
        because = (
            f"{wording.started(wording.counted(len(held.evidence), 'record'))} of "
            f"{wording.listed(wording.agencies(held.evidence))} {wording.between(first, last)} hang together: "
            f"{wording.records(held.evidence)}. What ties them is {ties}. The children are "
            f"{wording.people(picture, held.children, last)}{unnamed}." + (f" They speak of {signs}." if signs else "")
        )
        perhaps = [s for s in held.evidence if speaks_perhaps(s) and not _is_read(picture, s)]
        if perhaps:
            because += f" In {wording.records(perhaps)} it is possible that the words speak of a sign; please check."
        return Story(
            because=because,
            against=("Each tie is thin by itself, and one wrong link between two people can make or break it.",),
            ask_next=(
                "Which agency has the fullest picture, and who brings the others together? (strategy discussion)",
                "Which of the ties has anybody checked with the child?",
                "Who else is seen with the same people, cars and places?",
            ),
        )


def _is_followed(picture: Picture, sighting: Sighting) -> bool:
    return _is_read(picture, sighting) or speaks_perhaps(sighting)


def _is_read(picture: Picture, sighting: Sighting) -> bool:
    return speaks_of_contact(sighting) or speaks_of_absence_in_words(sighting) or in_company(picture, sighting)


def _ties(picture: Picture, sighting: Sighting) -> list[EntityId]:
    """What a record can hang together by, things before children."""
    return list(dict.fromkeys((*things_in(picture, sighting), *named_children(picture, sighting))))


def _hanging_together(picture: Picture, start: EntityId) -> tuple[list[Sighting], list[EntityId]]:
    """The signed records that can be reached from an entity, in order, and the entities that two or more of them share."""
    since = picture.now - timedelta(days=_DAYS)
    records: dict[int, Sighting] = {}
    waiting, seen, times = [start], {start}, {start: 0}
    while waiting and len(records) < _MOST_RECORDS:
        entity = waiting.pop(0)
        latest = picture.latest(entity, since, _MOST_AT_ONE + 1)
        if len(latest) > _MOST_AT_ONE:
            continue
        for sighting in reversed(latest):
            if sighting.number in records or not _is_followed(picture, sighting):
                continue
            records[sighting.number] = sighting
            for tie in _ties(picture, sighting):
                times[tie] = times.get(tie, 0) + 1
                for other in (tie, *_few(picture.fitting(tie))):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
            if len(records) >= _MOST_RECORDS:
                break
    return [records[n] for n in sorted(records)], [entity for entity, count in times.items() if count > 1]


def _few(fitting: Sequence[EntityId]) -> Sequence[EntityId]:
    return fitting if len(fitting) <= 3 else ()
