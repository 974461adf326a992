"""Who is in a narrative: the words that speak of a child, whether only adults are, whether it only tells of training."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from wholepicture.reading.bearers import Scene
from wholepicture.reading.lexicon import Lexicon
from wholepicture.reading.times import age_of
from wholepicture.reading.tokens import Tokens
from wholepicture.reading.wordings import Found
from wholepicture.vocabulary.pole import EntityKind, PersonDescription
from wholepicture.vocabulary.readings import NamedInText
from wholepicture.vocabulary.records import Span

_SCHOOL = frozenset(
    [
        "school",
        "pupil",
        "tutor",
        "class",
        "lesson",
        "exclusion",
        "homework",
        "placement",
        "curfew",
        "foster",
        "yp",
        "college",
    ]
)
"""Words that speak of a child who is named but not called one."""
_IN_DOUBT = 21
"""Years up to which a stated age makes nobody else's story an adult's alone."""
_OPENING = 14
"""Tokens within which a narrative says that it is about training, if it is."""
_BEFORE_AN_EVENT = frozenset({"after", "before", "from", "during", "in", "on", "cling", "to"})
"""Before "the assembly" these make it a time or a place, not what the narrative is about."""


def child_words_in(tokens: Tokens, lexicon: Lexicon, named: tuple[NamedInText, ...]) -> tuple[Span, ...]:
    """The words that speak of a child who is present or concerned, and the persons who are none of age."""
    words = lexicon.classes["CHILD"]
    spans = []
    for index, word in enumerate(tokens.words):
        shape = tokens.shapes[index]
        aged = shape == "#teen" and _speaks_of_age(tokens, index)
        dressed = word == "school" and _uniform(tokens, index)
        if (word in words or aged or dressed) and not _no_child(tokens, index):
            spans.append(Span(tokens.starts[index], tokens.ends[index]))
    for each in named:
        description = each.description
        if each.kind is EntityKind.PERSON and isinstance(description, PersonDescription) and description.adult is False:
            spans.append(each.span)
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end)))


def _speaks_of_age(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    if not word.isdigit():
        return True
    before = tokens.words[index - 1] if index else ""
    return before in ("aged", "age", "looked", "is", "are", "was", "about", "girl", "boy", "lad", "female", "male")


def _uniform(tokens: Tokens, index: int) -> bool:
    return tokens.words[index + 1 : index + 2] in (["uniform"], ["bag"], ["shoes"], ["age"], ["girl"])


def _no_child(tokens: Tokens, index: int) -> bool:
    return any(word in ("no", "nil", "without") for word in tokens.words[max(0, index - 2) : index])


def scene_of(
    narrative: str,
    tokens: Tokens,
    by_meaning: Mapping[tuple[str, str], Sequence[Found]],
    child_words: Sequence[Span],
    ages: Sequence[Span],
) -> Scene:
    """Who is in a narrative, and whether it only tells of training. In doubt a child is in it and it is real."""
    known = [years for span in ages if (years := age_of(narrative[span.start : span.end])) is not None]
    child = bool(child_words) or any(years < 18 for years in known)
    training = next(
        (
            cue
            for cue in by_meaning.get(("training", ""), ())
            if cue.first < _OPENING and _BEFORE_AN_EVENT.isdisjoint(tokens.words[max(0, cue.first - 2) : cue.first])
        ),
        None,
    )
    aged_child = any(years < 18 for years in known)
    return Scene(
        child=child,
        adult_only=not child and _SCHOOL.isdisjoint(tokens.words) and _grown(tokens, ages),
        training=None if aged_child else training,
    )


def _grown(tokens: Tokens, ages: Sequence[Span]) -> bool:
    """Whether a grown person is whom the narrative is about: the first with an age, and not named as somebody's company.

    Many a log names its child in a column only, and in its text no one but "a person known as Karl, aged about 49".
    """
    for span in ages[:1]:
        years = age_of(tokens.text[span.start : span.end])
        first, last = tokens.sentence_of(bisect_right(tokens.starts, span.start) - 1)
        return years is not None and years > _IN_DOUBT and _COMPANY.isdisjoint(tokens.words[first:last])
    return False


_COMPANY = frozenset(
    [
        "known",
        "associate",
        "associates",
        "friend",
        "driver",
        "boyfriend",
        "girlfriend",
        "partner",
        "with",
        "by",
        "her",
        "his",
        "seeing",
        "dating",
        "met",
    ]
)
