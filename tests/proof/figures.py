"""The figures of docs/proof.md: one row a harness, written by the release form of each and by nothing else."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "proof.md"
_BEGIN, _END = "<!-- figures -->", "<!-- /figures -->"
_HEAD = "| harness | tried | found | control | seed | run on |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Figure:
    """What a harness did in its release form."""

    harness: str
    tried: str
    found: str
    control: str
    seed: str = "–"

    def line(self, day: str) -> str:
        return f"| {self.harness} | {self.tried} | {self.found} | {self.control} | {self.seed} | {day} |"


def write(figure: Figure, *, page: Path = PAGE, at: datetime | None = None) -> None:
    """Put a harness's row in the place of the one before, by its name; the rows are kept in the order of their names."""
    before, rows, after = _split(page.read_text(encoding="utf-8"))
    day = (at or datetime.now(UTC)).strftime("%Y-%m-%d")
    rows[figure.harness] = figure.line(day)
    told = "\n".join([_HEAD, *(rows[name] for name in sorted(rows))])
    page.write_text(f"{before}{_BEGIN}\n{told}\n{_END}{after}", encoding="utf-8")


def _split(text: str) -> tuple[str, dict[str, str], str]:
    before, rest = text.split(_BEGIN, 1)
    inside, after = rest.split(_END, 1)
    rows = [line for line in inside.splitlines() if line.startswith("| ") and not line.startswith("| harness")]
    return before, {re.split(r" *\| *", line)[1]: line for line in rows}, after
