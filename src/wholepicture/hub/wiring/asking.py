"""Possible match: ask. One asks the agency that wrote a record to open it; a named person of that agency answers."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.granting import may_answer
from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.subjects import Reader, Refusal, Refused
from wholepicture.hub.storage.access_facts import facts_of, relations_held
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.records_shown import askable, record_lines
from wholepicture.hub.storage.relations import Ask, asks
from wholepicture.hub.wiring import relations
from wholepicture.hub.wiring.named_people import called, reader_in_all_posts
from wholepicture.hub.wiring.record_page import agency_names, title_of
from wholepicture.vocabulary.moments import start_of_day

__all__ = [
    "AlreadyDone",
    "AnswerSheet",
    "NotByYou",
    "NothingThere",
    "answer",
    "answer_sheet",
    "ask",
    "asking_sheet",
    "requests_sheet",
]

ANSWERERS = frozenset({Role.HUB_PRACTITIONER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class AskingSheet:
    """A record that one may ask for, as all that is told of it: whose it is and from which London day."""

    record: str
    agency: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request. `record` is given only where the reader may see the record; `title` is then how it is called."""

    ask: int
    by: str = field(repr=False)
    to_agency: str
    day: date
    because: str = field(repr=False)
    at: datetime
    answered_at: datetime | None
    answered_by: str = field(repr=False)
    granted: bool | None
    reason: str = field(repr=False)
    record: str | None
    title: str
    mine: bool


@dataclass(frozen=True, slots=True)
class RequestsSheet:
    """What one asked, and what one may answer; the latest first."""

    mine: tuple[RequestLine, ...]
    to_answer: tuple[RequestLine, ...]
    answered: tuple[RequestLine, ...]


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """One request that the reader may answer."""

    request: RequestLine


def asking_sheet(reader: Reader, why: Purpose, record: str) -> AskingSheet:
    """A record that the machine links with one's own, and that one may not see. Raises NothingThere where there is none,
    where it is sealed, and where one may see it.
    """
    with acting(reader, why, at=clock.now()):
        found = askable(record)
    if found is None:
        raise NothingThere
    agency, day = found
    return AskingSheet(record, agency_names().get(agency, agency), day)


def ask(reader: Reader, why: Purpose, record: str, because: str) -> int:
    """Ask the agency that wrote a record to open it; that one asked is in the log. Raises NothingThere, AlreadyDone."""
    return relations.ask(reader, why, record, because)


def requests_sheet(reader: Reader, why: Purpose) -> RequestsSheet:
    """The requests that one made, and those that one may answer for one's agency."""
    at = clock.now()
    with acting(reader, why, at=at):
        found = asks()
        lines = _lines(found, reader, at)
    mine = tuple(line for line in lines if line.mine)
    others = tuple(line for line in lines if not line.mine)
    return RequestsSheet(
        mine=mine,
        to_answer=tuple(line for line in reversed(others) if line.answered_at is None),
        answered=tuple(line for line in others if line.answered_at is not None),
    )


def _lines(found: tuple[Ask, ...], reader: Reader, at: datetime) -> tuple[RequestLine, ...]:
    names = called([who for one in found for who in (one.account, one.answered_by)], reader, at)
    agencies = agency_names()
    seen = record_lines([one.record for one in found])
    lines = []
    for one in reversed(found):
        line = seen.get(one.record)
        lines.append(
            RequestLine(
                ask=one.id,
                by=names.get(one.account, ""),
                to_agency=agencies.get(one.to_agency, one.to_agency),
                day=one.day,
                because=one.because,
                at=one.at,
                answered_at=one.answered_at,
                answered_by=names.get(one.answered_by, "") if one.answered_by else "",
                granted=one.granted,
                reason=one.reason or "",
                record=one.record if line else None,
                title=title_of(line.kind, line.agency_name, line.reference) if line else "",
                mine=one.account == reader.account,
            )
        )
    return tuple(lines)


def answer_sheet(reader: Reader, why: Purpose, ask_id: int) -> AnswerSheet:
    """One request that one may answer. Raises NothingThere."""
    line = next((line for line in requests_sheet(reader, why).to_answer if line.ask == ask_id), None)
    if line is None or not reader.roles & ANSWERERS:
        raise NothingThere
    return AnswerSheet(line)


def answer(reader: Reader, why: Purpose, ask_id: int, *, granted: bool, reason: str, last: date | None) -> None:
    """Answer for the agency that wrote the record: yes until the end of a London day, or no; with a reason that the asker
    reads. Raises NothingThere, NotByYou, AlreadyDone.
    """
    at = clock.now()
    with acting(reader, why, at=at):
        one = next((one for one in asks() if one.id == ask_id and one.account != reader.account), None)
        facts = facts_of([one.record], reader.account).get(one.record) if one else None
        if one is None or facts is None:
            raise NothingThere
        asker = reader_in_all_posts(one.account, at=at)
        decision = may_answer(reader, asker, facts, why, relations_held(), at)
        if isinstance(decision, Refused) and (granted or decision.why is not Refusal.CONFLICT):
            raise NotByYou
    until = start_of_day(last + timedelta(days=1)) if granted and last else None
    relations.answer(reader, why, ask_id, granted=granted, reason=reason, until=until)
