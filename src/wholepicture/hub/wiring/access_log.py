"""Who looked: the access log for those entitled to it, itself written down."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, Role, UnknownPurpose, purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access import Looked, latest_looks
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.records_shown import record_shown
from wholepicture.hub.wiring import looking
from wholepicture.hub.wiring.named_people import called, somebody_with
from wholepicture.hub.wiring.record_page import agency_names, title_of

__all__ = ["LogSheet", "NothingThere", "log_of_record", "log_sheet"]

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One look. `name` is empty for whoever raised the concern: they see post and agency alone."""

    at: datetime
    name: str = field(repr=False)
    role: str
    agency: str
    action: str
    subject_kind: str
    subject: str
    purpose: str
    allowed: bool
    because: str
    emergency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSheet:
    """Looks, the latest first. `next` is the look before which the next page begins; None at the end."""

    title: str
    lines: tuple[LogLine, ...]
    named: bool
    next: int | None = None


def log_of_record(reader: Reader, why: Purpose, record: str, *, request: str = "") -> LogSheet:
    """Who looked at a record: for a scrutineer and a manager by name, for whoever raised it by post and agency. Raises
    NothingThere.
    """
    at = clock.now()
    found = looking.who_has_looked(reader, why, record, request=request)
    with acting(reader, why, at=at):
        shown = record_shown(record)
    if shown is None:
        raise NothingThere
    lines = _lines(found, reader, at)
    return LogSheet(
        title=title_of(shown.kind, shown.agency_name, shown.reference),
        lines=tuple(sorted(lines, key=lambda line: line.at, reverse=True)),
        named=any(one.account is not None for one in found),
    )


def log_sheet(reader: Reader, why: Purpose, *, email: str = "", before: int | None = None, request: str = "") -> LogSheet:
    """The latest looks that a scrutineer may know of, of everybody or of one person. Raises NothingThere, NobodyThere."""
    if Role.SCRUTINEER not in reader.roles:
        raise NothingThere
    at = clock.now()
    who = somebody_with(email, at=at) if email else None
    subject = f"looks of {who.reader.account}" if who else "latest looks"
    with looking.look_over(reader, why, action="read the log", subject_kind="log", subject=subject, request=request):
        found = latest_looks(account=who.reader.account if who else None, before=before, most=PAGE + 1)
    return LogSheet(
        title=f"Looks by {who.name}" if who else "The latest looks",
        lines=_lines([one for _, one in found[:PAGE]], reader, at),
        named=True,
        next=found[PAGE - 1][0] if len(found) > PAGE else None,
    )


def _lines(found: Iterable[Looked], reader: Reader, at: datetime) -> tuple[LogLine, ...]:
    looks = list(found)
    names: dict[UUID, str] = called([one.account for one in looks], reader, at)
    agencies = agency_names()
    return tuple(
        LogLine(
            at=one.at,
            name=names.get(one.account, "") if one.account else "",
            role=Role(one.role).label if one.role else "",
            agency=agencies.get(one.agency, one.agency),
            action=one.action,
            subject_kind=one.subject_kind,
            subject=one.subject,
            purpose=_purpose(one.purpose),
            allowed=one.allowed,
            because=one.because,
            emergency=one.break_glass is not None,
        )
        for one in looks
    )


def _purpose(key: str) -> str:
    try:
        return purpose(key).name if key else ""
    except UnknownPurpose:
        return key
