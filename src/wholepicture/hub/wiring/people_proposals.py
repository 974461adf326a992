"""Changes that one administrator may not make alone: asked for by one, decided by another."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from wholepicture.hub.accounts.models import Account, Proposal
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.wiring.people import (
    AskedAlready,
    Change,
    UnableToChangePeople,
    UnknownPerson,
    allow,
    begin_post,
    end_sessions,
    keep,
    locked,
)


class SecondPersonNeeded(UnableToChangePeople):
    """Another administrator must decide this: not the one who asked, nor the one whom it is about."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits, as the page shows it."""

    id: int
    words: str = field(repr=False)
    because: str = field(repr=False)
    asked_by: str = field(repr=False)
    made_at: datetime
    mine: bool


@transaction.atomic
def ask_to_remove_second_factor(about: UUID, change: Change) -> int:
    """For a lost phone. Alone, an administrator could come in as anybody: with a set-up link, and a factor of their own."""
    allow(change)
    account = locked(about)
    asked = Proposal.Change.SECOND_FACTOR
    if Proposal.objects.filter(account=account, change=asked, decided_at=None).exists():
        raise AskedAlready
    by = Account.objects.get(handle=change.by)
    proposal = Proposal.objects.create(
        change=asked, account=account, because=change.because.strip(), made_at=change.at, made_by=by
    )
    keep("second_factor_removal_asked_for", change, about, proposal=proposal.pk)
    return int(proposal.pk)


@transaction.atomic
def decide(proposal_id: int, accept: bool, change: Change) -> None:
    """Accepts or refuses what another administrator asked for; an accepted change takes effect at once.

    Raises:
        SecondPersonNeeded: whoever decides asked for it, or it is about them.
        UnknownPerson: there is no such proposal, or it was decided.
    """
    allow(change)
    proposal = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal_id, decided_at=None).first()
    if proposal is None:
        raise UnknownPerson
    account = locked(proposal.account.handle)
    if change.by in (proposal.made_by.handle, account.handle):
        raise SecondPersonNeeded
    proposal.decided_at, proposal.accepted = change.at, accept
    proposal.decided_by = Account.objects.get(handle=change.by)
    proposal.save()
    keep("accepted" if accept else "refused", change, account.handle, proposal=proposal.pk, asked=proposal.change)
    if accept and proposal.change == Proposal.Change.POST:
        begin_post(account, proposal.team_id, Role(proposal.role), max(proposal.since, change.at), change)
    elif accept:
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        keep("second_factor_removed", change, account.handle)


def waiting(reader: UUID) -> tuple[Waiting, ...]:
    """What waits for a second administrator, oldest first. `mine`: the reader cannot decide it."""
    rows = (
        Proposal.objects.filter(decided_at=None)
        .select_related("account", "team__agency", "made_by")
        .order_by("made_at", "pk")
    )
    return tuple(
        Waiting(
            id=row.pk,
            words=_words(row),
            because=row.because,
            asked_by=row.made_by.name,
            made_at=row.made_at,
            mine=reader in (row.made_by.handle, row.account.handle),
        )
        for row in rows
    )


def _words(row: Proposal) -> str:
    if row.change == Proposal.Change.SECOND_FACTOR:
        return f"Remove the second factor of {row.account.name}"
    return f"{row.account.name} as {Role(row.role).label} in {row.team}"
