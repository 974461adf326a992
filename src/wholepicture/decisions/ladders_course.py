"""The partnership's own ladders: proposed by somebody who leads, adopted by another of another agency."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from wholepicture.decisions import deeds_of_ladders as deeds
from wholepicture.decisions.acts import Act
from wholepicture.decisions.people import House
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.ladders import NONE_ADOPTED, Editions, Ladder, Level, UnusableLadder, read_ladders

MATTER = "ladders:partnership"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaddersCourse:
    """How the partnership's ladders stand. `proposed` waits for a second person."""

    editions: Editions = NONE_ADOPTED
    proposed: Act | None = None
    acts: tuple[Act, ...] = ()

    def names(self) -> frozenset[str]:
        """What every edition so far is called."""
        return frozenset(ladder.edition for _, ladders in self.editions.adopted for ladder in ladders)


def ladders_course(acts: Iterable[Act], *, known_by: datetime | None = None) -> LaddersCourse:
    """How the ladders stand by the acts on them; only what was known by a moment, inclusive, counts."""
    course = LaddersCourse()
    for act in acts:
        if known_by is None or act.at <= known_by:
            course = _after(course, act)
    return course


def ladders_in(act: Act) -> tuple[Ladder, ...]:
    """The ladders that an act proposes; none where it proposes none, or none that this version can use."""
    if not isinstance(act.deed, deeds.LaddersProposed):
        return ()
    try:
        return read_ladders(act.deed.text)
    except UnusableLadder:
        return ()


def ladders_refusal(act: Act, course: LaddersCourse, house: House) -> Refusal | None:
    """Why an act on the ladders is refused as things stand before it; None where it may be done."""
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    if act.post.level is Level.PRACTITIONER or act.post.scrutinises:
        return Refusal.NOT_GOVERNING
    deed = act.deed
    if isinstance(deed, deeds.LaddersProposed):
        return _proposing(act, deed, course)
    if not isinstance(deed, deeds.LaddersAdopted | deeds.LaddersRefused):
        return Refusal.NOT_NOW
    if course.proposed is None or deed.on != course.proposed.id:
        return Refusal.NOT_NOW
    if isinstance(deed, deeds.LaddersRefused):
        return None if deed.because.strip() else Refusal.NO_REASON
    if course.proposed.by == act.by:
        return Refusal.SAME_PERSON
    return Refusal.SAME_AGENCY if course.proposed.post.agency == act.post.agency else None


def _proposing(act: Act, deed: deeds.LaddersProposed, course: LaddersCourse) -> Refusal | None:
    if not deed.because.strip():
        return Refusal.NO_REASON
    ladders = ladders_in(act)
    if not ladders:
        return Refusal.UNUSABLE_LADDERS
    return Refusal.SAME_EDITION if {one.edition for one in ladders} & course.names() else None


def _after(course: LaddersCourse, act: Act) -> LaddersCourse:
    course = replace(course, acts=(*course.acts, act))
    match act.deed:
        case deeds.LaddersProposed():
            return replace(course, proposed=act)
        case deeds.LaddersAdopted(on) if course.proposed is not None and course.proposed.id == on:
            ladders = ladders_in(course.proposed)
            editions = course.editions.then(act.at, ladders) if ladders else course.editions
            return replace(course, editions=editions, proposed=None)
        case deeds.LaddersRefused(on) if course.proposed is not None and course.proposed.id == on:
            return replace(course, proposed=None)
    return course
