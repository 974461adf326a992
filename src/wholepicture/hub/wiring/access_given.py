"""Who works with a record or a confirmed person: given by one person to another, until a day, with a reason."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.granting import may_grant
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.reading import may_search
from wholepicture.hub.need_to_know.subjects import Allowed, Decision, Reader, Refusal, Refused, RelationKind
from wholepicture.hub.storage import chronologies
from wholepicture.hub.storage.access_facts import facts_of, relations_held
from wholepicture.hub.storage.access_refusals import NotByYou, NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.records_shown import record_lines
from wholepicture.hub.storage.relations import Granted, relations_of, relations_shown
from wholepicture.hub.wiring import looking, relations
from wholepicture.hub.wiring.descriptions import say_described
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.named_people import Named, called, somebody_with
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.report.wording import say_date, say_moment
from wholepicture.vocabulary.moments import london_day, start_of_day

__all__ = [
    "GIVEN",
    "KIND_WORDS",
    "LONGEST",
    "Given",
    "NotByYou",
    "NotGiven",
    "NotToThem",
    "NotToYourself",
    "NothingThere",
    "Subject",
    "end",
    "give",
    "given_sheet",
    "person_title",
    "work_with",
]

KIND_WORDS = {
    RelationKind.ALLOCATED: "Allocated worker",
    RelationKind.NAMED_WORKER: "Named worker",
    RelationKind.ON_ROLL: "The child is on their school’s roll",
    RelationKind.HEALTH_TEAM: "The person is with their health team",
    RelationKind.ASKED: "They asked, and the agency said yes",
    RelationKind.SEALED: "Named for what is sealed",
    RelationKind.BREAK_GLASS: "Opened in an emergency",
}
GIVEN = (RelationKind.ALLOCATED, RelationKind.NAMED_WORKER, RelationKind.ON_ROLL, RelationKind.HEALTH_TEAM)
"""What a practitioner or a manager gives; the others come about in their own ways."""
LONGEST = timedelta(days=366)


class NotGiven(Exception):
    """Access was not given."""


class NotToYourself(NotGiven):
    """Nobody gives access to themself. Ask a colleague."""


class NotToThem(NotGiven):
    """They cannot be given access to this."""


def say_last(until: datetime | None) -> str:
    """The end of an access, exclusive, in words: "the end of 1 September 2027"."""
    if until is None:
        return "no end"
    before = london_day(until - timedelta(microseconds=1))
    return f"the end of {say_date(before)}" if start_of_day(before + timedelta(days=1)) == until else say_moment(until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A record, or a confirmed person; one of the two."""

    record: str | None = None
    person: UUID | None = None

    @property
    def key(self) -> str:
        """For whose purpose is asked."""
        return f"record {self.record}" if self.record else f"person {self.person}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """Somebody who has access. `mine` says that the reader has it or gave it, and may end it."""

    relation: int
    name: str = field(repr=False)
    kind: str
    since: datetime
    until: datetime | None
    because: str = field(repr=False)
    given_by: str = field(repr=False)
    mine: bool
    holds: bool

    @property
    def last(self) -> str:
        """Until when, in words: the end of a day where it ends at midnight."""
        return say_last(self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSheet:
    """Who has access to a record or a confirmed person, as far as the reader may know."""

    title: str = field(repr=False)
    given: tuple[GivenLine, ...]


def given_sheet(reader: Reader, why: Purpose, subject: Subject, *, request: str = "") -> GivenSheet:
    """Who has access. Raises NothingThere, also to whoever may not give any."""
    at = clock.now()
    with looking.look_at_subject(
        reader, why, _kind_and_id(subject), lambda: _grants(reader, why, subject, at), request=request
    ) as shown:
        title = _title(subject, shown)
        found = relations_shown(record=subject.record, person=subject.person)
    names = called([who for one in found for who in (one.account, one.granted_by)], reader, at)
    return GivenSheet(title=title, given=tuple(_line(one, names, reader, at) for one in found))


def _kind_and_id(subject: Subject) -> tuple[str, str]:
    return ("record", subject.record) if subject.record else ("person", str(subject.person))


def _records(subject: Subject) -> list[str]:
    if subject.record:
        return [subject.record]
    if subject.person is None:
        return []
    return list(dict.fromkeys(one.record for one in chronologies.mentions_of_person(subject.person)))


_ANYBODY = UUID(int=0)


def _grants(reader: Reader, why: Purpose, subject: Subject, at: datetime) -> bool:
    """Whether the reader may give anybody access to it."""
    return isinstance(_decide(reader, Reader(_ANYBODY, ()), RelationKind.ALLOCATED, why, subject, at), Allowed)


def _decide(reader: Reader, grantee: Reader, kind: RelationKind, why: Purpose, subject: Subject, at: datetime) -> Decision:
    """A person's records are asked about one after another: what bars one of them bars that one alone when it is read."""
    facts = facts_of(_records(subject), reader.account)
    held = relations_held()
    refused: Decision = Refused(Refusal.NO_RELATION)
    for record in sorted(facts):
        decision = may_grant(reader, grantee, kind, facts[record], why, held, at)
        if isinstance(decision, Allowed):
            return decision
        refused = decision
    return refused


