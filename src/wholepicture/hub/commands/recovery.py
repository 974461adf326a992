"""`hub recovery`: a key that opens back-ups, kept by several people of whom some have to come; the drill that tries it."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from wholepicture.hub.commands.environment import say
from wholepicture.hub.commands.keeping import RECOVERY, SHARES_HELP, make_hub_of, read_share, recovery_key
from wholepicture.hub.commands.own_server import home_folder
from wholepicture.hub.keeper.envelopes import SUFFIX, seal, unseal
from wholepicture.hub.keeper.recovery import make_recovery_key, put_together
from wholepicture.hub.keeper.refusals import UnableToKeep

DRILLS = "recovery-drills.txt"
_SHARE = """Share {number} of {of} of the recovery key of a Whole Picture hub, made on {day}.
Any {needed} of the {of} shares open the hub's back-ups; fewer say nothing. Print this page, keep it apart from the hub and
from the other shares, and destroy the file. The words below are the share.

{words}
"""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `recovery` and what it does."""
    recovery = commands.add_parser("recovery", help="a key for back-ups that several people hold; the drill that tries it")
    deeds = recovery.add_subparsers(dest="deed", metavar="DEED", required=True)
    make = deeds.add_parser("make", help="make the key: from then on back-ups are sealed")
    make.add_argument("folder", type=Path, help="a folder that is not there yet, for the shares")
    make.add_argument("--needed", type=int, default=3, help="how many people have to come (default 3)")
    make.add_argument("--of", type=int, default=5, help="of how many (default 5)")
    make.set_defaults(run=run_make)
    drill = deeds.add_parser("drill", help="open a back-up, restore it apart, compare it with the witnesses, and note it")
    drill.add_argument("back_up", type=Path)
    drill.add_argument("--share", type=Path, action="append", default=[], help=SHARES_HELP)
    drill.add_argument(
        "--witness", type=Path, action="append", default=[], help="a witness's folder (default: the hub's own)"
    )
    drill.set_defaults(run=run_drill)
    close = deeds.add_parser("seal", help="seal any file, such as the back-up of a server of your own, to the recovery key")
    close.add_argument("file", type=Path)
    close.set_defaults(run=run_seal)
    unclose = deeds.add_parser("open", help="open such a file")
    unclose.add_argument("file", type=Path)
    unclose.add_argument("--share", type=Path, action="append", default=[], help=SHARES_HELP)
    unclose.set_defaults(run=run_open)


def run_make(asked: argparse.Namespace) -> int:
    """Carry out `hub recovery make`. An earlier key stays the one for the back-ups that were sealed to it."""
    try:
        if asked.folder.exists():
            raise UnableToKeep(f"{asked.folder} is there already; shares never take the place of others")
        public, shares = make_recovery_key(asked.needed, asked.of)
        asked.folder.mkdir(mode=0o700, parents=True)
        for number, words in enumerate(shares, 1):
            file = asked.folder / f"share-{number}-of-{asked.of}.txt"
            file.touch(mode=0o600)
            day = datetime.now(UTC).date()
            file.write_text(_SHARE.format(number=number, of=asked.of, needed=asked.needed, day=day, words=words), "utf-8")
        place = home_folder() / RECOVERY
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = place.exists()
        making = place.with_suffix(".making")
        making.write_text(public, "ascii")
        making.rename(place)
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"{asked.of} shares are in {asked.folder}, of which any {asked.needed} open what is backed up from now on.")
    say("Give each to another person, of several agencies, and destroy the files. Then try it: hub recovery drill.")
    if before:
        say("There was a key before: what was backed up until now is opened by its shares alone. Keep both.")
    return 0


def run_drill(asked: argparse.Namespace) -> int:
    """Carry out `hub recovery drill`: nothing of it touches the hub that runs, and nothing of it stays."""
    begun, home = time.monotonic(), home_folder()
    home.mkdir(parents=True, exist_ok=True)
    apart = Path(tempfile.mkdtemp(prefix="drill-", dir=home))
    try:
        key = recovery_key(asked.back_up, asked.share)
        cluster = make_hub_of(asked.back_up, apart / "hub", key)
        try:
            told, agrees = _compared(apart, asked.witness or sorted(home.glob("witness-*")))
        finally:
            cluster.stop()
    except UnableToKeep as problem:
        told, agrees = f"not opened: {problem}", False
    finally:
        shutil.rmtree(apart, ignore_errors=True)
    line = f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ} {asked.back_up.name}, {len(asked.share)} shares, "
    line += f"{time.monotonic() - begun:.0f} s: {told}"
    with (home / DRILLS).open("a", encoding="utf-8") as drills:
        drills.write(line.replace("\n", "; ") + "\n")
    say(line)
    return 0 if agrees else 1


def _compared(apart: Path, witnesses: list[Path]) -> tuple[str, bool]:
    """What the verifier says of the hub that was restored, against what witnesses held by then, and whether all agrees."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WHOLEPICTURE_", "DATABASE_URL"))}
    environment = {**kept, "PYTHONPATH": os.pathsep.join(sys.path), "WHOLEPICTURE_HOME": str(apart / "hub")}
    told = _run(environment, "hub", "export-proof", str(apart / "export"))
    if told.returncode:
        return f"restored, and its proof could not be written: {told.stdout.strip()}", False
    sealed = max((_size(one) for one in (apart / "export/checkpoints").glob("checkpoint-*.txt")), default=0)
    asked: list[str] = []
    for number, witness in enumerate(witnesses):
        held = apart / f"witness-{number}"
        held.mkdir()
        for file in witness.iterdir():
            if not file.name.startswith("checkpoint-") or _size(file) <= sealed:
                shutil.copy(file, held)
        asked += ["--witness", str(held)]
    told = _run(environment, "verify", "--export", str(apart / "export"), *asked)
    return told.stdout.strip() or told.stderr.strip(), told.returncode == 0 and bool(witnesses) and sealed > 0


def _size(checkpoint: Path) -> int:
    number = checkpoint.stem.rpartition("-")[2]
    return int(number) if number.isdigit() else 0


def _run(environment: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    argv = (sys.executable, "-m", "wholepicture", *words)
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands


def run_seal(asked: argparse.Namespace) -> int:
    """Carry out `hub recovery seal`: the file stays; what was sealed stands beside it."""
    try:
        place = home_folder() / RECOVERY
        if not place.is_file():
            raise UnableToKeep("there is no recovery key yet: make one with `hub recovery make`")
        to = asked.file.with_name(f"{asked.file.name}{SUFFIX}")
        if to.exists() or not asked.file.is_file():
            raise UnableToKeep(f"{asked.file} is no file" if not asked.file.is_file() else f"{to} is there already")
        seal(asked.file, to, place.read_text(encoding="ascii"))
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"Sealed as {to}.")
    return 0


def run_open(asked: argparse.Namespace) -> int:
    """Carry out `hub recovery open`."""
    try:
        to = asked.file.with_suffix("")
        if asked.file.suffix != SUFFIX or not asked.file.is_file() or to.exists():
            raise UnableToKeep(f"{asked.file} has to be a file that ends in {SUFFIX}, and {to} must not be there yet")
        unseal(asked.file, to, put_together([read_share(one) for one in asked.share]))
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"Opened as {to}.")
    return 0
