"""Cues in a narrative, and how far each reaches: "no sign of" over a list, "did not" to its verb, nothing over a "but"."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from wholepicture.reading.tokens import CLAUSE, COMMA, Tokens
from wholepicture.reading.wordings import Found

_REACH, _REACH_OF_NOT = 9, 4
_STOPS = frozenset({"but", "however", "although", "though", "except", "yet", "apart", "because", "then", "when", "who"})
_STOPS_HISTORY = frozenset({"but", "however", "now", "yet", "since"})
_LISTS = frozenset({"or", "nor", "and", "any"})
_STARTS = frozenset({"she", "he", "they", "it", "we", "i", "there", "mum", "staff", "now", "later"})


class Cues:
    """The cues found in one narrative, by kind and side."""

    __slots__ = ("_firsts", "_found")

    def __init__(self, found: Mapping[tuple[str, str], Sequence[Found]]) -> None:
        self._found = found
        self._firsts = {key: [each.first for each in hits] for key, hits in found.items() if key[0] != "indicator"}

    def _between(self, kind: str, side: str, first: int, last: int) -> Sequence[Found]:
        """The cues that begin at tokens `first` to `last`, exclusive."""
        firsts = self._firsts.get((kind, side))
        if not firsts:
            return ()
        return self._found[(kind, side)][bisect_left(firsts, first) : bisect_left(firsts, last)]

    def is_part(self, negation: Found) -> bool:
        """Whether a negation is part of what an indicator says ("has not been in school")."""
        return any(
            part.first < negation.last and negation.first < part.last and negation.last - negation.first <= 4
            for part in self._between("part", "", negation.first - 8, negation.last)
        )

    def before(self, kind: str, tokens: Tokens, first: int, last: int, sentence: tuple[int, int]) -> Found | None:
        """The nearest cue of `kind` that stands before tokens `first` to `last` and reaches them."""
        nearest = None
        for cue in self._between(kind, "before", sentence[0], first):
            # A denial may end inside what is denied ("says he has never tried drugs"); other cues there are part of it.
            ends = cue.last <= (last if kind == "denied" else first + 1)
            if ends and reaches(tokens, cue.last, first, kind):
                nearest = cue
        return nearest

    def after(self, kind: str, tokens: Tokens, last: int, sentence: tuple[int, int], side: str = "after") -> Found | None:
        """The first cue of `kind` that follows the indicator in its sentence."""
        for cue in self._between(kind, side, last - 1, sentence[1]):
            if cue.first - last <= 12 and not _stopped(tokens, last, cue.first):
                return cue
        return None

    def within(self, kind: str, side: str, span: tuple[int, int]) -> Found | None:
        """A cue of `kind` that stands anywhere in `span`."""
        return next(iter(self._between(kind, side, *span)), None)


def reaches(tokens: Tokens, start: int, end: int, kind: str) -> bool:
    """Whether a cue that ends before token `start` still speaks of token `end`."""
    if end - start > (_REACH if kind in ("absent", "denied", "uncertain") else 2 * _REACH):
        return False
    # "did not" reaches a verb, "no sign of" a list. Hurried notes have no full stops to end either.
    if kind == "absent" and end - start > _REACH_OF_NOT and tokens.words[start - 1] == "not":
        return False
    for index in range(start, end + 1):
        if kind == "absent" and index - start > 2 and tokens.words[index] == "and":
            return False
        if index < end and tokens.words[index] in (_STOPS_HISTORY if kind == "past" else _STOPS) and kind != "hypothetical":
            return False
        if (
            kind == "absent"
            and start < index <= end
            and tokens.words[index] in _STARTS
            and tokens.words[index - 1] != "that"
        ):
            return False
        strength = tokens.breaks[index] if index < len(tokens.breaks) else 0
        if not strength:
            continue
        if strength >= CLAUSE and kind in ("absent", "uncertain"):
            return False
        if strength >= COMMA and kind == "absent" and not _listed(tokens, index, end):
            return False
    return True


def _listed(tokens: Tokens, index: int, end: int) -> bool:
    """Whether the comma before token `index` goes on with a list ("no cash, substances or anything else")."""
    if tokens.words[index] in _STARTS:
        return False
    return any(word in _LISTS for word in tokens.words[index : end + 4])


def _stopped(tokens: Tokens, last: int, first: int) -> bool:
    return any(tokens.words[index] in ("but", "however") for index in range(last, first))
