"""Measure the patterns over many counties: `python bench/patterns_counties.py FOLDER...` (each with FOLDER-truth.json).

Prints, county by county and together: networks noticed, median share of records until then, precision at five a week,
findings by pattern (right and wrong), and what look-alikes were found.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from patterns_county import records_of, run, understood
from patterns_harbury import planted_from

from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.patterns.evaluation import about, evaluate


def main():
    shares, shown, right, missed, total, worst = [], 0, 0, [], 0, Counter()
    by_pattern = Counter()
    for folder in [a for a in sys.argv[1:] if not a.startswith("-")]:
        truth = json.loads(Path(f"{folder}-truth.json").read_text(encoding="utf-8"))
        journey, _ = run(understood(records_of(folder)))
        planted, of_record = planted_from(truth)
        findings = journey.findings()
        measured = evaluate(findings, planted, of_record)
        alike = {r: one["kind"] for one in truth.get("look_alikes", ()) for r in one["records"]}
        for f in findings:
            if f.pattern in ABOUT_ONE_CHILD:
                by_pattern[f.pattern, "-"] += 1
                continue
            good = about(f.records, of_record) is not None
            by_pattern[f.pattern, "right" if good else "wrong"] += 1
            if not good:
                kinds = Counter(alike.get(r, of_record.get(r) or "background") for r in f.records)
                worst[f.pattern, kinds.most_common(1)[0][0]] += 1
        shown += measured.shown
        right += measured.about_network
        for n in measured.noticed:
            if n.records >= 6:
                total += 1
                (
                    shares.append(n.share)
                    if n.share is not None
                    else missed.append((folder[-3:], n.network, n.shape, n.records))
                )
        print(
            Path(folder).name,
            f"noticed {sum(n.share is not None for n in measured.noticed)}/{len(planted)}",
            "shares",
            [round(n.share, 2) if n.share is not None else None for n in measured.noticed],
            f"precision {measured.about_network}/{measured.shown}",
        )
    print(f"noticed {len(shares)}/{total}, median share {median(shares) if shares else None}, precision {right}/{shown}")
    print("missed", missed)
    for key, count in sorted(by_pattern.items()):
        print("  ", *key, count)
    print("wrong about", dict(worst))


if __name__ == "__main__":
    main()
