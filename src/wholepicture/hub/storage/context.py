"""Whom a transaction acts for: signed here, checked by the database, and forgotten at the end of the transaction."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader

FRESH = timedelta(minutes=5)
"""How long the database believes a context, by its own clock."""
_BLOCK = 64


class NoContextKey(Exception):
    """The hub has no key with which to say whom it acts for, so nothing can be read. Set WHOLEPICTURE_CONTEXT_KEY."""


def _key() -> bytes:
    if not settings.CONTEXT_KEY:
        raise NoContextKey
    return str(settings.CONTEXT_KEY).encode()


def pads(key: bytes) -> tuple[bytes, bytes]:
    """The inner and the outer pad of HMAC-SHA256 (RFC 2104), with which the database checks a signature."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in block), bytes(b ^ 0x5C for b in block)


def keep_context_key(session: Any) -> None:
    """Give the database the key, as the owner of its tables; `session` is a cursor or a psycopg connection of the owner.

    May be repeated. The key before stays good until the next change, so that running processes are not cut off.
    """
    inner, outer = pads(_key())
    session.execute("delete from context_key where inner_pad = %s", (inner,))
    session.execute("insert into context_key (inner_pad, outer_pad) values (%s, %s)", (inner, outer))
    session.execute(
        "delete from context_key where number not in (select number from context_key order by number desc limit 2)"
    )


def give_context_key(*, using: str, **_: Any) -> None:
    """Give the database the key after every migration, if the hub has one; for Django's signal `post_migrate`."""
    if settings.CONTEXT_KEY:
        with connections[using].cursor() as cursor:
            keep_context_key(cursor)


def signed_context(reader: Reader, purpose: Purpose, *, at: datetime, until: datetime) -> str:
    """What the database is told: who acts, in which posts, what for and when, signed; good until `until`."""
    said = {
        "account": str(reader.account),
        "posts": [{"role": post.role.value, "agency": post.agency, "team": post.team} for post in reader.posts],
        "purpose": purpose.key,
        "at": at.astimezone(UTC).isoformat(),
        "until": until.astimezone(UTC).isoformat(),
    }
    payload = json.dumps(said, separators=(",", ":"))
    return f"{payload}.{hmac.new(_key(), payload.encode(), hashlib.sha256).hexdigest()}"


@contextmanager
def acting(reader: Reader, purpose: Purpose, *, at: datetime | None = None) -> Iterator[None]:
    """A transaction in which the database shows what this reader may see for this purpose. It must be the outermost one.

    `at` is the moment for which relations, posts and lines are taken: now, if it is not given. Without this, the database
    shows nothing of any case.
    """
    now = clock.now()
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            context = signed_context(reader, purpose, at=at or now, until=now + FRESH)
            cursor.execute("select set_config('app.context', %s, true)", [context])
        yield
