"""Measure the patterns end to end: intake, reading, linkage and patterns, on counties of which the truth is known.

python bench/patterns_county.py EXTRACTS [TRUTH.json] [-v]
"""

import json
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from patterns_harbury import planted_from

from wholepicture.intake import Rejected, UnknownExtract, load_profiles, read_extracts
from wholepicture.journey.fold import Journey, in_order
from wholepicture.linkage import Linker, load_model
from wholepicture.patterns import Register
from wholepicture.patterns.evaluation import evaluate
from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.moments import london_day

RECEIVED = datetime(2030, 1, 1, tzinfo=UTC)


def records_of(folder):
    found = []
    for path in sorted(Path(folder).glob("*.csv")):
        with path.open("rb") as stream:
            tables = read_extracts(
                path.name, stream, profiles=load_profiles(), key=b"bench", received_at=RECEIVED, made_at=None
            )
            for table in tables:
                if not isinstance(table, UnknownExtract):
                    found.extend(row for row in table if not isinstance(row, Rejected))
    return in_order(found)


def understood(records):
    reader = Reader(load_lexicon())
    return [
        (
            r,
            reader.read(
                r.id,
                r.narrative.text,
                filed_as=r.filed_as,
                recorded_on=london_day(r.recorded_at),
                columns_mentions=len(r.mentions),
            ),
        )
        for r in records
    ]


def run(pairs):
    journey = Journey(linker=Linker(load_model()), register=Register())
    spent, observe, retract = [0.0], journey.register.observe, journey.register.retract

    def timed(*given):
        start = time.perf_counter()
        observe(*given)
        spent[0] += time.perf_counter() - start

    journey.register.observe, journey.register.retract = timed, retract
    for record, reading in pairs:
        journey.take(record, reading)
    return journey, spent[0]


def main():
    folder = sys.argv[1]
    truth_path = next((a for a in sys.argv[2:] if a.endswith(".json")), None)
    pairs = understood(records_of(folder))
    start = time.perf_counter()
    journey, spent = run(pairs)
    took = time.perf_counter() - start
    print(f"{len(pairs)} records, {took:.1f} s, patterns {spent / len(pairs) * 1e6:.0f} us a record")
    findings = journey.findings()
    print(dict(Counter(f.pattern for f in findings)), sum(f.withdrawn_at is not None for f in findings), "withdrawn")
    of_record = {}
    if truth_path:
        planted, of_record = planted_from(json.loads(Path(truth_path).read_text(encoding="utf-8")))
        report(evaluate(findings, planted, of_record))
    for f in findings:
        if f.pattern not in ("child_question", "falling_count") or "-a" in sys.argv:
            nets = dict(Counter(str(of_record.get(r)) for r in f.records))
            grown = dict(Counter(str(of_record.get(r)) for g in f.history for r in g.records))
            q = f"q={f.q_value:.4f}" if f.q_value is not None else ""
            print(f.surfaced_at.date(), f.pattern, q, nets, "->", grown, len(f.children), "WITHDRAWN" * bool(f.withdrawn_at))
            if "-v" in sys.argv:
                print("     ", f.because)
                for g in f.history:
                    print("        +", g.at.date(), g.because[:300])


def report(measured):
    for one in measured.noticed:
        print("  ", one)
    print(
        f"precision {measured.precision} ({measured.about_network} of {measured.shown} shown), median share "
        f"{measured.median_share}, over budget {measured.over_budget}, weekly {measured.weekly:.2f}"
    )


if __name__ == "__main__":
    main()
