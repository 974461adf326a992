"""What the hub tells one person: that a record was about somebody else, that something was opened, or an answer."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, purposes_of
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.mails import is_mailed, switch_mail
from wholepicture.hub.storage.relations_renewals import notices, see_notice

__all__ = ["NothingThere", "mail", "notices_sheet", "seen"]

TITLES = {
    "wrong person": "About another person",
    "emergency opening": "Opened in an emergency",
    "answer": "Your request was answered",
    "sealed": "Something was sealed",
    "identity": "It was opened that you raised a concern",
    "meeting": "A meeting",
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice. `record` leads to it for as long as one may read it."""

    notice: int
    title: str
    words: str
    record: str | None
    at: datetime
    seen: bool


@dataclass(frozen=True, slots=True)
class NoticesSheet:
    """The page of notices. `mailed` says whether one is mailed that something waits; None where this hub mails nobody."""

    lines: tuple[NoticeLine, ...]
    mailed: bool | None


def _any_purpose(reader: Reader) -> Purpose:
    """Notices are one's own whatever one looks for; a role that looks for nothing is told nothing."""
    held = purposes_of(reader.roles)
    if not held:
        raise NothingThere
    return held[0]


def notices_sheet(reader: Reader) -> NoticesSheet:
    """One's notices, the latest first. Raises NothingThere."""
    with acting(reader, _any_purpose(reader), at=clock.now()):
        found = notices()
        mailed = is_mailed() if settings.MAILS else None
    lines = tuple(
        NoticeLine(one.id, TITLES[one.kind], one.words, one.record, one.at, one.seen_at is not None) for one in found[:200]
    )
    return NoticesSheet(lines, mailed)


def seen(reader: Reader, notice: int) -> None:
    """Mark one as seen."""
    with acting(reader, _any_purpose(reader), at=clock.now()):
        see_notice(notice)


def mail(reader: Reader, *, wanted: bool) -> None:
    """Switch one's own mails on or off. Raises NothingThere."""
    with acting(reader, _any_purpose(reader), at=clock.now()):
        switch_mail(wanted)
