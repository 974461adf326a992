"""How long a scan takes, and how much memory, at several sizes; beside it Splink alone on the same mentions.

    python bench/scan.py 10000 100000 1000000

Each size: a training county of about so many records, scanned by the command line in a process of its own (wall clock,
peak memory of the scanning process and of its readers), then Splink 5 in another one: train, predict and cluster the
persons of the same mentions with DuckDB on the same cores. Rows are printed as a Markdown table, ratios last.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHILDREN_A_RECORD = 1.27


def run(arguments: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a command: its own process, and the largest of its children."""
    start = time.perf_counter()
    code = (
        "import resource,runpy,sys,json;"
        "sys.argv=sys.argv[1:];"
        "\ntry: runpy.run_module('wholepicture', run_name='__main__', alter_sys=False)"
        "\nexcept SystemExit as stop: assert not stop.code, stop.code"
        "\nprint(json.dumps([resource.getrusage(w).ru_maxrss for w in "
        "(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "wholepicture", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )
    own, readers = json.loads(done.stdout.strip().splitlines()[-1])
    return time.perf_counter() - start, (own + 2 * readers) / 1024


def splink_alone(mentions: Path, extracts: Path) -> None:
    """Train, predict and cluster the persons of a scan's mentions; prints seconds, comparisons and megabytes as JSON."""
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows = list(persons(mentions, extracts))
    start = time.perf_counter()
    table = pa.Table.from_pylist(rows)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]),
            cl.JaroWinklerAtThresholds("forename", [0.92, 0.8]),
            cl.LevenshteinAtThresholds("born", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "forename"),
            block_on("born", "forename"),
            block_on("born", "surname"),
        ],
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("surname", "forename", "born")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("surname", "forename"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.99)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, len(rows), peak]))


def persons(mentions: Path, extracts: Path):
    """One row for each person mention that stands in columns, with what its row says of them."""
    rows = {}
    for path in extracts.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[next(iter(row.values()))] = row
    with mentions.open(encoding="utf-8", newline="") as file:
        for mention in csv.DictReader(file):
            if mention["type"] == "person" and not mention["start"]:
                row = rows[mention["record"].split("/")[1]]
                names = mention["columns"].split(";")
                born = next((row[n] for n in names if "birth" in n.lower() or "DOB" in n or "D.O.B" in n), "")
                digits = "".join(c for c in born if c.isdigit())
                iso = digits if born[4:5] == "-" else digits[4:] + digits[2:4] + digits[:2]
                words = mention["text"].replace(",", " ").split()
                yield {
                    "unique_id": mention["mention"],
                    "surname": words[0].lower() if words else None,
                    "forename": words[-1].lower() if len(words) > 1 else None,
                    "born": iso or None,
                }


def measure(records: int, folder: Path) -> str:
    """One row of the table."""
    county, out = folder / "county", folder / "out"
    run(["county", str(county), "--seed", "7", "--children", str(round(records * CHILDREN_A_RECORD))])
    seconds, megabytes = run(["scan", str(county), "--out", str(out), "--purpose", "measuring"])
    peer = subprocess.run(
        [sys.executable, __file__, "--splink", str(out / "mentions.csv"), str(county)],
        check=True,
        capture_output=True,
        text=True,
    )
    alone, compared, peer_megabytes = json.loads(peer.stdout.strip().splitlines()[-1])
    with (out / "mentions.csv").open(encoding="utf-8") as file:
        mentions = sum(1 for _ in file) - 1
    rows = sum(sum(1 for _ in csv.reader(p.open(encoding="utf-8", newline=""))) - 1 for p in county.glob("*.csv"))
    return (
        f"| {rows:,} | {mentions:,} | {seconds:.1f} | {1e6 * seconds / rows:.0f} | {megabytes:,.0f} | {compared:,} | "
        f"{alone:.1f} | {peer_megabytes:,.0f} | {seconds / alone:.1f} |"
    )


def main() -> None:
    if sys.argv[1:2] == ["--splink"]:
        splink_alone(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    print("| records | mentions | scan s | µs a record | scan MB | persons to Splink | Splink s | Splink MB | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in sys.argv[1:] or ["10000", "100000"]:
        with tempfile.TemporaryDirectory() as folder:
            print(measure(int(size), Path(folder)), flush=True)


if __name__ == "__main__":
    main()
