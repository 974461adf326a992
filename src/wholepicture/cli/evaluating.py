"""`evaluate`: what the patterns are worth on counties of which the truth is known."""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from wholepicture.cli import clock
from wholepicture.cli.making import make
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.scanning import SCAN_KEY, model_in, profiles_in
from wholepicture.cli.screen import Screen, say
from wholepicture.county.truth import Truth, UnableToReadTruth, read_truth
from wholepicture.engines.evaluating import Trial, Tried, try_county
from wholepicture.linkage import load_model
from wholepicture.patterns import ALL
from wholepicture.report import measures
from wholepicture.report.measures import Group, Table
from wholepicture.report.wording import show_controls

_SEEDS = re.compile(r"\d+(-\d+)?(,\d+(-\d+)?)*")
_MOST_SEEDS = 200
_WIDTH = 170
"""Of the tables where they are not printed on a terminal."""

_UNASKED: dict[str, tuple[int, ...]] = {"seeds": (1, 2, 3, 4), "empty": (5, 6), "uneven": (7, 8)}
"""The counties that are made where none is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One county to evaluate on: where it stands, or from which seed it is made."""

    name: str
    folder: Path | None = None
    seed: int = 0
    empty: bool = False
    uneven: bool = False


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `evaluate`."""
    parser = commands.add_parser("evaluate", help="measure the patterns on counties of which the truth is known")
    parser.add_argument("counties", type=Path, nargs="*", help="folders made by `county`, each with its truth beside it")
    parser.add_argument(
        "--seeds", type=seeds, default=(), metavar="N-M", help="counties to make, by their seeds, e.g. 1-4,9"
    )
    parser.add_argument("--empty", type=seeds, default=(), metavar="N-M", help="counties in which nothing is planted")
    parser.add_argument(
        "--uneven", type=seeds, default=(), metavar="N-M", help="counties that write of some three times as often"
    )
    parser.add_argument("--children", type=int, default=3000, help="of each county that is made (default 3000)")
    parser.add_argument("--years", type=int, default=2, help="that each county that is made lasts (default 2)")
    parser.add_argument(
        "--per-week", type=int, default=5, metavar="N", help="how many findings across children are looked at"
    )
    parser.add_argument("--level", type=float, default=0.2, help="the share of false findings that the stream lets through")
    parser.add_argument(
        "--without", action="append", default=[], metavar="PATTERN", help="a pattern that is not asked; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="do not measure again without each pattern")
    parser.add_argument("--model", type=Path, help="a linkage model that `train` made, instead of the one that ships")
    parser.add_argument("--out", type=Path, help="a new folder for the tables (Markdown), the figures and findings (JSON)")
    parser.set_defaults(run=run)


def seeds(text: str) -> tuple[int, ...]:
    """Seeds as they are written: numbers and ranges, both ends inclusive."""
    if not _SEEDS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of seeds; write for example 1-4,9")
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not 0 <= int(last or first) - int(first) < _MOST_SEEDS:
            raise argparse.ArgumentTypeError(f"{part!r}: a range goes up, and holds at most {_MOST_SEEDS} counties")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(dict.fromkeys(found))


def run(asked: argparse.Namespace) -> int:
    """Carry out `evaluate`."""
    trial, wanted = _trial(asked), _wanted(asked)
    if asked.out is not None and asked.out.exists():
        raise Refusal(f"--out {asked.out} is there already; name a new folder")
    tried: list[tuple[Wanted, Tried]] = []
    with Screen() as screen:
        for number, one in enumerate(wanted, 1):
            with ExitStack() as kept:
                folder = one.folder or _made(one, asked, Path(kept.enter_context(tempfile.TemporaryDirectory())))
                tried.append((one, try_county(folder, _truth(folder), trial, screen)))
            screen.says(f"{one.name}: done, {number} of {len(wanted)}")
    shown = tables(tried, trial)
    for table in shown:
        show(table)
    if asked.out is not None:
        write(asked.out, shown, tried)
        say(f"{asked.out} holds evaluation.md, evaluation.json and findings.jsonl")
    return 0


def _trial(asked: argparse.Namespace) -> Trial:
    names = {pattern.name for pattern in ALL}
    if unknown := sorted(set(asked.without) - names):
        raise Refusal(f"--without {unknown[0]}: there is no such pattern. There are {', '.join(sorted(names))}.")
    if not (0 < asked.level < 1 and asked.per_week > 0):
        raise Refusal("--level lies between 0 and 1, and --per-week is at least 1")
    return Trial(
        patterns=tuple(pattern for pattern in ALL if pattern.name not in asked.without),
        level=asked.level,
        per_week=asked.per_week,
        each_left_out=not asked.quick,
        profiles=profiles_in(None),
        key=SCAN_KEY,
        model=model_in(asked.model) if asked.model else load_model(),
        salts=clock.salt,
        now=clock.now(),
    )


def _wanted(asked: argparse.Namespace) -> tuple[Wanted, ...]:
    for folder in asked.counties:
        if not folder.is_dir():
            raise Refusal(f"{folder} is not a folder. Give folders that `wholepicture county` made.")
    made = {kind: getattr(asked, kind) for kind in _UNASKED}
    if not (asked.counties or any(made.values())):
        made = _UNASKED
    return (
        *(Wanted(name=folder.name, folder=folder) for folder in asked.counties),
        *(Wanted(name=f"seed {seed}", seed=seed) for seed in made["seeds"]),
        *(Wanted(name=f"empty, seed {seed}", seed=seed, empty=True) for seed in made["empty"]),
        *(Wanted(name=f"uneven, seed {seed}", seed=seed, uneven=True) for seed in made["uneven"]),
    )


def _made(one: Wanted, asked: argparse.Namespace, where: Path) -> Path:
    folder = where / one.name.replace(",", "").replace(" ", "-")
    make(
        folder,
        seed=one.seed,
        children=asked.children,
        years=asked.years,
        networks=0 if one.empty else None,
        uneven=one.uneven,
    )
    return folder


def _truth(folder: Path) -> Truth:
    beside = folder.with_name(f"{folder.name}-truth.json")
    try:
        return read_truth(beside)
    except FileNotFoundError:
        raise Refusal(f"{beside} is not there: without the truth nothing can be measured") from None
    except UnableToReadTruth as problem:
        raise Refusal(str(problem)) from None


def tables(tried: Sequence[tuple[Wanted, Tried]], trial: Trial) -> tuple[Table, ...]:
    """Everything that was measured. Counties with nothing planted stand apart."""
    planted = [(wanted, one) for wanted, one in tried if one.networks]
    evaluations, results = [one.evaluation for _, one in planted], [one for _, one in tried]
    empty = [one.evaluation for _, one in tried if not one.networks]
    found = [_counties(tried)]
    if planted:
        found += [
            measures.networks_by_size(evaluations),
            measures.networks_by_shape(evaluations),
            measures.missed([(wanted.name, one.evaluation) for wanted, one in planted]),
            measures.budget(evaluations, sum(one.hubs for one in results), trial.per_week),
        ]
    found += [measures.demands([one.evaluation for one in results]), measures.wrong_findings([one.wrong for one in results])]
    if planted and trial.each_left_out:
        found.append(measures.what_each_adds(evaluations, [one.without for _, one in planted]))
    if empty:
        found.append(measures.empty_counties(empty))
    if groups := tuple(_groups(results)):
        found.append(measures.fairness(groups))
    return tuple(found)


def _counties(tried: Sequence[tuple[Wanted, Tried]]) -> Table:
    return Table(
        title="Counties",
        head=("county", "records", "networks", "noticed", "shown", "right"),
        rows=tuple(
            (
                wanted.name,
                str(one.records),
                str(one.networks),
                str(sum(n.share is not None for n in one.evaluation.noticed)),
                str(one.evaluation.shown),
                str(one.evaluation.about_network),
            )
            for wanted, one in tried
        ),
    )


def _groups(tried: Sequence[Tried]) -> Iterator[Group]:
    names = sorted({group.group for one in tried for group in one.fairness})
    for name in names:
        mine = [asdict(group) for one in tried for group in one.fairness if group.group == name]
        yield Group(name=name, counts={key: sum(group[key] for group in mine) for key in mine[0] if key != "group"})


def show(table: Table) -> None:
    """Print a table."""
    grid = Grid(title=table.title, title_justify="left", caption=table.note or None, caption_justify="left")
    for number, name in enumerate(table.head):
        grid.add_column(name, justify="right" if number and len(table.head) > 2 else "left")
    for row in table.rows:
        grid.add_row(*(Text(show_controls(cell)) for cell in row))
    Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH).print(grid)


def write(out: Path, shown: Sequence[Table], tried: Sequence[tuple[Wanted, Tried]]) -> None:
    """Write the tables, the figures and the findings into a new folder."""
    out.mkdir(parents=True, mode=0o700)
    title = "# What the patterns found on counties of which the truth is known\n\nNothing in these counties is real.\n\n"
    (out / "evaluation.md").write_text(title + "\n".join(map(measures.markdown, shown)), encoding="utf-8")
    figures = [{"county": wanted.name, "records": one.records, "hubs": one.hubs, **_plain(one)} for wanted, one in tried]
    (out / "evaluation.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    with (out / "findings.jsonl").open("w", encoding="utf-8") as lines:
        for wanted, one in tried:
            for finding in one.findings:
                told = {"county": wanted.name, **asdict(finding)}
                lines.write(json.dumps(told, default=str, ensure_ascii=False, sort_keys=True) + "\n")


def _plain(one: Tried) -> dict[str, object]:
    return {
        "evaluation": asdict(one.evaluation),
        "without": {name: asdict(evaluation) for name, evaluation in one.without.items()},
        "wrong": {" / ".join(key): count for key, count in one.wrong.items()},
        "fairness": [asdict(group) for group in one.fairness],
    }
