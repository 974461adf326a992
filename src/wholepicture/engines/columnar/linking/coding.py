"""Rows as arrays of small numbers: every distinct value of every comparison once, in the order of the alphabet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from wholepicture.linkage.row_comparisons import COMPARISONS

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.uint8]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Coded:
    """The rows of a register. `codes[c]` holds for each row the number of its value in `values[c]`; -1 where it is missing.

    `order` holds the rows in an order that only their contents decide.
    """

    codes: tuple[Integers, ...] = field(repr=False)
    values: tuple[tuple[str, ...], ...] = field(repr=False)
    order: Integers = field(repr=False)
    _rare: dict[tuple[int, int], tuple[Integers, tuple[str, ...]]] = field(default_factory=dict, repr=False)

    def rare_parts(self, number: int, level: int) -> tuple[Integers, tuple[str, ...]]:
        """What of each value of a comparison must be rare at a level: for each value the number of it, and all of them."""
        if (number, level) not in self._rare:
            read = dict(COMPARISONS[number].rarity)[level]
            seen: dict[str, int] = {}
            values = self.values[number]
            codes = np.fromiter((seen.setdefault(read(value), len(seen)) for value in values), np.int64, len(values))
            self._rare[(number, level)] = codes, tuple(seen)
        return self._rare[(number, level)]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.order)


def code_rows(columns: Sequence[Sequence[str]]) -> Coded:
    """Code the values of rows, given for each comparison in the order of the rows."""
    codes, values = [], []
    for column in columns:
        own, distinct = _code_column(column)
        codes.append(own)
        values.append(distinct)
    return Coded(tuple(codes), tuple(values), np.lexsort(tuple(reversed(codes))) if codes else np.arange(0))


def _code_column(column: Sequence[str]) -> tuple[Integers, tuple[str, ...]]:
    try:
        encoded = pa.array(column, pa.string()).dictionary_encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which only Python's own strings can hold
        return _code_odd_column(column)
    words = encoded.dictionary
    order = pc.sort_indices(words).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    texts = words.take(pa.array(order)).to_pylist()
    codes: Integers = rank[encoded.indices.to_numpy()] if len(rank) else np.empty(0, np.int64)
    if texts and not texts[0]:
        return codes - 1, tuple(texts[1:])
    return codes, tuple(texts)


def _code_odd_column(column: Sequence[str]) -> tuple[Integers, tuple[str, ...]]:
    distinct = sorted({value for value in column if value})
    number = {value: at for at, value in enumerate(distinct)} | {"": -1}
    return np.fromiter((number[value] for value in column), np.int64, len(column)), tuple(distinct)


def in_own_order(coded: Coded) -> Coded:
    """The same rows numbered in the order that their contents decide."""
    return Coded(tuple(code[coded.order] for code in coded.codes), coded.values, np.arange(coded.rows))


def compared(coded: Coded) -> tuple[int, ...]:
    """The numbers of the comparisons for which any row gives a value."""
    return tuple(number for number in range(len(COMPARISONS)) if coded.values[number])
