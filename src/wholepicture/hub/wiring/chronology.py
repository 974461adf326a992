"""What is known of one person, place, vehicle, phone or online name, across agencies, as far as one may see it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.reading import screen_until
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import chronologies as stored
from wholepicture.hub.storage.access_facts import finding_facts
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.chronologies import AliasShown, Gathered
from wholepicture.hub.storage.records_shown import (
    FindingLine,
    MentionShown,
    RecordLine,
    findings_naming,
    mentions_in,
    possible_matches_of,
)
from wholepicture.hub.wiring import looking
from wholepicture.hub.wiring.descriptions import KIND_WORDS, ROLE_WORDS, say_age, say_born, say_described, say_name
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.record_page import (
    FindingNoted,
    MentionLine,
    OtherRecord,
    PossibleMatch,
    agency_names,
    findings_noted,
    mention_line,
    other_record,
    stated_lines,
)
from wholepicture.linkage.addresses import read_address
from wholepicture.vocabulary.records import KIND_LETTERS

__all__ = ["KINDS", "ChronologySheet", "NothingThere", "entity_sheet", "person_sheet"]

PAGE = 25
READ = "read in a chronology"
LETTERS = {letter: kind.value for kind, letter in KIND_LETTERS.items()}
KINDS = tuple(LETTERS.values())
_ADULT_ROLES = frozenset({"suspect", "associate"})
_SOURCE_NOTES = frozenset({"source", "source_grading", "grading", "information_grading", "how_known", "told_by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAs:
    """How one record names them: in which role, and what it says of who they are. `how` says how that record comes to be
    here: a practitioner confirmed it, or the machine linked it.
    """

    mention: str
    role: str
    described: str = field(repr=False)
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyLine:
    """One record of the chronology. `others` are whom and what else it names; `stated` is what is said of its source."""

    record: OtherRecord
    named: tuple[NamedAs, ...]
    others: tuple[MentionLine, ...]
    stated: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsStated:
    """One thing that records state of them, how many records say so, and the record that became known last of those."""

    name: str
    value: str = field(repr=False)
    records: int
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another place in the same building, or the building itself."""

    entity: str
    described: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingBeside:
    """A finding that names them, and until when it stays on the screens where it names an adult."""

    noted: FindingNoted
    review_by: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologySheet:
    """One page of what is known. `person` is who it was confirmed to be; `several` that the machine holds together mentions
    that were confirmed to be different persons.
    """

    kind: str
    kind_words: str
    entity: str
    title: str = field(repr=False)
    person: UUID | None
    several: bool
    adult_named: bool
    as_stated: tuple[AsStated, ...] = field(repr=False)
    roles: tuple[tuple[str, int], ...]
    lines: tuple[ChronologyLine, ...]
    total: int
    newest_first: bool
    possible: tuple[PossibleMatch, ...]
    findings: tuple[FindingBeside, ...]
    aliases: tuple[AliasShown, ...]
    building: str = field(repr=False)
    beside: tuple[Beside, ...]
    purpose: Purpose
    may_confirm: bool
    may_grant: bool


def entity_sheet(
    reader: Reader, why: Purpose, entity: str, *, page: int = 1, newest_first: bool = True, request: str = ""
) -> ChronologySheet:
    """The page of an entity of the machine's; pages count from 1. Raises NothingThere."""
    kind = LETTERS.get(entity[:1])
    if kind is None:
        raise NothingThere
    return _sheet(
        reader,
        why,
        _Asked((kind, entity), lambda: stored.gather_entity(stored.entity_now(entity)), None),
        _View(page, newest_first, request),
    )


