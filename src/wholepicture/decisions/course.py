"""The course of a concern: what its acts amount to as known at a moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act, ActId, name_of
from wholepicture.decisions.objections import Objection, Request, objections_after, requests_after
from wholepicture.decisions.options import NOT_TO_ACT, Option, falls_below
from wholepicture.decisions.people import Criticism
from wholepicture.decisions.states import CONCERN_STEPS, ConcernState, When, step_from

OWNING = (deeds.TakenOn, deeds.HandedOn, deeds.LetGo)
"""What says who deals with a concern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A concern as it was raised, and what the ledger holds about it beside its acts. `raisers` are those who wrote it or
    added to it, `additions` when they did. `touched_by` are the findings that rest on it, each with the moment from which,
    inclusive, and until which, exclusive, it was live; None while it is.
    """

    matter: str
    raisers: frozenset[str]
    agency: str
    at: datetime
    additions: tuple[datetime, ...] = ()
    criticises: tuple[Criticism, ...] = ()
    touched_by: tuple[tuple[str, datetime, datetime | None], ...] = ()

    def findings_live(self, at: datetime) -> tuple[str, ...]:
        """The findings that touch it and are live at a moment."""
        return tuple(finding for finding, since, until in self.touched_by if since <= at and (until is None or at < until))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one alone may not do, and a second person has not answered. `elsewhere` says that they must be of another agency
    than whoever proposes.
    """

    act: Act
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that took effect: the act, who agreed where somebody had to, and since when it holds."""

    act: Act
    deed: deeds.Decided
    at: datetime
    agreed: Act | None = None

    @property
    def option(self) -> Option:
        """What was decided."""
        return self.deed.option


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a concern stands. `acts` are all of them in the order of the ledger; `decisions` those that took effect, the last
    of them standing while `stands`; `answered` what a second person said to each proposal.
    """

    raised: Raised
    state: ConcernState = ConcernState.WAITING
    owner: str = ""
    acts: tuple[Act, ...] = ()
    decisions: tuple[Decision, ...] = ()
    stands: bool = False
    proposals: tuple[Proposal, ...] = ()
    answered: tuple[tuple[ActId, Act], ...] = ()
    objections: tuple[Objection, ...] = ()
    requests: tuple[Request, ...] = ()
    criticises: tuple[Criticism, ...] = ()
    closed_at: datetime | None = field(default=None)

    @property
    def standing(self) -> Decision | None:
        """The decision that stands."""
        return self.decisions[-1] if self.stands and self.decisions else None

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        """The objections that nobody has settled."""
        return tuple(one for one in self.objections if one.is_open)

    @property
    def open_requests(self) -> tuple[Request, ...]:
        """The requests for a conference that nobody has answered in a way that holds."""
        return tuple(one for one in self.requests if one.is_open)

    def proposal(self, act: str) -> Proposal | None:
        """The proposal that waits for a second person under an act's id."""
        return next((one for one in self.proposals if one.act.id == act), None)

    def act(self, act: str) -> Act | None:
        """One of its acts."""
        return next((one for one in self.acts if one.id == act), None)

    @property
    def owned(self) -> Act | None:
        """The last act that said who deals with it, or that nobody does."""
        return next((one for one in reversed(self.acts) if isinstance(one.deed, OWNING)), None)

    def agreed_to(self, act: str) -> Act | None:
        """What made a proposal hold."""
        return next(
            (by for on, by in self.answered if on == act and isinstance(by.deed, deeds.Agreed)),
            None,
        )

    def told(self) -> bool:
        """Whether the raiser was told of the decision that stands, with something to show for it."""
        standing = self.standing
        return standing is not None and any(
            isinstance(one.deed, deeds.RaiserTold | deeds.RaiserConfirmed) and one.deed.on == standing.act.id
            for one in self.acts
        )


def needs_second(course: Course, act: Act) -> Proposal | None:
    """Whether an act takes effect only once a second person agrees, as things stand before it. For a decision: where it is
    not to act and a live finding or an open objection touches the concern, where it takes back protection, where whoever
    decides raised it, or where pressure was recorded. Closing, an excuse, and a refused request for a conference always do.
    """
    deed = act.deed
    if isinstance(deed, deeds.Decided):
        weaker = bool(course.decisions) and falls_below(deed.option, course.decisions[-1].option)
        if deed.option not in NOT_TO_ACT:
            return Proposal(act, elsewhere=False) if weaker else None
        touched = bool(course.raised.findings_live(act.at) or course.open_objections or _pressed(course))
        own = act.by in course.raised.raisers
        return Proposal(act, elsewhere=touched) if touched or own or weaker else None
    if isinstance(deed, deeds.Closed):
        return Proposal(act, elsewhere=bool(course.raised.findings_live(act.at) or course.objections or _pressed(course)))
    if isinstance(deed, deeds.Excused) or (isinstance(deed, deeds.RequestAnswered) and not deed.held):
        return Proposal(act, elsewhere=isinstance(deed, deeds.RequestAnswered))
    return None


