"""The frozen model of a register: what each level of each comparison weighs, how rare a value is, who else it could be."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import log2

from wholepicture.linkage.row_comparisons import COMPARISONS, FORENAME, MISSING, SURNAME, crossed, may_be_crossed

MOST_RARITY = 17.0
"""A value that is rarer than one in 130,000 may as well be a slip: it weighs no more than that."""
USUAL_THRESHOLD = -1.0
"""Chosen on febrl1, febrl2, RLdata500 and simulated registers that no published figure stands on. The mean over the pairs of
two groups may lie a little under even odds, because many pairs say more than one."""
SMALL = 500
"""A list of fewer rows is taken for a cutting from a register of so many: names in it are as rare as elsewhere."""
USUAL_SHARES = {
    "forename": 0.002,
    "surname": 0.0006,
    "birth": 0.00007,
    "address.same": 0.00005,
    "address.postcode": 0.0002,
    "place": 0.01,
    "occupation": 0.02,
}
"""How common a value is before anything is known of a register."""
NAMES = frozenset({"forename", "middle", "surname"})
WEAK = frozenset({"sex"})
_FAMILY = frozenset(c.name for c in COMPARISONS if c.family)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Who two rows could be instead of one person: what such two share tells nothing; how much rarer they are, in bits."""

    name: str
    words: str
    shares: frozenset[str]
    rarer: float


