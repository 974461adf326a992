"""Wrong person: a practitioner says that a record is not about whom it was taken for, or that it was after all.

What is taken back, who is told and the word on which the journey acts are committed together or not at all.
"""

from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import partings
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.partings import Parting
from wholepicture.hub.storage.records_shown import MentionShown, mention_shown, record_lines
from wholepicture.hub.storage.relations import confirm_person, withdraw_confirmation
from wholepicture.hub.storage.relations_renewals import tell_readers
from wholepicture.hub.storage.rows import record_of
from wholepicture.hub.wiring import looking
from wholepicture.hub.wiring.confirming import person_mention
from wholepicture.hub.wiring.journey_words import Act, Word, judge
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.named_people import shown_as
from wholepicture.hub.wiring.record_page import MentionLine, OtherRecord, mention_line, other_record
from wholepicture.hub.wiring.relations import ANSWERED
from wholepicture.ledger.facts import Salts
from wholepicture.vocabulary.records import MentionId

__all__ = ["NothingThere", "PartedSheet", "parted_sheet", "put_right", "rejoin"]

REJOINED = (
    "Of a record that you read, it was said that somebody in it was taken for somebody else. That was taken back; please"
    " read it again."
)
PUT_RIGHT = "put right"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedSheet:
    """A mention that was parted, whom it was taken for, and who parted it when and why."""

    mention: MentionLine
    record: OtherRecord
    taken_for: MentionLine
    taken_for_record: OtherRecord
    at: datetime
    by: str
    because: str = field(repr=False)


def put_right(reader: Reader, why: Purpose, mention: str, because: str, *, salts: Salts) -> int:
    """Say that a record is not about whom it was taken for: what somebody confirmed is taken back, whoever read the record
    or a finding that rests on it is told, and the journey parts the mention from the others. How many were told. Raises
    NothingThere.
    """
    record, now = record_of(mention), clock.now()
    with looking.look_at_record(reader, why, record, action=PUT_RIGHT):
        one = person_mention(reader, mention)
        beside = partings.companion_of(mention, record)
        if one.person is not None:
            withdraw_confirmation(mention, because)
        told = tell_readers([record], ANSWERED)
        word = Word(
            act=Act.PART,
            mention=MentionId(mention),
            by=reader.account,
            shown_as=shown_as(reader),
            because=because,
            was_with=MentionId(beside) if beside else None,
            person=one.person,
        )
        judge(request_connection(), word, salts=salts, now=now)
    return told


def parted_sheet(reader: Reader, why: Purpose, mention: str, *, request: str = "") -> PartedSheet:
    """A parting that stands and can be taken back. Raises NothingThere, also where the record of whom it was taken for may
    not be read.
    """
    record, at = record_of(mention), clock.now()
    with looking.look_at_record(reader, why, record, request=request) as allowed:
        one, other, parting = _parted(reader, mention)
        also = Shown(reader, why, at)
        told = also.show_records([other.record])
        if other.record not in told:
            raise NothingThere
        lines = record_lines([record, other.record])
        sheet = PartedSheet(
            mention=mention_line(one),
            record=other_record(lines[record], allowed.because),
            taken_for=mention_line(other),
            taken_for_record=other_record(lines[other.record], told[other.record]),
            at=parting.at,
            by=parting.shown_as,
            because=parting.because,
        )
    looking.note_shown(also, action="listed", request=request)
    return sheet


def rejoin(reader: Reader, why: Purpose, mention: str, because: str, *, salts: Salts) -> int:
    """Take a parting back: the mention belongs with whom it was taken for, and is confirmed to be them where it had been.
    How many were told. Raises NothingThere.
    """
    record, now = record_of(mention), clock.now()
    with looking.look_at_record(reader, why, record, action=PUT_RIGHT):
        one, other, parting = _parted(reader, mention)
        if parting.person is not None and one.person is None:
            confirm_person(parting.person, mention)
        told = tell_readers([record], REJOINED)
        word = Word(
            act=Act.REJOIN,
            mention=MentionId(mention),
            other=MentionId(other.mention),
            by=reader.account,
            shown_as=shown_as(reader),
            because=because,
        )
        judge(request_connection(), word, salts=salts, now=now)
    return told


def _parted(reader: Reader, mention: str) -> tuple[MentionShown, MentionShown, Parting]:
    one = person_mention(reader, mention)
    parting = partings.partings_of([mention]).get(mention)
    if parting is None or parting.was_with is None:
        raise NothingThere
    other = mention_shown(parting.was_with)
    if other is None:
        raise NothingThere
    return one, other, parting
