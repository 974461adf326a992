"""The lexicon's own examples, and what it must hold to be reviewable."""

import pytest
from tests.reading_of import indicators_in

from wholepicture.reading import load_lexicon

PATTERNS = [pattern for indicator in load_lexicon().indicators.values() for pattern in indicator.patterns]
MUST_MATCH = [(pattern.indicator, text) for pattern in PATTERNS for text in pattern.must_match]
MUST_NOT_MATCH = [(pattern.indicator, text) for pattern in PATTERNS for text in pattern.must_not_match]


@pytest.mark.parametrize(("indicator", "text"), MUST_MATCH)
def test_an_indicator_is_read_in_its_example(indicator, text):
    assert indicator in indicators_in(text)


@pytest.mark.parametrize(("indicator", "text"), MUST_NOT_MATCH)
def test_an_indicator_is_not_read_in_its_near_miss(indicator, text):
    assert indicator not in indicators_in(text)


def test_it_holds_forty_five_indicators_in_nine_groups():
    indicators = load_lexicon().indicators
    assert len(indicators) == 45
    assert sorted({indicator.group for indicator in indicators.values()}) == list("ABCDEFGHI")


def test_every_indicator_says_what_it_means_and_who_grades_it_how():
    for indicator in load_lexicon().indicators.values():
        assert indicator.name
        assert indicator.explanation.endswith(".")
        assert indicator.grades
        assert indicator.tier in ("S", "M", "V")


def test_every_advice_names_its_source_and_something_better():
    for advice in load_lexicon().advice:
        assert advice.instead
        assert advice.source


def test_its_version_is_an_edition_and_a_digest():
    edition, digest = load_lexicon().version.split("-")
    assert edition.isdigit()
    assert len(digest) == 12
