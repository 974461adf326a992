"""The lexicon: published indicators with their wordings, cues and word lists, as reviewed package files."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from wholepicture.reading.compiler import WordingCompiler
from wholepicture.reading.tokens import Tokeniser
from wholepicture.reading.wordings import Item, WordingIndex

NUMBER = 2
"""The lexicon's edition; the digest beside it in `Lexicon.version` changes with every byte of its files."""

_FILES = (
    "indicators_a_b.toml", "indicators_c_e.toml", "indicators_f_i.toml", "words.toml", "cues.toml", "people_words.toml",
    "forenames.toml", "wording.toml", "categories.toml",
    "plain_words.txt", "english_words.txt",
)  # fmt: skip
CUE_KINDS = ("absent", "denied", "uncertain", "past", "hypothetical")


class LexiconUnreadable(ValueError):
    """A file of the lexicon cannot be read as what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One published indicator. `grades` are each source's own word for it: they disagree, and are never summed.

    `tier` is S (commonly graded significant), M (moderate) or V (background only), and serves for ordering.
    """

    id: str
    name: str
    tier: str
    explanation: str
    grades: Mapping[str, str]
    about: str
    trigger: bool
    patterns: tuple["Pattern", ...]

    @property
    def group(self) -> str:
        """Its group, A to I."""
        return self.id[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Wordings of one indicator that belong together, with examples that must and must not match."""

    id: str
    indicator: str
    weak: bool
    absent: bool
    """Its words themselves say that it was not so ("the story fits the injury")."""
    guard: bool
    """What it finds is something else ("knife block"): what the indicator's other wordings find there does not count."""
    wordings: tuple[str, ...]
    must_match: tuple[str, ...]
    must_not_match: tuple[str, ...]

    @property
    def finds(self) -> bool:
        """Whether what it matches is a finding."""
        return not self.guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A term that blames or minimises, what is published as better, and where."""

    term: str
    instead: str
    source: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything that a reader knows, compiled. Immutable; pickled to worker processes."""

    version: str
    indicators: Mapping[str, Indicator] = field(repr=False)
    advice: tuple[Advice, ...] = field(repr=False)
    tokeniser: Tokeniser = field(repr=False)
    index: WordingIndex = field(repr=False)
    meanings: tuple[tuple[str, str], ...] = field(repr=False)
    """What each key of the index stands for: ("indicator", pattern id), ("absent", "before"), ("advice", number)..."""
    patterns: Mapping[str, Pattern] = field(repr=False)
    classes: Mapping[str, frozenset[str]] = field(repr=False)
    forenames: frozenset[str] = field(repr=False)
    quiet: frozenset[str] = field(repr=False)
    """Forenames that are no plain words: names even where they stand without a capital."""
    plain: frozenset[str] = field(repr=False)
    """Words of plain English: a capitalised word that is none of them may be a name."""
    english: frozenset[str] = field(repr=False)
    """More words of English, surnames among them: one of them that stands alone is no name."""
    people: Mapping[str, frozenset[str]] = field(repr=False)
    categories: Mapping[str, tuple[str, ...]] = field(repr=False)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that this version of Whole Picture ships. Raises LexiconUnreadable."""
    folder = resources.files("wholepicture.reading") / "wordlists"
    raw = {name: (folder / name).read_bytes() for name in _FILES}
    digest = hashlib.blake2b(b"\0".join(raw[name] for name in _FILES), digest_size=6).hexdigest()
    try:
        files = {name: tomllib.loads(content.decode()) for name, content in raw.items() if name.endswith(".toml")}
        plain = frozenset(raw["plain_words.txt"].decode().split())
        english = frozenset(raw["english_words.txt"].decode().split())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise LexiconUnreadable(str(problem)) from problem
    return _compile(files, plain, english, f"{NUMBER}-{digest}")


def _compile(
    files: Mapping[str, Mapping[str, Any]], plain: frozenset[str], english: frozenset[str], version: str
) -> Lexicon:
    words, cues = files["words.toml"], files["cues.toml"]
    spellings = {word: spelt.split() for word, spelt in words["spellings"].items()}
    single = {word: spelt[0] if len(spelt) == 1 else " ".join(spelt) for word, spelt in spellings.items()}
    compiler = WordingCompiler(words["classes"], words["verbs"], single)
    indicators = tuple(_indicator(entry) for name in _FILES[:3] for entry in files[name]["indicator"])
    advice = tuple(_advice(entry) for entry in files["wording.toml"]["advice"])
    meant: list[tuple[tuple[str, str], tuple[str, ...]]] = []
    for indicator in indicators:
        meant += [(("indicator", pattern.id), pattern.wordings) for pattern in indicator.patterns]
    for kind in CUE_KINDS:
        meant += [((kind, side), tuple(cues[kind][side])) for side in sorted(cues[kind])]
    meant.append((("night", ""), tuple(cues["night"]["words"])))
    meant.append((("training", ""), tuple(cues["training"]["words"])))
    meant.append((("part", ""), tuple(cues["part"]["words"])))
    meant.append((("other", "subject"), tuple(cues["other"]["subject"])))
    meant += [(("advice", str(number)), entry.wordings) for number, entry in enumerate(advice)]
    runs: list[tuple[int, tuple[Item, ...]]] = []
    for key, (_, wordings) in enumerate(meant):
        for wording in wordings:
            runs += [(key, run) for run in compiler.runs(wording)]
    index = WordingIndex(runs)
    names = files["forenames.toml"]
    forenames = frozenset(name for key in sorted(names) if key != "version" for name in names[key].split())
    people = files["people_words.toml"]
    return Lexicon(
        version=version,
        indicators={indicator.id: indicator for indicator in indicators},
        advice=advice,
        tokeniser=Tokeniser(spellings, {}),
        index=index,
        meanings=tuple(meaning for meaning, _ in meant),
        patterns={pattern.id: pattern for indicator in indicators for pattern in indicator.patterns},
        classes={name: compiler.words_of(name) for name in sorted(words["classes"])},
        forenames=forenames,
        quiet=forenames - plain - index.vocabulary,
        plain=plain | index.vocabulary,
        english=english,
        people={key: frozenset(people[key]) for key in ("titles", "stop")},
        categories={key: tuple(value) for key, value in files["categories.toml"].items() if key != "version"},
    )


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    patterns = tuple(
        Pattern(
            id=f"{entry['id']}.{pattern['id']}",
            indicator=entry["id"],
            weak=pattern.get("weak", False),
            absent=pattern.get("absent", False),
            guard=pattern.get("guard", False),
            wordings=tuple(pattern["wordings"]),
            must_match=tuple(pattern.get("must_match", ())),
            must_not_match=tuple(pattern.get("must_not_match", ())),
        )
        for pattern in entry["pattern"]
    )
    return Indicator(
        id=entry["id"], name=entry["name"], tier=entry["tier"], explanation=entry["explanation"], grades=entry["grades"],
        about=entry.get("about", "child"), trigger=entry.get("trigger", False), patterns=patterns,
    )  # fmt: skip


def _advice(entry: Mapping[str, Any]) -> Advice:
    return Advice(term=entry["term"], instead=entry["instead"], source=entry["source"], wordings=tuple(entry["wordings"]))
