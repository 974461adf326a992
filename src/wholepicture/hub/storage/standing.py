"""Where the journey stands, for pages to say; and the lock that makes it the only one."""

import json
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from wholepicture.hub.storage.connections import Connection, only_one
from wholepicture.hub.storage.projections import Whereabouts

_LOCK = 7023003


def read_whereabouts(connection: Connection) -> Whereabouts:
    """Where the journey is, and how far behind as of now."""
    row = connection.execute(
        "select applied_through, need_to_know.facts_waiting(), at, words, versions::text from journey_state"
    ).fetchone()
    if row is None:
        raise LookupError("journey_state has no row")
    return Whereabouts(
        applied_through=row[0], behind=row[1], at=row[2].astimezone(UTC), words=row[3], versions=json.loads(row[4])
    )


def only_journey(connection: Connection) -> AbstractContextManager[bool]:
    """Whether this connection is the journey's."""
    return only_one(connection, _LOCK)


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
