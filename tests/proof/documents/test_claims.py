"""Every claim of the documents on security names a test that is there; figures come from runs and from nowhere else."""

import ast
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.proof import figures
from tests.proof.figures import Figure

ROOT = Path(__file__).parents[3]
DOCUMENTS = (
    "docs/threat-model.md",
    "docs/proof.md",
    "docs/data-protection-impact-assessment.md",
    "docs/information-sharing-agreement.md",
    "SECURITY.md",
)


def claims_without_test(text: str) -> list[str]:
    """What stands between backticks as a test, and is none."""
    named = re.findall(r"`(tests/[^`\s]*)`", text)
    return [one for one in named if not _is_there(*one.partition("::")[::2])]


def _is_there(path: str, name: str) -> bool:
    file = ROOT / path
    if not name:
        return file.exists()
    if not file.is_file():
        return False
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in ast.walk(tree))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_exists(document: str) -> None:
    assert claims_without_test((ROOT / document).read_text(encoding="utf-8")) == []


def test_every_adversary_has_a_test_or_says_that_there_is_none() -> None:
    rows = re.findall(r"^\| (T\d+) \|(.*)$", (ROOT / "docs/threat-model.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name, _ in rows] == [f"T{number}" for number in range(1, 17)]
    assert [name for name, row in rows if "`tests/" not in row and "none yet" not in row] == []


@pytest.mark.parametrize("made_up", ["tests/nowhere.py", "tests/conftest.py::test_of_nothing"])
def test_a_claim_without_a_test_would_be_found_out(made_up: str) -> None:
    """The negative control."""
    assert claims_without_test(f"Held by `{made_up}`.") == [made_up]


def test_a_figure_takes_the_place_of_the_one_before_and_of_no_other(tmp_path: Path) -> None:
    page = tmp_path / "proof.md"
    page.write_text("before\n<!-- figures -->\n<!-- /figures -->\nafter\n", encoding="utf-8")
    at = datetime(2026, 11, 26, tzinfo=UTC)

    figures.write(Figure("B", "1 cut", "0", "found", "7"), page=page, at=at)
    figures.write(Figure("A", "5", "0", "found"), page=page, at=at)
    figures.write(Figure("B", "2 cuts", "0", "found", "8"), page=page, at=at)

    told = page.read_text(encoding="utf-8")
    assert told.startswith("before\n<!-- figures -->\n| harness |")
    assert told.endswith(
        "| A | 5 | 0 | found | – | 2026-11-26 |\n| B | 2 cuts | 0 | found | 8 | 2026-11-26 |\n<!-- /figures -->\nafter\n"
    )
