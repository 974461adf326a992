"""Concerns on which something waits, and the register of what was decided: for those who may see each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.acts import CourseRow, courses
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.deciding import NothingThere, look_at_matter
from wholepicture.hub.wiring.deciding_page import CourseSheet, MarkLine, course_sheet
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.statute.standing import DutyState

__all__ = ["PAGE", "NothingThere", "RegisterLine", "WaitingLine", "register", "waiting"]

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A concern on which something waits: what, for whom, since when and by when."""

    reference: str
    state: str
    what: str
    since: datetime
    due_by: datetime | None
    level: str
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """A concern in the register, with every decision on it and the marks for the scrutineer."""

    sheet: CourseSheet
    marks: tuple[MarkLine, ...]


def waiting(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[WaitingLine, ...], int]:
    """A page of what waits, the longest first, and how many there are in all. Pages count from 1."""
    reader = reader_for(who, at=clock.now())
    with _listing(reader, purpose, "decisions", request):
        found, total = courses("waiting", skipped=(page - 1) * PAGE, most=PAGE)
    lines = [line for row in found for line in _lines(who, purpose, row, request)]
    return tuple(lines), total


def register(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[RegisterLine, ...], int]:
    """A page of the register, what was acted on last first, and how many concerns there are in all."""
    reader = reader_for(who, at=clock.now())
    with _listing(reader, purpose, "register", request):
        found, total = courses("register", skipped=(page - 1) * PAGE, most=PAGE)
    sheets = [_sheet(who, purpose, row, request) for row in found if row.matter.startswith("concern:")]
    return tuple(RegisterLine(sheet=sheet, marks=sheet.marks) for sheet in sheets), total


@contextmanager
def _listing(reader: Reader, purpose: Purpose, subject: str, request: str) -> Iterator[None]:
    """A transaction for a list, once it is written down who asks for it. Raises LookNotWritten."""
    look = Look(action="list", subject_kind="list", subject=subject, allowed=True, because=purpose.name, request=request)
    note_access(reader, purpose, [look], at=clock.now())
    with acting(reader, purpose):
        yield


def _sheet(who: Acting, purpose: Purpose, row: CourseRow, request: str) -> CourseSheet:
    return course_sheet(look_at_matter(who, purpose, row.matter.removeprefix("concern:"), request=request, action="listed"))


def _lines(who: Acting, purpose: Purpose, row: CourseRow, request: str) -> Iterator[WaitingLine]:
    sheet = _sheet(who, purpose, row, request)
    for what, climbs in (("An objection", sheet.objections), ("A request for a conference", sheet.requests)):
        for one in climbs:
            yield WaitingLine(
                reference=sheet.reference,
                state=sheet.state,
                what=f"{what}: {'the raiser has to say whether they accept the answer' if one.answered else one.stage}",
                since=one.act.at,
                due_by=None if one.answered else one.due_by,
                level=one.level,
                overdue=one.overdue and not one.answered,
            )
    for proposal in sheet.proposals:
        elsewhere = " of another agency" if proposal.elsewhere else ""
        yield WaitingLine(
            reference=sheet.reference,
            state=sheet.state,
            what=f"A second person{elsewhere}: {proposal.act.says[0].lower()}{proposal.act.says[1:]}",
            since=proposal.act.at,
            due_by=None,
            level="practitioner",
            overdue=False,
        )
    owed = [duty for duty in sheet.duties if duty.is_open and duty.due_by is not None]
    late = [duty for duty in owed if duty.state is DutyState.OVERDUE]
    # With nothing late and nobody asked, a concern that waits for a decision shows what is due on it first.
    first = owed[:1] if not (sheet.objections or sheet.requests or sheet.proposals) else []
    for duty in late or first:
        yield WaitingLine(
            reference=sheet.reference,
            state=sheet.state,
            what=f"{duty.duty.name}: {duty.duty.says}",
            since=duty.started_at,
            due_by=duty.due_by,
            level=duty.duty.owed_by,
            overdue=duty.state is DutyState.OVERDUE,
        )
