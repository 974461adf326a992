"""Readings for tests, in one line."""

from datetime import date
from functools import lru_cache

from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.readings import IndicatorFound, Reading
from wholepicture.vocabulary.records import RecordId


@lru_cache(maxsize=2)
def _reader(learned: bool) -> Reader:
    return Reader(load_lexicon(), learned=learned)


def read(text: str, *, filed_as: str = "log", columns_mentions: int = 0, learned: bool = False, about: str = "") -> Reading:
    return _reader(learned).read(
        RecordId("r1"),
        text,
        filed_as=filed_as,
        recorded_on=date(2026, 1, 15),
        columns_mentions=columns_mentions,
        about=about,
    )


def indicators_in(text: str) -> set[str]:
    return {found.indicator for found in read(text).indicators}


def found_in(text: str, indicator: str) -> IndicatorFound:
    found = [each for each in read(text).indicators if each.indicator == indicator]
    assert found, f"{indicator} was not read"
    return found[0]


def named_in(text: str, kind: str) -> list[str]:
    return [text[each.span.start : each.span.end] for each in read(text).named if each.kind == kind]
