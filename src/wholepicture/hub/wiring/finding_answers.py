"""Answers to a finding: who looks into it, accepted or dismissed with a reason and a second person, how far its silence has
climbed, and who of those that lead agencies has read it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.cli.clock import salt
from wholepicture.decisions import deeds_of_findings as deeds
from wholepicture.decisions.acts import Act, act_of, says_of
from wholepicture.decisions.finding_course import FindingCourse, finding_refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.findings_waiting import outlines_of
from wholepicture.hub.wiring.course_rows import finding_row_of
from wholepicture.hub.wiring.deciding import NotDone
from wholepicture.hub.wiring.deciding_people import HubHouse
from wholepicture.hub.wiring.finding_silence import OutlineLine, line_of, read_courses, read_editions
from wholepicture.hub.wiring.looking import look_at_finding
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.statute.ladders import Editions

__all__ = ["FindingAnswers", "NotDone", "NothingThere", "answer", "finding_answers"]

_TRIED: dict[str, deeds.Deed] = {
    "own": deeds.FindingOwned(),
    "accept": deeds.FindingAccepted("why"),
    "dismiss": deeds.FindingDismissed("why", 1),
    "read": deeds.FindingRead(),
}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One act on a finding."""

    at: datetime
    by: str
    says: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingAnswers:
    """How a finding stands. `stage`, `level` and `due_by` say who must look by when while nobody has answered; `came_back`
    when something new brought it back; `ways` what the reader can do; `proposed` the act that waits for a second person.
    """

    finding: str
    state: str
    owner: str
    stage: str
    level: str
    due_by: datetime | None
    overdue: bool
    came_back: datetime | None
    records: int
    proposed: str
    line: OutlineLine
    lines: tuple[AnswerLine, ...]
    ways: tuple[str, ...]


def finding_answers(who: Acting, purpose: Purpose, finding: str, *, request: str = "") -> FindingAnswers:
    """The answers to one finding; the look is written down. Raises NothingThere, LookNotWritten."""
    reader = reader_for(who, at=clock.now())
    with look_at_finding(reader, purpose, finding, action="read answers", request=request):
        pass
    at = clock.now()
    course, records, editions, line = _read(who, purpose, finding, at)
    house = HubHouse({})
    tried = {**_TRIED}
    if course.proposed:
        tried |= {
            "agree": deeds.DismissalAgreed(course.proposed.id),
            "refuse": deeds.DismissalRefused(course.proposed.id, "why"),
        }
    ways = [
        way for way, deed in tried.items() if finding_refusal(_act(who, house, finding, at, deed), course, house) is None
    ]
    climb = course.climb(at, editions)
    names = display({UUID(act.by) for act in course.acts}, who.role, at)
    return FindingAnswers(
        finding=finding,
        state=course.state.value,
        owner=names.get(UUID(course.owner), "") if course.owner else "",
        stage=climb.stage.name if climb else "",
        level=climb.stage.answered_by.words if climb else "",
        due_by=climb.due_by if climb else None,
        overdue=bool(climb and climb.overdue),
        came_back=course.came_back,
        records=records,
        proposed=course.proposed.id if course.proposed else "",
        line=line,
        # Words may name a child. Those who lead read what was done, and whose post did it.
        lines=tuple(_line(act, names, worded=who.role is not Role.EXECUTIVE) for act in reversed(course.acts)),
        ways=tuple(ways),
    )


def answer(who: Acting, purpose: Purpose, finding: str, deed: deeds.Deed, *, request: str = "") -> None:
    """Do it, if it may be done as things stand. Raises NotDone, NothingThere, LookNotWritten."""
    reader, connection, house = reader_for(who, at=clock.now()), request_connection(), HubHouse({})
    with look_at_finding(reader, purpose, finding, action="answer", request=request):
        pass
    with kept.one_at_a_time(connection, _matter(finding)):
        at = clock.now()
        course = _read(who, purpose, finding, at)[0]
        act = _act(who, house, finding, at, deed)
        why = finding_refusal(act, course, house)
        if why is not None:
            raise NotDone(why)
        kept.keep_act(connection, act, salts=salt)
        with acting(reader, purpose, at=at):
            kept.note_course(finding_row_of(read_courses([finding])[finding][0]))


def _matter(finding: str) -> str:
    return f"finding:{finding}"


def _act(who: Acting, house: HubHouse, finding: str, at: datetime, deed: deeds.Deed) -> Act:
    return act_of(_matter(finding), str(who.account), house.post_of(who.post, at), at, deed)


def _read(who: Acting, purpose: Purpose, finding: str, at: datetime) -> tuple[FindingCourse, int, Editions, OutlineLine]:
    with acting(reader_for(who, at=at), purpose, at=at):
        course, records = read_courses([finding])[finding]
        outline = outlines_of([finding]).get(finding)
        if outline is None:
            raise NothingThere
        return course, records, read_editions(), line_of(outline)


def _line(act: Act, names: dict[UUID, str], *, worded: bool) -> AnswerLine:
    words = getattr(act.deed, "because", "") if worded else ""
    return AnswerLine(act.at, names.get(UUID(act.by), ""), says_of(act.deed), words)
