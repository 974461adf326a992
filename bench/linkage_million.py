"""A made-up register of a million rows, linked as a whole beside Splink, and one new record looked for in it.

    PYTHONPATH=src python bench/linkage_million.py [ROWS]

Five of six rows are persons of their own; every sixth is another one written again, with a slip, another address or a part
left out. Both get the same values. Splink trains, predicts and clusters with DuckDB on the same cores.
"""

import random
import resource
import sys
import time

import numpy as np

from wholepicture.engines.columnar.linking.linking import RegisterLinkage
from wholepicture.engines.columnar.linking.lookup import RegisterLookup
from wholepicture.engines.progress import Silence
from wholepicture.linkage.names import load_name_lore
from wholepicture.linkage.row_comparisons import COMPARISONS

SYLLABLES = ["ba", "den", "ford", "ley", "har", "wick", "ton", "mor", "sha", "kin", "ro", "el", "gre", "stan", "pol", "mer"]


def slip(text, dice):
    at = dice.randrange(1, max(len(text) - 1, 2))
    return text[:at] + dice.choice("aeioulnrst") + text[at + 1 :]


def register(rows, dice):
    """Rows as values, and whose they are."""
    forenames = sorted(n for n in load_name_lore().known if len(n) > 2)
    surnames = ["".join(dice.choice(SYLLABLES) for _ in range(3)) for _ in range(20_000)]
    weights = [1 / (rank + 40) for rank in range(len(surnames))]
    told, whose = [], []
    common = random.Random(3).choices(surnames, weights, k=rows)
    for number in range(rows):
        if told and dice.random() < 1 / 6:
            whom = dice.randrange(len(told))
            forename, surname, birth, house, code, phone = told[whom]
            if dice.random() < 0.2:
                forename = slip(forename, dice)
            if dice.random() < 0.2:
                surname = slip(surname, dice)
            if dice.random() < 0.1:
                birth = birth[:6] + f"{dice.randrange(1, 29):02}"
            if dice.random() < 0.3:
                house, code = home(dice)
            if dice.random() < 0.3:
                phone = ""
            told.append((forename, surname, birth, house, code, phone))
            whose.append(whose[whom])
            continue
        born = f"{dice.randrange(1940, 2015)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
        phone = f"07700900{dice.randrange(1000):03}" if dice.random() < 0.02 else ""
        told.append((dice.choice(forenames), common[number], born, *home(dice), phone))
        whose.append(number)
    return told, whose


def home(dice):
    street = dice.randrange(30_000)
    code = f"qx{street % 90 + 1}{street % 10}{chr(97 + street // 10 % 26)}{chr(97 + street // 260 % 26)}"
    return f"{dice.randrange(1, 80)}|street {street}", code


def values(told):
    columns = {comparison.name: [""] * len(told) for comparison in COMPARISONS}
    forename, surname, birth, house, code, phone = zip(*told, strict=True)
    columns |= {"forename": forename, "surname": surname, "birth": birth, "phone": phone}
    columns["address"] = [f"|{h}||{c}" for h, c in zip(house, code, strict=True)]
    return list(columns.values())


def splink(told):
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    names = ("forename", "surname", "birth", "house", "code", "phone")
    table = pa.table(
        {
            "unique_id": range(len(told)),
            **{n: [v or None for v in c] for n, c in zip(names, zip(*told, strict=True), strict=True)},
        }
    )
    start = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("forename", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("birth", [1, 2]),
            cl.ExactMatch("house"),
            cl.ExactMatch("code"),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "birth"),
            block_on("forename", "birth"),
            block_on("forename", "surname", "code"),
            block_on("code", "birth"),
            block_on("house", "forename"),
        ],
    )
    database = DuckDBAPI()
    held = database.register(table)
    linker = Linker(held, settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("forename", "surname", "birth")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("code", "birth"))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.99)
    took = time.perf_counter() - start
    found = (
        clusters.as_pyarrow_table()
        if hasattr(clusters, "as_pyarrow_table")
        else pa.Table.from_pandas(clusters.as_pandas_dataframe())
    )
    label = dict(zip(found["unique_id"].to_pylist(), found["cluster_id"].to_pylist(), strict=True))
    return took, [label[at] for at in range(len(told))], (linker, database, held)


