"""One fact after another through the journey, with what each changed handed to the projections."""

from collections.abc import Iterable, Sequence

from wholepicture import __version__
from wholepicture.hub.storage.projections import Projections
from wholepicture.hub.wiring.journey_understanding import Read
from wholepicture.hub.wiring.journey_withdrawals import withdrawal_in
from wholepicture.hub.wiring.journey_words import NothingToJudge, Understand, act_on, outcome_in
from wholepicture.journey.changes import Changed
from wholepicture.journey.fold import Journey, Restood
from wholepicture.journey.understanding import mentions_of
from wholepicture.ledger.facts import Fact, FactId, FactKind
from wholepicture.linkage import Linker, load_model
from wholepicture.patterns import Register
from wholepicture.reading import load_lexicon
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, RecordId

PROJECTION_VERSION = "4"
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
    """Holds the journey's state: a pure function of the facts taken so far. `understand` gives a record that was taken."""

    def __init__(self, understand: Understand, journey: Journey | None = None) -> None:
        self.journey = journey or Journey(linker=Linker(load_model()), register=Register())
        self._understand = understand

    def take(self, fact: Fact, read: Read, projections: Projections | None) -> None:
        """Take the next fact; what it changed goes to `projections`, where there are any. Raises UnableToFold."""
        try:
            changed = self._take(fact, read, projections)
        except Exception as problem:
            raise UnableToFold(fact.envelope.id, type(problem).__name__) from problem
        if projections is not None:
            projections.note_changed(changed, fact.envelope.known_at)

    def _take(self, fact: Fact, read: Read, projections: Projections | None) -> Changed:
        envelope = fact.envelope
        if isinstance(read, str):
            if projections is not None:
                projections.note_not_understood(envelope, read)
        elif read is not None:
            step = self.journey.arrive(*read, known_at=envelope.known_at)
            if projections is not None:
                projections.note_step(step, envelope)
        elif envelope.kind is FactKind.DAY:
            self.journey.come_to(envelope.recorded_at)
        elif envelope.kind is FactKind.OUTCOME:
            self._learn(fact, projections)
        elif envelope.kind is FactKind.JUDGED:
            return self._judge(fact, projections)
        elif envelope.kind in (FactKind.WITHDRAWN, FactKind.REINSTATED):
            self._restand(fact, projections)
        return self.journey.changed()

    def _learn(self, fact: Fact, projections: Projections | None) -> None:
        told = outcome_in(fact)
        if told is None:
            return
        self.journey.learn_outcome(*told, fact.envelope.known_at)
        if projections is not None:
            projections.note_outcome(*told)

    def _restand(self, fact: Fact, projections: Projections | None) -> None:
        said = withdrawal_in(fact)
        if said is None:
            return
        act = self.journey.withdraw if said.withdrawn else self.journey.reinstate
        restood = act(said.record, because=said.because, at=fact.envelope.known_at, understand=self._understand)
        if projections is not None:
            restood = restood or Restood(record=said.record, withdrawn=said.withdrawn)
            projections.note_restood(restood, self._told(said.record), fact.envelope.known_at, said.because)

    def _told(self, record: RecordId) -> Sequence[Mention]:
        try:
            return mentions_of(*self._understand(record))
        except LookupError:
            return ()

    def _judge(self, fact: Fact, projections: Projections | None) -> Changed:
        try:
            changed, judged = act_on(fact, self.journey, self._understand)
        except NothingToJudge:
            if projections is not None:
                projections.note_not_understood(fact.envelope, "what it judged is not there any more")
            return self.journey.changed()
        if projections is not None and judged is not None:
            projections.note_judged((judged,), fact.envelope)
        return changed

    def entities_of(self, mentions: Iterable[MentionId]) -> dict[MentionId, EntityId]:
        """The entity of each mention as it is now."""
        return {mention: self.journey.linker.entity(mention) for mention in mentions}
