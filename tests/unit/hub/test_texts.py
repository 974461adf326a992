"""Text that PostgreSQL cannot hold goes in and comes out as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholepicture.hub.storage.texts import escape, presentable, unescape

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()) | st.sampled_from("\0\\u\ud800\udfff"))


@given(ANY_TEXT)
def test_what_was_escaped_comes_back_and_can_be_held(text: str) -> None:
    escaped = escape(text)

    assert unescape(escaped) == text
    assert "\0" not in escaped
    escaped.encode()


@given(ANY_TEXT)
def test_offsets_into_what_is_shown_are_those_into_what_was_written(text: str) -> None:
    shown = presentable(text)

    assert len(shown) == len(text)
    assert "\0" not in shown
    shown.encode()


@pytest.mark.parametrize("plain", ["police/PPN0001", "", "Zoë – “quoted”"])
def test_ordinary_text_stays_as_it_is(plain: str) -> None:
    assert escape(plain) == presentable(plain) == plain
