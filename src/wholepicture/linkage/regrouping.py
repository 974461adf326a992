"""Taking one entity apart again: its mentions are put together anew, under what persons have said of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from wholepicture.vocabulary.records import Mention, MentionId

State = TypeVar("State")


class Recall(Protocol):
    """Gives back the record in which a mention stands as it was resolved: all its mentions, and the day it speaks of."""

    def __call__(self, mention: MentionId) -> tuple[Sequence[Mention], date]:
        """The record of a mention; LookupError where it was erased."""
        ...


@dataclass(frozen=True, slots=True)
class Retold:
    """A mention told again: its number, the day its record speaks of, and the entity numbers beside it in the record."""

    rank: int
    mention: Mention
    on: date
    things: tuple[int, ...]
    people: tuple[int, ...]


@dataclass(slots=True)
class Group(Generic[State]):
    """Mentions that are one again, by their numbers, and what is known of them together."""

    ranks: list[int]
    state: State


Pairs = Iterable[tuple[int, int]]


def regroup(
    members: Sequence[tuple[int, State]],
    weigh: Callable[[State, State], float | None],
    absorb: Callable[[State, State], State],
    bound: Pairs,
    apart: Pairs,
) -> list[Group[State]]:
    """Let each mention in its order join the group that fits best; then unite groups, the best pair first, while any fit.

    `weigh` gives the weight of two that are judged the same, else None. Mentions in `bound` are one whatever they weigh,
    those in `apart` never; where both are said of a chain of mentions, apart wins.
    """
    forbidden = {frozenset(pair) for pair in apart}
    groups: list[Group[State]] = []
    for rank, state in members:
        alone = Group([rank], state)
        fits = [(weigh(group.state, state), group) for group in groups if not _kept_apart(group, alone, forbidden)]
        weighed = [(weight, at) for at, (weight, _) in enumerate(fits) if weight is not None]
        groups.append(alone)
        if weighed:
            _unite(groups, fits[max(weighed, key=lambda pair: (pair[0], -pair[1]))[1]][1], alone, absorb)
    for left, right in bound:
        first, second = _holding(groups, left), _holding(groups, right)
        if first is not None and second is not None and first is not second and not _kept_apart(first, second, forbidden):
            _unite(groups, first, second, absorb)
    while True:
        pair = _best(groups, weigh, forbidden)
        if pair is None:
            return groups
        _unite(groups, *pair, absorb)


def _best(
    groups: list[Group[State]], weigh: Callable[[State, State], float | None], forbidden: set[frozenset[int]]
) -> tuple[Group[State], Group[State]] | None:
    best: tuple[float, Group[State], Group[State]] | None = None
    for at, left in enumerate(groups):
        for right in groups[at + 1 :]:
            weight = weigh(left.state, right.state)
            if weight is None or (best is not None and weight <= best[0]) or _kept_apart(left, right, forbidden):
                continue
            best = (weight, left, right)
    return None if best is None else best[1:]


def _holding(groups: list[Group[State]], rank: int) -> Group[State] | None:
    return next((group for group in groups if rank in group.ranks), None)


def _kept_apart(left: Group[State], right: Group[State], forbidden: set[frozenset[int]]) -> bool:
    return bool(forbidden) and any(frozenset((one, other)) in forbidden for one in left.ranks for other in right.ranks)


def _unite(
    groups: list[Group[State]], left: Group[State], right: Group[State], absorb: Callable[[State, State], State]
) -> None:
    left.state = absorb(left.state, right.state)
    left.ranks = sorted(left.ranks + right.ranks)
    groups.remove(right)
