"""Days and times in words, in London time and GOV.UK's style: 3 March 2026 at 4:05pm."""

from datetime import date, datetime, time

from wholepicture.report.wording import say_date as say_plain_date
from wholepicture.vocabulary.moments import LONDON


def say_date(day: date) -> str:
    """The day of a date, or the London day of a moment with a zone: "3 March 2026"."""
    return say_plain_date(day.astimezone(LONDON).date() if isinstance(day, datetime) else day)


def say_time(moment: datetime | time) -> str:
    """A time of day, or the London time of a moment: "4:05pm", "4pm", "midday", "midnight"."""
    local = moment.astimezone(LONDON) if isinstance(moment, datetime) else moment
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{(local.hour - 1) % 12 + 1}{minutes}{'am' if local.hour < 12 else 'pm'}"


def say_moment(moment: datetime) -> str:
    """A moment in London time, to the minute: "3 March 2026 at 4:05pm"."""
    return f"{say_date(moment)} at {say_time(moment)}"
