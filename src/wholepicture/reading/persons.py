"""Persons as a narrative names or describes them: by name, by relation, by age."""

import re

from wholepicture.reading.counting import DECADES, NUMBERS
from wholepicture.reading.lexicon import Lexicon
from wholepicture.reading.names import FULL, PART, bare_of, is_name, is_place_like, is_stop, name_span
from wholepicture.reading.tokens import Tokens
from wholepicture.vocabulary.pole import Age, EntityKind, PersonDescription, Role, Sex
from wholepicture.vocabulary.readings import NamedInText
from wholepicture.vocabulary.records import Span

_ROLES = {
    "parent": Role.PARENT,
    "mother": Role.PARENT,
    "mum": Role.PARENT,
    "father": Role.PARENT,
    "dad": Role.PARENT,
    "carer": Role.CARER,
    "foster carer": Role.CARER,
    "guardian": Role.CARER,
    "brother": Role.SIBLING,
    "sister": Role.SIBLING,
    "uncle": Role.RELATIVE,
    "aunt": Role.RELATIVE,
    "gran": Role.RELATIVE,
    "nan": Role.RELATIVE,
    "grandmother": Role.RELATIVE,
    "grandfather": Role.RELATIVE,
    "grandad": Role.RELATIVE,
    "cousin": Role.RELATIVE,
    "stepfather": Role.PARENT,
    "stepmother": Role.PARENT,
    "stepdad": Role.PARENT,
    "auntie": Role.RELATIVE,
    "daughter": Role.RELATIVE,
    "son": Role.RELATIVE,
    "friend": Role.ASSOCIATE,
    "mate": Role.ASSOCIATE,
    "boyfriend": Role.ASSOCIATE,
    "girlfriend": Role.ASSOCIATE,
    "partner": Role.ASSOCIATE,
    "associate": Role.ASSOCIATE,
    "suspect": Role.SUSPECT,
    "witness": Role.WITNESS,
    "victim": Role.VICTIM,
    "driver": Role.ASSOCIATE,
    "landlord": Role.ASSOCIATE,
    "social worker": Role.PROFESSIONAL,
    "sw": Role.PROFESSIONAL,
    "teacher": Role.PROFESSIONAL,
    "keyworker": Role.PROFESSIONAL,
    "key worker": Role.PROFESSIONAL,
    "officer": Role.PROFESSIONAL,
    "coach": Role.PROFESSIONAL,
    "tutor": Role.PROFESSIONAL,
    "nurse": Role.PROFESSIONAL,
    "shopkeeper": Role.WITNESS,
    "trader": Role.WITNESS,
    "tenant": Role.UNKNOWN,
    "occupier": Role.UNKNOWN,
    "pupil": Role.UNKNOWN,
    "girl": Role.UNKNOWN,
    "lad": Role.UNKNOWN,
    "boy": Role.UNKNOWN,
}
_RELATION = "|".join(sorted(_ROLES, key=lambda word: (-len(word), word)))
_STATED = re.compile(
    rf"\b(?P<relation>{_RELATION})(?:\s+is|\s+called|\s+named|\s*:|\s*=|,)?\s+(?P<name>{FULL})", re.IGNORECASE
)
_KNOWN = re.compile(
    rf"\b(?:(?:person|man|male|woman|female|lad|girl|boy|bloke|guy|friend|mate|someone|somebody|boss|adult|fella)\s+)?"
    rf"(?:known\s+(?:only\s+)?as|called|named|calls\s+(?:him|her)self|nicknamed|goes\s+by|aka)\s+[\"'“‘]?(?P<name>{FULL})",
)
_LOWER_KNOWN = re.compile(r"\b(?:known\s+as|called|named|nicknamed|aka)\s+[\"'“‘]?(?P<name>[a-z][\w’'-]+)")
_WITH = re.compile(rf"\b(?:[Ww]ith|[Ff]riend|[Mm]ate|w/)\s+(?P<name>{PART}\s+{PART})")
_CAPITALS = re.compile(rf"(?<![\w'’.-]){FULL}")
_N = rf"(?:\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_DECADE = (
    r"(?:(?P<decade_part>early|mid|late)[\s-]+)?(?P<decade>twenties|thirties|forties|fifties|sixties|20s|30s|40s|50s|60s)"
)
_NOUN = (
    r"(?P<noun>girl|boy|man|male|female|woman|lad|lass|bloke|guy|fella|teenager|child|schoolgirl|schoolboy|pupil|"
    r"driver|adult male|adult female|adult|chap|lady|youth|person)"
)
_DESCRIBED = re.compile(
    rf"\b(?:adult\s+|older\s+|young\s+|youngish\s+|teenage\s+)?{_NOUN}\s*,?\s*\(?\s*(?:(?:is|was|"
    rf"who\s+is)\s+)?(?:(?:aged|age|of|in\s+(?:his|her|their|the)|looked|looking|appeared|approx\.?|"
    rf"est\.?)\s+)?(?P<about>about|around|approximately|approx\.?|roughly|maybe|perhaps|under|c\.?|"
    rf"est\.?)?\s*(?:(?P<age>{_N})(?!\s*(?:minutes|mins|hours|pounds|times|am|pm|:|\d))|{_DECADE})\b",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    rf"^\s*(?:,|\(|-)?\s*(?:(?:who\s+is|is|was)\s+)?(?:aged?\s+)?(?P<about>about|around|approx\.?|"
    rf"est\.?)?\s*(?P<age>\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})(?=\s*(?:[,.)]|yrs|years|"
    rf"yo\b|$|\s+(?:and|who|is|was|has)\b|\s*$))",
    re.IGNORECASE,
)
_MALE = frozenset({"boy", "man", "male", "lad", "bloke", "guy", "fella", "schoolboy", "adult male", "chap"})
_FEMALE = frozenset({"girl", "female", "woman", "lass", "schoolgirl", "adult female", "lady"})
_GROWN = frozenset({"man", "woman", "bloke", "adult male", "adult female", "adult", "driver", "chap", "guy", "lady"})
_YOUNG = frozenset({"girl", "boy", "lass", "teenager", "child", "schoolgirl", "schoolboy", "pupil", "youth"})