ALTERNATIVES = (
    Alternative("relative", "Held against it: relatives share surname and address.", _FAMILY, 0.0),
    Alternative("twin", "Held against it: twins share surname, address and date of birth.", _FAMILY | {"birth"}, 4.6),
    Alternative("namesake", "Held against it: father and son may share name and address.", _FAMILY | {"forename"}, 4.9),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowModel:
    """One version of what was learned of a register. A run uses one version from beginning to end.

    `weights` are in bits, by comparison and level; for a level whose rarity counts the rarity of the value comes on top.
    `shares` says how common a value is, by "comparison.level"; what is not in it was seen once among the `rows`.
    `prior` are the log2 odds that any two rows are one person, `relatives` those that they are of one family. Pairs whose
    weight reaches `threshold`, priors included, speak for one person. `made_from` says what it was made from.
    """

    version: str
    made_from: str
    prior: float
    relatives: float
    threshold: float
    rows: int
    weights: Mapping[str, Mapping[str, float]]
    shares: Mapping[str, Mapping[str, float]] = field(repr=False)

    def rarity(self, comparison: str, level: str, value: str) -> float:
        """How many bits it weighs that both say just this."""
        return self.rarities(comparison, level)(value)

    def rarities(self, comparison: str, level: str) -> Callable[[str], float]:
        """For a level of a comparison: how many bits it weighs that both say just this."""
        shares = self.shares.get(f"{comparison}.{level}", {})
        once = min(-log2(usual_share(comparison, level, 1, self.rows)), MOST_RARITY)

        def weigh(value: str) -> float:
            share = shares.get(value)
            return once if share is None else min(-log2(share), MOST_RARITY)

        return weigh


def usual_share(comparison: str, level: str, count: int, given: int) -> float:
    """How common a value is that so many of the given rows bear, as far as a register of this size can tell."""
    usual = USUAL_SHARES.get(f"{comparison}.{level}") or USUAL_SHARES[comparison]
    return (count + SMALL * usual) / (given + SMALL)


def read_row_model(text: str) -> RowModel:
    """A model from its JSON form. Raises ValueError where it is none."""
    table = json.loads(text)
    if not isinstance(table, dict) or table.get("kind") != "register":
        raise ValueError("kind")
    del table["kind"]
    return RowModel(**table)


def row_model_table(model: RowModel) -> dict[str, object]:
    """A model in the form in which `read_row_model` reads it, ready for JSON."""
    return {"kind": "register", **asdict(model)}


@dataclass(frozen=True, slots=True)
class RowWeight:
    """Two rows compared: the level of each comparison, what each weighs, and the weight of all, priors included.

    `instead` is the alternative that speaks against it most, if one takes away from the weight; `supported` says that
    something besides names and sex agrees.
    """

    levels: tuple[int, ...]
    bits: tuple[float, ...]
    weight: float
    instead: Alternative | None
    supported: bool


class RowKernel:
    """Compares two rows: the reference for every engine, which must give the same bits."""

    def __init__(self, model: RowModel) -> None:
        self._model = model
        self._bits = [[model.weights[c.name].get(level.name, 0.0) for level in c.levels] for c in COMPARISONS]
        self._rarity = [
            {level: (read, model.rarities(c.name, c.levels[level].name)) for level, read in c.rarity} for c in COMPARISONS
        ]

    def compare(self, left: Sequence[str], right: Sequence[str]) -> RowWeight:
        """Compare two rows by their values, one for each of COMPARISONS in its order. Symmetrical."""
        levels = [
            c.compare(mine, theirs) if mine and theirs else MISSING
            for c, mine, theirs in zip(COMPARISONS, left, right, strict=True)
        ]
        if may_be_crossed(levels):
            turned = crossed(left[FORENAME], left[SURNAME], right[FORENAME], right[SURNAME])
            if turned:
                levels[FORENAME], levels[SURNAME] = turned, MISSING
        bits = tuple(self._weigh(number, level, left[number]) if level else 0.0 for number, level in enumerate(levels))
        return weigh_levels(self._model, tuple(levels), bits)

    def _weigh(self, number: int, level: int, value: str) -> float:
        bits = self._bits[number][level]
        rare = self._rarity[number].get(level)
        return bits + rare[1](rare[0](value)) if rare else bits


_SUPPORT = tuple(n for n, c in enumerate(COMPARISONS) if c.name not in NAMES and c.name not in WEAK)
_AGAINST = tuple(
    (other, tuple(n for n, c in enumerate(COMPARISONS) if c.name not in other.shares)) for other in ALTERNATIVES
)


def weigh_levels(model: RowModel, levels: tuple[int, ...], bits: tuple[float, ...]) -> RowWeight:
    """Add up what the levels weigh, against strangers, relatives, twins and namesakes; the least counts."""
    supported = any(bits[number] > 0 for number in _SUPPORT)
    least, instead = 0.0, None
    for own in bits:
        least += own
    for other, counted in _AGAINST:
        against = 0.0
        for number in counted:
            against += bits[number]
        against += other.rarer - model.relatives
        if against < least:
            least, instead = against, other
    weight = least + model.prior
    if not supported:
        weight = min(weight, model.threshold - 1.0)
    return RowWeight(levels, bits, weight, instead, supported)


def explain_rows(compared: RowWeight) -> tuple[str, ...]:
    """The reasons as sentences for a practitioner, the heaviest first, without any name or date in them."""
    said = [
        (-abs(bits), number, COMPARISONS[number].levels[level].words)
        for number, (level, bits) in enumerate(zip(compared.levels, compared.bits, strict=True))
    ]
    words = [sentence for _, _, sentence in sorted(said) if sentence]
    if compared.instead is not None:
        words.append(compared.instead.words)
    if not compared.supported:
        words.append("Nothing but the name agrees, and a name alone never makes two rows one.")
    return tuple(words)


def prior_model(rows: int) -> RowModel:
    """A model by hand for a register of so many rows, before anything was learned of it."""
    weights = {
        c.name: {
            level.name: round(log2(level.m if (number in dict(c.rarity)) else level.m / level.u), 3)
            for number, level in enumerate(c.levels)
        }
        for c in COMPARISONS
    }
    return RowModel(
        version="register-prior-1",
        made_from="Weights set by hand.",
        prior=-log2(max(rows, 2)),
        relatives=1.0 - log2(max(rows, 4)),
        threshold=USUAL_THRESHOLD,
        rows=rows,
        weights=weights,
        shares={},
    )
