"""Findings as they are kept, page by page, and to whom they were displayed. All inside `acting`."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wholepicture.hub.need_to_know.subjects import FindingFacts
from wholepicture.hub.storage.access_facts import facts_of
from wholepicture.hub.storage.access_refusals import deed, rows
from wholepicture.vocabulary.findings import Finding, FindingId, Growth


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding, and since when this hub has known it: an old extract may bring what surfaced long before."""

    finding: Finding
    known_since: datetime


@dataclass(frozen=True, slots=True)
class DisplayedTo:
    """That a finding was displayed to people in one role of one agency, in a list or by itself: first, last, how often.
    `opened_at` is when one of them first opened the finding itself.
    """

    role: str
    agency: str
    first_at: datetime
    last_at: datetime
    opened_at: datetime | None
    times: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A record on which a finding rests, as far as anybody who sees the finding may know it."""

    record: str
    agency: str
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Nameable:
    """Words of a person, phone or handle in a finding's records, for masking alone; `kind` is the entity's."""

    kind: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """That somebody who leads an agency read a page."""

    role: str
    agency: str
    first_at: datetime
    last_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class Renewal:
    """That a named person kept a finding on the screens until a moment, exclusive, and why."""

    by: UUID
    because: str = field(repr=False)
    at: datetime
    until: datetime


_COLUMNS = "f.id, f.pattern, f.surfaced_at, f.known_since, f.withdrawn_at, f.withdrawn_because, f.content::text"
_PATTERNS = "(f.pattern = any (%(patterns)s)) = %(inside)s"


def findings_known(since: datetime, until: datetime, patterns: Sequence[str], *, inside: bool) -> tuple[KeptFinding, ...]:
    """The findings that became known from a moment, inclusive, until another, exclusive; of these patterns, or with
    `inside=False` of all others. The earliest first.
    """
    where = f"f.known_since >= %(since)s and f.known_since < %(until)s and {_PATTERNS}"
    statement = f"select {_COLUMNS} from finding f where {where} order by f.known_since, f.position"  # noqa: S608 - columns of ours
    return _kept(_rows(statement, since=since, until=until, patterns=list(patterns), inside=inside))


def findings_page(
    patterns: Sequence[str], *, inside: bool, withdrawn: bool, skipped: int, most: int
) -> tuple[tuple[KeptFinding, ...], int]:
    """A page of findings, the latest first, and how many there are: those that were withdrawn, or those that stand."""
    order = "f.withdrawn_at" if withdrawn else "f.known_since"
    where = f"{_PATTERNS} and (f.withdrawn_at is not null) = %(withdrawn)s"
    cut = f"order by {order} desc, f.position desc offset %(skipped)s limit %(most)s"
    statement = f"select {_COLUMNS} from finding f where {where} {cut}"  # noqa: S608 - columns of ours
    given: dict[str, object] = {"patterns": list(patterns), "inside": inside, "withdrawn": withdrawn}
    total = _rows(f"select count(*) from finding f where {where}", **given)[0][0]  # noqa: S608
    return _kept(_rows(statement, **given, skipped=skipped, most=most)), int(total)


def findings_named(ids: Sequence[str]) -> tuple[KeptFinding, ...]:
    """Those of these findings that the acting reader may see, in the order given."""
    found = _kept(_rows(f"select {_COLUMNS} from finding f where f.id = any (%(ids)s)", ids=list(ids)))  # noqa: S608
    by_id = {one.finding.id: one for one in found}
    return tuple(by_id[FindingId(one)] for one in ids if one in by_id)


def findings_grown(since: datetime, until: datetime, most: int) -> tuple[tuple[str, ...], int]:
    """The findings known before a moment that grew since, until another, exclusive: the latest of them, and how many."""
    found = _rows(
        "select g.finding, count(*) over () from finding_growth g join finding f on f.id = g.finding "
        "where g.at >= %(since)s and g.at < %(until)s and f.known_since < %(since)s and f.withdrawn_at is null "
        "group by g.finding order by max(g.at) desc, g.finding limit %(most)s",
        since=since,
        until=until,
        most=most,
    )
    return tuple(row[0] for row in found), int(found[0][1]) if found else 0


def first_known() -> datetime | None:
    """When the first finding became known that the acting reader may see."""
    found = rows("select min(known_since) from finding")
    return found[0][0].astimezone(UTC) if found[0][0] else None


def unseen_findings(patterns: Sequence[str], *, inside: bool, most: int) -> tuple[tuple[str, ...], int]:
    """Standing findings that nobody in the hub has opened yet: the earliest, and how many there are."""
    found = rows(
        "select finding, total from need_to_know.unseen_findings(%s::text[], %s::boolean, %s::bigint)",
        (list(patterns), inside, most),
    )
    return tuple(row[0] for row in found), int(found[0][1]) if found else 0


def displays_of(ids: Sequence[str], *, before: datetime) -> dict[str, tuple[DisplayedTo, ...]]:
    """To whom each of these findings was displayed before a moment, exclusive; the first one first."""
    found = rows(
        "select finding, role, agency, first_at, last_at, opened_at, looks"
        " from need_to_know.finding_looks(%s::text[], %s::timestamptz)",
        (list(ids), before),
    )
    displays: dict[str, list[DisplayedTo]] = defaultdict(list)
    for finding, *display in found:
        displays[finding].append(DisplayedTo(*display))
    return {finding: tuple(sorted(those, key=lambda d: (d.first_at, d.role))) for finding, those in displays.items()}


def names_to_mask(ids: Sequence[str]) -> dict[str, tuple[Nameable, ...]]:
    """What must not stand in the words of each of these findings before a reader who sees it without names."""
    found = rows("select finding, kind, words from need_to_know.names_to_mask(%s::text[])", (list(ids),))
    names: dict[str, list[Nameable]] = defaultdict(list)
    for finding, kind, words in found:
        names[finding].append(Nameable(kind, words))
    return {finding: tuple(those) for finding, those in names.items()}


def pieces_of(finding: str) -> tuple[Piece, ...]:
    """The records on which a finding rests, in its order: agencies and moments."""
    found = rows("select record, agency, known_at from need_to_know.finding_pieces(%s::text)", (finding,))
    return tuple(Piece(record, agency, at.astimezone(UTC)) for record, agency, at in found)


def barred_in(finding: str) -> bool:
    """Whether one of the finding's records criticises the acting reader, or somebody in their line."""
    return bool(deed("barred_in_finding(%s::text)", (finding,)))


