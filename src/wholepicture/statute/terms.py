"""Terms: how long a duty may take, and the last moment at which it is still kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wholepicture.statute.working_days import Nation, working_days_after
from wholepicture.vocabulary.moments import end_of_day, london_day


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time. `count` is at least 1."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit[:-1]}"


class UnreadableTerm(ValueError):
    """A term is written as a whole number from 1 and hours, days, working days or months, such as "15 working days"."""


def read_term(text: str) -> Term:
    """A term as written, such as "15 working days" or "1 month". Raises UnreadableTerm."""
    number, _, unit = text.strip().partition(" ")
    try:
        term = Term(int(number), Unit(unit if unit.endswith("s") else f"{unit}s"))
    except ValueError:
        raise UnreadableTerm(text) from None
    if term.count < 1:
        raise UnreadableTerm(text)
    return term


def last_moment(started_at: datetime, term: Term, nation: Nation) -> datetime:
    """The last whole second of a term that started at a moment, inclusive, in UTC.

    Hours run from the moment itself, through nights, weekends and holidays. All others run from the day after, and to the
    end of their last day in London. Months end on the day of the same number, or on the month's last day where it has none
    (Dodds v Walker [1981] 1 WLR 1027, the corresponding date).
    """
    day = london_day(started_at)
    match term.unit:
        case Unit.HOURS:
            return started_at + timedelta(hours=term.count)
        case Unit.DAYS:
            return end_of_day(day + timedelta(days=term.count))
        case Unit.WORKING_DAYS:
            return end_of_day(working_days_after(day, term.count, nation))
        case Unit.MONTHS:
            return end_of_day(months_after(day, term.count))


def months_after(day: date, count: int) -> date:
    """The corresponding date so many months later, or earlier where `count` is negative."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, _length(year, month + 1)))


def _length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
