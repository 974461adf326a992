"""Tokens with which agencies' systems come in: made once, shown once, kept as a digest."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wholepicture.hub.accounts.models import AgencyToken
from wholepicture.hub.accounts.sealing import digest

MARK = "wp_"
LONGEST = timedelta(days=366)


class Scope(StrEnum):
    """What a token may do."""

    CONCERNS_WRITE = "concerns:write"
    RECEIPTS_READ = "receipts:read"

    @property
    def words(self) -> str:
        """As a person reads it."""
        return {"concerns:write": "Post concerns", "receipts:read": "Read its own receipts"}[self.value]


@dataclass(frozen=True, slots=True)
class Caller:
    """An agency's system that showed a token that holds. `made_by` answers for it."""

    token: int
    agency: str
    scopes: tuple[Scope, ...]
    made_by: UUID

    def may(self, scope: Scope) -> bool:
        """Whether the token holds that scope."""
        return scope in self.scopes


def new_secret() -> str:
    """A token that nobody can guess (256 bits), to be shown once."""
    return MARK + secrets.token_urlsafe(32)


def caller(secret: str, moment: datetime) -> Caller | None:
    """Whose token this is; None alike for one that never was, has expired or was revoked. Notes its use, once a minute."""
    token = AgencyToken.objects.filter(digest=digest(secret)).select_related("agency", "made_by").first()
    if token is None or token.revoked_at is not None or token.expires_at <= moment:
        return None
    if token.last_used_at is None or moment - token.last_used_at >= timedelta(minutes=1):
        AgencyToken.objects.filter(pk=token.pk).update(last_used_at=moment)
    return Caller(token.pk, token.agency.key, tuple(Scope(one) for one in token.scopes), token.made_by.handle)
