"""Whether a thing read was so, when, and about whom, each with the words that say it. When unsure, it stays visible."""

from dataclasses import dataclass, replace

from wholepicture.reading.bearers import Scene, about_whom
from wholepicture.reading.cues import Cues
from wholepicture.reading.tokens import Tokens
from wholepicture.reading.wordings import Found
from wholepicture.vocabulary.readings import About, Polarity, Timing

_NEGATIVE = frozenset(
    ["A1", "A3", "B3", "B6", "C1", "C2", "C4", "D2", "D3", "D5", "E1", "F1", "F2", "G6", "G7", "H5", "I3", "I4"]
)
"""Indicators whose own wordings hold a negation: "no food", "has not been in school", "would not say where"."""
_THREATS = frozenset({"H3", "H5", "C4", "H4"})
"""Where an "if" belongs to what somebody threatens or promises, and makes nothing hypothetical."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the words around an indicator say of it; `cue` is the cue's tokens, `last` exclusive."""

    polarity: Polarity = Polarity.AFFIRMED
    timing: Timing = Timing.CURRENT
    about: About = About.CHILD
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An indicator seen at some tokens; `default` is whom it is about where no word says otherwise.

    `absent` where its very words say that it was not so. `learned` is for a mark of the weights: where it begins says
    little, so a cue may stand within it, and a bare "not" rules out only what a "not" before it can rule out.
    """

    found: Found
    indicator: str
    default: About
    absent: bool = False
    learned: bool = False


def assert_of(tokens: Tokens, seen: Seen, cues: Cues, scene: Scene) -> Assertion:
    """What the words around an indicator say of it."""
    found, indicator = seen.found, seen.indicator
    sentence = tokens.sentence_of(found.first)
    polarity, cue = (_polarity_of_mark if seen.learned else _polarity)(tokens, found, cues, sentence, indicator)
    if seen.absent and polarity is Polarity.AFFIRMED and not _negated_within(tokens, found):
        polarity = Polarity.ABSENT
    timing, time_cue = _timing(tokens, found, cues, scene, indicator)
    about, about_cue = about_whom(tokens, found, sentence, scene, indicator, seen.default)
    chosen = cue or time_cue
    return Assertion(polarity, timing, about, (chosen.first, chosen.last) if chosen else about_cue)


def with_learned(assertion: Assertion, seen: frozenset[str]) -> Assertion:
    """The same where a cue decided; else with what the weights are sure of; they never rule out."""
    polarity, timing = assertion.polarity, assertion.timing
    if polarity is Polarity.AFFIRMED and Polarity.DENIED in seen:
        polarity = Polarity.DENIED
    if timing is Timing.CURRENT:
        timing = next((each for each in (Timing.HYPOTHETICAL, Timing.PAST) if each in seen), timing)
    return replace(assertion, polarity=polarity, timing=timing)


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
    if absent and not _doubted(tokens, absent) and not cues.is_part(absent) and _rules_out(absent, first, indicator):
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


def _rules_out(cue: Found, first: int, indicator: str) -> bool:
    """Whether a negation rules an indicator out: any for those that one can, else one of several words or right before."""
    return indicator in _RULED_OUT or cue.last - cue.first > 2 or first - cue.last <= 1


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
