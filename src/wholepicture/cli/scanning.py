"""`scan`: a folder of agency extracts goes in; findings, tables and a report come out."""

import argparse
import csv
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from wholepicture.cli import clock
from wholepicture.cli.moments import parse_moment
from wholepicture.cli.pages import page_of
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.screen import Screen, print_sums, say
from wholepicture.cli.whereabouts import read_whereabouts
from wholepicture.engines.columnar.outputs import write_tables
from wholepicture.engines.columnar.scan import ENGINES, Order, Scanned, scan
from wholepicture.intake import (
    Profile,
    Rejected,
    SealedChild,
    UnreadableProfile,
    UnreadableSealedList,
    load_profiles,
    parse_sealed,
)
from wholepicture.linkage import Model, read_model
from wholepicture.report.page import render
from wholepicture.report.view import Position

SCAN_KEY = b"whole picture: a scan's record ids need be stable, not secret"
FILES = (
    "picture.duckdb",
    "findings.jsonl",
    "mentions.csv",
    "aliases.csv",
    "readings.csv",
    "links.csv",
    "rejected.csv",
    "report.html",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks of a scan."""

    folder: Path
    out: Path
    purpose: str
    names: bool = False
    as_of: str | None = None
    sealed: Path | None = None
    profiles: Path | None = None
    engine: str = "columnar"
    postcodes: Path | None = None
    model: Path | None = None


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `scan`."""
    parser = commands.add_parser("scan", help="read a folder of agency extracts and show the patterns across children")
    parser.add_argument("folder", type=Path, help="the folder that holds the extracts (CSV or XLSX)")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write; it becomes readable by you alone")
    parser.add_argument("--purpose", required=True, help="why you look; it is kept with what you were shown")
    parser.add_argument("--as-of", metavar="MOMENT", help="only what was recorded by then, e.g. 2007-03-14 (inclusive)")
    parser.add_argument("--sealed", type=Path, metavar="LIST", help="children who must appear nowhere (see docs/using.md)")
    parser.add_argument("--names", action="store_true", help="show names in the report instead of initials")
    parser.add_argument("--profiles", type=Path, metavar="DIR", help="a folder with profiles of further systems")
    parser.add_argument("--postcodes", type=Path, metavar="FILE", help="where postcodes lie, for the map (docs/using.md)")
    parser.add_argument("--engine", choices=sorted(ENGINES), default="columnar", help="default: columnar")
    parser.add_argument(
        "--model", type=Path, metavar="MODEL", help="a linkage model that `train` made (default: the shipped one)"
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `scan`."""
    return scan_into(
        Asked(
            folder=asked.folder,
            out=asked.out,
            purpose=asked.purpose,
            names=asked.names,
            as_of=asked.as_of,
            sealed=asked.sealed,
            profiles=asked.profiles,
            engine=asked.engine,
            model=asked.model,
            postcodes=asked.postcodes,
        )
    )


def scan_into(asked: Asked) -> int:
    """Scan a folder into OUT: it is made beside, and put in its place only when it is whole."""
    order = _order(asked)
    whereabouts = read_whereabouts(asked.postcodes) if asked.postcodes else {}
    out = asked.out.resolve()
    _check_out(asked.folder.resolve(), out)
    out.parent.mkdir(parents=True, exist_ok=True)
    making = out.with_name(f".{out.name}.making-{os.getpid()}")
    os.umask(0o077)
    making.mkdir(mode=0o700)
    try:
        scanned = _write(order, asked, making, whereabouts)
        _put_in_place(making, out)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    _tell(scanned, asked)
    return 0


def _put_in_place(making: Path, out: Path) -> None:
    """Two renames, and the old one goes last: whoever stops this never finds half of an old OUT where a whole one stood."""
    old = out.with_name(f".{out.name}.old-{os.getpid()}")
    if out.exists():
        out.rename(old)
    try:
        making.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _order(asked: Asked) -> Order:
    if not asked.purpose.strip():
        raise Refusal("--purpose is empty. Say why you look: it is kept with what you were shown.")
    if not asked.folder.is_dir():
        raise Refusal(f"{asked.folder} is not a folder. Give the folder that holds the agencies' extracts.")
    return Order(
        folder=asked.folder,
        purpose=asked.purpose.strip(),
        author=clock.handle(),
        now=clock.now(),
        salts=clock.salt,
        key=SCAN_KEY,
        profiles=profiles_in(asked.profiles),
        as_of=parse_moment(asked.as_of) if asked.as_of else None,
        sealed=_sealed(asked.sealed) if asked.sealed else (),
        engine=asked.engine,
        model=model_in(asked.model) if asked.model else None,
    )


def profiles_in(folder: Path | None) -> tuple[Profile, ...]:
    """The profiles that ship, and those in a folder. Raises Refusal."""
    if folder is not None and not folder.is_dir():
        raise Refusal(f"--profiles {folder} is not a folder")
    files = sorted(folder.glob("*.toml")) if folder else []
    try:
        return tuple(load_profiles([path.read_bytes() for path in files]))
    except UnreadableProfile as problem:
        raise Refusal(f"--profiles: {problem}") from None


def model_in(path: Path) -> Model:
    """A linkage model in a file. Raises Refusal."""
    try:
        return read_model(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"--model {path}: there is no such file") from None
    except (ValueError, KeyError, TypeError):
        raise Refusal(f"--model {path.name} is no linkage model: give a file that `train` wrote") from None


def _sealed(path: Path) -> tuple[SealedChild, ...]:
    try:
        return parse_sealed(path.read_bytes())
    except (UnreadableSealedList, OSError) as problem:
        words = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise Refusal(f"--sealed {path.name}: {words}. Nothing was scanned.") from None


def _check_out(folder: Path, out: Path) -> None:
    if out == folder or out in folder.parents:
        raise Refusal(f"--out {out} is, or holds, the folder of extracts, which would be lost. Give another folder.")
    if not out.exists():
        return
    if not out.is_dir():
        raise Refusal(f"--out {out} is a file; give a folder")
    there = sorted(out.iterdir(), key=lambda path: path.name)
    written = {*FILES, "picture.duckdb.wal"}
    strange = [path.name for path in there if path.name not in written or path.is_symlink() or not path.is_file()]
    if there and not strange and FILES[0] not in {path.name for path in there}:
        strange = [there[0].name]
    if strange:
        raise Refusal(
            f"--out {out} holds what no scan wrote ({strange[0]}). It would be replaced whole; give another folder."
        )


def _write(order: Order, asked: Asked, folder: Path, whereabouts: Mapping[str, Position]) -> Scanned:
    with Screen() as screen, duckdb.connect(str(folder / "picture.duckdb")) as database:
        scanned = scan(order, database, screen)
        if not scanned.arrived.accounts:
            problems = "\n  ".join(scanned.arrived.problems) or "it holds no CSV or XLSX file"
            raise Refusal(f"nothing in {asked.folder} could be read:\n  {problems}", code=1)
        screen.says("Writing")
        write_tables(database, folder)
        write_rejected(folder / "rejected.csv", scanned.arrived.rejected)
        page = page_of(scanned, order, database, names=asked.names, whereabouts=whereabouts)
        (folder / "report.html").write_text(render(page), encoding="utf-8", errors="replace")
        database.execute("checkpoint")
    for name in FILES:
        (folder / name).chmod(0o600)
    return scanned


def write_rejected(path: Path, rejected: Iterable[Rejected]) -> None:
    """Write every row that was not taken: where it stood, what is wrong, what would be right, and the row word for word."""
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "row", "column", "wrong", "right", "as_received"))
        for row in rejected:
            received = " | ".join(f"{name}: {cell}" for name, cell in row.columns.items())
            writer.writerow((row.file, row.row, row.column, row.wrong, row.right, received))


def _tell(scanned: Scanned, asked: Asked) -> None:
    arrived = scanned.arrived
    print_sums(arrived.accounts)
    if arrived.left_aside:
        say(f"left aside, recorded after {asked.as_of}: {arrived.left_aside}")
    for problem in arrived.problems:
        say(f"not read: {problem}")
    if arrived.noticed:
        first = arrived.noticed[0]
        where = f"{first.file}, row {first.row}" if first.row else first.file
        say(f"noticed on the way, nothing lost: {len(arrived.noticed)} (first: {where}, {first.column}: {first.words})")
    findings = scanned.journey.findings()
    standing = sum(1 for finding in findings if finding.withdrawn_at is None)
    say(f"findings: {standing} standing, {len(findings) - standing} withdrawn. Open {asked.out / 'report.html'}")
