"""Dates as agencies write them. London wall clock in, UTC out; a month never stands before its day."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from wholepicture.vocabulary.moments import end_of_day, london_moment

USUAL_FORMS = (
    "dd/mm/yyyy hh:mm",
    "dd/mm/yyyy",
    "yyyy-mm-ddThh:mm",
    "yyyy-mm-dd",
    "dd-Mon-yyyy hh:mm",
    "dd-Mon-yyyy",
    "dd-mm-yyyy hh:mm",
    "dd-mm-yyyy",
    "dd.mm.yyyy",
    "dd Month yyyy",
)
"""What a profile accepts unless it says otherwise. None can be mistaken for another, whatever the text."""

EARLIEST_YEAR = 1900
"""Years before it are slips of the keyboard (0207 for 2007), not dates that a record can speak of."""

LATEST_YEAR = 2199
"""Years after it are what computers write where an end is open (31/12/9999)."""

When = tuple[date, datetime | None]
"""A London day, and the UTC moment where a time of day was written, else None."""

DateReader = Callable[[str], When | None]

_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS = tuple(name[:3].lower() for name in _MONTH_NAMES)
_PARTS = {
    "yyyy": r"(?P<year>\d{4})",
    "yy": r"(?P<short>\d{2})",
    "mm": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{1,2})",
    "Month": r"(?P<name>[A-Za-z]{3,9})",
    "Mon": r"(?P<name>[A-Za-z]{3,4})",
}
_PART = re.compile("yyyy|yy|mm|dd|Month|Mon")
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]m)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)


class UnknownDateForm(ValueError):
    """A date form is written with yyyy (or yy), mm, Mon or Month, dd, and hh:mm at the end where there is a time."""


def _pattern(form: str) -> re.Pattern[str]:
    day, has_time = (form[:-5], True) if form.endswith("hh:mm") else (form, False)
    day = day.rstrip("T ,") if has_time else day
    expression, position = "", 0
    for part in _PART.finditer(day):
        expression += re.escape(day[position : part.start()]) + _PARTS[part.group()]
        position = part.end()
    expression += re.escape(day[position:])
    if has_time:
        expression += r"(?:T|,?\s+(?:at\s+)?)" + _TIME
    try:
        compiled = re.compile(expression, re.IGNORECASE | re.ASCII)
    except re.error as problem:
        raise UnknownDateForm(form) from problem
    groups = compiled.groupindex
    if "day" not in groups or not {"month", "name"} & set(groups) or not {"year", "short"} & set(groups):
        raise UnknownDateForm(form)
    return compiled


def _day(found: dict[str, str | None]) -> date | None:
    year = found.get("year") or found.get("short") or ""
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    name = found.get("name")
    if name is not None and name[:3].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(found["month"] or 0)
    try:
        day = date(number, month, int(found["day"] or 0))
    except ValueError:
        return None
    return day if EARLIEST_YEAR <= number <= LATEST_YEAR else None


def _moment(day: date, found: dict[str, str | None]) -> datetime | None:
    hour = int(found["hour"] or 0)
    half = (found.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        local = datetime(day.year, day.month, day.day, hour, int(found["minute"] or 0), int(found.get("second") or 0))  # noqa: DTZ001
    except ValueError:
        return None
    offset = found.get("offset")
    if not offset:
        return london_moment(local)
    if offset in "Zz":
        return local.replace(tzinfo=UTC)
    minutes = int(offset[1:3]) * 60 + int(offset[-2:])
    if minutes >= 24 * 60:
        return None
    zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
    return local.replace(tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=64)
def date_reader(forms: tuple[str, ...]) -> DateReader:
    """A function from a cell's text to the day and moment that it shows, or None where no form fits or no such day is.

    Forms are tried in order. Its memory of texts already read is bounded.
    """
    patterns = [(_pattern(form), form.endswith("hh:mm")) for form in forms]

    @lru_cache(maxsize=1 << 15)
    def read(text: str) -> When | None:
        stripped = text.strip()
        for pattern, has_time in patterns:
            match = pattern.fullmatch(stripped)
            if match is None:
                continue
            found = match.groupdict()
            day = _day(found)
            if day is None:
                continue
            if not has_time:
                return day, None
            moment = _moment(day, found)
            if moment is not None:
                return day, moment
        return None

    return read


def recorded_moment(when: When) -> datetime:
    """The UTC moment at which a row says it was recorded; a date alone means the end of its day."""
    day, moment = when
    return moment or end_of_day(day)


def write_date(value: date, forms: Sequence[str]) -> str:
    """A spreadsheet's date as the text that a CSV file of the same profile would hold, in its first form that fits."""
    has_time = isinstance(value, datetime)
    fitting = [form for form in forms if form.endswith("hh:mm") is has_time]
    form = fitting[0] if fitting else ("yyyy-mm-ddThh:mm" if has_time else "yyyy-mm-dd")
    parts = {
        "yyyy": f"{value.year:04d}",
        "yy": f"{value.year % 100:02d}",
        "mm": f"{value.month:02d}",
        "dd": f"{value.day:02d}",
        "Month": _MONTH_NAMES[value.month - 1],
        "Mon": _MONTH_NAMES[value.month - 1][:3],
    }
    day = form[:-5] if has_time else form
    text = _PART.sub(lambda part: parts[part.group()], day)
    if isinstance(value, datetime):
        text += f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    return text


_DIGITS = (
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)[-_. ]?(?P<m>\d\d)[-_. ]?(?P<d>\d\d)"
    r"|(?P<d2>\d\d)[-_. ]?(?P<m2>\d\d)[-_. ]?(?P<y2>(?:19|20)\d\d))(?!\d)"
)
_IN_NAME = re.compile(_DIGITS)


def date_in_name(name: str) -> date | None:
    """The date that a file's name carries (2024-03-31, 20240331, 31-03-2024), or None where it carries none or several."""
    days = set()
    for match in _IN_NAME.finditer(name):
        year, month, day = (match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"])
        try:
            days.add(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None
