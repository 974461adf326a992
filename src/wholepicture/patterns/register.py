"""Which findings are open, what was added to them and what was withdrawn: a pure function of the records folded so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Sighting
from wholepicture.patterns import wording
from wholepicture.patterns.catalogue import ALL
from wholepicture.patterns.census import Census
from wholepicture.patterns.discovery import DiscoveryStream
from wholepicture.patterns.kept import Kept, News
from wholepicture.patterns.question import Anchor, Answerable, Awaiting, Held, Pattern
from wholepicture.vocabulary.findings import Finding, FindingChange, FindingId, Growth
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.moments import london_day, start_of_day
from wholepicture.vocabulary.records import EntityId, RecordId

__all__ = ["Register"]


_SELDOM = 0.05
_JOINS_BELOW = 0.02
"""What another pattern saw joins an open finding only if it would be seldom by itself; weak bridges join everything."""
_SILENCE_LOOKED_AT = 400


class Register:
    """Takes in the picture as it grows and keeps the findings.

    A finding is open until nothing new was added to it for as many days as its pattern says; later evidence then starts a
    new one. What other patterns see about the same people is added to the finding that is open, unless it shows for the
    first time that more than one family is concerned. Of patterns that make a statistical claim, only what the stream of
    discoveries lets through surfaces.
    """

    version = "2026.11.1"
    """Of the patterns, their windows and their priors; a change of any of them makes a new one."""

    def __init__(self, patterns: Sequence[Pattern] = ALL, level: float = 0.2) -> None:
        self._patterns = tuple(patterns)
        self._awaiting = tuple(pattern for pattern in self._patterns if isinstance(pattern, Awaiting))
        self._answerable = tuple(pattern for pattern in self._patterns if isinstance(pattern, Answerable))
        self._stream = DiscoveryStream(level)
        self._census = Census()
        self._all: list[Kept] = []
        self._at: dict[tuple[str, EntityId], int] = {}
        self._about: dict[EntityId, list[int]] = {}
        self._tried: dict[tuple[str, EntityId], int] = {}
        self._ids: dict[str, int] = {}
        self._resting_on: dict[RecordId, list[int]] = {}
        self._due: dict[date, dict[Anchor, RecordId]] = {}
        self._news = News()

    # --- driven by the journey ---------------------------------------------------------------------------------------

    def new_day(self, picture: Picture, day: date) -> None:
        """Refresh what is usual in the area, before the first record of a London day; look where a deadline has passed."""
        self._census.begin_day(picture)
        picture.come_to(start_of_day(day))
        for anchor, last in self._due.pop(day, {}).items():
            entity = picture.canonical(anchor.entity)
            latest = picture.latest(entity, picture.now - timedelta(days=_SILENCE_LOOKED_AT), 1)
            if not latest or latest[-1].record != last:
                continue
            for pattern in self._awaiting:
                held = pattern.look(picture, Anchor(entity), self._census.norms)
                if held is not None:
                    self._consider(picture, pattern, held, start_of_day(day))

    def learn_outcomes(self, picture: Picture, outcomes: Mapping[RecordId, str]) -> None:
        """Note outcomes that become known now, all at once, and look where that makes a difference.

        What rests on nobody having decided is withdrawn where somebody has.
        """
        for record, outcome in outcomes.items():
            picture.note_outcome(record, outcome)
        sightings = [picture.sighting(record) for record in outcomes if picture.holds(record)]
        for pattern in self._answerable:
            at: dict[Anchor, list[Sighting]] = {}
            for sighting in sightings:
                for anchor in pattern.anchors(picture, sighting):
                    at.setdefault(anchor, []).append(sighting)
            for anchor, learned in at.items():
                self._learn(picture, pattern, anchor, learned)

    def learn_outcome(self, picture: Picture, record: RecordId, outcome: str) -> None:
        """Note that one record's outcome has become known now."""
        self.learn_outcomes(picture, {record: outcome})

    def _learn(self, picture: Picture, pattern: Answerable, anchor: Anchor, learned: Sequence[Sighting]) -> None:
        held = pattern.look(picture, anchor, self._census.norms)
        if held is not None:
            self._consider(picture, pattern, held, picture.now)
            return
        own = self._at.get((pattern.name, anchor.entity))
        answers = [s for s in learned if pattern.is_answer(picture.outcome(s.record))]
        if own is not None and answers and self._is_fresh(own, picture):
            words = "; ".join(f"{s.reference}: “{picture.outcome(s.record)}”" for s in answers)
            self._withdraw(picture, own, f"A decision has become known: {words}.")

    def observe(
        self, picture: Picture, sighting: Sighting, touched: frozenset[EntityId], moved: Sequence[Alias] = ()
    ) -> None:
        """Look wherever a new record makes it worth looking."""
        self.follow(picture, moved)
        self._census.note(picture, sighting, touched)
        for pattern in self._patterns:
            self._ask(picture, pattern, sighting)
        for waiting in self._awaiting:
            due = london_day(sighting.known_at) + timedelta(days=waiting.deadline_days + 1)
            for anchor in waiting.awaited(picture, sighting):
                self._due.setdefault(due, {})[anchor] = sighting.record

    def _ask(self, picture: Picture, pattern: Pattern, sighting: Sighting) -> None:
        for anchor in pattern.anchors(picture, sighting):
            held = pattern.look(picture, anchor, self._census.norms)
            if held is not None:
                self._consider(picture, pattern, held, picture.now)

    def retract(self, picture: Picture, touched: frozenset[EntityId], because: str) -> None:
        """Look again at what an amended or removed record touched; what no longer holds is withdrawn, with the reason."""
        for kept in sorted({i for e in touched for i in self._about.get(picture.canonical(e), ())}):
            held = self._all[kept]
            if held.finding.withdrawn_at is None and any(not picture.holds(record) for record in held.evidence):
                self._reconsider(picture, kept, because)

    def findings(self) -> tuple[Finding, ...]:
        """Every finding that ever surfaced, in the order in which they did, withdrawn ones among them."""
        return tuple(kept.as_it_stands() for kept in self._all)

    def changes(self) -> tuple[FindingChange, ...]:
        """What surfaced, grew or was withdrawn since this was last asked. It costs nothing for what did not change."""
        return self._news.hand_over(self._all)

    # --- what holds --------------------------------------------------------------------------------------------------

    def _consider(self, picture: Picture, pattern: Pattern, held: Held, at: datetime) -> None:
        key = (pattern.name, held.anchor)
        own = self._at.get(key)
        if own is not None and self._is_open(own, picture, held) and not self._is_wider(own, picture, pattern, held):
            self._grow(picture, own, pattern, held)
            return
        if pattern.across and (held.p_value or 0.0) > _JOINS_BELOW and own is None and self._touches(held):
            return
        if pattern.across and (other := self._same_people(picture, pattern, held)) is not None:
            self._at[key] = other
            self._all[other].anchors[key] = None
            self._grow(picture, other, pattern, held)
            return
        if self._tried.get(key) == held.evidence[-1].number:
            return
        self._tried[key] = held.evidence[-1].number
        q_value = None
        if pattern.across and (wider := self._widened(picture, held)) is not None:
            q_value = self._all[wider].finding.q_value
        elif held.p_value is not None:
            q_value = self._stream.test(held.p_value)
            if q_value is None:
                return
        self._surface(picture, pattern, held, q_value, at)

    def _touches(self, held: Held) -> bool:
        """Whether a finding speaks of any of the children already: what is weak by itself then adds nothing to it."""
        return any(child in self._all[i].children for child in held.children for i in self._about.get(child, ()))

    def _is_open(self, index: int, picture: Picture, held: Held) -> bool:
        kept = self._all[index]
        if kept.finding.withdrawn_at is not None:
            return False
        if any(s.record in kept.evidence for s in held.evidence):
            return True
        return self._is_fresh(index, picture)

    def _is_fresh(self, index: int, picture: Picture) -> bool:
        kept = self._all[index]
        return picture.now - kept.latest <= timedelta(days=kept.pattern.quiet_days)

    def _widened(self, picture: Picture, held: Held) -> int | None:
        """The open finding, if any, that this one widens by naming children of more than one family.

        It was let through already; what makes it plainer needs no second chance, if it would be seldom by itself.
        """
        if (held.p_value or 0.0) > _SELDOM or len(picture.families(held.children)) < 2:
            return None
        mine = (held.anchor, *held.children, *held.places, *held.vehicles, *held.phones)
        about = sorted({index for entity in mine for index in self._about.get(entity, ())})
        for index in about:
            kept = self._all[index]
            if kept.pattern.across and kept.named < 2 and self._is_open(index, picture, held):
                return index
        return None

    def _is_wider(self, index: int, picture: Picture, pattern: Pattern, held: Held) -> bool:
        """Whether it shows for the first time that more than one family is concerned, where another pattern saw one, or
        names for the first time children of more than one: that is news of its own, not a line in a history.
        """
        kept = self._all[index]
        if pattern.across and kept.named < 2 <= len(picture.families(held.children)):
            return True
        return held.families >= 2 > kept.families and pattern.name != kept.pattern.name

    def _same_people(self, picture: Picture, pattern: Pattern, held: Held) -> int | None:
        """The open finding across children that is about the same people, the one with most in common."""
        shared: dict[int, int] = {}
        for entity in dict.fromkeys((held.anchor, *held.children)):
            for index in self._about.get(entity, ()):
                if entity in self._all[index].children or entity in self._all[index].looked_at:
                    shared[index] = shared.get(index, 0) + 1
        for sighting in held.evidence:
            for index in self._resting_on.get(sighting.record, ()):
                shared[index] = shared.get(index, 0) + 2
        best: tuple[int, int] | None = None
        for index in sorted(shared):
            kept = self._all[index]
            if not kept.pattern.across or not self._is_open(index, picture, held):
                continue
            if self._is_wider(index, picture, pattern, held):
                continue
            if best is None or shared[index] > best[0]:
                best = (shared[index], index)
        return best[1] if best else None

    def _surface(self, picture: Picture, pattern: Pattern, held: Held, q_value: float | None, at: datetime) -> None:
        story = pattern.tell(picture, held)
        finding = Finding(
            id=self._new_id(pattern, held.evidence[0]),
            pattern=pattern.name,
            surfaced_at=at,
            children=held.children,
            adults=held.adults,
            places=held.places,
            vehicles=held.vehicles,
            phones=held.phones,
            records=tuple(s.reference for s in held.evidence),
            evidence=tuple(s.record for s in held.evidence),
            agencies=wording.agencies(held.evidence),
            expected=held.expected,
            observed=held.observed,
            q_value=q_value,
            because=story.because,
            against=story.against,
            ask_next=story.ask_next,
        )
        key = (pattern.name, held.anchor)
        entities = (*held.children, *held.adults, *held.places, *held.vehicles, *held.phones, held.anchor)
        kept = Kept(
            finding=finding,
            pattern=pattern,
            anchors={key: None},
            entities=dict.fromkeys(entities),
            children=dict.fromkeys(held.children),
            evidence=dict.fromkeys(finding.evidence),
            families=held.families,
            named=len(picture.families(held.children)),
            latest=picture.now,
        )
        self._continue(self._at.get(key), picture, finding.id)
        self._at[key] = len(self._all)
        self._index(len(self._all), entities, finding.evidence)
        self._news.surfaced(len(self._all))
        self._all.append(kept)

    def _continue(self, index: int | None, picture: Picture, by: FindingId) -> None:
        """Say in an open finding that what came now stands in a finding of its own."""
        if index is not None and self._all[index].finding.withdrawn_at is None:
            because = f"Children of more than one family are named now: it goes on in {by}."
            self._news.grows(index, self._all[index])
            self._all[index].growth.append(Growth(at=picture.now, records=(), children=(), because=because))

    def _grow(self, picture: Picture, index: int, pattern: Pattern, held: Held) -> None:
        kept = self._all[index]
        fresh = [s for s in held.evidence if s.record not in kept.evidence]
        children = tuple(c for c in held.children if c not in kept.children)
        if not fresh and not children:
            return
        entities = (*held.children, *held.adults, *held.places, *held.vehicles, *held.phones, held.anchor)
        self._news.grows(index, kept)
        kept.growth.append(
            Growth(
                at=picture.now,
                records=tuple(s.reference for s in fresh),
                children=children,
                because=_what_grew(picture, kept, pattern, held, fresh),
                evidence=tuple(s.record for s in fresh),
            )
        )
        kept.evidence.update(dict.fromkeys(s.record for s in fresh))
        kept.children.update(dict.fromkeys(children))
        kept.entities.update(dict.fromkeys(entities))
        kept.families = max(kept.families, held.families)
        kept.named = max(kept.named, len(picture.families(tuple(kept.children))))
        kept.latest = picture.now
        self._index(index, entities, [s.record for s in fresh])

    def _index(self, index: int, entities: Iterable[EntityId], records: Iterable[RecordId] = ()) -> None:
        for record in records:
            self._resting_on.setdefault(record, []).append(index)
        for entity in dict.fromkeys(entities):
            about = self._about.setdefault(entity, [])
            if index not in about:
                about.append(index)

    def _new_id(self, pattern: Pattern, first: Sighting) -> FindingId:
        digest = sha256(f"{pattern.name} {first.record}".encode()).hexdigest()[:12]
        times = self._ids[digest] = self._ids.get(digest, 0) + 1
        return FindingId(digest if times == 1 else f"{digest}-{times}")

    # --- what changes ------------------------------------------------------------------------------------------------

    def _reconsider(self, picture: Picture, index: int, because: str) -> None:
        if not self._holding(picture, self._all[index]):
            self._withdraw(picture, index, because)

    def correct(self, picture: Picture, records: Sequence[RecordId], lost: frozenset[EntityId], because: str) -> None:
        """Look again at what rests on records of which a person has said that something in them is not what it was
        taken for. `lost` are the entities that something was taken from.

        A finding that names one of them and no longer does is withdrawn, with the reason; where the pattern still holds,
        it is told anew as it is now, with no second test.
        """
        for index in sorted(self._resting(records)):
            kept = self._all[index]
            names = {picture.canonical(e) for e in (*_ever_named(kept), *kept.looked_at)}
            self._index(index, sorted(names))
            if kept.finding.withdrawn_at is None and names & lost:
                holding = self._holding(picture, kept)
                still = {picture.canonical(e) for _, held in holding for e in (held.anchor, *_named(held))}
                if not holding or (names & lost) - still:
                    self._withdraw(picture, index, because)
                    self._tell_anew(picture, kept, holding)
        self.look_at(picture, records)

    def keep_apart(self, picture: Picture, ones: Sequence[RecordId], others: Sequence[RecordId], because: str) -> None:
        """Withdraw what rested on two fitting each other, of which a person has said that they are different."""
        for index in sorted(self._resting(ones) & self._resting(others)):
            if self._all[index].finding.withdrawn_at is None:
                self._reconsider(picture, index, because)

    def _resting(self, records: Iterable[RecordId]) -> set[int]:
        return {index for record in records for index in self._resting_on.get(record, ())}

    def unite(self, picture: Picture, records: Sequence[RecordId], both: Sequence[FindingId], because: str) -> None:
        """Look again where a person has said that two are one; `both` are the findings that named the two of them."""
        named = frozenset(both)
        for index in sorted({i for record in records for e in _entities(picture, record) for i in self._about.get(e, ())}):
            kept = self._all[index]
            if kept.finding.id in named and kept.finding.withdrawn_at is None and not self._holding(picture, kept):
                self._withdraw(picture, index, because)
        self.look_at(picture, records)

    def naming_both(self, picture: Picture, one: EntityId, other: EntityId) -> tuple[FindingId, ...]:
        """The standing findings that name both of two entities, as they are known now."""
        about = sorted({*self._about.get(one, ())} & {*self._about.get(other, ())})
        found = []
        for kept in (self._all[index] for index in about):
            names = {picture.canonical(e) for e in _ever_named(kept)}
            if kept.finding.withdrawn_at is None and {one, other} <= names:
                found.append(kept.finding.id)
        return tuple(found)

    def _holding(self, picture: Picture, kept: Kept) -> list[tuple[Pattern, Held]]:
        found = []
        for anchor in dict.fromkeys((name, picture.canonical(entity)) for name, entity in kept.anchors):
            pattern = next(p for p in self._patterns if p.name == anchor[0])
            held = pattern.look(picture, Anchor(anchor[1]), self._census.norms)
            if held is not None:
                found.append((pattern, held))
        return found

    def _tell_anew(self, picture: Picture, kept: Kept, holding: Sequence[tuple[Pattern, Held]]) -> None:
        for pattern, held in holding:
            key = (pattern.name, held.anchor)
            if key in self._at or kept.finding.pattern != pattern.name:
                self._consider(picture, pattern, held, picture.now)
            else:
                self._surface(picture, pattern, held, kept.finding.q_value, picture.now)

    def look_at(self, picture: Picture, records: Sequence[RecordId]) -> None:
        """Ask every pattern at records whose people or things are known to be others now."""
        for record in records:
            if picture.holds(record):
                for pattern in self._patterns:
                    self._ask(picture, pattern, picture.sighting(record))

    def _withdraw(self, picture: Picture, index: int, because: str) -> None:
        kept = self._all[index]
        self._news.withdrawn(index, kept)
        kept.finding = replace(kept.finding, withdrawn_at=picture.now, withdrawn_because=because)
        for key in [key for key, at in self._at.items() if at == index]:
            del self._at[key]

    def follow(self, picture: Picture, moved: Sequence[Alias]) -> None:
        """Let findings go on under the ids that merged entities bear now; for a record that is no sighting, all there is."""
        for alias in moved:
            old, now = alias.entity, picture.canonical(alias.now)
            for index in self._about.pop(old, ()):
                self._index(index, (now,))
                for kept_ids in (self._all[index].children, self._all[index].entities):
                    if old in kept_ids:
                        kept_ids[now] = None
            for pattern in self._patterns:
                self._join(picture, (pattern.name, old), (pattern.name, now))

    def _join(self, picture: Picture, old: tuple[str, EntityId], now: tuple[str, EntityId]) -> None:
        """Two findings that have become one: the earlier stays, the later is withdrawn."""
        index = self._at.pop(old, None)
        if index is None:
            return
        other = self._at.get(now)
        if other is None or other == index:
            self._at[now] = index
            return
        first, second = sorted((index, other))
        if self._all[first].pattern.name == self._all[second].pattern.name:
            reason = f"Now part of {self._all[first].finding.id}: what they are about has become known to be one."
            self._withdraw(picture, second, reason)
        self._at[now] = first


def _named(held: Held) -> tuple[EntityId, ...]:
    return (*held.children, *held.adults, *held.places, *held.vehicles, *held.phones)


def _ever_named(kept: Kept) -> tuple[EntityId, ...]:
    """Whom and what a finding names, what was added to it included."""
    told = kept.finding
    added = (child for line in kept.growth for child in line.children)
    return (*told.children, *told.adults, *told.places, *told.vehicles, *told.phones, *added)


def _entities(picture: Picture, record: RecordId) -> tuple[EntityId, ...]:
    return tuple(map(picture.entity, picture.sighting(record).presences)) if picture.holds(record) else ()


def _what_grew(picture: Picture, kept: Kept, pattern: Pattern, held: Held, fresh: Sequence[Sighting]) -> str:
    if pattern.name == kept.pattern.name:
        story = pattern.tell(picture, held).because
        return f"Added: {wording.records(fresh)}. {story}" if fresh else story
    return f"Added from {pattern.name.replace('_', ' ')}: {pattern.tell(picture, held).because}"
