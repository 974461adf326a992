"""What kind of place an address or a venue is, from its own words."""

import re
from enum import StrEnum
from functools import lru_cache


class PlaceKind(StrEnum):
    """The kind of a place; how busy it may be expected to be depends on it."""

    DWELLING = "dwelling"
    CHILDRENS_HOME = "children's home"
    """A home, or a foster home, to several unrelated children. Living there is not by itself a link."""
    SCHOOL = "school"
    HEALTH = "health"
    TRANSPORT = "transport"
    OPEN_SPACE = "open space"
    BUSINESS = "business"
    HOTEL = "hotel"
    STREET = "street"
    """A street without a number: it may be any house in it."""
    UNKNOWN = "unknown"


_WORDS: tuple[tuple[PlaceKind, str], ...] = (
    (PlaceKind.CHILDRENS_HOME, r"children'?s (?:residential )?home|residential home|care home|secure unit"),
    (PlaceKind.HEALTH, r"hospital|a ?& ?e\b|a and e\b|clinic|surgery|health centre|medical centre|walk-?in centre|pharmacy"),
    (PlaceKind.SCHOOL, r"school|academy|college|primary|high sch|nursery|pupil referral unit"),
    (
        PlaceKind.TRANSPORT,
        r"(?:bus|coach|railway|train|tram) (?:station|stop|shelter|terminus)|interchange|"
        r"(?<!police )(?<!fire )(?<!petrol )\bstation\b|taxi rank",
    ),
    (
        PlaceKind.OPEN_SPACE,
        r"recreation (?:ground|field)|"
        r"\brec\b|playing fields?|skate ?park|\bpark\b|canal (?:bank|towpath)|towpath|woods|allotments?|playground|"
        r"youth club|"
        r"leisure centre|sports centre"
        r"|community centre|library|church hall|swimming (?:baths|pool)|"
        r"precinct|shopping (?:centre|arcade)|\bmall\b|retail park|town (?:centre|square)",
    ),
    (PlaceKind.HOTEL, r"hotel|guest ?house|\binn\b|lodge hotel|b ?& ?b\b|hostel|travel lodge|motel"),
    (
        PlaceKind.BUSINESS,
        r"take ?away|takeaway|kebab|burger|chicken|pizza|chip shop|fish bar|shop|store|supermarket|"
        r"petrol station|garage|car ?wash|barber|nail bar|caf[eé]|restaurant|\bpub\b|arms\b|"
        r"nightclub|\bclub\b|arcade|bookmaker|cab office|taxi office|minicab|police station|market\b|off-?licence",
    ),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)
_NUMBER = re.compile(r"(?:^|[\s,(/])\d{1,4}[a-z]?(?:[\s,)/]|$)|\bflat\b|\bflt\b|\bapartment\b|\bapt\b", re.IGNORECASE)
_STREET_TYPES = (
    r"road|rd|street|st|lane|ln|avenue|ave|way|close|cl|drive|dr|crescent|cres|gardens|gdns|court|ct|terrace|grove|place|"
    r"hill|rise|row|walk|mews|square|view"
)
_STREET_NAME = re.compile(rf"\b[\w']+\s+(?:{_STREET_TYPES})\b(?!\s+(?:station|stop))", re.IGNORECASE)
_STREET = re.compile(rf"\b(?:{_STREET_TYPES}|bank)\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def kind_of_words(words: str) -> PlaceKind:
    """The kind of place that an address or venue names; DWELLING for a numbered address, STREET for one without."""
    named = _STREET_NAME.sub(" ", words)
    for kind, pattern in _PATTERNS:
        if pattern.search(named):
            return kind
    if _NUMBER.search(words):
        return PlaceKind.DWELLING
    return PlaceKind.STREET if _STREET.search(words) else PlaceKind.UNKNOWN
