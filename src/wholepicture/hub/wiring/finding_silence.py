"""Findings that wait for an answer: who must look by when, how far the silence has climbed, what waits for a second one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholepicture.decisions import deeds_of_findings as deeds
from wholepicture.decisions.acts import Act, act_of
from wholepicture.decisions.finding_course import FindingCourse, Shown, finding_course, finding_refusal
from wholepicture.decisions.ladders_course import ladders_course
from wholepicture.decisions.people import Criticism
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage.findings_waiting import FindingOutline, findings_waiting, outlines_of
from wholepicture.hub.wiring.deciding_people import UNKNOWN, HubHouse
from wholepicture.hub.wiring.looking import NothingThere, look_over
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.report.wording import PATTERNS, PatternWords, count_of, pattern_words
from wholepicture.statute.ladders import Editions, Level, Matter, Rung, spans_below

__all__ = [
    "PAGE",
    "LevelCount",
    "NothingThere",
    "OutlineLine",
    "WaitingFinding",
    "counts_by_level",
    "findings_that_wait",
    "line_of",
    "lines_of",
    "read_courses",
    "read_editions",
]

PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineLine:
    """A finding without names: what it asks, where about, and what it rests on."""

    id: str
    words: PatternWords
    known_since: datetime
    children: int
    records: int
    agencies: tuple[str, ...]
    areas: tuple[str, ...]
    grown: int

    @property
    def counts_words(self) -> str:
        """How many children and records, and whose."""
        parts = [count_of(self.children, "child", "children")] if self.children else []
        parts.append(f"{count_of(self.records, 'record')} of {', '.join(self.agencies)}")
        return ", ".join(parts)

    @property
    def area_words(self) -> str:
        """The areas, in words."""
        return f"Area {', '.join(self.areas)}" if self.areas else "No area is recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFinding:
    """A finding with how it stands. While it waits for an answer `stage`, `level` and `due_by` say who must look by when;
    `proposed_by` is the agency of whoever proposed to dismiss it, `can_agree` that the reader may agree to that; `receipts`
    counts the executives who confirmed that they read it.
    """

    line: OutlineLine
    state: str
    since: datetime
    stage: str
    level: str
    number: int
    stages: int
    due_by: datetime | None
    overdue: bool
    proposed_by: str
    can_agree: bool
    came_back: datetime | None
    receipts: int
    read_by_me: bool


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many findings without an answer have climbed to a level and no further."""

    level: str
    total: int


def findings_that_wait(
    who: Acting, purpose: Purpose, page: int, *, most: int = PAGE, request: str = ""
) -> tuple[tuple[WaitingFinding, ...], int]:
    """A page of findings that climbed past whoever was to look first, and for whoever can agree or scrutinises also those
    whose dismissal waits for a second person; before executives those that climbed to them. Pages count from 1. The look,
    and what is shown, is written down. Raises NothingThere, LookNotWritten.
    """
    reader = reader_for(who, at=clock.now())
    executive = who.role is Role.EXECUTIVE
    with look_over(
        reader, purpose, action="list", subject_kind="finding", subject="findings that wait", request=request
    ) as shown:
        editions = read_editions()
        level = Level.EXECUTIVE if executive else Level.FIRST_LINE
        young = spans_below(editions, Matter.SILENCE, level, shown.at)
        ids, total = findings_waiting(
            young, sorted(ABOUT_ONE_CHILD), proposals=not executive, skipped=(page - 1) * most, most=most
        )
        lines = lines_of(who, ids, editions, shown.at)
        shown.findings.update({one.line.id: purpose.name for one in lines})
    return lines, total


def counts_by_level(editions: Editions, at: datetime) -> tuple[LevelCount, ...]:
    """Inside `acting`: how many findings without an answer have climbed how far, the lowest level first."""
    totals = []
    for level in Level:
        young = spans_below(editions, Matter.SILENCE, level, at)
        totals.append(findings_waiting(young, (), proposals=False, skipped=0, most=1)[1])
    return tuple(
        LevelCount(level.words.capitalize(), total - above)
        for level, total, above in zip(Level, totals, (*totals[1:], 0), strict=True)
        if total - above
    )


def read_editions() -> Editions:
    """Inside `acting`: the partnership's ladders."""
    return ladders_course(kept.ladder_acts()).editions


def read_courses(ids: Iterable[str]) -> dict[str, tuple[FindingCourse, int]]:
    """Inside `acting`: the course of each of these findings, and on how many records it rests now. Raises NothingThere."""
    return {one: _course(one) for one in ids}


def lines_of(who: Acting, ids: Sequence[str], editions: Editions, at: datetime) -> tuple[WaitingFinding, ...]:
    """Inside `acting`: these findings with how they stand, in the order given."""
    outlines, courses = outlines_of(ids), read_courses(ids)
    agencies = dict(Agency.objects.values_list("key", "name"))
    house = HubHouse({})
    return tuple(
        _waiting(who, house, line_of(outlines[one]), courses[one][0], editions, agencies, at)
        for one in ids
        if one in outlines
    )


def line_of(outline: FindingOutline) -> OutlineLine:
    """The outline as a page tells it."""
    return OutlineLine(
        id=outline.finding,
        words=pattern_words(outline.pattern, PATTERNS),
        known_since=outline.known_since,
        children=outline.children,
        records=outline.records,
        agencies=outline.agencies,
        areas=outline.areas,
        grown=outline.grown,
    )


def _course(finding: str) -> tuple[FindingCourse, int]:
    matter = f"finding:{finding}"
    came = kept.finding_came(matter)
    shown = Shown(
        matter=matter,
        since=came.since,
        grew=came.grew,
        criticises=tuple(Criticism(str(one) if one else UNKNOWN, since) for one, since in came.criticised),
    )
    return finding_course(shown, kept.acts_on(matter)), came.records


def _waiting(
    who: Acting,
    house: HubHouse,
    line: OutlineLine,
    course: FindingCourse,
    editions: Editions,
    agencies: dict[str, str],
    at: datetime,
) -> WaitingFinding:
    climb: Rung | None = course.climb(at, editions)
    proposed = course.proposed
    return WaitingFinding(
        line=line,
        state=course.state.value,
        since=course.waiting_since,
        stage=climb.stage.name if climb else "",
        level=climb.stage.answered_by.words if climb else "",
        number=climb.number if climb else 0,
        stages=len(editions.about(Matter.SILENCE, course.waiting_since).stages),
        due_by=climb.due_by if climb else None,
        overdue=bool(climb and (climb.overdue or climb.number > 1)),
        proposed_by=agencies.get(proposed.post.agency, proposed.post.agency) if proposed else "",
        can_agree=proposed is not None and _agrees(who, house, course, proposed, at),
        came_back=course.came_back if course.waits else None,
        receipts=len({one.by for one in course.read_by}),
        read_by_me=str(who.account) in {one.by for one in course.read_by},
    )


def _agrees(who: Acting, house: HubHouse, course: FindingCourse, proposed: Act, at: datetime) -> bool:
    deed = deeds.DismissalAgreed(proposed.id)
    act = act_of(course.shown.matter, str(who.account), house.post_of(who.post, at), at, deed)
    return finding_refusal(act, course, house) is None
