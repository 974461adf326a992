"""The learned tier: what no rule can list, learned from labelled narratives and shown as possible, please check.

One linear weighing of words for each indicator over a sentence, and one over a whole narrative for the child question. What
a single word weighs comes from the labelled narratives and from its neighbours in meaning, so that a word that stood in
none of them is not dumb. The words that weighed most are the explanation. Nothing here is ever shown as certain, and
nothing rules anything out.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholepicture.reading.compiler import TWIN
from wholepicture.reading.tokens import Tokens
from wholepicture.vocabulary.readings import IndicatorFound

QUESTION = "question"
NAME = "@NAME"
SHORTEST = 10
"""Words below which a sentence weighs as if it had so many: three words are little to go by."""
_EXPLAINED = 4
_INDICATOR = 2
"""Characters of an indicator's id."""
_STEM = 5
_NEVER_NAMES = frozenset({"will", "may", "can", "art", "so", "see", "an", "in", "do", "my", "man", "era", "long", "don"})
"""Forenames that are far more often plain words, whatever their capital."""


@dataclass(frozen=True, slots=True)
class Possible:
    """An indicator that the weights see in a sentence: its tokens, `last` exclusive, and the words that weighed most.

    The words are as they weigh ("@NAME" for any name), so that no name stands in what explains a mark.
    """

    indicator: str
    first: int
    last: int
    words: tuple[str, ...]
    weight: float
    asserted: frozenset[str] = frozenset()
    """What the weights are sure that the sentence is besides: "denied", "past" or "hypothetical"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights as shipped. `rows` maps a feature to its row; `bias` and `thresholds` have one number for each label.

    The labels are the indicators, then what a sentence may be besides ("past"), then the child question.
    """

    version: str
    labels: tuple[str, ...]
    rows: Mapping[str, int] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    matrix: NDArray[np.int32] = field(repr=False)
    bias: NDArray[np.float64] = field(repr=False)
    thresholds: NDArray[np.float64] = field(repr=False)


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that this version of Whole Picture ships."""
    folder = resources.files("wholepicture.reading") / "weights"
    told: dict[str, Any] = json.loads((folder / "learned.json").read_text(encoding="utf-8"))
    with np.load(BytesIO((folder / "learned.npz").read_bytes())) as arrays:
        small, scale, meant = arrays["matrix"], arrays["scale"], int(arrays["meant"])
        # Whole numbers of one step: sums of them are the same in any order and on any machine. The last row is for nothing.
        matrix = small.astype(np.float32)
        matrix[:meant] *= scale[0]
        matrix[meant:] *= scale[1]
        return Weights(
            version=told["version"],
            labels=tuple(told["labels"]),
            rows={feature: row for row, feature in enumerate(told["features"])},
            words=frozenset(told["features"][:meant]),
            matrix=np.vstack([np.round(matrix * _STEP), np.zeros((1, matrix.shape[1]))]).astype(np.int32),
            bias=arrays["bias"],
            thresholds=arrays["thresholds"],
        )


_STEP = 1024
"""Weights are kept as whole multiples of 1/_STEP, so that a sum of them is exact."""


def against_rivals(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores of indicators over sentences, each lowered by a share of the best other indicator's: one reading at a time."""
    ordered = np.sort(scores, axis=1)
    rival = np.where(scores == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])
    return scores - _RIVAL * np.maximum(rival, _NO_RIVAL)


_RIVAL, _NO_RIVAL = 0.2, -2.5


class Kinds:
    """The word that each token weighs as.

    Names weigh nothing, and a girl weighs what a boy does: a name is only "@NAME", words that tell the sexes apart are one.
    """

    __slots__ = ("_canonical", "_names")

    def __init__(self, plain: Iterable[str], forenames: Iterable[str]) -> None:
        known = frozenset(plain)
        self._canonical = {word: TWIN[word][0] if word in TWIN else word for word in sorted(known)}
        self._names = (frozenset(forenames) & known) - _NEVER_NAMES

    def words(self, tokens: Tokens) -> list[str]:
        """What every token weighs as, in order."""
        canonical, names, text = self._canonical, self._names, tokens.text
        words = [shape or canonical.get(word, NAME) for word, shape in zip(tokens.words, tokens.shapes, strict=True)]
        for index, word in enumerate(tokens.words):
            if word in names and text[tokens.starts[index]].isupper():
                words[index] = NAME
        return words


