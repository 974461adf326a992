"""How long something has waited, in words: {% load waiting %}."""

from datetime import timedelta

from django import template

register = template.Library()

_HOUR, _DAY = 3_600, 86_400


@register.filter
def length_of(waited: timedelta | None) -> str:
    """A stretch of time in its largest unit: "3 days", "1 hour", "12 minutes", "less than a minute". Empty for nothing."""
    if waited is None:
        return ""
    seconds = int(waited.total_seconds())
    for size, unit in ((_DAY, "day"), (_HOUR, "hour"), (60, "minute")):
        count = seconds // size
        if count >= 1:
            return f"{count:,} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
