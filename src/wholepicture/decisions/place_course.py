"""The course of a place of which people complain: reports of anti-social behaviour, and whether its case was reviewed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholepicture.decisions.acts import Act
from wholepicture.decisions.clocks import reported
from wholepicture.decisions.deeds_of_concerns import Happened
from wholepicture.decisions.people import House
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.duties import Duty, duty
from wholepicture.statute.occurrences import Milestone, Occurrence
from wholepicture.statute.standing import Standing, duty_states

REVIEW: Duty = duty("case-review")


@dataclass(frozen=True, slots=True)
class Report:
    """A report of anti-social behaviour at a place: its record, when it happened, and when its agency wrote it down."""

    record: str
    at: datetime
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceCourse:
    """How a place stands. `reports` are in the order in which it happened, `acts` in the ledger's."""

    reports: tuple[Report, ...]
    acts: tuple[Act, ...]

    @property
    def reviewed_at(self) -> datetime | None:
        """When the case was last reviewed; None where it never was."""
        return max(reviews_held(self.acts), default=None)

    @property
    def since_review(self) -> tuple[Report, ...]:
        """The reports of what happened after the last review: they count anew."""
        last = self.reviewed_at
        return tuple(one for one in self.reports if last is None or one.at > last)

    def standing(self, on: datetime) -> Standing | None:
        """How the duty to review the case stands at a moment, by the reports since the last review; None where too few were
        made in time.
        """
        found = duty_states(REVIEW, _occurrences("place", self.since_review), on)
        return found[0] if found else None


def place_course(reports: Iterable[Report], acts: Sequence[Act]) -> PlaceCourse:
    """The course of a place by its reports, in any order, and by what was said of it, in the ledger's."""
    return PlaceCourse(tuple(sorted(reports, key=lambda one: (one.at, one.record))), tuple(acts))


def reviews_held(acts: Iterable[Act]) -> tuple[datetime, ...]:
    """When each case review was held that somebody reported."""
    return tuple(
        one.deed.when for one in acts if isinstance(one.deed, Happened) and one.deed.milestone is Milestone.CASE_REVIEW_HELD
    )


def place_refusal(act: Act, course: PlaceCourse, house: House) -> Refusal | None:
    """Why an act on a place is refused as things stand before it; None where it may be done. That a case was reviewed is
    said by whoever works with it, in their own name, with something to show for it.
    """
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    if act.post.scrutinises:
        return Refusal.NOT_A_DECIDER
    deed = act.deed
    if not isinstance(deed, Happened) or deed.milestone is not Milestone.CASE_REVIEW_HELD:
        return Refusal.NOT_NOW
    if deed.when > act.at:
        return Refusal.NOT_YET
    shown = reported("place", act, deed).evidence[0]
    if shown.kind not in REVIEW.accepts or not shown.reference.strip():
        return Refusal.NO_EVIDENCE
    return None if course.standing(act.at) is not None else Refusal.NOT_NOW


def _occurrences(matter: str, reports: Iterable[Report]) -> Iterable[Occurrence]:
    for one in reports:
        known = max(one.at, one.reported_at)
        yield Occurrence(milestone=Milestone.NUISANCE_REPORTED, about=matter, at=one.at, known_at=known)
