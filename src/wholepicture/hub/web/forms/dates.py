"""Dates as people give them: whole, or only a month and a year, or only a year."""

from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known as far as it is known: the year always, the day only with its month."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def whole(self) -> date | None:
        """The date, where it is known to the day."""
        return self.first if self.month and self.day else None

    def __str__(self) -> str:
        parts = (str(self.day) if self.day else "", month_name[self.month] if self.month else "", str(self.year))
        return " ".join(filter(None, parts))


def month_number(written: str) -> int | None:
    """The month that was meant: 3, 03, "Mar" or "march"; None where it is none."""
    if written.isascii() and written.isdigit():
        number = int(written)
        return number if 1 <= number <= 12 else None
    letters = written.lower().rstrip(".")
    found = [number for number, name in enumerate(month_name) if len(letters) >= 3 and name.lower().startswith(letters)]
    return found[0] if len(found) == 1 else 9 if letters == "sept" else None
