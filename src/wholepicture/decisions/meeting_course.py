"""The course of a meeting: who was asked for what, what came, what was decided, and what is still due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.decisions.acts import Act
from wholepicture.decisions.people import House
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.ladders import Level
from wholepicture.statute.working_days import working_days_after
from wholepicture.vocabulary.moments import end_of_day, london_day

_OF_GUESTS = (deeds.InformationGiven, deeds.InformationWithheld, deeds.ActionDone, deeds.MeetingDissented)
"""What everybody who was invited may do."""


@dataclass(frozen=True, slots=True)
class Ask:
    """That an agency was asked for what it holds. `answer` is what it gave, or that it decided not to share."""

    act: Act
    deed: deeds.InformationAsked
    answer: Act | None

    def overdue(self, on: datetime) -> bool:
        """Whether nothing came in time."""
        return self.answer is None and on > self.deed.due_by


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody does by a day. `done` is the act that says that it was."""

    act: Act
    deed: deeds.ActionSet
    done: Act | None

    @property
    def due_by(self) -> datetime:
        """The end of its last day."""
        return end_of_day(self.deed.due_on)

    def overdue(self, on: datetime) -> bool:
        """Whether its last day is over and it is not done."""
        return self.done is None and on > self.due_by


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure on an adult or a place. `review_on` is by when it is to be looked at again; None once it has ended."""

    act: Act
    deed: deeds.MeasureSet
    reviews: tuple[Act, ...]
    review_on: date | None

    @property
    def due_by(self) -> datetime | None:
        """The end of the day by which it is to be looked at again; None once it has ended."""
        return end_of_day(self.review_on) if self.review_on else None

    def overdue(self, on: datetime) -> bool:
        """Whether the day for looking at it again is over."""
        return self.due_by is not None and on > self.due_by


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCourse:
    """How a meeting stands. `called` is None where no act called it: then there is none. `acts` are all, as kept."""

    acts: tuple[Act, ...]
    called: Act | None
    invited: tuple[Act, ...]
    asks: tuple[Ask, ...]
    minutes: tuple[Act, ...]
    actions: tuple[Action, ...]
    measures: tuple[Measure, ...]
    dissent: tuple[Act, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The accounts of whoever called it and was invited, in that order."""
        invited = (one.deed.account for one in self.invited if isinstance(one.deed, deeds.Invited))
        return tuple(dict.fromkeys((*([self.called.by] if self.called else []), *invited)))

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies of whoever called it and was invited, in that order."""
        invited = (one.deed.agency for one in self.invited if isinstance(one.deed, deeds.Invited))
        return tuple(dict.fromkeys((*([self.called.post.agency] if self.called else []), *invited)))

    @property
    def minutes_due(self) -> datetime | None:
        """By when what was decided is to be written down: the end of the working day after the meeting. None once it is.
        No law lays this down; it is so that no meeting ends in silence.
        """
        if self.minutes or self.called is None or not isinstance(self.called.deed, deeds.MeetingCalled):
            return None
        return end_of_day(working_days_after(london_day(self.called.deed.when), 1))

    def due(self) -> tuple[datetime, ...]:
        """By when each thing that somebody still owes is to be done: answers, minutes, actions, reviews of measures; the
        earliest first.
        """
        minutes = [self.minutes_due] if self.minutes_due else []
        asks = [one.deed.due_by for one in self.asks if one.answer is None]
        actions = [one.due_by for one in self.actions if one.done is None]
        return tuple(sorted([*minutes, *asks, *actions, *(one.due_by for one in self.measures if one.due_by)]))

    def withheld(self) -> tuple[Ask, ...]:
        """The answers "decided not to share", which stand in the register."""
        return tuple(one for one in self.asks if one.answer and isinstance(one.answer.deed, deeds.InformationWithheld))


def meeting_course(acts: Iterable[Act], *, known_by: datetime | None = None) -> MeetingCourse:
    """The course of a meeting by its acts, in the ledger's order; only what was known by a moment, inclusive, counts."""
    known = [act for act in acts if known_by is None or act.at <= known_by]
    answers = {
        act.deed.ask: act for act in known if isinstance(act.deed, deeds.InformationGiven | deeds.InformationWithheld)
    }
    done = {act.deed.action: act for act in known if isinstance(act.deed, deeds.ActionDone)}
    reviews: dict[str, tuple[Act, ...]] = {}
    for act in known:
        if isinstance(act.deed, deeds.MeasureReviewed):
            reviews[act.deed.measure] = (*reviews.get(act.deed.measure, ()), act)
    return MeetingCourse(
        acts=tuple(known),
        called=next((act for act in known if isinstance(act.deed, deeds.MeetingCalled)), None),
        invited=tuple(act for act in known if isinstance(act.deed, deeds.Invited)),
        asks=tuple(Ask(act, act.deed, answers.get(act.id)) for act in known if isinstance(act.deed, deeds.InformationAsked)),
        minutes=tuple(act for act in known if isinstance(act.deed, deeds.Minuted)),
        actions=tuple(Action(act, act.deed, done.get(act.id)) for act in known if isinstance(act.deed, deeds.ActionSet)),
        measures=tuple(_measure(act, act.deed, reviews) for act in known if isinstance(act.deed, deeds.MeasureSet)),
        dissent=tuple(act for act in known if isinstance(act.deed, deeds.MeetingDissented)),
    )


