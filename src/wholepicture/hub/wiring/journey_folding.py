"""One fact after another through the journey, with what each changed handed to the projections."""

from collections.abc import Iterable

from wholepicture import __version__
from wholepicture.hub.storage.projections import Projections
from wholepicture.hub.wiring.journey_understanding import Read
from wholepicture.journey.fold import Journey
from wholepicture.ledger.facts import Fact, FactId, FactKind
from wholepicture.linkage import Linker, load_model
from wholepicture.patterns import Register
from wholepicture.reading import load_lexicon
from wholepicture.vocabulary.records import EntityId, MentionId

PROJECTION_VERSION = "1"
"""Goes up whenever the same facts would make other rows; the journey then rebuilds by itself."""


def versions() -> dict[str, str]:
    """What the projections depend on beside the facts. Where any of it differs, they are rebuilt."""
    return {
        "reading": load_lexicon().version,
        "linkage": load_model().version,
        "patterns": __version__,
        "projections": PROJECTION_VERSION,
    }


class UnableToFold(Exception):
    """One fact stopped the journey: a fault of ours. It is shown by its reference and everything else goes on."""

    def __init__(self, fact: FactId, why: str) -> None:
        super().__init__(fact)
        self.fact = fact
        self.why = why


class Folding:
    """Holds the journey's state: a pure function of the facts taken so far."""

    def __init__(self, journey: Journey | None = None) -> None:
        self.journey = journey or Journey(linker=Linker(load_model()), register=Register())

    def take(self, fact: Fact, read: Read, projections: Projections | None) -> None:
        """Take the next fact; what it changed goes to `projections`, where there are any. Raises UnableToFold."""
        try:
            self._take(fact, read, projections)
        except Exception as problem:
            raise UnableToFold(fact.envelope.id, type(problem).__name__) from problem

    def _take(self, fact: Fact, read: Read, projections: Projections | None) -> None:
        envelope = fact.envelope
        if isinstance(read, str):
            if projections is not None:
                projections.note_not_understood(envelope, read)
            return
        if read is not None:
            step = self.journey.arrive(*read, known_at=envelope.known_at)
            if projections is not None:
                projections.note_step(step, envelope)
        elif envelope.kind is FactKind.DAY:
            self.journey.come_to(envelope.recorded_at)
        changed = self.journey.changed()
        if projections is not None:
            projections.note_changed(changed, envelope.known_at)

    def entities_of(self, mentions: Iterable[MentionId]) -> dict[MentionId, EntityId]:
        """The entity of each mention as it is now."""
        return {mention: self.journey.linker.entity(mention) for mention in mentions}
