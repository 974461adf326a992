"""What somebody raised, from the moment at which it was kept, and what became of it. All inside `acting` for follow_own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from wholepicture.hub.storage.access_refusals import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnConcern:
    """A concern that the acting reader raised. `record` is None until it is a record; `linked` says that the journey has
    taken it in. `decided_at` is when the first decision on it was recorded.
    """

    reference: str
    received_at: datetime
    protected: bool
    additions: int
    outcome: str
    record: str | None
    linked: bool
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPart:
    """A concern, or what was added to it. `cells` is None where it may not be shown any more: sealed, or erased by law."""

    reference: str
    received_at: datetime
    agency: str
    protected: bool
    mine: bool
    outcome: str
    record: str | None
    linked: bool
    erased: bool
    cells: Mapping[str, str] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A decision on a concern, and what its words say; they may be empty."""

    recorded_at: datetime
    words: str = field(repr=False)


def own_concerns(skipped: int, most: int) -> tuple[tuple[OwnConcern, ...], int]:
    """A page of the acting reader's concerns, the latest first, and how many there are in all (0 beyond the last page)."""
    found = rows(
        "select reference, received_at, protected, additions, outcome, record, linked, decided_at, total"
        " from need_to_know.own_concerns(%s::bigint, %s::bigint)",
        (skipped, most),
    )
    concerns = tuple(
        OwnConcern(
            reference=reference,
            received_at=received_at.astimezone(UTC),
            protected=protected,
            additions=additions,
            outcome=outcome,
            record=record,
            linked=linked,
            decided_at=decided_at and decided_at.astimezone(UTC),
        )
        for reference, received_at, protected, additions, outcome, record, linked, decided_at, _ in found
    )
    return concerns, found[0][-1] if found else 0


def own_thread(reference: str) -> tuple[OwnPart, ...]:
    """A concern of the acting reader's own and what was added to it, in the order in which it came; empty where it is not
    theirs, or not there.
    """
    found = rows(
        "select reference, received_at, agency, protected, mine, outcome, record, linked, erased, body"
        " from need_to_know.own_thread(%s::text) ",
        (reference,),
    )
    return tuple(
        OwnPart(
            reference=its,
            received_at=received_at.astimezone(UTC),
            agency=agency,
            protected=protected,
            mine=mine,
            outcome=outcome,
            record=record,
            linked=linked,
            erased=erased,
            cells=None if body is None else _cells(bytes(body)),
        )
        for its, received_at, agency, protected, mine, outcome, record, linked, erased, body in found
    )


def own_decisions(reference: str) -> tuple[OwnDecision, ...]:
    """The decisions on a concern of the acting reader's own that they may read, the first one first."""
    found = rows("select recorded_at, outcome from need_to_know.own_decisions(%s::text)", (reference,))
    return tuple(OwnDecision(recorded_at.astimezone(UTC), words) for recorded_at, words in found)


def _cells(body: bytes) -> Mapping[str, str]:
    try:
        cells = json.loads(body.decode("utf-8", "surrogatepass"))["cells"]
        return {str(name): str(cell) for name, cell in cells.items()}
    except (ValueError, KeyError, AttributeError, TypeError):
        return {}  # not understood; the page says so
