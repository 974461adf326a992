"""What was sent on of a record: read inside `acting`, kept outside it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import Draft, Salts


@dataclass(frozen=True, slots=True, kw_only=True)
class SentKept:
    """A fact about sending, as it was kept: its body is JSON."""

    id: str
    author: str
    at: datetime
    body: str = field(repr=False)


def sent_on(record: str) -> tuple[SentKept, ...]:
    """What was sent of a record, and what came back, in the ledger's order; nothing for whoever may not see the record."""
    found = rows("select id, author, at, body from need_to_know.sent_on(%s::text)", (record,))
    return tuple(
        SentKept(id=id_, author=author, at=at.astimezone(UTC), body=bytes(body).decode("utf-8", "surrogatepass"))
        for id_, author, at, body in found
    )


def keep_sent(connection: Connection, draft: Draft, *, at: datetime, salts: Salts) -> None:
    """Put what was sent, or what came back, into the ledger; twice is once."""
    PostgresLedger(connection, salts).append([draft], known_at=at)
