"""What was merged in the picture can be taken apart again, and each keeps what is its own."""

from datetime import UTC, datetime, timedelta

import pytest

from wholepicture.engines.reference import ReferencePicture
from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Presence, Sighting
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, MentionId, RecordId, RecordKind

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def sighting(number: int, entity: str) -> Sighting:
    record = RecordId(f"r{number}")
    presence = Presence(
        mention=MentionId(f"P{record}.0"), kind=EntityKind.PERSON, role=Role.ASSOCIATE, entity=EntityId(entity)
    )
    return Sighting(
        number=number,
        record=record,
        source=f"police/{record}",
        reference=record,
        agency="police",
        kind=RecordKind.NOTIFICATION,
        filed_as="",
        happened=None,
        recorded_at=NOON + timedelta(days=number),
        presences=(presence,),
    )


@pytest.mark.parametrize("kind", [Picture, ReferencePicture])
def test_an_entity_that_was_merged_away_comes_back_when_it_is_split_off(kind: type[Picture]) -> None:
    picture = kind(NOON)
    for number, entity in enumerate(("Pr0.0", "Pr1.0", "Pr1.0")):
        picture.add(sighting(number, entity))
    picture.move([Alias(entity=EntityId("Pr1.0"), now=EntityId("Pr0.0"), since=NOON, because="one name")])

    picture.split({MentionId("Pr1.0"): EntityId("Pr1.0")})

    assert [s.record for s in picture.sightings(EntityId("Pr1.0"))] == ["r1"]
    assert [s.record for s in picture.sightings(EntityId("Pr0.0"))] == ["r0", "r2"]
