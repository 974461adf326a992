"""What happened at the door, and what was changed about people: appended, never altered."""

from datetime import datetime
from typing import Final
from uuid import UUID

from wholepicture.hub.accounts.models import PersonEvent, SignInNote
from wholepicture.hub.accounts.sealing import keyed

SIGNED_IN: Final = "signed_in"
SIGNED_OUT: Final = "signed_out"
FAILED: Final = "failed"
LOCKED: Final = "locked"
ENDED_IDLE: Final = "ended_idle"
ENDED_LONG: Final = "ended_long"
ENDED_ROLE: Final = "ended_role"


def note_sign_in(
    what: str, at: datetime, *, account: UUID | None = None, how: str = "", tried: str = "", device: str = ""
) -> None:
    """Writes one line. `tried` (the address typed) and `device` (the address called from) are kept as keyed digests."""
    SignInNote.objects.create(
        at=at,
        account=account,
        what=what,
        how=how,
        tried=keyed(tried.strip().lower()) if tried else "",
        device=keyed(device) if device else "",
    )


def note_change(
    what: str, at: datetime, *, by: UUID | None, about: UUID | None, because: str, content: dict[str, object] | None = None
) -> None:
    """Writes one line. `by` is None where the hub itself acted; `content` holds keys, ids and moments, never a name."""
    PersonEvent.objects.create(at=at, by=by, about=about, what=what, because=because, content=content or {})
