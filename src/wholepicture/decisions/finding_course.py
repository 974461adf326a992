"""The course of a finding: who looks into it, what was answered, and how far its silence has climbed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from wholepicture.decisions import deeds_of_findings as deeds
from wholepicture.decisions.acts import Act, name_of
from wholepicture.decisions.people import Criticism, House, conflicted
from wholepicture.decisions.refusals import Refusal
from wholepicture.decisions.states import FINDING_STEPS, FindingState, When, can_be_done, step_from
from wholepicture.statute.ladders import NONE_ADOPTED, Editions, Level, Matter, Rung, rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding as the register has it. `grew` are the moments at which it got a further record, and how many it had;
    `criticises` are those whom the concerns on which it rests criticise.
    """

    matter: str
    since: datetime
    grew: tuple[tuple[datetime, int], ...] = ()
    criticises: tuple[Criticism, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCourse:
    """How a finding stands. `waiting_since` is since when it waits for an answer, `proposed` a dismissal that waits for a
    second person, `came_back` when something new brought a dismissed finding back.
    """

    shown: Shown
    state: FindingState = FindingState.NEW
    owner: str = ""
    waiting_since: datetime
    acts: tuple[Act, ...] = ()
    proposed: Act | None = None
    dismissed: Act | None = None
    came_back: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it has no answer that holds."""
        return self.state in (FindingState.NEW, FindingState.DISMISSING)

    def climb(self, on: datetime, editions: Editions = NONE_ADOPTED) -> Rung | None:
        """Where its silence stands on the partnership's ladder; None where it has an answer."""
        return rung(editions.about(Matter.SILENCE, self.waiting_since), self.waiting_since, on) if self.waits else None

    @property
    def rested_on(self) -> int | None:
        """On how many records it rested when it was last dismissed; None where it never was."""
        agreed = {one.deed.on for one in self.acts if isinstance(one.deed, deeds.DismissalAgreed)}
        rested = [
            one.deed.evidence for one in self.acts if isinstance(one.deed, deeds.FindingDismissed) and one.id in agreed
        ]
        return rested[-1] if rested else None

    @property
    def read_by(self) -> tuple[Act, ...]:
        """The receipts of those who lead agencies."""
        return tuple(one for one in self.acts if isinstance(one.deed, deeds.FindingRead))


def finding_course(shown: Shown, acts: Iterable[Act], *, known_by: datetime | None = None) -> FindingCourse:
    """The course of a finding by its acts; only what was known by a moment, inclusive, counts."""
    course = FindingCourse(shown=shown, waiting_since=shown.since)
    events: list[tuple[datetime, int, Act | int]] = [(act.at, 1, act) for act in acts]
    events += [(at, 0, records) for at, records in shown.grew]
    for at, _, event in sorted(events, key=lambda one: one[:2]):
        if known_by is None or at <= known_by:
            course = _after(course, event) if isinstance(event, Act) else _grown(course, at, event)
    return course


def finding_refusal(act: Act, course: FindingCourse, house: House) -> Refusal | None:
    """Why an act on a finding is refused as things stand before it; None where it may be done."""
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    if isinstance(act.deed, deeds.FindingRead):
        return None if act.post.level is Level.EXECUTIVE else Refusal.NOT_A_DECIDER
    if not act.post.decides:
        return Refusal.NOT_A_DECIDER
    if isinstance(act.deed, _DISMISSES) and conflicted(house, act.by, course.shown.criticises, act.at):
        return Refusal.FINDING_CONFLICT
    if not can_be_done(FINDING_STEPS, course.state, name_of(act.deed)):
        return Refusal.NOT_NOW
    because = getattr(act.deed, "because", None)
    if because is not None and not isinstance(act.deed, deeds.DismissalAgreed) and not because.strip():
        return Refusal.NO_REASON
    if isinstance(act.deed, deeds.DismissalAgreed | deeds.DismissalRefused):
        return _second(act, course)
    return None


_DISMISSES = (deeds.FindingDismissed, deeds.DismissalAgreed)
"""What a conflict of interest bars: all else keeps the finding before everybody's eyes."""


def _second(act: Act, course: FindingCourse) -> Refusal | None:
    if course.proposed is None or getattr(act.deed, "on", "") != course.proposed.id:
        return Refusal.NOT_NOW
    if course.proposed.by == act.by:
        return Refusal.SAME_PERSON
    same = course.proposed.post.agency == act.post.agency
    return Refusal.SAME_AGENCY if same and isinstance(act.deed, deeds.DismissalAgreed) else None


def _after(course: FindingCourse, act: Act) -> FindingCourse:
    course = replace(course, acts=(*course.acts, act))
    when = When.SECOND if isinstance(act.deed, deeds.FindingDismissed) else When.ALWAYS
    to = step_from(FINDING_STEPS, course.state, name_of(act.deed), when)
    course = replace(course, state=to) if to is not None else course
    match act.deed:
        case deeds.FindingOwned():
            return replace(course, owner=act.by)
        case deeds.FindingAccepted():
            return replace(course, owner=act.by, proposed=None, dismissed=None)
        case deeds.FindingDismissed():
            return replace(course, proposed=act)
        case deeds.DismissalAgreed():
            return replace(course, dismissed=course.proposed, proposed=None)
        case deeds.DismissalRefused():
            return replace(course, proposed=None)
    return course


def _grown(course: FindingCourse, at: datetime, records: int) -> FindingCourse:
    to = step_from(FINDING_STEPS, course.state, "grown", When.ALWAYS)
    if to is None or course.dismissed is None:
        return course
    deed = course.dismissed.deed
    if isinstance(deed, deeds.FindingDismissed) and records <= deed.evidence:
        return course
    return replace(course, state=to, waiting_since=at, came_back=at, dismissed=None)