_INTRODUCERS = frozenset(word.split()[0] for word in _ROLES) | {
    "known",
    "goes",
    "aka",
    "nicknamed",
    "worker",
    "socialworker",
}
_FRAMES = _INTRODUCERS | {"called", "named", "calls", "with", "friend", "mate"}
_NOUNS = _MALE | _FEMALE | _GROWN | _YOUNG | {"adult", "person", "female", "male", "woman"}
_INTRODUCED = re.compile(
    rf"\b(?:(?P<relation>(?i:{_RELATION}))\s+is|"
    rf"(?:person|man|male|woman|female|lad|girl|boy|bloke|guy|adult|friend)?\s*(?:known\s+(?:only\s+)?as|goes\s+by|aka|nicknamed))\s+[\"'“‘]?"
    rf"(?P<name>(?:(?:van|de|da|al|el|bin|von|di|le)\s+)?{PART}(?:\s+(?:(?:van|de|da|al|el|bin|von|di|"
    rf"le)\s+)?{PART}){{0,3}})",
)


def stated_persons(tokens: Tokens) -> list[NamedInText]:
    """Persons whom the writer introduces as such: "Parent is", "a person known as"."""
    persons: list[NamedInText] = []
    narrative, words = tokens.text, tokens.words
    for index, word in enumerate(words):
        if word not in _INTRODUCERS or not (word in _KNOWN_BY or "is" in words[index + 1 : index + 3]):
            continue
        match = _INTRODUCED.match(narrative, tokens.starts[index])
        if match is None:
            continue
        relation = (match["relation"] or "").lower()
        start, end = match.span("name")
        end = start + len(bare_of(match["name"].split()[-1])) + match["name"].rindex(match["name"].split()[-1])
        persons.append(_named(narrative, (start, end), _ROLES.get(relation, Role.ASSOCIATE), relation))
    return persons


_KNOWN_BY = frozenset({"known", "goes", "aka", "nicknamed"})
_CALLED = _KNOWN_BY | {"called", "named", "calls"}
_BESIDE = frozenset({"with", "friend", "mate"})
_RELATIONS = frozenset(word.split()[0] for word in _ROLES)


def persons_in(tokens: Tokens, words: frozenset[str], lexicon: Lexicon) -> list[NamedInText]:
    """Every person named or described by age, in order; a person who is only a noun is no mention."""
    narrative = tokens.text
    found: dict[tuple[int, int], tuple[Role, str]] = {}
    if not words.isdisjoint(_FRAMES):
        _stated(tokens, lexicon, found)
    _by_frame(tokens, words, lexicon, found)
    _by_forename(narrative, lexicon, found)
    named = [_named(narrative, span, role, relation) for span, (role, relation) in sorted(found.items())]
    return sorted(
        [*named, *(() if words.isdisjoint(_NOUNS) else _nameless(tokens, found))], key=lambda each: each.span.start
    )


