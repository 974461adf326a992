"""Whether a thing read was so, when, and about whom, each with the words that say it. When unsure, it stays visible."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholepicture.reading.tokens import CLAUSE, COMMA, Tokens
from wholepicture.reading.wordings import Found
from wholepicture.vocabulary.readings import About, Polarity, Timing

_REACH, _REACH_OF_NOT = 9, 4
_STOPS = frozenset({"but", "however", "although", "though", "except", "yet", "apart", "because", "then", "when", "who"})
_STOPS_HISTORY = frozenset({"but", "however", "now", "yet", "since"})
_LISTS = frozenset({"or", "nor", "and", "any"})
_STARTS = frozenset({"she", "he", "they", "it", "we", "i", "there", "mum", "staff", "now", "later"})
_REPORTERS = frozenset(
    [
        "says",
        "said",
        "reports",
        "reported",
        "states",
        "stated",
        "rang",
        "called",
        "caller",
        "told",
        "tells",
        "thinks",
        "thought",
        "knows",
        "believes",
        "worried",
        "reckons",
        "asked",
        "asking",
        "describes",
        "described",
        "disclosed",
        "informed",
        "informs",
        "advised",
        "contacted",
        "feels",
        "concerned",
        "noticed",
        "saw",
        "seen",
        "found",
        "phoned",
        "sts",
        "logged",
        "heard",
        "wants",
        "requesting",
        "requested",
        "complains",
        "mentioned",
        "confirms",
        "confirmed",
        "moaning",
        "brought",
        "watching",
    ]
)
_NEGATIVE = frozenset(
    ["A1", "A3", "B3", "B6", "C1", "C2", "C4", "D2", "D3", "D5", "E1", "F1", "F2", "G6", "G7", "H5", "I3", "I4"]
)
"""Indicators whose own wordings hold a negation: "no food", "has not been in school", "would not say where"."""
_THREATS = frozenset({"H3", "H5", "C4", "H4"})
"""Where an "if" belongs to what somebody threatens or promises, and makes nothing hypothetical."""
_CARRIED = frozenset(
    [
        "A1",
        "A2",
        "A3",
        "A4",
        "B6",
        "C1",
        "C2",
        "C4",
        "F1",
        "F2",
        "F3",
        "G1",
        "G2",
        "G3",
        "G4",
        "G5",
        "G6",
        "G7",
        "H7",
        "H8",
        "I5",
        "B5",
    ]
)
"""Indicators that the subject of the clause bears; elsewhere an adult is the natural subject of what is done to a child."""
_MEN = frozenset({"man", "men", "suspect", "offender", "attacker", "robber"})
"""Who bears a weapon or an arrest themselves, where they are its subject."""
_TENANTS = frozenset(
    {
        "tenant",
        "tnt",
        "resident",
        "occupier",
        "occupant",
        "mr",
        "mrs",
        "ms",
        "gentleman",
        "elderly",
        "adult",
        "pensioner",
        "client",
    }
)
"""Who else's home it may be."""
_WITH = frozenset(
    {"with", "to", "by", "from", "at", "for", "of", "told", "and", "on", "tell", "whose", "in", "rang", "like"}
)
_CHILDREN = frozenset({"boy", "girl", "child", "yp", "lad", "pupil", "teenager"})
_FAMILY = frozenset(
    [
        "mother",
        "mum",
        "dad",
        "father",
        "stepdad",
        "stepmum",
        "brother",
        "sister",
        "uncle",
        "aunt",
        "auntie",
        "gran",
        "grandad",
        "cousin",
        "stepfather",
        "stepmother",
        "parents",
    ]
)
_ADULTS = _FAMILY | frozenset(
    [
        "neighbour",
        "neighbours",
        "tenant",
        "occupier",
        "driver",
        "landlord",
        "colleague",
        "customer",
        "teacher",
        "partner",
        "husband",
        "wife",
    ]
)


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the words around an indicator say of it; `cue` is the cue's tokens, `last` exclusive."""

    polarity: Polarity = Polarity.AFFIRMED
    timing: Timing = Timing.CURRENT
    about: About = About.CHILD
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a whole narrative says about who is in it: whether a child is, and whether only adults are."""

    child: bool
    adult_only: bool
    training: Found | None = None
    """Where the whole narrative is about training, a leaflet or a film, and names no child."""


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


def assert_of(
    tokens: Tokens,
    found: Found,
    cues: Cues,
    scene: Scene,
    indicator: str,
    default: About,
    *,
    absent: bool = False,
    learned: bool = False,
) -> Assertion:
    """The assertion of one indicator found; `absent` where its very words say that it was not so.

    `learned` is for a mark of the weights: where it begins says little, so a cue may stand within it, and a bare "not" rules
    out only what a "not" before it can rule out.
    """
    sentence = tokens.sentence_of(found.first)
    polarity, cue = (_polarity_of_mark if learned else _polarity)(tokens, found, cues, sentence, indicator)
    if absent and polarity is Polarity.AFFIRMED and not _negated_within(tokens, found):
        polarity = Polarity.ABSENT
    timing, time_cue = _timing(tokens, found, cues, scene, indicator)
    about, about_cue = _about(tokens, found, sentence, scene, indicator, default)
    chosen = cue or time_cue
    return Assertion(polarity, timing, about, (chosen.first, chosen.last) if chosen else about_cue)


def _negated_within(tokens: Tokens, found: Found) -> bool:
    return any(word in ("not", "neither", "never", "poor") for word in tokens.words[found.first : found.last])


def _polarity(
    tokens: Tokens, found: Found, cues: Cues, sentence: tuple[int, int], indicator: str
) -> tuple[Polarity, Found | None]:
    first, last = found.first, found.last
    denied = cues.before("denied", tokens, first, last, sentence) or cues.after("denied", tokens, last, sentence)
    if denied and (
        indicator not in _NEGATIVE
        or any(word.startswith(("den", "disput")) for word in tokens.words[denied.first : denied.last])
    ):
        return Polarity.DENIED, denied
    unsure_after = cues.after("uncertain", tokens, last, sentence)
    absent = cues.before("absent", tokens, first, last, sentence) if indicator != "A3" else None
    if absent and not _doubted(tokens, absent) and not cues.is_part(absent):
        return (Polarity.UNCERTAIN, unsure_after) if unsure_after else (Polarity.ABSENT, absent)
    bare = tokens.words[first] in ("no", "nil", "nobody") and not cues.is_part(Found(-1, first, first + 1))
    if bare and indicator not in _NEGATIVE:
        return Polarity.ABSENT, None
    if indicator == "A1" and _not_missing(tokens, found):
        return Polarity.ABSENT, None
    ruled_out = cues.after("absent", tokens, last, sentence) or cues.within("absent", "innocent", sentence)
    if ruled_out:
        return Polarity.ABSENT, ruled_out
    unsure = cues.before("uncertain", tokens, first, last, sentence) or unsure_after
    return (Polarity.UNCERTAIN, unsure) if unsure else (Polarity.AFFIRMED, None)


def _polarity_of_mark(
    tokens: Tokens, found: Found, cues: Cues, sentence: tuple[int, int], indicator: str
) -> tuple[Polarity, Found | None]:
    first, last = found.first, found.last
    denied = cues.before("denied", tokens, last, last, sentence) or cues.after("denied", tokens, last, sentence)
    if denied and _denies(tokens, denied, indicator):
        return Polarity.DENIED, denied
    absent = cues.before("absent", tokens, first, last, sentence)
    if absent and (absent.last - absent.first > 2 or indicator in _RULED_OUT) and not _doubted(tokens, absent):
        return Polarity.ABSENT, absent
    if indicator in _RULED_OUT and tokens.words[first] in ("no", "nil"):
        return Polarity.ABSENT, Found(-1, first, first + 1)
    ruled_out = cues.after("absent", tokens, last, sentence) or cues.within("absent", "innocent", sentence)
    if ruled_out:
        return Polarity.ABSENT, ruled_out
    unsure = cues.before("uncertain", tokens, last, last, sentence) or cues.after("uncertain", tokens, last, sentence)
    return (Polarity.UNCERTAIN, unsure) if unsure else (Polarity.AFFIRMED, None)


def _denies(tokens: Tokens, cue: Found, indicator: str) -> bool:
    """Whether a denial is the child's own and of what the mark says, not a "not" that belongs to what is told."""
    words = tokens.words[cue.first : cue.last]
    if any(word.startswith(("den", "disput", "refut", "reject")) for word in words):
        return True
    return "if" not in words and indicator not in _TOLD and words[0] in _CHILDISH


