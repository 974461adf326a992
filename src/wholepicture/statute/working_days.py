"""Working days: what "within one working day" means on the calendar of a nation."""

from datetime import date

from wholepicture.statute.bank_holidays import A_DAY, SATURDAY, Nation, bank_holidays

__all__ = ["Nation", "bank_holidays", "is_working_day", "working_days_after"]


def is_working_day(day: date, nation: Nation = Nation.ENGLAND) -> bool:
    """Whether it is a working day in the nation: no Saturday, Sunday or bank holiday."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year, nation)


def working_days_after(day: date, count: int, nation: Nation = Nation.ENGLAND) -> date:
    """The last day of a term of that many working days, which begins on the day after `day`. `count` is at least 1."""
    if count < 1:
        raise ValueError(count)
    while count:
        day += A_DAY
        count -= is_working_day(day, nation)
    return day
