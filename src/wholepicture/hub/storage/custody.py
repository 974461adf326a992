"""Who raised a concern under protection: asked for by one custodian, opened with a second. All inside `acting` for
open_identity.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityOpening:
    """That a custodian asked who raised a concern. `account` is who it was: only for the two, for 24 hours after the second
    agreed.
    """

    id: int
    reference: str
    because: str = field(repr=False)
    asked_by: UUID
    asked_at: datetime
    agreed_by: UUID | None
    agreed_at: datetime | None
    account: UUID | None = field(repr=False)


def ask_identity(reference: str, because: str) -> int:
    """The first of two custodians asks; the number of the request. Raises NothingThere, also where the concern is not
    protected or the custodian raised it or is criticised in it; NotByYou without a reason of three words.
    """
    return int(deed("ask_identity(%s::text, %s::text)", (reference, because)))


def agree_identity(number: int) -> None:
    """The second custodian agrees: it is open, and whoever raised it is told. Raises NothingThere, NotByYou, AlreadyDone."""
    deed("agree_identity(%s::bigint)", (number,))


def identity_openings() -> tuple[IdentityOpening, ...]:
    """Those that are there for the acting custodian; the latest first."""
    found = rows(
        "select id, reference, because, asked_by, asked_at, agreed_by, agreed_at, account"
        " from need_to_know.identity_openings()"
    )
    return tuple(
        IdentityOpening(
            id=number,
            reference=reference,
            because=because,
            asked_by=asked_by,
            asked_at=asked_at.astimezone(UTC),
            agreed_by=agreed_by,
            agreed_at=agreed_at and agreed_at.astimezone(UTC),
            account=account,
        )
        for number, reference, because, asked_by, asked_at, agreed_by, agreed_at, account in found
    )
