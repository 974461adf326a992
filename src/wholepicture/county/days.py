"""The county's days and clock. A moment is a whole number of minutes since the first midnight, on a London wall clock."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

DAY = 1440
"""Minutes in a day. The county's wall clock knows no summer time: an hour that does not exist is written by nobody."""

_AFTER = 400
"""Days beyond the last one that still have a name, for what is written down late or lasts past the end."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _school(day: date) -> float:
    if day.weekday() >= 5 or day.month == 8:
        return 0.0
    holiday = (day.month == 12 and day.day > 19) or (day.month == 1 and day.day < 4) or (day.month == 4 and 3 < day.day < 17)
    half_term = (day.month, day.day // 8) in {(10, 3), (2, 2), (5, 3)}
    return 0.0 if holiday or half_term else (1.25 if day.month in {11, 2, 3} else 1.0)


def _evening(day: date) -> float:
    summer = 1.3 if day.month in {5, 6, 7, 8} else 1.0
    return summer * (1.0, 0.9, 0.9, 1.0, 1.5, 1.8, 1.2)[day.weekday()]


def _office(day: date) -> float:
    return (1.3, 1.1, 1.0, 1.0, 1.1, 0.15, 0.1)[day.weekday()] * (0.7 if day.month in {8, 12} else 1.0)


def _any(day: date) -> float:
    return 1.15 if day.month in {12, 1} else 1.0


RHYTHMS: dict[str, Callable[[date], float]] = {"school": _school, "evening": _evening, "office": _office, "any": _any}
"""How the chance of an event rises and falls with season and day of the week, by the name of the rhythm."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days from `start`, `days` of them: how each is written, and how likely each is under each rhythm."""

    start: date
    days: int
    iso: tuple[str, ...]
    british: tuple[str, ...]
    short_month: tuple[str, ...]
    year: tuple[str, ...]
    rhythms: dict[str, tuple[float, ...]]

    @property
    def end(self) -> int:
        """The minute at which the extracts are made; what is written down later is in none of them."""
        return self.days * DAY

    def day(self, rng: Random, rhythm: str, since: int = 0, until: int | None = None) -> int:
        """A day by a rhythm, from day `since` to before day `until`."""
        bounds = self.rhythms[rhythm]
        low = bounds[since - 1] if since > 0 else 0.0
        high = bounds[(until if until is not None else self.days) - 1]
        return min(bisect_right(bounds, low + rng.random() * (high - low)), self.days - 1)

    def school_day(self, day: int) -> int:
        """The first day from `day` on which schools are open; `day` itself where none is left."""
        bounds = self.rhythms["school"]
        for later in range(max(day, 1), self.days):
            if bounds[later] > bounds[later - 1]:
                return later
        return day

    def stamp(self, minute: int) -> str:
        """2021-04-19T17:09"""
        return f"{self.iso[minute // DAY]}T{minute % DAY // 60:02d}:{minute % 60:02d}"

    def british_stamp(self, minute: int) -> str:
        """19/04/2021 17:09"""
        return f"{self.british[minute // DAY]} {minute % DAY // 60:02d}:{minute % 60:02d}"

    def years_since(self, born: date, minute: int) -> int:
        """The age in whole years, on the day of a minute, of somebody born on a day."""
        today = self.start + timedelta(days=minute // DAY)
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def make_calendar(start: date, years: int) -> Calendar:
    """The calendar of so many years (365 days each and one more in every fourth) from a day."""
    days = years * 365 + years // 4
    named = [start + timedelta(days=number) for number in range(days + _AFTER)]
    return Calendar(
        start,
        days,
        tuple(day.isoformat() for day in named),
        tuple(f"{day.day:02d}/{day.month:02d}/{day.year}" for day in named),
        tuple(f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}" for day in named),
        tuple(f"{day.year % 100:02d}" for day in named),
        {name: tuple(accumulate(weigh(day) for day in named[:days])) for name, weigh in RHYTHMS.items()},
    )
