"""The course of a return from missing: what was offered, declined and held since, and how the duty stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wholepicture.decisions.acts import Act
from wholepicture.decisions.clocks import reported
from wholepicture.decisions.deeds_of_concerns import Happened, LateExplained
from wholepicture.decisions.people import House
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.duties import Duty, duty
from wholepicture.statute.occurrences import Milestone, Occurrence
from wholepicture.statute.standing import Standing, duty_states
from wholepicture.statute.terms import Unit
from wholepicture.vocabulary.moments import london_day, start_of_day

INTERVIEW: Duty = duty("return-home-interview")
HOURS = INTERVIEW.term.count if INTERVIEW.term and INTERVIEW.term.unit is Unit.HOURS else 0
"""So many hours after the return an interview is overdue."""
_SAID = (Milestone.INTERVIEW_OFFERED, Milestone.INTERVIEW_DECLINED, Milestone.INTERVIEW_HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A return as an agency's record states it. `matter` is "episode:" with the record's source, the same for all its
    versions; `until` is the end of the episode, exclusive, as the record has it; `known_at` since when it is known here.
    """

    matter: str
    until: datetime
    known_at: datetime

    @property
    def at(self) -> datetime:
        """From when the clock runs: the return, or the start of its day where only the day is known, so that an interview is
        never said to be due later than it is.
        """
        day = london_day(self.until)
        return start_of_day(london_day(self.until - timedelta(seconds=1))) if self.until == start_of_day(day) else self.until

    @property
    def only_day_known(self) -> bool:
        """Whether the record states the day of the return and no time."""
        return self.at != self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeCourse:
    """How a return stands. `acts` are what was said of it, in the ledger's order."""

    returned: Returned
    acts: tuple[Act, ...]

    def standing(self, on: datetime) -> Standing | None:
        """How the duty to hold a return home interview stands at a moment; None where the return was not known by then."""
        found = duty_states(INTERVIEW, _occurrences(self.returned, self.acts), on)
        return found[0] if found else None

    @property
    def offered(self) -> tuple[Act, ...]:
        """The acts that say that an interview was offered."""
        return tuple(one for one in self.acts if _is(one, Milestone.INTERVIEW_OFFERED))

    @property
    def declined(self) -> tuple[Act, ...]:
        """The acts that say that the child declined, and why."""
        return tuple(one for one in self.acts if _is(one, Milestone.INTERVIEW_DECLINED))


def episode_course(returned: Returned, acts: Iterable[Act], *, known_by: datetime | None = None) -> EpisodeCourse:
    """The course of a return by its acts, in the ledger's order; only what was known by a moment, inclusive, counts."""
    return EpisodeCourse(returned=returned, acts=tuple(one for one in acts if known_by is None or one.at <= known_by))


def interviews_held(acts: Iterable[Act]) -> tuple[datetime, ...]:
    """When each interview was held that somebody reported, in the ledger's order."""
    return tuple(
        one.deed.when for one in acts if isinstance(one.deed, Happened) and one.deed.milestone is Milestone.INTERVIEW_HELD
    )


def episode_refusal(act: Act, course: EpisodeCourse, house: House) -> Refusal | None:
    """Why an act on a return is refused as things stand before it; None where it may be done.

    Whoever works with cases and may read the record may say what was offered, declined or held, in their own name; whoever
    scrutinises or leads the partnership may not. Nothing excuses the interview: it can be late, and somebody says why.
    """
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    if act.post.scrutinises:
        return Refusal.NOT_A_DECIDER
    match act.deed:
        case Happened(milestone=milestone):
            return Refusal.ACT_OF_ITS_OWN if milestone not in _SAID else _said(act.deed, course, act.at)
        case LateExplained(because=because):
            standing = course.standing(act.at)
            if standing is None or not standing.asks_reason:
                return Refusal.NOT_NOW
            return None if because.strip() else Refusal.NO_REASON
    return Refusal.NOT_NOW


def _said(deed: Happened, course: EpisodeCourse, at: datetime) -> Refusal | None:
    if deed.when > at:
        return Refusal.NOT_YET
    if deed.when < course.returned.at:
        return Refusal.BEFORE_RETURN
    if deed.milestone is Milestone.INTERVIEW_HELD:
        shown = deed.evidence in INTERVIEW.accepts and bool(deed.reference.strip())
        return None if shown else Refusal.NO_EVIDENCE
    return None if deed.because.strip() else Refusal.NO_REASON


def _is(act: Act, milestone: Milestone) -> bool:
    return isinstance(act.deed, Happened) and act.deed.milestone is milestone


def _occurrences(returned: Returned, acts: Iterable[Act]) -> Iterable[Occurrence]:
    matter = returned.matter
    known_at = max(returned.known_at, returned.at)
    yield Occurrence(milestone=Milestone.RETURNED, about=matter, at=returned.at, known_at=known_at)
    for act in acts:
        if isinstance(act.deed, Happened | LateExplained):
            yield reported(matter, act, act.deed)
