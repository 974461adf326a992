"""Ways from one screen to another: {% load ways %}. Each gives an empty text where that other screen is not there."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()
_ENTITIES = {"person": "persons:person", "place": "places:place", "vehicle": "vehicles:vehicle"}


@register.simple_tag
def page_of(one: Any) -> str:
    """The page of a person, place or vehicle: something with `kind` and `entity`."""
    return _way(_ENTITIES.get(one.kind, ""), one.entity)


@register.simple_tag
def page_of_record(record: str) -> str:
    """The page of a record."""
    return _way("records:record", record)


@register.simple_tag
def ask_for(one: Any) -> str:
    """Where one asks for a record that one may not see: something with `record`."""
    return _way("records:ask", one.record)


def _way(screen: str, *args: str) -> str:
    try:
        return str(reverse(screen, args=args))
    except NoReverseMatch:
        return ""
