"""Unrelated families' children at one place."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import PlaceKind, kind_of_words
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.across import hold, runs_across, seen_with, where_it_fits
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_contact
from wholepicture.patterns.threads import HAPPENED_AT, HUBS, fitting_few, named_children, thread, window
from wholepicture.vocabulary.pole import EntityKind

_DAYS = 180
_BUSY = frozenset({PlaceKind.BUSINESS, PlaceKind.HOTEL, PlaceKind.STREET})
_FAMILIES_AT_BUSY = 2


class SharedPlace:
    """Do children who have nothing else in common turn up at one place?

    Looks at one address, business or hotel over 180 days. It counts unrelated families, never children: brothers and
    sisters, one household, or residents are one family or none. It holds when two unrelated families are in at least
    two records there, a third of which, and two, speak of somebody else's hand (an older person, callers at night, a car,
    gifts, threats); or when one family and a child whom nobody names are in three, half of which do.
    Where words are silent, company counts as much: police, or a missing report, with a car's registration, or with an adult
    who is not family at an address that is not the child's.
    `expected` and `observed` count unrelated families. The null model lets the number of families differ between places of
    one kind (Gamma-Poisson), sharpened by the place's own earlier history, so that a busy place expects to be busy.
    Stations, schools, hospitals, parks and children's homes are never found. A friend's house, where children gather and
    no adult gives cause for concern, is not found either. It needs addresses, names of children, and narratives.
    """

    name = "shared_place"
    across = True
    quiet_days = 180

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The places where it happened or where a child was found."""
        if not (speaks_of_contact(sighting) or named_children(picture, sighting)):
            return ()
        return tuple(
            Anchor(picture.entity(p))
            for p in sighting.of(EntityKind.PLACE)
            if p.role in HAPPENED_AT and kind_of_words(p.words) not in HUBS
        )

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records of concern at the place."""
        if picture.count(anchor.entity) < 2:
            return None
        known = picture.place(anchor.entity)
        if known.kind in HUBS:
            return None
        fitting = fitting_few(picture, anchor.entity)
        at_place = window(picture, (anchor.entity, *fitting), _DAYS)
        found = thread(picture, at_place, frozenset(known.residents))
        if not runs_across(found) or found.marked < 2 or (known.kind in _BUSY and len(found.families) < _FAMILIES_AT_BUSY):
            return None
        return hold(picture, norms, found, anchor.entity, known.kind.value, _DAYS, fitting)

    def tell(self, picture: Picture, held: Held) -> Story:
        """Who was seen there, and how unusual that is."""
        what = wording.place(picture, held.anchor, held.children)
        return Story(
            because=seen_with(picture, held, what) + where_it_fits(picture, held),
            against=(
                "The children may know each other, or may know somebody who lives there.",
                *(
                    ("Not every child has been identified; one whom nobody names may be one of those named.",)
                    if held.unnamed
                    else ()
                ),
            ),
            ask_next=(
                "Who lives or works there, and how did each child come to know the place?",
                "Who takes the children there and back? (return home interview: where, with whom, how they travelled)",
                "Can the place itself be referred and assessed? (Contextual Safeguarding: neighbourhood assessment)",
            ),
        )
