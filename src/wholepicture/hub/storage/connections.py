"""Connections to the database that commit by themselves, beside those that Django opens for a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection as django_connection

Connection = psycopg.Connection[Any]


def connect(url: str, name: str) -> Connection:
    """A connection of one's own; `name` is what an administrator of the server sees. Its caller closes it."""
    return psycopg.connect(url, autocommit=True, application_name=f"wholepicture {name}")


def request_connection() -> Connection:
    """The connection of the request that is being answered, for what must be committed by itself.

    Call it outside Django's `atomic`: what is kept here is refused inside a transaction that could still be taken back.
    """
    django_connection.ensure_connection()
    made: Connection = django_connection.connection
    return made


@contextmanager
def only_one(connection: Connection, lock: int) -> Iterator[bool]:
    """Whether this connection alone does this work; True for one at a time, until it leaves the block or dies."""
    row = connection.execute("select pg_try_advisory_lock(%s)", (lock,)).fetchone()
    mine = bool(row and row[0])
    try:
        yield mine
    finally:
        if mine and not connection.closed and not connection.broken:
            try:
                connection.execute("select pg_advisory_unlock(%s)", (lock,))
            except psycopg.Error:
                connection.close()  # the lock goes with the connection
