"""Whether capitalised words are a person's name, and where the name ends."""

import re

from wholepicture.reading.counting import MONTHS, WEEKLY
from wholepicture.reading.lexicon import Lexicon
from wholepicture.reading.vehicles import LOOKS

PART = r"[A-ZÀ-ÞŁŚŻ][\w’'À-ÿ]*(?:-[A-Z][\w’']*)*"
FULL = rf"{PART}(?:\s+(?:(?:de|da|van|von|el|al|bin|O|Mc|Mac|D[aei])\s+)?{PART}){{0,3}}"


_NO_NAMES = frozenset([
    *MONTHS, *WEEKLY,
    "polish", "romanian", "english", "french", "spanish", "somali", "urdu", "punjabi", "arabic", "albanian",
    "vietnamese", "grandparent", "grandmother", "latvian", "bible", "koran", "roblox", "naloxone", "ventolin",
    "calpol", "ritalin", "quran", "misc", "penalty", "alert", "ngbr", "btw", "tbf", "ofsted", "facebook",
])  # fmt: skip


_WHERE = re.compile(
    r"\b(?:in|at|to|near|off|around|towards|outside|o/s|nr|into|frm|fr|from|stopped|shift|opposite|via|behind|@)\s+(?:the\s+)?$",
    re.IGNORECASE,
)

_PERSONAL = re.compile(
    r"^(?:\s*[,(]?\s*\(?\d{1,2}\b(?!:)|['’]s\b|\s+(?:said|says|sez|sed|told|tells|was|is|has|had|came|went|asked|"
    r"rang|did|does|wont|will|who|and|&|got|still|woke|left|looked|denies|denied|cried|up|not|in|out|bk|back|home|"
    r"gone)\b)"
)


_PLACE_NOUN = re.compile(
    r"^\s+(?:street|st|road|rd|lane|close|court|house|hse|flats|estate|block|twr|tower|school|academy|park|"
    r"station|shop|club|centre|"
    r"hotel|inn|arms|bridge|hill|services|sch|skool|opticians|ed|stn|rec|gdns|ct|tce|rms|heights|hospital|ward|"
    r"lot|boys|crew|mob|line|badge|rbt|fld|wy|pt|gates?|underpass|caves?|point|yd|opticians|arms|carpk|car park)\b",
    re.IGNORECASE,
)


def is_stop(word: str, lexicon: Lexicon) -> bool:
    """Whether a capitalised word is no part of a name: plain English, a make of car, an acronym."""
    bare = word if word.isalpha() else bare_of(word)
    lowered = bare.lower()
    if lowered in LOOKS or lowered in _NO_NAMES or bare.startswith(("I'", "I’")):
        return True
    if lowered in lexicon.forenames or bare in lexicon.people["titles"]:
        return False
    return (
        lowered in lexicon.plain or bare in lexicon.people["stop"] or (len(bare) > 1 and bare.isupper() and len(bare) <= 5)
    )


_ENGLISH_ENDINGS = (
    "ed",
    "ing",
    "ion",
    "ment",
    "ness",
    "ly",
    "s",
    "er",
    "est",
    "al",
    "ive",
    "able",
    "ity",
    "ful",
    "ery",
    "ort",
)


def is_name(narrative: str, words: list[str], start: int, lexicon: Lexicon) -> bool:
    """Whether capitalised words are a name: a title, a known forename, or no plain English in a person's place."""
    bare = bare_of(words[0])
    if bare in lexicon.people["titles"] or narrative[max(0, start - 3) : start] == "St ":
        return len(words) > 1 and bare in lexicon.people["titles"]
    known = bare.lower() in lexicon.forenames
    if known and bare.lower() not in lexicon.plain:
        return True
    if any(bare_of(word).lower() in lexicon.forenames for word in words[1:2]):
        return True
    after = narrative[start + len(words[0]) : start + len(words[0]) + 16]
    if known:
        return len(words) > 1 or (bool(_PERSONAL.match(after)) and not _WHERE.search(narrative[max(0, start - 14) : start]))
    if len(bare) < 3 or bare.isupper() or any(character.isdigit() for character in bare):
        return False
    if _WHERE.search(narrative[max(0, start - 14) : start]):
        return False
    if len(words) == 1 and bare.lower() in lexicon.english:
        return False
    # At the start of a sentence any word has a capital: there a name is no English word, or has after it what persons do.
    begins = not narrative[:start].strip() or narrative[:start].rstrip()[-1] in ".!?:\n"
    unknown = len(words) == 1 and bare.isalpha() and bare[1:].islower() and not bare.endswith(_ENGLISH_ENDINGS)
    return not begins or unknown or bool(_PERSONAL.match(after)) or len(words) > 1


def is_place_like(narrative: str, span: tuple[int, int]) -> bool:
    """Whether the word after a name makes a place of it."""
    return bool(_PLACE_NOUN.match(narrative[span[1] : span[1] + 14]))


def bare_of(word: str) -> str:
    """A word without its possessive and without quotation marks."""
    return word.removesuffix("'s").removesuffix("’s").strip("'’.")


def name_span(name: str, start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where a name stands, without a word after it that begins something else, and without a possessive."""
    kept: list[str] = []
    end = start
    for part in re.finditer(r"\S+", name):
        bare = bare_of(part.group())
        stop = is_stop(part.group(), lexicon)
        if stop and kept:
            break
        if stop:
            return None
        kept.append(bare)
        end = start + part.start() + len(bare)
        if bare != part.group():
            break
    return (start, end) if kept and len("".join(kept)) > 1 else None
