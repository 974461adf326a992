"""Ways from one screen to another: {% load ways %}. Each gives an empty text where that other screen is not there."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()
_PAGED = frozenset({"person", "place", "vehicle"})


@register.simple_tag
def page_of(one: Any) -> str:
    """The page of a person, place or vehicle: something with `kind` and `entity`."""
    return _way("chronology:entity", one.entity) if one.kind in _PAGED else ""


@register.simple_tag
def page_of_record(record: str) -> str:
    """The page of a record."""
    return _way("records:record", record)


@register.simple_tag
def ask_for(one: Any) -> str:
    """Where one asks for a record that one may not see: something with `record`."""
    return _way("asking:ask", one.record)


def _way(screen: str, *args: str) -> str:
    try:
        return str(reverse(screen, args=args))
    except NoReverseMatch:
        return ""
