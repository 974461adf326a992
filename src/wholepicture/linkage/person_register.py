"""The persons known so far, and which of them a mention speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wholepicture.linkage.addresses import Address
from wholepicture.linkage.blocking import BlockingIndex
from wholepicture.linkage.entities import Entities, Merger
from wholepicture.linkage.model import Model
from wholepicture.linkage.names import NameComparer, NamePart, load_name_lore
from wholepicture.linkage.people import PersonComparison, PersonKernel
from wholepicture.linkage.person_judgement import FITTING, PersonJudge, explain_people
from wholepicture.linkage.person_keys import keys_of, strength_of
from wholepicture.linkage.portraits import MOST_NEIGHBOURS, MOST_VALUES, Portrait, read_portrait
from wholepicture.linkage.register import Candidate, Draft, note_pairs
from wholepicture.linkage.regrouping import Pairs, Retold, regroup
from wholepicture.vocabulary.judgements import Alias, Judgement
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, Role
from wholepicture.vocabulary.records import Mention

_MOST_NEIGHBOURS = 40
"""Beyond this many persons beside it, a place or person no longer leads to candidates."""
_MOST_OPEN = 8
"""How many persons are kept in mind who may yet turn out to be the same as one."""
_HOUSEHOLD = frozenset({Role.PARENT, Role.CARER, Role.SIBLING})
_SAME_RECORD = ("The same record speaks of one person by this name.",)
_LOOSE_ROLES = frozenset({Role.UNKNOWN, Role.SUBJECT, Role.VICTIM})


@dataclass(frozen=True, slots=True)
class Company:
    """The places, vehicles and phones of one record, by entity number; `homes` are those given as the subject's home."""

    things: tuple[int, ...]
    homes: frozenset[int]

    def beside(self, address_known: bool) -> tuple[int, ...]:
        """What stands beside a person: a home only where it does not count as their address already."""
        return tuple(thing for thing in self.things if thing not in self.homes) if address_known else self.things