def course_of(raised: Raised, acts: Iterable[Act], *, known_by: datetime | None = None) -> Course:
    """The course of a concern by its acts, in the ledger's order; only what was known by a moment (inclusive) counts."""
    course = Course(raised=raised, criticises=raised.criticises)
    for event in _in_order(raised, acts):
        if known_by is None or _at(event) <= known_by:
            course = after(course, event) if isinstance(event, Act) else _added_to(course)
    return course


def after(course: Course, act: Act) -> Course:
    """The course once an act is taken. Whether it may be done is not asked here: see `refusal`."""
    proposal = needs_second(course, act)
    course = replace(course, acts=(*course.acts, act))
    objections = objections_after(course.objections, act)
    requests = requests_after(course.requests, act)
    course = replace(course, objections=objections, requests=requests)
    if proposal is not None:
        kept = tuple(one for one in course.proposals if type(one.act.deed) is not type(act.deed) or _twofold(act))
        return _stepped(replace(course, proposals=(*kept, proposal)), act, When.SECOND)
    return _effect(course, act)


def _effect(course: Course, act: Act) -> Course:
    match act.deed:
        case deeds.Decided() as decided:
            return _stepped(_decide(course, Decision(act, decided, act.at)), act, When.ALONE)
        case deeds.Agreed(on) | deeds.Disagreed(on):
            return _answered(course, act, on)
        case deeds.TakenOn():
            return replace(course, owner=act.by)
        case deeds.HandedOn(to):
            return replace(course, owner=to)
        case deeds.LetGo():
            return replace(course, owner="")
        case deeds.CriticismNamed(account, since):
            return replace(course, criticises=(*course.criticises, Criticism(account, since)))
    return _opened(course, act)


def _opened(course: Course, act: Act) -> Course:
    match act.deed:
        case deeds.Reopened():
            return _stepped(_withdrawn(replace(course, stands=False), deeds.Closed), act, When.ALWAYS)
        case deeds.Objected():
            return _stepped(_withdrawn(course, deeds.Closed), act, When.ALWAYS)
        case deeds.ObjectionAnswered(upheld=True):
            return _stepped(_withdrawn(replace(course, stands=False), deeds.Decided), act, When.UPHELD)
        case deeds.ObjectionSettled() if not course.open_objections:
            waits = any(isinstance(one.act.deed, deeds.Decided) for one in course.proposals)
            return _stepped(course, act, When.PENDING if waits else When.LAST if course.stands else When.LEFT)
    return _stepped(course, act, When.ALWAYS)


def _answered(course: Course, act: Act, on: str) -> Course:
    proposal = course.proposal(on)
    if proposal is None:
        return course
    left = tuple(one for one in course.proposals if one is not proposal)
    course = replace(course, proposals=left, answered=(*course.answered, (proposal.act.id, act)))
    deed, agreed = proposal.act.deed, isinstance(act.deed, deeds.Agreed)
    if isinstance(deed, deeds.RequestAnswered) and agreed:
        return replace(course, requests=tuple(one.refused(proposal.act) for one in course.requests))
    if not isinstance(deed, deeds.Decided | deeds.Closed):
        return course
    if isinstance(deed, deeds.Decided) and agreed:
        course = _decide(course, Decision(proposal.act, deed, act.at, act))
    return _stepped(course, act, When.ALWAYS if agreed else When.STANDS if course.stands else When.NONE_STANDS)


def _decide(course: Course, decision: Decision) -> Course:
    course = _withdrawn(_withdrawn(course, deeds.Closed), deeds.Decided)
    requests = course.requests
    if decision.option is Option.CONFERENCE:
        requests = tuple(one.held(decision.act) for one in requests)
    return replace(course, decisions=(*course.decisions, decision), stands=True, requests=requests)


def _withdrawn(course: Course, kind: type[deeds.Closed] | type[deeds.Decided]) -> Course:
    return replace(course, proposals=tuple(one for one in course.proposals if not isinstance(one.act.deed, kind)))


def _added_to(course: Course) -> Course:
    to = step_from(CONCERN_STEPS, course.state, "added to", When.ALWAYS)
    if to is None:
        return course
    reopened = course.state is ConcernState.CLOSED
    course = _withdrawn(course, deeds.Closed)
    return replace(course, state=to, closed_at=None, stands=course.stands and not reopened)


def _stepped(course: Course, act: Act, when: When) -> Course:
    to = step_from(CONCERN_STEPS, course.state, name_of(act.deed), when)
    if to is None:
        return course
    stands = course.stands and not (course.state is ConcernState.CLOSED and to is ConcernState.WAITING)
    return replace(course, state=to, stands=stands, closed_at=act.at if to is ConcernState.CLOSED else None)


def _pressed(course: Course) -> bool:
    return any(isinstance(one.deed, deeds.PressureRecorded) for one in course.acts)


def _twofold(act: Act) -> bool:
    return isinstance(act.deed, deeds.Excused | deeds.RequestAnswered)


def _at(event: Act | datetime) -> datetime:
    return event.at if isinstance(event, Act) else event


def _in_order(raised: Raised, acts: Iterable[Act]) -> Iterator[Act | datetime]:
    events: Sequence[Act | datetime] = [*acts, *raised.additions]
    return iter(sorted(events, key=_at))
