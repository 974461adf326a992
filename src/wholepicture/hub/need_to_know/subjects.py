"""Who reads, what they have to do with it, and what is said of a record or a finding before anything of it is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wholepicture.hub.need_to_know.lines import Below
from wholepicture.hub.need_to_know.purposes import Purpose, Role


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a team of an agency (the agency's key)."""

    role: Role
    agency: str
    team: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks: the posts in which they act now, everybody who ever stood below them, and, for a manager, the
    teams in their line now and the roles of those who stand below them now.
    """

    account: UUID
    posts: tuple[Post, ...]
    below: tuple[Below, ...] = ()
    teams: frozenset[int] = frozenset()
    roles_below: frozenset[Role] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Of the posts in which they act."""
        return frozenset(post.role for post in self.posts)

    @property
    def agencies(self) -> frozenset[str]:
        """Of the posts in which they act."""
        return frozenset(post.agency for post in self.posts)

    def may_state(self, purpose: Purpose) -> bool:
        """Whether they may say that they look for this. An administrator looks at no case for anything."""
        stands = purpose.below is None or purpose.below in self.roles_below
        return stands and Role.ADMINISTRATOR not in self.roles and purpose.may_be_stated_by(self.roles)


class RelationKind(StrEnum):
    """What gives somebody access to a record, or to a person whom a practitioner confirmed."""

    ALLOCATED = "allocated"
    NAMED_WORKER = "named worker"
    ON_ROLL = "on roll"
    HEALTH_TEAM = "health team"
    ASKED = "asked"
    """They asked after a possible match, and the agency that wrote the record said yes."""
    SEALED = "sealed"
    """To what is sealed. Without it, what is sealed is absent."""
    BREAK_GLASS = "break glass"
    """An emergency opening; it opens only for the purpose that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """That one has to do with a record or a person, one of the two: from `since`, inclusive, until `until`, exclusive."""

    account: UUID
    kind: RelationKind
    since: datetime
    until: datetime | None = None
    record: str | None = None
    person: UUID | None = None

    def holds_at(self, at: datetime) -> bool:
        """Whether it holds at the moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Criticised:
    """Who is criticised in a concern; None where it is somebody of the agency and nobody knows yet who. `since` is when what
    is criticised began; None where nobody dates it.
    """

    account: UUID | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal that lies on a record: because of a person in it, or on the record itself."""

    record: str | None = None
    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """What the policy needs of a record. A concern, what was added to it and its amended versions are one `thread`: who is
    criticised in one is so in all, and a relation to one is to all. `raisers` are those of the record and of the concern
    that it adds to; `persons` are those whom a practitioner confirmed in the thread.
    """

    record: str
    thread: frozenset[str]
    agency: str
    team: int | None = None
    raisers: frozenset[UUID] = frozenset()
    persons: frozenset[UUID] = frozenset()
    criticised: tuple[Criticised, ...] = ()
    seals: tuple[Seal, ...] = ()
    in_finding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacts:
    """What the policy needs of a finding. `renewed_until` are the moments until which somebody renewed it."""

    finding: str
    records: tuple[RecordFacts, ...]
    names_adult: bool
    surfaced_at: datetime
    renewed_until: tuple[datetime, ...] = ()


class Refusal(StrEnum):
    """Why not. Kept in the log; never shown, for hidden and absent answer alike."""

    PURPOSE = "purpose"
    SEALED = "sealed"
    CONFLICT = "conflict"
    NO_RELATION = "no relation"
    OFF_SCREEN = "off screen"
    OWN = "own"
    LINE = "line"
    AGENCY = "agency"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes. `because` is the sentence that the page shows; `unnamed` says that names stay out of it."""

    because: str
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """No."""

    why: Refusal


Decision = Allowed | Refused
