"""The child question: a record filed as something else, whose words speak of a child and of published indicators."""

from collections.abc import Sequence

from wholepicture.reading.lexicon import Lexicon
from wholepicture.vocabulary.readings import About, CategoryMismatch, IndicatorFound, Tier
from wholepicture.vocabulary.records import Span


def filed_about_child(filed_as: str, lexicon: Lexicon) -> bool:
    """Whether the agency's category already says that a child is the question."""
    category = filed_as.lower()
    return any(term in category for term in lexicon.categories["child"])


def filed_as_nuisance(filed_as: str, lexicon: Lexicon) -> bool:
    """Whether the agency's category says that the record is about a nuisance, a place or a thing, and not about somebody."""
    category = filed_as.lower()
    return any(term in category for term in lexicon.categories["nuisance"])


ELSEWHERE = frozenset({"adult", "place", "vehicle"})
"""What a record can say of itself that it is about, where a child is left out."""
_UNFILED = "no category"


def question_as_filed(filed_as: str, about: str, lexicon: Lexicon) -> str | None:
    """As what a record stands filed, for the question whether it is about a child; None where there is none to ask.

    `about` is what it says of itself: "adult", "place", "vehicle", "group", "child", or "" where it says nothing. A record
    without a category is asked about where it says that it is about something other than one child; a category that
    already says child settles it only where the record does not say otherwise.
    """
    category = filed_as.strip()
    if about in ELSEWHERE:
        if not category or filed_about_child(category, lexicon):
            return f"{category or _UNFILED} (about {'an' if about == 'adult' else 'a'} {about})"
    elif not category:
        return _UNFILED if about == "group" else None
    elif filed_about_child(category, lexicon):
        return None
    return filed_as


def child_question(
    filed_as: str,
    child_words: Sequence[Span],
    indicators: Sequence[IndicatorFound],
    lexicon: Lexicon,
    *,
    learned: bool = False,
) -> CategoryMismatch | None:
    """The mismatch of a record, where its words ask about a child, else None. It counts nothing up and refiles nothing.

    `filed_as` is what `question_as_filed` gives. `learned` says that the weights learned from labelled narratives ask it
    too.
    """
    live = [found for found in indicators if found.live and found.about is not About.OTHER]
    if not learned and not (child_words and _ruled(live, lexicon)):
        return None
    groups = tuple(sorted({found.indicator[0] for found in live}))
    return CategoryMismatch(filed_as=filed_as, child_words=tuple(child_words), indicators=tuple(live), groups=groups)


def _ruled(live: Sequence[IndicatorFound], lexicon: Lexicon) -> bool:
    """Whether the rules alone ask: one indicator commonly graded significant, or two kinds of others."""
    raising = [found for found in live if found.tier is Tier.RULE and _raises(found, lexicon)]
    strong = any(_strong(found, lexicon) for found in raising)
    return strong or len({found.indicator for found in raising}) >= 2


def _raises(found: IndicatorFound, lexicon: Lexicon) -> bool:
    indicator = lexicon.indicators[found.indicator]
    return indicator.tier != "V" or indicator.trigger


def _strong(found: IndicatorFound, lexicon: Lexicon) -> bool:
    indicator = lexicon.indicators[found.indicator]
    return indicator.tier == "S" and not lexicon.patterns[found.pattern].weak
