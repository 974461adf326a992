"""Moments: London outside, UTC inside."""

from datetime import UTC, date, datetime, timedelta

import pytest

from wholepicture.vocabulary.moments import LONDON, Period, end_of_day, london_day, london_moment, whole_day


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 1, 10, 23, 30), datetime(2026, 1, 10, 23, 30, tzinfo=UTC)),
        (datetime(2026, 7, 10, 0, 30), datetime(2026, 7, 9, 23, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, 30), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 3, 0), datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, 0), datetime(2026, 10, 25, 12, 0, tzinfo=UTC)),
    ],
)
def test_a_london_wall_clock_becomes_utc_and_of_a_doubled_hour_the_first(local: datetime, utc: datetime) -> None:
    assert london_moment(local) == utc


def test_every_quarter_hour_of_a_year_agrees_with_the_zone_itself() -> None:
    local = datetime(2026, 1, 1)
    while local.year == 2026:
        assert london_moment(local) == local.replace(tzinfo=LONDON).astimezone(UTC)
        local += timedelta(minutes=15)


def test_a_date_alone_means_the_end_of_that_london_day_when_it_says_when_something_was_recorded() -> None:
    assert end_of_day(date(2007, 1, 29)) == datetime(2007, 1, 29, 23, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2007, 7, 29)) == datetime(2007, 7, 29, 22, 59, 59, tzinfo=UTC)
    assert london_day(end_of_day(date(2007, 7, 29))) == date(2007, 7, 29)


def test_a_day_lasts_until_the_next_begins_and_is_an_hour_short_when_clocks_go_forward() -> None:
    assert whole_day(date(2026, 3, 29)).length == timedelta(hours=23)
    assert list(whole_day(date(2026, 3, 29)).london_days()) == [date(2026, 3, 29)]


def test_a_period_that_ends_as_it_begins_touches_its_day_at_midnight_as_well() -> None:
    midnight = datetime(2026, 1, 10, tzinfo=UTC)

    assert list(Period(midnight, midnight).london_days()) == [date(2026, 1, 10)]


def test_periods_that_only_touch_do_not_overlap() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    hour = timedelta(hours=1)

    assert not Period(noon, noon + hour).overlaps(Period(noon + hour, noon + 2 * hour))
    assert Period(noon, noon + hour).overlaps(Period(noon + hour / 2, None))
