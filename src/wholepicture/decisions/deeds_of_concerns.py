"""What can be done about a concern. Each docstring is what the page says of it."""

from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.decisions.options import Option
from wholepicture.statute.occurrences import EvidenceKind, Milestone


@dataclass(frozen=True, slots=True)
class TakenOn:
    """Somebody deals with the concern from now on."""

    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HandedOn:
    """The concern was handed to somebody else. Its clocks run on."""

    to: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LetGo:
    """Whoever dealt with the concern let it go. Nobody deals with it until somebody takes it; its clocks run on."""

    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """It was decided what happens. `seen` are the records and findings that lay before whoever decided; `took_part` are
    accounts.
    """

    option: Option
    considered: tuple[Option, ...]
    reasons: str = field(repr=False)
    seen: tuple[str, ...]
    took_part: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """A second person agreed to what one alone may not do."""

    on: str
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Disagreed:
    """A second person did not agree. What was proposed falls."""

    on: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Dissented:
    """Somebody stands against a decision, by name. It is kept, and answered in writing."""

    on: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RaiserTold:
    """The raiser was told what was decided and why. `reference` says where it can be seen that it reached them."""

    on: str
    how: str = field(repr=False)
    reference: str


@dataclass(frozen=True, slots=True)
class RaiserConfirmed:
    """The raiser confirmed that the decision reached them. It does not say that they agree."""

    on: str


@dataclass(frozen=True, slots=True)
class Objected:
    """The raiser does not accept the decision, or that there is none. The concern opens again and climbs until answered."""

    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ObjectionAnswered:
    """An objection was answered: upheld, so that it is decided anew, or not, with the reasons."""

    objection: str
    upheld: bool
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PressedOn:
    """The raiser does not accept the answer. The objection goes to the next stage at once."""

    objection: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ObjectionSettled:
    """The raiser accepts the answer."""

    objection: str
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConferenceRequested:
    """A conference was requested. It cannot be refused without a recorded reason and a second person."""

    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestAnswered:
    """A request for a conference was answered: it is held, or it is not, with the reasons and a second person."""

    request: str
    held: bool
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recategorised:
    """The hub filed the concern under another heading. The raiser's own heading stays beside it."""

    category: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Joined:
    """The concern is worked on together with another. Each keeps its own raiser, decision, clocks and objections."""

    to: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reopened:
    """Work on the concern begins again."""

    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CriticismNamed:
    """The concern criticises somebody. They and their line cannot close it, weaken it or decide it alone."""

    account: str
    since: datetime
    because: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PressureRecorded:
    """Somebody was pressed because they raised the concern: rebuked, moved, or asked to stop."""

    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing more is to be done. It takes a second person, a raiser who was told, and no open clock or objection."""

    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something took place that starts or stops a clock, with what there is to show for it. `of` is the matter where it is
    not the concern itself: one missing episode, one conference.
    """

    milestone: Milestone
    when: datetime
    evidence: EvidenceKind
    reference: str
    because: str = field(default="", repr=False)
    of: str = ""


@dataclass(frozen=True, slots=True)
class Excused:
    """A duty will not be kept, for a reason, with evidence and a second person."""

    duty: str
    because: str = field(repr=False)
    evidence: EvidenceKind
    reference: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class LateExplained:
    """Why a duty is late. The clock runs on."""

    duty: str
    because: str = field(repr=False)
    of: str = ""


@dataclass(frozen=True, slots=True)
class WorkNoted:
    """Something that an agency is busy with, such as sharing information. It decides nothing and stops no clock."""

    words: str = field(repr=False)


Deed = (
    TakenOn
    | HandedOn
    | LetGo
    | Decided
    | Agreed
    | Disagreed
    | Dissented
    | RaiserTold
    | RaiserConfirmed
    | Objected
    | ObjectionAnswered
    | PressedOn
    | ObjectionSettled
    | ConferenceRequested
    | RequestAnswered
    | Recategorised
    | Joined
    | Reopened
    | CriticismNamed
    | PressureRecorded
    | Closed
    | Happened
    | Excused
    | LateExplained
    | WorkNoted
)
