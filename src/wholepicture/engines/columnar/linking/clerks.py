"""What persons answer about pairs of rows, what to ask them, and what their answers change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from wholepicture.engines.columnar.linking.coding import Coded, Floats, Integers, Levels, Truths, compared
from wholepicture.engines.columnar.linking.grouping import Bonds
from wholepicture.engines.columnar.linking.pairs import PairWeigher
from wholepicture.linkage.row_comparisons import COMPARISONS
from wholepicture.linkage.row_model import USUAL_THRESHOLD, RowModel

WRONG = 0.05
"""How often an answer is taken to be a slip."""
_FEWEST = 20
_FIRMNESS = 2.0
"""How many bits a weight may well be off, as a standard deviation; answers move it further only where they insist."""
THRESHOLDS_BELOW = (-1.0, -2.0, -3.0, -4.0)
THRESHOLDS_ABOVE = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
_WORTH_IT = 0.001
"""How much better a threshold further from even odds must agree."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered about two rows, by their numbers in the order given.

    With a name in `by` it binds: nothing outranks it. Without one it only teaches weights and threshold.
    """

    left: int
    right: int
    same: bool
    by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers as arrays, by row numbers in the rows' own order."""

    left: Integers = field(repr=False)
    right: Integers = field(repr=False)
    same: Truths = field(repr=False)
    bonds: Bonds = field(repr=False)


def answered(answers: Sequence[Answer], place: Integers) -> Answered:
    """Answers by the rows' own order, each pair once, the last answer counting."""
    pairs: dict[tuple[int, int], Answer] = {}
    for answer in answers:
        one, other = sorted((int(place[answer.left]), int(place[answer.right])))
        pairs[(one, other)] = answer
    kept = sorted(pairs)
    bound = [pair for pair in kept if pairs[pair].by]
    return Answered(
        np.array([pair[0] for pair in kept], np.int64),
        np.array([pair[1] for pair in kept], np.int64),
        np.array([pairs[pair].same for pair in kept], np.bool_),
        Bonds(
            same=tuple(pair for pair in bound if pairs[pair].same),
            different=tuple(pair for pair in bound if not pairs[pair].same),
        ),
    )


def choose_questions(weights: Floats, levels: Levels, threshold: float, most: int) -> Integers:
    """The pairs whose answers would matter most, by their positions: near the threshold more, and each kind of pair in turn.

    The weights from far below to far above the threshold are cut into bands; of each band those patterns of levels come
    first that most pairs show.
    """
    edges = np.array([-14, -10, -7, -5, -3.5, -2, -1, 0, 1, 2, 3.5, 5, 7, 10, 14]) + threshold
    band = np.digitize(weights, edges)
    key = np.zeros(levels.shape[1], np.int64)
    for row in levels:
        key = key * 16 + row
    queues = []
    for number in range(1, len(edges)):
        here = np.flatnonzero(band == number)
        if len(here):
            queues.append(_by_pattern(here, key[here]))
    chosen: list[int] = []
    depth = 0
    while len(chosen) < most and any(depth < len(queue) for queue in queues):
        chosen += [int(queue[depth]) for queue in queues if depth < len(queue)]
        depth += 1
    return np.array(chosen[:most], np.int64)


def _by_pattern(positions: Integers, key: Integers) -> Integers:
    """Positions so that the first of every pattern comes before the second of any, common patterns first; spread evenly."""
    _, which, counts = np.unique(key, return_inverse=True, return_counts=True)
    order = np.lexsort((positions * 2654435761 % 1_000_003, which))
    starts = np.cumsum(counts) - counts
    turn = np.empty(len(positions), np.int64)
    turn[order] = np.arange(len(positions)) - starts[which[order]]
    # a pattern that many pairs show is asked about again sooner: its turns count less
    return positions[np.lexsort((positions, -counts[which], turn / np.sqrt(counts[which])))]


