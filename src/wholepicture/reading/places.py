"""Places as written: addresses in their many shapes, streets alone, and venues with a name."""

import re
from functools import lru_cache

from wholepicture.reading.counting import DAYS, FEASTS, MONTHS, WEEKLY
from wholepicture.reading.lexicon import load_lexicon
from wholepicture.reading.tokens import Tokens, around
from wholepicture.vocabulary.pole import EntityKind, PlaceDescription, Role
from wholepicture.vocabulary.readings import NamedInText
from wholepicture.vocabulary.records import Span

_STREET = (
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Av|Close|Cl|Crescent|Cres|Drive|Dr|Gardens|Gdns|Gdn|Way|Court|Ct|"
    r"Terrace|Terr?|Place|Pl|"
    r"Grove|Gr|Row|Walk|Mews|Hill|Square|Sq|Parade|Bank|Rise|View|Park|Pk|Green|Street|Steps|Quay|Wharf|Approach|"
    r"Bridge|Side|Fields?|"
    r"End|Yard|Vale|Croft|Path|Gate|Common|Lock|Brow|Estate|Est|Cross|Cutting|Bottom|House|Hse|Ho|Tower|Twr|Block|"
    r"Blk|Pde|Roundabout|Ave|Clse|Rise|Mount|Garth|Fold|Buildings|Villas|Hse|Ct)"
)
_WORD = r"(?:[A-Z][\w’'-]*|of|the|and|St)"
_NAME = rf"(?:[A-Z][\w’'-]*\s+)(?:{_WORD}\s+){{0,2}}?"
_FLAT = r"(?:(?:[Ff]lat|[Ff]lt|FLAT|[Aa]pt|[Aa]partment|[Uu]nit|[Rr]oom|[Ff]l)\.?\s*\d+[A-Za-z]?\s*,?\s*(?:of\s+|at\s+)?)"
_NUMBER = rf"(?:\d{{1,3}}/\d{{1,3}}[A-Za-z]?|\d{{1,4}}\s?[A-Za-z]?(?:\s*-\s*\d+)?)(?:\s*\({_FLAT}\))?,?\s+"
_POSTCODE = r"(?:[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}|[a-z]{1,2}\d{1,2}\s?\d[a-z]{2})"
_ADDRESS = re.compile(rf"(?:{_FLAT})?(?:{_NUMBER})?(?<!\w){_NAME}{_STREET}\b(?!\w)(?:,?\s+{_POSTCODE}\b)?")
_NUMBERED_LOWER = re.compile(
    rf"(?:{_FLAT})?(?<![\w:£])\d{{1,3}}[a-z]?\s+(?:[a-z][\w’'-]*\s+){{1,2}}(?:street|st|road|rd|lane|ln|avenue|ave|"
    rf"close|crescent|drive|gardens|gdns|way|court|ct|terrace|place|grove|row|mews|hill)\b",
)
_GIVEN = re.compile(r"[Aa]ddr(?:ess)?\s+(?:given|is)\s*(?:as)?\s*[:=]?\s*([^.\n]+?)(?=\.(?:\s|$)|\n|$)")
_VENUES = (
    r"Rooms|Rms|Depot|Retail|Royal|Gen|General|Infirmary|Inf|Prim|Tavern|Hostel|Anchor|Chip Shop|Social Club|"
    r"Working Men's Club|Launderette|Barbers|Estate|House|Lodge|Hotel|Inn|Arms|Library|School|Academy|College|"
    r"Juniors|Primary|High|Infants|Centre|Center|Arcade|Amusements|Precinct|"
    r"Retail Park|Market|Church|Hall|Clinic|Surgery|Hospital|Station|Leisure Centre|Cafe|Café|Takeaway|Garage|"
    r"Services|Mosque|Temple|"
    r"Children's Home|Hostel|Guest House|Bus Station|Recreation Ground|Playing Fields?|Playground|Baths|Pool|"
    r"Stadium|Cinema|Shopping Centre|Mill|Works|Quarry|Reservoir"
)
_VENUE = re.compile(
    rf"(?:\b[Tt]he\s+)?(?<!\w)(?:[A-Z][\w’'-]*\s+){{1,3}}(?:{_VENUES}|library|recreation ground|arcade|precinct|"
    rf"park|station|retail park|leisure centre|school|children's home|hostel|chip shop|community centre|youth "
    rf"centre|church hall|hall|suite|club|arcade|car park|estate|garages|industrial estate|trading estate|canal|"
    rf"allotments|market|bus station)\b"
)
_COMMON_VENUE = re.compile(
    r"\b(?:the\s+)?(?:bus station|train station|railway station|coach station|retail park|skate\s?park|children's "
    r"home|car wash|youth cent(?:re|er)|shopping cent(?:re|er)|town centre)\b",
    re.IGNORECASE,
)
_POST = re.compile(rf"(?<!\w){_POSTCODE}(?!\w)")
_STREET_WORDS = frozenset(word.lower() for word in re.findall(r"[A-Za-z]{2,}", _STREET)) | {"gardens", "terrace", "field"}
_VENUE_WORDS = frozenset(word.lower() for word in re.findall(r"[A-Za-z]{2,}", _VENUES)) | {
    "field",
    "fields",
    "ground",
    "park",
    "station",
    "skate",
    "wash",
    "youth",
    "shopping",
    "town",
    "retail",
}
_SENTENCE_WORDS = frozenset(
    {
        "The",
        "This",
        "That",
        "When",
        "While",
        "Officer",
        "Caller",
        "Resident",
        "Residents",
        "Attended",
        "From",
        "At",
        "In",
        "On",
        "Near",
        "Outside",
        "Patrol",
        "Visit",
        "Further",
        "Address",
        "Report",
        "Reports",
        "Seen",
        "Found",
        "With",
        "And",
        "Said",
        "She",
        "He",
        "They",
    }
)


