"""The small language in which the lexicon writes wordings, and the index that finds them in tokens.

A wording is words in order. `a|b` is either word; `x?` may be missing; `(a b|c d)` is either run of words; `*3` is up to
three words of any kind within a clause, `+3` also across commas and semicolons; `~go` is any form of the verb; `phone%` is
the word and its plural; `@CHILD` is any word of a class; `#teen`, `#night`, `#late`, `#clock`, `#money`, `#adult`,
`#small`, `#number` are kinds of number.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wholepicture.reading.tokens import Tokens

COMMON = frozenset([
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "not", "is", "are",
    "was", "were", "be", "been", "being", "have", "has", "had", "do", "does", "did", "will", "would", "can", "could",
    "may", "might", "must", "i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her", "it",
    "its", "they", "them", "their", "this", "that", "these", "those", "there", "here", "who", "what", "which",
    "where", "when", "why", "how", "all", "any", "some", "no", "as", "so", "up", "out", "off", "down", "over", "back",
    "into", "about", "after", "before", "again", "then", "than", "if", "but", "one", "two", "said", "says", "say",
    "get", "got", "go", "went", "very", "just", "only", "also", "'s", "#number", "#teen",
])  # fmt: skip


class WordingUnreadable(ValueError):
    """A wording in the lexicon does not follow the language of wordings."""


@dataclass(frozen=True, slots=True)
class Item:
    """One place in a wording: a set of words, or a gap where `words` is empty."""

    words: frozenset[str]
    optional: bool = False
    gap: int = 0
    across: int = 0
    """The strongest punctuation that a gap may pass."""
    numeric: bool = False
    """Whether a kind of number is among the words."""


@dataclass(frozen=True, slots=True)
class _Entry:
    key: int
    left: tuple[Item, ...]
    right: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A wording found: its number as given to the index, and its tokens, `last` exclusive."""

    key: int
    first: int
    last: int


class WordingIndex:
    """Finds many wordings in one pass: each is filed under its rarest word and tried only where that word stands."""

    __slots__ = ("_by_word", "vocabulary")

    def __init__(self, runs: Iterable[tuple[int, tuple[Item, ...]]]) -> None:
        by_word: dict[str, dict[frozenset[str] | None, dict[_Entry, None]]] = {}
        vocabulary: set[str] = set()
        for key, items in runs:
            anchor = _anchor(items)
            entry, needs = _Entry(key, tuple(reversed(items[:anchor])), items[anchor + 1 :]), _needed(items, anchor)
            for word in sorted(items[anchor].words):
                by_word.setdefault(word, {}).setdefault(needs, {})[entry] = None
            for item in items:
                vocabulary |= item.words
        self._by_word = {
            word: tuple((needs, tuple(entries)) for needs, entries in groups.items()) for word, groups in by_word.items()
        }
        self.vocabulary = frozenset(vocabulary)

    def find(self, tokens: Tokens) -> list[Found]:
        """Every wording found, in order of where it starts; one for each (key, first), the longest."""
        best: dict[tuple[int, int], int] = {}
        by_word, words, shapes = self._by_word, tokens.words, tokens.shapes
        present = {*words, *shapes}
        for word in present & by_word.keys():
            places: list[int] | None = None
            for needs, entries in by_word[word]:
                if needs is None or not needs.isdisjoint(present):
                    if places is None:
                        places = _places(word, shapes if word[0] == "#" else words)
                    for index in places:
                        _try(entries, tokens, index, best)
        found = [Found(key, first, last) for (key, first), last in best.items()]
        found.sort(key=lambda each: (each.first, each.key))
        return found


def _places(word: str, words: list[str]) -> list[int]:
    places, index = [], -1
    for _ in range(words.count(word)):
        index = words.index(word, index + 1)
        places.append(index)
    return places


def _try(entries: tuple[_Entry, ...], tokens: Tokens, index: int, best: dict[tuple[int, int], int]) -> None:
    for entry in entries:
        right = _walk(entry.right, 0, index, 1, tokens) if entry.right else index
        if right < 0:
            continue
        left = _walk(entry.left, 0, index, -1, tokens) if entry.left else index
        if left < 0:
            continue
        key = (entry.key, left)
        if best.get(key, -1) < right + 1:
            best[key] = right + 1


def _walk(items: tuple[Item, ...], at: int, index: int, step: int, tokens: Tokens) -> int:
    """The last token of the rest of the wording from `items[at]` on, going on from token `index`; -1 where it fails."""
    words, breaks = tokens.words, tokens.breaks
    count, end = len(words), len(items)
    while at < end:
        item = items[at]
        following = index + step
        if item.gap:
            return _leap(items, at, index, step, tokens) if at + 1 < end else index
        fits = (
            0 <= following < count
            and breaks[following if step > 0 else index] == 0
            and (words[following] in item.words or (item.numeric and tokens.shapes[following] in item.words))
        )
        if item.optional:
            if fits:
                reached = _walk(items, at + 1, following, step, tokens)
                if reached >= 0:
                    return reached
        elif fits:
            index = following
        else:
            return -1
        at += 1
    return index


def _leap(items: tuple[Item, ...], at: int, index: int, step: int, tokens: Tokens) -> int:
    """The same from a gap on: the nearest place within it from which the rest of the wording goes on."""
    words, breaks = tokens.words, tokens.breaks
    count, gap, item = len(words), items[at], items[at + 1]
    position = index
    for _ in range(gap.gap + 1):
        following = position + step
        if not 0 <= following < count or breaks[following if step > 0 else position] > gap.across:
            return -1
        if item.optional or item.gap:
            reached = _walk(items, at + 1, position, step, tokens)
        elif words[following] in item.words or (item.numeric and tokens.shapes[following] in item.words):
            reached = _walk(items, at + 2, following, step, tokens)
        else:
            reached = -1
        if reached >= 0:
            return reached
        position = following
    return -1


def _needed(items: tuple[Item, ...], anchor: int) -> frozenset[str] | None:
    """The words of a wording's second rarest place: where none of them stands, nothing need be tried."""
    others = [item.words for number, item in enumerate(items) if number != anchor and item.words and not item.optional]
    return (
        min(others, key=lambda words: (sum(60.0 if word in COMMON else 1.0 for word in words), sorted(words)))
        if others
        else None
    )


def _anchor(items: tuple[Item, ...]) -> int:
    def cost(item: Item) -> float:
        return sum(60.0 if word in COMMON else 1.0 for word in item.words)

    candidates = [number for number, item in enumerate(items) if item.words and not item.optional]
    if not candidates:
        raise WordingUnreadable("a wording needs at least one word that may not be missing")
    return min(candidates, key=lambda number: (cost(items[number]), number))
