"""`link`: which rows of person tables are one person. It writes entities, and links with their reasons."""

import argparse
import csv
import json
import os
import shutil
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from wholepicture.cli.refusal import Refusal
from wholepicture.cli.screen import Screen, say
from wholepicture.engines.columnar.linking.clerks import Answer, choose_questions
from wholepicture.engines.columnar.linking.linking import Linked, RegisterLinkage
from wholepicture.engines.columnar.linking.outputs import (
    Explainer,
    sums,
    whereabouts,
    write_entities,
    write_links,
    write_questions,
    write_unread,
)
from wholepicture.engines.columnar.linking.tables import (
    PersonTable,
    UnusableTable,
    read_person_table,
    unknown_headings,
    values_of,
)
from wholepicture.intake import UnreadableFile
from wholepicture.linkage.column_map import ColumnMap, UnusableColumnMap, read_column_map
from wholepicture.linkage.row_model import RowModel, read_row_model, row_model_table
from wholepicture.report.wording import show_controls

FILES = ("entities.csv", "links.csv", "questions.csv", "unread.csv", "model.json")
MOST_QUESTIONS = 300
ANSWER_COLUMNS = ("left_file", "left_row", "right_file", "right_row", "answer", "by", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks of a linkage."""

    files: tuple[Path, ...]
    columns: Path
    out: Path
    model: Path | None = None
    answers: Path | None = None
    questions: int = 0


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `link`."""
    parser = commands.add_parser("link", help="say which rows of person tables (CSV, XLSX, Parquet) are one person")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the tables; the same file may not come twice")
    parser.add_argument(
        "--columns", type=Path, required=True, metavar="MAP", help="a TOML file that says what each column means"
    )
    parser.add_argument("--out", type=Path, required=True, help="the folder to write; it becomes readable by you alone")
    parser.add_argument("--model", type=Path, help="a model that `link` or `train` made (default: learn from these rows)")
    parser.add_argument("--answers", type=Path, help="what persons answered (from `review`): sets weights and threshold")
    parser.add_argument(
        "--questions",
        type=int,
        default=0,
        metavar="N",
        help=f"also write the N pairs to ask about (at most {MOST_QUESTIONS})",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `link`."""
    return link_into(
        Asked(
            files=tuple(asked.files),
            columns=asked.columns,
            out=asked.out,
            model=asked.model,
            answers=asked.answers,
            questions=asked.questions,
        )
    )


def link_into(asked: Asked) -> int:
    """Link tables into OUT: it is made beside, and put in its place only when it is whole."""
    if not 0 <= asked.questions <= MOST_QUESTIONS:
        raise Refusal(f"--questions must be from 0 to {MOST_QUESTIONS}")
    columns = read_map(asked.columns)
    model = _read_model(asked.model) if asked.model else None
    out = asked.out.resolve()
    _check_out(out, asked)
    out.parent.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)
    making = out.with_name(f".{out.name}.making-{os.getpid()}")
    with Screen() as screen:
        tables = read_tables(asked.files, columns, screen)
        answers = read_answers(asked.answers, tables) if asked.answers else ()
        making.mkdir(mode=0o700)
        try:
            told = _write(tables, making, model, answers, asked.questions, screen)
            if out.exists():
                shutil.rmtree(out)
            making.rename(out)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
    _tell(told, asked.out)
    return 0


@dataclass(frozen=True, slots=True)
class _Told:
    sums: list[tuple[str, int, int, int, int]]
    entities: int
    links: dict[str, int]
    recall: float
    threshold: float


def _write(
    tables: Sequence[PersonTable],
    folder: Path,
    model: RowModel | None,
    answers: Sequence[Answer],
    questions: int,
    screen: Screen,
) -> _Told:
    linkage = RegisterLinkage(columns_of(tables), screen)
    linked = linkage.link(model or linkage.learn(), answers)
    screen.says("Writing")
    explainer = Explainer(linkage.coded, linked.model, linkage.place)
    where = whereabouts(tables)
    write_entities(folder / "entities.csv", linked.entity, where)
    counts = write_links(folder / "links.csv", linked, explainer, where)
    asked = questions_of(linked, questions)
    write_questions(folder / "questions.csv", linked, asked, explainer, tables)
    write_unread(folder / "unread.csv", tables)
    (folder / "model.json").write_text(json.dumps(row_model_table(linked.model), ensure_ascii=False), encoding="utf-8")
    return _Told(
        sums=sums(tables, linked.entity),
        entities=len(set(linked.entity.tolist())),
        links={judgement.value: count for judgement, count in counts.items()},
        recall=linked.recall,
        threshold=linked.model.threshold,
    )


def questions_of(linked: Linked, most: int) -> list[int]:
    """The positions of the pairs to ask about."""
    if not most:
        return []
    return [int(at) for at in choose_questions(linked.weight, linked.levels, linked.model.threshold, most)]


def columns_of(tables: Sequence[PersonTable]) -> list[list[str]]:
    """The values of all rows of all tables, by comparison."""
    parts = [values_of(table) for table in tables]
    return [[value for part in parts for value in part[number]] for number in range(len(parts[0]))]


def read_map(path: Path) -> ColumnMap:
    """The map of columns to meanings. Raises Refusal."""
    try:
        return read_column_map(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise Refusal(f"--columns {path}: there is no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, UnusableColumnMap) as problem:
        raise Refusal(f"--columns {path.name}: {problem}") from None


def read_tables(files: Sequence[Path], columns: ColumnMap, screen: Screen) -> list[PersonTable]:
    """Every file as a table, in the order of their names. Raises Refusal."""
    labels = label_files(files)
    tables = []
    screen.says("Reading files")
    for at, (label, path) in enumerate(sorted(labels.items())):
        screen.at(at, len(labels))
        if not path.is_file():
            raise Refusal(f"{path} is not a file")
        try:
            tables.append(read_person_table(path, label, columns))
        except (UnusableTable, UnreadableFile) as problem:
            words = str(problem)
            raise Refusal(words if label in words else f"{label}: {words}") from None
    problems = unknown_headings(tables, columns)
    if problems:
        raise Refusal(f"--columns: {problems[0]}" + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))
    if not sum(table.rows for table in tables):
        raise Refusal("the tables hold no row below their headings", code=1)
    return tables


def label_files(files: Sequence[Path]) -> dict[str, Path]:
    """The files by what they are called in what is written: their names, or the paths as given where two are named alike."""
    if len({path.resolve() for path in files}) < len(files):
        raise Refusal("the same file is given twice; its rows would all be found twice")
    names = [path.name for path in files]
    return {path.name if names.count(path.name) == 1 else str(path): path for path in files}


def _read_model(path: Path) -> RowModel:
    try:
        return read_row_model(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(f"--model {path}: there is no such file") from None
    except (ValueError, TypeError, AttributeError):
        raise Refusal(
            f"--model {path.name} is no model of a register: give a model.json that `link` or `train` wrote"
        ) from None


def read_answers(path: Path, tables: Sequence[PersonTable]) -> tuple[Answer, ...]:
    """What persons answered, by positions; an answer of neither same nor different is left out. Raises Refusal."""
    starts, position = {}, 0
    for table in tables:
        starts[table.file] = (position, table.rows)
        position += table.rows
    answers = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            missing = [name for name in ANSWER_COLUMNS[:5] if name not in (rows.fieldnames or ())]
            if missing:
                raise Refusal(f"--answers {path.name} has no column {missing[0]}")
            for number, row in enumerate(rows, 1):
                answer = _answer(row, starts, f"--answers {path.name}, row {number}")
                if answer is not None:
                    answers.append(answer)
    except FileNotFoundError:
        raise Refusal(f"--answers {path}: there is no such file") from None
    return tuple(answers)


def _answer(row: dict[str, str], starts: dict[str, tuple[int, int]], where: str) -> Answer | None:
    said = (row["answer"] or "").strip().casefold()
    if said not in ("same", "different"):
        if said in ("unsure", "compatible", ""):
            return None
        raise Refusal(f"{where}: {said!r} is no answer; write same, different or unsure")
    positions = []
    for side in ("left", "right"):
        file, number = row[f"{side}_file"], row[f"{side}_row"]
        start, rows = starts.get(file, (0, 0))
        if not number.isdigit() or not 1 <= int(number) <= rows:
            raise Refusal(f"{where}: there is no row {number} in {file} among the files given")
        positions.append(start + int(number) - 1)
    return Answer(positions[0], positions[1], said == "same", (row.get("by") or "").strip())


def _check_out(out: Path, asked: Asked) -> None:
    for path in (*asked.files, asked.columns, asked.model, asked.answers):
        if path is not None and out in path.resolve().parents:
            raise Refusal(f"--out {out} holds {path.name}, which would be lost. Give another folder.")
    if not out.exists():
        return
    if not out.is_dir():
        raise Refusal(f"--out {out} is a file; give a folder")
    strange = sorted(path.name for path in out.iterdir() if path.name not in FILES)
    if strange:
        raise Refusal(f"--out {out} holds what no linkage wrote ({strange[0]}). It would be replaced whole; give another.")


def _tell(told: _Told, out: Path) -> None:
    table = Table(title="Every row accounted for", title_justify="left")
    table.add_column("file")
    for name in ("rows", "linked to others", "alone", "could not be read"):
        table.add_column(name, justify="right")
    for file, *counts in told.sums:
        table.add_row(show_controls(file), *map(str, counts))
    Console(highlight=False, width=120).print(table)
    total = [sum(part) for part in zip(*(counts for _, *counts in told.sums), strict=True)]
    say(f"rows in {total[0]} = linked {total[1]} + alone {total[2]} + could not be read {total[3]}")
    say(f"persons: {told.entities}. Links shown: " + ", ".join(f"{count} {name}" for name, count in told.links.items()))
    say(f"Of the pairs that are one person, about {told.recall:.1%} will have been compared (its own estimate).")
    say(f"Open {out / 'entities.csv'} and {out / 'links.csv'}")


def write_answers(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Append answers to a file, with its headings where it is new."""
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow(ANSWER_COLUMNS)
        writer.writerows(rows)
