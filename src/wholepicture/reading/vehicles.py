"""Vehicles as described: registrations, whole and partial, with colour, make and model."""

import re

from wholepicture.reading.tokens import Tokens, around
from wholepicture.vocabulary.pole import EntityKind, Role, VehicleDescription
from wholepicture.vocabulary.readings import NamedInText
from wholepicture.vocabulary.records import Span

_COLOURS = (
    "black|blk|tan|pale|grn|slv|white|wht|silver|slvr|grey|gray|gry|blue|red|green|yellow|orange|brown|gold|"
    "bronze|maroon|beige|purple|cream|pink|turquoise|navy|charcoal|dark|light"
)
_MODELS = {
    "ford": "fiesta|focus|mondeo|transit|kuga|galaxy|ka|puma",
    "vauxhall": "astra|corsa|insignia|vectra|zafira|meriva|vivaro|mokka",
    "volkswagen": "golf|polo|passat|tiguan|caddy|touran|transporter|up",
    "vw": "golf|polo|passat|tiguan|caddy|touran|transporter",
    "bmw": r"[1-8] series|[1-8]\d\d[a-z]?|x[1-7]|m[3-5]",
    "audi": "a[1-8]|q[2-8]|tt|s[1-8]|rs\\d",
    "mercedes": "[a-e] class|[a-e]-class|sprinter|vito|c\\d\\d\\d|e\\d\\d\\d|benz",
    "toyota": "prius|yaris|auris|corolla|avensis|aygo|rav4",
    "skoda": "octavia|fabia|superb|yeti|kodiaq",
    "seat": "leon|ibiza|ateca|alhambra",
    "nissan": "qashqai|juke|micra|note|navara|leaf",
    "honda": "civic|jazz|accord|cr-v",
    "hyundai": "i10|i20|i30|tucson|ioniq",
    "kia": "sportage|picanto|ceed|rio|sorento|niro",
    "peugeot": "10[6-8]|20[5-8]|30[6-8]|40[67]|508|partner|boxer|expert",
    "renault": "clio|megane|scenic|captur|kangoo|trafic|twingo",
    "citroen": "c[1-5]|berlingo|picasso|dispatch|relay|saxo",
    "fiat": "500|punto|panda|ducato|doblo",
    "mazda": "2|3|5|6|mx-5|cx-5",
    "volvo": "v40|v60|v70|s40|s60|xc60|xc90",
    "land rover": "discovery|defender|freelander",
    "range rover": "sport|evoque|vogue",
    "mini": "cooper|one|countryman",
    "jaguar": "xf|xe|xj|f-pace",
    "dacia": "duster|sandero|logan",
    "suzuki": "swift|vitara|alto",
    "mitsubishi": "outlander|l200|shogun",
    "lexus": "is|ct|rx",
    "saab": "9-3|9-5",
    "rover": "25|45|75",
    "tesla": "model [3sxy]",
}
_MAKES = "|".join(sorted(_MODELS, key=lambda make: (-len(make), make))) + "|merc|beamer|beemer|vdub"
_PLAIN = frozenset(
    [
        "golf",
        "polo",
        "focus",
        "galaxy",
        "note",
        "civic",
        "jazz",
        "leaf",
        "juke",
        "sport",
        "cooper",
        "partner",
        "accord",
        "expert",
        "leon",
        "transit",
        "one",
        "countryman",
        "boxer",
        "relay",
        "dispatch",
        "swift",
        "alto",
        "logan",
        "duster",
        "discovery",
        "defender",
        "up",
        "picasso",
        "vogue",
        "puma",
        "fabia",
        "superb",
        "model",
    ]
)
"""Models that are also plain words or names: they count as a model only after a colour or a make."""
_ALONE = sorted(
    {m for ms in _MODELS.values() for m in ms.split("|") if len(m) > 3 and m.isalpha()}, key=lambda m: (-len(m), m)
)
_LONE = "|".join(m for m in _ALONE if m not in _PLAIN)
_WORDLY = "|".join(m for m in _ALONE if m in _PLAIN)
_BODY = (
    "cars?|vans?|hatchback|saloon|estate|people carrier|4x4|suv|taxi|minicab|cab|minibus|moped|scooter|"
    "motorbike|pickup|pick-up|lorry|convertible|vehicle|veh|motor|hatch|mpv"
)
_DESCRIBED = re.compile(
    rf"\b(?:(?P<colour>(?:(?:dark|light|metallic|pale)\s+)?(?:{_COLOURS}))\s+)?"
    rf"(?:(?P<make>{_MAKES})(?:\s+(?P<model>(?:{'|'.join(ms for ms in _MODELS.values())})))?"
    rf"|(?P<lone>{_LONE})|(?<=[a-z]\s)(?P<wordly>{_WORDLY})(?=\b))\b(?:\s+(?:{_BODY})\b)?",
    re.IGNORECASE,
)
_COLOURED = re.compile(
    rf"\b(?P<colour>(?:(?:dark|light|metallic|pale)\s+)?(?:{_COLOURS}))\s+(?:[\w-]+\s+)?(?:{_BODY})\b", re.IGNORECASE
)
_TAIL = "[A-HJ-PR-Y]{3}"
_CURRENT = re.compile(
    r"(?<![\w£])([A-HJ-PR-Ya-hj-pr-y][A-Ya-y]\s?[0O-]?\d[\dO]\s?[A-Za-z0]{3}|[A-HJ-PR-Y]{2}\s?O\d\s?[A-Z]{3})(?!\w)"
)
_OLD = re.compile(r"(?<![\w£])([A-HJ-NPR-TV-Y]\d{1,3}\s?[A-HJ-PR-Y]{3})(?!\w)")
_SLIP = re.compile(r"(?<![\w£])([A-Z]{2}\s?[0-9OI]{2}\s?[A-Z0-9]{3})(?!\w)")
_CUE = (
    r"\b(?:(?:part(?:ial)?|p/)[\s-]*)?(?:reg(?:istration)?(?:\s*(?:no|number|mark|plate)\.?)?|vrm|index|"
    r"plates?|number\s?plate|vrn|part)\b[\s:.-]{0,3}(?:(?:is|was|of|began|beginning|begins|starts?|starting|"
    r"ending|ends|no|number|only|like|possibly|something like|with)\s+){0,2}"
)
_CUED = re.compile(_CUE + r"([A-Za-z0-9]{1,4}(?:\s?[A-Za-z0-9]{1,3})?|[A-Za-z0-9]{7})(?!\w)", re.IGNORECASE)
_HALF = re.compile(r"(?<![\w£/.])([A-HJ-PR-Y]{2}\s?[0-7]\d)(?![\w:.%])")
_SEVEN = re.compile(r"^(?=.*\d.*\d)(?=.*[A-Z].*[A-Z])[A-Z0-9]{7}$")
_PARTIAL = re.compile(r"^(?:[A-Z]{2}\d{1,2}[A-Z]{0,2}|\d{2}[A-Z]{1,3}|[A-Z]{1,2}\d[A-Z]?|[A-Z]\d{1,3}[A-Z]{0,2}|[A-Z]{3})$")
_NEVER = frozenset({"PE", "KS", "NO", "YR"})
_PLAIN_MAKES = frozenset({"mini", "seat", "rover", "ford", "saab"})
LOOKS = frozenset(
    word
    for word in re.findall(r"[a-z]{3,}", "|".join([*_MODELS, *_MODELS.values()]))
    if word not in _PLAIN and word not in ("one", "class", "series")
) | {"focus", "golf", "citroën", "yamaha", "beetle", "vectra", "kuga", "galaxy", "polo", "civic"}
"""Words of makes and models: a capital on one of these makes no name."""
_GATE = frozenset(word for word in re.findall(r"[a-z0-9]+", f"{_COLOURS}|{_MAKES}|{_LONE}") if len(word) > 1)
_NOT_MARKS = frozenset({"QX", "PE", "KS", "NO", "YR", "RM", "UC", "RY"})


