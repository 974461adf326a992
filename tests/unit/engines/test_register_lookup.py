"""A new row finds its entity in a linked register with the weights that linking the whole would give."""

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from wholepicture.engines.columnar.linking.linking import Linked, RegisterLinkage
from wholepicture.engines.columnar.linking.lookup import RegisterLookup
from wholepicture.engines.progress import Silence
from wholepicture.linkage.row_comparisons import COMPARISONS
from wholepicture.linkage.row_model import RowKernel

FORENAMES = ["tansy", "robyn", "liam", "demi", "ruth", "graham", "fatima", "priya", "callum", "leanne"]
SURNAMES = ["oakes", "tallis", "savage", "shah", "khan", "donnelly", "byrne", "marsh", "okafor", "nowak"]


def row(**said: str) -> tuple[str, ...]:
    return tuple(said.get(comparison.name, "") for comparison in COMPARISONS)


@pytest.fixture(scope="module")
def register() -> tuple[list[tuple[str, ...]], RegisterLinkage, Linked]:
    dice = Random(4)
    told = []
    for _ in range(300):
        born = date(2001, 1, 1) + timedelta(days=dice.randrange(4000))
        house = f"|{dice.randrange(1, 90)}|{dice.choice(SURNAMES)} road|harbury|qx{dice.randrange(1, 9)}4ab"
        own = {"forename": dice.choice(FORENAMES), "surname": dice.choice(SURNAMES), "birth": f"{born:%Y%m%d}"}
        told += [row(**own, address=house), row(**own)]
    linkage = RegisterLinkage(list(zip(*told, strict=True)), Silence())
    return told, linkage, linkage.link(linkage.learn())


def lookup_of(register: tuple[list[tuple[str, ...]], RegisterLinkage, Linked]) -> RegisterLookup:
    _, linkage, linked = register
    return RegisterLookup(linkage.coded, linked.entity[np.argsort(linkage.place)], linked.model)


def test_a_row_that_is_there_already_finds_its_entity(register) -> None:
    told, _, linked = register
    lookup = lookup_of(register)

    found = [lookup.find(values)[0].entity for values in told]

    assert sum(own == entity for own, entity in zip(found, linked.entity.tolist(), strict=True)) > 0.99 * len(told)


def test_the_weight_is_that_of_the_reference_to_the_bit(register) -> None:
    told, _, linked = register
    lookup = lookup_of(register)

    match = lookup.find(told[0])[0]

    kernel = RowKernel(linked.model)
    weights = [kernel.compare(told[0], lookup.values(other)).weight for other in lookup.rows_of(match.entity)]
    assert match.best.weight == max(weights)
    assert match.weight == sum(weights) / len(weights)


def test_a_new_person_begins_an_entity_and_is_found_the_next_time(register) -> None:
    lookup = lookup_of(register)
    stranger = row(forename="oluwaseun", surname="greenwood", birth="19630217")

    began, compared = lookup.add(stranger)
    again, _ = lookup.add(row(forename="seun", surname="greenwood", birth="19630217"))

    assert not [match for match in compared if match.weight >= 0]
    assert again == began == 600
    assert lookup.rows_of(began) == [600, 601]


def test_a_twin_does_not_join(register) -> None:
    told, _, linked = register
    lookup = lookup_of(register)
    twin = ("zebedee", *told[0][1:])

    entity, _ = lookup.add(twin)

    assert entity not in linked.entity
