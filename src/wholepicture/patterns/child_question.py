"""Complaints whose words ask about a child."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import kind_of_words
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.threads import HAPPENED_AT, HUBS, named_children, window
from wholepicture.vocabulary.pole import EntityKind

_DAYS = 365


class ChildQuestion:
    """Is this about a child, although it was filed as something else?

    A complaint about noise, nuisance or parking can hold the only words that anybody wrote about a child. Where the words
    of a record speak of a child and of signs that its category leaves out, the question is opened at once, with the words
    shown and the filed category kept beside it. Further records about the same place or child join it.
    It makes no statistical claim, expects nothing and counts nothing: one such record is enough to ask.
    It needs the narrative, the category as filed, and a place or a child to hang on.
    """

    name = "child_question"
    across = False
    quiet_days = 180

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The place that it is about, or the child; else whoever is named."""
        places = [
            picture.entity(p)
            for p in sighting.of(EntityKind.PLACE)
            if p.role in HAPPENED_AT and kind_of_words(p.words) not in HUBS
        ]
        if sighting.question is None and not (sighting.adults_calling and places):
            return ()
        found = [*places, *named_children(picture, sighting), *map(picture.entity, sighting.presences)]
        return tuple(Anchor(entity) for entity in found[:1])

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:  # noqa: ARG002
        """The records at the anchor whose words ask about a child, and what was seen there afterwards."""
        evidence: list[Sighting] = []
        for sighting in window(picture, (anchor.entity,), _DAYS):
            asks = sighting.question is not None and (sighting.child_words or bool(sighting.question.child_words))
            if asks or (evidence and sighting.adults_calling):
                evidence.append(sighting)
        if not evidence:
            return None
        children = dict.fromkeys(c for s in evidence for c in picture.children(s))
        places = dict.fromkeys(picture.entity(p) for s in evidence for p in s.of(EntityKind.PLACE) if p.role in HAPPENED_AT)
        return Held(anchor=anchor.entity, evidence=tuple(evidence), children=tuple(children), places=tuple(places))

    def tell(self, picture: Picture, held: Held) -> Story:
        """The words beside the category."""
        first = held.evidence[0]
        quoted = wording.listed([f"“{words.text}”" for words in first.quoted[:4]])
        where = f" about {wording.place(picture, held.places[0], held.children)}" if held.places else ""
        because = (
            f"{first.reference} ({first.agency}, {wording.on_day(first.day)}){where} was filed as "
            f"{(first.question and first.question.filed_as) or first.filed_as or 'something else'}, and speaks of a child"
            + (f": {quoted}." if quoted else ".")
        )
        signs = wording.listed(wording.signs_of(held.evidence))
        because += f" It also speaks of {signs}." if signs else ""
        if len(held.evidence) > 1:
            so_far = wording.counted(len(held.evidence), "record")
            because += f" {wording.started(so_far)} so far: {wording.records(held.evidence)}."
        return Story(
            because=because,
            against=("It is one person's account, and the child may have a good reason to be there.",),
            ask_next=(
                "Who is the child, and who has parental responsibility? Is the child already open to anyone?",
                "Has anyone seen and spoken to the child, alone? (Working Together: the child's wishes and feelings)",
                "Was the person who wrote it told what was decided? (feedback to the referrer)",
            ),
        )
