"""Records that were withdrawn, or count again, in the projections: they stay, say so, and no search finds them."""

from collections.abc import Sequence
from datetime import datetime

from wholepicture.hub.storage import rows as made
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.match_keys import keys_of
from wholepicture.hub.storage.texts import presentable
from wholepicture.journey.fold import Restood
from wholepicture.vocabulary.records import Mention


def write_restood(
    connection: Connection, restood: Restood, mentions: Sequence[Mention], known_at: datetime, because: str
) -> None:
    """Write what came of a withdrawal, inside the caller's transaction. `mentions` are the record's own."""
    record = restood.record
    with connection.cursor() as cursor:
        at, why = (known_at, presentable(because)) if restood.withdrawn else (None, "")
        cursor.execute("update record set withdrawn_at = %s, withdrawn_because = %s where record = %s", (at, why, record))
        if restood.versions:
            instead = [(now, one) for one, now in restood.versions]
            cursor.executemany("update record set amended_by = %s where record = %s", instead)
        if restood.withdrawn:
            cursor.execute("delete from match_key where record = %s", (record,))
            cursor.execute("delete from open_case where record = %s", (record,))
        else:
            keys = [(kind, key, mention.id, record) for mention in mentions for kind, key in keys_of(mention.description)]
            cursor.executemany("insert into match_key values (%s, %s, %s, %s) on conflict do nothing", keys)
        if restood.back is not None:
            cases = list(made.open_case_rows(*restood.back))
            cursor.executemany("insert into open_case values (%s, %s, %s, %s, %s) on conflict do nothing", cases)
