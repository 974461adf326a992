"""Registers with truth, linked by `wholepicture link` as anybody would, beside Splink 5 in the same run.

    PYTHONPATH=src python bench/linkage_registers.py DATA [SET...]

DATA is a folder with fake_1000.csv, historical_figures_with_errors_50k.parquet and what bench/linkage_data.py writes there.
`none`: entities without anybody's answer. `answers`: `link --questions 300`, an oracle answers them from the truth, one in
twenty wrongly (seed 0 and 1), and `link --answers`. Answers carry no name, so they set weights and threshold and bind
nothing. Splink is given the values as linkage reads them, trains as its own examples do, and clusters by connected
components at .99 and, with the truth in hand, at the best of eleven thresholds. Pairs are those of entities.
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb

from wholepicture.cli.linking import columns_of, read_map
from wholepicture.engines.columnar.linking.tables import read_person_table
from wholepicture.linkage.row_comparisons import COMPARISONS

ROOT = Path(__file__).resolve().parent.parent
_FEBRL = {
    "given_name": "forename",
    "surname": "surname",
    "street_number": "house number",
    "address_1": "street",
    "suburb": "town",
    "postcode": "postcode",
    "date_of_birth": "dob",
    "soc_sec_id": "identifier",
}
_CENSUS = {
    "first_name": "forename",
    "middle_initial": "middle names",
    "last_name": "surname",
    "date_of_birth": "dob",
    "street_number": "house number",
    "street_name": "street",
    "unit_number": "flat",
    "zipcode": "postcode",
    "sex": "sex",
}
_SECURITY = {
    "first_name": "forename",
    "middle_name": "middle names",
    "last_name": "surname",
    "date_of_birth": "dob",
    "sex": "sex",
    "ssn": "identifier",
}
_TAXES = {
    "first_name": "forename",
    "middle_initial": "middle names",
    "last_name": "surname",
    "mailing_address_street_number": "house number",
    "mailing_address_street_name": "street",
    "mailing_address_unit_number": "flat",
    "mailing_address_zipcode": "postcode",
    "ssn": "identifier",
}
_FAKE = {"first_name": "forename", "surname": "surname", "dob": "dob", "city": "town", "email": "email"}
_HISTORICAL = {
    "first_name": "forename",
    "surname": "surname",
    "full_name": "name",
    "dob": "dob",
    "birth_place": "birth place",
    "postcode_fake": "postcode",
    "gender": "sex",
    "occupation": "occupation",
}
_GERMAN = {
    "fname_c1": "forename",
    "fname_c2": "middle names",
    "lname_c1": "surname",
    "by": "birth year",
    "bm": "birth month",
    "bd": "birth day",
}
SETS = {
    "fake_1000": ("cluster", {"fake_1000.csv": _FAKE}),
    "rldata10000": ("truth", {"rldata10000.csv": _GERMAN}),
    "febrl3": ("truth", {"febrl3.csv": _FEBRL}),
    "febrl4": ("truth", {"febrl4a.csv": _FEBRL, "febrl4b.csv": _FEBRL}),
    "pseudopeople": (
        "simulant_id",
        {
            "decennial_census.csv": _CENSUS,
            "women_infants_and_children.csv": _CENSUS,
            "social_security.csv": _SECURITY,
            "taxes_w2_and_1099.csv": _TAXES,
        },
    ),
    "historical_50k": ("cluster", {"historical_figures_with_errors_50k.parquet": _HISTORICAL}),
}
PROBABILITIES = (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


def pair_scores(truth, entity):
    """Precision, recall and F1 of the pairs that entities imply."""

    def pairs(counts):
        return sum(n * (n - 1) // 2 for n in counts.values())

    right, said, true = pairs(Counter(zip(truth, entity, strict=True))), pairs(Counter(entity)), pairs(Counter(truth))
    precision, recall = right / said if said else 1.0, right / true
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def write_map(path, files):
    lines = []
    for file, columns in files.items():
        lines.append(f'[files."{file}".columns]')
        lines += [f'"{heading}" = "{meaning}"' for heading, meaning in columns.items()]
    path.write_text("\n".join(lines), encoding="utf-8")


def truth_of(data, column, files):
    """Whose each row is, in the order of the files' names."""
    found = {}
    for file in sorted(files):
        source = f"read_csv('{data / file}', all_varchar=true)" if file.endswith(".csv") else f"'{data / file}'"
        for number, (whose,) in enumerate(duckdb.sql(f'select "{column}" from {source}').fetchall(), 1):  # noqa: S608
            found[(file, number)] = whose
    return found


def link(data, files, columns, out, *more):
    start = time.perf_counter()
    command = [sys.executable, "-m", "wholepicture", "link", *(str(data / file) for file in files)]
    command += ["--columns", str(columns), "--out", str(out), *more]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - start
    with (out / "entities.csv").open(encoding="utf-8", newline="") as stream:
        return took, {(row["file"], int(row["row"])): row["entity"] for row in csv.DictReader(stream)}


