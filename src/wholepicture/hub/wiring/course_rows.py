"""How a matter stands, as a row for lists: the same out of one act just done, and out of all of them in a rebuild."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions import deeds_of_findings
from wholepicture.decisions.acts import Act
from wholepicture.decisions.clocks import open_duties
from wholepicture.decisions.course import Course, course_of
from wholepicture.decisions.episode_course import interviews_held
from wholepicture.decisions.finding_course import FindingCourse, finding_course
from wholepicture.decisions.marks import back_at
from wholepicture.decisions.meeting_course import MeetingCourse, meeting_course
from wholepicture.decisions.options import NOT_TO_ACT
from wholepicture.decisions.place_course import reviews_held
from wholepicture.hub.storage.acts import CourseRow
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.courses_kept import (
    acts_kept,
    keep_courses,
    matters_acted_on,
    raised_as_kept,
    shown_as_kept,
)

__all__ = [
    "episode_row_of",
    "finding_row_of",
    "keep_matters",
    "keep_matters_again",
    "meeting_row_of",
    "place_row_of",
    "row_of",
    "voice_of",
]


def voice_of(reference: str) -> str:
    """Under what whoever raised a concern acts on it: never their account, so that no act gives them away."""
    return f"raiser of {reference}"


def row_of(course: Course) -> CourseRow:
    """How a concern stands by its acts and what was known by the last of them."""
    at = course.acts[-1].at
    due = [one.due_by for one in open_duties(course, at) if one.due_by is not None]
    closing = [one for one in course.acts if isinstance(one.deed, deeds.Closed)][-1:]
    return CourseRow(
        matter=course.raised.matter,
        state=course.state.value,
        decided_at=course.standing.at if course.standing else None,
        decided=course.standing.option.value if course.standing else "",
        proposed_at=_first(one.act.at for one in course.proposals),
        objected_at=_first(one.act.at for one in course.open_objections),
        requested_at=_first(one.act.at for one in course.open_requests),
        due_at=_first(due),
        closed_at=course.closed_at,
        changed_at=at,
        owner=_owner(course.owned),
        owned_at=course.owned.at if course.owned else None,
        not_to_act_at=max((one.at for one in course.decisions if one.option in NOT_TO_ACT), default=None),
        closing_by=closing[0].by if closing else "",
        closing_at=closing[0].at if closing else None,
        back_at=back_at(course, at),
    )


def finding_row_of(course: FindingCourse) -> CourseRow:
    """How a finding stands by its acts and what was known by the last of them."""
    ends = (deeds_of_findings.FindingAccepted, deeds_of_findings.DismissalAgreed)
    answers = [one.at for one in course.acts if isinstance(one.deed, ends)]
    return CourseRow(
        matter=course.shown.matter,
        state=course.state.value,
        decided_at=None if course.waits else answers[-1],
        decided="" if course.waits else course.state.value,
        proposed_at=course.proposed.at if course.proposed else None,
        objected_at=None,
        requested_at=None,
        due_at=None,
        changed_at=course.acts[-1].at,
        waits_since=course.waiting_since if course.waits else None,
        rested_on=course.rested_on,
    )


def meeting_row_of(course: MeetingCourse, matter: str) -> CourseRow:
    """How a meeting stands by its acts."""
    due = course.due()
    return CourseRow(
        matter=matter,
        state="held" if course.minutes else "called",
        decided_at=course.minutes[-1].at if course.minutes else None,
        decided="",
        proposed_at=None,
        objected_at=None,
        requested_at=None,
        due_at=due[0] if due else None,
        changed_at=course.acts[-1].at,
    )


def episode_row_of(acts: Sequence[Act], matter: str) -> CourseRow:
    """What was said of a return: `decided_at` is when the first interview was held, `closed_at` when the latest was. Whether
    that was after the return, and in time, is asked each time: a record can be put right.
    """
    return _held_row(acts, matter, "interview", interviews_held(acts))


def place_row_of(acts: Sequence[Act], matter: str) -> CourseRow:
    """What was said of a place: `closed_at` is when its case was last reviewed. What was reported since counts anew."""
    return _held_row(acts, matter, "case review", reviews_held(acts))


def _held_row(acts: Sequence[Act], matter: str, what: str, held: Sequence[datetime]) -> CourseRow:
    return CourseRow(
        matter=matter,
        state=f"{what} {'held' if held else 'owed'}",
        decided_at=_first(held),
        decided="",
        proposed_at=None,
        objected_at=None,
        requested_at=None,
        due_at=None,
        changed_at=acts[-1].at,
        closed_at=max(held, default=None),
    )


def keep_matters(connection: Connection, matters: Iterable[str]) -> None:
    """Keep how these matters stand by every act that is committed, inside the caller's transaction."""
    rows = [row for matter in sorted(set(matters)) if (row := _row(connection, matter)) is not None]
    if rows:
        keep_courses(connection, rows)


def keep_matters_again(connection: Connection) -> None:
    """Keep how every matter stands on which anybody acted, for a rebuild."""
    keep_matters(connection, matters_acted_on(connection))


def _row(connection: Connection, matter: str) -> CourseRow | None:
    acts = acts_kept(connection, matter)
    if not acts:
        return None
    if matter.startswith("finding:"):
        shown = shown_as_kept(connection, matter)
        return finding_row_of(finding_course(shown, acts, known_by=acts[-1].at)) if shown else None
    if matter.startswith("meeting:"):
        return meeting_row_of(meeting_course(acts), matter)
    if matter.startswith("episode:"):
        return episode_row_of(acts, matter)
    if matter.startswith("place:"):
        return place_row_of(acts, matter)
    raised = raised_as_kept(connection, matter, voice_of(matter.removeprefix("concern:")))
    return row_of(course_of(raised, acts, known_by=acts[-1].at)) if raised else None


def _owner(said: Act | None) -> UUID | None:
    """Who deals with it by the last act that says so."""
    match said and said.deed:
        case deeds.TakenOn():
            return UUID(said.by) if said else None
        case deeds.HandedOn(to):
            return UUID(to)
    return None


def _first(moments: Iterable[datetime]) -> datetime | None:
    return min(moments, default=None)
