"""Relations: granted by one person to another, ended, and asked for after a possible match. All inside `acting`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wholepicture.hub.need_to_know.lines import Managed
from wholepicture.hub.need_to_know.subjects import RelationKind
from wholepicture.hub.storage.access_refusals import deed, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A relation as it stands."""

    id: int
    account: UUID
    kind: RelationKind
    record: str | None
    person: UUID | None
    since: datetime
    until: datetime | None
    because: str = field(repr=False)
    granted_by: UUID


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A record that the reader may not see, as all that they are told: whose it is and from which London day. `record` is
    only good for asking.
    """

    record: str
    agency: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request to read a record of another agency, and its answer if there is one."""

    id: int
    account: UUID
    role: str
    agency: str
    record: str
    to_agency: str
    day: date
    because: str = field(repr=False)
    at: datetime
    answered_at: datetime | None
    answered_by: UUID | None
    granted: bool | None
    reason: str | None = field(repr=False)


def lines_under(managers: Sequence[UUID]) -> list[Managed]:
    """The management lines that begin at these people. One ended as of an earlier day stands until that was written."""
    found = rows(
        "select a.handle, b.handle, l.since, l.until from need_to_know.line l join accounts_account a on a.id = l.manager_id"
        " join accounts_account b on b.id = l.managed_id where a.handle = any(%s) order by 1, 2, 3",
        (list(managers),),
    )
    return [Managed(*row) for row in found]


def opened_records() -> tuple[str, ...]:
    """The records that the acting reader raised, relates to or opened in an emergency, in the order of their ids: where a
    list is of those alone, ask for them by id; going through all records to find a few is slow.
    """
    found = rows("select o from unnest(need_to_know.opened_records()) o join record r on r.record = o order by 1")
    return tuple(str(row[0]) for row in found)


def grant_relation(
    grantee: UUID,
    kind: RelationKind,
    because: str,
    *,
    record: str | None = None,
    person: UUID | None = None,
    until: datetime | None = None,
) -> int:
    """Give somebody a relation to a record or to a confirmed person, one of the two; its id. Nobody gives one to themself.
    Raises NothingThere, NotByYou.
    """
    call = "grant_relation(%s::uuid, %s::text, %s::uuid, %s::text, %s::timestamptz, %s::text)"
    return int(deed(call, (grantee, record, person, kind.value, until, because)))


def end_relation(relation: int) -> None:
    """End a relation that one has or gave. Raises NothingThere."""
    deed("end_relation(%s::bigint)", (relation,))


_GRANTED = "id, account, kind, record, person, since, until, because, granted_by"


def _granted(row: tuple[Any, ...]) -> Granted:
    names = _GRANTED.split(", ")
    return Granted(**{**dict(zip(names, row, strict=True)), "kind": RelationKind(row[2])})


def relations_shown(*, record: str | None = None, person: UUID | None = None) -> tuple[Granted, ...]:
    """Who has a relation to a record or a person, as far as the acting reader may know; earliest first."""
    found = rows(
        f"select {_GRANTED} from relation where record = %s or person = %s order by since, id",  # noqa: S608 - columns of ours
        (record, person),
    )
    return tuple(_granted(row) for row in found)


def relations_of(account: UUID) -> tuple[Granted, ...]:
    """The relations that the acting reader, who is `account`, has or had; earliest first."""
    found = rows(f"select {_GRANTED} from relation where account = %s order by since, id", (account,))  # noqa: S608
    return tuple(_granted(row) for row in found)


def confirm_person(person: UUID, mention: str) -> int:
    """Say, as a named practitioner, who a mention is. Raises NothingThere, NotByYou, AlreadyDone."""
    return int(deed("confirm_person(%s::uuid, %s::text)", (person, mention)))


def withdraw_confirmation(mention: str, because: str) -> str:
    """Take back who a mention was said to be; the record in which it stands. Raises NothingThere, NotByYou."""
    return str(deed("withdraw_confirmation(%s::text, %s::text)", (mention, because)))


def name_criticised(record: str, account: UUID | None, since: datetime | None) -> None:
    """Say who is criticised in a concern (None: nobody knows yet) and since when. It is never taken back. Raises
    NothingThere, NotByYou.
    """
    deed("name_criticised(%s::text, %s::uuid, %s::timestamptz)", (record, account, since))


def possible_matches(record: str) -> tuple[Elsewhere, ...]:
    """The records that a machine links with one that the reader may see, and that they may not see themselves."""
    found = rows("select record, agency, day from need_to_know.possible_matches(%s::text)", (record,))
    return tuple(Elsewhere(*row) for row in found)


def hidden_records(finding: str) -> tuple[Elsewhere, ...]:
    """The records on which a finding rests that the reader, who may see the finding, may not see."""
    found = rows("select record, agency, day from need_to_know.hidden_records(%s::text)", (finding,))
    return tuple(Elsewhere(*row) for row in found)


def ask_for(record: str, because: str) -> int:
    """Ask the agency that wrote a record to open it; the request's id. Raises NothingThere, AlreadyDone."""
    return int(deed("ask_for(%s::text, %s::text)", (record, because)))


def answer_ask(ask: int, *, granted: bool, reason: str, until: datetime | None = None) -> None:
    """Answer a request, for the agency that wrote the record: a yes makes a relation, a no has a reason. The asker is told.
    Raises NothingThere, NotByYou, AlreadyDone.
    """
    deed("answer_ask(%s::bigint, %s::boolean, %s::text, %s::timestamptz)", (ask, granted, reason, until))


_ASK = "id, account, role, agency, record, to_agency, day, because, at, answered_at, answered_by, granted, reason"


def asks(*, unanswered: bool = False) -> tuple[Ask, ...]:
    """The requests that the acting reader made or may answer; oldest first."""
    only = "where answered_at is null" if unanswered else ""
    names = _ASK.split(", ")
    found = rows(f"select {_ASK} from ask {only} order by at, id")  # noqa: S608 - columns of ours
    return tuple(Ask(**dict(zip(names, row, strict=True))) for row in found)
