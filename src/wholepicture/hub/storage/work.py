"""Concerns as work: which wait, who deals with each, and what became of it. All inside `acting`."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed, rows


class Scope(StrEnum):
    """Whose concerns: those sent to the hub, those of the teams in the reader's line, or all, for scrutiny."""

    HUB = "hub"
    TEAM = "team"
    SCRUTINY = "scrutiny"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentConcern:
    """A concern that reached the hub, and how far it is. `opened_at` is when a practitioner of the hub first opened it,
    `decided_at` when the first decision on it was recorded, `owner` who deals with it; each None where nobody did.
    """

    record: str
    reference: str
    received_at: datetime
    agency: str
    team: int | None
    about: str
    filed_as: str
    asks_of_child: bool
    additions: int
    added_at: datetime | None
    opened_at: datetime | None
    last_opened_at: datetime | None
    openings: int
    decided_at: datetime | None
    owner: UUID | None
    owned_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkEvent:
    """That a concern was taken, taken over, released or handed over; by an act, under a seal, or before there were acts."""

    kind: str
    owner: UUID | None
    by: UUID
    because: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernCounts:
    """How many concerns of one agency wait, and since when the oldest: no word of any of them."""

    agency: str
    received: int
    unopened: int
    unowned: int
    undecided: int
    over_a_day: int
    over_a_week: int
    oldest: datetime | None


_SENT = (
    "record, reference, received_at, agency, team, about, filed_as, asks_of_child, additions, added_at, opened_at, "
    "last_opened_at, openings, decided_at, owner, owned_since"
)


def concerns_in(scope: Scope, *, undecided: bool, skipped: int, most: int) -> tuple[tuple[SentConcern, ...], int]:
    """A page of concerns, and how many there are in all (0 beyond the last page).

    For the hub those that nobody opened stand first, then the oldest; for scrutiny those without a decision, the oldest
    first; for a team the latest.
    """
    found = rows(
        f"select {_SENT}, total from need_to_know.concerns_in(%s::text, %s::boolean, %s::bigint, %s::bigint)",  # noqa: S608 - columns of ours
        (scope.value, undecided, skipped, most),
    )
    names = _SENT.split(", ")
    concerns = tuple(SentConcern(**dict(zip(names, row[:-1], strict=True))) for row in found)
    return concerns, found[0][-1] if found else 0


def work_events(record: str) -> tuple[WorkEvent, ...]:
    """Who dealt with a concern, in the order of time."""
    found = rows("select kind, owner, by_account, because, at from work_event where record = %s order by id", (record,))
    return tuple(WorkEvent(kind=k, owner=o, by=b, because=w, at=a) for k, o, b, w, a in found)


def reference_of(record: str) -> str:
    """The reference of a concern that the acting reader may see; empty where it is none."""
    found = rows(
        "select reference from record where record = %s and system = 'whole-picture' and adds_to is null", (record,)
    )
    return str(found[0][0]) if found else ""


def concern_counts(*, day_before: datetime, week_before: datetime) -> tuple[ConcernCounts, ...]:
    """Counts for each agency that sent a concern. `received` are those since `week_before`."""
    found = rows(
        "select agency, received, unopened, unowned, undecided, over_a_day, over_a_week, oldest"
        " from need_to_know.concern_counts(%s::timestamptz, %s::timestamptz)",
        (day_before, week_before),
    )
    return tuple(
        ConcernCounts(
            agency=agency,
            received=received,
            unopened=unopened,
            unowned=unowned,
            undecided=undecided,
            over_a_day=over_a_day,
            over_a_week=over_a_week,
            oldest=oldest,
        )
        for agency, received, unopened, unowned, undecided, over_a_day, over_a_week, oldest in found
    )


def not_yet_linked() -> int:
    """How many records are recorded and not yet linked, in the hub as a whole."""
    return int(deed("not_yet_linked()"))
