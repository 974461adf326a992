"""What the page is drawn from. Whoever knows the picture fills these; this room only draws.

Names, addresses and narratives are given in full: the page itself masks persons, phones and handles unless `Page.names`
says that they may be shown, so that there is one place where that can go wrong, and it is tested. What is sealed must
already be absent: the page cannot know it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from wholepicture.report.wording import PATTERNS, PatternWords
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Record, RecordId


class AgeGroup(StrEnum):
    """Whether a person is drawn as a child or as an adult. Where age is in doubt the page draws a child and says so."""

    CHILD = "child"
    ADULT = "adult"
    UNKNOWN = "age in doubt"


class Certainty(StrEnum):
    """How sure a link is: the same person or thing, or one that fits and could be others too."""

    SAME = "same"
    COMPATIBLE = "compatible"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a place lies, in metres east and north on one flat grid for the whole page, such as the National Grid."""

    easting: float
    northing: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """A person, place, vehicle, phone or handle as it is to be labelled.

    `name` is the fullest form: "Tansy Oakes", "Flat 3, 18 Marsh Lane, QX1 4RT", "silver Astra KX53 WLD", a number. It may be
    empty for somebody whom no record names. `age` is in words, for persons only ("13", "about 13"), as at `Page.as_of`.
    `detail` is one plain remark that names nobody ("children's home", "also written with a part registration").
    `also_named` holds other names of the same person, so that these are masked too.
    """

    id: EntityId
    kind: EntityKind
    name: Words
    age_group: AgeGroup = AgeGroup.UNKNOWN
    age: str = ""
    detail: str = ""
    also_named: tuple[Words, ...] = ()
    postcode: str = field(default="", repr=False)
    position: Position | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A line in the network drawing. `says` is what the records say in two or three words ("found at", "passenger in").

    `records` are `system/reference`; `certainty` is COMPATIBLE when any judgement that it needs is only that.
    """

    left: EntityId
    right: EntityId
    says: str
    records: tuple[str, ...]
    certainty: Certainty = Certainty.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingMonth:
    """One child's missing episodes in one month (`month` is its first day), by the day on which they began.

    `hours_away` is the sum over the month, `nights_away` how many nights were spent away, `returned_at` the usual London
    time of return (the median, counted from noon to noon, so that 02:00 is later than 22:00), None where none is known.
    """

    month: date
    episodes: int
    hours_away: float
    nights_away: int
    returned_at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding with what its drawings need.

    `evidence` holds all its records, growth included; empty means `finding.evidence`. `links` are drawn in the network.
    `series` belongs to `falling_count`: the months in order, without gaps. Within a week findings are shown by `order`,
    lowest first, then by when they surfaced: it says who looks at what first when there are more than the budget.
    `would_show_alone` is the moment at which a rule that counts per child would have shown it, where that is known.
    """

    finding: Finding
    evidence: tuple[RecordId, ...] = ()
    links: tuple[LinkView, ...] = ()
    series: tuple[MissingMonth, ...] = ()
    order: int = 0
    would_show_alone: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCounts:
    """One file's rows, each counted once: rows = records + amendments + duplicates + rejected."""

    file: str
    system: str
    rows: int
    records: int = 0
    amendments: int = 0
    duplicates: int = 0
    rejected: int = 0

    @property
    def unaccounted(self) -> int:
        """Rows that no column explains. It must be 0; the page says so when it is not."""
        return self.rows - self.records - self.amendments - self.duplicates - self.rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """An agency's record with what was read in it, if anything was."""

    record: Record
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything that `report.html` says.

    All moments are UTC and are shown in London time. `as_of` is the moment of knowledge that the page stands for.
    `versions` says what was in use ("lexicon" -> "2026.11", "linkage model" -> ...). `indicators` gives each indicator's
    plain name by its id. Entities and records that no finding needs may be left out. `budget_owner` is the role or
    person who answers for what is over the budget; empty is shown as "nobody has been named".
    """

    purpose: str
    made_at: datetime
    as_of: datetime
    files: tuple[FileCounts, ...]
    findings: tuple[FindingView, ...]
    entities: Mapping[EntityId, EntityView] = field(default_factory=dict, repr=False)
    records: Mapping[RecordId, RecordView] = field(default_factory=dict, repr=False)
    problems: tuple[str, ...] = ()
    names: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[PatternWords, ...] = PATTERNS
    weekly_budget: int = 5
    budget_owner: str = ""
