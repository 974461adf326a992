"""Fields that Django has not: a date in parts, whole or in part, and a time of day as people write it."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any, ClassVar, NoReturn

from django import forms
from django.core.exceptions import ValidationError

from wholepicture.hub.web.forms.dates import PartialDate, month_number
from wholepicture.hub.web.forms.widgets import DateParts
from wholepicture.hub.web.wording import say_date

Limit = date | Callable[[], date] | None


def _day(limit: Limit) -> date | None:
    return limit() if callable(limit) else limit


class DatePartsField(forms.Field):
    """A date in three inputs. Gives a `date`; with `partial=True` always a `PartialDate`, where a year alone is enough.

    `called` is how its errors name it ("the date of birth"). `not_before` and `not_after` are inclusive days, or functions
    that give one; a date known in part is refused only where no day that it can mean is allowed.
    """

    widget = DateParts
    default_error_messages: ClassVar[dict[str, str]] = {
        "required": "Enter %(called)s",
        "missing": "%(Called)s must include a %(missing)s",
        "unreal": "%(Called)s must be a real date",
        "year": "The year must have 4 numbers, like 2026",
        "too_early": "%(Called)s must be on or after %(limit)s",
        "too_late": "%(Called)s must be on or before %(limit)s",
    }

    def __init__(
        self, *, called: str = "", partial: bool = False, not_before: Limit = None, not_after: Limit = None, **others: Any
    ) -> None:
        super().__init__(**others)
        self.called, self.partial = called, partial
        self.not_before, self.not_after = not_before, not_after

    def _refuse(self, code: str, *parts: str, **said: str) -> NoReturn:
        called = self.called or (f"the {str(self.label)[0].lower()}{str(self.label)[1:]}" if self.label else "the date")
        words = {"called": called, "Called": called[:1].upper() + called[1:], "parts": parts or DateParts.PARTS, **said}
        raise ValidationError(self.error_messages[code], code=code, params=words)

    def to_python(self, value: Any) -> date | PartialDate | None:
        """What was written, as a date; errors name the parts that are wrong."""
        written = [str(part or "").strip() for part in value or ()]
        if not any(written):
            return None
        parts = dict(zip(DateParts.PARTS, written, strict=True))
        self._refuse_missing(parts)
        found = self._read(parts)
        return found if self.partial else found.whole

    def validate(self, value: Any) -> None:
        """Refuses what is missing, too early or too late."""
        if value is None:
            if self.required:
                self._refuse("required")
            return
        first, last = (value.first, value.last) if isinstance(value, PartialDate) else (value, value)
        if (limit := _day(self.not_before)) and last < limit:
            self._refuse("too_early", limit=say_date(limit))
        if (limit := _day(self.not_after)) and first > limit:
            self._refuse("too_late", limit=say_date(limit))

    def _refuse_missing(self, parts: dict[str, str]) -> None:
        needed = ["day", "month", "year"]
        if self.partial:
            needed = ["month", "year"] if parts["day"] else ["year"]
        missing = [part for part in needed if not parts[part]]
        if missing:
            self._refuse("missing", *missing, missing=" and a ".join(missing))

    def _read(self, parts: dict[str, str]) -> PartialDate:
        if not re.fullmatch(r"[0-9]{4}", parts["year"]) or parts["year"] == "0000":
            self._refuse("year", "year")
        month = month_number(parts["month"]) if parts["month"] else None
        if parts["month"] and month is None:
            self._refuse("unreal", "month")
        if parts["day"] and not re.fullmatch(r"[0-9]{1,2}", parts["day"]):
            self._refuse("unreal", "day")
        day = int(parts["day"]) if parts["day"] else None
        try:
            date(int(parts["year"]), month or 1, 1 if day is None else day)
        except ValueError:
            self._refuse("unreal", "day")
        return PartialDate(int(parts["year"]), month, day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was written differs from what stood there."""
        before = initial.whole or initial if isinstance(initial, PartialDate) else initial
        try:
            after = self.to_python(data)
        except ValidationError:
            return True
        return bool(before != (after.whole or after if isinstance(after, PartialDate) else after))


_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.]?(?P<minute>[0-9]{2}))?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)
_NAMED = {"midday": time(12), "noon": time(12), "12 noon": time(12), "midnight": time(0)}


class TimeOfDayField(forms.CharField):
    """A time of day as people write it: 4:05pm, 4pm, 16:05, 1605, midday. Gives a `time` without a zone, meant as in London.

    An hour from 1 to 9 that could be morning or afternoon is asked about, never guessed.
    """

    default_error_messages: ClassVar[dict[str, str]] = {
        "required": "Enter the time",
        "unreal": "Enter a time, like 4:05pm or 16:05",
        "which_half": "Say whether it is am or pm, like 4:05pm, or use 24 hours, like 16:05",
    }

    def __init__(self, **others: Any) -> None:
        others.setdefault("widget", forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"}))
        super().__init__(**others)

    def prepare_value(self, value: Any) -> Any:
        """A time as it stands in the input: 16:05."""
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:  # type: ignore[override,unused-ignore]
        """The time that was written, or None where nothing was and nothing need be."""
        written = str(value or "").strip().lower()
        if not written:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return _NAMED.get(written) or self._read(written)

    def _read(self, written: str) -> time:
        found = _TIME.fullmatch(written)
        if found is None:
            raise ValidationError(self.error_messages["unreal"], code="unreal")
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        half = (found["half"] or "")[:1]
        if (half and not 1 <= hour <= 12) or hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["unreal"], code="unreal")
        if half:
            return time(hour % 12 + (12 if half == "p" else 0), minute)
        if 1 <= hour <= 9 and len(found["hour"]) == 1:
            raise ValidationError(self.error_messages["which_half"], code="which_half")
        return time(hour, minute)
