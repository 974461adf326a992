"""What is shown of a meeting, line by line: in words, with the names that the reader may know."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.decisions.acts import Act, says_of
from wholepicture.decisions.meeting_course import Action, Ask, Measure, MeetingCourse
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.storage.records_shown import RecordLine, record_lines
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.meetings import Subject
from wholepicture.hub.wiring.record_page import title_of


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
    """What an agency was asked for. `answer` is None while none came; `withheld` says that it decided not to share.
    `records` are those that were given and that the reader may open: ids with titles.
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
    title = title_of_meeting(course)

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


def say_state(course: MeetingCourse, at: datetime) -> str:
    """How a meeting stands, in words."""
    called = course.called
    if course.minutes:
        return "Held"
    to_come = called is not None and isinstance(called.deed, deeds.MeetingCalled) and called.deed.when > at
    return "Called" if to_come else "Nobody has said yet whether it was held"


def title_of_meeting(course: MeetingCourse) -> str:
    """What kind of meeting it is."""
    deed = course.acts[0].deed
    return deed.kind.value.capitalize() if isinstance(deed, deeds.MeetingCalled) else ""


def names_among(course: MeetingCourse, role: Role, at: datetime) -> dict[str, str]:
    """How everybody who is named in a meeting is called, by handle."""
    handles = {one.by for one in course.acts} | set(course.people) | {one.deed.owner for one in course.actions}
    handles |= {one for act in course.minutes if isinstance(act.deed, deeds.Minuted) for one in act.deed.attended}
    return {str(handle): name for handle, name in display(map(UUID, sorted(handles)), role, at).items()}


def said(act: Act, people: dict[str, str]) -> Said:
    """One act in words."""
    deed = act.deed
    words = next((told for name in ("because", "words", "what") if (told := getattr(deed, name, ""))), "")
    return Said(id=act.id, at=act.at, by=people[act.by], says=says_of(deed), words=words, agency=act.post.agency)


def guest_line(act: Act, people: dict[str, str], named: dict[str, str]) -> GuestLine:
    """Somebody who is invited."""
    deed = act.deed
    if not isinstance(deed, deeds.Invited):
        raise TypeError(deed)
    agency = named.get(deed.agency, deed.agency)
    return GuestLine(name=people[deed.account], agency=agency, because=deed.because, at=act.at)


def given_records(course: MeetingCourse, shown: Shown) -> dict[str, RecordLine]:
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


def ask_line(
    one: Ask, people: dict[str, str], named: dict[str, str], records: dict[str, RecordLine], at: datetime
) -> AskLine:
    """What an agency was asked for, and what came."""
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
        answer=said(answer, people) if answer else None,
        withheld=answer is not None and isinstance(answer.deed, deeds.InformationWithheld),
        records=tuple((line.record, title_of(line.kind, line.agency_name, line.reference)) for line in lines),
    )


def action_line(one: Action, people: dict[str, str], at: datetime) -> ActionLine:
    """An action."""
    return ActionLine(
        id=one.act.id,
        owner=people[one.deed.owner],
        what=one.deed.what,
        due_on=one.deed.due_on,
        overdue=one.overdue(at),
        done=said(one.done, people) if one.done else None,
    )


def measure_line(one: Measure, people: dict[str, str], subjects: dict[str, Subject], at: datetime) -> MeasureLine:
    """A measure, with what came of each look at it."""
    return MeasureLine(
        id=one.act.id,
        kind=one.deed.kind.value.capitalize(),
        on=subjects[one.deed.on],
        because=one.deed.because,
        by=people[one.act.by],
        at=one.act.at,
        review_on=one.review_on,
        overdue=one.overdue(at),
        reviews=tuple(said(each, people) for each in one.reviews),
    )
