"""Where the journey stands, for pages to say; and the lock that makes it the only one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from wholepicture.hub.storage.projections import Connection, Whereabouts

_LOCK = 7023003


def read_whereabouts(connection: Connection) -> Whereabouts:
    """Where the journey is, and how far behind as of now."""
    row = connection.execute(
        "select applied_through, (select coalesce(max(sequence), 0) from fact) - applied_through, at, words, versions::text "
        "from journey_state"
    ).fetchone()
    if row is None:
        raise LookupError("journey_state has no row")
    return Whereabouts(
        applied_through=row[0], behind=row[1], at=row[2].astimezone(UTC), words=row[3], versions=json.loads(row[4])
    )


@contextmanager
def only_journey(connection: Connection) -> Iterator[bool]:
    """Whether this connection is the journey's; True for one at a time, until it leaves the block or dies."""
    row = connection.execute("select pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
    mine = bool(row and row[0])
    try:
        yield mine
    finally:
        if mine and not connection.closed and not connection.broken:
            try:
                connection.execute("select pg_advisory_unlock(%s)", (_LOCK,))
            except psycopg.Error:
                connection.close()  # the lock goes with the connection


STOPPED = "stopped the journey"


def read_set_aside(connection: Connection) -> dict[str, str]:
    """The records that the journey went round because they had stopped it, with why."""
    rows = connection.execute(
        "select record, not_understood from record where starts_with(not_understood, %s)", (STOPPED,)
    ).fetchall()
    return {row[0]: row[1] for row in rows}


def tell(connection: Connection, words: str, *, at: datetime) -> None:
    """Say in words what the journey is doing."""
    connection.execute("update journey_state set words = %s, at = %s", (words, at))


def purge_erased(connection: Connection, after: int) -> None:
    """Take out of the projections whatever rests on records that orders with a sequence above `after` erase from.

    It is gone when this returns; the rebuild brings back what the parts that are left still say.
    """
    with connection.transaction():
        rows = connection.execute(
            "select distinct f.id from erased_part e join fact f on f.sequence = e.of_sequence where e.by_sequence > %s",
            (after,),
        ).fetchall()
        gone = [row[0] for row in rows]
        connection.execute(
            "delete from finding where id in (select finding from finding_record where record = any(%s::text[]))", (gone,)
        )
        connection.execute("delete from record where record = any(%s::text[])", (gone,))