def meeting_refusal(act: Act, course: MeetingCourse, house: House) -> Refusal | None:
    """Why an act on a meeting is refused as things stand before it; None where it may be done.

    A meeting is called by a post that decides, that leads a team, or that works on findings. Whoever called it leads it, as
    does everybody who decides or leads a team; measures are for these alone. Whoever was invited may answer for their
    agency, dissent, and say that an action of theirs is done.
    """
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    if isinstance(act.deed, deeds.MeetingCalled) is (course.called is not None):
        return Refusal.NOT_NOW
    if not _is_theirs(act, course):
        return Refusal.NOT_A_DECIDER
    return _words(act) or _people(act, course, house) or _answers(act, course)


def _is_theirs(act: Act, course: MeetingCourse) -> bool:
    if act.post.decides or act.post.level > Level.PRACTITIONER:
        return True
    if isinstance(act.deed, _OF_GUESTS):
        return act.by in course.people
    called = act.post.analyses if course.called is None else course.called.by == act.by
    return called and not isinstance(act.deed, deeds.MeasureSet | deeds.MeasureReviewed)


def _words(act: Act) -> Refusal | None:
    deed = act.deed
    if not all(str(getattr(deed, name, "-")).strip() for name in ("because", "what", "words")):
        return Refusal.NO_REASON
    if isinstance(deed, deeds.Minuted) and deed.held_at > act.at:
        return Refusal.NOT_YET
    last = getattr(deed, "due_on", None) or getattr(deed, "review_on", None)
    over = last is not None and end_of_day(last) < act.at
    over = over or (isinstance(deed, deeds.InformationAsked) and deed.due_by < act.at)
    return Refusal.DAY_IS_OVER if over else None


def _people(act: Act, course: MeetingCourse, house: House) -> Refusal | None:
    match act.deed:
        case deeds.Invited(account, agency):
            if account in course.people:
                return Refusal.NOT_NOW
            fits = any(post.agency == agency for post in house.posts(account, act.at))
            return None if fits else Refusal.NO_SUCH_PERSON
        case deeds.InformationAsked(agency):
            return None if agency in course.agencies else Refusal.NOBODY_INVITED
        case deeds.ActionSet(owner):
            return None if owner in course.people else Refusal.NO_SUCH_PERSON
    return None


def _answers(act: Act, course: MeetingCourse) -> Refusal | None:
    match act.deed:
        case deeds.InformationGiven(ask) | deeds.InformationWithheld(ask):
            asked = next((one for one in course.asks if one.act.id == ask), None)
            if asked is None or isinstance(asked.answer and asked.answer.deed, deeds.InformationGiven):
                return Refusal.NOT_NOW
            return None if asked.deed.agency == act.post.agency else Refusal.OTHER_AGENCY
        case deeds.ActionDone(action):
            found = next((one for one in course.actions if one.act.id == action), None)
            if found is None or found.done:
                return Refusal.NOT_NOW
            leads = act.post.decides or act.post.level > Level.PRACTITIONER or (course.called and course.called.by == act.by)
            return None if leads or found.deed.owner == act.by else Refusal.NOT_YOURS
        case deeds.MeasureReviewed(measure):
            return None if any(one.act.id == measure and one.review_on for one in course.measures) else Refusal.NOT_NOW
    return None


def _measure(act: Act, deed: deeds.MeasureSet, reviews: Mapping[str, tuple[Act, ...]]) -> Measure:
    done = reviews.get(act.id, ())
    last = done[-1].deed if done else None
    review_on = last.review_on if isinstance(last, deeds.MeasureReviewed) else deed.review_on
    return Measure(act, deed, done, review_on)
