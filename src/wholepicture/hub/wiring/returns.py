"""Returns from missing: which child has no return home interview yet, and saying what was offered, declined and held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wholepicture.cli.clock import salt
from wholepicture.decisions.acts import Act, act_of
from wholepicture.decisions.deeds_of_concerns import Happened, LateExplained
from wholepicture.decisions.episode_course import (
    HOURS,
    INTERVIEW,
    EpisodeCourse,
    Returned,
    episode_course,
    episode_refusal,
)
from wholepicture.decisions.refusals import Refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.episodes import ReturnCounts, episodes_shown, returns_page
from wholepicture.hub.storage.records_shown import RecordShown, mentions_in
from wholepicture.hub.wiring.course_rows import episode_row_of
from wholepicture.hub.wiring.deciding import NotDone
from wholepicture.hub.wiring.deciding_people import HubHouse, handle_of
from wholepicture.hub.wiring.descriptions import say_described
from wholepicture.hub.wiring.looking import look_at_record, look_over
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.statute.duties import Duty
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.standing import DutyState, Standing

__all__ = [
    "INTERVIEW",
    "STATES",
    "NotDone",
    "NothingThere",
    "Return",
    "ReturnsSheet",
    "do",
    "look_at_return",
    "returns_sheet",
]

PAGE = 20
STATES: Mapping[str, str] = {
    "in-time": "in time",
    "over": "over",
    "known-late": "known late",
    "held": "held",
    "away": "away",
}
"""Under what each list stands in an address, and what it is called in the database."""
_WORDS = "Words that stand for whatever somebody would write here."
_SAYS = {
    Milestone.INTERVIEW_OFFERED: "An interview was offered.",
    Milestone.INTERVIEW_DECLINED: "The child declined. It is offered again.",
    Milestone.INTERVIEW_HELD: "The interview was held.",
}


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What somebody said of a return. `at` is when it was written down, `when` when it took place; None for a reason."""

    says: str
    by: str
    at: datetime
    when: datetime | None
    words: str = field(repr=False)
    shown: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One return, as its page and the list have it. `standing` is None while the record states no return."""

    record: str
    title: str
    child: str = field(repr=False)
    missing_since: datetime | None
    returned_at: datetime | None
    only_day_known: bool
    known_late: bool
    standing: Standing | None
    offered: int
    declined: int
    held: SaidLine | None
    said: tuple[SaidLine, ...]
    ways: tuple[str, ...] = ()

    @property
    def overdue(self) -> bool:
        """Whether the time is over and no interview is recorded."""
        return self.standing is not None and self.standing.state is DutyState.OVERDUE

    @property
    def state(self) -> str:
        """How it stands, in words."""
        match self.standing and self.standing.state:
            case None:
                return "No return recorded"
            case DutyState.OVERDUE:
                return "Time was over before the return was known here" if self.known_late else "Overdue"
            case DutyState.MET:
                return "Held in time"
            case DutyState.MET_LATE:
                return "Held late"
            case DutyState.DUE:
                return "Due today"
        return "There is time left"

    @property
    def colour(self) -> str:
        """Of its tag."""
        match self.standing and self.standing.state:
            case DutyState.OVERDUE:
                return "yellow" if self.known_late else "red"
            case DutyState.MET:
                return "green"
            case DutyState.MET_LATE:
                return "orange"
        return "blue"


@dataclass(frozen=True, slots=True)
class Owed:
    """An interview that nobody has held: the title of its record, by when it is or was due, and how it stands."""

    title: str
    due_by: datetime
    state: DutyState


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsSheet:
    """A page of returns in one state, how many there are in each, and the duty."""

    lines: tuple[Return, ...]
    counts: ReturnCounts
    duty: Duty

    def total(self, what: str) -> int:
        """How many there are in a state, by its key in `STATES`."""
        return int(getattr(self.counts, what.replace("-", "_")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Episode:
    """A record with what was said of it, as somebody who acts sees it; `course` is None while no return is recorded."""

    shown: RecordShown
    course: EpisodeCourse | None
    house: HubHouse
    at: datetime
    who: Acting

    def act(self, deed: Happened | LateExplained) -> Act:
        return act_of(
            _matter_of(self.shown), str(self.who.account), self.house.post_of(self.who.post, self.at), self.at, deed
        )

    def may(self, deed: Happened | LateExplained) -> Refusal | None:
        if self.course is None:
            return Refusal.NOT_NOW
        return episode_refusal(self.act(deed), self.course, self.house)


def returns_sheet(who: Acting, purpose: Purpose, what: str, page: int, *, request: str = "") -> ReturnsSheet:
    """A page of the returns in a state (a key of `STATES`) that somebody may see; pages count from 1. Raises NothingThere,
    LookNotWritten.
    """
    reader = reader_for(who, at=clock.now())
    with look_over(reader, purpose, action="list", subject_kind="list", subject="returns", request=request) as shown:
        records, counts = returns_page(STATES[what], hours=HOURS, skipped=(page - 1) * PAGE, most=PAGE)
        told = shown.show_records(records)
        found = episodes_shown(list(told))
        episodes = [_episode(found[one], who, shown.at) for one in records if one in found]
        children = _children(list(found))
        lines = tuple(_line(one, children.get(one.shown.record, "")) for one in episodes)
    return ReturnsSheet(lines=lines, counts=counts, duty=INTERVIEW)


def look_at_return(who: Acting, purpose: Purpose, record: str, *, request: str = "") -> Return:
    """One return with everything that was said of it; the look is written down. Raises NothingThere, LookNotWritten."""
    reader = reader_for(who, at=clock.now())
    with look_at_record(reader, purpose, record, action="read return", request=request):
        return _line(_read(who, record, clock.now()), _children([record]).get(record, ""), ways=True)


def do(who: Acting, purpose: Purpose, record: str, deed: Happened | LateExplained, *, request: str = "") -> Act:
    """Say it, in one's own name, if it may be said as things stand. Raises NotDone, NothingThere, LookNotWritten."""
    at = clock.now()
    reader, connection = reader_for(who, at=at), request_connection()
    with acting(reader, purpose, at=at):
        matter = _matter_of(_shown(record))
    with kept.one_at_a_time(connection, matter):
        with look_at_record(reader, purpose, record, action="act", request=request):
            before = _read(who, record, at)
        why = before.may(deed)
        if why is not None or before.course is None:
            raise NotDone(why or Refusal.NOT_NOW)
        act = before.act(deed)
        kept.keep_act(connection, act, salts=salt)
        with acting(reader, purpose, at=at):
            kept.note_course(episode_row_of([*before.course.acts, act], matter))
    return act


