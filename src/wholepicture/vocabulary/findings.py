"""A pattern that was found: evidence, reasons, what speaks against it and what to ask next. It decides nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from wholepicture.vocabulary.records import EntityId, RecordId

FindingId = NewType("FindingId", str)
"""A digest of the pattern's name and its first evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What was added to a finding after it had surfaced, and when. `because` reads as a sentence.

    `records` are the agencies' own references, `evidence` the records' ids in the same order.
    """

    at: datetime
    records: tuple[str, ...]
    children: tuple[EntityId, ...]
    because: str = field(repr=False)
    evidence: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, its fields as they stood when it surfaced; what came later stands in `history`.

    `records` are the agencies' own references, `evidence` the records' ids in the same order. `expected` and `observed`
    count what the pattern counts (its docstring says what); they and `q_value` are None where it makes no statistical
    claim. `against` says what speaks against it, `ask_next` what to find out.
    """

    id: FindingId
    pattern: str
    surfaced_at: datetime
    children: tuple[EntityId, ...]
    adults: tuple[EntityId, ...] = ()
    places: tuple[EntityId, ...] = ()
    vehicles: tuple[EntityId, ...] = ()
    phones: tuple[EntityId, ...] = ()
    records: tuple[str, ...]
    evidence: tuple[RecordId, ...]
    agencies: tuple[str, ...]
    expected: float | None = None
    observed: float | None = None
    q_value: float | None = None
    because: str = field(repr=False)
    against: tuple[str, ...] = field(default=(), repr=False)
    ask_next: tuple[str, ...] = field(default=(), repr=False)
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""
    history: tuple[Growth, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """A finding of which something changed, as it stands now.

    `surfaced` says that it is new, `grown` how many lines at the end of its history are, `withdrawn` that it was withdrawn.
    """

    finding: Finding
    surfaced: bool = False
    grown: int = 0
    withdrawn: bool = False
