"""Whom an indicator is about: the child, the family, or somebody else who bears it in the clause."""

from dataclasses import dataclass

from wholepicture.reading.tokens import COMMA, Tokens
from wholepicture.reading.wordings import Found
from wholepicture.vocabulary.readings import About

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
class Scene:
    """What a whole narrative says about who is in it: whether a child is, and whether only adults are."""

    child: bool
    adult_only: bool
    training: Found | None = None
    """Where the whole narrative is about training, a leaflet or a film, and names no child."""


def about_whom(
    tokens: Tokens, found: Found, sentence: tuple[int, int], scene: Scene, indicator: str, default: About
) -> tuple[About, tuple[int, int] | None]:
    """Whom what was found is about, and the tokens that say so where any do; `default` where nothing does."""
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
