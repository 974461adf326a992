"""That something was displayed to somebody: a fact, once for each person, version of it and day."""

import psycopg

from wholepicture.hub.storage.access import LookNotWritten
from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import Draft, FactId, Salts


def is_kept(display: FactId) -> bool:
    """Whether the acting reader's own display is in the ledger. Inside `acting`; it takes no lock."""
    return bool(rows("select 1 from fact where id = %s", (display,)))


def keep_display(connection: Connection, display: Draft, *, salts: Salts) -> None:
    """Commit it, outside `acting`. Raises LookNotWritten: then nothing may be shown."""
    try:
        PostgresLedger(connection, salts).append([display], known_at=display.recorded_at)
    except psycopg.Error as error:
        raise LookNotWritten from error
