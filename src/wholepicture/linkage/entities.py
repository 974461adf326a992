"""Which mention belongs to which entity. Entities are numbered inside; outside they go by their earliest mention's id."""

from array import array
from dataclasses import dataclass

from wholepicture.vocabulary.records import EntityId, MentionId


@dataclass(frozen=True, slots=True)
class Merger:
    """Two entities that became one: the number that stays and the number that went, with the id that it had."""

    kept: int
    gone: int
    gone_id: EntityId


class Entities:
    """A forest of entity numbers with their first mentions. A merge keeps the entity whose first mention came earlier."""

    def __init__(self) -> None:
        self._of: dict[MentionId, int] = {}
        self._above = array("q")
        self._first: list[MentionId] = []
        self._rank = array("q")

    def __contains__(self, mention: MentionId) -> bool:
        return mention in self._of

    def __len__(self) -> int:
        return len(self._first)

    def found(self, mention: MentionId, rank: int) -> int:
        """A new entity, of which this is the first mention; `rank` grows in the order in which records are folded."""
        number = len(self._first)
        self._first.append(mention)
        self._above.append(number)
        self._rank.append(rank)
        self._of[mention] = number
        return number

    def join(self, mention: MentionId, number: int, rank: int) -> None:
        """Let a mention belong to an entity; inside one record the earliest mention gives the id, whatever was read first."""
        number = self.root(number)
        self._of[mention] = number
        if rank < self._rank[number]:
            self._rank[number] = rank
            self._first[number] = mention

    def root(self, number: int) -> int:
        """The number that an entity goes by now."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def merge(self, left: int, right: int) -> Merger:
        """Make two entities one."""
        left, right = self.root(left), self.root(right)
        if self._rank[right] < self._rank[left]:
            left, right = right, left
        self._above[right] = left
        return Merger(left, right, EntityId(self._first[right]))

    def number(self, mention: MentionId) -> int:
        """The entity number of a mention that was resolved; KeyError for any other."""
        return self.root(self._of[mention])

    def name(self, number: int) -> EntityId:
        """The id of an entity: that of its earliest mention."""
        return EntityId(self._first[self.root(number)])

    def first(self, number: int) -> MentionId:
        """The earliest mention of an entity."""
        return self._first[self.root(number)]
