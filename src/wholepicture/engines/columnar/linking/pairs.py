"""Many pairs of rows compared at once: each distinct pair of values once, then added up with arrays."""

import numpy as np

from wholepicture.engines.columnar.linking.coding import Coded, Floats, Integers, Levels, compared
from wholepicture.linkage.row_comparisons import COMPARISONS, FORENAME, MISSING, SURNAME, TURNED
from wholepicture.linkage.row_model import ALTERNATIVES, NAMES, WEAK, RowModel

_COUNT = len(COMPARISONS)


class PairKernel:
    """Compares pairs of coded rows, with the same bits as `RowKernel`; it remembers pairs of values, which changes no answer."""

    def __init__(self, coded: Coded) -> None:
        self._coded = coded
        self._compared = compared(coded)
        self._alone = [self._compare_alone(number) for number in range(_COUNT)]
        self._turned = self._turned_codes()

    def _compare_alone(self, number: int) -> Levels:
        compare = COMPARISONS[number].compare
        values = self._coded.values[number]
        return np.fromiter((compare(value, value) for value in values), np.uint8, len(values))

    def _turned_codes(self) -> tuple[Integers, Integers]:
        """Forenames and plain surnames of the rows numbered together."""
        forenames, surnames = self._coded.values[FORENAME], self._coded.values[SURNAME]
        number: dict[str, int] = {}
        first = np.fromiter((number.setdefault(v, len(number)) for v in forenames), np.int64, len(forenames))
        plain = [value.partition("|")[0].replace("-", "") for value in surnames]
        second = np.fromiter((number.setdefault(v, len(number)) for v in plain), np.int64, len(plain))
        return self._of_rows(first, FORENAME), self._of_rows(second, SURNAME)

    def _of_rows(self, of_value: Integers, number: int) -> Integers:
        codes = self._coded.codes[number]
        return np.where(codes >= 0, of_value[codes], -1) if len(of_value) else np.full(len(codes), -1)

    def levels(self, left: Integers, right: Integers) -> Levels:
        """The level of each comparison (rows of the result) for each pair (its columns)."""
        result = np.zeros((_COUNT, len(left)), np.uint8)
        for number in self._compared:
            result[number] = self._level(number, left, right)
        forename, surname = self._turned
        if FORENAME in self._compared and SURNAME in self._compared and len(left):
            one, other = forename[left], forename[right]
            turned = (one >= 0) & (other >= 0) & (one == surname[right]) & (other == surname[left]) & (one != other)
            result[FORENAME][turned] = TURNED
            result[SURNAME][turned] = MISSING
        return result

    def _level(self, number: int, left: Integers, right: Integers) -> Levels:
        codes, values, compare = self._coded.codes[number], self._coded.values[number], COMPARISONS[number].compare
        mine, theirs = codes[left], codes[right]
        given = (mine >= 0) & (theirs >= 0)
        level = np.zeros(len(left), np.uint8)
        alike = given & (mine == theirs)
        level[alike] = self._alone[number][mine[alike]]
        apart = np.flatnonzero(given & (mine != theirs))
        if len(apart):
            low, high = np.minimum(mine[apart], theirs[apart]), np.maximum(mine[apart], theirs[apart])
            distinct, which = np.unique(low * len(values) + high, return_inverse=True)
            pairs = zip((distinct // len(values)).tolist(), (distinct % len(values)).tolist(), strict=True)
            level[apart] = np.fromiter((compare(values[a], values[b]) for a, b in pairs), np.uint8, len(distinct))[which]
        return level


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
        read, name = dict(comparison.rarity)[level], comparison.levels[level].name
        remembered: dict[str, float] = {}
        found = np.empty(len(self._coded.values[number]), np.float64)
        for at, value in enumerate(self._coded.values[number]):
            what = read(value)
            if what not in remembered:
                remembered[what] = self._model.rarity(comparison.name, name, what)
            found[at] = remembered[what]
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
