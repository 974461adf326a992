"""Mails that say that a notice waits: which are due, which were tried; and each one's own switch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed
from wholepicture.hub.storage.connections import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One try to send a mail. `tries` counts it. `reference` is empty where its reader may not be told it by mail. `message`
    stays the same from try to try.
    """

    notice: int
    message: UUID
    tries: int
    address: str = field(repr=False)
    training: bool
    reference: str = field(repr=False)


def take_mail(
    connection: Connection, at: datetime, *, training: bool, pauses: Sequence[timedelta], fresh: timedelta
) -> Mail | None:
    """The next mail to send, noted as tried; None where none is due. After so many tries as there are `pauses` there is no
    other. `training` says whether training accounts are mailed; `fresh` how young a notice must be.
    """
    row = connection.execute(
        "select notice, message, tries, address, to_training, reference from need_to_know.take_mail(%s, %s, %s, %s)",
        (at, training, list(pauses), fresh),
    ).fetchone()
    if row is None:
        return None
    notice, message, tries, address, to_training, reference = row
    return Mail(notice=notice, message=message, tries=tries, address=address, training=to_training, reference=reference)


def note_mailed(connection: Connection, notice: int, at: datetime) -> None:
    """That the mail for this notice was sent."""
    connection.execute("select need_to_know.note_mailed(%s, %s)", (notice, at))


def give_up(connection: Connection, at: datetime, *, most: int, failed: int | None = None) -> tuple[int, ...]:
    """The notices whose mails are given up by this: the one that `failed` just now, if that was its last try, and whatever
    was tried `most` times by somebody who did not live to say how it went.
    """
    rows = connection.execute("select need_to_know.give_mail_up(%s, %s, %s)", (at, most, failed)).fetchall()
    return tuple(sorted(row[0] for row in rows))


def is_mailed() -> bool:
    """Whether the acting reader wants mails."""
    return bool(deed("is_mailed()"))


def switch_mail(wanted: bool) -> None:
    """Switch the acting reader's mails on or off. Raises NothingThere."""
    deed("switch_mail(%s::boolean)", (wanted,))
