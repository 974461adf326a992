"""Filters for the form templates."""

from collections.abc import Mapping
from typing import Any

from django.template import Library

register = Library()

_NEVER = frozenset({"class", "placeholder"})
"""A class is written by `classes`. A placeholder vanishes as soon as somebody writes, so no field of the hub has one."""


@register.filter
def classes(widget: Mapping[str, Any], block: str) -> str:
    """The class names of an input: its GOV.UK block, the error form of it where it is wrong, and its own."""
    attrs = widget["attrs"]
    names = [block]
    if attrs.get("aria-invalid"):
        names.append(f"{block}--error")
    if own := attrs.get("class"):
        names.append(str(own))
    return " ".join(names)


@register.filter
def shown(attrs: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The attributes that the hub lets a widget have, in their order."""
    return [(name, value) for name, value in attrs.items() if value is not False and name not in _NEVER]
