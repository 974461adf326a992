"""What happens around signing in: set-up links, and training's one-click list."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from wholepicture.hub.accounts.models import Account, SetUpLink
from wholepicture.hub.accounts.notes import note_change
from wholepicture.hub.accounts.sealing import digest


class LinkNotGood(Exception):
    """This link was used, has expired, or never was. Ask your administrator for a new one."""


def holder_of_link(secret: str, now: datetime) -> Account:
    """Whose password the link sets.

    Raises:
        LinkNotGood: used, expired, replaced or made up, all alike.
    """
    link = _live(secret, now).first()
    if link is None:
        raise LinkNotGood
    holder: Account = link.account
    return holder


@transaction.atomic
def choose_password(secret: str, password: str, now: datetime) -> None:
    """Sets the password and uses the link up. Every session of the account ends.

    Raises:
        LinkNotGood: as `holder_of_link`.
        ValidationError: the password is too short, too common or too like the name.
    """
    link = _live(secret, now).select_for_update(of=("self",)).first()
    if link is None:
        raise LinkNotGood
    account = link.account
    validate_password(password, account)
    account.set_password(password)
    account.save(update_fields=["password"])
    link.used_at = now
    link.save(update_fields=["used_at"])
    note_change("link_used", now, by=account.handle, about=account.handle, because="They chose a password.")


def _live(secret: str, now: datetime) -> QuerySet[SetUpLink]:
    links = SetUpLink.objects.filter(digest=digest(secret), used_at=None, expires_at__gt=now, account__is_active=True)
    return links.select_related("account")


def training_account(handle: UUID) -> Account | None:
    """The training account of that handle; None for any other account, and for all of them outside training."""
    if not settings.TRAINING:
        return None
    return Account.objects.filter(handle=handle, training=True, is_active=True).first()
