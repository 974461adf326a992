"""Calendar dates, days and ages as they stand in a narrative. Times of day are not dates."""

import re

from wholepicture.reading.counting import DAYS, DECADES, FEASTS, MONTHS, NUMBERS, SHORT_DAYS, SHORT_MONTHS, WEEKLY
from wholepicture.reading.tokens import Tokens, around
from wholepicture.vocabulary.records import Span

_DIGITS = frozenset("0123456789")

_LONG_MONTHS = "January|February|April|June|July|August|September|October|November|December"
_MONTHS = rf"{_LONG_MONTHS}|March|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_LONG_DAYS = "Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?"
_SHORT_DAYS = "mon|tues?|weds?|thurs?|thur|fri|sat|sun|satdy|sundy"
_FEASTS = (
    "Christmas(?: Eve| Day)?|Xmas|Easter|Eid|Diwali|Ramadan|Whitsun|Halloween|Bonfire Night|Boxing Day|New "
    "Year(?:'s (?:Eve|Day))?"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d|\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+(?:of\s+)?(?i:{_MONTHS})\b(?:\s+\d{{4}})?|"
    rf"(?i:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?|(?:(?i:{_LONG_MONTHS})|March|Jan|Feb|Mar|Apr|"
    rf"Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\s+(?:19|20)\d\d)?|"
    rf"(?i:{_LONG_DAYS})|(?:Mon|Tues?|Weds?|Thurs?|Thur|Fri|Sat|Sun)|(?i:{_FEASTS}))\b(?!-)"
)
_CUED_DAY = re.compile(
    rf"\b(?:on|since|by|til|till|until|last|next|this|every|from|of a|before|after|due|again|as|each|booked|appt|"
    rf"in|pm|til)\s+((?i:{_SHORT_DAYS}|{_MONTHS}))\b(?!\s+(?:be|have|not|also)\b)|"
    rf"\b((?i:{_SHORT_DAYS}))(?=\s+(?:night|nite|eve|am|pm|morning|n|&|and)\b)|\b(mon|tues?|weds?|thurs?|fri)\b",
)
_CUED_YEAR = re.compile(r"\b(?:in|since|of|from|until|during|by|spring|summer|autumn|winter|late|early)\s+((?:19|20)\d\d)\b")
_NAMES_MAY = re.compile(r"\b(?:in|since|last|of|by|until|from|before|after|for)\s+(May)\b")
_SPELT = f"(?:{'|'.join(sorted(NUMBERS, key=lambda word: (-len(word), word)))})"
_UNIT = (
    r"(?!\s*(?:am|pm|%|mins?\b|minutes|hours?|hrs|pounds|quid|miles?|times|x\b|days|weeks|months|per|of\b|in\s|"
    r"to\s\d|[:.]\d|/\d\d|o'?clock|p\b|k\b|cards|bags))"
)
_CUED_AGE = re.compile(
    rf"\b(?:aged?|age of|looked|looks|look|only|under|nearly|turned|turns|now|is|are|was|were|be|being|girl of|boy "
    rf"of|man of|child of|lad of|woman of|than|says she'?s|says he'?s|shes|hes|she's|he's|theyre)\s+(?:about |abt |"
    rf"around |approx\.? |est\.? |only |nearer |barely |just )?(\d{{1,2}}|{_SPELT})\b{_UNIT}",
    re.IGNORECASE,
)
_UNITED = re.compile(
    rf"\b(\d{{1,2}})(?:\s?(?:yo|y/o|yrs?|years?|yr)(?:\s+olds?)?|-year-olds?|ish)\b(?!\s+(?:ago|plan|lease|"
    rf"service))|(?<![\w£:.])(\d{{1,2}})\s?[MFmf]\b(?!\w)|\b({_SPELT})[ -]years?[ -]old|\b(?:c\.|c|circa|abt|"
    rf"approx\.?|est\.?|about|around)\s?(1[0-9]|[4-9])\b{_UNIT}",
    re.IGNORECASE,
)
_NAMED_AGE = re.compile(
    rf"\b[A-Z][\w'’-]+(?:,\s|\s\(|\s)((?:[4-9]|[1-9]\d)|{_SPELT})(?=\)|,|\.(?:\s|$)|;|:|$|\s[a-z&(+])(?!\s*(?:am|"
    rf"pm|mins|hrs|hours|miles|pounds|x|times|days|weeks|%))"
)
_PEOPLE = (
    "girls?|boys?|lads?|lass|lasses|lassie|m|f|male|female|kids?|child|children|brothers?|sisters?|daughters?|sons?|pupil|"
    "yp|teen|niece|nephew|pt|man|woman|bloke|grandson|granddaughter|fella|cousin|mate|friend|boyfriend|bf|widow|tenant|"
    "occupier|son's|learner"
)
_PERSON_AGE = re.compile(
    rf"\b(?:{_PEOPLE})(?:,\s|\s\(|\s)(?:aged? |abt |about |of |around |"
    rf"c\.?\s?|is |was |both )?((?:[1-9]\d?)|{_SPELT})\b{_UNIT}(?:\s?(?:&|and|/|,|or)\s?(\d{{1,2}})\b{_UNIT})?",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\bin (?:his|her|their) ((?:early |mid[- ]?|late )?(?:twenties|thirties|forties|fifties|sixties|seventies|"
    r"eighties|\d0s))\b|\b(\d0s)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:^|[.]\s)(?:Re |Pt |pt )?(1[0-9]|[3-9])(?=[,.]\s|[MFmf]\b|[.]?$|\sY[RO])")
_CAPITAL = re.compile(
    r"\b(?:GIRL|BOY|MALE|FEM|FEMALE|SON|DTR|GDTR|CHILD|LAD|LASS|M|F|YTH|[A-Z]{4,})\s(1[0-9])\b(?=\s[A-Z]|,|\.)|"
    r"\b(\d{1,2})\sYO\b|\bADULT [MF] (\d\d)\b"
)


_DATE_WORDS = frozenset((*MONTHS, *SHORT_MONTHS, *DAYS, *WEEKLY, *SHORT_DAYS, *FEASTS, "bonfire", "boxing", "new"))
_AGE_WORDS = frozenset((*NUMBERS, *DECADES))
_AGES = (
    (_CUED_AGE, None),
    (_UNITED, None),
    (_NAMED_AGE, None),
    (_PERSON_AGE, frozenset((*_PEOPLE.replace("?", "").split("|"), *_PEOPLE.replace("s?", "").split("|"), "son"))),
    (_DECADE, frozenset((*DECADES, *(f"{tens}0s" for tens in range(1, 10))))),
    (_LEADING, None),
    (_CAPITAL, None),
)
"""The patterns of ages, each with the words without which it need not be tried."""
_BEFORE, _AFTER = 32, 30
"""Characters before and after a number or a month's name within which what makes it an age or a date stands."""


_NO_AGE = frozenset({"#money", "#year", "#clock", "#night", "#late"})


def _windows(tokens: Tokens, words: frozenset[str], never: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Where to look: around every number not of a kind in `never` and every one of `words`; those that touch made one."""
    at = [
        index
        for index, (word, shape) in enumerate(zip(tokens.words, tokens.shapes, strict=True))
        if (shape and shape not in never) or word in words or (not shape and (word[0] in _DIGITS or word[-1] in _DIGITS))
    ]
    return around(tokens, at, _BEFORE, _AFTER)


def dates_in(tokens: Tokens) -> tuple[Span, ...]:
    """Calendar dates, months, days of the week and feasts, in order."""
    narrative = tokens.text
    found: set[tuple[int, int]] = set()
    for start, end in _windows(tokens, _DATE_WORDS):
        found.update(match.span() for match in _DATE.finditer(narrative, start, end))
        for pattern in (_CUED_DAY, _CUED_YEAR, _NAMES_MAY):
            found.update(match.span(match.lastindex or 0) for match in pattern.finditer(narrative, start, end))
    return _longest(found)


def ages_in(tokens: Tokens) -> tuple[Span, ...]:
    """Ages of people, in figures or words, in order."""
    narrative = tokens.text
    found: set[tuple[int, int]] = set()
    windows = _windows(tokens, _AGE_WORDS, _NO_AGE)
    if not windows:
        return ()
    present = set(tokens.words)
    patterns = [pattern for pattern, gate in _AGES if gate is None or not gate.isdisjoint(present)]
    for start, end in windows:
        for pattern in patterns:
            for match in pattern.finditer(narrative, start, end):
                found.update(match.span(group) for group in range(1, (match.lastindex or 0) + 1) if match[group])
    return _longest(found)


def age_of(words: str) -> int | None:
    """The years that an age's words say, roughly for a decade; None where they say no number."""
    lowered = words.lower()
    if lowered in NUMBERS:
        return NUMBERS[lowered]
    digits = re.search(r"\d{1,2}", lowered)
    if digits:
        return int(digits.group())
    return next((years for word, years in (*DECADES.items(), *NUMBERS.items()) if years >= 20 and word in lowered), None)


def _longest(spans: set[tuple[int, int]]) -> tuple[Span, ...]:
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda each: (each[0] - each[1], each[0])):
        if not any(span[0] < end and start < span[1] for start, end in kept):
            kept.append(span)
    return tuple(Span(*span) for span in sorted(kept))
