"""Which mention belongs to which entity. Mentions and entities are numbered inside; outside an entity goes by its earliest
mention's id. What a person has said of two mentions stands here too, and binds every merge."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wholepicture.vocabulary.records import EntityId, MentionId


@dataclass(frozen=True, slots=True)
class Merger:
    """Two entities that became one: the number that stays and the number that went, with the id that it had."""

    kept: int
    gone: int
    gone_id: EntityId


class Entities:
    """A forest of entity numbers over mentions numbered in fold order. A merge keeps the entity of the earlier mention."""

    def __init__(self) -> None:
        self._order: dict[MentionId, int] = {}
        self._ids: list[MentionId] = []
        self._owner = array("q")
        self._above: list[int] = []
        self._earliest = array("q")
        self._members: dict[int, array[int]] = {}
        self._apart: dict[int, list[tuple[int, int]]] = {}

    def __contains__(self, mention: MentionId) -> bool:
        return mention in self._order

    def enter(self, mentions: Sequence[MentionId]) -> int:
        """Number a record's mentions in their order, before they belong anywhere; the first number."""
        first = len(self._ids)
        for at, mention in enumerate(mentions):
            self._order[mention] = first + at
            self._ids.append(mention)
            self._owner.append(-1)
        return first

    def found(self, rank: int) -> int:
        """A new entity, of which the mention of this number is the first."""
        number = len(self._above)
        self._above.append(number)
        self._earliest.append(rank)
        self._owner[rank] = number
        return number

    def join(self, rank: int, number: int) -> None:
        """Let a mention belong to an entity; in one record the earliest mention gives the id, whatever was read first."""
        number = self.root(number)
        self._owner[rank] = number
        members = self._members.get(number)
        if members is None:
            self._members[number] = array("q", (self._earliest[number], rank))
        else:
            members.append(rank)
        self._earliest[number] = min(self._earliest[number], rank)

    def root(self, number: int) -> int:
        """The number that an entity goes by now."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def roots(self, numbers: Iterable[int]) -> set[int]:
        """The numbers that entities go by now."""
        above, found = self._above, set()
        for number in numbers:
            up = above[number]
            found.add(up if above[up] == up else self.root(up))
        return found

    def distinct_roots(self, numbers: Iterable[int], *, without: Iterable[int]) -> list[int]:
        """The numbers that entities go by now, each once, in the order in which they come; some are left out."""
        above, root = self._above, self.root
        seen = self.roots(without)
        found: list[int] = []
        for number in numbers:
            up = above[number]
            if above[up] != up:
                up = root(up)
            if up not in seen:
                seen.add(up)
                found.append(up)
        return found

    def merge(self, left: int, right: int) -> Merger:
        """Make two entities one."""
        left, right = self.root(left), self.root(right)
        if self._earliest[right] < self._earliest[left]:
            left, right = right, left
        members = array("q", self.members(left))
        members.extend(self.members(right))
        self._members[left] = members
        self._members.pop(right, None)
        self._above[right] = left
        barred = self._apart.pop(right, None)
        if barred:
            self._apart.setdefault(left, []).extend(barred)
        return Merger(left, right, EntityId(self._ids[self._earliest[right]]))

    def split(self, number: int, groups: Sequence[Sequence[int]]) -> list[int]:
        """Take an entity apart into groups of mention numbers; the group with the earliest keeps its number and id."""
        numbers = []
        for at, group in enumerate(sorted(groups, key=min)):
            own = number
            if at:
                own = len(self._above)
                self._above.append(own)
                self._earliest.append(min(group))
            for rank in group:
                self._owner[rank] = own
            self._members[own] = array("q", sorted(group))
            numbers.append(own)
        return numbers

    def members(self, number: int) -> Sequence[int]:
        """The numbers of the mentions of an entity, not in any order."""
        number = self.root(number)
        return self._members.get(number) or (self._earliest[number],)

    def rank(self, mention: MentionId) -> int:
        """The number of a mention that was resolved; KeyError for any other."""
        return self._order[mention]

    def mention(self, rank: int) -> MentionId:
        """The mention of a number."""
        return self._ids[rank]

    def number(self, mention: MentionId) -> int:
        """The entity number of a mention that was resolved; KeyError for any other."""
        return self.root(self._owner[self._order[mention]])

    def name(self, number: int) -> EntityId:
        """The id of an entity: that of its earliest mention."""
        return EntityId(self._ids[self._earliest[self.root(number)]])

    def first(self, number: int) -> MentionId:
        """The earliest mention of an entity."""
        return self._ids[self._earliest[self.root(number)]]

    def bar(self, left: MentionId, right: MentionId) -> None:
        """Keep two mentions apart for good."""
        pair = (self._order[left], self._order[right])
        for mention in (left, right):
            self._apart.setdefault(self.number(mention), []).append(pair)

    def unbar(self, left: MentionId, right: MentionId) -> None:
        """Take back that two mentions are kept apart."""
        pairs = {(self._order[left], self._order[right]), (self._order[right], self._order[left])}
        for mention in (left, right):
            number = self.number(mention)
            self._apart[number] = [pair for pair in self._apart.get(number, ()) if pair not in pairs]

    def barred(self, left: int, right: int) -> bool:
        """Whether a person has said that something in the one is not the same as something in the other."""
        if not self._apart:
            return False
        both = {self.root(left), self.root(right)}
        for number in sorted(both):
            for one, other in self._apart.get(number, ()):
                if {self.root(self._owner[one]), self.root(self._owner[other])} == both:
                    return True
        return False
