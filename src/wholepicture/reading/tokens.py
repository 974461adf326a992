"""Words of a narrative with where they stand, in a form that hurried and careful writers share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wholepicture.reading.counting import DECADES, NUMBERS

COMMA, CLAUSE, SENTENCE = 1, 2, 3
"""How strongly the punctuation before a token parts it from the token before."""

LONGEST_SENTENCE = 120
"""Tokens after which a sentence is parted whatever its punctuation, so that no text costs more than its length."""

_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 24
"""How many written words are remembered with what they stand for, and how long they may be: memory stays flat."""

_TOKEN = re.compile(
    r"(\?(?=\w)|[wW]/[oO]?(?=[^\w]|$)|£?\d+(?:[:.,]\d+)+|£\d+k?|[^\W_]+(?:['’][^\W\d_]+)*(?:/[^\W\d_]+(?![^\s.,;:)!?]))?)",
)
_SENTENCE_END = re.compile(r"[.!?…\n\r]")
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d\d)(?:hrs|h)?$")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)$")
_AGE_SEX = re.compile(r"(\d{1,2})(yo|yr|yrs|y|yro)?(m|f)?$")
_SPELT = {
    **dict.fromkeys(("thirteen", "fourteen", "fifteen", "sixteen", "seventeen"), "#teen"),
    **{word: "#adult" for word, number in NUMBERS.items() if number >= 18},
    **dict.fromkeys(DECADES, "#adult"),
}
"""Numbers in words that can only be ages, amounts or scores; "ten" and "two" can be too much else."""
_ABBREVIATION = frozenset({"mr", "mrs", "ms", "dr", "approx", "st", "rd", "no", "e", "g", "i", "yrs", "appt"})


@dataclass(slots=True)
class Tokens:
    """A narrative's tokens as parallel lists; `breaks[i]` is the punctuation before token i, `shapes[i]` its number form.

    One written word may stand for several tokens ("didnt" is "did", "not"): they then share one span.
    """

    text: str = field(repr=False)
    words: list[str] = field(repr=False)
    shapes: list[str] = field(repr=False)
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    sentences: list[tuple[int, int]]

    def sentence_of(self, index: int) -> tuple[int, int]:
        """First and last-plus-one token of the sentence in which token `index` stands."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle][1] <= index:
                low = middle + 1
            else:
                high = middle
        return self.sentences[low] if self.sentences else (0, 0)


def around(tokens: Tokens, at: Iterable[int], before: int, after: int) -> list[tuple[int, int]]:
    """Where to look: so many characters about each of the tokens `at`, in order; what touches is one, no word is cut off."""
    text, starts, ends, windows = tokens.text, tokens.starts, tokens.ends, [(-1, -1)]
    size = len(text)
    for index in at:
        start, end = max(0, starts[index] - before), min(size, ends[index] + after)
        while end < size and text[end].isalnum():
            end += 1
        if start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows[1:]


def shape_of(word: str) -> str:
    """The kind of number that a word is ("#night" for 0330, "#age" for 14), or nothing."""
    if word.startswith("gbp") and word[3:].isdigit():
        return "#money"
    if not word or not (word[0].isdigit() or word[0] == "£"):
        return _SPELT.get(word, "")
    if word[0] == "£":
        return "#money"
    hour = _HOUR.match(word)
    if hour:
        number = int(hour[1]) % 12 + (12 if hour[3] == "pm" else 0)
        return _hour_shape(number)
    if len(word) == 4 and word.isdigit() and "1990" <= word <= "2039":
        return "#year"
    clock = _CLOCK.match(word)
    if clock and (len(word) >= 4) and int(clock[1]) < 25 and int(clock[2]) < 60:
        return _hour_shape(int(clock[1]))
    age = _AGE_SEX.match(word)
    if age:
        return _age_shape(int(age[1]), bool(age[2] or age[3]))
    return "#number"


def _hour_shape(hour: int) -> str:
    if hour < 6 or hour == 24:
        return "#night"
    return "#late" if hour >= 21 else "#clock"


def _age_shape(years: int, plain: bool) -> str:
    if 10 <= years <= 17:
        return "#teen"
    if years < 10:
        return "#small" if not plain else "#teen"
    return "#adult"


class Tokeniser:
    """Parts a narrative into tokens; `spellings` maps a written word to the words that it stands for."""

    __slots__ = ("_known", "_near", "_spellings")

    def __init__(self, spellings: Mapping[str, Sequence[str]], near: Mapping[str, str]) -> None:
        self._spellings = {word: tuple(words) for word, words in spellings.items()}
        self._near = dict(near)
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}

    def __call__(self, text: str) -> Tokens:
        """The tokens of `text`; offsets are those of `text` itself."""
        tokens = Tokens(text, [], [], [], [], [], [])
        words, shapes, starts, ends, breaks = tokens.words, tokens.shapes, tokens.starts, tokens.ends, tokens.breaks
        end, first = 0, 0
        known, spell = self._known, self._spelt
        pieces = _TOKEN.split(text)
        for between, written in zip(pieces[::2], pieces[1::2], strict=False):
            start = end + len(between)
            end = start + len(written)
            strength = 0 if between == " " else _strength(between, words[-1] if words else "")
            count = len(words)
            if count > first and (strength == SENTENCE or count - first >= LONGEST_SENTENCE):
                strength = SENTENCE
                tokens.sentences.append((first, count))
                first = count
            for part, shape in known.get(written) or spell(written):
                words.append(part)
                shapes.append(shape)
                starts.append(start)
                ends.append(end)
                breaks.append(strength)
                strength = 0
        if len(words) > first:
            tokens.sentences.append((first, len(words)))
        return tokens

    def _spelt(self, written: str) -> tuple[tuple[str, str], ...]:
        """The words that a written word stands for, each with its kind of number; remembered while there is room."""
        word = written.lower().replace("’", "'")
        spelt = self._spellings.get(word)
        if spelt is None:
            spelt = self._plain(word)
        parts = tuple((part, shape_of(part)) for part in spelt)
        if len(self._known) < _REMEMBERED and len(written) <= _LONGEST_REMEMBERED:
            self._known[written] = parts
        return parts

    def _plain(self, word: str) -> tuple[str, ...]:
        if "'" in word:
            bare = self._spellings.get(word.replace("'", ""))
            if bare is not None and not word.endswith("'s"):
                return bare
            if word.endswith("'s"):
                return (*self._spellings.get(word[:-2], (word[:-2],)), "'s")
            head, _, tail = word.partition("'")
            ending = {"ll": "will", "ve": "have", "re": "are", "d": "would", "m": "am"}.get(tail)
            return (head, ending) if ending else (word.replace("'", ""),)
        if "/" in word and not word.startswith("w/"):
            return tuple(part for part in word.split("/") if part)
        near = self._near.get(word)
        return (near,) if near else (word,)


def _strength(between: str, before: str) -> int:
    if not between or (between.isspace() and "\n" not in between):
        return 0
    if _SENTENCE_END.search(between):
        if before in _ABBREVIATION and "." in between:
            return 0
        return SENTENCE
    if ";" in between or ":" in between:
        return CLAUSE
    if "," in between or "(" in between or ")" in between or "–" in between or "—" in between or "- " in between:
        return COMMA
    return 0
