"""One adult named with unrelated families' children."""

from collections.abc import Iterable, Sequence

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting, Stage
from wholepicture.patterns import wording
from wholepicture.patterns.across import hold, runs_across, seen_with
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_absence, speaks_of_contact
from wholepicture.patterns.threads import BESIDE, KIN, Thread, fitting_few, named_children, of_household, thread, window
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, RecordKind

_DAYS = 365
_STAFF = frozenset({Role.PROFESSIONAL, Role.RAISER})


class AdultAcrossChildren:
    """Does one adult keep turning up with children of different families?

    Looks at one named adult over a year. It counts unrelated families of the children with whom the adult is named, and
    holds for two families on two records, a third of which speak of somebody else's hand or half of a child who was away;
    or for one family and a child whom nobody names on three, half of which speak of somebody else's hand. Parents, carers
    and relatives with their own children, and whoever is named for their profession, are left out: a teacher, a foster
    carer or a youth worker is never found for doing their work.
    `expected` and `observed` count unrelated families; the null model is that of adults in the area, who differ in how
    many children they are named with (Gamma-Poisson), with the adult's own earlier history.
    Where words are silent, company counts as much: police, or a missing report, with a car's registration, or with an adult
    who is not family at an address that is not the child's.
    Where another record's description fits the adult without being known to be of the same person, it counts and is said to
    fit. Whom one agency alone names, or nearly alone, it may employ, unless it is the police: they are not found.
    Being named is not guilt. It needs names of adults and their part as stated.
    """

    name = "adult_across_children"
    across = True
    quiet_days = 365

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The adults who are named beside a child and are neither family nor at work."""
        if not (speaks_of_contact(sighting) or speaks_of_absence(sighting)):
            return ()
        found = []
        for presence in sighting.of(EntityKind.PERSON):
            if presence.role in BESIDE or presence.role is Role.SUBJECT or not presence.words:
                continue
            entity = picture.entity(presence)
            if picture.stage(entity, sighting.day) is not Stage.CHILD:
                found.append(Anchor(entity))
                found.extend(Anchor(other) for other in fitting_few(picture, entity)[:2])
        return found

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records that name the adult beside children of other families."""
        fitting = fitting_few(picture, anchor.entity)
        if picture.count(anchor.entity) + sum(map(picture.count, fitting)) < 2:
            return None
        same = frozenset((anchor.entity, *fitting))
        beside, at_work, total = [], 0, 0
        own: set[EntityId] = set()
        for sighting in window(picture, (anchor.entity, *fitting), _DAYS):
            total += 1
            mine = [p for p in sighting.of(EntityKind.PERSON) if picture.entity(p) in same]
            if any(p.role in _STAFF for p in mine):
                at_work += 1
            elif any(p.role in KIN or of_household(p.relation) for p in mine):
                own.update(named_children(picture, sighting))
            else:
                beside.append(sighting)
        if 2 * at_work >= total or len(beside) < 2:
            return None
        found = thread(picture, beside, same | own)
        if not runs_across(found, absence_counts=True):
            return None
        if _may_be_employed(found, total):
            return None
        return hold(picture, norms, found, anchor.entity, "adult", _DAYS, _seen_in(picture, found, fitting))

    def tell(self, picture: Picture, held: Held) -> Story:
        """With whom the adult was named."""
        _, last = wording.span(held.evidence)
        because = seen_with(picture, held, f"one adult, {wording.person(picture, held.anchor, last)}")
        fit = [s for s in held.evidence if any(e in held.fitting for e in picture.entities(s, EntityKind.PERSON))]
        if fit:
            because += f" In {wording.records(fit)} the description fits this adult and could fit somebody else."
        return Story(
            because=because,
            against=(
                "Being named is not guilt; the adult may be known to the families in a way that the records do not say.",
                "Two people of one name can be taken for one.",
            ),
            ask_next=(
                "What is the adult to each child, in the child's own words?",
                "Do other children name the same adult? (Children's Society: do the same names keep arising?)",
                "Has a child abduction warning notice been considered or served? (College of Policing)",
            ),
        )


def _may_be_employed(found: Thread, total: int) -> bool:
    """Whether one agency other than the police wrote nearly all that names the adult."""
    writers: dict[str, int] = {}
    for sighting in found.evidence:
        if sighting.kind not in (RecordKind.NOTIFICATION, RecordKind.MISSING_EPISODE):
            writers[sighting.agency] = writers.get(sighting.agency, 0) + 1
    return bool(writers) and 3 * max(writers.values()) > 2 * min(total, len(found.evidence))


def _seen_in(picture: Picture, found: Thread, fitting: Sequence[EntityId]) -> list[EntityId]:
    present = {e for s in found.evidence for e in picture.entities(s, EntityKind.PERSON)}
    return [entity for entity in fitting if entity in present]
