"""Acts on a matter, what the ledger holds about it beside them, and how it stands. Inside `acting`, but for keeping."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from wholepicture.decisions.acts import Act, draft_of, read_act
from wholepicture.hub.storage.access_refusals import NothingThere, deed, rows
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import Draft, Salts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFacts:
    """What the ledger holds about a concern. `raiser` is None where they asked for protection; `mine` says that whoever acts
    raised it or added to it. Of whoever is criticised an account is None where nobody knows yet who it is.
    """

    record: str
    agency: str
    raised_at: datetime
    filed_as: str
    additions: tuple[datetime, ...]
    mine: bool
    raiser_there: bool
    raiser: UUID | None
    criticised: tuple[tuple[UUID | None, datetime], ...]
    findings: tuple[tuple[str, datetime, datetime | None], ...]


@dataclass(frozen=True, slots=True)
class FindingCame:
    """Since when a finding is known, on how many records it rests now, and when it grew."""

    since: datetime
    records: int
    grew: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """How a matter stands, for a list. Each moment is None where nothing of the kind waits."""

    matter: str
    state: str
    decided_at: datetime | None
    decided: str
    proposed_at: datetime | None
    objected_at: datetime | None
    requested_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None = None


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
    return tuple(
        read_act(id_, matter, author, at.astimezone(UTC), bytes(body).decode("utf-8", "surrogatepass"))
        for id_, author, at, body in found
    )


def concern_facts(matter: str) -> ConcernFacts:
    """What the ledger holds about a concern. Raises NothingThere, hidden and absent alike."""
    found = rows(
        "select record, agency, raised_at, filed_as, additions, mine, raiser_there, raiser, criticised, findings"
        " from need_to_know.concern_facts(%s::text)",
        (matter,),
    )
    if not found:
        raise NothingThere
    record, agency, at, filed_as, additions, mine, there, raiser, criticised, findings = found[0]
    return ConcernFacts(
        record=record,
        agency=agency,
        raised_at=at.astimezone(UTC),
        filed_as=filed_as,
        additions=tuple(one.astimezone(UTC) for one in additions),
        mine=bool(mine),
        raiser_there=bool(there),
        raiser=raiser,
        criticised=tuple((UUID(who) if who else None, _moment(since)) for who, since in json.loads(criticised)),
        findings=tuple(
            (one, _moment(since), _moment(until) if until else None) for one, since, until in json.loads(findings)
        ),
    )


def finding_came(matter: str) -> FindingCame:
    """How a finding came and grew. Raises NothingThere."""
    found = rows("select since, records, grew from need_to_know.finding_came(%s::text)", (matter,))
    if not found:
        raise NothingThere
    since, records, grew = found[0]
    return FindingCame(since.astimezone(UTC), records, tuple(_moment(at) for at, _ in json.loads(grew)))


def note_course(row: CourseRow) -> None:
    """Keep how a matter stands now. Raises NothingThere."""
    deed(
        "note_course(%s::text, %s::text, %s::timestamptz, %s::text, %s::timestamptz, %s::timestamptz, %s::timestamptz,"
        " %s::timestamptz, %s::timestamptz)",
        (
            row.matter,
            row.state,
            row.decided_at,
            row.decided,
            row.proposed_at,
            row.objected_at,
            row.requested_at,
            row.due_at,
            row.closed_at,
        ),
    )


def courses(what: str, *, skipped: int, most: int) -> tuple[tuple[CourseRow, ...], int]:
    """A page of concerns, and how many there are in all: "waiting" for those on which something waits or is overdue, the
    longest wait first, "register" for everything on which anybody acted, the latest first.
    """
    found = rows(
        "select matter, state, decided_at, decided, proposed_at, objected_at, requested_at, due_at, total"
        " from need_to_know.courses(%s::text, %s::bigint, %s::bigint)",
        (what, skipped, most),
    )
    names = ("matter", "state", "decided_at", "decided", "proposed_at", "objected_at", "requested_at", "due_at")
    return tuple(CourseRow(**dict(zip(names, row[:-1], strict=True))) for row in found), found[0][-1] if found else 0


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
