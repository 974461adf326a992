"""Groups of families of which agencies write unequally much, although harm comes to all alike: for measuring fairness.

The labels come from here alone and stand in the truth. No extract holds them, and nothing that looks for patterns sees them.
"""

from random import Random

from wholepicture.county.cast import Person
from wholepicture.county.population import Population

USUAL, OFTEN = "as others", "three times as often"
TIMES = 3.0
"""How much more often ordinary life brings a record about a child of the group that is recorded often."""

SHARE = 1 / 3
"""The share of families in that group."""


def assign_groups(people: Population, rng: Random) -> None:
    """Let every family belong to one of the two groups, by lot; `rng` is none that anything else is drawn from."""
    for family in dict.fromkeys(child.family for child in people.children):
        people.group_of[family] = OFTEN if rng.random() < SHARE else USUAL


def times_recorded(people: Population, child: Person) -> float:
    """How many times as often as usual ordinary life brings a record about a child."""
    return TIMES if people.group_of.get(child.family) == OFTEN else 1.0
