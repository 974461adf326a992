"""What a leaf is made of: a fact's envelope, or one look at the access log, as bytes of our own that never change.

Each field stands as the number of its bytes, in four bytes, big end first, and its bytes in UTF-8. A fact's envelope binds
the salted digests of its parts, and a look carries a salt of its own: from a leaf's hash nothing can be guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from wholepicture.ledger.facts import Envelope

FACT = "whole picture fact 1"
LOOK = "whole picture look 1"


class LeafKind(StrEnum):
    """What a leaf is about."""

    FACT = "fact"
    LOOK = "look"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookSealed:
    """One line of the access log, field by field, as text; `salt` is 32 hexadecimal digits."""

    id: int
    at: datetime
    account: str
    role: str
    agency: str
    team: str
    action: str
    subject_kind: str
    subject: str
    purpose: str
    allowed: bool
    because: str
    break_glass: str
    request: str
    salt: str


def moment(at: datetime | None) -> str:
    """A moment in UTC, to the microsecond; nothing for none."""
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def fields(of: Iterable[str]) -> bytes:
    """Fields as bytes."""
    encoded = [one.encode("utf-8", "surrogatepass") for one in of]
    return b"".join(len(one).to_bytes(4, "big") + one for one in encoded)


def fact_leaf(of: Envelope) -> bytes:
    """A fact's envelope, as its leaf is made of it."""
    happened = of.happened
    since, until = (moment(happened.since), moment(happened.until)) if happened else ("", "")
    times = (since, until, moment(of.recorded_at), moment(of.known_at))
    return fields((FACT, str(of.sequence), of.id, of.kind.value, of.source, of.author, *times, of.digest))


def look_leaf(of: LookSealed) -> bytes:
    """One look, as its leaf is made of it."""
    who = (of.account, of.role, of.agency, of.team)
    what = (of.action, of.subject_kind, of.subject, of.purpose, "yes" if of.allowed else "no", of.because)
    return fields((LOOK, str(of.id), moment(of.at), *who, *what, of.break_glass, of.request, of.salt))
