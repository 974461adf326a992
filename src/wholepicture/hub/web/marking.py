"""A text cut where its marks begin and end, and the characters in it that nobody could see made visible.

Nothing here writes HTML; the templates do, and they escape everything.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_LINE_ENDS = re.compile("\r\n?|\u0085|\u2028|\u2029")
_KIND = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that means something: `start` inclusive, `end` exclusive, as Python string offsets.

    `kind` chooses its look (indicator, denied, past, hypothetical, other, person, place, vehicle, phone, handle, wording);
    `label` says in words what it is; `url`, where given, leads from the label to its source.
    """

    start: int
    end: int
    kind: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters as they are, or one that has no shape of its own: then `code` is like U+202E, `name` its name."""

    text: str = field(default="", repr=False)
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch under the same marks, with the marks that open before it and close after it."""

    pieces: tuple[Piece, ...] = field(repr=False)
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()

    @property
    def css(self) -> str:
        """The class names of its marks' kinds, each once, the innermost last."""
        kinds = dict.fromkeys(_KIND.sub("-", mark.kind.lower()).strip("-") for mark in self.marks)
        return " ".join(["wp-mark", *(f"wp-mark--{kind}" for kind in kinds if kind)])


def _is_unseen(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn") or character in _BLANK_LETTERS


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The text as runs of what can be seen and single characters that cannot; line ends of every kind become one kind."""
    found: list[Piece] = []
    seen: list[str] = []
    for character in _LINE_ENDS.sub("\n", text):
        if not _is_unseen(character):
            seen.append(character)
            continue
        if seen:
            found.append(Piece("".join(seen)))
            seen = []
        name = unicodedata.name(character, "control character").lower()
        found.append(Piece(code=f"U+{ord(character):04X}", name=name))
    if seen:
        found.append(Piece("".join(seen)))
    return tuple(found)


def passages(text: str, marks: Iterable[Mark]) -> tuple[Passage, ...]:
    """The whole text, cut at every mark's ends. Marks may nest and overlap; one outside the text, or empty, is left out."""
    length = len(text)
    clipped = [Mark(max(0, one.start), min(length, one.end), one.kind, one.label, one.url) for one in marks]
    kept = sorted(
        (one for one in clipped if one.start < one.end), key=lambda one: (one.start, -one.end, one.kind, one.label)
    )
    cuts = sorted({0, length, *(one.start for one in kept), *(one.end for one in kept)})
    return tuple(
        Passage(
            pieces=pieces_of(text[start:end]),
            marks=tuple(one for one in kept if one.start <= start and end <= one.end),
            opens=tuple(one for one in kept if one.start == start),
            closes=tuple(one for one in reversed(kept) if one.end == end),
        )
        for start, end in pairwise(cuts)
    )
