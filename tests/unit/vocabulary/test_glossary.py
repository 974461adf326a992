"""The glossary names every type of the vocabulary, and none that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
MADE_BY = ("NewType", "|")


def types_in(source: str) -> Iterator[str]:
    """The public classes, new types and unions that a module defines."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and any(made in ast.unparse(node.value) for made in MADE_BY):
            yield ast.unparse(node.targets[0])


def test_every_public_type_of_the_vocabulary_has_its_entry_and_no_entry_is_left_over() -> None:
    modules = sorted((ROOT / "src" / "wholepicture" / "vocabulary").glob("*.py"))
    defined = {name for module in modules for name in types_in(module.read_text(encoding="utf-8")) if name[0] != "_"}
    entries = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert {"Record", "EntityId", "Description"} <= defined
    assert sorted(entries) == sorted(defined)


def test_every_entry_says_what_it_means_and_where_it_comes_from() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    entries = [line.strip("|").split(" | ") for line in lines if line.startswith("| `")]

    assert all(len(entry) == 3 and all(cell.strip() for cell in entry) for entry in entries)
