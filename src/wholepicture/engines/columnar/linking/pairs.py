"""Many pairs of rows compared at once: each distinct pair of values once, then added up with arrays."""

from collections.abc import Sequence

import numpy as np

from wholepicture.engines.columnar.linking.coding import Coded, Floats, Integers, Levels, Truths, compared
from wholepicture.engines.columnar.linking.shortcuts import OPEN, shortcut
from wholepicture.linkage.row_comparisons import COMPARISONS, FORENAME, MISSING, SURNAME, crossed
from wholepicture.linkage.row_model import ALTERNATIVES, NAMES, WEAK, RowModel

_COUNT = len(COMPARISONS)


class PairKernel:
    """Compares pairs of coded rows, with the same bits as `RowKernel`."""

    def __init__(self, coded: Coded) -> None:
        self._coded = coded
        self._compared = compared(coded)
        self._shortcuts = [shortcut(number, coded.values[number]) for number in range(_COUNT)]
        self._alone = [np.full(len(values), OPEN, np.uint8) for values in coded.values]
        self._beginnings = tuple(
            np.fromiter((_beginning(value) for value in coded.values[n]), np.int64, len(coded.values[n]))
            for n in (FORENAME, SURNAME)
        )

    def _compare_alone(self, number: int, codes: Integers) -> Levels:
        """The level of values compared with themselves: an initial that is the same is an initial still."""
        known, compare, values = self._alone[number], COMPARISONS[number].compare, self._coded.values[number]
        new = np.unique(codes[known[codes] == OPEN])
        known[new] = np.fromiter((compare(values[at], values[at]) for at in new.tolist()), np.uint8, len(new))
        levels: Levels = known[codes]
        return levels

    def _apart(self, number: int, low: Integers, high: Integers) -> Levels:
        """The levels of pairs of different values, by their codes: by a shortcut, and each distinct other pair once."""
        values, compare = self._coded.values[number], COMPARISONS[number].compare
        shortcut = self._shortcuts[number]
        found = shortcut(low, high) if shortcut else np.full(len(low), OPEN, np.uint8)
        open_ = np.flatnonzero(found == OPEN)
        if len(open_):
            distinct, which = np.unique(low[open_] * len(values) + high[open_], return_inverse=True)
            pairs = zip((distinct // len(values)).tolist(), (distinct % len(values)).tolist(), strict=True)
            one_by_one = np.fromiter((compare(values[a], values[b]) for a, b in pairs), np.uint8, len(distinct))
            found[open_] = one_by_one[which]
        return found

    def _turn(self, result: Levels, left: Integers, right: Integers) -> None:
        """Look for names changed round among the pairs in which neither forename nor surname agrees."""
        forenames, surnames = self._coded.values[FORENAME], self._coded.values[SURNAME]
        codes = (self._coded.codes[FORENAME], self._coded.codes[SURNAME])
        one, other = codes[0][left], codes[1][left]
        two, another = codes[0][right], codes[1][right]
        # levels: 0 is missing, 6 and 7 of forenames and 7 of surnames are names that do not agree
        apart = ((result[FORENAME] == 0) | (result[FORENAME] >= 6)) & ((result[SURNAME] == 0) | (result[SURNAME] == 7))
        crossing = ((one >= 0) & (another >= 0)) | ((two >= 0) & (other >= 0))
        crossing &= self._begin_alike(one, another) & self._begin_alike(two, other)
        at = np.flatnonzero(apart & crossing)
        if not len(at):
            return
        keys = np.stack((one[at], other[at], two[at], another[at]))
        for position, (a, b, c, d) in zip(at.tolist(), keys.T.tolist(), strict=True):
            turned = crossed(_text(forenames, a), _text(surnames, b), _text(forenames, c), _text(surnames, d))
            if turned:
                result[FORENAME][position] = turned
                result[SURNAME][position] = MISSING

    def _begin_alike(self, forename: Integers, surname: Integers) -> Truths:
        """Whether a forename and a surname begin alike enough to be one name but for a slip; so does what is not given."""
        first, second = self._beginnings
        mine, theirs = np.append(first, 0)[forename], np.append(second, 0)[surname]
        return np.asarray((forename < 0) | (surname < 0) | (mine & theirs != 0))

    def levels(self, left: Integers, right: Integers) -> Levels:
        """The level of each comparison (rows of the result) for each pair (its columns)."""
        result = np.zeros((_COUNT, len(left)), np.uint8)
        for number in self._compared:
            result[number] = self._level(number, left, right)
        if FORENAME in self._compared and SURNAME in self._compared and len(left):
            self._turn(result, left, right)
        return result

    def _level(self, number: int, left: Integers, right: Integers) -> Levels:
        codes = self._coded.codes[number]
        mine, theirs = codes[left], codes[right]
        given = (mine >= 0) & (theirs >= 0)
        level = np.zeros(len(left), np.uint8)
        alike = given & (mine == theirs)
        level[alike] = self._compare_alone(number, mine[alike])
        apart = np.flatnonzero(given & (mine != theirs))
        if len(apart):
            low, high = np.minimum(mine[apart], theirs[apart]), np.maximum(mine[apart], theirs[apart])
            level[apart] = self._apart(number, low, high)
        return level


def _text(values: Sequence[str], code: int) -> str:
    return values[code] if code >= 0 else ""


def _beginning(value: str) -> int:
    """A set of the first three letters, one bit a letter: two that are one name but for a slip share one."""
    return sum({1 << (ord(letter) % 32) for letter in value[:3]})


class PairWeigher:
    """Weighs levels under a model; for each pair what each comparison weighs, and the weight of all."""

    def __init__(self, coded: Coded, model: RowModel) -> None:
        self._coded = coded
        self._model = model
        self._compared = compared(coded)
        self._bits = [
            np.array([model.weights[c.name].get(level.name, 0.0) for level in c.levels], np.float64) for c in COMPARISONS
        ]
        self._rarity = {
            (number, level): self._rarities(number, level)
            for number in self._compared
            for level, _ in COMPARISONS[number].rarity
        }

    def _rarities(self, number: int, level: int) -> Floats:
        comparison = COMPARISONS[number]
        codes, parts = self._coded.rare_parts(number, level)
        weigh = self._model.rarities(comparison.name, comparison.levels[level].name)
        found: Floats = np.fromiter((weigh(part) for part in parts), np.float64, len(parts))[codes]
        return found

    def bits(self, levels: Levels, left: Integers) -> Floats:
        """What each comparison weighs, for each pair."""
        result = np.zeros(levels.shape, np.float64)
        for number in self._compared:
            weights = self._bits[number][levels[number]]
            for level, _ in COMPARISONS[number].rarity:
                here = np.flatnonzero(levels[number] == level)
                weights[here] += self._rarity[(number, level)][self._coded.codes[number][left[here]]]
            result[number] = weights
        return result

    def weigh(self, levels: Levels, left: Integers) -> Floats:
        """The weight of each pair, priors included."""
        return self.total(self.bits(levels, left))

    def total(self, bits: Floats) -> Floats:
        """The weight of each pair out of what its comparisons weigh, priors included."""
        least = self._sum(bits, frozenset())
        for other in ALTERNATIVES:
            least = np.minimum(least, self._sum(bits, other.shares) + (other.rarer - self._model.relatives))
        weight = least + self._model.prior
        support = [n for n, c in enumerate(COMPARISONS) if c.name not in NAMES and c.name not in WEAK]
        supported = np.any(bits[support] > 0, axis=0)
        return np.where(supported, weight, np.minimum(weight, self._model.threshold - 1.0))

    def _sum(self, bits: Floats, without: frozenset[str]) -> Floats:
        total = np.zeros(bits.shape[1], np.float64)
        for number, comparison in enumerate(COMPARISONS):
            if comparison.name not in without and number in self._compared:
                total = total + bits[number]
        return total
