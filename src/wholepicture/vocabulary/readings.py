"""What reading a narrative found: indicators, people and things named, wording, and a category that does not fit."""

from dataclasses import dataclass, field
from enum import StrEnum

from wholepicture.vocabulary.carried import Carried
from wholepicture.vocabulary.pole import Description, EntityKind, Role
from wholepicture.vocabulary.records import MentionId, RecordId, Span


class Polarity(StrEnum):
    """Whether the writer says that it was so."""

    AFFIRMED = "affirmed"
    ABSENT = "absent"
    """The writer says that it was not there, or gives an innocent explanation."""
    DENIED = "denied"
    """The child says no. A denial is shown, and never hides anything."""
    UNCERTAIN = "uncertain"
    """The writer guesses."""


class Timing(StrEnum):
    """When it was so."""

    CURRENT = "current"
    PAST = "past"
    """History that the writer treats as over."""
    HYPOTHETICAL = "hypothetical"
    """Plans, safety-netting, training, "if"."""


class About(StrEnum):
    """Whom it is about."""

    CHILD = "child"
    FAMILY = "family"
    OTHER = "other"


class Tier(StrEnum):
    """How it was found."""

    RULE = "rule"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorFound(Carried):
    """One published indicator at one place in a narrative. It is evidence to look at, never a score.

    `indicator` is its id in the taxonomy (A1 to I5), `pattern` the id of what matched, `cue` the words that set polarity,
    time or person where any did, `about_mention` the mention that it is bound to where that is known.
    """

    indicator: str
    span: Span
    polarity: Polarity
    timing: Timing
    about: About
    tier: Tier
    pattern: str
    cue: Span | None = None
    about_mention: MentionId | None = None

    @property
    def live(self) -> bool:
        """Whether it speaks of now and was not ruled out by the writer. A child's denial leaves it live."""
        return self.polarity is not Polarity.ABSENT and self.timing is Timing.CURRENT


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInText(Carried):
    """A person, place, vehicle, phone or handle that stands in the narrative."""

    kind: EntityKind
    role: Role
    description: Description
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingAdvice(Carried):
    """Blaming or minimising wording, with what is published as better. Advice only: the text is never rewritten."""

    span: Span
    term: str
    instead: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMismatch(Carried):
    """Filed as one thing, while its words ask about a child: shown with the words, never refiled.

    `child_words` are the spans that speak of a child, `indicators` the live indicators, `groups` their groups (A to I).
    """

    filed_as: str
    child_words: tuple[Span, ...]
    indicators: tuple[IndicatorFound, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Carried):
    """What one version of the lexicon reads in one narrative.

    `child_words` are the spans that speak of a child who is present or concerned; `night` says that the narrative speaks of
    night or late evening; `adults_calling` that adults visit a place (indicator D1 or its like, live).
    """

    record: RecordId
    lexicon: str
    indicators: tuple[IndicatorFound, ...] = ()
    named: tuple[NamedInText, ...] = ()
    wording: tuple[WordingAdvice, ...] = ()
    child_words: tuple[Span, ...] = ()
    night: bool = False
    adults_calling: bool = False
    mismatch: CategoryMismatch | None = None
    dates: tuple[Span, ...] = field(default=(), repr=False)
    ages: tuple[Span, ...] = field(default=(), repr=False)
