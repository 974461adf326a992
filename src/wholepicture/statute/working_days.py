"""Working days in England: what "within one working day" means on the calendar."""

from datetime import date, timedelta
from functools import lru_cache

A_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
PROCLAIMED: frozenset[date] = frozenset(
    {date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
)
"""Bank holidays that stood in for, or were added to, those of every year. Source: gov.uk/bank-holidays."""
MOVED: frozenset[date] = frozenset({date(2020, 5, 4), date(2022, 5, 30)})
"""Days of the rule that were moved in their year to a proclaimed one."""


def is_working_day(day: date) -> bool:
    """Whether it is a working day in England: no Saturday, Sunday or bank holiday (Banking and Financial Dealings Act 1971,
    Schedule 1, and Christmas Day and Good Friday by common law). One-off holidays after 2023 have to be added.
    """
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The last day of a term of that many working days, which begins on the day after `day`. `count` is at least 1."""
    if count < 1:
        raise ValueError(count)
    while count:
        day += A_DAY
        count -= is_working_day(day)
    return day


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in a year, on the days on which they are kept."""
    easter = _easter(year)
    ruled = {
        _kept(date(year, 1, 1)),
        easter - 2 * A_DAY,
        easter + A_DAY,
        _first_monday(date(year, 5, 1)),
        _last_monday(date(year, 5, 31)),
        _last_monday(date(year, 8, 31)),
        *_christmas(year),
    }
    return frozenset((ruled - MOVED) | {day for day in PROCLAIMED if day.year == year})


def _kept(day: date) -> date:
    """A holiday that falls on a weekend is kept on the Monday after."""
    return day + A_DAY * {SATURDAY: 2, SUNDAY: 1}.get(day.weekday(), 0)


def _christmas(year: int) -> tuple[date, date]:
    first = _kept(date(year, 12, 25))
    second = _kept(date(year, 12, 26))
    return first, second if second != first else second + A_DAY


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
