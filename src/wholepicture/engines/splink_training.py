"""Trains the linkage model with Splink: expectation maximisation over pairs of mentions. The only file that knows Splink."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import log2
from typing import Any

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from wholepicture.linkage import Model, PersonRow, UnableToLearn, count_names

_FEWEST = 1000
_FEWEST_PAIRS = 500
_MOST_PAIRS = 2_000_000
_FURTHEST = 2.5
"""How many bits a learned weight may lie from its prior: where a level is rare, maximisation runs away."""

_SLIP = "damerau_levenshtein({0}_l, {0}_r) <= CASE WHEN least(length({0}_l), length({0}_r)) >= 8 THEN 2 ELSE 1 END"
_LEVELS: Mapping[str, Sequence[tuple[str, str]]] = {
    "forename": (
        ("missing", "forename_l IS NULL OR forename_r IS NULL"),
        ("same", "forename_l = forename_r"),
        ("nickname", "list_has_any(groups_l, groups_r)"),
        ("near", f"known_l AND known_r AND {_SLIP.format('forename')}"),
        ("slip", f"length(forename_l) > 2 AND length(forename_r) > 2 AND {_SLIP.format('forename')}"),
        ("initial", "least(length(forename_l), length(forename_r)) = 1 AND forename_l[1] = forename_r[1]"),
        ("different", "ELSE"),
    ),
    "surname": (
        ("missing", "surname_l IS NULL OR surname_r IS NULL"),
        ("same", "surname_l = surname_r"),
        ("part", "list_has_any(string_split(surname_l, '-'), string_split(surname_r, '-'))"),
        ("slip", _SLIP.format("surname")),
        ("different", "ELSE"),
    ),
    "birth": (
        ("missing", "born_l IS NULL OR born_r IS NULL"),
        ("same", "born_l = born_r"),
        ("swapped", "born_l[5:8] = born_r[5:8] AND born_l[1:2] = born_r[3:4] AND born_l[3:4] = born_r[1:2]"),
        ("digit", "damerau_levenshtein(born_l, born_r) <= 1"),
        ("year", "born_l[5:8] = born_r[5:8]"),
        ("different", "ELSE"),
    ),
    "sex": (
        ("missing", "sex_l IS NULL OR sex_r IS NULL"),
        ("same", "sex_l = sex_r"),
        ("different", "ELSE"),
    ),
    "address": (
        ("missing", "address_l IS NULL OR address_r IS NULL"),
        ("same", "address_l = address_r"),
        ("postcode", "postcode_l = postcode_r"),
        ("different", "ELSE"),
    ),
}
_BLOCKS = (("surname", "forename"), ("born",), ("upn",))


class SplinkTrainer:
    """Learns the weights of names, births, sex and addresses from unlabelled mentions."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def train(self, rows: Iterable[PersonRow], *, prior: Model, version: str, made_from: str) -> Model:
        """A model with learned weights; see `Trainer`."""
        kept = [row for row in rows if row.forename and row.surname]
        if sum(row.born is not None for row in kept) < _FEWEST:
            raise UnableToLearn
        learned = _learn(_table(kept), _usable_blocks(kept), self._seed)
        people = {name: dict(levels) for name, levels in prior.people.items()}
        for comparison, levels in learned.items():
            for level, bits in levels.items():
                before = people[comparison][level]
                people[comparison][level] = round(min(max(bits, before - _FURTHEST), before + _FURTHEST), 3)
        return replace(
            prior, version=version, made_from=made_from, people=people, frequencies=count_names(kept, prior.frequencies)
        )


def _table(rows: Sequence[PersonRow]) -> pa.Table:
    columns: dict[str, Any] = {
        "unique_id": pa.array(range(len(rows))),
        "groups": pa.array([list(row.groups) for row in rows], pa.list_(pa.int64())),
        "known": pa.array([row.known for row in rows]),
        "born": pa.array([f"{row.born:%d%m%Y}" if row.born else None for row in rows], pa.string()),
    }
    for name in ("forename", "surname", "sex", "upn", "address", "postcode"):
        columns[name] = pa.array([getattr(row, name) or None for row in rows], pa.string())
    return pa.table(columns)


def _usable_blocks(rows: Sequence[PersonRow]) -> list[tuple[str, ...]]:
    """The blocks in which enough pairs of mentions fall to learn from them."""
    usable: list[tuple[str, ...]] = []
    for block in _BLOCKS:
        sizes = Counter(key for row in rows if all(key := tuple(getattr(row, part) for part in block)))
        if sum(size * (size - 1) // 2 for size in sizes.values()) >= _FEWEST_PAIRS:
            usable.append(block)
    return usable


def _learn(table: pa.Table, blocks: Sequence[tuple[str, ...]], seed: int) -> dict[str, dict[str, float]]:
    comparisons = [
        CustomComparison(
            [
                {"sql_condition": sql, "label_for_charts": level, "is_null_level": level == "missing"}
                for level, sql in levels
            ],
            output_column_name=name,
        )
        for name, levels in _LEVELS.items()
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=list(comparisons),
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
    )
    database = DuckDBAPI()
    linker = Linker(database.register(table), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("forename", "surname", "born")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=_MOST_PAIRS, seed=seed)
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))
    return _read_weights(linker.misc.save_model_to_json())


def _read_weights(saved: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Weights in bits from Splink's own model; of a name that is the same only what the frequency of names leaves over."""
    learned: dict[str, dict[str, float]] = {}
    for comparison in saved["comparisons"]:
        name = comparison["output_column_name"]
        for level in comparison["comparison_levels"]:
            m, u = level.get("m_probability"), level.get("u_probability")
            label = level["label_for_charts"]
            if not m or not u:
                continue
            by_frequency = label == "same" and name in ("forename", "surname")
            learned.setdefault(name, {})[label] = log2(m) if by_frequency else log2(m / u)
    return learned
