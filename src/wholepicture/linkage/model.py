"""The frozen linkage model: weights in bits for each level of each comparison, name frequencies, thresholds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log2

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common names are, as shares of the people. What was not seen in training counts as `unseen`.

    `most_bits` limits what one name can weigh, so that a slip that happens to be rare proves nothing.
    """

    forename: Mapping[str, float]
    surname: Mapping[str, float]
    unseen: Mapping[str, float]
    most_bits: Mapping[str, float]

    def bits(self, part: str, name: str) -> float:
        """What it weighs that two records share this forename or surname, in bits."""
        table = self.forename if part == "forename" else self.surname
        return min(-log2(table.get(name, self.unseen[part])), self.most_bits[part])


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One version of what linkage has learned. A run uses one version from beginning to end; training makes another.

    Weights are in bits (log2 of the ratio between how often a level occurs among pairs that are one and pairs that are
    two). `made_from` says in a sentence what it was made from.
    """

    version: str
    made_from: str
    people: Weights
    places: Weights
    vehicles: Weights
    context: Mapping[str, float]
    thresholds: Weights
    frequencies: Frequencies


def read_model(text: str) -> Model:
    """A model from its JSON form."""
    table = json.loads(text)
    return Model(
        version=table["version"],
        made_from=table["made_from"],
        people=table["people"],
        places=table["places"],
        vehicles=table["vehicles"],
        context=table["context"],
        thresholds=table["thresholds"],
        frequencies=Frequencies(**table["frequencies"]),
    )


@cache
def load_model() -> Model:
    """The model that the package ships."""
    return read_model(files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
