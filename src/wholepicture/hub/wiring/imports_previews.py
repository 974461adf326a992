"""A row as it will be understood, in words, for whoever is to confirm an import."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta

from wholepicture.vocabulary.moments import LONDON, Period
from wholepicture.vocabulary.pole import Age, EntityKind, Role
from wholepicture.vocabulary.records import Mention, Record

_LONGEST = 400
_KINDS = {
    EntityKind.PERSON: "Person",
    EntityKind.PLACE: "Place",
    EntityKind.VEHICLE: "Vehicle",
    EntityKind.PHONE: "Phone",
    EntityKind.HANDLE: "Online name",
}
_WORDS = {"nhs_number": "NHS number", "upn": "UPN", "born": "born", "child_id": "child id"}


def preview_of(record: Record) -> list[tuple[str, str]]:
    """Labelled lines: reference, moments, category, words, and whom and what it names."""
    return list(_lines(record))


def _lines(record: Record) -> Iterator[tuple[str, str]]:
    yield "Reference", record.reference
    yield "Written down", _moment(record.recorded_at)
    yield "Happened", _period(record.happened) if record.happened else "not stated"
    if record.filed_as:
        yield "Category", record.filed_as
    words = record.narrative.text.strip()
    yield "In words", f"{words[:_LONGEST]}…" if len(words) > _LONGEST else words or "nothing"
    for mention in record.mentions:
        yield _heading(mention), "; ".join(_described(mention)) or mention.text.text
    if record.outcome:
        yield "Outcome", record.outcome


def _heading(mention: Mention) -> str:
    kind = _KINDS[mention.kind]
    return kind if mention.role is Role.UNKNOWN else f"{kind} ({mention.role.value.replace('_', ' ')})"


def _described(mention: Mention) -> Iterator[str]:
    for one in fields(mention.description):
        value = getattr(mention.description, one.name)
        if value in (None, "", False) or one.name == "adult":
            continue
        yield f"{_WORDS.get(one.name, one.name.replace('_', ' '))}: {_said(value)}"


def _said(value: object) -> str:
    if isinstance(value, Age):
        low_to_high = str(value.low) if value.low == value.high else f"{value.low} to {value.high}"
        return f"about {low_to_high}" if value.estimated else low_to_high
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if value is True:
        return "yes"
    return str(value)


def _moment(moment: datetime) -> str:
    there = moment.astimezone(LONDON)
    return f"{there.day} {there:%B %Y} at {there:%H:%M}"


def _period(period: Period) -> str:
    since = period.since.astimezone(LONDON)
    if period.until is None:
        return _moment(period.since)
    until = period.until.astimezone(LONDON)
    if since.time() == until.time() == datetime.min.time() and until.date() == since.date() + timedelta(days=1):
        return f"{since.day} {since:%B %Y}"
    return f"{_moment(period.since)} until {_moment(period.until)}"
