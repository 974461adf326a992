"""What a register teaches about itself, nobody saying who is who: expectation maximisation over pairs of its rows."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from wholepicture.engines.columnar.linking.blocking import PARTS, Blocked
from wholepicture.engines.columnar.linking.coding import Coded, Floats, Integers, Levels, compared
from wholepicture.engines.columnar.linking.pairs import PairKernel, PairWeigher
from wholepicture.linkage.row_comparisons import COMPARISONS
from wholepicture.linkage.row_model import RowModel, prior_model, usual_share

_RANDOM_PAIRS = 250_000
_MOST_PAIRS = 400_000
_FEWEST_PAIRS = 30
_ROUNDS = 40
_BELIEF = 8.0
"""How many pairs the weights by hand count for beside those that were seen."""
_SEEN_ENOUGH = 2
TEACHING = (
    ("nhs",),
    ("upn",),
    ("identifier",),
    ("email",),
    ("surname", "forename_sound"),
    ("surname", "birth"),
    ("forename", "birth"),
    ("birth", "postcode"),
)
"""The keys whose pairs teach: of each what it does not itself ask for. Addresses do not, for families would teach."""


def learn(coded: Coded, blocked: Blocked, levels: Levels, kernel: PairKernel) -> RowModel:
    """A model of a register, learned from its own rows; `levels` are those of the blocked pairs.

    Deterministic, and the same for any order of the rows.
    """
    prior = prior_model(coded.rows)
    unlike = _chances_of_strangers(coded, kernel)
    alike = _chances_of_one(coded, blocked, levels, unlike)
    weights = {}
    for number, comparison in enumerate(COMPARISONS):
        rare = dict(comparison.rarity)
        weights[comparison.name] = {
            level.name: 0.0
            if at == 0
            else round(float(np.log2(alike[number][at] / (1.0 if at in rare else unlike[number][at]))), 6)
            for at, level in enumerate(comparison.levels)
        }
    model = replace(
        prior,
        version="register-learned",
        made_from=f"Learned from {coded.rows} rows by expectation maximisation.",
        weights=weights,
        shares=_shares(coded),
    )
    return replace(model, prior=_learn_prior(coded, blocked, levels, model))


def _shares(coded: Coded) -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = {}
    for number in compared(coded):
        comparison = COMPARISONS[number]
        counts = np.bincount(coded.codes[number][coded.codes[number] >= 0], minlength=len(coded.values[number]))
        given = int(counts.sum())
        for level, _ in comparison.rarity:
            codes, parts = coded.rare_parts(number, level)
            name = comparison.levels[level].name
            by_part = np.bincount(codes, weights=counts, minlength=len(parts)).astype(np.int64)
            often = np.flatnonzero(by_part >= _SEEN_ENOUGH)
            shares[f"{comparison.name}.{name}"] = {
                part: usual_share(comparison.name, name, count, given)
                for part, count in sorted((parts[at], int(by_part[at])) for at in often.tolist())
            }
    return shares


def _chances_of_strangers(coded: Coded, kernel: PairKernel) -> list[Floats]:
    """How often each level comes among any two rows; where both say the same, counted over all pairs."""
    left, right = _far_apart(coded.rows)
    levels = kernel.levels(left, right)
    chances = []
    for number, comparison in enumerate(COMPARISONS):
        by_hand = np.array([level.u for level in comparison.levels])
        counts = np.bincount(levels[number], minlength=len(by_hand)).astype(np.float64)
        counts[0], by_hand[0] = 0.0, 0.0
        chances.append((counts + _BELIEF * by_hand / by_hand.sum()) / (counts.sum() + _BELIEF))
    return chances


def _far_apart(rows: int) -> tuple[Integers, Integers]:
    """Pairs of rows spread over all pairs evenly, without dice."""
    if rows < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    strides = max(1, min(_RANDOM_PAIRS // rows, rows - 1))
    step = max(1, rows // _RANDOM_PAIRS)
    one = np.arange(0, rows, step)
    left, right = [], []
    for stride in range(1, strides + 1):
        away = 1 + (stride * 2654435761) % (rows - 1)
        left.append(one)
        right.append((one + away) % rows)
    return np.concatenate(left), np.concatenate(right)


def _chances_of_one(coded: Coded, blocked: Blocked, levels: Levels, unlike: list[Floats]) -> list[Floats]:
    """How often each level comes among two rows of one person: learned from each teaching key, together."""
    by_hand = [np.array([level.m for level in comparison.levels]) for comparison in COMPARISONS]
    learned = [_BELIEF * _without_missing(chances) for chances in by_hand]
    for rule in TEACHING:
        keys = blocked.by_rule.get(rule)
        if keys is None or len(keys) < _FEWEST_PAIRS:
            continue
        keys = keys[:: -(-len(keys) // _MOST_PAIRS)]
        here = levels[:, np.searchsorted(blocked.left * coded.rows + blocked.right, keys)]
        asked = {PARTS[part][0] for part in rule}
        free = [n for n in compared(coded) if COMPARISONS[n].name not in asked]
        for number, counts in _maximise(here, free, by_hand, unlike).items():
            learned[number] += counts
    return [chances / chances.sum() for chances in learned]


def _without_missing(chances: Floats) -> Floats:
    chances = chances.copy()
    chances[0] = 0.0
    share: Floats = chances / chances.sum()
    return share


def _maximise(levels: Levels, free: Sequence[int], by_hand: Sequence[Floats], unlike: Sequence[Floats]) -> dict[int, Floats]:
    """Expectation maximisation over the patterns of levels; the expected counts of each level among pairs that are one."""
    patterns, counts = _patterns(levels[list(free)])
    alike = {n: _without_missing(by_hand[n]) for n in free}
    against = sum((_log(unlike[n])[patterns[at]] for at, n in enumerate(free)), np.zeros(len(counts)))
    share = 0.3
    expected = counts * share
    for _ in range(_ROUNDS):
        towards = sum((_log(alike[n])[patterns[at]] for at, n in enumerate(free)), np.zeros(len(counts)))
        odds = np.log2(share / (1 - share)) + towards - against
        expected = counts / (1.0 + np.exp2(-np.clip(odds, -60, 60)))
        share = float(np.clip(expected.sum() / counts.sum(), 1e-4, 1 - 1e-4))
        for at, n in enumerate(free):
            seen = _expected(patterns[at], expected, len(by_hand[n]))
            alike[n] = (seen + _BELIEF * _without_missing(by_hand[n])) / (seen.sum() + _BELIEF)
    return {n: _expected(patterns[at], expected, len(by_hand[n])) for at, n in enumerate(free)}


def _expected(pattern: Levels, expected: Floats, levels: int) -> Floats:
    seen: Floats = np.bincount(pattern, weights=expected, minlength=levels).astype(np.float64)
    seen[0] = 0.0
    return seen


def _log(chances: Floats) -> Floats:
    """The logarithm of chances; nothing for the level that says nothing."""
    found = np.zeros(len(chances))
    found[1:] = np.log2(np.maximum(chances[1:], 1e-12))
    return found


def _patterns(levels: Levels) -> tuple[Levels, Floats]:
    key = np.zeros(levels.shape[1], np.int64)
    for row in levels:
        key = key * 16 + row
    _, first, counts = np.unique(key, return_index=True, return_counts=True)
    return levels[:, first], counts.astype(np.float64)


def _learn_prior(coded: Coded, blocked: Blocked, levels: Levels, model: RowModel) -> float:
    """The log2 odds that any two rows are one person, from the pairs that blocking found."""
    pairs = coded.rows * (coded.rows - 1) / 2
    step = -(-max(len(blocked.left), 1) // _MOST_PAIRS)
    weights = PairWeigher(coded, replace(model, prior=0.0, threshold=99.0)).weigh(levels[:, ::step], blocked.left[::step])
    prior = model.prior
    for _ in range(20):
        expected = float(np.sum(1.0 / (1.0 + np.exp2(-np.clip(weights + prior, -60, 60))))) * step
        prior = float(np.log2(max(expected, 0.5) / pairs))
    return round(prior, 6)
