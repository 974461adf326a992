"""One phone or online name that reaches unrelated families' children."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.across import hold, runs_across, seen_with
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.threads import thread, window
from wholepicture.vocabulary.pole import EntityKind

_DAYS = 365


class SharedPhone:
    """Does one phone number or online name reach children of different families?

    Looks at one number or name over a year. It counts unrelated families and holds for two families on two records,
    if several agencies wrote them, a third speak of somebody else's hand, or half of a child who was away; or for one
    family and a child whom nobody names on three records, half of which speak of somebody else's hand. `expected` and
    `observed` count unrelated families; the null model is that of phones in the area (Gamma-Poisson), with the phone's
    own earlier history. The number of a school, a home or a surgery bears no such signs. It needs numbers as written.
    """

    name = "shared_phone"
    across = True
    quiet_days = 365

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The numbers and names in the record."""
        phones = picture.entities(sighting, EntityKind.PHONE)
        return tuple(Anchor(e) for e in (*phones, *picture.entities(sighting, EntityKind.HANDLE)))

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records in which it stands."""
        if picture.count(anchor.entity) < 2:
            return None
        found = thread(picture, window(picture, (anchor.entity,), _DAYS))
        return (
            hold(picture, norms, found, anchor.entity, "phone", _DAYS)
            if runs_across(found, absence_counts=True, agencies_count=True)
            else None
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """Whom it reached."""
        kind = EntityKind.HANDLE if held.anchor.startswith("H") else EntityKind.PHONE
        sort = "online name" if kind is EntityKind.HANDLE else "phone number"
        what = f"one {sort}, {wording.thing(picture, held.anchor, kind)}"
        return Story(
            because=seen_with(picture, held, what),
            against=("A phone passes from hand to hand, and a number can be written down wrongly.",),
            ask_next=(
                "Whose is it, and since when does each child have contact with it?",
                "Who else among the children's friends has the number?",
                "Have the calls just before each time the child left been looked at? (missing: telephone enquiries)",
            ),
        )
