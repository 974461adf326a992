"""Rules for people over time: findings that name an adult leave the screens; whoever read what was wrong is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.hub.storage.access_refusals import deed, rows


@dataclass(frozen=True, slots=True)
class Leaving:
    """A finding that leaves the screens at a moment, exclusive, unless somebody renews it."""

    finding: str
    pattern: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the hub tells one person. `words` are a sentence without names."""

    id: int
    kind: str
    record: str | None
    words: str = field(repr=False)
    at: datetime
    seen_at: datetime | None


_LEAVING = """
select f.id, f.pattern, until from (
    select f.id, f.pattern, f.position, greatest(
        (f.surfaced_at at time zone 'UTC' + interval '12 months') at time zone 'UTC',
        (select max(n.until) from renewal n where n.finding = f.id)) as until
    from finding f where jsonb_array_length(f.content -> 'adults') > 0 and f.withdrawn_at is null) f
where until < %s order by until, position
"""


def leaving_screens(*, before: datetime) -> tuple[Leaving, ...]:
    """The findings that name an adult and leave the screens before a moment, exclusive; the soonest first."""
    return tuple(Leaving(*row) for row in rows(_LEAVING, (before,)))


def renew_finding(finding: str, because: str, until: datetime) -> int:
    """Keep a finding that names an adult on the screens, in one's own name and with a reason, for 12 months at most. Raises
    NothingThere, NotByYou.
    """
    return int(deed("renew_finding(%s::text, %s::text, %s::timestamptz)", (finding, because, until)))


def tell_readers(records: Sequence[str], words: str) -> int:
    """Tell everybody who looked at these records, or at a finding that rests on them, that somebody was taken for somebody
    else; how many were told. `words` name nobody. Raises NothingThere, NotByYou.
    """
    return int(deed("tell_readers(%s::text[], %s::text)", (list(records), words)))


def notices() -> tuple[Notice, ...]:
    """What the hub has to tell the acting reader; the latest first."""
    found = rows("select id, kind, record, words, at, seen_at from notice order by at desc, id desc")
    return tuple(Notice(id=i, kind=k, record=r, words=w, at=a, seen_at=s) for i, k, r, w, a, s in found)


def see_notice(notice: int) -> None:
    """Note that the acting reader saw it."""
    deed("see_notice(%s::bigint)", (notice,))
