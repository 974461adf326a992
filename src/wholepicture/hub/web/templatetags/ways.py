"""Ways from one screen to another: {% load ways %}. Each gives an empty text where that other screen is not there."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from wholepicture.hub.accounts.roles import Role

register = template.Library()


@register.simple_tag
def page_of(one: Any) -> str:
    """The page of a person, place, vehicle, phone or online name: something with `entity`."""
    return _way("chronology:entity", one.entity)


@register.simple_tag
def page_of_record(record: str) -> str:
    """The page of a record."""
    return _way("records:record", record)


@register.simple_tag
def ask_for(one: Any) -> str:
    """Where one asks for a record that one may not see: something with `record`."""
    return _way("asking:ask", one.record)


@register.simple_tag(takes_context=True)
def call_about(context: Any, kind: str, subject: Any) -> str:
    """Where one calls a meeting about a concern, a finding, somebody or something; empty for a role that calls none."""
    calling = context["request"].acting.role in (Role.HUB_PRACTITIONER, Role.ANALYST, Role.MANAGER)
    return _way("meetings:call", kind, str(subject)) if calling else ""


def _way(screen: str, *args: str) -> str:
    try:
        return str(reverse(screen, args=args))
    except NoReverseMatch:
        return ""
