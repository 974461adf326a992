"""From the weights of pairs to entities: average linkage inside what hangs together, never one strong pair alone."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from wholepicture.engines.columnar.linking.coding import Floats, Integers

LARGEST_DENSE = 1500
"""What hangs together in more rows than this is first cut where it hangs together by the weakest pairs."""
MOST_BITS = 18.0
"""No pair speaks louder than this, so that one shared number does not drown what many pairs say."""
CHAINED = 1e7
Weigh = Callable[[Integers, Integers], Floats]


@dataclass(frozen=True, slots=True)
class Bonds:
    """What persons have said of pairs of rows, by row numbers: the same, and different. It outranks every weight."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Where groups end: the mean weight below which none are joined, and up to how many rows it is worked out exactly."""

    threshold: float
    largest: int = LARGEST_DENSE


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of rows and their weights."""

    left: Integers = field(repr=False)
    right: Integers = field(repr=False)
    weight: Floats = field(repr=False)

    def above(self, threshold: float) -> "Edges":
        """Those that weigh at least so much."""
        kept = self.weight >= threshold
        return Edges(self.left[kept], self.right[kept], self.weight[kept])


def group(rows: int, edges: Edges, weigh: Weigh, cut: Cut, bonds: Bonds = Bonds()) -> Integers:
    """For each row the smallest row number of its entity.

    Groups are joined while the mean weight over all pairs between two groups reaches the threshold, the highest first. A
    pair below the threshold alone can so be joined by what the others say, and one above it kept apart.
    """
    strong = edges.above(cut.threshold)
    if bonds.same:
        said = np.array(bonds.same, np.int64).reshape(-1, 2)
        extra = Edges(said.min(axis=1), said.max(axis=1), np.full(len(said), CHAINED))
        strong = Edges(*(np.concatenate(both) for both in zip(_columns(strong), _columns(extra), strict=True)))
    label = components(rows, strong.left, strong.right)
    for members, inside in _unsettled(label, strong, bonds):
        _settle(label, members, inside, weigh, cut, bonds)
    return label


def _columns(edges: Edges) -> tuple[Integers, Integers, Floats]:
    return edges.left, edges.right, edges.weight


def components(rows: int, left: Integers, right: Integers) -> Integers:
    """For each row the smallest row number that it hangs together with."""
    label = np.arange(rows)
    while len(left):
        one, other = label[left], label[right]
        apart = one != other
        if not apart.any():
            break
        left, right = left[apart], right[apart]
        low, high = np.minimum(one[apart], other[apart]), np.maximum(one[apart], other[apart])
        np.minimum.at(label, high, low)
        while True:
            up = label[label]
            if np.array_equal(up, label):
                break
            label = up
    return label


def _unsettled(label: Integers, strong: Edges, bonds: Bonds) -> list[tuple[Integers, Edges]]:
    """The components in which not every pair is strong, or of which persons have spoken, with their strong pairs."""
    rows = len(label)
    sizes = np.bincount(label, minlength=rows)
    distinct = np.unique(np.minimum(strong.left, strong.right) * rows + np.maximum(strong.left, strong.right))
    pairs = np.bincount(label[distinct // rows], minlength=rows)
    open_ = (sizes > 2) & (pairs < sizes * (sizes - 1) // 2)
    for one, other in (*bonds.different, *bonds.same):
        if label[one] == label[other]:
            open_[label[one]] = True
    members = np.flatnonzero(open_[label])
    members = members[np.argsort(label[members], kind="stable")]
    inside = np.flatnonzero(open_[label[strong.left]])
    inside = inside[np.argsort(label[strong.left[inside]], kind="stable")]
    found = []
    starts = np.flatnonzero(np.r_[True, np.diff(label[members]) != 0]) if len(members) else np.empty(0, np.int64)
    of_edge = label[strong.left[inside]]
    for rows_here in np.split(members, starts[1:]) if len(members) else []:
        own = label[rows_here[0]]
        low, high = np.searchsorted(of_edge, [own, own + 1])
        at = inside[low:high]
        found.append((rows_here, Edges(strong.left[at], strong.right[at], strong.weight[at])))
    return found


def _settle(label: Integers, members: Integers, inside: Edges, weigh: Weigh, cut: Cut, bonds: Bonds) -> None:
    if len(members) > cut.largest:
        for part, edges in _cut(members, inside, cut.largest):
            _settle(label, part, edges, weigh, cut, bonds)
        return
    for part in average_linkage(_all_weights(members, weigh, bonds), cut.threshold):
        label[members[part]] = members[part].min()


def _cut(members: Integers, inside: Edges, largest: int) -> list[tuple[Integers, Edges]]:
    """Leave out ever stronger pairs until the rows no longer hang together; each part with its pairs."""
    place = {int(row): at for at, row in enumerate(members)}
    left = np.fromiter((place[int(row)] for row in inside.left), np.int64, len(inside.left))
    right = np.fromiter((place[int(row)] for row in inside.right), np.int64, len(inside.right))
    for weight in np.unique(np.quantile(inside.weight, np.linspace(0.02, 1.0, 50))):
        kept = inside.weight > weight
        own = components(len(members), left[kept], right[kept])
        if np.bincount(own).max() <= largest:
            break
    parts = []
    for number in np.unique(own):
        here = own == number
        between = kept & here[left] & here[right]
        parts.append((members[here], Edges(inside.left[between], inside.right[between], inside.weight[between])))
    return parts


def _all_weights(members: Integers, weigh: Weigh, bonds: Bonds) -> Floats:
    size = len(members)
    one, other = np.triu_indices(size, 1)
    weights = np.clip(weigh(members[one], members[other]), -MOST_BITS, MOST_BITS)
    whole = np.zeros((size, size))
    whole[one, other] = whole[other, one] = weights
    place = {int(row): at for at, row in enumerate(members)} if bonds.same or bonds.different else {}
    for said, bits in ((bonds.same, CHAINED), (bonds.different, -np.inf)):
        for left, right in said:
            if left in place and right in place:
                whole[place[left], place[right]] = whole[place[right], place[left]] = bits
    return whole


def average_linkage(weights: Floats, threshold: float) -> list[Integers]:
    """Groups of positions, joined while the mean weight between two groups reaches the threshold, the highest first.

    Of pairs that weigh the same the one with the lowest positions is joined first.
    """
    size = len(weights)
    weights = weights.copy()
    np.fill_diagonal(weights, -np.inf)
    count = np.ones(size)
    members: list[list[int]] = [[at] for at in range(size)]
    best = weights.argmax(axis=1)
    highest = weights[np.arange(size), best]
    for _ in range(size - 1):
        one = int(highest.argmax())
        if not highest[one] >= threshold:
            break
        other = int(best[one])
        if other < one:
            one, other = other, one
        joined = (count[one] * weights[one] + count[other] * weights[other]) / (count[one] + count[other])
        joined[[one, other]] = -np.inf
        weights[one] = weights[:, one] = joined
        weights[other] = weights[:, other] = -np.inf
        count[one] += count[other]
        members[one] += members[other]
        members[other] = []
        _look_again(weights, best, highest, one, other)
    return [np.array(sorted(group)) for group in members if group]


def _look_again(weights: Floats, best: Integers, highest: Floats, one: int, other: int) -> None:
    """Find the best partner anew for those whose best partner was one of the two that were joined."""
    best[one] = int(weights[one].argmax())
    highest[one] = weights[one, best[one]]
    highest[other] = -np.inf
    better = weights[:, one] > highest
    best[better] = one
    highest[better] = weights[better, one]
    for row in np.flatnonzero((best == one) | (best == other)):
        if row not in (one, other):
            best[row] = int(weights[row].argmax())
            highest[row] = weights[row, best[row]]
