"""Turns wordings as the lexicon writes them into runs of items; the language stands at the head of `wordings`."""

import re
from collections.abc import Iterable, Iterator, Mapping

from wholepicture.reading.tokens import CLAUSE
from wholepicture.reading.wordings import Item, WordingUnreadable

_MOST_RUNS = 600
_GROUP = re.compile(r"\(([^()]*)\)(\?)?")
_OR = "¦"
"""Parts the words of a group that are words, not runs; groups are told apart by `|`."""
_SINGLE = re.compile(r"[^\s*+?()][^\s?()]*")

_TWINS: tuple[tuple[str, ...], ...] = (
    ("she", "he"), ("her", "him", "his"), ("hers", "his"), ("herself", "himself"), ("girl", "boy", "lass", "lad"),
    ("girls", "boys", "lasses", "lads"), ("schoolgirl", "schoolboy"), ("schoolgirls", "schoolboys"), ("daughter", "son"),
    ("daughters", "sons"), ("niece", "nephew"), ("granddaughter", "grandson"), ("sister", "brother"), ("mum", "dad"),
    ("mother", "father"), ("boyfriend", "girlfriend"), ("stepmum", "stepdad"), ("aunt", "uncle"),
)  # fmt: skip
"""A wording never reads a girl and a boy, or a mother and a father, differently: a word of one brings its twins."""
TWIN: Mapping[str, tuple[str, ...]] = {word: twins for twins in reversed(_TWINS) for word in twins}


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