class PersonRegister:
    """Persons as entities: one portrait each, which grows with every mention that is judged to be them."""

    def __init__(self, model: Model, entities: Entities) -> None:
        names = NameComparer(load_name_lore())
        self._names = names
        self._kernel = PersonKernel(model, names)
        self._judge = PersonJudge(model)
        self._context = model.context
        self._entities = entities
        self._portraits: dict[int, Portrait] = {}
        self._index = BlockingIndex(most=40)
        self._beside: dict[int, dict[int, None]] = {}
        self._open: dict[int, list[int]] = {}

    def resolve(self, mentions: Sequence[tuple[Mention, int]], company: Company, on: date, draft: Draft) -> dict[int, int]:
        """The entity numbers of one record's persons, by rank. `company` is what else the record names."""
        drawn = [(mention, rank, read_portrait(mention, on)) for mention, rank in mentions]
        drawn.sort(key=lambda item: (strength_of(item[2]), item[1]))
        numbers: dict[int, int] = {}
        here: list[tuple[Mention, int]] = []
        for mention, rank, portrait in drawn:
            portrait.people = tuple(dict.fromkeys(number for _, number in here))
            if mention.role in _HOUSEHOLD and not portrait.addresses:
                portrait.addresses = self._household(here)
            portrait.things = company.beside(bool(portrait.addresses))
            number = self._same_record(mention, portrait, here)
            if number is None:
                number = self._resolve(mention, rank, portrait, draft)
            else:
                self._entities.join(rank, number)
                again = [Candidate(number, 12.0, Judgement.SAME, _SAME_RECORD)]
                note_pairs(self._entities, EntityKind.PERSON, mention.id, again, draft)
                portrait.people = tuple(other for other in portrait.people if other != number)
            here.append((mention, number))
            portrait.things = company.things
            numbers[rank] = self._learn(number, portrait)
        people = dict.fromkeys(self._entities.root(number) for number in numbers.values())
        self._acquaint(people, company.things)
        for number in (*people, *self._pass_on(here)):
            self._revisit(number, draft)
        return numbers

    def _pass_on(self, here: list[tuple[Mention, int]]) -> list[int]:
        """Let a subject's parents, carers and siblings know of an address that became known; those who gained one."""
        root = self._entities.root
        subjects = dict.fromkeys(root(number) for mention, number in here if mention.role is Role.SUBJECT)
        household = dict.fromkeys(root(number) for mention, number in here if mention.role in _HOUSEHOLD)
        gained = []
        for subject in subjects:
            portrait = self._portraits[subject]
            portrait.kin = tuple(dict.fromkeys((*portrait.kin, *(n for n in household if n != subject))))[:MOST_NEIGHBOURS]
            for kin in dict.fromkeys(root(n) for n in portrait.kin):
                theirs = self._portraits[kin]
                new = tuple(address for address in portrait.addresses if address not in theirs.addresses)
                if new and kin != subject and len(theirs.addresses) < MOST_VALUES:
                    theirs.addresses = (theirs.addresses + new)[:MOST_VALUES]
                    gained.append(kin)
        return gained

    def _household(self, here: list[tuple[Mention, int]]) -> tuple[Address, ...]:
        """Where the record's subject lives, as far as known: what a parent or sibling without an address is compared by."""
        for mention, number in here:
            if mention.role is Role.SUBJECT:
                return self._portraits[self._entities.root(number)].addresses
        return ()

    def _same_record(self, mention: Mention, portrait: Portrait, here: list[tuple[Mention, int]]) -> int | None:
        """The person of this record whom the narrative names again, where only one can be meant."""
        if mention.span is None or not portrait.names:
            return None
        name = portrait.names[0]
        fits: dict[int, None] = {}
        for other, number in here:
            if other.role is not mention.role and mention.role not in _LOOSE_ROLES and other.role not in _LOOSE_ROLES:
                continue
            theirs = self._portraits[self._entities.root(number)]
            if any(self._named_again(name.forename, name.surname, n.forename, n.surname) for n in theirs.names):
                c = self._kernel.compare(portrait, theirs, 0.0)
                if not c.generations and c.name.forename is not NamePart.DIFFERENT:
                    fits[number] = None
        return next(iter(fits)) if len(fits) == 1 else None

    def _named_again(self, forename: str, surname: str, known_forename: str, known_surname: str) -> bool:
        given = self._names.forename(forename, known_forename)
        if given not in (NamePart.SAME, NamePart.NICKNAME, NamePart.SLIP):
            return False
        return self._names.surname(surname, known_surname) in (NamePart.MISSING, NamePart.SAME, NamePart.SLIP, NamePart.PART)

    def _resolve(self, mention: Mention, rank: int, portrait: Portrait, draft: Draft) -> int:
        compared = self._compare(portrait)
        same = sorted(
            ((c.weight, -number) for number, c, judgement in compared if judgement is Judgement.SAME), reverse=True
        )
        if not same:
            number = self._entities.found(rank)
            self._portraits[number] = Portrait()
        else:
            number = -same[0][1]
            self._entities.join(rank, number)
        pairs = [Candidate(n, c.weight, judgement, explain_people(c)) for n, c, judgement in compared]
        note_pairs(self._entities, EntityKind.PERSON, mention.id, pairs, draft)
        for _, other in same[1:]:
            self._merge(number, -other, draft)
        self._leave_open(number, compared)
        return number

    def _leave_open(self, number: int, compared: list[tuple[int, PersonComparison, Judgement]]) -> None:
        """Remember who may yet turn out to be the same, to be looked at again when more is known of either."""
        for other, c, _ in compared:
            if other == self._entities.root(number) or c.name.forename not in FITTING or c.name.surname not in FITTING:
                continue
            for mine, theirs in ((number, other), (other, number)):
                kept = self._open.setdefault(mine, [])
                if len(kept) < _MOST_OPEN and theirs not in kept:
                    kept.append(theirs)

    def _revisit(self, number: int, draft: Draft) -> None:
        """Compare a person again with those left open, now that more is known; who cannot be is no longer open."""
        number = self._entities.root(number)
        if number not in self._open:
            return
        still = []
        for other in self._open_to(number):
            judgement = self._merge(number, other, draft)
            number = self._entities.root(number)
            if judgement is not Judgement.DIFFERENT:
                still.append(other)
        self._open[number] = still

    def _open_to(self, number: int) -> list[int]:
        root = self._entities.root
        number = root(number)
        return [other for other in dict.fromkeys(root(n) for n in self._open.get(number, ())) if other != number]

    def _compare(self, portrait: Portrait) -> list[tuple[int, PersonComparison, Judgement]]:
        found = self._index.candidates(keys_of(portrait))
        for neighbour in (*portrait.things, *portrait.people):
            beside = self._beside.get(neighbour, ())
            if len(beside) <= _MOST_NEIGHBOURS:
                found.extend(beside)
        compared: list[tuple[int, PersonComparison, Judgement]] = []
        mine = self._neighbours(portrait)
        kernel, portraits = self._kernel, self._portraits
        for number in self._entities.distinct_roots(found, without=portrait.people):
            other = portraits[number]
            if not portrait.could_be(other):
                continue
            context = self._shared(mine, other)
            if self._are_strangers(portrait, other, context):
                continue
            names = kernel.names(portrait.names, other.names)
            if kernel.excludes(portrait, names):
                continue
            c = kernel.compare(portrait, other, context, names)
            judgement = self._judge.judge(c)
            if judgement is not Judgement.DIFFERENT:
                compared.append((number, c, judgement))
        return compared

    def _neighbours(self, portrait: Portrait) -> tuple[int, ...]:
        """The places, things and people beside somebody by the numbers that they go by now, each once."""
        root = self._entities.root
        return tuple(dict.fromkeys([root(n) for n in (*portrait.things, *portrait.people)]))

    def _shared(self, mine: tuple[int, ...], right: Portrait) -> float:
        """What it weighs that the same people, places and things stand beside both; busy ones weigh little."""
        if not mine or not (right.things or right.people):
            return 0.0
        theirs = self._entities.roots((*right.things, *right.people))
        bits = 0.0
        for neighbour in mine:
            if neighbour in theirs:
                bits += self._rarity(len(self._beside.get(neighbour, ())))
        return min(bits, self._context["most"])

    def _company(self, left: Portrait, right: Portrait) -> float:
        """What it weighs that two records name two people by the same two names: either pair lends the other its weight."""
        root = self._entities.root
        theirs = {root(n) for n in right.people}
        for neighbour in left.people:
            if any(other in theirs for other in self._open_to(neighbour)):
                return self._context["rare"]
        return 0.0

    def _rarity(self, beside: int) -> float:
        if beside <= 6:
            return self._context["rare"]
        if beside <= 15:
            return self._context["some"]
        return self._context["busy"] if beside <= 40 else self._context["hub"]

    def _are_strangers(self, left: Portrait, right: Portrait, context: float) -> bool:
        """What the judge would call different because of births alone, told without comparing the rest."""
        if context >= self._context["busy"] or not self._kernel.born_apart(left, right):
            return False
        return not self._kernel.at_one_address(left, right)

    def _merge(self, number: int, other: int, draft: Draft) -> Judgement:
        """Make two persons one if they are judged to be; the judgement."""
        number, other = self._entities.root(number), self._entities.root(other)
        if number == other:
            return Judgement.SAME
        left, right = self._portraits[number], self._portraits[other]
        root = self._entities.root
        if other in {root(n) for n in left.people} or number in {root(n) for n in right.people}:
            return Judgement.DIFFERENT
        if self._entities.barred(number, other):
            return Judgement.DIFFERENT
        shared = self._shared(self._neighbours(left), right)
        if self._are_strangers(left, right, shared):
            return Judgement.DIFFERENT
        c = self._kernel.compare(left, right, shared)
        judgement = self._judge.judge(c)
        if judgement in (Judgement.COMPATIBLE, Judgement.UNSURE):
            company = self._company(left, right)
            if company:
                c = self._kernel.compare(left, right, min(c.context + company, self._context["most"]))
                judgement = self._judge.judge(c)
        if judgement is not Judgement.SAME:
            return judgement
        merger = self.unite(number, other)
        because = " ".join(explain_people(c))
        draft.moved.append(
            Alias(entity=merger.gone_id, now=self._entities.name(merger.kept), since=draft.at, because=because)
        )
        return Judgement.SAME

    def unite(self, left: int, right: int) -> Merger:
        """Make two persons one, because they are judged to be or because a person says so."""
        merger = self._entities.merge(left, right)
        self._portraits[merger.kept].absorb(self._portraits.pop(merger.gone))
        beside = self._beside.pop(merger.gone, None)
        if beside:
            both = (*self._beside.get(merger.kept, ()), *beside)
            self._beside[merger.kept] = dict.fromkeys(list(dict.fromkeys(both))[: 2 * _MOST_NEIGHBOURS])
        left_open = self._open.pop(merger.gone, None)
        if left_open:
            both = (*self._open.get(merger.kept, ()), *left_open)
            self._open[merger.kept] = list(dict.fromkeys(both))[:_MOST_OPEN]
        return merger

    def take_apart(self, number: int, members: Sequence[Retold], bound: Pairs, apart: Pairs) -> list[int]:
        """Put the mentions of one person together anew; the numbers of what they are now."""
        read = []
        for told in members:
            portrait = read_portrait(told.mention, told.on)
            portrait.things, portrait.people = told.things, tuple(n for n in told.people if n != number)
            read.append((told.rank, portrait))
        groups = regroup(read, self._weigh, _together, bound, apart)
        numbers = self._entities.split(number, [group.ranks for group in groups])
        for own, group in zip(numbers, sorted(groups, key=lambda group: min(group.ranks)), strict=True):
            self._portraits[own] = group.state
            self._index.add(keys_of(group.state), own)
            for neighbour in (*group.state.things, *group.state.people):
                self._beside.setdefault(self._entities.root(neighbour), {})[own] = None
        self._open.pop(number, None)
        return numbers

    def _weigh(self, left: Portrait, right: Portrait) -> float | None:
        c = self._kernel.compare(left, right, self._shared(self._neighbours(left), right))
        return c.weight if self._judge.judge(c) is Judgement.SAME else None

    def _learn(self, number: int, portrait: Portrait) -> int:
        number = self._entities.root(number)
        self._portraits[number].absorb(portrait)
        self._index.add(keys_of(portrait), number)
        return number

    def _acquaint(self, people: dict[int, None], things: Sequence[int]) -> None:
        """Note who stood beside whom and what in one record."""
        for number in people:
            portrait = self._portraits[number]
            known = portrait.people
            new = [other for other in people if other != number and other not in known]
            if new or len(known) > MOST_NEIGHBOURS:
                portrait.people = tuple(dict.fromkeys((*known, *new)))[:MOST_NEIGHBOURS]
            for neighbour in (*things, *people):
                if neighbour != number:
                    beside = self._beside.get(neighbour)
                    if beside is None:
                        self._beside[neighbour] = {number: None}
                    elif len(beside) <= 2 * _MOST_NEIGHBOURS:
                        beside[number] = None


def _together(left: Portrait, right: Portrait) -> Portrait:
    both = Portrait()
    both.absorb(left)
    both.absorb(right)
    return both


def is_person(mention: Mention) -> bool:
    """Whether a mention speaks of a person."""
    return isinstance(mention.description, PersonDescription)
