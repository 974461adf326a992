"""`review`: the pairs whose answer would matter most, one after another, answered with one key each."""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from wholepicture.cli import clock
from wholepicture.cli.linking import write_answers
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.screen import say
from wholepicture.engines.columnar.linking.outputs import QUESTION_COLUMNS
from wholepicture.report.wording import show_controls

if sys.platform != "win32":
    import termios
    import tty

KEYS = {"s": "same", "d": "different", "u": "unsure"}
_WIDEST = 24


@dataclass(frozen=True, slots=True)
class Question:
    """A pair to ask about: where the two rows stand, what both say, and what each comparison weighs, a line each."""

    pair: tuple[str, str, str, str]
    weight: str
    because: str
    left_says: str = field(repr=False)
    right_says: str = field(repr=False)
    waterfall: str


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `review`."""
    parser = commands.add_parser("review", help="answer the pairs that `link --questions` wrote, one key each")
    parser.add_argument("out", type=Path, help="the folder that `link` wrote")
    parser.add_argument("--answers", type=Path, help="where answers are kept (default: beside OUT, OUT-answers.csv)")
    parser.add_argument(
        "--by", default="", metavar="NAME", help="who answers; an answer with a name binds, one without sets weights only"
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `review`."""
    out: Path = asked.out
    questions = read_questions(out / "questions.csv")
    path = asked.answers or out.resolve().with_name(f"{out.resolve().name}-answers.csv")
    known = answered_pairs(path)
    open_ = [question for question in questions if question.pair not in known]
    with _keys() as next_key:
        given = ask(open_, next_key, lambda row: write_answers(path, [row]), by=" ".join(asked.by.split()))
    left = len(open_) - given
    say(f"{given} answered now, {len(known)} before, {left} left. Answers stand in {path}")
    say(f"Use them: wholepicture link ... --answers {path}")
    return 0


def read_questions(path: Path) -> list[Question]:
    """The questions that `link` wrote. Raises Refusal."""
    try:
        with path.open(encoding="utf-8", errors="surrogatepass", newline="") as stream:
            rows = csv.reader(stream)
            if tuple(next(rows, ())) != QUESTION_COLUMNS:
                raise Refusal(f"{path} is no list of questions; give the folder that `link` wrote")
            return [Question((row[0], row[1], row[2], row[3]), *row[4:]) for row in rows]
    except FileNotFoundError:
        raise Refusal(f"there is no {path.name} in {path.parent}; give the folder that `link --questions N` wrote") from None


def answered_pairs(path: Path) -> set[tuple[str, str, str, str]]:
    """The pairs that a file of answers holds already; none where there is no file."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = ("left_file", "left_row", "right_file", "right_row")
        rows = csv.DictReader(stream)
        return {(row[names[0]], row[names[1]], row[names[2]], row[names[3]]) for row in rows}


def ask(questions: list[Question], next_key: Callable[[], str], keep: Callable[[list[str]], None], *, by: str) -> int:
    """Ask one question after another until they end or somebody stops; how many were answered. Each is kept at once."""
    console = Console(highlight=False)
    given, at = 0, 0
    while at < len(questions):
        console.print(show_question(questions[at], at + 1, len(questions)))
        console.print("s same   d different   u unsure   n next   b back   q stop", markup=False)
        key = next_key().casefold()
        if key in ("q", ""):
            break
        if key == "b":
            at = max(at - 1, 0)
            continue
        if key in KEYS:
            keep([*questions[at].pair, KEYS[key], by, clock.now().isoformat()])
            given += 1
        elif key != "n":
            continue
        at += 1
    return given


def show_question(question: Question, number: int, of: int) -> Table:
    """What both rows say side by side, and what each comparison weighs as a waterfall."""
    table = Table(title=f"{number} of {of}: are these two one person?", title_justify="left", show_lines=False)
    left_file, left_row, right_file, right_row = question.pair
    for heading in ("", f"{left_file}, row {left_row}", f"{right_file}, row {right_row}"):
        table.add_column(show_controls(heading), overflow="fold")
    left, right = _cells(question.left_says), _cells(question.right_says)
    for heading in dict.fromkeys((*left, *right)):
        one, other = left.get(heading, ""), right.get(heading, "")
        style = "" if one == other else "bold"
        shown = (Text(show_controls(text), style=style) for text in (heading, one, other))
        table.add_row(*shown)
    table.add_section()
    lines = waterfall(question.waterfall)
    for words, bar in lines:
        table.add_row(Text(words), Text(bar), "")
    table.add_row("", Text(show_controls(question.because)), "")
    return table


def _cells(says: str) -> dict[str, str]:
    cells = {}
    for line in says.split("\n"):
        heading, _, text = line.partition(": ")
        cells[heading] = text
    return cells


def waterfall(text: str) -> list[tuple[str, str]]:
    """The lines of a waterfall: what it is about, and its bits with a bar and the sum so far."""
    lines, so_far = [], 0.0
    for line in text.split("\n"):
        number, _, words = line.partition(" ")
        bits = float(number)
        so_far += bits
        bar = ("█" if bits > 0 else "░") * min(round(abs(bits)), _WIDEST)
        lines.append((words, f"{bits:+6.1f}  {bar}  (so far {so_far:+.1f})"))
    return lines


def _first_of_line() -> str:
    return sys.stdin.readline()[:1].strip()


@contextmanager
def _keys() -> Iterator[Callable[[], str]]:
    """One key at a time from a terminal; elsewhere the first sign of each line."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield _first_of_line
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield lambda: sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
