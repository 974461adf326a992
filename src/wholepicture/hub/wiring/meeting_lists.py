"""Meetings as lists: all that somebody may see with what is due, what is late, and what agencies decided not to share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.decisions.meeting_course import MeetingCourse, meeting_course
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage import meetings as stored
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.wiring.looking import Shown, look_over
from wholepicture.hub.wiring.meeting_lines import (
    DueLine,
    Said,
    agencies,
    due_lines,
    names_among,
    said,
    say_state,
    title_of_meeting,
)
from wholepicture.hub.wiring.meetings import Subject, what_about
from wholepicture.hub.wiring.readers import reader_for

__all__ = ["PAGE", "MeetingLine", "NothingThere", "WithheldLine", "meetings_due", "meetings_list", "not_shared"]

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting in a list."""

    id: str
    kind: str
    state: str
    starts_at: datetime
    called_by: str
    about: tuple[Subject, ...]
    due: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldLine:
    """An answer "decided not to share", in the register."""

    meeting: str
    kind: str
    agency: str
    asked: str = field(repr=False)
    answer: Said


def meetings_list(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[MeetingLine, ...], int]:
    """A page of the meetings that somebody may see, what is due first first, with what is due. Pages count from 1."""
    return _listed(who, purpose, "all", page, request)


def meetings_due(who: Acting, purpose: Purpose, *, request: str = "") -> tuple[DueLine, ...]:
    """What is late in meetings, the longest first: of the first meetings on which anything is."""
    lines, _ = _listed(who, purpose, "late", 1, request)
    late = [due for line in lines for due in line.due if due.overdue]
    return tuple(sorted(late, key=lambda one: one.due_by))


def not_shared(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[WithheldLine, ...], int]:
    """A page of the answers "decided not to share", the latest first, and how many there are. For the scrutineer."""
    reader = reader_for(who, at=clock.now())
    with look_over(reader, purpose, action="list", subject_kind="list", subject="not shared", request=request) as shown:
        found, total = stored.withheld(skipped=(page - 1) * PAGE, most=PAGE)
        courses = {matter: meeting_course(kept.acts_on(matter)) for matter, _ in found}
        lines = [_withheld(matter, courses[matter], answer, who.role, shown.at) for matter, answer in found]
    _note_listed(shown, [matter for matter, _ in found], request)
    return tuple(lines), total


def _listed(who: Acting, purpose: Purpose, what: str, page: int, request: str) -> tuple[tuple[MeetingLine, ...], int]:
    reader = reader_for(who, at=clock.now())
    with look_over(reader, purpose, action="list", subject_kind="list", subject="meetings", request=request) as shown:
        found, total = stored.meetings(what, skipped=(page - 1) * PAGE, most=PAGE)
        named = agencies()
        lines = tuple(_line(one, who.role, named, shown.at) for one in found)
    _note_listed(shown, [one.matter for one in found], request)
    return lines, total


def _line(row: stored.MeetingRow, role: Role, named: dict[str, str], at: datetime) -> MeetingLine:
    course = meeting_course(kept.acts_on(row.matter))
    people = names_among(course, role, at)
    its_id = row.matter.partition(":")[2]
    return MeetingLine(
        id=its_id,
        kind=row.kind.capitalize(),
        state=say_state(course, at),
        starts_at=row.starts_at,
        called_by=people[str(row.called_by)],
        about=what_about(row.about),
        due=due_lines(its_id, course, people, named, at),
    )


def _note_listed(shown: Shown, matters: Iterable[str], request: str) -> None:
    looks = [
        Look(
            action="listed",
            subject_kind="meeting",
            subject=matter.partition(":")[2],
            allowed=True,
            because=shown.purpose.name,
            request=request,
        )
        for matter in dict.fromkeys(matters)
    ]
    note_access(shown.reader, shown.purpose, looks, at=shown.at)


def _withheld(matter: str, course: MeetingCourse, answer: str, role: Role, at: datetime) -> WithheldLine:
    people = names_among(course, role, at)
    act = next(one for one in course.acts if one.id == answer)
    ask = next(one for one in course.asks if one.act.id == getattr(act.deed, "ask", ""))
    return WithheldLine(
        meeting=matter.partition(":")[2],
        kind=title_of_meeting(course),
        agency=agencies().get(ask.deed.agency, ask.deed.agency),
        asked=ask.deed.what,
        answer=said(act, people),
    )