def _stated(tokens: Tokens, lexicon: Lexicon, found: dict[tuple[int, int], tuple[Role, str]]) -> None:
    narrative, starts = tokens.text, tokens.starts
    for index, word in enumerate(tokens.words):
        if word in _RELATIONS:
            match = _STATED.match(narrative, starts[index])
            span = match and match["name"][0].isupper() and name_span(match["name"], match.start("name"), lexicon)
            if match and span:
                relation = match["relation"].lower()
                _add(found, span, _ROLES[relation], relation)
    for index, word in enumerate(tokens.words):
        patterns = (_KNOWN, _LOWER_KNOWN) if word in _CALLED else (_WITH,) if word in _BESIDE else ()
        for pattern in patterns:
            match = pattern.match(narrative, starts[index])
            span = match and name_span(match["name"], match.start("name"), lexicon)
            if match and span and match["name"].lower() not in lexicon.plain:
                _add(found, span, Role.ASSOCIATE, "")


def _by_forename(narrative: str, lexicon: Lexicon, found: dict[tuple[int, int], tuple[Role, str]]) -> None:
    for match in _CAPITALS.finditer(narrative):
        start = match.start()
        words = match.group().split()
        while words and is_stop(words[0], lexicon):
            start += len(words[0])
            start += len(narrative) - start - len(narrative[start:].lstrip()) if start < len(narrative) else 0
            words.pop(0)
        if words and is_name(narrative, words, start, lexicon):
            span = name_span(narrative[start : match.end()], start, lexicon)
            if span and not is_place_like(narrative, span):
                _add(found, span, Role.PROFESSIONAL if bare_of(words[0]) in _STAFF else Role.UNKNOWN, "")


_STAFF = frozenset({"Dr", "PC", "PCSO", "DC", "Nurse", "Sgt", "DS", "Prof"})
_TITLED = re.compile(
    r"(?<![\w'’])(?:mrs|mr|miss|ms|dr|cllr|rev|sgt|pc|s/n|sr|aunty|auntie|uncle|"
    r"nurse)\.?\s+(?:[A-Z]\.\s*)?([A-Za-z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?)",
    re.IGNORECASE,
)
_INITIALLED = re.compile(r"(?<![\w.'’])[A-Z]\.?\s?[A-Z][a-z][\w’'-]+(?:-[A-Z]\w+)?")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,3}(?!\w)")
_QUIET = re.compile(
    r"(?:(?P<before>\b(?:mum|dad|mother|father|parent|carer|nan|gran|aunty|auntie|uncle|says|said|sez|sed|"
    r"keyworker|pupil|yp|boy|with|w|wi|for|and|&|sw|named|called|re|told|asked|from|by|ask|tell|staff|friend|mate|"
    r"coach|cousin|brother|sister|lad|girl|worker|wi|took|found|put|let|rang|is)\s+)|(?P<first>(?:^|"
    r"[.!?\n]\s*(?:#?\d{4}\s+)?)))"
    r"(?P<name>[a-zà-ÿ][a-zà-ÿ’'-]{2,})(?P<after>['’]?s\b|\s*,?\s*\(?\d{1,2}\b|\s+(?:said|says|sez|sed|was|is|in|"
    r"out|not|got|has|had|woke|up|came|went|asked|told|bk|back|still|gone|won|cheated|arrived|on|wont|doesnt|"
    r"didnt|and|&|home|rang|tel|wi|w|off|at|again|settled|refused|left)\b)?"
)


_TITLES = frozenset(
    {"mrs", "mr", "miss", "ms", "dr", "cllr", "rev", "sgt", "pc", "s", "sr", "aunty", "auntie", "uncle", "nurse"}
)
_AROUND = 24
"""Characters before a quiet name within which what frames it stands."""


