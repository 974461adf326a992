"""How a duty stands on the moment that is asked: worked out from what happened, never counted down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wholepicture.statute.bank_holidays import Nation
from wholepicture.statute.duties import Duty
from wholepicture.statute.occurrences import Evidence, Milestone, Occurrence
from wholepicture.statute.terms import last_moment
from wholepicture.vocabulary.moments import london_day


class DutyState(StrEnum):
    """How a duty stands."""

    RUNNING = "running"
    """There is time left, or no length is laid down."""
    DUE = "due"
    """Its last day is today."""
    OVERDUE = "overdue"
    """Its time is over and nothing shows that it was kept."""
    MET = "met"
    MET_LATE = "met late"
    EXCUSED = "excused"
    """A named person gave a reason and evidence, and a second one agreed."""
    ENDED = "ended"
    """What it was for has ended, and there is something to show for that."""


OPEN = frozenset({DutyState.RUNNING, DutyState.DUE, DutyState.OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one duty about one matter stands. `due_by` is the last moment, inclusive; None where no length is laid down.

    `ended_at` is when what ended it is said to have happened, `shown_at` when the ledger knew; the two differ where it was
    written up afterwards. `signs` are what happened meanwhile that ends nothing, such as a declined interview.
    `asks_reason` says that it is or was late and that nobody has said why.
    """

    duty: Duty
    about: str
    started_at: datetime
    due_by: datetime | None
    state: DutyState
    ended_at: datetime | None = None
    shown_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    signs: tuple[Occurrence, ...] = ()
    late_because: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something."""
        return self.state in OPEN

    @property
    def asks_reason(self) -> bool:
        """Whether it is or was late and nobody has said why."""
        return self.state in (DutyState.OVERDUE, DutyState.MET_LATE) and not self.late_because.strip()


def duty_states(
    duty: Duty, occurrences: Iterable[Occurrence], on: datetime, calendar: Nation | None = None
) -> tuple[Standing, ...]:
    """How a duty stands at a moment, once for each matter that it runs on; in the order in which it started.

    Only what was known by the moment counts, so that yesterday's answer is the same tomorrow. Something said to happen
    after it became known is a plan, and counts for nothing. A second start on a matter does not move a running clock.
    `calendar` gives the nation whose bank holidays count, where it is not the duty's own.
    """
    known = [o for o in occurrences if o.known_at <= on and o.at <= o.known_at]
    known.sort(key=lambda o: (o.at, o.known_at, o.milestone, o.about))
    told: list[Standing] = []
    for about in dict.fromkeys(o.about for o in known if o.milestone in duty.starts):
        told += _of_matter(duty, [o for o in known if o.about == about], on, calendar or duty.nation)
    return tuple(sorted(told, key=lambda s: (s.started_at, s.about)))


def duty_state(
    duty: Duty, occurrences: Iterable[Occurrence], on: datetime, calendar: Nation | None = None
) -> DutyState | None:
    """How a duty stands on the matter that it started on last; None where nothing has started it."""
    standings = duty_states(duty, occurrences, on, calendar)
    return standings[-1].state if standings else None


def _of_matter(duty: Duty, matter: Sequence[Occurrence], on: datetime, nation: Nation) -> list[Standing]:
    found: list[Standing] = []
    start = _start(duty, matter)
    while start is not None and duty.in_force(london_day(start)):
        standing = _standing(duty, matter, start, on, nation)
        found.append(standing)
        start = standing.ended_at if duty.repeats and standing.state in (DutyState.MET, DutyState.MET_LATE) else None
    return found


def _start(duty: Duty, matter: Sequence[Occurrence]) -> datetime | None:
    starts = [o for o in matter if o.milestone in duty.starts and _reported_in_time(duty, o)]
    for at in range(duty.count - 1, len(starts)):
        first, last = starts[at - duty.count + 1], starts[at]
        if duty.within is None or last.at <= last_moment(first.at, duty.within, duty.nation):
            return last.at
    return None


def _reported_in_time(duty: Duty, one: Occurrence) -> bool:
    return duty.reported_within is None or one.known_at <= last_moment(one.at, duty.reported_within, duty.nation)


def _standing(duty: Duty, matter: Sequence[Occurrence], start: datetime, on: datetime, nation: Nation) -> Standing:
    due_by = last_moment(start, duty.term, nation) if duty.term else None
    after = [o for o in matter if o.at > start or (o.at == start and not duty.repeats and o.milestone not in duty.starts)]
    end = next((o for o in after if _ends(duty, o)), None)
    late = next((o for o in after if o.milestone is Milestone.REASON_FOR_LATENESS and o.duty == duty.id), None)
    return Standing(
        duty=duty,
        about=matter[0].about,
        started_at=start,
        due_by=due_by,
        state=_state(duty, end, due_by, on),
        ended_at=end.at if end else None,
        shown_at=end.known_at if end else None,
        evidence=_shown(duty, end) if end else (),
        signs=tuple(o for o in after if o.milestone in duty.signs and (end is None or o.at <= end.at)),
        late_because=late.because if late else "",
    )


def _ends(duty: Duty, one: Occurrence) -> bool:
    if not _shown(duty, one):
        return False
    if one.milestone is Milestone.EXCUSED:
        two = bool(one.by and one.agreed_by) and one.by != one.agreed_by
        return one.duty == duty.id and two and bool(one.because.strip())
    return one.milestone in duty.stops or one.milestone in duty.ends_on


def _shown(duty: Duty, one: Occurrence) -> tuple[Evidence, ...]:
    return tuple(e for e in one.evidence if e.kind in duty.accepts and e.reference.strip())


def _state(duty: Duty, end: Occurrence | None, due_by: datetime | None, on: datetime) -> DutyState:
    if end is None:
        if due_by is None:
            return DutyState.RUNNING
        if on > due_by:
            return DutyState.OVERDUE
        return DutyState.DUE if london_day(on) == london_day(due_by) else DutyState.RUNNING
    if end.milestone is Milestone.EXCUSED:
        return DutyState.EXCUSED
    if end.milestone in duty.ends_on and end.milestone not in duty.stops:
        return DutyState.ENDED
    return DutyState.MET if due_by is None or end.at <= due_by else DutyState.MET_LATE
