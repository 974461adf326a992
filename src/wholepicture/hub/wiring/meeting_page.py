"""The page of one meeting, and the lists: who was asked for what, what came, what was decided, and what is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.decisions.acts import Act, says_of
from wholepicture.decisions.meeting_course import Action, Ask, Measure, MeetingCourse, meeting_course
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage import meetings as stored
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.records_shown import RecordLine, record_lines
from wholepicture.hub.wiring.looking import Shown, look_at_subject, look_over
from wholepicture.hub.wiring.meetings import Meeting, Subject, is_there, matter_of, read_meeting, what_about
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.record_page import title_of

__all__ = [
    "PAGE",
    "DueLine",
    "MeetingLine",
    "MeetingSheet",
    "NothingThere",
    "agencies",
    "due_lines",
    "look_at_meeting",
    "meetings_due",
    "meetings_list",
    "not_shared",
    "sheet_of",
]

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One act in words: who, when, what it is, and what was written."""

    id: str
    at: datetime
    by: str
    says: str
    words: str = field(repr=False, default="")
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLine:
    """Somebody who is invited, and why."""

    name: str
    agency: str
    because: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLine:
    """What an agency was asked for. `answer` is None while none came; `withheld` says that it decided not to share. `records`
    are those that were given and that the reader may open: ids with titles.
    """

    id: str
    agency: str
    what: str = field(repr=False)
    by: str
    due_by: datetime
    overdue: bool
    late: bool
    answer: Said | None
    withheld: bool
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """What somebody does by a day, and what there is to show for it."""

    id: str
    owner: str
    what: str = field(repr=False)
    due_on: date
    overdue: bool
    done: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure on an adult or a place. `review_on` is None once it has ended."""

    id: str
    kind: str
    on: Subject
    because: str = field(repr=False)
    by: str
    at: datetime
    review_on: date | None
    overdue: bool
    reviews: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """Something that somebody still owes to a meeting."""

    meeting: str
    title: str
    what: str = field(repr=False)
    who: str
    due_by: datetime
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSheet:
    """One meeting, for its page."""

    id: str
    kind: str
    state: str
    starts_at: datetime
    because: str = field(repr=False)
    called_by: str
    called_at: datetime
    about: tuple[Subject, ...]
    guests: tuple[GuestLine, ...]
    asks: tuple[AskLine, ...]
    minutes: tuple[Said, ...]
    minutes_due: datetime | None
    minutes_overdue: bool
    actions: tuple[ActionLine, ...]
    measures: tuple[MeasureLine, ...]
    dissent: tuple[Said, ...]
    due: tuple[DueLine, ...]
    acts: tuple[Said, ...]
    purpose: Purpose
    meeting: Meeting = field(repr=False)


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


def look_at_meeting(who: Acting, purpose: Purpose, meeting: str, *, request: str = "", action: str = "read") -> MeetingSheet:
    """One meeting; the look is written down before it is told. Raises NothingThere, LookNotWritten."""
    reader = reader_for(who, at=clock.now())
    with look_at_subject(
        reader, purpose, ("meeting", meeting), lambda: is_there(matter_of(meeting)), action=action, request=request
    ) as shown:
        return sheet_of(read_meeting(who, meeting, shown), shown)


def meetings_list(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[MeetingLine, ...], int]:
    """A page of the meetings that somebody may see, with what is due in each; what is due first first. Pages count from 1."""
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


def sheet_of(meeting: Meeting, shown: Shown) -> MeetingSheet:
    """Inside the look at a meeting: its page."""
    course, call = meeting.course, meeting.call
    people = _names(course, meeting.acting.role, shown.at)
    named = agencies()
    records = _given_records(course, shown)
    on = {one.deed.on for one in course.measures}
    subjects = {one.key: one for one in (*meeting.about, *what_about(tuple(sorted(on))))}
    called = course.acts[0]
    return MeetingSheet(
        id=meeting.id,
        kind=call.kind.value.capitalize(),
        state=_state(course, shown.at),
        starts_at=call.when,
        because=call.because,
        called_by=people[called.by],
        called_at=called.at,
        about=meeting.about,
        guests=tuple(_guest(one, people, named) for one in course.invited),
        asks=tuple(_ask(one, people, named, records, shown.at) for one in course.asks),
        minutes=tuple(_said(one, people) for one in course.minutes),
        minutes_due=course.minutes_due,
        minutes_overdue=course.minutes_due is not None and shown.at > course.minutes_due,
        actions=tuple(_action(one, people, shown.at) for one in course.actions),
        measures=tuple(_measure(one, people, subjects, shown.at) for one in course.measures),
        dissent=tuple(_said(one, people) for one in course.dissent),
        due=due_lines(meeting.id, course, people, named, shown.at),
        acts=tuple(_said(one, people) for one in reversed(course.acts)),
        purpose=shown.purpose,
        meeting=meeting,
    )


def agencies() -> dict[str, str]:
    """The name of every agency by its key."""
    return dict(Agency.objects.values_list("key", "name"))


def due_lines(
    meeting: str, course: MeetingCourse, people: dict[str, str], named: dict[str, str], at: datetime
) -> tuple[DueLine, ...]:
    """What somebody still owes to a meeting, what is due first first."""
    return tuple(sorted(_due(meeting, course, people, named, at), key=lambda one: one.due_by))


def _due(
    meeting: str, course: MeetingCourse, people: dict[str, str], named: dict[str, str], at: datetime
) -> Iterator[DueLine]:
    called = course.acts[0]
    title = _title(course)

    def line(what: str, who: str, due_by: datetime) -> DueLine:
        return DueLine(meeting=meeting, title=title, what=what, who=who, due_by=due_by, overdue=at > due_by)

    if course.minutes_due is not None:
        yield line("Say that it was held, and what was decided", people[called.by], course.minutes_due)
    for ask in course.asks:
        if ask.answer is None:
            yield line(f"Information: {ask.deed.what}", named.get(ask.deed.agency, ask.deed.agency), ask.deed.due_by)
    for action in course.actions:
        if action.done is None:
            yield line(f"Action: {action.deed.what}", people[action.deed.owner], action.due_by)
    for measure in course.measures:
        if measure.due_by is not None:
            yield line(f"Review: {measure.deed.kind.value}", people[measure.act.by], measure.due_by)


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
    people = _names(course, role, at)
    its_id = row.matter.partition(":")[2]
    return MeetingLine(
        id=its_id,
        kind=row.kind.capitalize(),
        state=_state(course, at),
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


def _state(course: MeetingCourse, at: datetime) -> str:
    called = course.called
    if course.minutes:
        return "Held"
    to_come = called is not None and isinstance(called.deed, deeds.MeetingCalled) and called.deed.when > at
    return "Called" if to_come else "Nobody has said yet whether it was held"


def _title(course: MeetingCourse) -> str:
    deed = course.acts[0].deed
    return deed.kind.value.capitalize() if isinstance(deed, deeds.MeetingCalled) else ""


def _names(course: MeetingCourse, role: Role, at: datetime) -> dict[str, str]:
    """How everybody who is named in a meeting is called, by handle."""
    handles = {one.by for one in course.acts} | set(course.people) | {one.deed.owner for one in course.actions}
    handles |= {one for act in course.minutes if isinstance(act.deed, deeds.Minuted) for one in act.deed.attended}
    return {str(handle): name for handle, name in display(map(UUID, sorted(handles)), role, at).items()}


def _said(act: Act, people: dict[str, str]) -> Said:
    deed = act.deed
    words = next((said for name in ("because", "words", "what") if (said := getattr(deed, name, ""))), "")
    return Said(id=act.id, at=act.at, by=people[act.by], says=says_of(deed), words=words, agency=act.post.agency)


def _guest(act: Act, people: dict[str, str], named: dict[str, str]) -> GuestLine:
    deed = act.deed
    if not isinstance(deed, deeds.Invited):
        raise TypeError(deed)
    agency = named.get(deed.agency, deed.agency)
    return GuestLine(name=people[deed.account], agency=agency, because=deed.because, at=act.at)


def _given_records(course: MeetingCourse, shown: Shown) -> dict[str, RecordLine]:
    """The records that were given to the meeting and that the reader may open. Others are not there, and not counted."""
    given = [
        record
        for one in course.asks
        if one.answer and isinstance(one.answer.deed, deeds.InformationGiven)
        for record in one.answer.deed.records
    ]
    told = shown.show_records(list(dict.fromkeys(given)))
    lines = record_lines(list(told))
    return {record: lines[record] for record in told if record in lines}


def _ask(one: Ask, people: dict[str, str], named: dict[str, str], records: dict[str, RecordLine], at: datetime) -> AskLine:
    answer = one.answer
    given = answer.deed.records if answer and isinstance(answer.deed, deeds.InformationGiven) else ()
    lines = [records[record] for record in given if record in records]
    return AskLine(
        id=one.act.id,
        agency=named.get(one.deed.agency, one.deed.agency),
        what=one.deed.what,
        by=people[one.act.by],
        due_by=one.deed.due_by,
        overdue=one.overdue(at),
        late=answer is not None and answer.at > one.deed.due_by,
        answer=_said(answer, people) if answer else None,
        withheld=answer is not None and isinstance(answer.deed, deeds.InformationWithheld),
        records=tuple((line.record, title_of(line.kind, line.agency_name, line.reference)) for line in lines),
    )


def _action(one: Action, people: dict[str, str], at: datetime) -> ActionLine:
    return ActionLine(
        id=one.act.id,
        owner=people[one.deed.owner],
        what=one.deed.what,
        due_on=one.deed.due_on,
        overdue=one.overdue(at),
        done=_said(one.done, people) if one.done else None,
    )


def _measure(one: Measure, people: dict[str, str], subjects: dict[str, Subject], at: datetime) -> MeasureLine:
    return MeasureLine(
        id=one.act.id,
        kind=one.deed.kind.value.capitalize(),
        on=subjects[one.deed.on],
        because=one.deed.because,
        by=people[one.act.by],
        at=one.act.at,
        review_on=one.review_on,
        overdue=one.overdue(at),
        reviews=tuple(_said(each, people) for each in one.reviews),
    )


def _withheld(matter: str, course: MeetingCourse, answer: str, role: Role, at: datetime) -> WithheldLine:
    people = _names(course, role, at)
    act = next(one for one in course.acts if one.id == answer)
    ask = next(one for one in course.asks if one.act.id == getattr(act.deed, "ask", ""))
    return WithheldLine(
        meeting=matter.partition(":")[2],
        kind=_title(course),
        agency=agencies().get(ask.deed.agency, ask.deed.agency),
        asked=ask.deed.what,
        answer=_said(act, people),
    )
