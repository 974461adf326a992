"""When it was, in the words of whoever writes. Nothing here is ever refused: what is certain is read, the rest is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from wholepicture.hub.web.forms.dates import PartialDate
from wholepicture.hub.web.forms.fields import DatePartsField, TimeOfDayField
from wholepicture.vocabulary.moments import LONDON, london_day, london_moment

_ABOUT = re.compile(r"^(?:(?:at|about|around|roughly|approx(?:imately|\.)?|circa|c\.)\s+)+|(?:-?ish|\s+or so)$")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOURS = {**{word: number for number, word in enumerate(_NUMBERS, 1)}, **{str(number): number for number in range(1, 13)}}
_MINUTES = {"half": 30, "half past": 30, "quarter past": 15, "quarter to": -15, "": 0}
_PARTS = r"(?P<half>[ap])\.?m\.?|in the (?P<day>morning|afternoon|evening)|at (?P<night>night)"
_SAID = re.compile(
    rf"(?P<minutes>half past|half|(?:a )?quarter past|(?:a )?quarter to|)\s*(?P<hour>{'|'.join(_HOURS)})(?:\s+(?:{_PARTS}))?"
)
_MIDDAY = frozenset({"midday", "noon", "12 noon"})


@dataclass(frozen=True, slots=True)
class TimeWritten:
    """A time of day as somebody wrote it; `at`, meant as in London, only where it can be one alone."""

    words: str = field(repr=False)
    at: time | None = None

    @property
    def plain(self) -> bool:
        """Whether it was written as a clock shows it, so that its words say nothing more."""
        return self.at is not None and self.words[:1].isdigit()


class TimeInWordsField(TimeOfDayField):
    """A time of day in any words: 4:05pm, about 16:05, half eleven, teatime. Gives a `TimeWritten`, and refuses nothing.

    Midnight is kept in words: it can be the beginning of the day or its end.
    """

    def clean(self, value: Any) -> TimeWritten | None:  # type: ignore[override,unused-ignore]
        """What was written, read where it is certain; None where nothing was."""
        words = " ".join(str(value or "").split())
        return TimeWritten(words, self._certain(words)) if words else None

    def _certain(self, words: str) -> time | None:
        plain = _ABOUT.sub("", words.lower().replace("half-past", "half past")).strip()
        if plain in _MIDDAY:
            return time(12)
        try:
            return self._read(plain)
        except ValidationError:
            return _said(plain)


def _said(words: str) -> time | None:
    """A time in words, where they say which half of the day it was."""
    found = _SAID.fullmatch(words)
    if found is None:
        return None
    hour = _HOURS[found["hour"]]
    half = found["half"] or {"morning": "a", "afternoon": "p", "evening": "p"}.get(found["day"] or "")
    if found["night"] and 8 <= hour <= 11:
        half = "p"
    # Twelve at night, or to twelve, is midnight, and after it whose night it was is not certain.
    if half is None or (hour == 12 and (found["day"] or found["minutes"].endswith("to"))):
        return None
    minutes = (hour % 12 + (12 if half == "p" else 0)) * 60 + _MINUTES[found["minutes"].removeprefix("a ")]
    return time(minutes // 60, minutes % 60)


class DayInWordsField(DatePartsField):
    """A date in three inputs of which nothing is refused. What is no date, or none that can be, comes back as its words."""

    def clean(self, value: Any) -> date | PartialDate | str | None:
        """The date; else what was written."""
        try:
            found: date | PartialDate | None = super().clean(value)
        except ValidationError:
            return " ".join(part for part in (str(part or "").strip() for part in value or ()) if part)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenWritten:
    """From when, until when where that is another day, what no date says, and what could be said to make it certain."""

    since: date | datetime | None = None
    until: date | None = None
    words: str = field(default="", repr=False)
    advice: str = ""


def when_written(given: Mapping[str, Any], *, now: datetime) -> WhenWritten:
    """When it was, of a form's answers `when`, `on` and `at`. A moment still to come is kept in the writer's words."""
    when, on, at = str(given.get("when") or ""), given.get("on"), given.get("at")
    today = london_day(now)
    day = {"today": today, "yesterday": today - timedelta(days=1)}.get(when)
    until, said = None, ["not sure when"] if when == "unsure" else []
    if day is None and when != "unsure":
        if isinstance(on, PartialDate):
            day, until = on.first, None if on.whole else min(on.last, today)
        elif isinstance(on, str):
            said.append(on)
    advice = "" if not isinstance(on, str) or when in ("today", "yesterday", "unsure") else _WHICH_DAY
    if not isinstance(at, TimeWritten):
        return WhenWritten(since=day, until=until, words=", ".join(said), advice=advice)
    if day is None or until is not None:
        said.append(at.words if at.at is None else f"about {at.at:%H:%M}" if at.plain else at.words)
        return WhenWritten(since=day, until=until, words=", ".join(said), advice=advice)
    if at.at is None:
        return WhenWritten(since=day, words=at.words, advice=_WHICH_TIME.format(at.words))
    moment = datetime.combine(day, at.at)
    if moment > now.astimezone(LONDON).replace(tzinfo=None):
        words = f"{'today, ' if when == 'today' else ''}{at.words}"
        return WhenWritten(since=day, words=words, advice=_TO_COME.format(at.words))
    return WhenWritten(since=london_moment(moment), words="" if at.plain else at.words)


_WHICH_DAY = "Which day was it? What you wrote is kept as you wrote it; as a day it cannot be read, or it is still to come."
_WHICH_TIME = "“{}” is kept as you wrote it. If you can, say it as a clock shows it, with am or pm."
_TO_COME = "“{}” is still to come today, and is kept as you wrote it. If it was last night, choose “Yesterday”."
