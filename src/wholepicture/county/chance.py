"""Draws that a training county is made of: frequent and rare, crowded and quiet. Each comes from a seeded generator."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lottery(Generic[T]):
    """Things that are drawn in unequal shares. `bounds` are the running totals of the shares."""

    things: tuple[T, ...]
    bounds: tuple[float, ...]

    def draw(self, rng: Random) -> T:
        """One of the things, by its share."""
        return self.things[bisect_right(self.bounds, rng.random() * self.bounds[-1], 0, len(self.things) - 1)]


def weighted(shares: Sequence[tuple[T, float]]) -> Lottery[T]:
    """A lottery from things and their shares, which need not add up to one."""
    return Lottery(tuple(thing for thing, _ in shares), tuple(accumulate(share for _, share in shares)))


def by_rank(things: Sequence[T], steepness: float = 0.75, flattening: float = 3.0) -> Lottery[T]:
    """A lottery in which what stands first is drawn most often, as names are: Zipf and Mandelbrot's law."""
    return weighted([(thing, (rank + flattening) ** -steepness) for rank, thing in enumerate(things)])


def pick(rng: Random, things: Sequence[T]) -> T:
    """One of the things, each as likely as the others."""
    return things[int(rng.random() * len(things))]


def poisson(rng: Random, mean: float) -> int:
    """A Poisson count. Meant for the small means of one family or one place; large ones are summed from parts."""
    total = 0
    while mean > 30.0:
        total += poisson(rng, 30.0)
        mean -= 30.0
    limit, product = exp(-mean), rng.random()
    while product > limit:
        total += 1
        product *= rng.random()
    return total


def crowded(rng: Random, mean: float, shape: float) -> int:
    """A Gamma-Poisson count: most are nought and a few are many. The variance is mean + mean squared / shape."""
    if mean <= 0.0:
        return 0
    return poisson(rng, rng.gammavariate(shape, mean / shape))
