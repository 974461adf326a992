"""Unsent writing: kept for its writer alone, sealed with a key that the database does not hold."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from wholepicture.hub.storage.access_refusals import rows

Fields = tuple[tuple[str, tuple[str, ...]], ...]
"""The fields of a form in their order, each with everything that was filled in under its name."""


class NoDraftKey(Exception):
    """The hub has no key with which to seal drafts, so none can be kept. Set WHOLEPICTURE_DRAFT_KEY."""


class DraftUnreadable(Exception):
    """This draft was sealed with a key that the hub no longer has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote and has not sent. `adds_to` is the reference of the concern that it adds to, or empty."""

    key: UUID
    adds_to: str
    changed_at: datetime
    fields: Fields = field(repr=False)


def _keys() -> MultiFernet:
    keys = [one for one in settings.DRAFT_KEYS if one]
    if not keys:
        raise NoDraftKey
    stretched = (hashlib.sha256(b"whole picture drafts" + one.encode()).digest() for one in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in stretched])


def save_draft(account: UUID, draft: Draft) -> None:
    """Keep a draft in the place of an earlier one with its key. Inside `acting` for that account. Raises NoDraftKey."""
    sealed = _keys().encrypt(json.dumps(draft.fields).encode())
    rows(
        "insert into draft (account, key, adds_to, sealed, changed_at) values (%s, %s, %s, %s, %s)"
        " on conflict (account, key) do update set sealed = excluded.sealed, changed_at = excluded.changed_at",
        (account, draft.key, draft.adds_to, sealed, draft.changed_at),
    )


def drafts_of(account: UUID) -> tuple[Draft, ...]:
    """The drafts that an account has, the last changed first; those that cannot be unsealed have no fields. Inside
    `acting`.
    """
    found = rows(
        "select key, adds_to, changed_at, sealed from draft where account = %s order by changed_at desc, key", (account,)
    )
    return tuple(_draft(row) for row in found)


def find_draft(account: UUID, key: UUID) -> Draft | None:
    """One draft of an account. Inside `acting`. Raises DraftUnreadable."""
    found = rows("select key, adds_to, changed_at, sealed from draft where account = %s and key = %s", (account, key))
    if not found:
        return None
    draft = _draft(found[0])
    if not draft.fields:
        raise DraftUnreadable
    return draft


def remove_draft(account: UUID, key: UUID) -> None:
    """Take a draft away, if it is there. Inside `acting`."""
    rows("delete from draft where account = %s and key = %s", (account, key))


def _draft(row: Sequence[object]) -> Draft:
    key, adds_to, changed_at, sealed = row
    assert isinstance(key, UUID) and isinstance(changed_at, datetime)  # noqa: S101, PT018 - the table's own types
    return Draft(
        key=key,
        adds_to=str(adds_to),
        changed_at=changed_at.astimezone(UTC),
        fields=_unsealed(bytes(sealed)),  # type: ignore[call-overload]
    )


def _unsealed(sealed: bytes) -> Fields:
    try:
        read = json.loads(_keys().decrypt(sealed))
    except InvalidToken:
        return ()
    return tuple((str(name), tuple(str(value) for value in values)) for name, values in read)
