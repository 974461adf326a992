"""What the report is drawn from: findings, and of the picture and the ledger just what they need."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from wholepicture.cli.whereabouts import bare
from wholepicture.engines.columnar.ledger import DuckLedger
from wholepicture.engines.columnar.scan import Order, Scanned, evidence
from wholepicture.journey.fold import OpenCase
from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting, Stage
from wholepicture.patterns import attention_order
from wholepicture.reading import load_lexicon
from wholepicture.report.links import MOST_COMPANIONS, Link, links_among, says_of, things_among
from wholepicture.report.months_away import months_away
from wholepicture.report.view import (
    AgeGroup,
    EntityView,
    FileCounts,
    FindingView,
    LinkView,
    MissingMonth,
    Page,
    Position,
    RecordView,
)
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import KIND_LETTERS, EntityId, RecordId, RecordKind

_MOST_EVIDENCE = 12
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
_GROUPS = {Stage.CHILD: AgeGroup.CHILD, Stage.ADULT: AgeGroup.ADULT, Stage.UNKNOWN: AgeGroup.UNKNOWN}
_THINGS = (EntityKind.PLACE, EntityKind.VEHICLE, EntityKind.PHONE, EntityKind.HANDLE)


def page_of(
    scanned: Scanned,
    order: Order,
    database: duckdb.DuckDBPyConnection,
    *,
    names: bool,
    whereabouts: Mapping[str, Position],
) -> Page:
    """Everything that the report says about a scan. `whereabouts` gives metres east and north by bare postcode."""
    picture, findings = scanned.journey.picture, scanned.journey.findings()
    places = {finding.id: place for place, finding in enumerate(attention_order(findings))}
    views = tuple(_finding_view(picture, finding, places[finding.id]) for finding in findings)
    wanted = list(dict.fromkeys(record for view in views for record in _shown(view.evidence)))
    known = evidence(DuckLedger(database, order.salts), scanned.understanding, wanted)
    as_of = order.as_of or picture.now
    asked = _Asked(picture, london_day(as_of), _open_by_child(picture, scanned.journey.open_cases), whereabouts)
    return Page(
        purpose=order.purpose,
        made_at=order.now,
        as_of=as_of,
        files=tuple(
            FileCounts(
                file=a.file,
                system=a.system,
                rows=a.rows,
                records=a.records,
                amendments=a.amendments,
                duplicates=a.duplicates,
                rejected=a.rejected,
            )
            for a in scanned.arrived.accounts
        ),
        findings=views,
        entities={view.id: view for view in asked.entities(views)},
        records={record.id: RecordView(record=record, reading=reading) for record, reading in known},
        problems=tuple(scanned.arrived.problems),
        names=names,
        versions=scanned.versions,
        indicators={indicator.id: indicator.name for indicator in load_lexicon().indicators.values()},
    )


def _shown(records: Sequence[RecordId]) -> Sequence[RecordId]:
    """The first and the last of many records; the page says how many stand between."""
    if len(records) <= _MOST_EVIDENCE:
        return records
    return (*records[: _MOST_EVIDENCE // 2], *records[-_MOST_EVIDENCE // 2 :])


def _finding_view(picture: Picture, finding: Finding, place: int) -> FindingView:
    sightings = list(_sightings(picture, finding))
    series: tuple[MissingMonth, ...] = ()
    if finding.pattern == "falling_count" and finding.children:
        series = missing_months(picture.sightings(picture.canonical(finding.children[0])))
    return FindingView(
        finding=finding,
        evidence=tuple(dict.fromkeys((*finding.evidence, *(s.record for s in sightings)))),
        links=tuple(_links(picture, finding, sightings)),
        series=series,
        order=place,
    )


def _sightings(picture: Picture, finding: Finding) -> Iterator[Sighting]:
    """The sightings that a finding rests on, growth included, as far as they still stand."""
    grown = {reference for growth in finding.history for reference in growth.records}
    first = {record for record in finding.evidence if picture.holds(record)}
    found = {picture.sighting(record).number: picture.sighting(record) for record in first}
    for entity in _named(finding):
        for sighting in picture.sightings(picture.canonical(entity)):
            if sighting.reference in grown:
                found[sighting.number] = sighting
    return (found[number] for number in sorted(found))


def _named(finding: Finding) -> Iterator[EntityId]:
    yield from finding.children
    yield from finding.adults
    yield from finding.places
    yield from finding.vehicles
    yield from finding.phones
    for growth in finding.history:
        yield from growth.children


def _links(picture: Picture, finding: Finding, sightings: Sequence[Sighting]) -> Iterator[LinkView]:
    """Who stands beside whom or what in a finding's records, among those whom it names; each link once."""
    known = {picture.canonical(entity): entity for entity in reversed(list(_named(finding)))}
    known.update((e, e) for e in _companions(picture, sightings) if e not in known)
    fits = {other: known[e] for e in known for other in picture.fitting(e) if other not in known}
    records: dict[Link, dict[str, None]] = {}
    for sighting in sightings:
        for link in _links_in(picture, sighting, known, fits):
            records.setdefault(link, {})[sighting.source] = None
    for (left, right, says, certainty), sources in records.items():
        yield LinkView(left=left, right=right, says=says, records=tuple(sources), certainty=certainty)


