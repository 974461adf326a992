"""Moments as people type them."""

from datetime import UTC, date, datetime
from typing import TypeVar

from wholepicture.cli.refusal import Refusal
from wholepicture.intake.dates import LATEST_YEAR
from wholepicture.vocabulary.moments import end_of_day, london_moment

D = TypeVar("D", bound=date)


def parse_moment(words: str) -> datetime:
    """A day (its last second, London time), or a day and time (London time unless an offset is given); in UTC.

    Raises Refusal.
    """
    try:
        if len(words) <= len("2007-03-14"):
            return end_of_day(_believable(date.fromisoformat(words)))
        moment = _believable(datetime.fromisoformat(words))
        return london_moment(moment) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refusal(
            f"'{words}' is not a moment. Write a day as 2007-03-14, or a day and time as 2007-03-14T16:30."
        ) from None


def _believable(day: D) -> D:
    """The day, where the journey can come to it in reasonable time. Raises ValueError."""
    if day.year > LATEST_YEAR:
        raise ValueError
    return day
