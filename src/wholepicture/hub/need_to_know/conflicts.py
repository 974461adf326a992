"""Who must not read a concern, because it criticises them or somebody in their line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.hub.need_to_know.purposes import Role
from wholepicture.hub.need_to_know.subjects import Criticised, Reader, RecordFacts


@dataclass(frozen=True, slots=True)
class Conflict:
    """That a reader is barred. `criticised` is whom the concern criticises: the reader, or somebody who stood below them."""

    criticised: UUID

    def themself(self, reader: Reader) -> bool:
        """Whether it is the reader who is criticised."""
        return self.criticised == reader.account


def conflict_of(reader: Reader, record: RecordFacts, at: datetime) -> Conflict | None:
    """The conflict that bars a reader, if any: they are criticised, or managed somebody who is, directly or through the
    line, at any time from the event until now. Leaving the line, or a reorganisation, never lifts it.

    Whoever raised the concern is not barred from their own words. A scrutineer is barred only where they are criticised
    themself.
    """
    if reader.account in record.raisers:
        return None
    for one in record.criticised:
        if one.account == reader.account:
            return Conflict(reader.account)
    if Role.SCRUTINEER in reader.roles:
        return None
    for one in record.criticised:
        if one.account is not None and _stood_above(reader, one, at):
            return Conflict(one.account)
    return None


def somebody_unknown(record: RecordFacts) -> bool:
    """Whether a concern criticises somebody of whom nobody knows yet who it is: then no manager reads it as a manager."""
    return any(one.account is None for one in record.criticised)


def _stood_above(reader: Reader, one: Criticised, at: datetime) -> bool:
    return any(b.account == one.account and b.held_between(one.since, at) for b in reader.below)
