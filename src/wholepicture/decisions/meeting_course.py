"""The course of a meeting: who was asked for what, what came, what was decided, and what is still due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wholepicture.decisions import deeds_of_meetings as deeds
from wholepicture.decisions.acts import Act
from wholepicture.decisions.people import House
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.ladders import Level
from wholepicture.vocabulary.moments import end_of_day


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

    def overdue(self, on: datetime) -> bool:
        """Whether its last day is over and it is not done."""
        return self.done is None and on > end_of_day(self.deed.due_on)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure on an adult or a place. `review_on` is by when it is to be looked at again; None once it has ended."""

    act: Act
    deed: deeds.MeasureSet
    reviews: tuple[Act, ...]
    review_on: date | None

    def overdue(self, on: datetime) -> bool:
        """Whether the day for looking at it again is over."""
        return self.review_on is not None and on > end_of_day(self.review_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCourse:
    """How a meeting stands. `called` is None where no act called it: then there is none."""

    called: Act | None
    invited: tuple[Act, ...]
    asks: tuple[Ask, ...]
    minutes: tuple[Act, ...]
    actions: tuple[Action, ...]
    measures: tuple[Measure, ...]
    dissent: tuple[Act, ...]

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

    Whoever was invited may answer for their agency, dissent, and say that an action of theirs is done; the rest is for posts
    that decide, or that lead a team.
    """
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    deed = act.deed
    if isinstance(deed, deeds.MeetingCalled) is (course.called is not None):
        return Refusal.NOT_NOW
    guest = any(isinstance(one.deed, deeds.Invited) and one.deed.account == act.by for one in course.invited)
    leads = act.post.decides or act.post.level > Level.PRACTITIONER
    given = isinstance(deed, deeds.InformationGiven | deeds.InformationWithheld | deeds.ActionDone | deeds.MeetingDissented)
    if not (leads or (guest and given)):
        return Refusal.NOT_A_DECIDER
    if not all(words.strip() for name in ("because", "what", "words") if (words := getattr(deed, name, "-")) is not None):
        return Refusal.NO_REASON
    if isinstance(deed, deeds.Minuted) and deed.held_at > act.at:
        return Refusal.NOT_YET
    return _answers(act, course)


def _answers(act: Act, course: MeetingCourse) -> Refusal | None:
    match act.deed:
        case deeds.InformationGiven(ask) | deeds.InformationWithheld(ask):
            asked = next((one for one in course.asks if one.act.id == ask), None)
            if asked is None or isinstance(asked.answer and asked.answer.deed, deeds.InformationGiven):
                return Refusal.NOT_NOW
            return None if asked.deed.agency == act.post.agency else Refusal.OTHER_AGENCY
        case deeds.ActionDone(action):
            return None if any(one.act.id == action and not one.done for one in course.actions) else Refusal.NOT_NOW
        case deeds.MeasureReviewed(measure):
            return None if any(one.act.id == measure and one.review_on for one in course.measures) else Refusal.NOT_NOW
    return None


def _measure(act: Act, deed: deeds.MeasureSet, reviews: Mapping[str, tuple[Act, ...]]) -> Measure:
    done = reviews.get(act.id, ())
    last = done[-1].deed if done else None
    review_on = last.review_on if isinstance(last, deeds.MeasureReviewed) else deed.review_on
    return Measure(act, deed, done, review_on)
