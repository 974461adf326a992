"""The learned tier: what no rule can list, learned from labelled narratives and shown as possible, please check.

One linear weighing of words for each indicator over a sentence, and one over a whole narrative for the child question. The
words that weighed most are the explanation. Nothing here is ever shown as certain, and nothing rules anything out.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholepicture.reading.tokens import Tokens
from wholepicture.reading.wordings import TWIN
from wholepicture.vocabulary.readings import IndicatorFound

QUESTION = "question"
_EXPLAINED = 4
_STEM = 5


Placed = tuple[str, int, int]
"""A feature with the tokens that it stands on, the last exclusive."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights as shipped. `rows` maps a feature to its row; `bias` and `thresholds` have one number for each label."""

    version: str
    labels: tuple[str, ...]
    rows: Mapping[str, int] = field(repr=False)
    matrix: NDArray[np.int8] = field(repr=False)
    scale: NDArray[np.float64] = field(repr=False)
    bias: NDArray[np.float64] = field(repr=False)
    thresholds: NDArray[np.float64] = field(repr=False)


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The weights that this version of Whole Picture ships."""
    folder = resources.files("wholepicture.reading") / "weights"
    told: dict[str, Any] = json.loads((folder / "learned.json").read_text(encoding="utf-8"))
    with np.load(BytesIO((folder / "learned.npz").read_bytes())) as arrays:
        return Weights(
            version=told["version"],
            labels=tuple(told["labels"]),
            rows={feature: row for row, feature in enumerate(told["features"])},
            matrix=arrays["matrix"],
            scale=arrays["scale"],
            bias=arrays["bias"],
            thresholds=arrays["thresholds"],
        )


class Kinds:
    """Which classes of the lexicon each word belongs to, for features that speak of kinds rather than words.

    Names weigh nothing, and a girl weighs what a boy does: a name is only "@NAME", words that tell the sexes apart are one.
    """

    __slots__ = ("_by_word", "_plain")

    def __init__(self, classes: Mapping[str, Iterable[str]], plain: frozenset[str]) -> None:
        self._plain = plain
        by_word: dict[str, str] = {}
        for name in ("CHILD", "MAN", "FAMILY", "CAR", "DRUG", "DRINK", "WEAPON", "NIGHT", "GOODS", "FEAR"):
            for word in sorted(classes[name]):
                by_word.setdefault(word, f"@{name}")
        self._by_word = by_word

    def word(self, tokens: Tokens, index: int) -> str:
        """The word that a token weighs as."""
        word = tokens.words[index]
        twins = TWIN.get(word)
        if twins:
            return twins[0]
        if tokens.shapes[index]:
            return tokens.shapes[index]
        return word if word in self._plain else "@NAME"

    def of(self, tokens: Tokens, index: int) -> str:
        """The kind of a token: its class, its number form, or nothing."""
        return self._by_word.get(tokens.words[index]) or tokens.shapes[index]


def features_at(tokens: Tokens, first: int, last: int, kinds: Kinds, rules: Sequence[Placed] = ()) -> Iterator[Placed]:
    """Every feature of tokens `first` to `last`; `rules` are what the wordings found in the whole narrative."""
    yield from (each for each in rules if first <= each[1] < last)
    before, before_kind, earlier = "", "", ""
    for index in range(first, last):
        word = kinds.word(tokens, index)
        kind = kinds.of(tokens, index)
        yield word, index, index + 1
        if len(word) > _STEM:
            yield f"{word[:_STEM]}~", index, index + 1
        if kind:
            yield kind, index, index + 1
        if before:
            yield f"{before} {word}", index - 1, index + 1
            if kind or before_kind:
                yield f"{before_kind or before} {kind or word}", index - 1, index + 1
        if earlier:
            yield f"{earlier} _ {word}", index - 2, index + 1
        before, before_kind, earlier = word, kind, before


def told_by(indicators: Sequence[IndicatorFound], child_words: Sequence[object]) -> tuple[str, ...]:
    """What the rules' reading of a whole narrative tells the child question: what is ruled out, past or imagined."""
    told = ["=child"] if child_words else []
    told += [f"=polarity {polarity}" for polarity in sorted({found.polarity for found in indicators})]
    told += [f"=timing {timing}" for timing in sorted({found.timing for found in indicators})]
    return tuple(dict.fromkeys(told))


class Learned:
    """Weighs sentences and narratives with the shipped weights."""

    __slots__ = ("_asking", "_kinds", "_question_at", "_weights")

    def __init__(self, weights: Weights, kinds: Kinds) -> None:
        self._weights, self._kinds = weights, kinds
        self._question_at = weights.labels.index(QUESTION)
        self._asking: list[int] = weights.matrix[:, self._question_at].tolist()

    @property
    def version(self) -> str:
        """The version of the weights."""
        return self._weights.version

    def read(self, tokens: Tokens, rules: Sequence[Placed], told: Sequence[str]) -> tuple[list[Possible], float]:
        """What the weights see in each sentence, and by how much the whole is over the child question's threshold."""
        weights = self._weights
        question, row_of = self._question_at, weights.rows.get
        seen: list[Possible] = []
        all_rows = [row for feature in told if (row := row_of(feature)) is not None]
        for first, last in tokens.sentences:
            placed = [
                (row, start, end)
                for feature, start, end in features_at(tokens, first, last, self._kinds, rules)
                if (row := row_of(feature)) is not None
            ]
            if not placed:
                continue
            rows = [row for row, _, _ in placed]
            all_rows += rows
            unique = list(set(rows))
            sums = weights.matrix[unique].sum(axis=0, dtype=np.int32)
            scores = sums * weights.scale / math.sqrt(len(unique)) + weights.bias
            over = [int(label) for label in np.flatnonzero(scores > weights.thresholds) if label != question]
            seen.extend(self._possible(tokens, placed, label, float(scores[label])) for label in over)
        return seen, self._question(set(all_rows))

    def _question(self, rows: set[int]) -> float:
        if not rows:
            return -1.0
        weights, question = self._weights, self._question_at
        total = sum(map(self._asking.__getitem__, rows))
        score = total * weights.scale[question] / math.sqrt(len(rows)) + weights.bias[question]
        return round(float(score - weights.thresholds[question]), 4)

    def _possible(self, tokens: Tokens, placed: list[tuple[int, int, int]], label: int, score: float) -> Possible:
        matrix = self._weights.matrix
        weighed = sorted(placed, key=lambda each: (-int(matrix[each[0], label]), each[1], each[2]))[: _EXPLAINED * 2]
        top = [each for each in weighed if matrix[each[0], label] > 0][:_EXPLAINED] or weighed[:1]
        first, last = min(start for _, start, _ in top), max(end for _, _, end in top)
        words = tuple(
            dict.fromkeys(" ".join(self._kinds.word(tokens, index) for index in range(start, end)) for _, start, end in top)
        )
        return Possible(self._weights.labels[label], first, last, words, round(score, 2))