def refit(model: RowModel, coded: Coded, levels: Levels, said: Answered) -> RowModel:
    """The weights that explain the answers best without leaving the learned ones further than they must."""
    if len(said.same) < _FEWEST:
        return model
    weigher = PairWeigher(coded, replace(model, threshold=99.0))
    bits = weigher.bits(levels, said.left)
    columns = [(n, level) for n in compared(coded) for level in range(1, len(COMPARISONS[n].levels))]
    columns = [(n, level) for n, level in columns if np.any(levels[n] == level)]
    seen = np.array([levels[n] == level for n, level in columns], np.float64).T
    moved, shift = _fit(seen, weigher.total(bits), said.same)
    weights = {name: dict(own) for name, own in model.weights.items()}
    for (n, level), change in zip(columns, moved, strict=True):
        name = COMPARISONS[n].levels[level].name
        weights[COMPARISONS[n].name][name] = round(weights[COMPARISONS[n].name][name] + float(change), 6)
    return replace(
        model,
        weights=weights,
        prior=round(model.prior + shift, 6),
        made_from=f"{model.made_from} Weights moved by {len(said.same)} answers of persons.",
    )


def _fit(seen: Floats, offset: Floats, same: Truths) -> tuple[Floats, float]:
    """Maximum a posteriori by gradient: one change for each level, and one shift for all; some answers may be wrong."""
    changes, shift = np.zeros(seen.shape[1]), 0.0
    truth = same.astype(np.float64)
    speed_changes, speed_shift = np.zeros_like(changes), 0.0
    for _ in range(600):
        odds = np.clip(offset + seen @ changes + shift, -40, 40)
        chance = 1.0 / (1.0 + np.exp2(-odds))
        answer = WRONG + (1 - 2 * WRONG) * chance
        slope = (truth - answer) / (answer * (1 - answer)) * (1 - 2 * WRONG) * chance * (1 - chance) * np.log(2)
        towards = seen.T @ slope - changes / _FIRMNESS**2
        towards_shift = float(slope.sum()) - shift / (2 * _FIRMNESS) ** 2
        speed_changes = 0.9 * speed_changes + 0.02 * towards
        speed_shift = 0.9 * speed_shift + 0.02 * towards_shift
        changes, shift = changes + speed_changes, shift + speed_shift
    return changes, shift


def set_threshold(weights: Floats, said: Answered, of_answers: Floats, entities: Callable[[float], Integers]) -> float:
    """The threshold at which the entities agree best with the answers, each counting for the pairs like it.

    It is looked for from even odds on, downwards and upwards, as far as agreement grows.
    """
    if len(said.same) < _FEWEST:
        return USUAL_THRESHOLD
    stands_for = _stands_for(weights, of_answers)

    def score(threshold: float) -> float:
        label = entities(threshold)
        return _agreement(label[said.left] == label[said.right], said.same, stands_for)

    best, chosen = score(0.0), 0.0
    for steps in (THRESHOLDS_BELOW, THRESHOLDS_ABOVE):
        if chosen != 0.0:
            break
        for threshold in steps:
            here = score(threshold)
            if here < best + _WORTH_IT:
                break
            best, chosen = here, threshold
    return chosen


def _stands_for(weights: Floats, of_answers: Floats) -> Floats:
    """For how many compared pairs of about the same weight each answer stands."""
    edges = np.array([-10, -7, -5, -3, -1, 1, 3, 5, 7, 10])
    pairs = np.bincount(np.digitize(weights, edges), minlength=len(edges) + 1)
    bands = np.digitize(of_answers, edges)
    asked = np.bincount(bands, minlength=len(edges) + 1)
    return np.asarray(pairs[bands] / asked[bands], np.float64)


def _agreement(together: Truths, same: Truths, stands_for: Floats) -> float:
    """F1 over pairs as the answers let it be estimated."""
    right = float(stands_for[together & same].sum())
    said, true = float(stands_for[together].sum()), float(stands_for[same].sum())
    return 2 * right / (said + true) if said + true else 1.0
