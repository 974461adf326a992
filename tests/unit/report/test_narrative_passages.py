"""What is shown of a narrative: every mark in its place, nothing silently gone."""

from hypothesis import given
from hypothesis import strategies as st

from wholepicture.report.masking import Replacement
from wholepicture.report.passages import LONGEST, excerpt
from wholepicture.vocabulary.readings import About, IndicatorFound, Polarity, Tier, Timing
from wholepicture.vocabulary.records import Span


def indicator(
    start: int, end: int, polarity: Polarity = Polarity.AFFIRMED, timing: Timing = Timing.CURRENT
) -> IndicatorFound:
    return IndicatorFound(
        indicator="D1",
        span=Span(start, end),
        polarity=polarity,
        timing=timing,
        about=About.CHILD,
        tier=Tier.RULE,
        pattern="D1-1",
    )


def test_the_marked_words_carry_the_indicators_name_and_what_the_writer_holds_back():
    text = "No smell of cannabis in the flat."

    shown = excerpt(text, (indicator(3, 20, Polarity.ABSENT),), (), {"D1": "drug use"})

    marked = [one for one in shown.passages if one.marks]
    assert [one.text for one in marked] == ["smell of cannabis"]
    assert (marked[0].closes[0].name, marked[0].closes[0].reservations) == ("drug use", ("ruled out by the writer",))
    assert not marked[0].live


def test_a_childs_denial_stays_live():
    shown = excerpt("She says no.", (indicator(0, 11, Polarity.DENIED),), (), {})

    assert shown.passages[0].live
    assert shown.passages[0].marks[0].name == "indicator D1"


def test_a_mark_that_cuts_through_a_masked_name_grows_around_it():
    shown = excerpt("with Merrin Oakdale again", (indicator(0, 11),), (Replacement(Span(5, 19), "M.O."),), {})

    assert [(one.text, bool(one.marks)) for one in shown.passages] == [("with ", True), ("M.O.", True), (" again", False)]


def test_a_very_long_narrative_is_cut_with_its_marks_shown_and_the_rest_counted():
    text = "a" * 50_000 + " men at night " + "b" * 150_000

    shown = excerpt(text, (indicator(50_001, 50_013),), (), {})

    characters = sum(len(one.text) for one in shown.passages)
    assert characters <= LONGEST
    assert characters + sum(one.gap for one in shown.passages) + shown.left_out == len(text)
    assert [one.text for one in shown.passages if one.marks] == ["men at night"]
    assert shown.marks_left_out == 0


def test_marks_beyond_what_is_shown_are_counted():
    text = "x" * 20_000
    many = tuple(indicator(start, start + 5) for start in range(2_000, 18_000, 1_000))

    shown = excerpt(text, many, (), {})

    assert shown.marks_left_out == len(many) - sum(len(one.closes) for one in shown.passages)
    assert shown.marks_left_out > 0


@given(
    text=st.text(alphabet="ab \n<\u202e", max_size=80),
    spans=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=5),
)
def test_without_masks_the_passages_are_the_narrative_word_for_word(text, spans):
    shown = excerpt(text, tuple(indicator(*sorted(span)) for span in spans), (), {})

    assert "".join(one.text for one in shown.passages) == text
