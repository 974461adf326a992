"""What somebody fills in about a concern, as the cells of the intake profiles `hub_concern` and `hub_addition`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

NARRATIVE = ("what was seen", "what worries you", "child's words")
"""The columns that are read, in the order in which the profile joins them."""
MOST = {"person": 5, "place": 3, "vehicle": 3, "contact": 3}
"""How many of each the profiles have columns for."""

Row = Mapping[str, str]
"""One person, place, vehicle or contact: texts by the words of the columns (`name`, `registration`...); empty ones count
for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When it was seen: from a London day to another, both inclusive, or at a time of one day; or only in words."""

    first: date | None = None
    last: date | None = None
    at: time | None = None
    words: str = ""

    def cells(self) -> dict[str, str]:
        """The cells that say so."""
        if self.first is None:
            return {"seen in words": " ".join(filter(None, [self.words, self.at.strftime("%H:%M") if self.at else ""]))}
        one_day = self.last in (None, self.first)
        at = f"T{self.at:%H:%M}" if self.at and one_day else ""
        until = "" if one_day or self.last is None else self.last.isoformat()
        return {"seen from": f"{self.first.isoformat()}{at}", "seen until": until, "seen in words": self.words}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenConcern:
    """A concern as somebody wrote it. Only `seen` is needed. `criticised` says that somebody of an agency is."""

    seen: str = field(repr=False)
    about: str = ""
    when: Seen = field(default=Seen(), repr=False)
    worries: str = field(default="", repr=False)
    child_words: str = field(default="", repr=False)
    told_by: str = field(default="", repr=False)
    known_to: str = field(default="", repr=False)
    own_category: str = ""
    group: str = field(default="", repr=False)
    child: Row = field(default_factory=dict, repr=False)
    persons: tuple[Row, ...] = field(default=(), repr=False)
    places: tuple[Row, ...] = field(default=(), repr=False)
    vehicles: tuple[Row, ...] = field(default=(), repr=False)
    contacts: tuple[Row, ...] = field(default=(), repr=False)
    criticised: bool = False
    criticised_who: str = field(default="", repr=False)

    def cells(self) -> dict[str, str]:
        """The cells, by column; empty ones are left out."""
        cells = {
            "about": self.about,
            **self.when.cells(),
            "own category": self.own_category,
            "what was seen": self.seen,
            "what worries you": self.worries,
            "child's words": self.child_words,
            "who told you": self.told_by,
            "who else knows": self.known_to,
            "group": self.group,
            "somebody criticised": "yes" if self.criticised else "",
            "who is criticised": self.criticised_who if self.criticised else "",
            **{f"child {name}": text for name, text in self.child.items()},
        }
        for number, row in enumerate(_filled(self.persons), 2):
            cells.update({f"person {number} {name}": text for name, text in row.items()})
        for number, row in enumerate(_filled(self.places), 1):
            cells.update(_place(row, "place" if number == 1 else f"place {number}"))
        for number, row in enumerate(_filled(self.vehicles), 1):
            start = "vehicle" if number == 1 else f"vehicle {number}"
            cells.update({f"{start} {name}": text for name, text in row.items()})
        for number, row in enumerate(_filled(self.contacts), 1):
            cells.update({f"{name} {number}" if number > 1 else name: text for name, text in row.items()})
        return {name: text for name, text in cells.items() if text.strip()}


def _filled(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if any(text.strip() for text in row.values())]


def _place(row: Row, start: str) -> dict[str, str]:
    return {start if name == "text" else f"{start} {name}": text for name, text in row.items()}
