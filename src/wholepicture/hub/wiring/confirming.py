"""Who a mention is: a named practitioner confirms a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import chronologies
from wholepicture.hub.storage.access_refusals import AlreadyDone, NothingThere
from wholepicture.hub.storage.records_shown import MentionShown, mention_shown, record_lines
from wholepicture.hub.storage.relations import confirm_person
from wholepicture.hub.storage.rows import record_of
from wholepicture.hub.wiring import looking
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.record_page import MentionLine, OtherRecord, mention_line, other_record

__all__ = ["NEW", "AlreadyDone", "NothingThere", "confirm", "confirming_sheet", "person_mention", "record_of"]

NEW = "new"
"""The choice of somebody whom nobody confirmed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A confirmed person who may be meant: how the records that the reader may see describe them."""

    person: UUID
    described: tuple[str, ...] = field(repr=False)
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmingSheet:
    """A mention, its record, and whom it may be."""

    mention: MentionLine
    record: OtherRecord
    candidates: tuple[Candidate, ...]
    person: UUID | None


def confirming_sheet(reader: Reader, why: Purpose, mention: str, *, request: str = "") -> ConfirmingSheet:
    """A mention to be confirmed or put right. Raises NothingThere, also to whoever is no practitioner of the hub."""
    record, at = record_of(mention), clock.now()
    with looking.look_at_record(reader, why, record, request=request) as allowed:
        one = person_mention(reader, mention)
        also = Shown(reader, why, at)
        sheet = ConfirmingSheet(
            mention=mention_line(one),
            record=other_record(record_lines([record])[record], allowed.because),
            candidates=tuple(_candidate(person, also) for person in chronologies.persons_near(mention)),
            person=one.person,
        )
    looking.note_shown(also, action="listed", request=request)
    return sheet


def person_mention(reader: Reader, mention: str) -> MentionShown:
    """Inside `acting`: a mention of a person, for a practitioner of the hub. Raises NothingThere, also to everybody else."""
    one = mention_shown(mention)
    if one is None or one.kind != "person" or Role.HUB_PRACTITIONER not in reader.roles:
        raise NothingThere
    return one


def _candidate(person: UUID, also: Shown) -> Candidate:
    theirs = chronologies.mentions_of_person(person)
    told = also.show_records([one.record for one in theirs])
    seen: Sequence[MentionShown] = [one for one in theirs if one.record in told]
    words = dict.fromkeys(mention_line(one).described for one in seen)
    return Candidate(person=person, described=tuple(words)[:4], records=len({one.record for one in seen}))


def confirm(reader: Reader, why: Purpose, mention: str, person: UUID | None) -> UUID:
    """Say who a mention is; None: somebody whom nobody confirmed before. The person. Raises NothingThere, AlreadyDone."""
    who = person or uuid4()
    with looking.look_at_record(reader, why, record_of(mention), action="confirm who it is"):
        person_mention(reader, mention)
        if person is not None and person not in chronologies.persons_near(mention):
            raise NothingThere
        confirm_person(who, mention)
    return who
