"""Answers about many pairs of values at once where arrays can tell: the same as `row_comparisons` gives, only sooner.

A shortcut answers for some pairs and leaves the others open; who asks compares those one by one.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from wholepicture.engines.columnar.linking.coding import Integers, Levels, Truths
from wholepicture.linkage.names import load_name_lore
from wholepicture.linkage.row_comparisons import COMPARISONS

OPEN = 255
"""The level of a pair that a shortcut leaves open."""
Shortcut = Callable[[Integers, Integers], Levels]


def shortcut(number: int, values: Sequence[str]) -> Shortcut | None:
    """The shortcut of a comparison over its values, where there is one. It is asked about pairs of different values."""
    build = _BUILD.get(COMPARISONS[number].name)
    return build(values) if build and values else None


def _dates(values: Sequence[str]) -> Shortcut:
    whole = np.array([len(value) == 8 and value.isascii() and value.isdigit() for value in values])
    text = "".join(value if fits else "0" * 8 for value, fits in zip(values, whole, strict=True))
    signs = np.frombuffer(text.encode(), np.uint8).reshape(-1, 8).astype(np.int16) - 48
    year = signs[:, :4] @ np.array([1000, 100, 10, 1])

    def answer(left: Integers, right: Integers) -> Levels:
        one, other = signs[left], signs[right]
        apart = one != other
        count = apart.sum(axis=1)
        turned = np.zeros(len(left), np.bool_)
        for at in range(7):
            turned |= apart[:, at] & (one[:, at] == other[:, at + 1]) & (one[:, at + 1] == other[:, at])
        slip = (count == 1) | ((count == 2) & turned & _side_by_side(apart))
        same_year = year[left] == year[right]
        slip |= (count > 0) & (~apart[:, 4:].any(axis=1)) & (np.abs(year[left] - year[right]) == 1)
        swapped = same_year & (one[:, 4:6] == other[:, 6:]).all(axis=1) & (one[:, 6:] == other[:, 4:6]).all(axis=1)
        level = np.where(same_year, 6, 7)
        level = np.where(count == 2, 4, level)
        level = np.where(slip, 3, level)
        level = np.where(swapped, 2, level)
        return np.where(whole[left] & whole[right], level, OPEN).astype(np.uint8)

    return answer


def _side_by_side(apart: Truths) -> Truths:
    return np.asarray((apart[:, :-1] & apart[:, 1:]).any(axis=1))


def _forenames(values: Sequence[str]) -> Shortcut:
    groups = load_name_lore().groups
    plain = np.array([len(value) > 1 and "-" not in value for value in values])
    grouped = np.array([value in groups for value in values])
    unlike = _unlike(values)

    def answer(left: Integers, right: Integers) -> Levels:
        sure = plain[left] & plain[right] & ~(grouped[left] & grouped[right])
        return unlike(left, right, sure)

    return answer


def _surnames(values: Sequence[str]) -> Shortcut:
    plain = np.array([len(value) > 1 and "-" not in value and "|" not in value for value in values])
    unlike = _unlike(values)

    def answer(left: Integers, right: Integers) -> Levels:
        return unlike(left, right, plain[left] & plain[right])

    return answer


def _unlike(values: Sequence[str]) -> Callable[[Integers, Integers, Truths], Levels]:
    """Level 7, different, for those of the pairs asked about that are neither near in letters nor alike in sound of them."""
    held = np.array(values, dtype=object)

    def answer(left: Integers, right: Integers, asked: Truths) -> Levels:
        level = np.full(len(left), OPEN, np.uint8)
        at = np.flatnonzero(asked)
        if len(at):
            one, other = held[left[at]], held[right[at]]
            alike = cpdist(one, other, scorer=JaroWinkler.similarity, score_cutoff=0.8, dtype=np.float32)
            near = cpdist(one, other, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
            level[at[(alike < 0.8) & (near > 2)]] = 7
        return level

    return answer


def _addresses(values: Sequence[str]) -> Shortcut:
    parts = pc.split_pattern(pa.array(values, pa.string()), "|").flatten().to_numpy(zero_copy_only=False).reshape(-1, 5)
    number, street, locality, code = (_coded(parts[:, at]) for at in (1, 2, 3, 4))
    district = _coded([text[:-3] if len(text) >= 5 else "" for text in parts[:, 4].tolist()])

    def answer(left: Integers, right: Integers) -> Levels:
        different = (street[left] > 0) & (street[right] > 0) & (street[left] != street[right])
        different &= (number[left] != number[right]) & ((code[left] != code[right]) | (code[left] == 0))
        different &= (locality[left] == 0) | (locality[right] == 0)
        different &= (district[left] != district[right]) | (district[left] == 0)
        return np.where(different, 9, OPEN).astype(np.uint8)

    return answer


def _coded(texts: Sequence[str]) -> Integers:
    """Numbers for texts, the same for the same; 0 for an empty one."""
    encoded = pa.array(texts, pa.string()).dictionary_encode()
    empty = np.array([not text for text in encoded.dictionary.to_pylist()], np.bool_)
    codes = encoded.indices.to_numpy().astype(np.int64)
    found: Integers = np.where(empty[codes], 0, codes + 1)
    return found


_BUILD: dict[str, Callable[[Sequence[str]], Shortcut]] = {
    "birth": _dates,
    "forename": _forenames,
    "surname": _surnames,
    "address": _addresses,
}
