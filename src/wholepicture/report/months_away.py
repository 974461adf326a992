"""One child's missing episodes, counted month by month for drawing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from wholepicture.report.view import MissingMonth
from wholepicture.vocabulary.moments import LONDON, Period


def months_away(episodes: Iterable[tuple[date, Period | None]]) -> tuple[MissingMonth, ...]:
    """Month by month, months without any included. An episode is the London day on which it began, and when it was."""
    by_month: dict[date, list[Period | None]] = defaultdict(list)
    for day, period in episodes:
        by_month[day.replace(day=1)].append(period)
    months = []
    month, last = min(by_month, default=None), max(by_month, default=None)
    while month is not None and last is not None and month <= last:
        months.append(_month(month, by_month.get(month, [])))
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(months)


def _month(month: date, episodes: Sequence[Period | None]) -> MissingMonth:
    periods = [period for period in episodes if period is not None and period.until is not None]
    nights = sum(len(list(period.london_days())) - 1 for period in periods)
    hours = sum(period.length.total_seconds() for period in periods) / 3600
    returns = sorted(_from_noon(period.until) for period in periods if period.until)
    usual: time | None = None
    if returns:
        minutes = (returns[len(returns) // 2] + 12 * 60) % (24 * 60)
        usual = time(minutes // 60, minutes % 60)
    return MissingMonth(
        month=month, episodes=len(episodes), hours_away=round(hours, 1), nights_away=nights, returned_at=usual
    )


def _from_noon(moment: datetime) -> int:
    """Minutes since the noon before, London time: 02:00 comes after 22:00."""
    local = moment.astimezone(LONDON)
    return (local.hour * 60 + local.minute - 12 * 60) % (24 * 60)
