"""Complaints at one address that together are about children."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import kind_of_words
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.across import where_it_fits
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_contact
from wholepicture.patterns.threads import HAPPENED_AT, HUBS, fitting_few, named_children, others_present, window
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import RecordKind

_DAYS = 180
_FEWEST = 3


class PlaceUnderAnotherName:
    """Is a place that keeps being complained about a place where children are harmed?

    Each complaint is small and gets its own small answer: advice, a warning, a closed case. Together they can say that
    adults call at night and that a child is there. The pattern looks at one address over 180 days and holds when at least
    three records, two of them complaints, speak of adults calling or of a child, at least one of adults calling and one
    of a child. `expected` is how many such records that many records at an ordinary address would hold, `observed` how
    many there are; the chance is binomial, against the share of complaints in the area that read so.
    It needs narratives of complaints, and addresses. A drug-dealing address with callers but without a child does not
    count, nor a noisy family home with children but without adults calling.
    """

    name = "place_under_another_name"
    across = True
    quiet_days = 180

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The addresses at which something was seen."""
        if not (sighting.child_words or speaks_of_contact(sighting)):
            return ()
        return tuple(
            Anchor(picture.entity(p))
            for p in sighting.of(EntityKind.PLACE)
            if p.role in HAPPENED_AT and kind_of_words(p.words) not in HUBS
        )

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:
        """The records at the address that speak of callers or of a child."""
        if picture.count(anchor.entity) < 2:
            return None
        fitting = fitting_few(picture, anchor.entity)
        at_place = window(picture, (anchor.entity, *fitting), _DAYS)
        residents = frozenset(picture.place(anchor.entity).residents)
        evidence, callers, with_child, complaints = [], 0, 0, 0
        for sighting in at_place:
            named = [c for c in named_children(picture, sighting) if c not in residents]
            calling = sighting.adults_calling or "D1" in sighting.signs
            contact = speaks_of_contact(sighting)
            calling = calling and contact
            child = contact and bool(named or sighting.child_words)
            if calling or child:
                evidence.append(sighting)
                callers += calling
                with_child += child
                complaints += sighting.kind is RecordKind.COMPLAINT
        if len(evidence) < _FEWEST or complaints < 2 or not callers or not with_child:
            return None
        if 2 * len(evidence) < len(at_place):
            return None
        expected, chance = norms.chance_of_signs("complaint", len(evidence), len(at_place))
        children = dict.fromkeys(c for s in evidence for c in named_children(picture, s) if c not in residents)
        others = others_present(picture, evidence, anchor.entity)
        return Held(
            anchor=anchor.entity,
            evidence=tuple(evidence),
            children=tuple(children),
            adults=others["adults"],
            places=(anchor.entity,),
            vehicles=others["vehicles"],
            phones=others["phones"],
            families=len(picture.families(tuple(children))),
            unnamed=with_child > 0 and not children,
            fitting=fitting,
            expected=round(expected, 3),
            observed=float(len(evidence)),
            p_value=chance,
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """What the complaints say together."""
        first, last = wording.span(held.evidence)
        filed = wording.listed(list(dict.fromkeys(s.filed_as for s in held.evidence if s.filed_as))[:4])
        callers = sum(s.adults_calling or "D1" in s.signs for s in held.evidence)
        children = sum(bool(s.child_words or named_children(picture, s)) for s in held.evidence)
        who = f" The children named are {wording.people(picture, held.children, last)}." if held.children else ""
        because = (
            f"{wording.started(wording.counted(len(held.evidence), 'record'))} {wording.between(first, last)} are about "
            f"{wording.place(picture, held.anchor, held.children)}: {wording.records(held.evidence)}. "
            f"They were filed as {filed or 'several things'}; {wording.number(callers)} of them "
            f"{'speaks' if callers == 1 else 'speak'} of adults calling, {wording.number(children)} of a child.{who} "
            f"At an ordinary address about {held.expected:.1f} would read so."
            f"{where_it_fits(picture, held)}"
        )
        return Story(
            because=because,
            against=(
                "Complaints about one address can come from one neighbour.",
                *(() if held.children else ("No child has been identified.",)),
            ),
            ask_next=(
                "Who lives there, who holds the tenancy, and who calls? (Children's Society: do the same names arise?)",
                "Who is the child that was seen, and was the child seen alone?",
                "Which cars were outside, and whose are they?",
            ),
        )
