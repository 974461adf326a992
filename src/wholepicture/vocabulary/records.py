"""What an agency sent: a record, word for word, with where it came from and what in it names whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from wholepicture.vocabulary.carried import Carried
from wholepicture.vocabulary.hidden import Narrative, Words
from wholepicture.vocabulary.moments import Period
from wholepicture.vocabulary.pole import Description, EntityKind, Role

RecordId = NewType("RecordId", str)
"""A keyed digest of system, reference and content: the same row twice has the same id, a changed row another one."""

MentionId = NewType("MentionId", str)
"""A letter for the kind (P, L, V, T, H), the record's id, a full stop and the mention's number in its record."""

EntityId = NewType("EntityId", str)
"""The id of the entity's earliest mention."""

KIND_LETTERS: Mapping[EntityKind, str] = {
    EntityKind.PERSON: "P",
    EntityKind.PLACE: "L",
    EntityKind.VEHICLE: "V",
    EntityKind.PHONE: "T",
    EntityKind.HANDLE: "H",
}


def mention_id(kind: EntityKind, record: RecordId, number: int) -> MentionId:
    """The id of a record's mention; columns are numbered first, in the profile's order, then the narrative's mentions."""
    return MentionId(f"{KIND_LETTERS[kind]}{record}.{number}")


class RecordKind(StrEnum):
    """What kind of record a row is, whatever the agency calls it."""

    COMPLAINT = "complaint"
    """About a place or a nuisance: anti-social behaviour, noise, parking, licensing."""
    NOTIFICATION = "notification"
    """A police protection notice or a stop."""
    MISSING_EPISODE = "missing episode"
    CONTACT = "contact"
    SCHOOL_LOG = "school log"
    ATTENDANCE = "attendance"
    REFERRAL = "referral"
    OPEN_CASE = "open case"
    """A row of a statutory list (Annex A): this child is open, to this team, since then. It is no sighting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance(Carried):
    """Where a row stood. `row` counts the file's records from 1 for the first row under the header."""

    file: str
    row: int
    system: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Span(Carried):
    """A stretch of the narrative: Python string offsets, `end` exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Carried):
    """One naming of a person, place, vehicle, phone or handle in one record.

    `columns` are the source columns it was read from; or, for a mention in the narrative, `span` says where it stands.
    """

    id: MentionId
    kind: EntityKind
    role: Role
    description: Description
    text: Words
    columns: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Carried):
    """One row of one agency's extract, understood but not interpreted.

    `happened` is when it took place; `recorded_at` is the agency's own claim of when it wrote it down (a date alone means
    the end of that day). `filed_as` is the agency's own category, `outcome` its own status or outcome, which is only
    known from `outcome_known_at`. `columns` is the row as received, every cell, unchanged. `mentions` are those that
    stand in columns; those in the narrative come from its reading. `stated` holds further plain facts by their name in
    the profile ("risk", "team", "source").
    """

    id: RecordId
    system: str
    agency: str
    kind: RecordKind
    reference: str
    filed_as: str
    happened: Period | None
    recorded_at: datetime
    narrative: Narrative
    mentions: tuple[Mention, ...]
    outcome: str = field(default="", repr=False)
    outcome_known_at: datetime | None = None
    stated: Mapping[str, str] = field(default_factory=dict, repr=False)
    columns: Mapping[str, str] = field(default_factory=dict, repr=False)
    provenance: Provenance
    erased_mentions: int = 0
    """How many mentions stood in columns that were erased by law since: their numbers are never given to others."""

    @property
    def mentions_in_columns(self) -> int:
        """How many mentions stood in columns when it was received: the number of the first one in the narrative."""
        return len(self.mentions) + self.erased_mentions

    @property
    def source(self) -> str:
        """The system and the agency's own reference, as they stand in the output files: `system/reference`."""
        return f"{self.system}/{self.reference}"
