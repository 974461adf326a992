"""Opening in an emergency, and reviewing it: written down before anything is opened."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.emergencies import Emergency, may_break_glass, open_until, review_due
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Reader, Refused
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import NotByYou
from wholepicture.hub.storage.break_glass import (
    Opening,
    TeamCount,
    break_glass_counts,
    open_break_glass,
    openings,
    review_break_glass,
)
from wholepicture.hub.storage.context import acting

DANGER = purpose("immediate_danger")
REVIEW = purpose("review_break_glass")


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened in an emergency: until when, exclusive, and by when somebody else reviews it."""

    id: int
    until: datetime
    review_due: datetime


def break_glass(
    reader: Reader,
    code: Emergency,
    because: str,
    *,
    signed_in_again: bool,
    record: str | None = None,
    person: UUID | None = None,
    holidays: frozenset[date] = frozenset(),
) -> Opened:
    """Open a record or a confirmed person, one of the two, for four hours under the purpose `immediate_danger`.

    The caller says whether they just signed in again. Raises NotByYou where the role, the sign-in or the words do not allow
    it; NothingThere for what is sealed, barred or not there alike; LookNotWritten.
    """
    at = clock.now()
    decision = may_break_glass(reader, DANGER, because, signed_in_again=signed_in_again)
    kind, subject = ("record", record) if record is not None else ("person", str(person))
    refused = isinstance(decision, Refused)
    look = Look(
        action="break glass",
        subject_kind=kind,
        subject=subject or "",
        allowed=False,
        because=decision.why.value if isinstance(decision, Refused) else f"asked to open: {code.value}",
    )
    note_access(reader, DANGER, [look], at=at)
    if refused:
        raise NotByYou
    due = review_due(at, holidays)
    with acting(reader, DANGER, at=at):
        opening = open_break_glass(code, because, due_at=due, signed_in_again=signed_in_again, record=record, person=person)
    return Opened(opening, open_until(at), due)


def unreviewed(reader: Reader) -> tuple[Opening, ...]:
    """The emergency openings that this reader may review and nobody has, the soonest due first."""
    with acting(reader, REVIEW):
        return tuple(one for one in openings(unreviewed=True) if one.account != reader.account)


def review(reader: Reader, opening: int, *, justified: bool, words: str) -> None:
    """Say whether an opening was right. Raises NothingThere (also to whoever stands too near), AlreadyDone, NotByYou."""
    with acting(reader, REVIEW):
        review_break_glass(opening, justified=justified, words=words)


def counts(reader: Reader, purpose_key: str, *, since: datetime, until: datetime) -> tuple[TeamCount, ...]:
    """Emergency openings for each team beside its looks at records; since inclusive, until exclusive."""
    with acting(reader, purpose(purpose_key)):
        return break_glass_counts(since=since, until=until)
