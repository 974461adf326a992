"""Records that should never have come: as facts, which the journey acts on like amendments to nothing."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Part, canonical
from wholepicture.vocabulary.records import RecordId

_PART = "why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """That a record is withdrawn, or comes again: `on` names whatever it rests on (an import), so that said twice is said
    once. `because` is shown to whoever reads what was found by it; it names nobody.
    """

    record: RecordId
    withdrawn: bool
    on: str
    because: str = field(repr=False)


def draft_of_withdrawal(said: Withdrawal, *, author: str, now: datetime) -> Draft:
    """The fact that says so. Its source is the record."""
    kind = FactKind.WITHDRAWN if said.withdrawn else FactKind.REINSTATED
    told = f"{kind} {said.record} {said.on}"
    return Draft(
        id=FactId(kind.value[0] + hashlib.sha256(told.encode()).hexdigest()[:24]),
        kind=kind,
        source=said.record,
        author=author,
        recorded_at=now,
        parts=(Part(_PART, canonical({"record": said.record, "on": said.on, "because": said.because})),),
    )


def withdrawal_in(fact: Fact) -> Withdrawal | None:
    """What a fact says is withdrawn, or comes again; None for a fact of another kind, or one whose words were erased."""
    if fact.envelope.kind not in (FactKind.WITHDRAWN, FactKind.REINSTATED) or not fact.parts:
        return None
    said = json.loads(fact.parts[0].body)
    return Withdrawal(
        record=RecordId(said["record"]),
        withdrawn=fact.envelope.kind is FactKind.WITHDRAWN,
        on=said["on"],
        because=said["because"],
    )