def places_in(tokens: Tokens, words: frozenset[str]) -> list[NamedInText]:
    """Every place named; where two readings overlap, the longer. `words` spares looking for what cannot be there."""
    narrative = tokens.text
    found: list[tuple[int, int, str, Role]] = []
    if "address" in words:
        found += [(*match.span(1), "", Role.LOCATION) for match in _GIVEN.finditer(narrative)]
    if not words.isdisjoint(_STREET_WORDS):
        for first, last in around(tokens, _at(tokens, _STREET_WORDS), *_ABOUT):
            for pattern in (_ADDRESS, _NUMBERED_LOWER):
                hits = pattern.finditer(narrative, first, last)
                found += [(*_trim(narrative, *match.span()), "", Role.LOCATION) for match in hits]
    if not words.isdisjoint(_VENUE_WORDS):
        for first, last in around(tokens, _at(tokens, _VENUE_WORDS), *_ABOUT):
            for match in _VENUE.finditer(narrative, first, last):
                start, end = _trim(narrative, *match.span())
                found.append((start, end, narrative[start:end], Role.LOCATION))
            hits = _COMMON_VENUE.finditer(narrative, first, last)
            found += [(*match.span(), match.group(), Role.LOCATION) for match in hits]
    found += _bare_places(tokens)
    for first, last in around(tokens, _numbered(tokens), 6, 8):
        found += [(*match.span(), "", Role.LOCATION) for match in _POST.finditer(narrative, first, last)]
    return [_place(narrative, *each) for each in _longest(found) if each[1] - each[0] > 3]


_ABOUT = (72, 24)
"""Characters before and after a word for a street or a venue within which the rest of the place stands."""


def _at(tokens: Tokens, words: frozenset[str]) -> list[int]:
    return [index for index, word in enumerate(tokens.words) if word in words]


def _numbered(tokens: Tokens) -> list[int]:
    return [index for index, word in enumerate(tokens.words) if not word.isalpha() and any(map(str.isdigit, word))]


_AFTER_WHERE = re.compile(
    r"\b(?:in|to|at|near|from|off|around|towards|outside|nr|o/s)\s+((?:Port\s|St\.?\s|Great\s|Little\s|Upper\s|"
    r"Lower\s|North\s|South\s|East\s|West\s)?[A-Z][a-z]{3,}(?:['’]s)?(?:\s(?:Cross|Bottom|Green|Ansley|End|Bay|"
    r"Sands|Regis|Magna|Parva|Vale|ED))?)(?![\w'’])(?!\s[A-Z])"
)


def _bare_places(tokens: Tokens) -> list[tuple[int, int, str, Role]]:
    """Towns and streets with no word that says so: a capital after "in", "to" or "near" that is no name and no day."""
    narrative, found = tokens.text, []
    for index, word in enumerate(tokens.words):
        if word not in _WHERE or not narrative[tokens.ends[index] + 1 : tokens.ends[index] + 2].isupper():
            continue
        match = _AFTER_WHERE.match(narrative, tokens.starts[index])
        if match is None:
            continue
        lowered = match[1].lower().removesuffix("'s")
        if not any(part in _NOT_PLACES or part in _known_names() for part in lowered.split()):
            found.append((*match.span(1), "", Role.LOCATION))
    return found


_WHERE = frozenset(["in", "to", "at", "near", "from", "off", "around", "towards", "outside", "nr"])
_NOT_PLACES = frozenset([
    *MONTHS, *DAYS, *WEEKLY, *FEASTS,
    "year", "snapchat", "instagram", "discord", "roblox", "fortnite", "facebook", "english", "maths", "police",
    "social", "school", "french", "spanish", "camhs", "whatsapp", "tiktok", "mum", "dad", "sept",
])  # fmt: skip


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    lexicon = load_lexicon()
    return lexicon.forenames | lexicon.plain


def _trim(narrative: str, start: int, end: int) -> tuple[int, int]:
    """Without a first word that only begins a sentence."""
    while True:
        first = narrative[start:end].split(" ", 1)
        if len(first) == 2 and first[0] in _SENTENCE_WORDS and first[1][:1].isupper() and len(first[1].split()) >= 2:
            start += len(first[0]) + 1
        else:
            return start, end


def _longest(found: list[tuple[int, int, str, Role]]) -> list[tuple[int, int, str, Role]]:
    kept: list[tuple[int, int, str, Role]] = []
    for each in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if not any(each[0] < other[1] and other[0] < each[1] for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda place: place[0])


def _place(narrative: str, start: int, end: int, venue: str, role: Role) -> NamedInText:
    text = narrative[start:end]
    postcode = _POST.search(text)
    return NamedInText(
        kind=EntityKind.PLACE,
        role=role,
        description=PlaceDescription(text=text, postcode=postcode.group() if postcode else "", venue=venue),
        span=Span(start, end),
    )
