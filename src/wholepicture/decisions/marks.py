"""What the scrutineer's register shows: decisions not to act, and marks of what could close a concern in silence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act
from wholepicture.decisions.clocks import standings
from wholepicture.decisions.course import Course, Decision
from wholepicture.decisions.options import NOT_TO_ACT, PROTECTIVE, Option, falls_below
from wholepicture.decisions.people import House, conflicted

CLOSED_WITHIN = 30
"""Minutes within which closings by one person are seen together."""
_MANY = 5
_HANDED_ON = 3


class MarkKind(StrEnum):
    """What was noticed. It accuses nobody: it says where to look."""

    NOT_TO_ACT = "decided not to act"
    WEAKENED = "a protective decision was taken back"
    RECATEGORISED = "filed under another heading"
    JOINED = "joined to another concern"
    HANDED_ON = "went from one to another three times or more"
    OWNER_LEFT = "whoever deals with it holds no post any more"
    RAISER_LEFT = "whoever raised it holds no post any more, and it is open"
    MANY_CLOSED = "many closed by one person in half an hour"
    CLOSED_THEN_BACK = "closed and came back"
    LATE = "a duty is late and nobody has said why"
    CONFLICTED = "somebody in conflict tried or did what protects"
    ALL_CONFLICTED = "everybody who decides is in conflict: it is for the executives"
    PRESSURE = "the raiser was pressed"
    EXCUSED = "a duty was excused"
    REQUEST_REFUSED = "a request for a conference was refused"
    CRITICISM_NAMED = "somebody was named as criticised, and no longer decides"
    DISSENT = "somebody stands against a decision"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something for the scrutineer to look at. `words` are those of whoever acted, or empty."""

    kind: MarkKind
    matter: str
    at: datetime
    by: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A decision not to act, not to refer or not to share, with who decided and who agreed."""

    matter: str
    decision: Decision


def register_of(courses: Iterable[Course]) -> tuple[RegisterLine, ...]:
    """The register of decisions not to act, the latest first. A later decision does not take an earlier one out of it."""
    lines = [RegisterLine(one.raised.matter, d) for one in courses for d in one.decisions if d.option in NOT_TO_ACT]
    return tuple(sorted(lines, key=lambda line: line.decision.at, reverse=True))


def marks_of(course: Course, house: House, on: datetime) -> tuple[Mark, ...]:
    """What the scrutineer sees of one concern at a moment, in the order of time."""
    marks = [*_of_decisions(course), *_of_acts(course), *_of_people(course, house, on), *_of_clocks(course, on)]
    return tuple(sorted(marks, key=lambda mark: (mark.at, mark.kind)))


def marks_across(courses: Iterable[Course]) -> tuple[Mark, ...]:
    """What shows only across concerns: that one person closed many of them in half an hour, one mark for each."""
    closings: dict[str, list[Act]] = {}
    for course in courses:
        for act in course.acts:
            if isinstance(act.deed, deeds.Closed):
                closings.setdefault(act.by, []).append(act)
    marks: list[Mark] = []
    for by, acts in sorted(closings.items()):
        acts.sort(key=lambda act: (act.at, act.id))
        for act in acts:
            near = [one for one in acts if abs(one.at - act.at) <= timedelta(minutes=CLOSED_WITHIN)]
            if len(near) >= _MANY:
                marks.append(Mark(MarkKind.MANY_CLOSED, act.matter, act.at, by))
    return tuple(marks)


def back_at(course: Course, known_by: datetime) -> datetime | None:
    """When something last brought a concern back once it was closed, as known by a moment, inclusive."""
    came = (one.at for one in _of_reopening(course) if one.kind is MarkKind.CLOSED_THEN_BACK)
    return max((at for at in came if at <= known_by), default=None)


def _of_decisions(course: Course) -> Iterator[Mark]:
    before: Option | None = None
    for decision in course.decisions:
        if decision.option in NOT_TO_ACT:
            yield _mark(MarkKind.NOT_TO_ACT, decision.act, decision.deed.reasons, at=decision.at)
        if before is not None and falls_below(decision.option, before):
            yield _mark(MarkKind.WEAKENED, decision.act, decision.deed.reasons, at=decision.at)
        before = decision.option


_Told = deeds.Recategorised | deeds.Joined | deeds.PressureRecorded | deeds.Dissented | deeds.CriticismNamed
_MARK_OF = {
    deeds.Recategorised: MarkKind.RECATEGORISED,
    deeds.Joined: MarkKind.JOINED,
    deeds.PressureRecorded: MarkKind.PRESSURE,
    deeds.Dissented: MarkKind.DISSENT,
    deeds.CriticismNamed: MarkKind.CRITICISM_NAMED,
}


def _of_acts(course: Course) -> Iterator[Mark]:
    yield from (_mark(MarkKind.HANDED_ON, act, because) for act, because in _moves(course)[_HANDED_ON - 1 :])
    for act in course.acts:
        if isinstance(act.deed, _Told):
            yield _mark(_MARK_OF[type(act.deed)], act, act.deed.because)
        if isinstance(act.deed, deeds.Agreed):
            yield from _of_agreement(course.act(act.deed.on), act)
    yield from _of_reopening(course)


def _moves(course: Course) -> list[tuple[Act, str]]:
    """The acts by which it went away from somebody, with why: handed on, taken over, or let go."""
    owner = ""
    moves: list[tuple[Act, str]] = []
    for act in course.acts:
        match act.deed:
            case deeds.TakenOn(because):
                moves += [(act, because)] if owner else []
                owner = act.by
            case deeds.HandedOn(to, because):
                moves.append((act, because))
                owner = to
            case deeds.LetGo(because):
                moves.append((act, because))
                owner = ""
    return moves


def _of_reopening(course: Course) -> Iterator[Mark]:
    """What brought it back once it was closed, and what took a protective decision away without deciding anew."""
    closings = {by.id for on, by in course.answered if isinstance(by.deed, deeds.Agreed) and _closes(course, on)}
    decided = {(one.agreed or one.act).id: one.option for one in course.decisions}
    closed, stands = False, None
    events: list[Act | datetime] = [*course.acts, *course.raised.additions]
    for event in sorted(events, key=_moment):
        if isinstance(event, datetime):
            if closed:
                yield Mark(MarkKind.CLOSED_THEN_BACK, course.raised.matter, event, "")
            closed = False
        elif event.id in closings:
            closed = True
        elif event.id in decided:
            stands = decided[event.id]
        elif closed and isinstance(event.deed, _BRINGS_BACK):
            closed = False
            yield _mark(MarkKind.CLOSED_THEN_BACK, event, event.deed.because)
        elif isinstance(event.deed, deeds.Reopened) and stands in PROTECTIVE:
            stands = None
            yield _mark(MarkKind.WEAKENED, event, event.deed.because)


_BRINGS_BACK = (deeds.Reopened, deeds.Objected, deeds.ConferenceRequested)


def _moment(event: Act | datetime) -> datetime:
    return event.at if isinstance(event, Act) else event


def _closes(course: Course, act: str) -> bool:
    proposed = course.act(act)
    return proposed is not None and isinstance(proposed.deed, deeds.Closed)


def _of_agreement(proposed: Act | None, act: Act) -> Iterator[Mark]:
    if proposed is None:
        return
    if isinstance(proposed.deed, deeds.Excused):
        yield _mark(MarkKind.EXCUSED, act, proposed.deed.because)
    if isinstance(proposed.deed, deeds.RequestAnswered):
        yield _mark(MarkKind.REQUEST_REFUSED, act, proposed.deed.because)


def _of_people(course: Course, house: House, on: datetime) -> Iterator[Mark]:
    matter = course.raised.matter
    if course.owner and not house.posts(course.owner, on):
        yield Mark(MarkKind.OWNER_LEFT, matter, on, course.owner)
    if course.closed_at is None and not any(house.posts(one, on) for one in course.raised.raisers):
        yield Mark(MarkKind.RAISER_LEFT, matter, on, min(course.raised.raisers, default=""))
    if course.criticises and all(conflicted(house, one, course.criticises, on) for one in house.deciders(on)):
        yield Mark(MarkKind.ALL_CONFLICTED, matter, on, "")
    for decision in course.decisions:
        if decision.option in PROTECTIVE and conflicted(house, decision.act.by, course.criticises, decision.at):
            yield _mark(MarkKind.CONFLICTED, decision.act)


def _of_clocks(course: Course, on: datetime) -> Iterator[Mark]:
    for one in standings(course, on):
        if one.asks_reason and one.due_by is not None:
            yield Mark(MarkKind.LATE, course.raised.matter, one.due_by, "", one.duty.name)


def _mark(kind: MarkKind, act: Act, words: str = "", *, at: datetime | None = None) -> Mark:
    return Mark(kind, act.matter, at or act.at, act.by, words)