def _title(subject: Subject, shown: Shown) -> str:
    if subject.record:
        line = record_lines(list(shown.show_records([subject.record]))).get(subject.record)
        return title_of(line.kind, line.agency_name, line.reference) if line else ""
    return person_title(subject.person, shown) if subject.person else ""


def person_title(person: UUID, shown: Shown) -> str:
    """How a confirmed person is called, by the record known last of those that the reader may see; that is noted."""
    theirs = chronologies.mentions_of_person(person)
    for one in theirs:
        if shown.show_records([one.record]):
            return say_described("person", one.description, one.text)
    return ""


def _line(one: Granted, names: dict[UUID, str], reader: Reader, at: datetime) -> GivenLine:
    return GivenLine(
        relation=one.id,
        name=names.get(one.account, ""),
        kind=KIND_WORDS[one.kind],
        since=one.since,
        until=one.until,
        because=one.because,
        given_by=names.get(one.granted_by, ""),
        mine=reader.account in (one.account, one.granted_by),
        holds=one.since <= at and (one.until is None or at < one.until),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """What is given: as what, to the end of which London day, and why."""

    kind: RelationKind
    last: date
    because: str = field(repr=False)


def give(reader: Reader, why: Purpose, subject: Subject, email: str, given: Given) -> str:
    """Give somebody access; who that is. Raises NobodyThere, NothingThere, NotToYourself,
    NotToThem.
    """
    at = clock.now()
    them: Named = somebody_with(email, at=at)
    if them.reader.account == reader.account:
        raise NotToYourself
    with acting(reader, why, at=at):
        decision = _decide(reader, them.reader, given.kind, why, subject, at)
        if isinstance(decision, Refused):
            raise NotToThem if decision.why is Refusal.CONFLICT else NothingThere
    relations.give_relation(
        reader,
        why,
        them.reader.account,
        given.kind,
        given.because,
        record=subject.record,
        person=subject.person,
        until=start_of_day(given.last + timedelta(days=1)),
    )
    return them.name


def end(reader: Reader, why: Purpose, relation: int) -> None:
    """End what one has or gave, now. Raises NothingThere."""
    relations.end_relation(reader, why, relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A child, an adult or a record that the reader works with."""

    relation: int
    title: str = field(repr=False)
    person: UUID | None
    record: str | None
    kind: str
    since: datetime
    until: datetime | None

    @property
    def last(self) -> str:
        """Until when, in words."""
        return say_last(self.until)


def work_with(reader: Reader, why: Purpose, *, request: str = "") -> tuple[WorkLine, ...]:
    """Whom the reader works with now, and which records were opened to them; what ends soonest first. Raises NothingThere
    where the purpose opens nothing.
    """
    at = clock.now()
    if isinstance(may_search(reader, why), Refused):
        raise NothingThere
    with looking.look_over(
        reader, why, action="list", subject_kind="list", subject="whom I work with", request=request
    ) as shown:
        mine = [one for one in _mine(reader) if one.since <= at and (one.until is None or at < one.until)]
        lines = [(one, _title(Subject(record=one.record, person=one.person), shown)) for one in mine]
    far = max([one.until for one, _ in lines if one.until], default=at)
    return tuple(
        WorkLine(
            relation=one.id,
            title=title,
            person=one.person,
            record=one.record,
            kind=KIND_WORDS[one.kind],
            since=one.since,
            until=one.until,
        )
        for one, title in sorted(lines, key=lambda pair: (pair[0].until is None, pair[0].until or far, pair[0].id))
        if title
    )


def _mine(reader: Reader) -> list[Granted]:
    return [one for one in relations_of(reader.account) if one.kind is not RelationKind.BREAK_GLASS]