def person_sheet(
    reader: Reader, why: Purpose, person: UUID, *, page: int = 1, newest_first: bool = True, request: str = ""
) -> ChronologySheet:
    """The page of a person whom a practitioner confirmed. Raises NothingThere."""
    return _sheet(
        reader,
        why,
        _Asked(("person", str(person)), lambda: stored.gather_person(person), person),
        _View(page, newest_first, request),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    subject: tuple[str, str]
    gather: Callable[[], Gathered]
    person: UUID | None


@dataclass(frozen=True, slots=True)
class _View:
    page: int
    newest_first: bool
    request: str


def _sheet(reader: Reader, why: Purpose, asked: _Asked, view: _View) -> ChronologySheet:
    def there() -> bool:
        return stored.is_known(asked.subject[1]) and stored.is_there(asked.gather())

    with looking.look_at_subject(reader, why, asked.subject, there, action=READ, request=view.request) as shown:
        gathered = asked.gather()
        found = stored.lines_about(gathered, newest_first=view.newest_first, skipped=(view.page - 1) * PAGE, most=PAGE)
        told = shown.show_records([line.record for line in found])
        known = stored.described(gathered)
        heads = shown.show_records([one.record for one in known])
        described = [one for one in known if one.record in heads]
        persons = {one.person for one in described if one.person is not None}
        kind = asked.subject[0]
        building, beside = _building(described, gathered, shown) if kind == "place" else ("", ())
        return ChronologySheet(
            kind=kind,
            kind_words=KIND_WORDS[kind],
            entity=gathered.entities[0] if gathered.entities else "",
            title=_title(kind, described),
            person=asked.person or (next(iter(persons)) if len(persons) == 1 else None),
            several=len(persons) > 1,
            adult_named=any(_is_adult(one) for one in described),
            as_stated=_as_stated(kind, described),
            roles=_roles(described),
            lines=_lines([line for line in found if line.record in told], told, gathered),
            total=stored.count_about(gathered),
            newest_first=view.newest_first,
            possible=_possible([line.record for line in found]),
            findings=_findings(findings_naming(gathered.entities), shown),
            aliases=stored.aliases_of(gathered.entities),
            building=building,
            beside=beside,
            purpose=why,
            may_confirm=kind == "person" and Role.HUB_PRACTITIONER in reader.roles,
            may_grant=bool(reader.roles & {Role.HUB_PRACTITIONER, Role.MANAGER}),
        )


def _title(kind: str, described: Sequence[MentionShown]) -> str:
    """The fullest description, and of those the one that most records give."""
    if not described:
        return KIND_WORDS[kind]
    if kind == "person":
        told = Counter(name for one in described if (name := say_name(one.description)))
        if told:
            return max(sorted(told), key=lambda name: (len(name.split()) > 1, told[name]))
    told = Counter(say_described(one.kind, one.description, one.text) for one in described)
    words = max(sorted(told), key=lambda words: (told[words], len(words)))
    return f"Not named ({words})" if kind == "person" else words


def _is_adult(one: MentionShown) -> bool:
    return one.kind == "person" and (one.role in _ADULT_ROLES or one.description.get("adult") is True)


def _as_stated(kind: str, described: Sequence[MentionShown]) -> tuple[AsStated, ...]:
    """Everything that records state of them, the same statement once, grouped by what it is about."""
    said: dict[tuple[str, str], list[str]] = {}
    for one in described:
        for name, value in _statements(kind, one):
            records = said.setdefault((name, value), [])
            if one.record not in records:
                records.append(one.record)
    order = ("Name", "Date of birth", "Age", "Sex", "Address", "Phone", "Described as", "Relation")
    return tuple(
        AsStated(
            name=name,
            value=value,
            records=len(records),
            latest=records[0],
        )
        for (name, value), records in sorted(
            said.items(), key=lambda pair: (order.index(pair[0][0]), -len(pair[1]), pair[0][1])
        )
    )


def _statements(kind: str, one: MentionShown) -> list[tuple[str, str]]:
    said = one.description
    if kind != "person":
        return [("Described as", say_described(kind, said, one.text))]
    address = ", ".join(part for part in (said.get("address", ""), said.get("postcode", "")) if part)
    told = [
        ("Name", say_name(said)),
        ("Date of birth", say_born(said)),
        ("Age", say_age(said)),
        ("Sex", {"F": "Female", "M": "Male"}.get(said.get("sex", ""), "")),
        ("Address", address),
        ("Phone", said.get("phone", "")),
        ("Relation", said.get("relation", "")),
    ]
    if not told[0][1] and one.start_at is not None:
        told.append(("Described as", one.text))
    return [(name, value) for name, value in told if value]


def _roles(described: Sequence[MentionShown]) -> tuple[tuple[str, int], ...]:
    """The roles in which records name them, with how many records do."""
    by_role = Counter(role for _, role in {(one.record, one.role) for one in described})
    return tuple(
        (ROLE_WORDS.get(role, role), number) for role, number in sorted(by_role.items(), key=lambda p: (-p[1], p[0]))
    )


def _lines(found: Sequence[RecordLine], told: dict[str, str], gathered: Gathered) -> tuple[ChronologyLine, ...]:
    records = [line.record for line in found]
    mine = stored.described(gathered, records=records)
    ours = {one.mention for one in mine}
    others = [one for one in mentions_in(records) if one.mention not in ours]
    return tuple(
        ChronologyLine(
            record=other_record(line, told[line.record]),
            named=tuple(_named(one) for one in mine if one.record == line.record),
            others=_each_once([one for one in others if one.record == line.record]),
            stated=tuple((name, value) for name, value in stated_lines(_sources(line))),
        )
        for line in found
    )


def _sources(line: RecordLine) -> dict[str, Any]:
    return {name: value for name, value in line.stated.items() if name in _SOURCE_NOTES}


def _each_once(others: Sequence[MentionShown]) -> tuple[MentionLine, ...]:
    """Each entity once, with its fullest description in the record."""
    fullest: dict[str, MentionShown] = {}
    for one in others:
        before = fullest.get(one.entity)
        if before is None or len(one.description) > len(before.description):
            fullest[one.entity] = one
    return tuple(mention_line(one) for one in fullest.values())


def _named(one: MentionShown) -> NamedAs:
    return NamedAs(
        mention=one.mention,
        role=ROLE_WORDS.get(one.role, one.role),
        described=say_described(one.kind, one.description, one.text),
        confirmed=one.person is not None,
    )


def _possible(records: Sequence[str]) -> tuple[PossibleMatch, ...]:
    names = agency_names()
    return tuple(
        PossibleMatch(one.record, names.get(one.agency, one.agency), one.day) for one in possible_matches_of(records)
    )


def _findings(found: Sequence[FindingLine], shown: Shown) -> tuple[FindingBeside, ...]:
    told = []
    for noted in findings_noted(found, shown):
        facts = finding_facts(noted.finding, shown.reader.account)
        until = screen_until(facts.surfaced_at, facts.renewed_until) if facts and facts.names_adult else None
        told.append(FindingBeside(noted=noted, review_by=until))
    return tuple(told)


def _building(described: Sequence[MentionShown], gathered: Gathered, shown: Shown) -> tuple[str, tuple[Beside, ...]]:
    """The building in which a place lies, and the other places in it that the reader may see."""
    for one in described:
        said = one.description
        address = read_address(said.get("text", ""), said.get("postcode", ""), said.get("venue", ""))
        if not (address.number and address.street):
            continue
        house = f"{address.number} {address.street}"
        there = [
            other
            for other in stored.houses_like("house", house, gathered)
            if _same_town(
                read_address(other.description.get("text", ""), other.description.get("postcode", ""), ""), address
            )
        ]
        told = shown.show_records([other.record for other in there])
        beside = tuple(
            Beside(entity=other.entity, described=say_described("place", other.description, other.text))
            for other in there
            if other.record in told
        )
        return (f"{address.number} {address.street.title()}" if address.unit else ""), beside
    return "", ()


def _same_town(one: Any, other: Any) -> bool:
    """Two addresses of one house number and street are not one building where their postcodes differ."""
    return not (one.postcode and other.postcode and one.postcode != other.postcode)