_CHILDISH = frozenset({"she", "he", "they", "girl", "boy", "child", "yp", "lad", "pupil", "when", "on", "answered", "which"})
_TOLD = frozenset({"A4", "B6", "C2", "D1", "F2", "F3", "G6", "G7", "H2", "I1", "I2", "I3", "I4", "I5"})
"""Indicators that say that something is not so: "she says she cannot sleep" is no denial."""
_RULED_OUT = frozenset(["B5", "C4", "E3", "G1", "G2", "G3", "G4", "G5", "H1", "H6", "H7", "H8", "I2", "I5"])
"""Indicators that a bare "no" or "not" before them rules out; in the others a negation is as often part of what they say."""


def _not_missing(tokens: Tokens, found: Found) -> bool:
    """Whether the negation stands before "missing" itself, not before "returned" or "been seen"."""
    words = tokens.words[found.first : found.last]
    if "missing" not in words:
        return False
    at = words.index("missing")
    return any(word in ("not", "never", "no") for word in words[max(0, at - 3) : at])


def _doubted(tokens: Tokens, cue: Found) -> bool:
    following = tokens.words[cue.last] if cue.last < len(tokens.words) else ""
    return following in ("only", "doubt", "just", "sooner", "longer") or (
        tokens.words[cue.first] == "no" and following == "one"
    )


