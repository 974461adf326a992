"""Marks of every shape over text of every kind."""

from hypothesis import given
from hypothesis import strategies as st

from wholepicture.hub.web.marking import Mark, passages, pieces_of

ODD = st.sampled_from("\u200b\u202e\u2066\ufeff\r\n\t\x00<&>\"'\u3164\U0001f600é")
TEXTS = st.lists(st.one_of(st.characters(), ODD), max_size=40).map("".join)
MARKS = st.lists(
    st.builds(
        Mark, st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(["indicator", "Place <x>", ""]), st.text(max_size=5)
    ),
    max_size=8,
)


def _plain(pieces):
    return "".join(chr(int(one.code[2:], 16)) if one.code else one.text for one in pieces)


@given(TEXTS)
def test_nothing_is_lost_of_a_text_but_the_kind_of_its_line_ends(text):
    ends = text.replace("\r\n", "\n")
    for one in "\r\u0085\u2028\u2029":
        ends = ends.replace(one, "\n")

    assert _plain(pieces_of(text)) == ends


@given(TEXTS)
def test_what_is_shown_as_it_is_has_no_character_that_turns_or_hides_others(text):
    shown = "".join(one.text for one in pieces_of(text))

    assert not set(shown) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00\r\u3164")


@given(TEXTS, MARKS)
def test_the_passages_are_the_text_and_every_mark_opens_and_closes_once_in_order(text, marks):
    found = passages(text, marks)

    assert "".join(_plain(one.pieces) for one in found).replace("\n", "") == _plain(pieces_of(text)).replace("\n", "")
    kept = [one for one in marks if max(0, one.start) < min(len(text), one.end)]
    opens = [mark for one in found for mark in one.opens]
    closes = [mark for one in found for mark in one.closes]
    assert len(opens) == len(closes) == len(kept)
    assert sorted(map(str, opens)) == sorted(map(str, closes))
    for one in found:
        assert set(one.opens) <= set(one.marks)
        assert set(one.closes) <= set(one.marks)
        assert all(name.replace("-", "").replace("wp", "").isalpha() for name in one.css.split())


@given(TEXTS, MARKS)
def test_the_order_of_the_marks_makes_no_difference(text, marks):
    assert passages(text, marks) == passages(text, marks[::-1])
