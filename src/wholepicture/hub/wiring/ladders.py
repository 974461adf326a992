"""The partnership's ladders as those see them who answer on them: what holds, what waits for a second person, what held."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from wholepicture.cli.clock import salt
from wholepicture.decisions import deeds_of_ladders as deeds
from wholepicture.decisions.acts import Act, act_of, name_of
from wholepicture.decisions.ladders_course import MATTER, LaddersCourse, ladders_course, ladders_in, ladders_refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.deciding import NotDone
from wholepicture.hub.wiring.deciding_people import HubHouse
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.statute.ladders import Ladder, write_ladders

__all__ = ["LaddersSheet", "NotDone", "act_on_ladders", "ladders_sheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderAct:
    """What somebody did about the ladders; `edition` is what a proposal calls them."""

    did: str
    by: str
    at: datetime
    because: str = field(repr=False)
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaddersSheet:
    """The ladders. `holding` are those by which what begins now climbs, `since` when, None for those that came with the
    program. `waiting` is the proposal that waits for a second person, `waiting_ladders` what it would put in their place.
    `acts` are all, the latest first. `ways` are what whoever reads this may do: "propose", "adopt", "refuse".
    """

    holding: tuple[Ladder, ...]
    since: datetime | None
    waiting: LadderAct | None
    waiting_id: str
    waiting_ladders: tuple[Ladder, ...]
    acts: tuple[LadderAct, ...]
    ways: frozenset[str]


def ladders_sheet(who: Acting, purpose: Purpose) -> LaddersSheet:
    """The ladders as they stand now, for everybody who is signed in."""
    at, house = clock.now(), HubHouse({})
    course = _read(who, purpose, at)
    names = display({UUID(act.by) for act in course.acts}, who.role, at)
    holding, waiting = course.editions.at(at), course.proposed
    fresh = write_ladders([replace(one, edition=at.isoformat()) for one in holding])
    tried: dict[str, deeds.Deed] = {"propose": deeds.LaddersProposed(fresh, "why")}
    if waiting:
        tried |= {"adopt": deeds.LaddersAdopted(waiting.id), "refuse": deeds.LaddersRefused(waiting.id, "why")}
    may = [way for way, deed in tried.items() if ladders_refusal(_act(who, house, at, deed), course, house) is None]
    return LaddersSheet(
        holding=holding,
        since=course.editions.adopted[-1][0] if course.editions.adopted else None,
        waiting=_line(waiting, names) if waiting else None,
        waiting_id=waiting.id if waiting else "",
        waiting_ladders=ladders_in(waiting) if waiting else (),
        acts=tuple(_line(one, names) for one in reversed(course.acts)),
        ways=frozenset(may),
    )


def act_on_ladders(who: Acting, purpose: Purpose, deed: deeds.Deed) -> None:
    """Do it, if it may be done as things stand. Raises NotDone."""
    connection, house = request_connection(), HubHouse({})
    with kept.one_at_a_time(connection, MATTER):
        at = clock.now()
        act = _act(who, house, at, deed)
        why = ladders_refusal(act, _read(who, purpose, at), house)
        if why is not None:
            raise NotDone(why)
        kept.keep_act(connection, act, salts=salt)


def _read(who: Acting, purpose: Purpose, at: datetime) -> LaddersCourse:
    with acting(reader_for(who, at=at), purpose, at=at):
        return ladders_course(kept.ladder_acts())


def _act(who: Acting, house: HubHouse, at: datetime, deed: deeds.Deed) -> Act:
    return act_of(MATTER, str(who.account), house.post_of(who.post, at), at, deed)


def _line(act: Act, names: dict[UUID, str]) -> LadderAct:
    ladders = ladders_in(act)
    return LadderAct(
        did=name_of(act.deed).capitalize(),
        by=names[UUID(act.by)],
        at=act.at,
        because=getattr(act.deed, "because", ""),
        edition=ladders[0].edition if ladders else "",
    )