def _timing(tokens: Tokens, found: Found, cues: Cues, scene: Scene, indicator: str) -> tuple[Timing, Found | None]:
    sentence = tokens.sentence_of(found.first)
    imagined = cues.before("hypothetical", tokens, found.first, found.last, sentence) or cues.after(
        "hypothetical", tokens, found.last, sentence
    )
    if imagined and not _only_said(tokens, imagined, indicator):
        return Timing.HYPOTHETICAL, imagined
    if scene.training is not None:
        return Timing.HYPOTHETICAL, scene.training
    past = cues.before("past", tokens, found.first, found.last, sentence) or cues.after("past", tokens, found.last, sentence)
    if past and not cues.within("past", "again", (min(past.first, found.first), found.last + 3)):
        return Timing.PAST, past
    return Timing.CURRENT, None


_ASKED = frozenset(
    [
        "ask",
        "asks",
        "asked",
        "asking",
        "wonder",
        "wonders",
        "wondered",
        "wondering",
        "know",
        "see",
        "check",
        "as",
        "even",
        "tell",
    ]
)


def _only_said(tokens: Tokens, cue: Found, indicator: str) -> bool:
    """Whether an "if" belongs to a threat, to a question or to somebody's own words, and imagines nothing."""
    if tokens.words[cue.first] not in ("if", "unless"):
        return False
    before = tokens.text[: tokens.starts[cue.first]]
    quoted = before.count('"') % 2 == 1 or before.count("“") > before.count("”")
    return quoted or indicator in _THREATS or (cue.first > 0 and tokens.words[cue.first - 1] in _ASKED)


def _about(
    tokens: Tokens, found: Found, sentence: tuple[int, int], scene: Scene, indicator: str, default: About
) -> tuple[About, tuple[int, int] | None]:
    if default is About.FAMILY:
        return (About.OTHER if scene.adult_only else About.FAMILY), None
    if indicator == "D5":
        told = tokens.words[: found.last]
        owned = any(word in _CHILDREN for word in tokens.words[sentence[0] : found.last])
        owned = owned or (scene.child and _TENANTS.isdisjoint(told))
        return (About.CHILD if owned else About.OTHER), None
    subject = _subject(tokens, found.first, sentence, indicator) if indicator in _CARRIED else None
    if subject is not None:
        word = tokens.words[subject]
        return (About.FAMILY if word in _FAMILY else About.OTHER), (subject, subject + 1)
    return (About.OTHER if scene.adult_only else About.CHILD), None


def _subject(tokens: Tokens, first: int, sentence: tuple[int, int], indicator: str) -> int | None:
    """The adult who is the subject of what stands at `first`, where the clause begins with one who does not only report."""
    start = first
    while start > sentence[0] and tokens.breaks[start] < COMMA and first - start < 8:
        start -= 1
    for index in range(start, first):
        grown = _ADULTS if indicator not in ("H7", "H8") else _ADULTS | _MEN
        if tokens.words[index] not in grown:
            continue
        between = tokens.words[index + 1 : first]
        if not _WITH.isdisjoint(tokens.words[max(start, index - 2) : index]):
            continue
        if any(
            word in _REPORTERS or word in ("she", "he", "they", "her", "him", "that", "child", "girl", "boy")
            for word in between
        ):
            continue
        return index
    return None