def read_receipts(page: str) -> tuple[Receipt, ...]:
    """Which of those who lead agencies read a page; the first one first."""
    return tuple(
        Receipt(*row)
        for row in rows("select role, agency, first_at, last_at, mine from need_to_know.read_receipts(%s)", (page,))
    )


def renewals_of(finding: str) -> tuple[Renewal, ...]:
    """Who kept a finding on the screens, in the order of time."""
    found = rows("select by_account, because, at, until from renewal where finding = %s order by at, id", (finding,))
    return tuple(Renewal(by, because, at, until) for by, because, at, until in found)


def facts_of_findings(ids: Sequence[str], me: UUID) -> dict[str, FindingFacts]:
    """What the policy needs of those of these findings that the acting reader, who is `me`, may see."""
    found = rows(
        "select f.id, f.surfaced_at, jsonb_array_length(f.content -> 'adults') > 0,"
        " array(select n.until from renewal n where n.finding = f.id order by 1),"
        " array(select fr.record from finding_record fr where fr.finding = f.id order by fr.number, 1)"
        " from finding f where f.id = any (%s)",
        (list(ids),),
    )
    seen = facts_of(sorted({record for row in found for record in row[4]}), me)
    return {
        finding: FindingFacts(
            finding=finding,
            records=tuple(seen[record] for record in records if record in seen),
            names_adult=bool(names_adult),
            surfaced_at=surfaced_at,
            renewed_until=tuple(renewed),
        )
        for finding, surfaced_at, names_adult, renewed, records in found
    }


def _rows(statement: str, **given: object) -> list[tuple[Any, ...]]:
    return rows(statement, given)  # type: ignore[arg-type]


def _kept(found: Iterable[tuple[Any, ...]]) -> tuple[KeptFinding, ...]:
    taken = list(found)
    grown = _rows(
        "select finding, at, content::text from finding_growth where finding = any (%(ids)s) order by finding, number",
        ids=[row[0] for row in taken],
    )
    history: dict[str, list[Growth]] = defaultdict(list)
    for finding, at, content in grown:
        history[finding].append(_growth(at, json.loads(content)))
    return tuple(KeptFinding(_finding(row, history[row[0]]), row[3].astimezone(UTC)) for row in taken)


def _growth(at: datetime, content: dict[str, Any]) -> Growth:
    return Growth(
        at=at.astimezone(UTC),
        records=tuple(content["records"]),
        children=tuple(content["children"]),
        because=content["because"],
        evidence=tuple(content.get("evidence", ())),
    )


def _finding(row: tuple[Any, ...], history: Sequence[Growth]) -> Finding:
    ident, pattern, surfaced_at, _, withdrawn_at, withdrawn_because, text = row
    content = json.loads(text)
    parts = ("children", "adults", "places", "vehicles", "phones", "records", "evidence", "agencies", "against", "ask_next")
    return Finding(
        id=FindingId(ident),
        pattern=pattern,
        surfaced_at=surfaced_at.astimezone(UTC),
        withdrawn_at=withdrawn_at and withdrawn_at.astimezone(UTC),
        withdrawn_because=withdrawn_because,
        expected=content.get("expected"),
        observed=content.get("observed"),
        q_value=content.get("q_value"),
        because=content.get("because", ""),
        history=tuple(history),
        **{part: tuple(content.get(part, ())) for part in parts},
    )
