"""Laws of linking registers: the same bits for one pair and for many, and the same entities in whatever order rows come."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wholepicture.engines.columnar.linking.clerks import Answer
from wholepicture.engines.columnar.linking.coding import code_rows
from wholepicture.engines.columnar.linking.grouping import average_linkage, components
from wholepicture.engines.columnar.linking.linking import RegisterLinkage
from wholepicture.engines.columnar.linking.pairs import PairKernel, PairWeigher
from wholepicture.engines.progress import Silence
from wholepicture.linkage.row_comparisons import COMPARISONS
from wholepicture.linkage.row_model import RowKernel, prior_model

Row = tuple[str, ...]
_VALUES = {
    "forename": ["tansy", "tanys", "robyn", "rob", "mohammed", "mo", "k", "oakes", ""],
    "middle": ["rose", "r", "", ""],
    "surname": ["oakes", "oaks", "khan", "campbell-reid", "reid", "tansy", "oakes|khan", ""],
    "birth": ["20080412", "20081204", "20080413", "2008", "19790302", "2008041O", "", ""],
    "sex": ["f", "m", ""],
    "address": [
        "|14|cowper lane|harbury|qx14ab",
        "3|14|cowper lane|harbury|qx14ab",
        "|14|cowper lnae||",
        "||||qx14ab",
        "|9|greenway road|tolby|qx34yy",
        "",
    ],
    "upn": ["q801201001001", "q801201001002", "", "", ""],
}
rows = st.builds(
    lambda **said: tuple(said.get(comparison.name, "") for comparison in COMPARISONS),
    **{name: st.sampled_from(values) for name, values in _VALUES.items()},
)
registers = st.lists(rows, min_size=2, max_size=24)


def partition(told: Sequence[Row], entity: Sequence[int]) -> list[list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row, own in zip(told, entity, strict=True):
        groups[own].append(row)
    return sorted(sorted(group) for group in groups.values())


def link(told: Sequence[Row], answers: Sequence[Answer] = ()) -> list[int]:
    linkage = RegisterLinkage(list(zip(*told, strict=True)), Silence())
    return linkage.link(linkage.learn(), answers).entity.tolist()


@given(registers)
def test_arrays_give_the_same_bits_as_one_pair_by_itself(told: list[Row]) -> None:
    coded = code_rows(list(zip(*told, strict=True)))
    model = prior_model(len(told))
    left, right = np.triu_indices(len(told), 1)
    kernel, one_by_one = PairKernel(coded), RowKernel(model)

    levels = kernel.levels(left, right)
    weights = PairWeigher(coded, model).weigh(levels, left)

    for at, (mine, theirs) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        compared = one_by_one.compare(told[mine], told[theirs])
        assert tuple(levels[:, at].tolist()) == compared.levels
        assert weights[at] == compared.weight


@given(rows, rows)
def test_comparing_rows_is_symmetrical_to_the_bit(left: Row, right: Row) -> None:
    kernel = RowKernel(prior_model(1000))

    there, back = kernel.compare(left, right), kernel.compare(right, left)

    assert (there.levels, there.weight) == (back.levels, back.weight)


@settings(deadline=None, max_examples=60)
@given(st.data(), registers)
def test_the_same_entities_in_whatever_order_the_rows_come(data: st.DataObject, told: list[Row]) -> None:
    shuffled = data.draw(st.permutations(told))

    assert partition(told, link(told)) == partition(shuffled, link(shuffled))


@settings(deadline=None, max_examples=60)
@given(registers, st.booleans())
def test_what_a_named_person_says_binds(told: list[Row], same: bool) -> None:
    entity = link(told, [Answer(0, 1, same, by="A Clerk")])

    assert (entity[0] == entity[1]) is same


@settings(deadline=None, max_examples=60)
@given(registers)
def test_an_entity_goes_by_its_first_row(told: list[Row]) -> None:
    entity = link(told)

    assert all(own <= at and entity[own] == own for at, own in enumerate(entity))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_components_hang_together(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array(side, np.int64) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
    label = components(10, left, right)
    reached = {at: {at} for at in range(10)}
    for _ in range(10):
        for one, other in pairs:
            both = reached[one] | reached[other]
            for at in both:
                reached[at] = reached[at] | both

    assert label.tolist() == [min(reached[at]) for at in range(10)]


@given(st.integers(1, 7), st.data())
def test_average_linkage_joins_the_highest_mean_first(size: int, data: st.DataObject) -> None:
    weights = np.zeros((size, size))
    for one in range(size):
        for other in range(one):
            weights[one, other] = weights[other, one] = data.draw(st.integers(-20, 20))
    groups = [[at] for at in range(size)]
    while True:
        best = max(
            (
                (np.mean([weights[a, b] for a in left for b in right]), -i, -j)
                for i, left in enumerate(groups)
                for j, right in enumerate(groups)
                if i < j
            ),
            default=(-99.0, 0, 0),
        )
        if best[0] < 0.5:
            break
        ties = sum(
            abs(np.mean([weights[a, b] for a in left for b in right]) - best[0]) < 1e-9
            for i, left in enumerate(groups)
            for j, right in enumerate(groups)
            if i < j
        )
        if ties > 1:
            return  # which of equals comes first is a matter of taste; only that it is always the same matters
        joined = groups.pop(-int(best[2]))
        groups[-int(best[1])] += joined

    found = [group.tolist() for group in average_linkage(weights, 0.5)]

    assert sorted(found) == sorted(sorted(group) for group in groups)