def vehicles_in(tokens: Tokens, words: frozenset[str]) -> list[NamedInText]:
    """Every vehicle described. A description and the registration that follows it are one vehicle, standing at the mark."""
    narrative = tokens.text
    marks = _marks(tokens, words)
    described = [] if words.isdisjoint(_GATE) else _descriptions(tokens)
    found: list[NamedInText] = []
    used: set[int] = set()
    for start, end, partial in marks:
        near = _nearest(described, start, end, narrative)
        description = described[near] if near is not None else None
        if near is not None:
            used.add(near)
        colour, make, model = description[2:] if description else ("", "", "")
        found.append(_vehicle(start, end, narrative[start:end], partial, colour, make, model))
    for number, (start, end, colour, make, model) in enumerate(described):
        if number not in used:
            found.append(_vehicle(start, end, "", False, colour, make, model))
    return sorted(found, key=lambda named: named.span.start)


def _vehicle(start: int, end: int, mark: str, partial: bool, *look: str) -> NamedInText:
    colour, make, model = (word.lower() for word in look)
    return NamedInText(
        kind=EntityKind.VEHICLE,
        role=Role.SEEN,
        description=VehicleDescription(registration=mark, partial=partial, colour=colour, make=make, model=model),
        span=Span(start, end),
    )