def _companions(picture: Picture, sightings: Iterable[Sighting]) -> tuple[EntityId, ...]:
    """Those named beside the children in the records, as associate or suspect: the most often named first, a few only."""
    named = Counter(
        picture.entity(p)
        for sighting in sightings
        for p in sighting.of(EntityKind.PERSON, Role.ASSOCIATE, Role.SUSPECT)
        if p.words and not (p.told and " " not in p.words)
    )
    return tuple(entity for entity, _ in named.most_common(MOST_COMPANIONS))


def _links_in(
    picture: Picture, sighting: Sighting, known: Mapping[EntityId, EntityId], fits: Mapping[EntityId, EntityId]
) -> Iterator[Link]:
    persons = [known[e] for e in picture.entities(sighting, EntityKind.PERSON) if e in known]
    subjects = {known[e] for e in picture.entities(sighting, EntityKind.PERSON, Role.SUBJECT) if e in known}
    beside = ((picture.entity(p), says_of(p.role, told=p.told)) for p in sighting.presences if p.kind in _THINGS)
    return links_among(persons, subjects, list(things_among(beside, known, fits)))


def _open_by_child(picture: Picture, cases: Iterable[OpenCase]) -> Mapping[EntityId, str]:
    """What the statutory lists say of each child, in words, the latest last. Whoever works with the child is not named."""
    said: dict[EntityId, list[str]] = {}
    for case in cases:
        words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in case.stated if name != "worker")
        said.setdefault(picture.canonical(case.child), []).append(f"open: {words}" if words else "open")
    return {child: "; ".join(dict.fromkeys(words)) for child, words in said.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    picture: Picture
    day: date
    open_cases: Mapping[EntityId, str]
    whereabouts: Mapping[str, Position]

    def entities(self, views: Iterable[FindingView]) -> Iterator[EntityView]:
        """How each entity that the page names is labelled."""
        wanted: dict[EntityId, None] = {}
        for view in views:
            wanted.update(dict.fromkeys(_named(view.finding)))
            for link in view.links:
                wanted.update(dict.fromkeys((link.left, link.right)))
        for entity in wanted:
            yield self._entity(entity)

    def _entity(self, entity: EntityId) -> EntityView:
        picture, now = self.picture, self.picture.canonical(entity)
        kind = _kind(entity)
        if kind is EntityKind.PERSON:
            person = picture.person(now)
            sightings = picture.sightings(now)
            written = {p.words for s in sightings for p in s.presences if picture.entity(p) == now and p.words}
            return EntityView(
                id=entity,
                kind=kind,
                name=Words(person.name),
                age_group=_GROUPS[person.stage(self.day)],
                age=picture.age_words(now, self.day),
                detail=self.open_cases.get(now, ""),
                also_named=tuple(Words(words) for words in sorted(written - {person.name})),
            )
        words = picture.words(now)
        if kind is not EntityKind.PLACE:
            return EntityView(id=entity, kind=kind, name=Words(words))
        texts = (p.words for s in picture.sightings(now) for p in s.presences if picture.entity(p) == now)
        postcodes = dict.fromkeys(bare(found.group()) for text in texts for found in _POSTCODE.finditer(text))
        positions = [self.whereabouts[code] for code in postcodes if code in self.whereabouts]
        return EntityView(
            id=entity,
            kind=kind,
            name=Words(words),
            detail=picture.place(now).kind.value,
            postcode=next(iter(postcodes), ""),
            position=positions[0] if positions else None,
        )


def _kind(entity: EntityId) -> EntityKind:
    return next(kind for kind, letter in KIND_LETTERS.items() if entity.startswith(letter))


def missing_months(sightings: Iterable[Sighting]) -> tuple[MissingMonth, ...]:
    """One child's missing episodes month by month, by the London day on which each began, months without any included."""
    return months_away((s.day, s.happened) for s in sightings if s.kind is RecordKind.MISSING_EPISODE)
