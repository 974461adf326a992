"""Dates of birth and ages: what agrees, what is a slip, what cannot be."""

from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from wholepicture.vocabulary.pole import Age


class BirthLevel(IntEnum):
    """How two statements of birth compare."""

    MISSING = 0
    SAME = 1
    SWAPPED = 2
    DIGIT = 3
    AGE_EXACT = 4
    """An age stated to the year fits."""
    AGE_FITS = 5
    """A guessed age fits."""
    AGE_NEAR = 6
    YEAR = 7
    AGE_CONFLICT = 8
    DIFFERENT = 9


def compare_births(left: date, right: date) -> BirthLevel:
    """Compare two dates: same, day and month changed places, one digit off or two turned, the year alone, different."""
    if left == right:
        return BirthLevel.SAME
    if left.year != right.year and left.month != right.month and left.day != right.day:
        return BirthLevel.DIFFERENT  # no one slip touches all three
    return _compare_near(left, right)


@lru_cache(maxsize=1 << 16)
def _compare_near(left: date, right: date) -> BirthLevel:
    if left.year == right.year and left.day == right.month and left.month == right.day:
        return BirthLevel.SWAPPED
    if OSA.distance(f"{left:%d%m%Y}", f"{right:%d%m%Y}", score_cutoff=1) <= 1 and abs(left.year - right.year) <= 12:
        return BirthLevel.DIGIT
    if left.replace(year=2000) == right.replace(year=2000) and abs(left.year - right.year) == 1:
        return BirthLevel.DIGIT
    return BirthLevel.YEAR if left.year == right.year else BirthLevel.DIFFERENT


def years_before(day: date, years: int) -> date:
    """The same calendar day that many years earlier; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


@lru_cache(maxsize=16384)
def birth_range(age: Age, on: date) -> tuple[date, date]:
    """The first and last day of birth, both inclusive, that fit an age on a day; guesses are given room either way."""
    room = max(2, age.high // 8) if age.estimated else 0
    first = years_before(on, age.high + room + 1) + timedelta(days=1)
    return first, years_before(on, max(age.low - room, 0))


def compare_range(born: date, first: date, last: date) -> BirthLevel:
    """Compare a date of birth with the days that a stated age allows: fits, off by at most a year, cannot be."""
    if first <= born <= last:
        return BirthLevel.AGE_EXACT if last - first <= timedelta(days=366) else BirthLevel.AGE_FITS
    year = timedelta(days=366)
    return BirthLevel.AGE_NEAR if first - year <= born <= last + year else BirthLevel.AGE_CONFLICT


def compare_ranges(left: tuple[date, date], right: tuple[date, date]) -> BirthLevel:
    """Compare what two stated ages allow: they overlap, miss by at most a year, cannot be one person."""
    if left[0] <= right[1] and right[0] <= left[1]:
        return BirthLevel.AGE_FITS
    gap = right[0] - left[1] if right[0] > left[1] else left[0] - right[1]
    return BirthLevel.AGE_NEAR if gap.days <= 366 else BirthLevel.AGE_CONFLICT
