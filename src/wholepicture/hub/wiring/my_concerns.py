"""What somebody raised: a list, and each concern with what was added, who opened it, what was decided and what is due."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access import Look, Looked, note_access, who_opened
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.inbox import InboxOutcome
from wholepicture.hub.storage.own_concerns import OwnConcern, OwnPart, own_concerns, own_decisions, own_thread
from wholepicture.hub.storage.standing import read_whereabouts
from wholepicture.hub.wiring import drafts, looking
from wholepicture.hub.wiring.concern import WhatNext, owner_of_concerns, what_next
from wholepicture.hub.wiring.deciding import Matter, read_matter
from wholepicture.hub.wiring.deciding_page import CourseSheet, course_sheet
from wholepicture.hub.wiring.deciding_ways import RAISER_WAYS, possible
from wholepicture.hub.wiring.drafts import FOLLOW_OWN, DraftLine
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.intake.concern import parts_of
from wholepicture.vocabulary.moments import LONDON

__all__ = ["NothingThere", "concern_sheet", "my_concerns", "own_receipt"]

PAGE = 20
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Standing(StrEnum):
    """How far the hub is with something that was sent."""

    BEING_RECORDED = "being recorded"
    NOT_UNDERSTOOD = "kept, and somebody has to place it by hand"
    RECORDED = "recorded, not yet linked"
    LINKED = "recorded and linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """That somebody opened a concern: their role and agency, no name."""

    at: datetime
    role: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision on a concern. `words` may be empty."""

    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """A concern in the list. `opened` is by whom it was opened last."""

    reference: str
    received_at: datetime
    protected: bool
    additions: int
    standing: Standing
    opened: Opening | None
    openings: int
    decided_at: datetime | None
    next: WhatNext


@dataclass(frozen=True, slots=True, kw_only=True)
class MyConcerns:
    """One page of the list, with how many concerns there are, and the drafts."""

    concerns: tuple[ConcernLine, ...]
    total: int
    drafts: tuple[DraftLine, ...]


@dataclass(frozen=True, slots=True)
class WordsLine:
    """Something that was written, and what it was asked for."""

    called: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A concern as written, or an addition. `lines` is None where it cannot be shown; `erased` says that the law took it."""

    reference: str
    received_at: datetime
    by: str
    standing: Standing
    erased: bool
    lines: tuple[WordsLine, ...] | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernSheet:
    """A concern of one's own. `course` is what was decided and said, None before it is linked; `ways` what its raiser can
    say to that. `behind` is how many records are recorded and not yet linked, in the hub as a whole.
    """

    concern: Part
    additions: tuple[Part, ...]
    protected: bool
    openings: tuple[Opening, ...]
    decisions: tuple[DecisionLine, ...]
    course: CourseSheet | None
    ways: tuple[tuple[str, str], ...]
    next: WhatNext
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet:
    """That a concern was received. It shows nothing of what was written."""

    reference: str
    received_at: datetime
    protected: bool
    standing: Standing
    next: WhatNext


def my_concerns(who: Acting, page: int, *, request: str = "") -> MyConcerns:
    """The concerns that somebody raised, the latest first; pages count from 1."""
    now = clock.now()
    reader = reader_for(who, at=now)
    with looking.look_over(
        reader, FOLLOW_OWN, action="list", subject_kind="list", subject="my concerns", request=request
    ) as shown:
        found, total = own_concerns((page - 1) * PAGE, PAGE)
        linked = [one.record for one in found if one.record and one.linked]
        shown.show_records(linked)
        opened = who_opened(linked)
    agencies, owner = _agencies(), owner_of_concerns(now)
    return MyConcerns(
        concerns=tuple(
            _line(one, opened.get(one.record or "", ()), agencies, what_next(one.received_at, owner=owner, now=now))
            for one in found
        ),
        total=total,
        drafts=drafts.saved(who.account),
    )


def concern_sheet(who: Acting, reference: str, *, request: str = "") -> ConcernSheet:
    """One concern of one's own, with everything that was added. That one looked is written down before. Raises
    NothingThere.
    """
    now = clock.now()
    reader = reader_for(who, at=now)
    thread = _thread(reader, reference, now, request)
    concern = thread[0]
    openings: tuple[Looked, ...] = ()
    with acting(reader, FOLLOW_OWN, at=now):
        decided = own_decisions(reference)
        if concern.record and concern.linked:
            openings = who_opened([concern.record]).get(concern.record, ())
    matter = _matter(reader, who, reference) if concern.record and concern.linked else None
    agencies = _agencies()
    return ConcernSheet(
        concern=_part(concern, agencies),
        additions=tuple(_part(one, agencies) for one in thread[1:]),
        protected=concern.protected,
        openings=tuple(_opening(one, agencies) for one in openings),
        decisions=tuple(DecisionLine(at=one.recorded_at, words=one.words) for one in decided),
        course=course_sheet(matter, worded=concern.cells is not None) if matter else None,
        ways=tuple((way, RAISER_WAYS[way]) for way in possible(matter, tuple(RAISER_WAYS))) if matter else (),
        next=what_next(concern.received_at, owner=owner_of_concerns(now), now=now),
        behind=read_whereabouts(request_connection()).behind,
    )


def _matter(reader: Reader, who: Acting, reference: str) -> Matter | None:
    try:
        return read_matter(reader, who, FOLLOW_OWN, reference)
    except NothingThere:
        return None


def own_receipt(who: Acting, reference: str) -> ReceiptSheet:
    """The receipt of a concern of one's own. Raises NothingThere."""
    now = clock.now()
    with acting(reader_for(who, at=now), FOLLOW_OWN, at=now):
        thread = own_thread(reference)
    if not thread:
        raise NothingThere
    concern = thread[0]
    return ReceiptSheet(
        reference=concern.reference,
        received_at=concern.received_at,
        protected=concern.protected,
        standing=_standing(concern),
        next=what_next(concern.received_at, owner=owner_of_concerns(now), now=now),
    )


