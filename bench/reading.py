"""Measures the reader on labelled narratives: python bench/reading.py PATH... [--half dev|regression] [--speed].

Every *.jsonl in a folder, or each file given, is read; a line is a narrative (`text, filed_as, spans, mentions,
child_question`) or a contrast pair (`a, b, indicator, a_active, b_active`). `--half` takes the lines whose id's SHA-256
begins with 0-7 (dev) or 8-f (regression). `--show` prints single misses and false finds: never use it on a held-out set.
"""

import argparse
import hashlib
import json
import math
import statistics
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from wholepicture.reading import Reader, load_lexicon
from wholepicture.reading.mismatch import filed_about_child
from wholepicture.vocabulary.readings import About
from wholepicture.vocabulary.records import RecordId

DAY = date(2026, 1, 15)


def wilson(right, total):
    """A share with its Wilson 95 % interval."""
    if not total:
        return "n/a"
    z, share = 1.96, right / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return f"{share:.3f} [{max(0, centre - half):.3f}, {min(1, centre + half):.3f}] ({right}/{total})"


def in_half(line, half):
    if not half:
        return True
    first = int(hashlib.sha256(line["id"].encode()).hexdigest()[0], 16)
    return (first < 8) == (half == "dev")


def overlaps(a, b):
    return a[0] < b[1] and b[0] < a[1]


