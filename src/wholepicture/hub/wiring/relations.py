"""What gives access and takes it: relations, confirmed persons, who is criticised, possible matches and requests."""

from datetime import datetime
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader, RelationKind
from wholepicture.hub.storage import relations as kept
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import NotByYou
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.relations import Ask, Elsewhere

ANSWERED = "In a record that you read, somebody was taken for somebody else. It has been put right; please read it again."


def give_relation(  # noqa: PLR0913 - a form's fields
    reader: Reader,
    purpose: Purpose,
    to: UUID,
    kind: RelationKind,
    because: str,
    *,
    record: str | None = None,
    person: UUID | None = None,
    until: datetime | None = None,
) -> int:
    """Give somebody a relation to a record or a confirmed person, one of the two, until a moment, exclusive; its id. Raises
    NotByYou (to oneself, in the wrong role, to somebody who is barred), NothingThere, LookNotWritten.
    """
    _say_why(because)
    _note(reader, purpose, f"give relation: {kind.value}", record, person)
    with acting(reader, purpose):
        return kept.grant_relation(to, kind, because, record=record, person=person, until=until)


def end_relation(reader: Reader, purpose: Purpose, relation: int) -> None:
    """End a relation that one has or gave. Raises NothingThere."""
    with acting(reader, purpose):
        kept.end_relation(relation)


def name_criticised(reader: Reader, purpose: Purpose, record: str, account: UUID | None, since: datetime | None) -> None:
    """Say who is criticised in a concern: None where nobody knows yet who. `since` is when it began; None is any time. From
    then on they and their line do not see it. It is never taken back. Raises NothingThere, NotByYou.
    """
    _note(reader, purpose, "name who is criticised", record, None)
    with acting(reader, purpose):
        kept.name_criticised(record, account, since)


def possible_matches(reader: Reader, purpose: Purpose, record: str) -> tuple[Elsewhere, ...]:
    """What a machine links with a record, where the reader may not see it: an agency, a day, and something to ask by."""
    with acting(reader, purpose):
        return kept.possible_matches(record)


def hidden_records(reader: Reader, purpose: Purpose, finding: str) -> tuple[Elsewhere, ...]:
    """The records of a finding that the reader may not see: "a record of another agency: ask"."""
    with acting(reader, purpose):
        return kept.hidden_records(finding)


def ask(reader: Reader, purpose: Purpose, record: str, because: str) -> int:
    """Ask the agency that wrote a record to open it; the request's id. Raises NothingThere, AlreadyDone, LookNotWritten."""
    _say_why(because)
    _note(reader, purpose, "ask for", record, None)
    with acting(reader, purpose):
        return kept.ask_for(record, because)


def requests(reader: Reader, purpose: Purpose, *, unanswered: bool = False) -> tuple[Ask, ...]:
    """The requests that the reader made, and those that they may answer; oldest first."""
    with acting(reader, purpose):
        return kept.asks(unanswered=unanswered)


def answer(
    reader: Reader, purpose: Purpose, request: int, *, granted: bool, reason: str, until: datetime | None = None
) -> None:
    """Answer a request, for the agency that wrote the record; the asker is told. Raises NothingThere, NotByYou,
    AlreadyDone.
    """
    with acting(reader, purpose):
        kept.answer_ask(request, granted=granted, reason=reason, until=until)


def _say_why(because: str) -> None:
    if not because.strip():
        raise NotByYou("say why")


def _note(reader: Reader, purpose: Purpose, action: str, record: str | None, person: UUID | None) -> None:
    kind, subject = ("record", record) if record is not None else ("person", str(person))
    look = Look(action=action, subject_kind=kind, subject=subject or "", allowed=False, because="asked for, not a look")
    note_access(reader, purpose, [look], at=clock.now())
