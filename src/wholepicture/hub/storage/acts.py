"""Acts on a matter, what the ledger holds about it beside them, and how it stands. Inside `acting`, but for keeping."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from wholepicture.decisions.acts import Act, draft_of, read_act
from wholepicture.decisions.ladders_course import MATTER as LADDERS
from wholepicture.hub.storage.access_refusals import NothingThere, deed, rows
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import Draft, Salts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFacts:
    """What the ledger holds about a concern. `raiser` is None where they asked for protection; `raisers` are all who wrote
    it or added to it and did not; `mine` says that whoever acts raised it or added to it. Of whoever is criticised an
    account is None where nobody knows yet who it is. `owner` is who deals with it.
    """

    record: str
    agency: str
    raised_at: datetime
    filed_as: str
    additions: tuple[datetime, ...]
    mine: bool
    raiser_there: bool
    raiser: UUID | None
    raisers: tuple[UUID, ...]
    criticised: tuple[tuple[UUID | None, datetime], ...]
    findings: tuple[tuple[str, datetime, datetime | None], ...]
    owner: UUID | None


@dataclass(frozen=True, slots=True)
class FindingCame:
    """Since when a finding is known, on how many records it rests now, when it grew and to how many, and whom its concerns
    criticise, with since when; None where nobody knows yet who it is.
    """

    since: datetime
    records: int
    grew: tuple[tuple[datetime, int], ...]
    criticised: tuple[tuple[UUID | None, datetime], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """How a matter stands, for a list. Each moment is None where nothing of the kind waits, or was. What each is stands with
    the table `course`.
    """

    matter: str
    state: str
    decided_at: datetime | None
    decided: str
    proposed_at: datetime | None
    objected_at: datetime | None
    requested_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None = None
    changed_at: datetime | None = None
    owner: UUID | None = None
    owned_at: datetime | None = None
    not_to_act_at: datetime | None = None
    closing_by: str = ""
    closing_at: datetime | None = None
    back_at: datetime | None = None
    waits_since: datetime | None = None
    rested_on: int | None = None


@contextmanager
def one_at_a_time(connection: Connection, matter: str) -> Iterator[None]:
    """Nobody else does anything to this matter until the block ends, so that what was asked still holds when it is done."""
    connection.execute("select pg_advisory_lock(hashtextextended(%s, 7))", (matter,))
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(hashtextextended(%s, 7))", (matter,))


def keep_act(connection: Connection, act: Act, *follows: Draft, salts: Salts) -> None:
    """Put an act into the ledger with the facts that follow from it, all or none. It is committed when this returns;
    outside `acting`.
    """
    PostgresLedger(connection, salts).append([draft_of(act), *follows], known_at=act.at)


def acts_on(matter: str) -> tuple[Act, ...]:
    """The acts on a matter that the acting reader may see, in the order of the ledger."""
    found = rows("select id, author, known_at, body from need_to_know.acts_on(%s::text)", (matter,))
    return tuple(act_kept(matter, *row) for row in found)


def ladder_acts() -> tuple[Act, ...]:
    """The acts on the partnership's ladders, in the order of the ledger, for everybody who is signed in."""
    found = rows("select id, author, known_at, body from need_to_know.ladder_acts()")
    return tuple(act_kept(LADDERS, *row) for row in found)


def act_kept(matter: str, act: str, author: str, at: datetime, body: bytes) -> Act:
    """An act out of its row."""
    return read_act(act, matter, author, at.astimezone(UTC), bytes(body).decode("utf-8", "surrogatepass"))


def concern_facts(matter: str) -> ConcernFacts:
    """What the ledger holds about a concern. Raises NothingThere, hidden and absent alike."""
    found = rows(
        "select record, agency, raised_at, filed_as, additions, mine, raiser_there, raiser, raisers, criticised, findings,"
        " owner from need_to_know.concern_facts(%s::text)",
        (matter,),
    )
    if not found:
        raise NothingThere
    record, agency, at, filed_as, additions, mine, there, raiser, raisers, criticised, findings, owner = found[0]
    return ConcernFacts(
        record=record,
        agency=agency,
        raised_at=at.astimezone(UTC),
        filed_as=filed_as,
        additions=tuple(one.astimezone(UTC) for one in additions),
        mine=bool(mine),
        raiser_there=bool(there),
        raiser=raiser,
        raisers=tuple(raisers),
        criticised=_criticised(criticised),
        findings=spans_of(json.loads(findings)),
        owner=owner,
    )


def finding_came(matter: str) -> FindingCame:
    """How a finding came and grew. Raises NothingThere."""
    found = rows("select since, records, grew, criticised from need_to_know.finding_came(%s::text)", (matter,))
    if not found:
        raise NothingThere
    since, records, grew, criticised = found[0]
    grown = tuple((_moment(at), int(number)) for at, number in json.loads(grew))
    return FindingCame(since.astimezone(UTC), records, grown, _criticised(criticised))


def note_course(row: CourseRow) -> None:
    """Keep how a matter stands now. Raises NothingThere."""
    deed("note_course(%s::text, %s::jsonb)", (row.matter, json.dumps(asdict(row), default=str)))


def can_be_given(record: str, whom: UUID) -> bool:
    """Whether somebody may deal with a concern: they practise at the hub, and neither a conflict nor a seal bars them."""
    return bool(deed("can_be_given(%s::text, %s::uuid)", (record, whom)))


def closed_beside(matters: Iterable[str], *, minutes: int) -> tuple[str, ...]:
    """Other matters that the same person asked to close within so many minutes of one of these; for the scrutineer."""
    found = rows("select need_to_know.closed_beside(%s::text[], %s::integer)", (list(matters), minutes))
    return tuple(row[0] for row in found)


def courses(what: str, *, skipped: int, most: int) -> tuple[tuple[CourseRow, ...], int]:
    """A page of concerns, and how many there are in all: "waiting" for those on which something waits or is overdue, the
    longest wait first; "register" for everything on which anybody acted or that waits in silence, and "not to act" for what
    it was ever decided not to act on, the latest first.
    """
    found = rows(
        "select matter, state, decided_at, decided, proposed_at, objected_at, requested_at, due_at, total"
        " from need_to_know.courses(%s::text, %s::bigint, %s::bigint)",
        (what, skipped, most),
    )
    names = ("matter", "state", "decided_at", "decided", "proposed_at", "objected_at", "requested_at", "due_at")
    return tuple(CourseRow(**dict(zip(names, row[:-1], strict=True))) for row in found), found[0][-1] if found else 0


def spans_of(findings: Iterable[Sequence[str]]) -> tuple[tuple[str, datetime, datetime | None], ...]:
    """Findings that touch a concern, each with the moment from which, inclusive, and until which, exclusive, it was live."""
    return tuple((one, _moment(since), _moment(until) if until else None) for one, since, until in findings)


def _criticised(text: str) -> tuple[tuple[UUID | None, datetime], ...]:
    return tuple((UUID(who) if who else None, _moment(since)) for who, since in json.loads(text))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
