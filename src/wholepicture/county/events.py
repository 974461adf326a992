"""What happens in the county, before any agency has written it down, and what an agency then writes."""

from dataclasses import dataclass, field

from wholepicture.county.cast import Person, Phone, Place, Thing, Vehicle
from wholepicture.county.narratives import NamedSpan

FILES = (
    "police_ppn",
    "missing_reports",
    "neighbourhood_cases",
    "school_log",
    "health_notifications",
    "social_care_contacts",
    "other_referrals",
)
"""The extracts, by the names of their files."""


@dataclass(slots=True, kw_only=True)
class Event:
    """Something that an agency hears of. `minute` is when it happened, `until` when it ended where that matters.

    `file` says who hears of it, `filed_as` what they file it as; `topics` are what they write about. `network` and
    `look_alike` are known to the truth alone.
    """

    file: str
    minute: int
    filed_as: str
    topics: tuple[str, ...]
    subject: Person | None = None
    other: Person | None = None
    other_role: str = ""
    friend: Person | None = None
    place: Place | None = None
    vehicle: Vehicle | None = None
    phone: Phone | None = None
    until: int = 0
    source: str = ""
    place_in_text: bool = False
    network: int | None = None
    look_alike: int | None = None


@dataclass(slots=True)
class Draft:
    """A row as an agency wrote it, still without its reference. `series` is what the reference will begin with."""

    file: str
    series: str
    recorded: int
    cells: list[str]
    slots: list[tuple[str, Thing]] = field(default_factory=list)
    spans: list[NamedSpan] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    network: int | None = None
    look_alike: int | None = None
