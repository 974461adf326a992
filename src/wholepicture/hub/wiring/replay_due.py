"""What somebody owed at the end of a past day: duties of concerns, answers to findings, what meetings wait for, and return
home interviews.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wholepicture.decisions.acts import Act
from wholepicture.decisions.episode_course import INTERVIEW
from wholepicture.decisions.finding_course import Shown, finding_course
from wholepicture.hub.wiring.meeting_lines import due_lines
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.hub.wiring.replay_scope import FindingInScope, Scope
from wholepicture.hub.wiring.replay_told import Told, question_of
from wholepicture.statute.standing import DutyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A duty, or an answer that is awaited: whose it was and by when, as it stood that day."""

    about: str
    what: str
    says: str
    owed_by: str
    due_by: datetime | None
    state: str
    overdue: bool


def due_on(told: Told, until: datetime) -> tuple[Due, ...]:
    """What was owed just before a moment, what was due first first."""
    on = until - timedelta(microseconds=1)
    found = [
        Due(
            about=sheet.reference,
            what=one.duty.name,
            says=one.duty.says,
            owed_by=one.duty.owed_by,
            due_by=one.due_by,
            state=one.state.value,
            overdue=one.state is DutyState.OVERDUE,
        )
        for sheet, _ in told.courses
        for one in sheet.duties
        if one.is_open
    ]
    for one in _live(told.scope, until):
        awaited = _awaited(one, told.finding_acts.get(one.kept.finding.id, ()), on)
        found += [awaited] if awaited else []
    found += [*_of_meetings(told, on), *_of_returns(told, on)]
    return tuple(sorted(found, key=lambda one: (one.due_by is None, one.due_by or until, one.about, one.what)))


def _of_meetings(told: Told, on: datetime) -> Iterator[Due]:
    names = {str(handle): name for handle, name in told.names.items()}
    for met in told.meetings:
        for one in due_lines("", met.course, names, dict(told.agencies), on):
            yield Due(
                about=one.title,
                what=one.what,
                says="So it was agreed at the meeting.",
                owed_by=one.who,
                due_by=one.due_by,
                state=DutyState.OVERDUE.value if one.overdue else DutyState.RUNNING.value,
                overdue=one.overdue,
            )


def _of_returns(told: Told, on: datetime) -> Iterator[Due]:
    """The return home interviews that were owed: those of one child or place can be many, and stand as one line for each of
    overdue and not.
    """
    standings = [(record, standing) for record, course in told.returns if (standing := course.standing(on)) is not None]
    for overdue in (True, False):
        owed = [(r, s) for r, s in standings if s.is_open and (s.state is DutyState.OVERDUE) is overdue]
        if owed:
            record, first = min(owed, key=lambda one: (one[1].due_by or on, one[0].record))
            title = title_of(record.kind, record.agency_name, record.reference)
            yield Due(
                about=title if len(owed) == 1 else f"{len(owed)} returns, the first of them {title}",
                what=INTERVIEW.name,
                says=INTERVIEW.says,
                owed_by=INTERVIEW.owed_by,
                due_by=first.due_by,
                state=first.state.value,
                overdue=overdue,
            )


def _live(scope: Scope, until: datetime) -> list[FindingInScope]:
    """The findings that held at the end of the day."""
    return [
        one
        for one in scope.findings
        if one.kept.known_since < until and (one.kept.finding.withdrawn_at is None or one.kept.finding.withdrawn_at >= until)
    ]


def _awaited(one: FindingInScope, acts: Sequence[Act], on: datetime) -> Due | None:
    """The answer to a finding; None where it had one."""
    finding = one.kept.finding
    grown = [each for each in finding.history if each.at <= on]
    rests = {*finding.evidence, *(record for each in grown for record in each.evidence)}
    shown = Shown(
        matter=f"finding:{finding.id}", since=one.kept.known_since, grew=tuple((each.at, len(rests)) for each in grown[-1:])
    )
    climb = finding_course(shown, acts, known_by=on).climb(on)
    if climb is None:
        return None
    return Due(
        about=question_of(one),
        what="An answer to the finding",
        says=climb.stage.name,
        owed_by=climb.stage.answered_by.words,
        due_by=climb.due_by,
        state=DutyState.OVERDUE.value if climb.overdue else DutyState.RUNNING.value,
        overdue=climb.overdue,
    )
