"""A register linked as a whole: blocked, compared, weighed, grouped; the same entities in whatever order its rows come."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from wholepicture.engines.columnar.linking.blocking import Blocked, block, estimate_recall
from wholepicture.engines.columnar.linking.clerks import Answer, answered, refit, set_threshold
from wholepicture.engines.columnar.linking.coding import Coded, Floats, Integers, Levels, code_rows, in_own_order
from wholepicture.engines.columnar.linking.grouping import Bonds, Cut, Edges, group
from wholepicture.engines.columnar.linking.learning import learn
from wholepicture.engines.columnar.linking.pairs import PairKernel, PairWeigher
from wholepicture.engines.progress import Watch
from wholepicture.linkage.row_model import RowModel

LARGEST_WHILE_SEARCHING = 400
"""While thresholds are tried, what hangs together in more rows is cut sooner: the choice needs no more."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking gave. Row numbers are positions in the order given.

    `entity` holds for each row the row number by which its entity goes; `left`, `right`, `weight` and `levels` the pairs
    compared, the rows of a pair in no order; `recall` is what blocking says of itself.
    """

    model: RowModel
    entity: Integers = field(repr=False)
    left: Integers = field(repr=False)
    right: Integers = field(repr=False)
    weight: Floats = field(repr=False)
    levels: Levels = field(repr=False)
    recall: float


class RegisterLinkage:
    """Links the rows of a register, given as values (see `row_values`) for each comparison."""

    def __init__(self, columns: Sequence[Sequence[str]], watch: Watch) -> None:
        self._watch = watch
        watch.says("Reading values")
        given = code_rows(columns)
        self._given = given.order
        self.place: Integers = np.empty(given.rows, np.int64)
        self.place[given.order] = np.arange(given.rows)
        self.coded: Coded = in_own_order(given)
        watch.says("Finding what could be the same")
        self.blocked: Blocked = block(self.coded)
        self.kernel = PairKernel(self.coded)
        watch.says("Comparing")
        self._levels = self.kernel.levels(self.blocked.left, self.blocked.right)

    def learn(self) -> RowModel:
        """A model learned from these rows alone."""
        self._watch.says("Learning what agreement weighs")
        return learn(self.coded, self.blocked, self._levels, self.kernel)

    def link(self, model: RowModel, answers: Sequence[Answer] = ()) -> Linked:
        """The entities under a model. Answers of persons change weights and threshold, and bind where a name stands by."""
        bonds = Bonds()
        if answers:
            model, bonds = self._heed(model, answers)
        self._watch.says("Grouping")
        weigher = PairWeigher(self.coded, model)
        weights = weigher.weigh(self._levels, self.blocked.left)
        label = self._group(Cut(model.threshold), weigher, weights, bonds)
        likely = label[self.blocked.left] == label[self.blocked.right]
        return Linked(
            model=model,
            entity=self._in_order_given(label),
            left=self._given[self.blocked.left],
            right=self._given[self.blocked.right],
            weight=weights,
            levels=self._levels,
            recall=estimate_recall(self.blocked.found, likely),
        )

    def _group(self, cut: Cut, weigher: PairWeigher, weights: Floats, bonds: Bonds) -> Integers:
        def weigh(left: Integers, right: Integers) -> Floats:
            return weigher.weigh(self.kernel.levels(left, right), left)

        edges = Edges(self.blocked.left, self.blocked.right, weights)
        return group(self.coded.rows, edges, weigh, cut, bonds)

    def _in_order_given(self, label: Integers) -> Integers:
        """Name each entity by the first of its rows in the order given."""
        label = label[self.place]
        first = np.full(len(label), len(label))
        np.minimum.at(first, label, np.arange(len(label)))
        return first[label]

    def _heed(self, model: RowModel, answers: Sequence[Answer]) -> tuple[RowModel, Bonds]:
        """Weigh anew by what persons answered, then choose the threshold at which the entities agree with them best."""
        self._watch.says("Heeding answers")
        said = answered(answers, self.place)
        bonds = said.bonds
        levels = self.kernel.levels(said.left, said.right)
        model = refit(model, self.coded, levels, said)
        weigher = PairWeigher(self.coded, model)
        weights = weigher.weigh(self._levels, self.blocked.left)

        def entities(threshold: float) -> Integers:
            return self._group(Cut(threshold, LARGEST_WHILE_SEARCHING), weigher, weights, Bonds())

        return replace(model, threshold=set_threshold(weights, said, weigher.weigh(levels, said.left), entities)), bonds
