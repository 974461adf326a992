"""The page of one meeting: who was asked for what, what came, what was decided, and what is due."""

from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.wiring.looking import Shown, look_at_subject
from wholepicture.hub.wiring.meeting_lines import (
    ActionLine,
    AskLine,
    DueLine,
    GuestLine,
    MeasureLine,
    Said,
    action_line,
    agencies,
    ask_line,
    due_lines,
    given_records,
    guest_line,
    measure_line,
    names_among,
    said,
    say_state,
)
from wholepicture.hub.wiring.meetings import Meeting, Subject, is_there, matter_of, read_meeting, what_about
from wholepicture.hub.wiring.readers import reader_for

__all__ = ["MeetingSheet", "NothingThere", "look_at_meeting", "sheet_of"]


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


def look_at_meeting(who: Acting, purpose: Purpose, meeting: str, *, request: str = "", action: str = "read") -> MeetingSheet:
    """One meeting; the look is written down before it is told. Raises NothingThere, LookNotWritten."""
    reader = reader_for(who, at=clock.now())
    with look_at_subject(
        reader, purpose, ("meeting", meeting), lambda: is_there(matter_of(meeting)), action=action, request=request
    ) as shown:
        return sheet_of(read_meeting(who, meeting, shown), shown)


def sheet_of(meeting: Meeting, shown: Shown) -> MeetingSheet:
    """Inside the look at a meeting: its page."""
    course, call = meeting.course, meeting.call
    people = names_among(course, meeting.acting.role, shown.at)
    named = agencies()
    records = given_records(course, shown)
    on = {one.deed.on for one in course.measures}
    subjects = {one.key: one for one in (*meeting.about, *what_about(tuple(sorted(on))))}
    called = course.acts[0]
    return MeetingSheet(
        id=meeting.id,
        kind=call.kind.value.capitalize(),
        state=say_state(course, shown.at),
        starts_at=call.when,
        because=call.because,
        called_by=people[called.by],
        called_at=called.at,
        about=meeting.about,
        guests=tuple(guest_line(one, people, named) for one in course.invited),
        asks=tuple(ask_line(one, people, named, records, shown.at) for one in course.asks),
        minutes=tuple(said(one, people) for one in course.minutes),
        minutes_due=course.minutes_due,
        minutes_overdue=course.minutes_due is not None and shown.at > course.minutes_due,
        actions=tuple(action_line(one, people, shown.at) for one in course.actions),
        measures=tuple(measure_line(one, people, subjects, shown.at) for one in course.measures),
        dissent=tuple(said(one, people) for one in course.dissent),
        due=due_lines(meeting.id, course, people, named, shown.at),
        acts=tuple(said(one, people) for one in reversed(course.acts)),
        purpose=shown.purpose,
        meeting=meeting,
    )
