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


def child_question(
    filed_as: str,
    child_words: Sequence[Span],
    indicators: Sequence[IndicatorFound],
    lexicon: Lexicon,
    *,
    learned: bool = False,
) -> CategoryMismatch | None:
    """The mismatch of a record, where its words ask about a child, else None. It counts nothing up and refiles nothing.

    `learned` says that the weights learned from labelled narratives ask it too.
    """
    if filed_about_child(filed_as, lexicon):
        return None
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