def answer(out, truth, path, seed):
    dice = random.Random(seed)
    with (out / "questions.csv").open(encoding="utf-8", newline="") as stream:
        asked = list(csv.DictReader(stream))
    names = ("left_file", "left_row", "right_file", "right_row")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow((*names, "answer", "by", "at"))
        for row in asked:
            same = truth[(row["left_file"], int(row["left_row"]))] == truth[(row["right_file"], int(row["right_row"]))]
            said = same != (dice.random() < 0.05)
            writer.writerow((*(row[name] for name in names), "same" if said else "different", "", ""))
    return len(asked)


def splink(columns):
    """Seconds, and the entities by threshold, of Splink on the same values."""
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    number = {comparison.name: at for at, comparison in enumerate(COMPARISONS)}
    given = {name: columns[at] for name, at in number.items() if any(columns[at])}
    if "surname" in given:
        given["surname"] = [value.partition("|")[0] for value in given["surname"]]
    if "address" in given:
        parts = [value.split("|") if value else [""] * 5 for value in given.pop("address")]
        given |= {"house": [p[1] + " " + p[2] if p[2] else "" for p in parts], "town": [p[3] for p in parts]}
        given["postcode"] = [p[4] for p in parts]
    given = {name: values for name, values in given.items() if any(values)}
    table = pa.table(
        {"unique_id": range(len(columns[0])), **{n: pa.array([v or None for v in c], pa.string()) for n, c in given.items()}}
    )
    fuzzy, exact = ("forename", "middle", "surname"), ("sex", "town", "place", "occupation", "postcode", "house")
    comparisons = [
        cl.JaroWinklerAtThresholds(n, [0.92, 0.8]).configure(term_frequency_adjustments=True) for n in fuzzy if n in given
    ]
    comparisons += [cl.ExactMatch(n).configure(term_frequency_adjustments=n != "sex") for n in exact if n in given]
    comparisons += [cl.DamerauLevenshteinAtThresholds(n, [1, 2]) for n in ("birth", "identifier", "email") if n in given]
    wanted = [
        ("surname", "birth"),
        ("forename", "birth"),
        ("forename", "surname"),
        ("identifier",),
        ("email",),
        ("postcode", "forename"),
        ("postcode", "surname"),
        ("postcode", "birth"),
        ("house", "forename"),
        ("place", "birth"),
        ("substr(forename,1,2)", "substr(surname,1,3)", "substr(birth,1,4)"),
        ("surname", "substr(birth,1,4)"),
        ("birth",),
    ]
    rules = [rule for rule in wanted if all(part.removeprefix("substr(").partition(",")[0] in given for part in rule)]
    start = time.perf_counter()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
    )
    linker = Linker(DuckDBAPI().register(table), settings, log_level=None)
    deterministic = [block_on("forename", "surname", "birth")] + ([block_on("identifier")] if "identifier" in given else [])
    linker.training.estimate_probability_two_random_records_match(deterministic, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in (("forename", "surname"), ("birth",)):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    pairs = linker.inference.predict(threshold_match_probability=0.001)
    found = {}
    took = 0.0
    for probability in (0.99, *PROBABILITIES):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=probability
        )
        took = took or time.perf_counter() - start
        rows = clusters.as_duckdbpyrelation().select("unique_id, cluster_id").fetchall()
        label = dict(rows)
        found[probability] = [label[at] for at in range(len(columns[0]))]
    return took, found


def show(name, how, took, scores):
    print(f"| {name} | {how} | {took:.1f} | " + " | ".join(f"{score:.4f}" for score in scores) + " |", flush=True)


def main(data, wanted):
    print("| set | | seconds | precision | recall | F1 |\n|---|---|---|---|---|---|")
    for name in wanted or SETS:
        column, files = SETS[name]
        truth = truth_of(data, column, files)
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            write_map(here / "map.toml", files)
            took, found = link(data, files, here / "map.toml", here / "out", "--questions", "300")
            whose = [truth[key] for key in sorted(truth)]
            show(name, "Whole Picture, none", took, pair_scores(whose, [found[key] for key in sorted(truth)]))
            for seed in (0, 1):
                asked = answer(here / "out", truth, here / "answers.csv", seed)
                took, heeded = link(data, files, here / "map.toml", here / "heeded", "--answers", str(here / "answers.csv"))
                scores = pair_scores(whose, [heeded[key] for key in sorted(truth)])
                show(name, f"Whole Picture, {asked} answers (seed {seed})", took, scores)
            columns = read_map(here / "map.toml")
            tables = [read_person_table(data / file, file, columns) for file in sorted(files)]
        took, clusters = splink(columns_of(tables))
        show(name, "Splink, .99", took, pair_scores(whose, clusters[0.99]))
        best = max(clusters, key=lambda probability: pair_scores(whose, clusters[probability])[2])
        show(name, f"Splink, best with truth ({best})", took, pair_scores(whose, clusters[best]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
