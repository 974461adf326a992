from pathlib import Path

import pytest

from wholepicture.patterns import ALL
from wholepicture.patterns.explanation import explain
from wholepicture.patterns.question import Pattern

PAGE = Path(__file__).parents[3] / "docs" / "patterns.md"


def test_the_page_says_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == explain()


def test_there_are_thirteen_patterns_each_with_a_name_of_its_own() -> None:
    assert len({pattern.name for pattern in ALL}) == 13


@pytest.mark.parametrize("pattern", ALL, ids=lambda p: p.name)
def test_a_pattern_explains_its_question_what_it_counts_and_what_it_needs(pattern: Pattern) -> None:
    words = type(pattern).__doc__ or ""

    assert words.splitlines()[0].endswith("?")
    assert "It needs" in words or "it needs" in words
    assert "`observed`" in words or "counts nothing" in words
