"""The access log: written and committed before anything is shown, and never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.context import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at something: `subject_kind` is record, person, finding, place, vehicle, search, list or log; `subject` its
    id, and for a search which kinds of words were asked for, never the words.
    """

    action: str
    subject_kind: str
    subject: str
    allowed: bool
    because: str
    break_glass: int | None = None
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A line of the log. `account` is None for whoever raised the concern: they see post and agency alone."""

    at: datetime
    account: UUID | None
    role: str
    agency: str
    action: str
    subject_kind: str
    subject: str
    purpose: str
    allowed: bool
    because: str
    break_glass: int | None = None


class LookNotWritten(Exception):
    """It could not be written down that you looked, so nothing is shown. What you send is still taken."""


def note_access(reader: Reader, purpose: Purpose, looks: Iterable[Look], *, at: datetime) -> None:
    """Write looks and commit, in a transaction of their own. Raises LookNotWritten: then nothing may be shown."""
    post = reader.posts[0] if reader.posts else None
    lines = [
        (
            at,
            reader.account,
            post.role.value if post else "",
            post.agency if post else "",
            post.team if post else None,
            look.action,
            look.subject_kind,
            look.subject,
            purpose.key,
            look.allowed,
            look.because,
            look.break_glass,
            look.request,
        )
        for look in looks
    ]
    if not lines:
        return
    try:
        with acting(reader, purpose, at=at), connection.cursor() as cursor:
            cursor.executemany(
                "insert into access (at, account, role, agency, team, action, subject_kind, subject, purpose, allowed,"
                " because, break_glass, request) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                lines,
            )
    except Exception as error:
        raise LookNotWritten from error


_LOOKED = "at, account, role, agency, action, subject_kind, subject, purpose, allowed, because, break_glass"


def looks_at(subject_kind: str, subject: str) -> tuple[Looked, ...]:
    """Who has looked at something, the latest first: as far as the acting reader may know."""
    found = rows(
        f"select {_LOOKED} from access where subject_kind = %s and subject = %s order by id desc",  # noqa: S608 - columns of ours
        (subject_kind, subject),
    )
    return tuple(_looked(row) for row in found)


def latest_looks(*, account: UUID | None, before: int | None, most: int) -> tuple[tuple[int, Looked], ...]:
    """The latest looks with their numbers, of everybody or of one account, before a number: as far as the acting reader may
    know. A look at a finding that rests on a record which its reader raised under protection stays out, as in a replay.
    """
    found = rows(
        f"select id, {_LOOKED} from access where (%s::uuid is null or account = %s) and (%s::bigint is null or id < %s)"  # noqa: S608
        " and (subject_kind <> 'finding' or id in (select need_to_know.telling_nobody(array[id], '{}')))"
        " order by id desc limit %s",
        (account, account, before, before, most),
    )
    return tuple((row[0], _looked(row[1:])) for row in found)


def looks_under(opening: int) -> tuple[Looked, ...]:
    """What was looked at under an emergency opening, in the order of time: as far as the acting reader may know."""
    found = rows(f"select {_LOOKED} from access where break_glass = %s order by id limit 500", (opening,))  # noqa: S608
    return tuple(_looked(row) for row in found)


def seen_about(account: UUID, subjects: Sequence[str]) -> frozenset[str]:
    """Which of these records and findings an account has itself opened; inside its own `acting`."""
    found = rows(
        "select distinct subject from access where account = %s and allowed and action = 'read' and subject = any (%s)",
        (account, list(subjects)),
    )
    return frozenset(subject for (subject,) in found)


def who_opened(records: Sequence[str]) -> dict[str, tuple[Looked, ...]]:
    """Who opened those of these concerns that the acting reader raised, in the order of time: posts and agencies, no
    accounts. A line in a list, or a look at what was decided, is no opening. What nobody opened is not in the answer.
    """
    opened: dict[str, list[Looked]] = {}
    for record, at, role, agency, action in rows(
        "select record, at, role, agency, action from need_to_know.who_opened(%s::text[])", (list(records),)
    ):
        look = Looked(
            at=at,
            account=None,
            role=role,
            agency=agency,
            action=action,
            subject_kind="record",
            subject=record,
            purpose="",
            allowed=True,
            because="",
        )
        opened.setdefault(record, []).append(look)
    return {record: tuple(looks) for record, looks in opened.items()}


def _looked(row: tuple[object, ...]) -> Looked:
    names = _LOOKED.split(", ")
    return Looked(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]
