"""The administrator's page of agencies' tokens: make, list, revoke."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wholepicture.hub.accounts.models import Account, Agency, AgencyToken
from wholepicture.hub.accounts.sealing import digest
from wholepicture.hub.accounts.tokens import LONGEST, Scope, new_secret
from wholepicture.hub.wiring.people import Change, UnableToChangePeople, UnknownPerson, allow, keep


class TokenTooLong(UnableToChangePeople):
    """A token lasts a year at most."""


class NoScope(UnableToChangePeople):
    """Choose at least one thing that the token may do."""


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token in the list; its secret is not kept."""

    id: int
    agency: str
    label: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    holds: bool


@transaction.atomic
def make_token(agency_key: str, label: str, scopes: tuple[Scope, ...], lasts: timedelta, change: Change) -> str:
    """The token, which nobody can ask for again.

    Raises:
        TokenTooLong: more than a year.
        NoScope: it could do nothing.
        UnknownPerson: there is no such agency.
    """
    allow(change)
    if lasts > LONGEST:
        raise TokenTooLong
    if not scopes:
        raise NoScope
    agency = Agency.objects.filter(key=agency_key).first()
    if agency is None:
        raise UnknownPerson
    secret = new_secret()
    token = AgencyToken.objects.create(
        agency=agency,
        label=label.strip(),
        digest=digest(secret),
        scopes=sorted(scopes),
        made_at=change.at,
        made_by=Account.objects.get(handle=change.by),
        expires_at=change.at + lasts,
    )
    keep("token_made", change, None, token=token.pk, agency=agency_key, scopes=sorted(scopes))
    return secret


@transaction.atomic
def revoke_token(token_id: int, change: Change) -> None:
    """From this moment the token opens nothing. A second time changes nothing."""
    allow(change)
    token = AgencyToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise UnknownPerson
    if token.revoked_at is None:
        token.revoked_at = change.at
        token.save(update_fields=["revoked_at"])
        keep("token_revoked", change, None, token=token.pk)


def token_list(now: datetime) -> tuple[TokenLine, ...]:
    """All tokens that ever were, newest first."""
    rows = AgencyToken.objects.select_related("agency", "made_by").order_by("-made_at", "-pk")
    return tuple(
        TokenLine(
            id=row.pk,
            agency=row.agency.name,
            label=row.label,
            scopes=tuple(Scope(one).words for one in row.scopes),
            made_by=row.made_by.name,
            made_at=row.made_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            last_used_at=row.last_used_at,
            holds=row.revoked_at is None and row.expires_at > now,
        )
        for row in rows
    )
