"""Concerns on which something waits, and the register of what was decided: for those who may see each."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from wholepicture.decisions.marks import CLOSED_WITHIN, Mark, marks_across, register_of
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.acts import CourseRow, closed_beside, courses
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.deciding import Matter, NothingThere, look_at_matter
from wholepicture.hub.wiring.deciding_page import CourseSheet, DecisionLine, MarkLine, course_sheet, mark_lines
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
    """A concern in the register: the decisions not to act on it, the latest first, and the marks for the scrutineer."""

    sheet: CourseSheet
    decisions: tuple[DecisionLine, ...]
    marks: tuple[MarkLine, ...]


def waiting(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[WaitingLine, ...], int]:
    """A page of what waits, the longest first, and how many there are in all. Pages count from 1."""
    reader = reader_for(who, at=clock.now())
    with _listing(reader, purpose, "decisions", request):
        found, total = courses("waiting", skipped=(page - 1) * PAGE, most=PAGE)
    lines = [line for row in found for line in _lines(who, purpose, row, request)]
    return tuple(lines), total


def register(
    who: Acting, purpose: Purpose, page: int, *, not_to_act: bool = False, request: str = ""
) -> tuple[tuple[RegisterLine, ...], int]:
    """A page of the register, what was acted on last first, and how many concerns there are in all. With `not_to_act` only
    those that somebody decided not to act on, not to refer or not to share, whatever was decided later.
    """
    reader = reader_for(who, at=clock.now())
    with _listing(reader, purpose, "register", request):
        found, total = courses("not to act" if not_to_act else "register", skipped=(page - 1) * PAGE, most=PAGE)
        beside = closed_beside([row.matter for row in found], minutes=CLOSED_WITHIN)
    matters = [look_at_matter(who, purpose, _reference(row.matter), request=request, action="listed") for row in found]
    others = [look_at_matter(who, purpose, _reference(one), request=request, action="listed") for one in beside]
    marks: dict[str, list[Mark]] = {}
    for mark in marks_across(one.course for one in (*matters, *others)):
        marks.setdefault(mark.matter, []).append(mark)
    kept = {line.decision.act.id for line in register_of(one.course for one in matters)}
    return tuple(_registered(one, marks.get(one.matter, ()), kept) for one in matters), total


def _registered(matter: Matter, across: Sequence[Mark], kept: Collection[str]) -> RegisterLine:
    sheet = course_sheet(matter)
    marks = sorted((*sheet.marks, *mark_lines(matter, across)), key=lambda mark: (mark.at, mark.says))
    decisions = tuple(one for one in (sheet.standing, *reversed(sheet.earlier)) if one is not None and one.id in kept)
    return RegisterLine(sheet=sheet, decisions=decisions, marks=tuple(marks))


@contextmanager
def _listing(reader: Reader, purpose: Purpose, subject: str, request: str) -> Iterator[None]:
    """A transaction for a list, once it is written down who asks for it. Raises LookNotWritten."""
    look = Look(action="list", subject_kind="list", subject=subject, allowed=True, because=purpose.name, request=request)
    note_access(reader, purpose, [look], at=clock.now())
    with acting(reader, purpose):
        yield


def _sheet(who: Acting, purpose: Purpose, row: CourseRow, request: str) -> CourseSheet:
    return course_sheet(look_at_matter(who, purpose, _reference(row.matter), request=request, action="listed"))


def _reference(matter: str) -> str:
    return matter.removeprefix("concern:")


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