def _thread(reader: Reader, reference: str, now: datetime, request: str) -> tuple[OwnPart, ...]:
    """The thread, read only after it is written down who looks at what."""
    with acting(reader, FOLLOW_OWN, at=now):
        found = own_thread(reference)
    concern = found[0] if found else None
    look = Look(
        action="read",
        subject_kind="record" if concern and concern.record else "concern",
        subject=(concern and concern.record) or reference,
        allowed=concern is not None,
        because="You raised this concern." if concern else "no relation",
        request=request,
    )
    note_access(reader, FOLLOW_OWN, [look], at=now)
    if not found:
        raise NothingThere
    return found


def _line(one: OwnConcern, opened: tuple[Looked, ...], agencies: Mapping[str, str], due: WhatNext) -> ConcernLine:
    return ConcernLine(
        reference=one.reference,
        received_at=one.received_at,
        protected=one.protected,
        additions=one.additions,
        standing=_standing(one),
        opened=_opening(opened[-1], agencies) if opened else None,
        openings=len(opened),
        decided_at=one.decided_at,
        next=due,
    )


def _part(one: OwnPart, agencies: Mapping[str, str]) -> Part:
    return Part(
        reference=one.reference,
        received_at=one.received_at,
        by="you" if one.mine else agencies.get(one.agency, one.agency),
        standing=_standing(one),
        erased=one.erased,
        lines=None if one.cells is None else tuple(_lines(one.cells)),
    )


_WRITTEN_APART = ("narrative", "narrative parts")


def _lines(cells: Mapping[str, str]) -> Iterator[WordsLine]:
    """What was written, in its parts, unchanged; then every other cell that says something."""
    text, parts = cells.get("narrative", ""), parts_of(cells.get("narrative parts", ""))
    for called, spans in (
        ("What was seen or heard", [parts.seen] if parts.seen else []),
        ("What is worrying", [parts.worries] if parts.worries else []),
        ("The child’s own words", parts.said),
    ):
        if spans:
            yield WordsLine(called, "\n".join(text[span.start : span.end] for span in spans))
    for name, cell in cells.items():
        if cell and name not in _WRITTEN_APART:
            yield WordsLine(f"{name[0].upper()}{name[1:]}", _as_read(cell))


def _as_read(cell: str) -> str:
    """A cell as people read it: a moment in UTC becomes London time."""
    if not _MOMENT.fullmatch(cell):
        return cell
    local = datetime.fromisoformat(cell).astimezone(LONDON)
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"


def _opening(looked: Looked, agencies: Mapping[str, str]) -> Opening:
    return Opening(at=looked.at, role=Role(looked.role).label, agency=agencies.get(looked.agency, looked.agency))


def _standing(one: OwnConcern | OwnPart) -> Standing:
    if one.linked:
        return Standing.LINKED
    if one.outcome == InboxOutcome.NOT_UNDERSTOOD.value:
        return Standing.NOT_UNDERSTOOD
    return Standing.RECORDED if one.record else Standing.BEING_RECORDED


def _agencies() -> dict[str, str]:
    return dict(Agency.objects.values_list("key", "name"))
