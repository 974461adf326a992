"""Measure entities against a truth: pairs precision, recall and F1 for people, places, vehicles and phones.

    python bench/linkage.py MENTIONS.csv TRUTH.json

MENTIONS.csv is what `wholepicture scan` writes (columns mention, record, source, type, role, columns, start, end, text,
entity; `record` ends in the agency's own reference). TRUTH.json has `mentions`: `REF#slot` or `REF#text[start:end]` to type
and truth.
A slot is matched to the mention of its record by type and by the columns that the slot's name means; a span by overlap.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

SPAN = re.compile(r"text\[(\d+):(\d+)\]")
SLOT_ROLES = {
    "subject": {"subject"},
    "child": {"subject"},
    "patient": {"subject"},
    "pupil": {"subject"},
    "young_person": {"subject"},
    "location": {"location"},
    "missing_from": {"missing_from"},
    "found_at": {"found_at"},
    "vehicle": {"seen"},
}


def read_mentions(path: Path) -> dict[str, list[dict[str, str]]]:
    by_record: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_record[row["record"].rsplit("/", 1)[-1]].append(row)
    return by_record


def find(slot: str, kind: str, rows: list[dict[str, str]]) -> dict[str, str] | None:
    span = SPAN.fullmatch(slot)
    rows = [row for row in rows if row["type"] == kind]
    if span:
        start, end = int(span[1]), int(span[2])
        overlaps = [(min(end, int(r["end"])) - max(start, int(r["start"])), r) for r in rows if r["start"]]
        best = max(overlaps, key=lambda pair: pair[0], default=(0, None))
        return best[1] if best[0] > 0 else None
    rows = [row for row in rows if not row["start"]]
    if slot in SLOT_ROLES:
        rows = [row for row in rows if row["role"] in SLOT_ROLES[slot]]
    elif slot.startswith("other"):
        rows = [row for row in rows if row["role"] not in ("subject", "raiser")]
    return rows[0] if rows else None


def pairs(counts: Counter) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def main(mentions: Path, truth: Path) -> None:
    by_record = read_mentions(mentions)
    joined: dict[str, list[tuple[str, str]]] = defaultdict(list)
    asked: Counter = Counter()
    for key, said in json.loads(truth.read_text(encoding="utf-8"))["mentions"].items():
        if said["truth"] is None:
            continue
        reference, slot = key.split("#", 1)
        asked[said["type"]] += 1
        row = find(slot, said["type"], by_record.get(reference, []))
        # A mention that was never found counts as alone: it loses the pairs that truth has.
        joined[said["type"]].append((str(said["truth"]), row["entity"] if row else f"missed {key}"))
    print("| kind | mentions in truth | found | pair precision | pair recall | pair F1 |\n|---|---|---|---|---|---|")
    for kind, both in sorted(joined.items()):
        found = sum(not entity.startswith("missed ") for _, entity in both)
        right = pairs(Counter(both))
        said, true = pairs(Counter(e for _, e in both)), pairs(Counter(t for t, _ in both))
        precision, recall = right / said if said else 1.0, right / true if true else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"| {kind} | {asked[kind]} | {found} | {precision:.4f} | {recall:.4f} | {f1:.4f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
