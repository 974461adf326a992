"""Identity custody: who raised a protected concern, opened by two custodians for a day; whoever raised it is told."""

from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.reading import may_open_identity
from wholepicture.hub.need_to_know.subjects import Allowed, Reader
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.custody import IdentityOpening, agree_identity, ask_identity, identity_openings
from wholepicture.hub.wiring.named_people import called

__all__ = ["AlreadyDone", "NotByYou", "NothingThere", "OpeningLine", "agree", "ask", "opening", "openings"]

_WHY = purpose("open_identity")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """A request to open who raised a concern. `mine` says that the reader asked; `raiser` is their name and address while it
    is open to the reader, else empty.
    """

    number: int
    reference: str
    because: str = field(repr=False)
    asked_by: str
    asked_at: datetime
    mine: bool
    agreed_by: str
    agreed_at: datetime | None
    raiser: str = field(repr=False)


def openings(reader: Reader, *, request: str = "") -> tuple[OpeningLine, ...]:
    """The requests that are there for a custodian, the latest first; who it was stands in none. Raises LookNotWritten."""
    at = clock.now()
    _note(reader, "list", "identities", at, request)
    with acting(reader, _WHY, at=at):
        found = identity_openings()
    return tuple(_line(one, reader, at) for one in found)


def opening(reader: Reader, number: int, *, request: str = "") -> OpeningLine:
    """One request; with who raised the concern, where two have agreed and the reader is one of them. The look is written
    down before. Raises NothingThere, LookNotWritten.
    """
    at = clock.now()
    with acting(reader, _WHY, at=at):
        one = next((one for one in identity_openings() if one.id == number), None)
    if one is None:
        _note(reader, "read", str(number), at, request, allowed=False)
        raise NothingThere
    _note(reader, "open identity" if one.account else "read", one.reference, at, request)
    return _line(one, reader, at, named=True)


def ask(reader: Reader, reference: str, because: str, *, request: str = "") -> int:
    """The first of two. Raises NothingThere, NotByYou, LookNotWritten."""
    at = clock.now()
    _note(reader, "ask identity", reference, at, request)
    with acting(reader, _WHY, at=at):
        return ask_identity(reference, because)


def agree(reader: Reader, number: int, *, request: str = "") -> None:
    """The second of two. Raises NothingThere, NotByYou, AlreadyDone, LookNotWritten."""
    at = clock.now()
    _note(reader, "agree to open identity", str(number), at, request)
    with acting(reader, _WHY, at=at):
        agree_identity(number)


def _line(one: IdentityOpening, reader: Reader, at: datetime, *, named: bool = False) -> OpeningLine:
    names = called([one.asked_by, one.agreed_by], reader, at)
    return OpeningLine(
        number=one.id,
        reference=one.reference,
        because=one.because,
        asked_by=names[one.asked_by],
        asked_at=one.asked_at,
        mine=one.asked_by == reader.account,
        agreed_by=names[one.agreed_by] if one.agreed_by else "",
        agreed_at=one.agreed_at,
        raiser=_raiser(one, reader) if named else "",
    )


def _raiser(one: IdentityOpening, reader: Reader) -> str:
    """Asked of the policy again: the database and the policy have to agree before a name leaves."""
    if one.account is None or one.agreed_by is None:
        return ""
    other = one.agreed_by if one.asked_by == reader.account else one.asked_by
    if not isinstance(may_open_identity(reader, other, one.account), Allowed):
        return ""
    who = Account.objects.filter(handle=one.account).first()
    return f"{who.name}, {who.email}" if who else "Somebody whose account is gone"


def _note(reader: Reader, action: str, subject: str, at: datetime, request: str, *, allowed: bool = True) -> None:
    look = Look(
        action=action,
        subject_kind="identity",
        subject=subject,
        allowed=allowed,
        because=_WHY.name if allowed else "no relation",
        request=request,
    )
    note_access(reader, _WHY, [look], at=at)