def pair_f1(whose, label):
    def pairs(key):
        counts = np.unique(key, return_counts=True)[1].astype(np.int64)
        return int((counts * (counts - 1) // 2).sum())

    whose, label = (np.unique(np.array(side), return_inverse=True)[1] for side in (whose, label))
    right = pairs(whose * (label.max() + 1) + label)
    precision, recall = right / pairs(label), right / pairs(whose)
    return precision, recall, 2 * precision * recall / (precision + recall)


class Steps(Silence):
    def __init__(self):
        self._at = time.perf_counter()

    def says(self, step):
        now = time.perf_counter()
        print(f"   {now - self._at:5.2f} s before: {step}", file=sys.stderr)
        self._at = now


def main(rows):
    told, whose = register(rows, random.Random(11))
    columns = values(told)
    start, began = time.perf_counter(), time.process_time()
    linkage = RegisterLinkage(columns, Steps())
    model = linkage.learn()
    linked = linkage.link(model)
    took, worked = time.perf_counter() - start, time.process_time() - began
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| | rows | pairs compared | seconds | processor s | P | R | F1 |\n|---|---|---|---|---|---|---|---|")
    row = " | ".join(f"{part:.4f}" for part in pair_f1(whose, linked.entity))
    print(f"| Whole Picture ({own:.0f} MB) | {rows} | {len(linked.left)} | {took:.1f} | {worked:.1f} | {row} |", flush=True)
    one_by_one(linkage, linked, told)
    began = time.process_time()
    took, label, linker = splink(told)
    worked = time.process_time() - began
    print(
        f"| Splink, .99 | {rows} | | {took:.1f} | {worked:.1f} | "
        + " | ".join(f"{part:.4f}" for part in pair_f1(whose, label))
        + " |"
    )
    splink_one_by_one(linker, told)


def again(told, dice, count):
    """New rows: people of the register written once more."""
    for _ in range(count):
        forename, surname, birth, house, code, phone = told[dice.randrange(len(told))]
        forename = slip(forename, dice) if dice.random() < 0.2 else forename
        yield forename, surname, birth, house, code, phone


def one_by_one(linkage, linked, told):
    lookup = RegisterLookup(linkage.coded, linked.entity[np.argsort(linkage.place)], linked.model)
    spent, worked, found = [], [], 0
    for row in again(told, random.Random(5), 5000):
        own = [column[0] for column in values([row])]
        start, began = time.perf_counter(), time.process_time()
        matches = lookup.add(own)[1]
        spent.append(time.perf_counter() - start)
        worked.append(time.process_time() - began)
        found += bool(matches) and matches[0].weight >= linked.model.threshold
    say("Whole Picture, entities updated", spent, found)
    say("the same, processor time alone", worked, found)


def splink_one_by_one(held, told):
    import pyarrow as pa

    linker, database, register = held
    names = ("forename", "surname", "birth", "house", "code", "phone")
    for name in ("forename", "surname"):
        linker.table_management.compute_tf_table(name)
    spent, found = [], 0
    for number, row in enumerate(again(told, random.Random(5), 60)):
        table = pa.table(
            {
                "unique_id": [10_000_000 + number],
                **{n: pa.array([v or None], pa.string()) for n, v in zip(names, row, strict=True)},
            }
        )
        start = time.perf_counter()
        new = database.register(table)
        pairs = linker.inference.predict_between(register, new, threshold_match_probability=0.5)
        found += bool(pairs.as_record_list(limit=1))
        spent.append(time.perf_counter() - start)
    say("Splink predict_between, pairs only", spent, found)


def say(who, spent, found):
    spent.sort()
    p50, p95 = (spent[int(len(spent) * share)] * 1e3 for share in (0.5, 0.95))
    print(f"one new record, {who}: p50 {p50:.3f} ms, p95 {p95:.3f} ms; {found} of {len(spent)} found", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
