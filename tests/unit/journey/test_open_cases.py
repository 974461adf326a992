"""A row of a statutory list is no sighting, yet what it shows to be one person is one person everywhere."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from wholepicture.journey.fold import Journey
from wholepicture.knowledge.picture import Picture
from wholepicture.linkage import Linker, Resolution, load_model
from wholepicture.patterns import Register
from wholepicture.vocabulary.hidden import Narrative
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Mention, Provenance, Record, RecordId, RecordKind

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MERGED = Alias(entity=EntityId("Pb.0"), now=EntityId("Pa.0"), since=NOON, because="one pupil number")


class MergingLinker(Linker):
    def resolve(self, mentions: Sequence[Mention], *, at: datetime, on: date) -> Resolution:  # noqa: ARG002 - the signature of a linker
        return Resolution(moved=(MERGED,))


class ListeningRegister(Register):
    heard: tuple[Alias, ...] = ()

    def follow(self, picture: Picture, moved: Sequence[Alias]) -> None:  # noqa: ARG002 - the signature of a register
        self.heard = (*self.heard, *moved)


def test_findings_follow_a_merger_that_an_open_case_brings() -> None:
    register = ListeningRegister()
    journey = Journey(linker=MergingLinker(load_model()), register=register)
    record = Record(
        id=RecordId("c"),
        system="annex_a",
        agency="social care",
        kind=RecordKind.OPEN_CASE,
        reference="C1",
        filed_as="",
        happened=None,
        recorded_at=NOON,
        narrative=Narrative(""),
        mentions=(),
        provenance=Provenance(file="f", row=1, system="annex_a", received_at=NOON),
    )

    journey.take(record, Reading(record=record.id, lexicon="none"))

    assert register.heard == (MERGED,)
    assert journey.picture.canonical(EntityId("Pb.0")) == "Pa.0"