def _by_frame(
    tokens: Tokens, words: frozenset[str], lexicon: Lexicon, found: dict[tuple[int, int], tuple[Role, str]]
) -> None:
    """Names that hurried writers leave without capitals or shorten to initials."""
    narrative = tokens.text
    if not words.isdisjoint(_TITLES):
        for index, word in enumerate(tokens.words):
            match = _TITLED.match(narrative, tokens.starts[index]) if word in _TITLES else None
            if match:
                _titled(match, lexicon, found)
    for pattern in (_INITIALLED, _DOTTED):
        for match in pattern.finditer(narrative):
            surname = match.group().split()[-1].split(".")[-1].strip()
            plain = surname.lower() in lexicon.plain or surname in lexicon.people["stop"]
            if pattern is _DOTTED or (not plain and (" " in match.group() or "." in match.group())):
                _add(found, match.span(), Role.UNKNOWN, "")
    if words.isdisjoint(lexicon.quiet):
        return
    for index, word in enumerate(tokens.words):
        if word in lexicon.quiet and narrative[tokens.starts[index]].islower():
            _quiet(narrative, tokens.starts[index], lexicon, found)


def _titled(match: re.Match[str], lexicon: Lexicon, found: dict[tuple[int, int], tuple[Role, str]]) -> None:
    parts = match[1].split()
    first = parts[0].strip("'’")
    if not first or first in lexicon.people["stop"]:
        return
    if first[0].isupper() or first.lower() not in lexicon.plain:
        whole = len(parts) == 1 or parts[1].lower() not in lexicon.plain
        end = match.end() if whole else match.start(1) + len(first)
        _add(found, (match.start(), end - len(match.group()) + len(match.group().removesuffix("'s"))), Role.UNKNOWN, "")


def _quiet(narrative: str, start: int, lexicon: Lexicon, found: dict[tuple[int, int], tuple[Role, str]]) -> None:
    for match in _QUIET.finditer(narrative, max(0, start - _AROUND), start + 2 * _AROUND):
        if match.start("name") == start:
            name = match["name"].removesuffix("'s").removesuffix("’s")
            if name in lexicon.quiet and (match["after"] or match["before"]):
                _add(found, (start, start + len(name)), Role.UNKNOWN, "")
            return


def _add(found: dict[tuple[int, int], tuple[Role, str]], span: tuple[int, int], role: Role, relation: str) -> None:
    if not any(span[0] < end and start < span[1] for start, end in found):
        found[span] = (role, relation)


def _named(narrative: str, span: tuple[int, int], role: Role, relation: str) -> NamedInText:
    name = narrative[span[0] : span[1]]
    after = _AGE_AFTER.match(narrative[span[1] : span[1] + 40])
    age = _age(after["age"], bool(after["about"])) if after else None
    adult = None if age is None else age.low >= 18
    return NamedInText(
        kind=EntityKind.PERSON,
        role=role,
        description=PersonDescription(name=name, age=age, adult=adult, relation=relation),
        span=Span(*span),
    )


def _age(words: str, estimated: bool) -> Age:
    years = int(words) if words.isdigit() else NUMBERS[words.lower()]
    spread = 2 if estimated else 0
    return Age(max(0, years - spread), years + spread, estimated)


_BEGINS_NOUN = _NOUNS | {"older", "young", "youngish", "teenage"}


def _nameless(tokens: Tokens, found: dict[tuple[int, int], tuple[Role, str]]) -> list[NamedInText]:
    described: list[NamedInText] = []
    reached = 0
    for index, word in enumerate(tokens.words):
        match = _DESCRIBED.match(tokens.text, tokens.starts[index]) if word in _BEGINS_NOUN else None
        if match is None or match.start() < reached:
            continue
        span = match.span()
        reached = span[1]
        if any(span[0] < end and start < span[1] for start, end in found):
            continue
        noun = match["noun"].lower()
        age = _decade(match["decade"], match["decade_part"]) if match["decade"] else _age(match["age"], bool(match["about"]))
        sex = Sex.MALE if noun in _MALE else Sex.FEMALE if noun in _FEMALE else None
        adult = (
            True
            if age.low >= 18
            else False
            if age.high < 18
            else True
            if noun in _GROWN
            else False
            if noun in _YOUNG
            else None
        )
        described.append(
            NamedInText(
                kind=EntityKind.PERSON,
                role=Role.UNKNOWN,
                description=PersonDescription(age=age, sex=sex, adult=adult),
                span=Span(*span),
            )
        )
    return described


def _decade(words: str, part: str | None) -> Age:
    tens = DECADES.get(words.lower()) or int(words[:2])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get((part or "").lower(), (0, 9))
    return Age(tens + low, tens + high, True)