class Tally:
    def __init__(self, show, lexicon, tiers, about=""):
        self.show, self.lexicon, self.tiers, self.about = show, lexicon, tiers, about
        self.counts = Counter()
        self.by_indicator = defaultdict(Counter)
        self.mentions = defaultdict(Counter)

    def say(self, kind, *words):
        if kind in self.show or "all" in self.show:
            print(f"  {kind}:", *words)

    def spans(self, line, reading):
        found = [f for f in reading.indicators if f.tier in self.tiers]
        text, used = line["text"], set()
        golds = line["spans"]
        for gold in golds:
            tier = self.lexicon.indicators[gold["indicator"]].tier
            self.counts.update(("gold", "gold " + tier))
            match = next((n for n, f in enumerate(found) if n not in used and _same(f, gold)), None)
            if match is None:
                self.by_indicator[gold["indicator"]]["missed"] += 1
                self.say(
                    "miss", gold["indicator"], gold["polarity"][:3], "|", text[gold["start"] : gold["end"]], "|", line["id"]
                )
                continue
            used.add(match)
            self.counts.update(("hit", "hit " + tier))
            self.by_indicator[gold["indicator"]]["hit"] += 1
            self.assertion(line, gold, found[match])
        for n, f in enumerate(found):
            # One labelled span found in two pieces is one finding, not a false one.
            if n not in used and not any(_same(f, gold) for gold in golds):
                self.counts["false"] += 1
                self.by_indicator[f.indicator]["false"] += 1
                around = text[max(0, f.span.start - 50) : f.span.end + 40]
                self.say("false", f.indicator, f.pattern, "|", text[f.span.start : f.span.end], "|", line["id"], "|", around)

    def assertion(self, line, gold, found):
        right = {
            "polarity": found.polarity == gold["polarity"],
            "time": found.timing == gold["time"],
            "about": found.about == gold["about"],
        }
        for axis, ok in right.items():
            self.counts[axis] += ok
        self.counts["joint"] += all(right.values())
        live_gold = gold["polarity"] != "absent" and gold["time"] == "current" and gold["about"] != "other"
        live = found.live and found.about is not About.OTHER
        self.counts["live gold"] += live_gold
        self.counts["suppressed"] += live_gold and not live
        if not all(right.values()):
            text = line["text"]
            cue = text[found.cue.start : found.cue.end] if found.cue else None
            want, got = (gold["polarity"], gold["time"], gold["about"]), (found.polarity, found.timing, found.about)
            around = text[max(0, gold["start"] - 70) : gold["end"] + 50]
            self.say(
                "assertion",
                gold["indicator"],
                "/".join(want),
                "read",
                "/".join(got),
                "cue",
                cue,
                "|",
                around,
                "|",
                line["id"],
            )

    def named(self, line, reading):
        text = line["text"]
        found = [
            (n.kind.value, n.span.start, n.span.end)
            for n in reading.named
            # A person who is only described by age has no name to be found: the sets label names.
            if n.kind.value != "person" or n.description.name
        ]
        found += [("date", s.start, s.end) for s in reading.dates] + [("age", s.start, s.end) for s in reading.ages]
        used = set()
        for gold in line["mentions"]:
            where = (gold["start"], gold["end"])
            match = next(
                (n for n, f in enumerate(found) if n not in used and f[0] == gold["type"] and overlaps(f[1:], where)), None
            )
            if match is None and gold["type"] == "vehicle" and _described(text, gold, reading):
                continue  # One mention holds a vehicle's look and its registration; the sets label them apart.
            self.mentions[gold["type"]]["gold"] += 1
            if match is None:
                self.say(
                    "mention-miss", gold["type"], "|", text[slice(*where)], "|", text[max(0, where[0] - 40) : where[1] + 30]
                )
                continue
            used.add(match)
            self.mentions[gold["type"]]["hit"] += 1
            self.mentions[gold["type"]]["exact"] += found[match][1:] == where
        for n, f in enumerate(found):
            if n not in used:
                self.mentions[f[0]]["false"] += 1
                self.say("mention-false", f[0], "|", text[f[1] : f[2]], "|", text[max(0, f[1] - 40) : f[2] + 30])

    def question(self, line, reading):
        if not self.about and filed_about_child(line.get("filed_as") or "", self.lexicon):
            # Its category already says that a child is the question: there is nothing to ask.
            self.counts["already"] += 1
            return
        asked = reading.mismatch is not None
        if line["child_question"]:
            self.counts["question gold"] += 1
            self.counts["question hit"] += asked
            if not asked:
                self.say("question-miss", line["id"], line.get("filed_as"), "|", line["text"])
            return
        self.counts["quiet gold"] += 1
        self.counts["question false"] += asked
        self.counts["quiet firing"] += sum(f.tier in self.tiers and f.live for f in reading.indicators)
        if asked:
            words = [(i.indicator, line["text"][i.span.start : i.span.end]) for i in reading.mismatch.indicators]
            self.say("question-false", line["id"], line.get("filed_as"), "|", line["text"], "|", words)

    def report(self):
        c = self.counts
        if c["gold"]:
            precision, recall = c["hit"] / max(1, c["hit"] + c["false"]), c["hit"] / c["gold"]
            print(f"span F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}")
            print("  precision", wilson(c["hit"], c["hit"] + c["false"]))
            print("  recall", wilson(c["hit"], c["gold"]))
            print("  recall of significant ones", wilson(c["hit S"], c["gold S"]))
            for axis in ("polarity", "time", "about", "joint"):
                print(" ", axis, wilson(c[axis], c["hit"]))
            print("  false suppression", wilson(c["suppressed"], c["live gold"]))
        if c["already"]:
            print("  filed about a child already, no question to ask:", c["already"])
        if c["question gold"]:
            print("child question recall", wilson(c["question hit"], c["question gold"]))
        if c["quiet gold"]:
            print("child question false alarms", wilson(c["question false"], c["quiet gold"]))
            print(f"  live firings per 1,000 quiet narratives {1000 * c['quiet firing'] / c['quiet gold']:.0f}")
        for kind in sorted(self.mentions):
            m = self.mentions[kind]
            p, r = m["hit"] / max(1, m["hit"] + m["false"]), m["hit"] / max(1, m["gold"])
            score = 2 * p * r / max(1e-9, p + r)
            print(
                f"  {kind}: F1 {score:.3f} precision {p:.3f} recall {r:.3f}; exact {m['exact']} of {m['hit']} "
                f"found of {m['gold']}"
            )
        if "indicators" in self.show:
            for indicator in sorted(self.by_indicator):
                print("  ", indicator, dict(self.by_indicator[indicator]))


def _described(text, gold, reading):
    words = text[gold["start"] : gold["end"]].lower()
    return any(
        n.kind.value == "vehicle" and -40 < n.span.start - gold["end"] < 40
        and any(look and look in words for look in (n.description.colour, n.description.make, n.description.model))
        for n in reading.named
    )  # fmt: skip


def _same(found, gold):
    return found.indicator == gold["indicator"] and overlaps(
        (found.span.start, found.span.end), (gold["start"], gold["end"])
    )


