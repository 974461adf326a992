"""`verify` checks what a scan wrote; `rebuild` makes the derived tables again out of the facts and compares."""

import argparse
from pathlib import Path

import duckdb

from wholepicture.cli import clock
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.scanning import SCAN_KEY, model_in, profiles_in
from wholepicture.cli.screen import Screen, say
from wholepicture.engines.columnar.ledger import DuckLedger
from wholepicture.engines.columnar.scan import Folding, follow, known_until, made_by_system, model_digest, model_used
from wholepicture.engines.columnar.understanding import Understanding
from wholepicture.knowledge.picture import Picture
from wholepicture.ledger.facts import FactId, FactKind, erased_parts
from wholepicture.linkage import load_model


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `verify` and `rebuild`."""
    verify = commands.add_parser("verify", help="check that no fact in a scan's ledger was altered")
    verify.add_argument("out", type=Path, help="the folder that a scan wrote")
    verify.set_defaults(run=run_verify)
    rebuild = commands.add_parser("rebuild", help="make a scan's derived tables again out of its facts, and compare")
    rebuild.add_argument("out", type=Path, help="the folder that a scan wrote")
    rebuild.add_argument("--profiles", type=Path, metavar="DIR", help="the profiles that the scan was given")
    rebuild.add_argument("--model", type=Path, metavar="MODEL", help="the linkage model that the scan was given")
    rebuild.set_defaults(run=run_rebuild)


def _open(out: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    path = out / "picture.duckdb"
    if not path.is_file():
        raise Refusal(f"there is no picture.duckdb in {out}: give the folder that a scan wrote")
    try:
        return duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error:
        raise Refusal(f"{path} cannot be opened: another program has it open, or it is damaged", code=1) from None


def run_verify(asked: argparse.Namespace) -> int:
    """Check what is left against its salted digests, what is gone against the orders to erase, and the order for gaps."""
    with _open(asked.out, read_only=True) as database:
        facts = wrong = erased = expected = 0
        gone: dict[FactId, set[str]] = {}
        ordered: dict[FactId, set[str]] = {}
        for fact in DuckLedger(database, clock.salt, new=False).facts():
            facts += 1
            expected += 1
            if fact.envelope.sequence != expected:
                say(f"gap: fact {expected} is not there")
                wrong += 1
                expected = fact.envelope.sequence
            missing = {name for name, _ in fact.envelope.part_digests} - {part.name for part in fact.parts}
            erased += len(missing)
            if missing:
                gone[fact.envelope.id] = missing
            if fact.envelope.kind is FactKind.ERASED and fact.parts:
                of, names = erased_parts(fact)
                ordered.setdefault(of, set()).update(names)
            if not fact.agrees():
                wrong += 1
                say(f"altered: fact {fact.envelope.sequence}, {fact.envelope.id}")
    for fact_id, missing in gone.items():
        if unordered := missing - ordered.get(fact_id, set()):
            wrong += 1
            erased -= len(unordered)
            say(f"missing: {len(unordered)} parts of fact {fact_id}, and no order to erase them")
    say(f"{facts} facts checked, {wrong} altered or missing, {erased} parts erased by law")
    return 1 if wrong else 0


def run_rebuild(asked: argparse.Namespace) -> int:
    """Make the derived tables again and compare the digests of each step's rows."""
    with _open(asked.out, read_only=False) as database, Screen() as screen:
        profiles = profiles_in(asked.profiles)
        systems = {row[0] for row in database.execute("select distinct system from extract").fetchall()}
        if unknown := sorted(systems - {profile.system for profile in profiles}):
            raise Refusal(
                f"no profile of {unknown[0]} is here: give --profiles as the scan was given it. Nothing was changed."
            )
        model = model_in(asked.model) if asked.model else load_model()
        version, digest = model_used(database)
        if digest and digest != model_digest(model):
            raise Refusal(f"the scan used the linkage model {version}: give --model as it was given. Nothing was changed.")
        before = dict(database.execute("select step, digest from batch").fetchall())
        ledger = DuckLedger(database, clock.salt)
        made_at = made_by_system(database)
        row = database.execute("select count(*) from fact where kind = 'received'").fetchone()
        understanding = Understanding(profiles=profiles, key=SCAN_KEY, made_at=made_at)
        records = row[0] if row else 0
        how = Folding(records=records, new_picture=Picture, until=known_until(database), model=model)
        follow(ledger, understanding, database, screen, how)
        after = dict(database.execute("select step, digest from batch").fetchall())
    for step, digest in after.items():
        say(f"{step}: {'the same' if before.get(step) == digest else 'differs'}")
    return 0 if before == after else 1
