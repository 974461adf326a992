"""Working days in England, against the dates that the government publishes."""

from datetime import date

import pytest

from wholepicture.statute.working_days import bank_holidays, is_working_day, working_days_after

PUBLISHED = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
"""gov.uk/bank-holidays, England and Wales."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_that_were_published(year):
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == PUBLISHED[year].split()


@pytest.mark.parametrize(
    ("received", "count", "last"),
    [
        (date(2026, 11, 25), 1, date(2026, 11, 26)),  # Wednesday to Thursday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday to Monday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday to Monday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas, with its day in lieu
        (date(2026, 11, 25), 15, date(2026, 12, 16)),
    ],
)
def test_a_term_of_working_days_begins_on_the_day_after(received, count, last):
    assert working_days_after(received, count) == last
    assert is_working_day(last)


def test_a_term_has_at_least_one_day():
    with pytest.raises(ValueError, match="0"):
        working_days_after(date(2026, 11, 25), 0)
