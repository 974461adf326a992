"""Bank holidays of the four nations, on the days on which they are kept."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

A_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
_ST_ANDREW_SINCE = 2007


class Nation(StrEnum):
    """A nation of the United Kingdom, as far as law, guidance and bank holidays differ."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


@dataclass(frozen=True, slots=True)
class _Calendar:
    every_year: Mapping[Nation, tuple[str, ...]]
    added: Mapping[Nation, frozenset[date]]
    moved: Mapping[Nation, frozenset[date]]
    known_until: int


@lru_cache(maxsize=512)
def bank_holidays(year: int, nation: Nation = Nation.ENGLAND) -> frozenset[date]:
    """The bank holidays of a nation in a year. One that falls on a weekend is kept on the next working day.

    Years after `known_until()` follow the rules of every year alone: days not yet proclaimed are not in them. In Scotland
    these are the national days; councils may keep others.
    """
    calendar = _calendar()
    kept: set[date] = set()
    for name in calendar.every_year[nation]:
        day = _RULES[name](year)
        if day is not None and day not in calendar.moved[nation]:
            kept.add(_kept(day, kept))
    return frozenset(kept | {day for day in calendar.added[nation] if day.year == year})


def known_until() -> int:
    """The last year for which the government had published the days when the table was written."""
    return _calendar().known_until


def _kept(day: date, taken: set[date]) -> date:
    while day.weekday() >= SATURDAY or day in taken:
        day += A_DAY
    return day


@lru_cache(maxsize=1)
def _calendar() -> _Calendar:
    table = tomllib.loads(files(__package__).joinpath("bank_holidays.toml").read_text(encoding="utf-8"))
    added: dict[Nation, set[date]] = {nation: set() for nation in Nation}
    moved: dict[Nation, set[date]] = {nation: set() for nation in Nation}
    for entry in table["once"]:
        for nation in map(Nation, entry.get("nations", tuple(Nation))):
            added[nation].add(entry["day"])
            if "instead_of" in entry:
                moved[nation].add(entry["instead_of"])
    return _Calendar(
        every_year={nation: tuple(table["every_year"][nation]) for nation in Nation},
        added={nation: frozenset(days) for nation, days in added.items()},
        moved={nation: frozenset(days) for nation, days in moved.items()},
        known_until=table["known_until"],
    )


def _first_monday(day: date) -> date:
    return day + A_DAY * (-day.weekday() % 7)


def _last_monday(day: date) -> date:
    return day - A_DAY * day.weekday()


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 4) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


_RULES: Mapping[str, Callable[[int], date | None]] = {
    "new year": lambda year: date(year, 1, 1),
    "2 january": lambda year: date(year, 1, 2),
    "st patrick": lambda year: date(year, 3, 17),
    "good friday": lambda year: _easter(year) - 2 * A_DAY,
    "easter monday": lambda year: _easter(year) + A_DAY,
    "early may": lambda year: _first_monday(date(year, 5, 1)),
    "late may": lambda year: _last_monday(date(year, 5, 31)),
    "12 july": lambda year: date(year, 7, 12),
    "early august": lambda year: _first_monday(date(year, 8, 1)),
    "late august": lambda year: _last_monday(date(year, 8, 31)),
    "st andrew": lambda year: date(year, 11, 30) if year >= _ST_ANDREW_SINCE else None,
    "christmas": lambda year: date(year, 12, 25),
    "boxing day": lambda year: date(year, 12, 26),
}
"""The rules in the words of the table. Each gives the day as the calendar has it, before a weekend moves it."""
