"""What can be done around a meeting, and about an adult or a place after it. Each docstring is what the page says of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class MeetingKind(StrEnum):
    """What kind of meeting it is."""

    STRATEGY_DISCUSSION = "strategy discussion"
    MAPPING = "mapping meeting"
    CONFERENCE = "initial child protection conference"
    PROFESSIONALS = "professionals' meeting"


class MeasureKind(StrEnum):
    """What takes the means away from whoever harms."""

    WARNING_NOTICE = "child abduction warning notice"
    CLOSURE = "closure of premises"
    LICENSING = "licensing review"
    TENANCY = "action on a tenancy"
    PROTECTION_ORDER = "sexual harm or risk order"
    OTHER = "another measure"


@dataclass(frozen=True, slots=True)
class MeetingCalled:
    """A meeting was called. `about` are what it is about: findings, concerns, adults, places, children, by their ids."""

    kind: MeetingKind
    about: tuple[str, ...]
    when: datetime
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody was invited, and why they are needed."""

    account: str
    agency: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InformationAsked:
    """An agency was asked for what it holds, by a moment."""

    agency: str
    what: str = field(repr=False)
    due_by: datetime


@dataclass(frozen=True, slots=True)
class InformationGiven:
    """An agency gave what it holds. `records` are ids of records."""

    ask: str
    words: str = field(repr=False)
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InformationWithheld:
    """An agency decided not to share, because. The answer is kept, and stands in the register."""

    ask: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Minuted:
    """The meeting was held, and what was said and decided there. `attended` are accounts."""

    held_at: datetime
    words: str = field(repr=False)
    attended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionSet:
    """Somebody does something by a day."""

    owner: str
    what: str = field(repr=False)
    due_on: date


@dataclass(frozen=True, slots=True)
class ActionDone:
    """An action was done, and what there is to show for it."""

    action: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MeasureSet:
    """A measure on an adult or a place, to be looked at again by a day."""

    kind: MeasureKind
    on: str
    because: str = field(repr=False)
    review_on: date


@dataclass(frozen=True, slots=True)
class MeasureReviewed:
    """A measure was looked at again: it goes on until another day, or has ended."""

    measure: str
    because: str = field(repr=False)
    review_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingDissented:
    """Somebody stands against what the meeting decided, by name."""

    because: str = field(repr=False)


Deed = (
    MeetingCalled
    | Invited
    | InformationAsked
    | InformationGiven
    | InformationWithheld
    | Minuted
    | ActionSet
    | ActionDone
    | MeasureSet
    | MeasureReviewed
    | MeetingDissented
)
