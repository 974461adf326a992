"""Sealed children: every record that speaks of one, or may, is left out before anything is counted.

A sealed child and an absent one look alike: what remains is exactly what would be there had the records never come.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from wholepicture.intake import SealedChild
from wholepicture.journey.understanding import mentions_of
from wholepicture.linkage import Linker
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, Role
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Record, RecordId, mention_id

_POSSIBLE = (Judgement.UNSURE, Judgement.COMPATIBLE)
_LIST = RecordId("sealed")


class SealedWords:
    """Finds a sealed child in words alone: both names near each other in either order, or an identifier."""

    def __init__(self, sealed: Sequence[SealedChild]) -> None:
        patterns = []
        for child in sealed:
            surname, forename = re.escape(child.surname), re.escape(child.forename)
            if surname and forename:
                patterns += [rf"\b{forename}\b\W+(?:\w+\W+)?{surname}\b", rf"\b{surname}\b\W+(?:\w+\W+)?{forename}\b"]
            patterns += [rf"\b{re.escape(i)}\b" for i in (child.upn, child.nhs_number, child.child_id) if i]
        self._found = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
        self._references = frozenset(child.reference for child in sealed if child.reference)

    def speak_in(self, cells: Iterable[str]) -> bool:
        """Whether the cells of a row speak of a sealed child, names split over two cells included."""
        row = list(cells)
        if not self._references.isdisjoint(cell.strip() for cell in row):
            return True
        return self._found is not None and bool(self._found.search(" ".join(row)))


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
) -> frozenset[RecordId]:
    """The records that speak of a sealed child or may do so, over all that was received, whenever it was recorded.

    `linker` must be fresh. A possible match is sealed as well, until a person decides; so is every other record of the
    person who possibly matches, and everybody's part in those records. A description that names nobody ("a girl of about
    13") fits too many to be a possible match; it tells nothing of the sealed child.
    """
    words = SealedWords(sealed)
    references = {child.reference for child in sealed if child.reference}
    probes = [probe.id for probe in _probes(sealed)]
    for probe in _probes(sealed):
        linker.resolve((probe,), at=at, on=london_day(at))
    sealed_now: set[RecordId] = set()
    subjects: list[MentionId] = list(probes)
    persons: list[MentionId] = []
    nameless: set[MentionId] = set()
    possible: list[tuple[MentionId, MentionId]] = []
    for record, reading in understood:
        mentions = mentions_of(record, reading)
        day = london_day(record.happened.since if record.happened else record.recorded_at)
        resolution = linker.resolve(mentions, at=record.recorded_at, on=day)
        theirs = [m for m in mentions if m.kind is EntityKind.PERSON]
        persons += [m.id for m in theirs]
        nameless.update(m.id for m in theirs if not _names_somebody(m))
        possible += [
            (pair.left, pair.right)
            for pair in resolution.judged
            if pair.kind is EntityKind.PERSON and pair.judgement in _POSSIBLE and not {pair.left, pair.right} & nameless
        ]
        if record.reference in references:
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
    return frozenset(sealed_now | {record_of(m) for m in persons if linker.entity(m) in hidden})


def _names_somebody(mention: Mention) -> bool:
    person = mention.description
    return isinstance(person, PersonDescription) and any(
        (person.surname, person.forename, person.name, person.upn, person.nhs_number, person.child_id, person.phone)
    )


def record_of(mention: MentionId) -> RecordId:
    """The record in which a mention stands."""
    return RecordId(mention[1:].rpartition(".")[0])
