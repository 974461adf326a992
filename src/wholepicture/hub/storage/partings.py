"""What people parted and nobody took back, as far as the acting reader may see. All inside `acting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub.storage.access_refusals import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """That a mention was said not to be whom or what it was taken for: by whom, and why. `was_with` is a mention of whom it
    was taken for and `person` who it was confirmed to be, where there was any.
    """

    mention: str
    at: datetime
    shown_as: str
    because: str = field(repr=False)
    was_with: str | None
    person: UUID | None


def partings_of(mentions: Sequence[str]) -> dict[str, Parting]:
    """The partings of these mentions that stand. One on which the journey has not acted yet is none so far."""
    found = rows("select mention, at, said::text from need_to_know.partings_of(%s::text[])", (list(mentions),))
    return {mention: _parting(mention, at, json.loads(told)) for mention, at, told in found}


def companion_of(mention: str, record: str) -> str | None:
    """A mention in another record that is taken for the same as this one; None where there is none to be seen."""
    found = rows(
        "select o.mention from mention m join mention o on o.entity = m.entity"
        " where m.mention = %s and o.record <> %s order by o.mention limit 1",
        (mention, record),
    )
    return str(found[0][0]) if found else None


def _parting(mention: str, at: datetime, said: Mapping[str, str | None]) -> Parting:
    return Parting(
        mention=mention,
        at=at,
        shown_as=said["shown_as"] or "",
        because=said["because"] or "",
        was_with=said.get("was_with"),
        person=UUID(person) if (person := said.get("person")) else None,
    )
