"""What a journey gives for one record."""

from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.knowledge.sightings import Sighting
from wholepicture.linkage import Resolution
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A child whom a statutory list shows as open to a team. It answers "is this child already open, and to whom?"."""

    child: EntityId
    mention: MentionId
    record: RecordId
    source: str
    stated: tuple[tuple[str, str], ...] = field(repr=False)
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one record's journey gave. `at` is when it became known to the journey.

    `amends` is the record that it takes the place of. `superseded_by` is set where a later version of the same record had
    arrived before it: it is kept, and is no sighting.
    """

    record: Record
    reading: Reading
    mentions: tuple[Mention, ...]
    resolution: Resolution
    sighting: Sighting | None
    at: datetime
    amends: RecordId | None = None
    superseded_by: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restood:
    """What came of withdrawing a record, or of taking that back. `back` is the version that stands instead from now on,
    where that is another; `versions` gives each version of the record with the one that stands in its place.
    """

    record: RecordId
    withdrawn: bool
    back: tuple[Record, tuple[Mention, ...]] | None = field(default=None, repr=False)
    versions: tuple[tuple[RecordId, RecordId | None], ...] = ()
