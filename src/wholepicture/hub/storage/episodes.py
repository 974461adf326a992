"""Returns from missing: which there are in which state, as far as the acting reader may see. All inside `acting`."""

from dataclasses import dataclass
from datetime import datetime

from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.records_shown import RecordShown, columns_of, made


@dataclass(frozen=True, slots=True)
class ReturnCounts:
    """How many returns are in each state; each is a value of `what` in `returns_page`."""

    in_time: int
    over: int
    known_late: int
    held: int
    away: int


@dataclass(frozen=True, slots=True)
class LatelyReturned:
    """Of the returns since a moment: how many interviews were held in time, held late, can still be, and are overdue."""

    returned: int
    held_in_time: int
    held_late: int
    still_time: int
    over: int


def returns_page(what: str, *, hours: int, skipped: int, most: int) -> tuple[tuple[str, ...], ReturnCounts]:
    """A page of the records that state returns "in time", "over", "known late" or "held", or none: "away"; and how many
    there are of each. `hours` is how long the interview may take from the return.
    """
    found = rows(
        "select record, in_time, over, known_late, held, away"
        " from need_to_know.returns(%s::text, %s::int, %s::bigint, %s::bigint)",
        (what, hours, skipped, most),
    )
    return tuple(row[0] for row in found if row[0]), ReturnCounts(*found[0][1:])


def lately_returned(since: datetime, *, hours: int) -> LatelyReturned:
    """Counts of all returns since a moment, sealed ones left out, for those who lead. `hours` as in `returns_page`."""
    found = rows(
        "select returned, held_in_time, held_late, still_time, over"
        " from need_to_know.returns_counted(%s::timestamptz, %s::int)",
        (since, hours),
    )
    return LatelyReturned(*found[0])


def episodes_shown(records: list[str]) -> dict[str, RecordShown]:
    """Those of these records that are missing episodes, as they stand now, and that the acting reader may see."""
    found = rows(
        f"select {columns_of(RecordShown)} from record where record = any(%s)"  # noqa: S608 - columns of ours
        " and kind = 'missing episode' and amended_by is null",
        (records,),
    )
    return {one.record: one for one in made(RecordShown, found)}
