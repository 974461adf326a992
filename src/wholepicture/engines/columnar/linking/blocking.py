"""Which pairs of rows are compared at all: those that share one of several keys. It says how many it will have missed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from wholepicture.engines.columnar.linking.coding import Coded, Integers, Truths
from wholepicture.linkage.names import load_name_lore, sound
from wholepicture.linkage.row_comparisons import COMPARISONS, code_of, house_of

_NUMBER = {comparison.name: number for number, comparison in enumerate(COMPARISONS)}
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
LARGEST_BLOCK = 400
"""A key that more rows share tells too little; finer keys of the same rows still lead to one another."""


def _group(forename: str) -> str:
    groups = load_name_lore().groups.get(forename)
    return f"*{min(groups)}" if groups else sound(forename)


def _given(reading: Callable[[str], str]) -> Callable[[str], str]:
    """What is read where it is more than a bar or nothing."""

    def read(value: str) -> str:
        found = reading(value)
        return "" if not found.strip("|") else found

    return read


def _house(value: str) -> str:
    number, _, street = house_of(value).partition("|")
    return f"{number}|{street}" if number and street else ""


PARTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "forename": ("forename", _group),
    "forename_sound": ("forename", sound),
    "initial": ("forename", lambda value: value[0]),
    "surname": ("surname", lambda value: sound(value.partition("|")[0].replace("-", ""))),
    "birth": ("birth", lambda value: value if len(value) == 8 else ""),
    "year": ("birth", lambda value: value[:4]),
    "day": ("birth", lambda value: value[4:] if len(value) == 8 else ""),
    "postcode": ("address", _given(code_of)),
    "house": ("address", _house),
    "place": ("place", lambda value: value),
    "occupation": ("occupation", lambda value: value),
    "email": ("email", lambda value: value),
    "email_name": ("email", lambda value: value.partition("@")[0]),
    "phone": ("phone", lambda value: value),
    "nhs": ("nhs", lambda value: value),
    "upn": ("upn", lambda value: value),
    "identifier": ("identifier", lambda value: value),
}
"""What of a row a key may be made of: the comparison that it comes from, and how it is read out of its value."""

RULES: tuple[tuple[str, ...], ...] = (
    ("nhs",),
    ("upn",),
    ("identifier",),
    ("email",),
    ("email_name", "year"),
    ("phone",),
    ("surname", "birth"),
    ("forename", "birth"),
    ("surname", "forename_sound"),
    ("surname", "forename", "year"),
    ("surname", "forename", "postcode"),
    ("surname", "forename", "day"),
    ("surname", "initial", "day"),
    ("surname", "initial", "year"),
    ("birth", "postcode"),
    ("birth", "house"),
    ("birth", "place"),
    ("birth", "occupation"),
    ("forename", "house"),
    ("forename", "postcode"),
    ("surname", "postcode"),
    ("surname", "house"),
    ("forename", "year", "place"),
    ("surname", "place"),
    ("surname", "occupation", "year"),
    ("day", "postcode"),
    ("birth",),
)
"""The keys, each of the parts that it joins. Two rows that share any of them are compared."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The pairs to compare, the smaller row number first, each once; `found` says by how many keys each was found.

    `by_rule` holds the pairs of each key as numbers left * rows + right.
    """

    left: Integers = field(repr=False)
    right: Integers = field(repr=False)
    found: Integers = field(repr=False)
    by_rule: dict[tuple[str, ...], Integers] = field(repr=False)


def block(coded: Coded) -> Blocked:
    """The pairs that share a key, of those keys for which the rows give values."""
    parts: dict[str, Integers] = {}
    for name, (comparison, read) in PARTS.items():
        if coded.values[_NUMBER[comparison]]:
            parts[name] = _part(coded, _NUMBER[comparison], read)
    most = int(coded.rows * max(1.0, min(25.0, 1_000_000 / max(coded.rows, 1))))
    by_rule: dict[tuple[str, ...], Integers] = {}
    for rule in RULES:
        if all(part in parts for part in rule):
            pairs = _pairs([parts[part] for part in rule], coded.rows, most)
            if len(pairs):
                by_rule[rule] = pairs
    if not by_rule:
        empty = np.empty(0, np.int64)
        return Blocked(empty, empty, empty, {})
    keys, found = np.unique(np.concatenate(list(by_rule.values())), return_counts=True)
    return Blocked(keys // coded.rows, keys % coded.rows, found, by_rule)


def _part(coded: Coded, number: int, read: Callable[[str], str]) -> Integers:
    seen: dict[str, int] = {"": -1}
    of_value = np.fromiter(
        (seen.setdefault(read(value), len(seen)) for value in coded.values[number]), np.int64, len(coded.values[number])
    )
    return np.where(coded.codes[number] >= 0, of_value[coded.codes[number]], -1)


def _pairs(parts: Sequence[Integers], rows: int, most: int) -> Integers:
    """The pairs that share a key, smaller blocks first, until there are `most`."""
    usable = np.flatnonzero(np.logical_and.reduce([part >= 0 for part in parts]))
    key = np.zeros(len(usable), np.uint64)
    for part, multiplier in zip(parts, _MULTIPLIERS, strict=False):
        mixed = (part[usable].astype(np.uint64) + np.uint64(1)) * np.uint64(multiplier)
        key = (key ^ mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    order = np.argsort(key, kind="stable")
    sorted_rows, sorted_key = usable[order], key[order]
    starts = np.flatnonzero(np.r_[True, sorted_key[1:] != sorted_key[:-1]]) if len(order) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(order)])
    largest = _largest(sizes, most)
    kept = (sizes > 1) & (sizes <= largest)
    starts, sizes = starts[kept], sizes[kept]
    if not len(starts):
        return np.empty(0, np.int64)
    within = _ramp(sizes)
    at = np.repeat(starts, sizes) + within
    after = np.repeat(sizes, sizes) - within - 1
    first = np.repeat(at, after)
    second = first + 1 + _ramp(after)
    one, other = sorted_rows[first], sorted_rows[second]
    pairs: Integers = np.minimum(one, other) * rows + np.maximum(one, other)
    return pairs


def _largest(sizes: Integers, most: int) -> int:
    """The largest size of a block with which all that are no larger still give at most `most` pairs."""
    counted = np.bincount(np.minimum(sizes, LARGEST_BLOCK + 1), minlength=LARGEST_BLOCK + 2)
    size = np.arange(len(counted))
    pairs = np.cumsum(counted * size * (size - 1) // 2)
    return min(int(np.searchsorted(pairs, most, side="right")) - 1, LARGEST_BLOCK)


def _ramp(sizes: Integers) -> Integers:
    """0, 1, ... below each size, one after another."""
    ends = np.cumsum(sizes)
    ramp: Integers = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return ramp


def estimate_recall(found: Integers, likely: Truths) -> float:
    """The share of the true pairs that blocking will have found: few keys found tells how many none has (Chao, 1987)."""
    once, twice = int(np.sum(likely & (found == 1))), int(np.sum(likely & (found == 2)))
    seen = int(np.sum(likely))
    missed = once * (once - 1) / (2 * (twice + 1))
    return seen / (seen + missed) if seen else 1.0
