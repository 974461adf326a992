"""Pieces about one child that several agencies hold."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.norms import together
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_anything, speaks_of_contact
from wholepicture.patterns.threads import named_children, others_present, window

_DAYS = 120
_AGENCIES = 3
_MOST = 60


class ConvergingAgencies:
    """Do three or more agencies each hold a piece, none of them enough alone?

    Looks at one child over 120 days. It holds when at least three agencies have each recorded a sign, and at least one of
    them a sign of somebody else's hand: an older person, a car, gifts, callers at night, threats. Signs within the
    family do not count here. `observed` counts agencies, `expected` how many would record such a child in that time:
    children differ in that (Gamma-Poisson), and the child's own earlier history counts. It says nothing about how much at
    risk a child is: it says that no single agency can see what they see together.
    It needs names of children, and narratives.
    """

    name = "converging_agencies"
    across = True
    quiet_days = 120

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The children in a record that bears a sign."""
        if not speaks_of_anything(sighting):
            return ()
        return tuple(Anchor(child) for child in named_children(picture, sighting))

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The child's records that bear signs, where three agencies hold them."""
        if picture.count(anchor.entity) < _AGENCIES:
            return None
        about = window(picture, (anchor.entity,), _DAYS)
        evidence = tuple(s for s in about if speaks_of_anything(s))
        contact = [s for s in evidence if speaks_of_contact(s)]
        if len({s.agency for s in evidence}) < _AGENCIES or not contact:
            return None
        holding = len({s.agency for s in evidence})
        _, by_contact = norms.chance_of_signs("any", len(contact), len(about))
        since = about[0].known_at
        first = picture.first(anchor.entity) or about[0]
        known_days = max((since - first.known_at).days, 0)
        earlier = {s.agency for s in picture.latest(anchor.entity, first.known_at, _MOST) if s.known_at < since}
        expected, by_agencies = norms.chance_of_families("child", holding - 1, _DAYS, max(len(earlier) - 1, 0), known_days)
        others = others_present(picture, evidence)
        return Held(
            anchor=anchor.entity,
            evidence=evidence,
            children=(anchor.entity,),
            adults=others["adults"],
            places=others["places"],
            vehicles=others["vehicles"],
            phones=others["phones"],
            families=1,
            expected=round(expected + 1, 3),
            observed=float(holding),
            p_value=together(by_contact, by_agencies),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """Who holds which piece."""
        first, last = wording.span(held.evidence)
        pieces = []
        for agency in wording.agencies(held.evidence):
            theirs = [s for s in held.evidence if s.agency == agency]
            signs = wording.listed(wording.signs_of(theirs)[:2])
            pieces.append(f"{agency} recorded {signs or 'a sign'} ({wording.listed([s.reference for s in theirs[:4]])})")
        how_many = wording.counted(len(wording.agencies(held.evidence)), "agency", "agencies")
        because = (
            f"{wording.started(how_many)} each hold a piece "
            f"about {wording.person(picture, held.anchor, last)} {wording.between(first, last)}. {'; '.join(pieces)}. "
            f"For a child who is known to one agency, about {held.expected:.1f} agencies would be expected in {_DAYS} days."
        )
        return Story(
            because=because,
            against=("Agencies copy from each other: check that the pieces are independent.",),
            ask_next=(
                "Has each agency told the others, and has a strategy discussion been held? (Working Together)",
                "What does the child say, and to whom does the child talk?",
                "Do the same people, places or cars appear with other children?",
            ),
        )
