"""Concerns that keep being raised and keep being closed without action."""

from collections.abc import Iterable

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import kind_of_words
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_anything
from wholepicture.patterns.threads import HAPPENED_AT, HUBS, named_children, window
from wholepicture.vocabulary.pole import EntityKind

_DAYS = 180
_FEWEST = 3
_CLOSED = ("no further action", "nfa", "advice", "closed", "no action", "already sharing", "no role", "signpost", "monitor")


class Unanswered:
    """Who keeps writing about one child or one place, and has every time been closed without a decision?

    Looks at one child or one place over 180 days. It holds when at least three records that bear signs have an outcome that
    is known by now and that each of them is no action, advice, or an activity such as sharing information, and none is a
    decision. An outcome counts only from the day on which it became known, never from the day of the record.
    It makes no statistical claim. `observed` counts the records so closed. It needs outcomes, with when they became known.
    """

    name = "unanswered"
    across = False
    quiet_days = 180

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The children and places of a record with signs."""
        if not (speaks_of_anything(sighting) or sighting.question is not None):
            return ()
        places = (
            picture.entity(p)
            for p in sighting.of(EntityKind.PLACE)
            if p.role in HAPPENED_AT and kind_of_words(p.words) not in HUBS
        )
        return tuple(Anchor(e) for e in dict.fromkeys((*named_children(picture, sighting), *places)))

    def is_answer(self, outcome: str) -> bool:
        """Whether an outcome is more than a closing."""
        return not _is_closing(outcome)

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:  # noqa: ARG002
        """The records with signs, where every outcome known is a closing."""
        if picture.count(anchor.entity) < _FEWEST:
            return None
        signed = [s for s in window(picture, (anchor.entity,), _DAYS) if speaks_of_anything(s)]
        known = [(s, picture.outcome(s.record)) for s in signed if picture.outcome(s.record)]
        if len(known) < _FEWEST or not all(_is_closing(outcome) for _, outcome in known):
            return None
        evidence = tuple(s for s, _ in known)
        children = dict.fromkeys(c for s in evidence for c in named_children(picture, s))
        places = dict.fromkeys(picture.entity(p) for s in evidence for p in s.of(EntityKind.PLACE) if p.role in HAPPENED_AT)
        return Held(
            anchor=anchor.entity,
            evidence=evidence,
            children=tuple(children),
            places=tuple(places),
            observed=float(len(evidence)),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """What was raised, and how each was closed."""
        first, last = wording.span(held.evidence)
        about = wording.anything(picture, held.anchor, held.children, last)
        closings = [f"{s.reference}: “{picture.outcome(s.record)}”" for s in held.evidence[:6]]
        because = (
            f"{wording.started(wording.counted(len(held.evidence), 'concern'))} about {about} "
            f"{wording.between(first, last)}, from {wording.listed(wording.agencies(held.evidence))}, were each closed "
            f"without a decision: {'; '.join(closings)}. That agencies share information is an activity, not a decision."
        )
        return Story(
            because=because,
            against=("An outcome may have been recorded elsewhere, or after these extracts were made.",),
            ask_next=(
                "Who decided, on what grounds, and was the person who raised it told? (feedback to the referrer)",
                "Does anyone disagree? Use the escalation procedure, and the right to request a conference.",
                "Put the concerns side by side: would they be closed as one?",
            ),
        )


def _is_closing(outcome: str) -> bool:
    words = outcome.casefold()
    return any(closing in words for closing in _CLOSED)