_CUE_WORDS = frozenset(
    ["part", "partial", "reg", "registration", "vrm", "index", "plate", "plates", "vrn", "numberplate", "number"]
)


def _marks(tokens: Tokens, words: frozenset[str]) -> list[tuple[int, int, bool]]:
    narrative = tokens.text
    if not any(map(str.isdigit, narrative)):
        return []
    found: dict[tuple[int, int], bool] = {}
    numbered = [index for index, word in enumerate(tokens.words) if not word.isalpha()]
    windows = around(tokens, numbered, 6, 8)
    for first, last in windows:
        for pattern in (_CURRENT, _OLD, _SLIP):
            for match in pattern.finditer(narrative, first, last):
                mark = match[1]
                known = any(c.isdigit() for c in mark) and mark[:2].upper() not in _NEVER and _whole(mark)
                if known and _free(match.span(1), found):
                    found[match.span(1)] = False
    if not words.isdisjoint(_CUE_WORDS):
        _cued(narrative, found)
    for first, last in windows:
        for match in _HALF.finditer(narrative, first, last):
            if match[1][:2] not in _NOT_MARKS and _free(match.span(1), found):
                found[match.span(1)] = True
    return [(start, end, partial) for (start, end), partial in sorted(found.items())]


def _cued(narrative: str, found: dict[tuple[int, int], bool]) -> None:
    """Marks, whole or in part, after a word such as "reg"."""
    for match in _CUED.finditer(narrative):
        mark = re.sub(r"\s", "", match[1]).upper()
        shaped = _PARTIAL.match(mark) or (_SEVEN.match(mark) and mark[-3:].isalnum())
        if shaped and _free(match.span(1), found) and (any(c.isdigit() for c in mark) or match[1].isupper()):
            found[match.span(1)] = len(mark) < 7


def _whole(mark: str) -> bool:
    """A mark stands in capitals, or in small letters without a space."""
    return mark.isupper() or (" " not in mark and mark.islower() and mark[-1].isalpha() and len(mark) == 7)


def _free(span: tuple[int, int], found: dict[tuple[int, int], bool]) -> bool:
    return not any(span[0] < end and start < span[1] for start, end in found)


def _descriptions(tokens: Tokens) -> list[tuple[int, int, str, str, str]]:
    narrative, found = tokens.text, []
    at = [index for index, word in enumerate(tokens.words) if word in _GATE]
    windows = around(tokens, at, 24, 40)
    for first, last in windows:
        for match in _DESCRIBED.finditer(narrative, first, last):
            made = match["make"] and (match["make"].lower() not in _PLAIN_MAKES or match["model"])
            if match["lone"] or made or match["colour"]:
                model = match["model"] or match["lone"] or match["wordly"] or ""
                found.append((match.start(), match.end(), match["colour"] or "", match["make"] or "", model))
    for first, last in windows:
        for match in _COLOURED.finditer(narrative, first, last):
            if not any(match.start() < end and start < match.end() for start, end, *_ in found):
                found.append((match.start(), match.end(), match["colour"], "", ""))
    return sorted(found)


def _nearest(described: list[tuple[int, int, str, str, str]], start: int, end: int, narrative: str) -> int | None:
    for number, (first, last, *_) in enumerate(described):
        between = narrative[last:start] if last <= start else narrative[end:first]
        if (last <= start or end <= first) and len(between) <= 40 and not re.search(r"[.;!?]\s", between):
            return number
    return None