def said_of(acts: Sequence[Act], names: Mapping[str, str]) -> tuple[SaidLine, ...]:
    """What acts on a return say, in words, in the ledger's order; `names` by account."""
    return tuple(_said(one, names.get(one.by, "")) for one in acts)


def say_deed(deed: Happened | LateExplained) -> str:
    """What somebody said of a return, in one sentence."""
    if isinstance(deed, LateExplained):
        return "Why it is late."
    return _SAYS.get(deed.milestone, f"{deed.milestone.value.capitalize()}.")


def interviews_owed(records: Sequence[str], on: datetime) -> tuple[Owed, ...]:
    """Inside `acting`: of those of these records that state a return, the interviews that nobody has held, what is due first
    first.
    """
    found = []
    for shown in episodes_shown(list(records)).values():
        course = course_in(shown)
        standing = course.standing(on) if course else None
        if standing is not None and standing.is_open and standing.due_by is not None:
            found.append(Owed(title_of(shown.kind, shown.agency_name, shown.reference), standing.due_by, standing.state))
    return tuple(sorted(found, key=lambda one: (one.due_by, one.title)))


def course_in(shown: RecordShown, *, known_by: datetime | None = None) -> EpisodeCourse | None:
    """Inside `acting`: what was said of a return; None while the record states none."""
    if shown.happened_until is None:
        return None
    returned = Returned(
        matter=_matter_of(shown), until=shown.happened_until.astimezone(UTC), known_at=shown.known_at.astimezone(UTC)
    )
    return episode_course(returned, kept.acts_on(returned.matter), known_by=known_by)


def _matter_of(shown: RecordShown) -> str:
    return f"episode:{shown.source}"


def _shown(record: str) -> RecordShown:
    found = episodes_shown([record])
    if record not in found:
        raise NothingThere
    return found[record]


def _read(who: Acting, record: str, at: datetime) -> _Episode:
    return _episode(_shown(record), who, at)


def _episode(shown: RecordShown, who: Acting, at: datetime) -> _Episode:
    return _Episode(shown=shown, course=course_in(shown), house=HubHouse({}), at=at, who=who)


def _children(records: Sequence[str]) -> dict[str, str]:
    """Whom each of these records is about, as it states them."""
    subjects = [one for one in mentions_in(records) if one.kind == "person" and one.role == "subject"]
    return {one.record: say_described("person", one.description, one.text) for one in reversed(subjects)}


def _line(one: _Episode, child: str, *, ways: bool = False) -> Return:
    shown, course = one.shown, one.course
    acts = course.acts if course else ()
    handles = [handle for act in acts if (handle := handle_of(act.by))]
    names = {str(handle): name for handle, name in display(handles, one.who.role, one.at).items()}
    said = said_of(acts, names)
    standing = course.standing(one.at) if course else None
    due = standing.due_by if standing else None
    held = [line for line, act in zip(said, acts, strict=True) if standing and act.deed and _held(act, standing)]
    return Return(
        record=shown.record,
        title=title_of(shown.kind, shown.agency_name, shown.reference),
        child=child,
        missing_since=shown.happened_since,
        returned_at=course.returned.at if course else None,
        only_day_known=course.returned.only_day_known if course else False,
        known_late=due is not None and shown.known_at > due,
        standing=standing,
        offered=len(course.offered) if course else 0,
        declined=len(course.declined) if course else 0,
        held=held[0] if held else None,
        said=tuple(reversed(said)),
        ways=_possible(one) if ways else (),
    )


def _held(act: Act, standing: Standing) -> bool:
    deed = act.deed
    return isinstance(deed, Happened) and deed.milestone is Milestone.INTERVIEW_HELD and deed.when == standing.ended_at


def _possible(one: _Episode) -> tuple[str, ...]:
    tries: Mapping[str, Happened | LateExplained] = {
        "offered": Happened(Milestone.INTERVIEW_OFFERED, one.at, EvidenceKind.DOCUMENT, "", _WORDS),
        "declined": Happened(Milestone.INTERVIEW_DECLINED, one.at, EvidenceKind.DOCUMENT, "", _WORDS),
        "held": Happened(Milestone.INTERVIEW_HELD, one.at, EvidenceKind.DOCUMENT, _WORDS),
        "late": LateExplained(INTERVIEW.id, _WORDS),
    }
    return tuple(way for way, deed in tries.items() if one.may(deed) is None)


def _said(act: Act, by: str) -> SaidLine:
    deed = act.deed
    if isinstance(deed, Happened):
        shown = f"{deed.evidence.value.capitalize()}: {deed.reference}" if deed.reference else ""
        return SaidLine(say_deed(deed), by, act.at, deed.when, deed.because, shown)
    if isinstance(deed, LateExplained):
        return SaidLine(say_deed(deed), by, act.at, None, deed.because, "")
    raise TypeError(deed)