def features_of(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """The features of one sentence's words, with the words that each stands on, the last exclusive."""
    placed = [(word, index, index + 1) for index, word in enumerate(words)]
    placed += [(f"{word[:_STEM]}~", index, index + 1) for index, word in enumerate(words) if len(word) > _STEM]
    placed += [(f"{one} {two}", index, index + 2) for index, (one, two) in enumerate(pairwise(words))]
    placed += [(f"{one} _ {two}", index, index + 3) for index, (one, two) in enumerate(zip(words, words[2:], strict=False))]
    return placed


def told_by(indicators: Sequence[IndicatorFound], child_words: Sequence[object]) -> tuple[str, ...]:
    """What the rules' reading of a whole narrative tells the child question: what is ruled out, past or imagined."""
    told = ["=child"] if child_words else []
    told += [f"=polarity {polarity}" for polarity in sorted({found.polarity for found in indicators})]
    told += [f"=timing {timing}" for timing in sorted({found.timing for found in indicators})]
    return tuple(dict.fromkeys(told))


_Filed = tuple[dict[str, tuple[int, ...]], dict[str, dict[str, int]], dict[str, dict[str, int]]]


def _filed(rows: Mapping[str, int], known: Iterable[str]) -> _Filed:
    """The rows of features by the words that they stand on: of a word alone, of a pair, of a pair with one word between."""
    single: dict[str, tuple[int, ...]] = {}
    pairs: dict[str, dict[str, int]] = {}
    skips: dict[str, dict[str, int]] = {}
    for feature, row in rows.items():
        one, _, rest = feature.partition(" ")
        if rest.startswith("_ "):
            skips.setdefault(one, {})[rest[2:]] = row
        elif rest:
            pairs.setdefault(one, {})[rest] = row
        elif not feature.endswith("~"):
            single[feature] = (row,)
    for word in {*known, *single}:
        stem = rows.get(f"{word[:_STEM]}~") if len(word) > _STEM else None
        if stem is not None:
            single[word] = (*single.get(word, ()), stem)
    return single, pairs, skips


class Learned:
    """Weighs sentences and narratives with the shipped weights."""

    __slots__ = ("_features", "_indicators", "_kinds", "_question_at", "_weights")

    def __init__(self, weights: Weights, plain: frozenset[str], forenames: frozenset[str]) -> None:
        self._weights = weights
        known = plain | weights.words
        self._kinds = Kinds(known, forenames)
        self._features = _filed(weights.rows, known)
        self._question_at = weights.labels.index(QUESTION)
        self._indicators = sum(len(label) == _INDICATOR for label in weights.labels)

    @property
    def version(self) -> str:
        """The version of the weights."""
        return self._weights.version

    def read(self, tokens: Tokens, told: Sequence[str]) -> tuple[list[Possible], float]:
        """What the weights see in each sentence, and by how much the whole is over the child question's threshold."""
        words = self._kinds.words(tokens)
        if not words:
            return [], -1.0
        sums = self._sums(words, tokens.sentences)
        counts = np.array([max(SHORTEST, last - first) for first, last in tokens.sentences], dtype=np.float64)
        weights, size = self._weights, self._indicators
        scores = sums / (np.sqrt(counts) * _STEP)[:, None] + weights.bias
        judged = against_rivals(scores[:, :size])
        over = (scores > weights.thresholds)[:, size : self._question_at]
        seen = [
            self._possible(words, tokens.sentences[sentence], label, float(judged[sentence, label]), over[sentence])
            for sentence, label in zip(*(at.tolist() for at in np.nonzero(judged > weights.thresholds[:size])), strict=True)
        ]
        return seen, self._question(sums, len(words), told)

    def _sums(self, words: list[str], sentences: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
        """The weights of every label summed over each sentence."""
        single, pairs, skips = self._features
        starts: list[int] = []
        rows: list[int] = []
        nothing = len(self._weights.matrix) - 1
        for first, last in sentences:
            part = words[first:last]
            starts.append(len(rows))
            rows.append(nothing)
            for word in part:
                rows += single.get(word, ())
            rows += [after[two] for one, two in pairwise(part) if (after := pairs.get(one)) and two in after]
            rows += [
                after[two] for one, two in zip(part, part[2:], strict=False) if (after := skips.get(one)) and two in after
            ]
        return np.add.reduceat(self._weights.matrix[rows], starts, axis=0)

    def _placed(self, part: Sequence[str]) -> list[tuple[int, int, int]]:
        """The rows of one sentence's features, with the words that each stands on, the last exclusive."""
        single, pairs, skips = self._features
        placed = [(row, index, index + 1) for index, word in enumerate(part) for row in single.get(word, ())]
        for apart, filed in ((1, pairs), (2, skips)):
            for index, (one, two) in enumerate(zip(part, part[apart:], strict=False)):
                after = filed.get(one)
                if after and two in after:
                    placed.append((after[two], index, index + apart + 1))
        return placed

    def _question(self, sums: NDArray[np.int32], count: int, told: Sequence[str]) -> float:
        weights, question = self._weights, self._question_at
        total = float(sums[:, question].sum()) / math.sqrt(max(SHORTEST, count))
        total += sum(float(weights.matrix[weights.rows[each], question]) for each in told if each in weights.rows)
        return round(total / _STEP + float(weights.bias[question] - weights.thresholds[question]), 4)

    def _possible(
        self, words: list[str], sentence: tuple[int, int], label: int, score: float, over: NDArray[np.bool_]
    ) -> Possible:
        first, last = sentence
        placed = self._placed(words[first:last])
        weights = self._weights.matrix[[row for row, _, _ in placed], label]
        best = np.argsort(-weights, kind="stable")[:_EXPLAINED].tolist()
        top = [placed[at] for at in best if weights[at] > 0] or [placed[at] for at in best[:1]]
        start, end = min(start for _, start, _ in top), max(end for _, _, end in top)
        told = tuple(dict.fromkeys(" ".join(words[first + begin : first + stop]) for _, begin, stop in top))
        labels = self._weights.labels
        asserted = frozenset(labels[self._indicators + each] for each in np.flatnonzero(over).tolist())
        return Possible(labels[label], first + start, first + end, told, round(score, 2), asserted)
