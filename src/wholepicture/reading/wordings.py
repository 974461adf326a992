"""The small language in which the lexicon writes wordings, and the index that finds them in tokens.

A wording is words in order. `a|b` is either word; `x?` may be missing; `(a b|c d)` is either run of words; `*3` is up to
three words of any kind within a clause, `+3` also across commas and semicolons; `~go` is any form of the verb; `phone%` is
the word and its plural; `@CHILD` is any word of a class; `#teen`, `#night`, `#late`, `#clock`, `#money`, `#adult`,
`#small`, `#number` are kinds of number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wholepicture.reading.tokens import CLAUSE, Tokens

_MOST_RUNS = 600
_GROUP = re.compile(r"\(([^()]*)\)(\?)?")
_OR = "¦"
"""Parts the words of a group that are words, not runs; groups are told apart by `|`."""
_SINGLE = re.compile(r"[^\s*+?()][^\s?()]*")
COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "not",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "must",
        "i",
        "me",
        "my",
        "we",
        "us",
        "our",
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "it",
        "its",
        "they",
        "them",
        "their",
        "this",
        "that",
        "these",
        "those",
        "there",
        "here",
        "who",
        "what",
        "which",
        "where",
        "when",
        "why",
        "how",
        "all",
        "any",
        "some",
        "no",
        "as",
        "so",
        "up",
        "out",
        "off",
        "down",
        "over",
        "back",
        "into",
        "about",
        "after",
        "before",
        "again",
        "then",
        "than",
        "if",
        "but",
        "one",
        "two",
        "said",
        "says",
        "say",
        "get",
        "got",
        "go",
        "went",
        "very",
        "just",
        "only",
        "also",
        "been",
        "'s",
        "#number",
        "#teen",
    ]
)


_TWINS: tuple[tuple[str, ...], ...] = (
    ("she", "he"), ("her", "him", "his"), ("hers", "his"), ("herself", "himself"), ("girl", "boy", "lass", "lad"),
    ("girls", "boys", "lasses", "lads"), ("schoolgirl", "schoolboy"), ("schoolgirls", "schoolboys"), ("daughter", "son"),
    ("daughters", "sons"), ("niece", "nephew"), ("granddaughter", "grandson"), ("sister", "brother"), ("mum", "dad"),
    ("mother", "father"), ("boyfriend", "girlfriend"), ("stepmum", "stepdad"), ("aunt", "uncle"),
)  # fmt: skip
"""A wording never reads a girl and a boy, or a mother and a father, differently: a word of one brings its twins."""
TWIN: Mapping[str, tuple[str, ...]] = {word: twins for twins in reversed(_TWINS) for word in twins}


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


class WordingCompiler:
    """Turns wordings as written into runs of items, given the lexicon's classes and irregular verbs."""

    def __init__(
        self, classes: Mapping[str, Iterable[str]], verbs: Mapping[str, Iterable[str]], spellings: Mapping[str, str]
    ) -> None:
        self._spellings = dict(spellings)
        self._written = {name: tuple(words) for name, words in classes.items()}
        self._verbs = {verb: tuple(forms) for verb, forms in verbs.items()}
        self._classes: dict[str, frozenset[str]] = {}

    def runs(self, wording: str) -> list[tuple[Item, ...]]:
        """Every run of items that `wording` stands for. Raises WordingUnreadable."""
        written = wording.replace("-", " ").replace("'s", " 's").replace("  's", " 's")
        plains = dict.fromkeys(" ".join(plain.split()) for plain in _ungroup(written))
        runs = [self._run(plain) for plain in plains]
        if len(runs) > _MOST_RUNS:
            raise WordingUnreadable(f"{wording!r} stands for more than {_MOST_RUNS} runs")
        return [run for run in runs if run]

    def words_of(self, name: str) -> frozenset[str]:
        """The words of a class. Raises WordingUnreadable where there is none of that name."""
        if name not in self._classes:
            if name not in self._written:
                raise WordingUnreadable(f"there is no class {name}")
            self._classes[name] = frozenset(form for word in self._written[name] for form in self._forms(word))
        return self._classes[name]

    def _run(self, plain: str) -> tuple[Item, ...]:
        spelt = " ".join(self._spellings.get(word, word) for word in plain.split())
        items = [self._item(word) for word in spelt.split()]
        while items and items[0].gap:
            items.pop(0)
        while items and items[-1].gap:
            items.pop()
        return tuple(items)

    def _item(self, written: str) -> Item:
        optional = written.endswith("?")
        written = written.removesuffix("?")
        if not written:
            raise WordingUnreadable("a question mark must follow what may be missing")
        if written[0] in "*+" and written[1:].isdigit():
            return Item(frozenset(), gap=int(written[1:]), across=CLAUSE if written[0] == "+" else 0)
        forms = (form for word in written.replace(_OR, "|").split("|") for form in self._forms(word))
        plain = frozenset(spelt for form in forms if " " not in (spelt := self._spellings.get(form, form)))
        words = plain.union(*(TWIN[word] for word in plain if word in TWIN))
        if not words:
            raise WordingUnreadable(f"{written!r} stands for no single word once it is spelt out")
        return Item(words, optional, numeric=any(word[0] == "#" for word in words))

    def _forms(self, word: str) -> Iterator[str]:
        if word.startswith("@"):
            yield from sorted(self.words_of(word[1:]))
        elif word.startswith("~"):
            yield from self._inflected(word[1:])
        elif word.endswith("%"):
            yield from (word[:-1], _plural(word[:-1]))
        else:
            yield word

    def _inflected(self, verb: str) -> Iterator[str]:
        forms = [verb, *self._verbs.get(verb, regular_forms(verb))]
        for form in dict.fromkeys(forms):
            yield form
            if form.endswith("ing") and len(form) > 5:
                yield form[:-1]


def regular_forms(verb: str) -> tuple[str, ...]:
    """The -s, -ed and -ing forms of a regular verb."""
    if verb.endswith("e"):
        return (verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    ending = "es" if verb.endswith(("s", "x", "ch", "sh", "z")) else "s"
    short = len(verb) <= 4 and verb[-1] not in "aeiouwxyh" and verb[-2] in "aeiou" and verb[-3:-2] not in tuple("aeiou")
    stem = verb + verb[-1] if short else verb
    return (verb + ending, stem + "ed", stem + "ing")


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _ungroup(wording: str) -> Iterator[str]:
    group = _GROUP.search(wording)
    if group is None:
        if "(" in wording or ")" in wording:
            raise WordingUnreadable(f"{wording!r} opens a group that it does not close")
        yield wording
        return
    for chosen in _choices(group[1].split("|"), bool(group[2])):
        yield from _ungroup(f"{wording[: group.start()]} {chosen} {wording[group.end() :]}")


def _choices(choices: list[str], optional: bool) -> Iterator[str]:
    singles = [choice.strip() for choice in choices if _SINGLE.fullmatch(choice.strip())]
    others = [choice for choice in choices if not _SINGLE.fullmatch(choice.strip())]
    if singles:
        yield _OR.join(singles) + ("?" if optional and not others else "")
    yield from others
    if optional and others:
        yield ""
