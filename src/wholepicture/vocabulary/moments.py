"""Moments and periods. Inside the system every moment is UTC; agencies and screens speak London time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from wholepicture.vocabulary.carried import Carried

LONDON = ZoneInfo("Europe/London")


@lru_cache(maxsize=4096)
def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """The UTC moment at which a London day begins."""
    return _midnight(day)


def end_of_day(day: date) -> datetime:
    """The last whole second of a London day, in UTC: what a date alone means as the moment of recording."""
    return _midnight(day + timedelta(days=1)) - timedelta(seconds=1)


def london_moment(local: datetime) -> datetime:
    """The UTC moment that a London wall clock showed; of an hour that came twice, the first."""
    offset = _midnight(local.date())
    guess = offset + timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    if offset.day == local.day and _midnight(local.date() + timedelta(days=1)) - offset == timedelta(days=1):
        return guess
    return local.replace(tzinfo=LONDON).astimezone(UTC)


@lru_cache(maxsize=1 << 15)
def london_day(moment: datetime) -> date:
    """The London calendar day on which a UTC moment falls."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Period(Carried):
    """A stretch of time in the world: `since` inclusive, `until` exclusive; `until` None means that the end is not known."""

    since: datetime
    until: datetime | None = None

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share any instant; a period without an end counts as one minute long."""
        mine = self.until or self.since + timedelta(minutes=1)
        theirs = other.until or other.since + timedelta(minutes=1)
        return self.since < theirs and other.since < mine

    @property
    def length(self) -> timedelta:
        """How long it lasted; zero where the end is not known."""
        return (self.until - self.since) if self.until else timedelta(0)

    def london_days(self) -> Iterator[date]:
        """The London days that it touches, in order; never none, also where it ends as it begins, at midnight."""
        day = london_day(self.since)
        last = max(day, london_day(self.until - timedelta(seconds=1))) if self.until else day
        while day <= last:
            yield day
            day += timedelta(days=1)


def whole_day(day: date) -> Period:
    """The period that a date alone means when it says when something happened."""
    return Period(_midnight(day), _midnight(day + timedelta(days=1)))
