"""Sealed children: every record that speaks of one, or may, is left out before anything is counted.

A sealed child and an absent one look alike: what remains is exactly what would be there had the records never come.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from wholepicture.intake import SealedChild
from wholepicture.journey.understanding import day_of, mentions_of, record_of
from wholepicture.linkage import Linker
from wholepicture.linkage.names import fold
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, Role
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Record, RecordId, mention_id

_POSSIBLE = (Judgement.UNSURE, Judgement.COMPATIBLE)
_LIST = RecordId("sealed")


_ENOUGH = 4
"""A reference of fewer characters could be an age or a count in another row."""


class SealedWords:
    """Finds a sealed child in words alone: an identifier, or both names near each other, in either order, however they are
    spelled (accents, apostrophes, hyphens, capitals); an initial may stand for one of them.

    `references` are those of records that are sealed already: a row that bears one is a version of such a record.
    """

    def __init__(self, sealed: Sequence[SealedChild], references: Iterable[str] = ()) -> None:
        names = [name for child in sealed for name in _written_names(child.surname, child.forename)]
        self._names = re.compile("|".join(names)) if names else None
        self._apart = tuple((_spelled(c.surname), _spelled(c.forename)) for c in sealed if c.surname and c.forename)
        numbers = [_written(i) for c in sealed for i in _identifiers(c) if len(i) >= _ENOUGH]
        numbers += [other for child in sealed for other in _other_script(child.surname, child.forename)]
        self._numbers = re.compile("|".join(numbers), re.IGNORECASE) if numbers else None
        own = {i for child in sealed for i in (child.child_id, child.reference.rpartition("/")[2]) if i}
        self._references = frozenset(own | {one for one in references if len(one) >= _ENOUGH})

    def speak_in(self, cells: Iterable[str]) -> bool:
        """Whether the cells of a row speak of a sealed child; both names in cells of their own may stand anywhere in it."""
        row = [cell.strip() for cell in cells]
        if not self._references.isdisjoint(row):
            return True
        alone = {_spelled(cell) for cell in row}
        if any(surname in alone and forename in alone for surname, forename in self._apart):
            return True
        whole = " ".join(row)
        if self._numbers is not None and self._numbers.search(whole):
            return True
        return self._names is not None and bool(self._names.search(_spelled(whole)))


def _identifiers(child: SealedChild) -> tuple[str, ...]:
    return child.upn, child.nhs_number, child.child_id, child.reference.rpartition("/")[2]


def _spelled(text: str) -> str:
    return fold(text).replace("-", " ")


def _written_names(surname: str, forename: str) -> Iterable[str]:
    last, first = (" ?".join(map(re.escape, _spelled(name).split())) for name in (surname, forename))
    if last and first:
        between = r"(?: ?| (?:\w+ ){1,2})"
        yield rf"\b{first}{between}{last}s?\b"
        yield rf"\b{last}{between}{first}s?\b"
        yield rf"\b(?:{first[0]} {last}s?|{last} {first[0]}|{first} {last[0]})\b"


def _other_script(surname: str, forename: str) -> Iterable[str]:
    """Names in letters that folding does not know, as they are written."""
    if surname and forename and not (_spelled(surname) and _spelled(forename)):
        last, first = re.escape(surname), re.escape(forename)
        yield rf"(?<!\w)(?:{first}\W+(?:\w+\W+)?{last}|{last}\W+(?:\w+\W+)?{first})(?!\w)"


def _written(identifier: str) -> str:
    """An identifier in a text, also in groups: "999 123 4567"."""
    return r"(?<!\w)" + r"[\s-]?".join(map(re.escape, identifier)) + r"(?!\w)"


def _probes(sealed: Sequence[SealedChild]) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            id=mention_id(EntityKind.PERSON, _LIST, number),
            kind=EntityKind.PERSON,
            role=Role.SUBJECT,
            description=PersonDescription(
                surname=child.surname,
                forename=child.forename,
                born=child.born,
                upn=child.upn,
                nhs_number=child.nhs_number,
                child_id=child.child_id,
            ),
            text=Words(f"{child.forename} {child.surname}".strip()),
        )
        for number, child in enumerate(sealed)
        if child.surname or child.upn or child.nhs_number or child.child_id
    )


def sealed_records(
    understood: Iterable[tuple[Record, Reading]], sealed: Sequence[SealedChild], linker: Linker, *, at: datetime
) -> dict[RecordId, str]:
    """The records that speak of a sealed child or may do so, over all that was received, whenever it was recorded; each
    with the reference that its agency gave it. Every version of a record is sealed with any of them.

    `linker` must be fresh. A possible match is sealed as well, until a person decides; so is every other record of the
    person who possibly matches, and everybody's part in those records. A description that names nobody ("a girl of about
    13") fits too many to be a possible match; it tells nothing of the sealed child.
    """
    words = SealedWords(sealed)
    references = {child.reference.strip().casefold() for child in sealed if child.reference}
    probes = [probe.id for probe in _probes(sealed)]
    for probe in _probes(sealed):
        linker.resolve((probe,), at=at, on=london_day(at))
    sealed_now: set[RecordId] = set()
    received: dict[RecordId, tuple[str, str]] = {}
    subjects: list[MentionId] = list(probes)
    persons: list[MentionId] = []
    nameless: set[MentionId] = set()
    possible: list[tuple[MentionId, MentionId]] = []
    for record, reading in understood:
        received[record.id] = record.source, record.reference
        mentions = mentions_of(record, reading)
        resolution = linker.resolve(mentions, at=record.recorded_at, on=day_of(record))
        theirs = [m for m in mentions if m.kind is EntityKind.PERSON]
        persons += [m.id for m in theirs]
        nameless.update(m.id for m in theirs if not _names_somebody(m))
        possible += [
            (pair.left, pair.right)
            for pair in resolution.judged
            if pair.kind is EntityKind.PERSON and pair.judgement in _POSSIBLE and not {pair.left, pair.right} & nameless
        ]
        if not references.isdisjoint((record.reference.strip().casefold(), record.source.strip().casefold())):
            subjects += [m.id for m in theirs if m.role is Role.SUBJECT]
            sealed_now.add(record.id)
        if words.speak_in(record.columns.values()):
            sealed_now.add(record.id)
    hidden: set[EntityId] = {linker.entity(mention) for mention in subjects}
    beside = set()
    for left, right in possible:
        pair = {linker.entity(left), linker.entity(right)}
        if pair & hidden:
            beside |= pair
    hidden |= beside
    sealed_now |= {record_of(m) for m in persons if linker.entity(m) in hidden}
    sources = {received[record][0] for record in sealed_now}
    return {record: reference for record, (source, reference) in received.items() if source in sources}


def _names_somebody(mention: Mention) -> bool:
    person = mention.description
    return isinstance(person, PersonDescription) and any(
        (person.surname, person.forename, person.name, person.upn, person.nhs_number, person.child_id, person.phone)
    )
