"""Many signs, and then nothing from anyone."""

from collections.abc import Iterable
from datetime import timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.question import Anchor, Held, Norms, Story
from wholepicture.patterns.signs import speaks_of_anything, speaks_of_contact
from wholepicture.patterns.threads import named_children
from wholepicture.vocabulary.moments import london_day

SILENT_DAYS = 60
_DAYS = 120
_FEWEST = 4
_MOST = 30


class GoneQuiet:
    """Has everybody stopped writing about a child about whom everybody wrote?

    Holds when at least four records of at least two agencies within 120 days bear signs, two of them of somebody else's
    hand, and then nobody records anything about the child for 60 days. Silence can mean that things are well, that the
    child moved or turned 18, that nobody asks any more, or that nobody sees the child. It is looked at when the 60 days are
    over, and makes no statistical claim: `observed` counts the records before the silence.
    It needs names of children.
    """

    name = "gone_quiet"
    across = False
    quiet_days = 365
    deadline_days = SILENT_DAYS

    def anchors(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:  # noqa: ARG002
        """Nothing: a record breaks the silence."""
        return ()

    def awaited(self, picture: Picture, sighting: Sighting) -> Iterable[Anchor]:
        """The children about whom silence would be noticed."""
        if not speaks_of_anything(sighting):
            return ()
        return tuple(Anchor(child) for child in named_children(picture, sighting) if picture.count(child) >= _FEWEST)

    def look(self, picture: Picture, anchor: Anchor, norms: Norms) -> Held | None:  # noqa: ARG002
        """The signs before the silence. It is asked only when the days of silence are over."""
        latest = picture.latest(anchor.entity, picture.now - timedelta(days=SILENT_DAYS + _DAYS + 60), _MOST)
        if not latest:
            return None
        since = latest[-1].known_at - timedelta(days=_DAYS)
        evidence = tuple(s for s in latest if s.known_at >= since and speaks_of_anything(s))
        enough = len(evidence) >= _FEWEST and len({s.agency for s in evidence}) >= 2
        if not enough or sum(map(speaks_of_contact, evidence)) < 2:
            return None
        return Held(
            anchor=anchor.entity,
            evidence=evidence,
            children=(anchor.entity,),
            families=1,
            observed=float(len(evidence)),
        )

    def tell(self, picture: Picture, held: Held) -> Story:
        """What stood before the silence."""
        last = london_day(held.evidence[-1].known_at)
        because = (
            f"{wording.listed(wording.agencies(held.evidence))} recorded "
            f"{wording.counted(len(held.evidence), 'concern')} about {wording.person(picture, held.anchor, last)} "
            f"up to {wording.on_day(last)}: {wording.records(held.evidence)}. "
            f"Since then nobody has recorded anything for {SILENT_DAYS} days."
        )
        return Story(
            because=because,
            against=("The child may be well, may have moved, or may be known to an agency that sends no extract.",),
            ask_next=(
                "Who last saw the child, when, and was the child spoken to alone?",
                "Did anything end: a placement, a worker, a reporting rule, the child's own telling?",
                "Are the people, places and cars in these records still active with other children?",
            ),
        )
