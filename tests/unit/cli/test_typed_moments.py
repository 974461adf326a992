"""Moments as people type them."""

from datetime import UTC, datetime, timedelta

import pytest

from wholepicture.cli.moments import parse_moment
from wholepicture.cli.refusal import Refusal


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2007-03-14", datetime(2007, 3, 14, 23, 59, 59, tzinfo=UTC)),
        ("2007-07-14", datetime(2007, 7, 14, 22, 59, 59, tzinfo=UTC)),
        ("2007-07-14T16:30", datetime(2007, 7, 14, 15, 30, tzinfo=UTC)),
        ("2007-07-14T16:30+05:00", datetime(2007, 7, 14, 11, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_means_london_time_unless_it_says_otherwise_and_is_utc_inside(words: str, moment: datetime) -> None:
    assert parse_moment(words) == moment
    assert parse_moment(words).utcoffset() == timedelta(0)


@pytest.mark.parametrize("words", ["", "yesterday", "2007-02-30", "9999-12-31", "0001-01-01T00:00+05:00"])
def test_what_is_no_moment_is_refused_in_words(words: str) -> None:
    with pytest.raises(Refusal, match="is not a moment"):
        parse_moment(words)
