"""What can be done about a meeting as it stands, and among what each of these lets one choose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import meetings as stored
from wholepicture.hub.wiring.looking import Shown, look_at_subject
from wholepicture.hub.wiring.meeting_lines import agencies
from wholepicture.hub.wiring.meeting_page import MeetingSheet, sheet_of
from wholepicture.hub.wiring.meetings import Meeting, is_there, matter_of, read_meeting, what_about
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.report.wording import say_date
from wholepicture.statute.working_days import working_days_after
from wholepicture.vocabulary.moments import end_of_day, london_day

__all__ = ["WAYS", "MeetingChoices", "due_in", "look_at_way", "possible"]

WAYS = ("invite", "ask", "give", "withhold", "minutes", "action", "done", "measure", "review", "dissent")
WORKING_DAYS = (1, 2, 3, 5, 10)
MOST_GIVEN = 40
"""So many of an agency's latest records are offered to be given."""
_WORDS = "Words that stand for whatever somebody would write here."
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChoices:
    """A meeting, with what a form about it offers: values with words."""

    sheet: MeetingSheet
    agencies: Choices
    days: Choices
    asks: Choices = field(repr=False)
    records: Choices
    people: Choices
    actions: Choices = field(repr=False)
    measures: Choices
    on: Choices = field(repr=False)


def possible(meeting: Meeting) -> tuple[str, ...]:
    """Those ways that whoever acts could take now, in the order of the page."""
    return tuple(way for way in WAYS if any(meeting.may(deed) is None for deed in _TRIES[way](meeting)))


def due_in(working_days: int, now: datetime) -> datetime:
    """The end of the last of that many working days after today."""
    return end_of_day(working_days_after(london_day(now), working_days))


def look_at_way(who: Acting, purpose: Purpose, meeting: str, way: str, *, request: str = "") -> MeetingChoices:
    """A meeting with what can be chosen for one way; the look is written down. Raises NothingThere, LookNotWritten."""
    reader = reader_for(who, at=clock.now())
    with look_at_subject(
        reader, purpose, ("meeting", meeting), lambda: is_there(matter_of(meeting)), request=request
    ) as shown:
        found = read_meeting(who, meeting, shown)
        return _choices(found, sheet_of(found, shown), shown, way)


def _choices(meeting: Meeting, sheet: MeetingSheet, shown: Shown, way: str) -> MeetingChoices:
    course, named = meeting.course, agencies()
    names = display([UUID(one) for one in course.people], meeting.acting.role, shown.at)
    today = london_day(shown.at)
    return MeetingChoices(
        sheet=sheet,
        agencies=tuple((one, named.get(one, one)) for one in course.agencies),
        days=tuple((str(days), _in_days(days, today)) for days in WORKING_DAYS),
        asks=tuple(
            (one.act.id, one.deed.what)
            for one in course.asks
            if meeting.may(deeds.InformationGiven(one.act.id, _WORDS)) is None
        ),
        records=_records(meeting, shown) if way == "give" else (),
        people=tuple((str(one), names[one]) for one in map(UUID, course.people)),
        actions=tuple(
            (one.act.id, one.deed.what)
            for one in course.actions
            if meeting.may(deeds.ActionDone(one.act.id, _WORDS)) is None
        ),
        measures=tuple((one.id, f"{one.kind}: {one.on.title}") for one in sheet.measures if one.review_on),
        on=_subjects(meeting) if way == "measure" else (),
    )


def _in_days(days: int, today: date) -> str:
    many = "1 working day" if days == 1 else f"{days} working days"
    return f"{many}: by the end of {say_date(working_days_after(today, days))}"


def _records(meeting: Meeting, shown: Shown) -> Choices:
    """The records of the own agency that speak of what the meeting is about, the latest first."""
    lines = stored.records_about(tuple(one.key for one in meeting.about), agency=meeting.acting.agency)[-MOST_GIVEN:]
    told = shown.show_records([line.record for line in lines])
    return tuple(
        (line.record, title_of(line.kind, line.agency_name, line.reference))
        for line in reversed(lines)
        if line.record in told
    )


def _subjects(meeting: Meeting) -> Choices:
    """Adults and places on which a measure can be taken: whom and what the meeting is about, and whom a finding names."""
    keys: dict[str, None] = {}
    for one in meeting.about:
        if one.kind == "finding":
            keys.update(dict.fromkeys(stored.adults_and_places(one.id)))
        elif one.kind in ("known", "person"):
            keys.setdefault(one.key)
        elif one.kind == "concern":
            keys.update(dict.fromkeys(stored.named_in_concern(one.id)))
    return tuple((one.key, one.title) for one in what_about(tuple(keys)) if one.id)


# Inviting and asking are offered to whoever leads, which is asked with an act that nothing but leading could refuse.
_Tries = Callable[[Meeting], Sequence[deeds.Deed]]
_TRIES: Mapping[str, _Tries] = {
    "invite": lambda m: [deeds.ActionSet(m.course.people[0], _WORDS, london_day(m.at))],
    "ask": lambda m: [deeds.InformationAsked(m.course.agencies[0], _WORDS, m.at + timedelta(days=1))],
    "give": lambda m: [deeds.InformationGiven(one.act.id, _WORDS) for one in m.course.asks],
    "withhold": lambda m: [deeds.InformationWithheld(one.act.id, _WORDS) for one in m.course.asks if not one.answer],
    "minutes": lambda m: [deeds.Minuted(m.at, _WORDS, ())] if m.call.when <= m.at else [],
    "action": lambda m: [deeds.ActionSet(m.course.people[0], _WORDS, london_day(m.at))],
    "done": lambda m: [deeds.ActionDone(one.act.id, _WORDS) for one in m.course.actions],
    "measure": lambda m: [deeds.MeasureSet(deeds.MeasureKind.OTHER, m.about[0].key, _WORDS, london_day(m.at))],
    "review": lambda m: [deeds.MeasureReviewed(one.act.id, _WORDS, None) for one in m.course.measures],
    "dissent": lambda _: [deeds.MeetingDissented(_WORDS)],
}
