"""One adult named with unrelated families' children."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting, Stage
from wholepicture.patterns import wording
from wholepicture.patterns.across import hold, runs_across, seen_with
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_contact
from wholepicture.patterns.threads import BESIDE, KIN, named_children, thread, window
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId

_DAYS = 365
_STAFF = frozenset({Role.PROFESSIONAL, Role.RAISER})
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


class AdultAcrossChildren:
    """Does one adult keep turning up with children of different families?

    Looks at one named adult over a year. It counts unrelated families of the children with whom the adult is named, and
    holds for two (or one and a child whom nobody names) on at least three records, at least half of which speak of
    somebody else's hand. Parents, carers and relatives with their own children, and whoever is named for their
    profession, are left out: a teacher, a foster carer or a youth worker is never found for doing their work.
    `expected` and `observed` count unrelated families; the null model is that of adults in the area, who differ in how
    many children they are named with (Gamma-Poisson), with the adult's own earlier history.
    Being named is not guilt. It needs names of adults and their part as stated.
    """

    name = "adult_across_children"
    across = True
    quiet_days = 365

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The adults who are named beside a child and are neither family nor at work."""
        if not speaks_of_contact(sighting):
            return ()
        found = []
        for presence in sighting.of(EntityKind.PERSON):
            if presence.role in BESIDE or presence.role is Role.SUBJECT or not presence.words:
                continue
            entity = picture.entity(presence)
            if picture.stage(entity, sighting.day) is not Stage.CHILD:
                found.append(Anchor(entity))
        return found

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records that name the adult beside children of other families."""
        if picture.count(anchor.entity) < 2:
            return None
        beside, at_work, total = [], 0, 0
        own: set[EntityId] = set()
        for sighting in window(picture, (anchor.entity,), _DAYS):
            total += 1
            mine = [p for p in sighting.of(EntityKind.PERSON) if picture.entity(p) == anchor.entity]
            if any(p.role in _STAFF for p in mine):
                at_work += 1
            elif any(p.role in KIN or _of_household(p.relation) for p in mine):
                own.update(named_children(picture, sighting))
            else:
                beside.append(sighting)
        if 2 * at_work >= total or len(beside) < 2:
            return None
        found = thread(picture, beside, frozenset({anchor.entity, *own}))
        if not runs_across(found):
            return None
        return hold(picture, norms, found, anchor.entity, "adult", _DAYS)

    def tell(self, picture: Picture, held: Held) -> Story:
        """With whom the adult was named."""
        _, last = wording.span(held.evidence)
        return Story(
            because=seen_with(picture, held, f"one adult, {wording.person(picture, held.anchor, last)}"),
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


def _of_household(relation: str) -> bool:
    words = relation.casefold()
    return any(word in words for word in _HOUSEHOLD)
