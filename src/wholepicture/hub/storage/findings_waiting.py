"""Findings that have no answer, that came back, and what of a finding may be known without names. All inside `acting`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wholepicture.hub.storage.access_refusals import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingOutline:
    """What of a finding may be known without names. `areas` are the first halves of postcodes, `grown` how often it grew."""

    finding: str
    pattern: str
    known_since: datetime
    withdrawn: bool
    children: int
    records: int
    agencies: tuple[str, ...]
    areas: tuple[str, ...]
    grown: int


def findings_waiting(
    young: Sequence[tuple[datetime, datetime]], about_one: Sequence[str], *, proposals: bool, skipped: int, most: int
) -> tuple[tuple[str, ...], int]:
    """A page of findings without an answer that began to wait in none of these spans, and how many there are; with
    `proposals` also every one whose dismissal waits for a second person, those first. Then those across children, then by
    how long they wait; `about_one` are the patterns about one child.
    """
    found = rows(
        "select finding, total from need_to_know.findings_waiting(%s::timestamptz[], %s::timestamptz[], %s::text[],"
        " %s::boolean, %s::bigint, %s::bigint)",
        ([since for since, _ in young], [until for _, until in young], list(about_one), proposals, skipped, most),
    )
    return tuple(row[0] for row in found), int(found[0][1]) if found else 0


def findings_back(since: datetime, until: datetime) -> tuple[str, ...]:
    """Findings that were dismissed and came back from a moment, inclusive, until another, exclusive; the latest first."""
    return tuple(row[0] for row in rows("select finding from need_to_know.findings_back(%s, %s)", (since, until)))


def outlines_of(findings: Sequence[str]) -> dict[str, FindingOutline]:
    """The outline of each of these findings that the acting reader may see."""
    found = rows(
        "select finding, pattern, known_since, withdrawn, children, records, agencies, areas, grown"
        " from need_to_know.finding_outlines(%s::text[])",
        (list(findings),),
    )
    return {
        row[0]: FindingOutline(
            finding=row[0],
            pattern=row[1],
            known_since=row[2].astimezone(UTC),
            withdrawn=row[3],
            children=row[4],
            records=row[5],
            agencies=tuple(row[6]),
            areas=tuple(row[7]),
            grown=row[8],
        )
        for row in found
    }


def concerns_back(since: datetime, until: datetime) -> dict[str, int]:
    """How many concerns of each agency (key) were closed and came back between two moments, the second exclusive."""
    found = rows("select agency, total from need_to_know.concerns_back(%s, %s)", (since, until))
    return {agency: int(total) for agency, total in found}
