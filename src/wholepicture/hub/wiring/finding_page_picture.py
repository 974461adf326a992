"""What a finding's drawings are made from: how everybody and everything is labelled, and who stands beside whom or what."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from wholepicture.cli.whereabouts import bare, read_whereabouts
from wholepicture.hub.storage.finding_evidence import Evidence, Named
from wholepicture.report.links import MOST_COMPANIONS, Link, links_among, says_of, things_among
from wholepicture.report.months_away import months_away
from wholepicture.report.view import AgeGroup, EntityView, LinkView, MissingMonth, Position
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import KIND_LETTERS, EntityId, RecordKind

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
_GROWN = 18


def named_in(finding: Finding) -> tuple[EntityId, ...]:
    """Everybody and everything that a finding names, its growth included, each once."""
    grown = (child for growth in finding.history for child in growth.children)
    everyone = (*finding.children, *finding.adults, *finding.places, *finding.vehicles, *finding.phones, *grown)
    return tuple(dict.fromkeys(everyone))


@lru_cache(maxsize=4)
def whereabouts_in(path: str) -> Mapping[str, Position]:
    """Where postcodes lie, by bare postcode, out of a file; nowhere without one."""
    return read_whereabouts(Path(path)) if path else {}


@dataclass(frozen=True, slots=True)
class FindingPicture:
    """A finding with its evidence. `now` says what an entity goes by now, where that changed; labels are as on `day`;
    `beside` are drawn too, as far as anything joins them.
    """

    finding: Finding
    evidence: Evidence
    now: Mapping[str, str]
    day: date
    whereabouts: Mapping[str, Position]
    beside: tuple[EntityId, ...] = ()

    def links(self) -> tuple[LinkView, ...]:
        """Who stands beside whom or what in the records, among those whom the finding names; each link once."""
        known = {self._now(one): one for one in reversed((*named_in(self.finding), *self.beside))}
        for companion in self._companions():
            known.setdefault(companion, companion)
        fits: dict[EntityId, EntityId] = {}
        for left, right in self.evidence.fitting:
            for one, other in ((left, right), (right, left)):
                if one in known and other not in known:
                    fits.setdefault(other, known[one])
        sources: dict[Link, dict[str, None]] = {}
        for record, mentions in self._by_record().items():
            for link in _links_in(mentions, known, fits):
                sources.setdefault(link, {})[self.evidence.records[record].source] = None
        return tuple(
            LinkView(left=left, right=right, says=says, records=tuple(found), certainty=certainty)
            for (left, right, says, certainty), found in sources.items()
        )

    def entities(self, links: Sequence[LinkView]) -> dict[EntityId, EntityView]:
        """How each entity that the page names is labelled."""
        mentions: dict[EntityId, list[Named]] = defaultdict(list)
        for one in self.evidence.named:
            mentions[one.entity].append(one)
        wanted = dict.fromkeys(
            (*named_in(self.finding), *self.beside, *(end for link in links for end in (link.left, link.right)))
        )
        return {one: self._entity(one, mentions.get(self._now(one), [])) for one in wanted}

    def months(self) -> tuple[MissingMonth, ...]:
        """A child's missing episodes month by month, by the London day on which each began, quiet months included."""
        if self.finding.pattern != "falling_count":
            return ()
        return months_away(
            (london_day(record.happened.since), record.happened)
            for record in self.evidence.records.values()
            if record.kind is RecordKind.MISSING_EPISODE and record.happened is not None
        )

    def _now(self, one: EntityId) -> EntityId:
        return EntityId(self.now.get(one, one))

    def _by_record(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = {record: [] for record in self.evidence.records}
        for one in self.evidence.named:
            if one.record in found:
                found[one.record].append(one)
        return found

    def _companions(self) -> tuple[EntityId, ...]:
        roles = (Role.ASSOCIATE, Role.SUSPECT)
        named = Counter(one.entity for one in self.evidence.named if one.role in roles and " " in name_of(one))
        return tuple(entity for entity, _ in named.most_common(MOST_COMPANIONS))

    def _entity(self, entity: EntityId, mentions: Sequence[Named]) -> EntityView:
        kind = next(kind for kind, letter in KIND_LETTERS.items() if entity.startswith(letter))
        if kind is EntityKind.PERSON:
            names = Counter(name for name in map(name_of, mentions) if name)
            return EntityView(
                id=entity,
                kind=kind,
                name=Words(_most_often(names)),
                age_group=self._age_group(entity, mentions),
                age=self._age(mentions),
                also_named=tuple(Words(name) for name in sorted(names)),
            )
        written = Counter(one.text.text for one in mentions if one.text)
        postcodes = [one.described.get("postcode") or _postcode_in(one.text.text) for one in mentions]
        postcode = next((code for code in postcodes if code), "") if kind is EntityKind.PLACE else ""
        return EntityView(
            id=entity,
            kind=kind,
            name=Words(_most_often(written)),
            postcode=postcode,
            position=self.whereabouts.get(bare(postcode)) if postcode else None,
        )

    def _age_group(self, entity: EntityId, mentions: Sequence[Named]) -> AgeGroup:
        if entity in self.finding.children or any(entity in one.children for one in self.finding.history):
            return AgeGroup.CHILD
        if entity in self.finding.adults:
            return AgeGroup.ADULT
        born = [one.born for one in mentions if one.born]
        if born:
            return AgeGroup.CHILD if _years(born[-1], self.day) < _GROWN else AgeGroup.ADULT
        said = [one.described["adult"] for one in mentions if one.described.get("adult") is not None]
        said += [one.described["age"]["low"] >= _GROWN for one in mentions if one.described.get("age")]
        if not said:
            return AgeGroup.UNKNOWN
        return AgeGroup.ADULT if all(said) else AgeGroup.CHILD

    def _age(self, mentions: Sequence[Named]) -> str:
        born = [one.born for one in mentions if one.born and one.born <= self.day]
        if born:
            return str(_years(born[-1], self.day))
        ages = [one.described["age"] for one in mentions if one.described.get("age")]
        return f"about {ages[-1]['low']}" if ages else ""


def name_of(mention: Named) -> str:
    """A person's name as stated, in full; empty where a record only describes somebody."""
    if mention.kind is not EntityKind.PERSON:
        return ""
    said = mention.described
    whole = f"{said.get('forename', '')} {said.get('surname', '')}".strip()
    return whole or str(said.get("name", ""))


def _most_often(written: Counter[str]) -> str:
    """What is written most often; of several the longest, which says most."""
    return min(written, key=lambda words: (-written[words], -len(words), words), default="")


def _postcode_in(text: str) -> str:
    found = _POSTCODE.search(text)
    return found.group() if found else ""


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _links_in(
    mentions: Sequence[Named], known: Mapping[EntityId, EntityId], fits: Mapping[EntityId, EntityId]
) -> Iterator[Link]:
    people = [one for one in mentions if one.kind is EntityKind.PERSON and one.entity in known]
    persons = list(dict.fromkeys(known[one.entity] for one in people))
    subjects = {known[one.entity] for one in people if one.role is Role.SUBJECT}
    beside = ((one.entity, says_of(one.role, told=one.told)) for one in mentions if one.kind is not EntityKind.PERSON)
    return links_among(persons, subjects, list(dict.fromkeys(things_among(beside, known, fits))))