def active(reading, indicator, lexicon, tiers):
    family = lexicon.indicators[indicator].about == "family"
    return any(
        f.indicator == indicator and f.tier in tiers and f.live
        and (f.about is About.CHILD or (family and f.about is About.FAMILY))
        for f in reading.indicators
    )  # fmt: skip


def contrast(lines, read, lexicon, tiers, show):
    right = 0
    for line in lines:
        a = active(read(line["a"], ""), line["indicator"], lexicon, tiers)
        b = active(read(line["b"], ""), line["indicator"], lexicon, tiers)
        ok = a == line["a_active"] and b == line["b_active"]
        right += ok
        if not ok and ("contrast" in show or "all" in show):
            print("  contrast:", line["indicator"], line["why"], f"a {a} b {b}", "|", line["a"], "|", line["b"])
    print("contrast pairs both right", wilson(right, len(lines)))


def speed(texts, read):
    sixty = [" ".join((" ".join([text] * 8)).split()[:60]) for text in texts]
    for text in sixty[:50]:
        read(text, "noise")
    start = time.process_time()
    for text in sixty:
        read(text, "noise")
    taken = time.process_time() - start
    print(f"speed: {len(sixty) / taken:,.0f} narratives of 60 words a second on one core ({len(sixty)} narratives)")
    times = []
    for number in range(100):
        text = " ".join((" ".join(texts[number : number + 60] or texts)).split()[:500])
        start = time.process_time()
        read(text, "noise")
        times.append(time.process_time() - start)
    print(f"  500 words: median {1000 * statistics.median(times):.1f} ms, p99 {1000 * sorted(times)[-2]:.1f} ms")
    paste = " ".join(" ".join(texts * 60).split()[:50_000])
    start = time.process_time()
    read(paste, "noise")
    print(f"  a paste of {len(paste.split())} words {time.process_time() - start:.2f} s")


def measure(file, arguments, read, lexicon, tiers):
    lines = [json.loads(text) for text in file.read_text().splitlines() if text.strip()]
    lines = [line for line in lines if in_half(line, arguments.half)]
    if lines and "a" in lines[0]:
        print(f"== {file.stem}: {len(lines)} pairs, lexicon {lexicon.version}")
        contrast(lines, read, lexicon, tiers, arguments.show)
        return []
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--half", choices=("dev", "regression"))
    parser.add_argument("--show", nargs="*", default=())
    parser.add_argument("--pool", action="store_true", help="one table for all files together")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--tiers", default="rule,possible", help="rule, possible, or rule,possible")
    parser.add_argument("--about", default="", help="read each as filed under no category, and saying that it is about this")
    arguments = parser.parse_args()
    lexicon = load_lexicon()
    tiers = set(arguments.tiers.split(","))
    reader = Reader(lexicon, learned="possible" in tiers)

    def read(text, filed_as):
        filed = {"filed_as": "", "about": arguments.about} if arguments.about else {"filed_as": filed_as}
        return reader.read(RecordId("x"), text, recorded_on=DAY, columns_mentions=0, **filed)

    files = [f for p in arguments.paths for f in (sorted(p.glob("*.jsonl")) if p.is_dir() else [p])]
    texts, groups = [], {}
    for file in files:
        groups.setdefault("all" if arguments.pool else file.stem, []).extend(measure(file, arguments, read, lexicon, tiers))
    for name, lines in groups.items():
        if not lines:
            continue
        print(
            f"== {name}: {len(lines)} narratives, lexicon {lexicon.version}, tiers {sorted(tiers)}, half "
            f"{arguments.half or 'whole'}"
        )
        tally = Tally(arguments.show, lexicon, tiers, arguments.about)
        for line in lines:
            # A postcode is read as a place.
            line["mentions"] = [m | {"type": "place"} if m["type"] == "postcode" else m for m in line.get("mentions", ())]
            if not line["mentions"] and "spans" not in line:
                del line["mentions"]
            texts.append(line["text"])
            reading = read(line["text"], line.get("filed_as") or "")
            for key, tell in (("spans", tally.spans), ("mentions", tally.named), ("child_question", tally.question)):
                if key in line:
                    tell(line, reading)
        tally.report()
    if arguments.speed:
        speed(texts, read)


if __name__ == "__main__":
    main()
