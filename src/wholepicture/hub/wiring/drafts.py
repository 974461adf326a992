"""Drafts of concerns: saved, found again after signing out, and gone when they are sent or thrown away."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core import signing

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import drafts
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.drafts import Draft, DraftUnreadable, Fields, NoDraftKey

__all__ = [
    "Draft",
    "DraftLine",
    "DraftUnreadable",
    "Fields",
    "NoDraftKey",
    "find",
    "keep_for_writer",
    "remove",
    "save",
    "saved",
    "writer_token",
]

FOLLOW_OWN = purpose("follow_own")
TOKEN_DAYS = 30
"""How long a form that was left open can still be kept for whoever opened it."""
_SALT = "whole picture: who writes this concern"
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list. `begins` is how its words begin."""

    key: UUID
    adds_to: str
    changed_at: datetime
    begins: str = field(repr=False)


def writer_token(account: UUID) -> str:
    """Says, signed, whose form it is, so that what is sent after their session ended can be kept for them alone."""
    return signing.dumps(str(account), salt=_SALT)


def keep_for_writer(token: str, key: UUID, adds_to: str, fields: Fields) -> bool:
    """Keep what came in without a session as a draft of whoever opened the form; False where the token is not ours."""
    try:
        account = UUID(signing.loads(token, salt=_SALT, max_age=TOKEN_DAYS * 86_400))
    except (signing.BadSignature, ValueError):
        return False
    save(account, key, adds_to, fields)
    return True


def save(account: UUID, key: UUID, adds_to: str, fields: Fields) -> None:
    """Keep a draft. Raises NoDraftKey."""
    now = clock.now()
    with acting(_alone(account), FOLLOW_OWN, at=now):
        drafts.save_draft(account, Draft(key=key, adds_to=adds_to, changed_at=now, fields=fields))


def find(account: UUID, key: UUID) -> Draft | None:
    """A draft of one's own, or None. Raises DraftUnreadable."""
    with acting(_alone(account), FOLLOW_OWN):
        return drafts.find_draft(account, key)


def remove(account: UUID, key: UUID) -> None:
    """Throw a draft of one's own away."""
    with acting(_alone(account), FOLLOW_OWN):
        drafts.remove_draft(account, key)


def saved(account: UUID) -> tuple[DraftLine, ...]:
    """One's own drafts, the last changed first."""
    with acting(_alone(account), FOLLOW_OWN):
        found = drafts.drafts_of(account)
    return tuple(DraftLine(one.key, one.adds_to, one.changed_at, _begins(one)) for one in found)


def _alone(account: UUID) -> Reader:
    return Reader(account, ())


def _begins(draft: Draft) -> str:
    written = " ".join(next((values[0] for name, values in draft.fields if name == "seen" and values), "").split())
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN].rsplit(' ', 1)[0]} …"
