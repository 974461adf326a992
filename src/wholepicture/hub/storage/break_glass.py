"""Emergency openings and their reviews. All inside `acting`."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub.need_to_know.emergencies import Emergency
from wholepicture.hub.storage.access_refusals import deed, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An emergency opening, and its review if there is one."""

    id: int
    account: UUID
    role: str
    agency: str
    team: int
    record: str | None
    person: UUID | None
    code: Emergency
    because: str = field(repr=False)
    opened_at: datetime
    until: datetime
    due_at: datetime
    reviewed_at: datetime | None
    reviewed_by: UUID | None
    justified: bool | None
    review: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class TeamCount:
    """How often a team opened in an emergency, in a period, beside all its looks at records in it."""

    agency: str
    team: int
    opened: int
    unreviewed: int
    overdue: int
    not_justified: int
    looks: int


def open_break_glass(
    code: Emergency,
    because: str,
    *,
    due_at: datetime,
    signed_in_again: bool,
    record: str | None = None,
    person: UUID | None = None,
) -> int:
    """Open a record or a confirmed person, one of the two, for 4 hours; the opening's id. Sealed and absent answer alike.
    Raises NothingThere, NotByYou.
    """
    call = "open_break_glass(%s::text, %s::uuid, %s::text, %s::text, %s::boolean, %s::timestamptz)"
    return int(deed(call, (record, person, code.value, because, signed_in_again, due_at)))


def open_reference(
    reference: str, code: Emergency, because: str, *, due_at: datetime, signed_in_again: bool
) -> tuple[int, str]:
    """Open the record of that reference for 4 hours; the opening's id and the record. Sealed, barred and absent answer
    alike. Raises NothingThere, NotByYou.
    """
    found = rows(
        "select opening, record"
        " from need_to_know.open_reference(%s::text, %s::text, %s::text, %s::boolean, %s::timestamptz)",
        (reference, code.value, because, signed_in_again, due_at),
    )
    return int(found[0][0]), str(found[0][1])


def review_break_glass(opening: int, *, justified: bool, words: str) -> None:
    """Say whether an opening was right. Raises NothingThere (also to whoever stands too near), AlreadyDone."""
    deed("review_break_glass(%s::bigint, %s::boolean, %s::text)", (opening, justified, words))


_OPENING = (
    "id, account, role, agency, team, record, person, code, because, opened_at, until, due_at, reviewed_at, reviewed_by, "
    "justified, review"
)


def openings(*, unreviewed: bool = False) -> tuple[Opening, ...]:
    """The openings that the acting reader made or may review; the soonest due first."""
    only = "where reviewed_at is null" if unreviewed else ""
    names = _OPENING.split(", ")
    found = (
        dict(zip(names, row, strict=True))
        for row in rows(f"select {_OPENING} from break_glass {only} order by due_at, id")  # noqa: S608 - columns of ours
    )
    return tuple(Opening(**{**row, "code": Emergency(row["code"])}) for row in found)


def current_opening(account: UUID, record: str, at: datetime) -> int | None:
    """The reader's own opening that now gives them a record, if one does."""
    found = rows(
        "select b.id from break_glass b where b.account = %s and b.opened_at <= %s and %s < b.until and (b.record = %s "
        "or b.person in (select c.person from confirmed c where c.record = %s and c.withdrawn_at is null))"
        " order by b.id limit 1",
        (account, at, at, record, record),
    )
    return int(found[0][0]) if found else None


def break_glass_counts(*, since: datetime, until: datetime) -> tuple[TeamCount, ...]:
    """Emergency openings for each team, from a moment, inclusive, until another, exclusive."""
    found = rows("select * from need_to_know.break_glass_counts(%s::timestamptz, %s::timestamptz)", (since, until))
    return tuple(TeamCount(*row) for row in found)
