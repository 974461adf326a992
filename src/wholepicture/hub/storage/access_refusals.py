"""What the database answers when something about access is asked or done that may not be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection


class NothingThere(Exception):
    """There is nothing here for you to see. It may not exist, or you may not be told."""


class NotByYou(Exception):
    """This cannot be done by you, or not alone."""


class AlreadyDone(Exception):
    """Somebody did this before you."""


_REFUSALS: dict[str | None, type[Exception]] = {"WP403": NotByYou, "WP404": NothingThere, "WP409": AlreadyDone}


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        cause = error.__cause__
        refusal = _REFUSALS.get(getattr(cause, "sqlstate", None))
        if refusal is None:
            raise
        words = getattr(getattr(cause, "diag", None), "message_primary", "") or ""
        raise refusal(words) from None


def rows(statement: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that a statement yields in the present transaction. Raises NothingThere, NotByYou, AlreadyDone."""
    with _refusals(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall()) if cursor.description else []


def deed(call: str, given: Sequence[Any] = ()) -> Any:
    """What one of the database's functions in need_to_know answers: `call` is its name with its parameters' types."""
    found = rows(f"select need_to_know.{call}", given)
    return found[0][0]
