"""How fast a whole export is verified, and how fast facts are sealed: `python bench/verify.py 10000 100000 1000000`.

The export is made here, of facts like those of a county and as many looks as a third of them, and sealed with the hub's own
tree. The peer is the time that Python takes to parse the same file and do nothing else.
"""

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wholepicture.ledger.facts import Draft, FactId, FactKind, Part
from wholepicture.ledger.memory import seal
from wholepicture.proof.leaves import LookSealed, fact_leaf, look_leaf, moment
from wholepicture.proof.notes import Signer, checkpoint
from wholepicture.proof.receipts import fact_json, parts_json
from wholepicture.proof.tree import Frontier, leaf_hash
from wholepicture.verify.checking import believe, check_export

SIGNER = Signer("bench.example/log", bytes(range(32)))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = "A girl of about 13 got into a grey car at the shops; the driver, a man of about 40, gave her a phone. " * 4
EVERY = 2_000
HEAD = ("leaves", "MB", "verified s", "leaves/s", "parsing alone s", "ratio", "tree and signing s")


def leaves(count: int, chance: random.Random) -> Iterator[tuple[bytes, dict[str, object], datetime]]:
    """Each leaf's hash, its line of the export and its moment: three facts to one look."""
    facts = 0
    for number in range(count):
        at = NOON + timedelta(milliseconds=40 * number)
        if number % 4 == 3:
            look = LookSealed(
                id=number, at=at, account=f"{number:032x}", role="hub_practitioner", agency="social_care", team="4",
                action="read",
                subject_kind="record", subject=f"r{number}", purpose="deal_with_concern", allowed=True,
                because="You are a practitioner of the hub.", break_glass="", request=f"/records/r{number}/",
                salt=chance.randbytes(16).hex(),
            )  # fmt: skip
            told = {**{name: getattr(look, name) for name in LookSealed.__slots__}, "at": moment(at), "allowed": "yes"}
            yield leaf_hash(look_leaf(look)), {"position": number, "look": told}, at
            continue
        facts += 1
        parts = (
            Part(f"P{number}.0", '{"name":"Tess Quillan"}'),
            Part("narrative", json.dumps({"words": WORDS})),
            Part("rest", "{}"),
        )
        draft = Draft(
            id=FactId(f"{number:016x}"), kind=FactKind.RECEIVED, source=f"police/PPN{number}", author="importer",
            recorded_at=at, parts=parts,
        )  # fmt: skip
        fact = seal(draft, sequence=facts, known_at=at, salts=lambda: chance.randbytes(16))
        line = {"position": number, "fact": {**fact_json(fact.envelope), "parts": parts_json(fact)}}
        yield leaf_hash(fact_leaf(fact.envelope)), line, at


def make(folder: Path, count: int) -> float:
    """An export of so many leaves; the seconds that hashing and the tree took."""
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "keys.txt").write_text(SIGNER.verifier + "\n", encoding="utf-8")
    tree, waiting, spent = Frontier(), [], 0.0
    with (folder / "leaves.jsonl").open("w", encoding="ascii") as out:
        for one, line, at in leaves(count, random.Random(1)):
            out.write(json.dumps(line, separators=(",", ":")) + "\n")
            waiting.append(one)
            if len(waiting) == EVERY or tree.size + len(waiting) == count:
                began = time.perf_counter()
                tree, waiting = tree.with_all(waiting), []
                note = checkpoint(SIGNER, tree.size, tree.root(), at)
                spent += time.perf_counter() - began
                (folder / "checkpoints" / f"checkpoint-{tree.size:012}.txt").write_text(note, encoding="utf-8")
    return spent


def parse_alone(file: Path) -> float:
    """The peer: the seconds that parsing each line takes, and one SHA-256 of it."""
    began = time.perf_counter()
    with file.open("rb") as lines:
        for line in lines:
            json.loads(line)
            hashlib.sha256(line).digest()
    return time.perf_counter() - began


def main() -> int:
    """Print a row for each size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", type=int, nargs="+")
    sys.stdout.write(f"\n| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|\n")
    for size in asked.parse_args().sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "export"
            tree = make(home, size)
            began = time.perf_counter()
            told = check_export(home, believe([], [], home))
            took = time.perf_counter() - began
            if told.wrong:
                sys.stdout.write("\n".join(told.wrong) + "\n")
                return 1
            alone = parse_alone(home / "leaves.jsonl")
            megabytes = (home / "leaves.jsonl").stat().st_size / 1e6
            row = (
                f"{size:,}",
                f"{megabytes:,.0f}",
                f"{took:.1f}",
                f"{size / took:,.0f}",
                f"{alone:.1f}",
                f"{took / alone:.2f}",
            )
            sys.stdout.write(f"| {' | '.join(row)} | {tree:.2f} |\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
