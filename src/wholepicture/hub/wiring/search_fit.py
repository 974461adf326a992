"""How well what was found fits what was asked for: decides the order and the words, and is never shown as a number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler

from wholepicture.hub.storage.match_keys import keys_of
from wholepicture.hub.storage.search import FoundMention
from wholepicture.hub.wiring.mention_words import description_of
from wholepicture.hub.wiring.search_words import Part, Sought
from wholepicture.linkage.names import is_slip, load_name_lore, sound

_BESIDE = 0.6
"""What it counts that the same record names the thing elsewhere."""
_ENOUGH = 0.55
_SAID = {
    "born": "date of birth",
    "year": "year of birth",
    "phone": "phone number",
    "registration": "registration",
    "postcode": "postcode",
    "house": "address",
    "handle": "online name",
    "number": "identifying number",
}


@dataclass(slots=True)
class Candidate:
    """An entity that may be meant, with its mentions that were found."""

    entity: str
    kind: str
    mentions: list[FoundMention] = field(default_factory=list)
    fits: dict[int, float] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)
    unasked: int = 99
    """The fewest words of a name of theirs that nobody asked for: of two that fit alike the shorter name comes first."""

    @property
    def fit(self) -> float:
        """The sum over everything that was asked for."""
        return sum(self.fits.values())


def rank(sought: Sought, found: Iterable[FoundMention]) -> tuple[Candidate, ...]:
    """The entities that fit, the best first; the same order for the same question and the same records."""
    mentions = tuple(found)
    beside: dict[str, set[int]] = {}
    for mention in mentions:
        beside.setdefault(mention.record, set()).update(mention.met)
    candidates: dict[str, Candidate] = {}
    for mention in mentions:
        candidate = candidates.setdefault(mention.entity, Candidate(mention.entity, mention.kind))
        candidate.mentions.append(mention)
        _take(candidate, sought, mention, beside[mention.record])
    enough = [one for one in candidates.values() if _is_enough(one, sought)]
    for one in enough:
        one.mentions.sort(key=lambda m: (-len(m.met), -len(m.description), m.mention))
    return tuple(sorted(enough, key=lambda one: (-round(one.fit, 6), one.unasked, -len(one.mentions), one.entity)))


def _take(candidate: Candidate, sought: Sought, mention: FoundMention, beside: set[int]) -> None:
    keys = _keys(mention)
    words = sum(1 for part in sought.parts if part.kind == "word" and part.number in mention.met)
    candidate.unasked = min(candidate.unasked, max(0, len(keys.get("name", ())) - words))
    for part in sought.parts:
        fit, how = (0.0, "")
        if part.number in mention.met:
            fit, how = _word(part, keys) if part.kind == "word" else _thing(part, keys)
        if fit < _ENOUGH and part.number in beside and part.number not in mention.met:
            fit, how = _BESIDE, "beside it in the same record"
        if fit > candidate.fits.get(part.number, 0.0):
            candidate.fits[part.number], candidate.how[part.number] = fit, how


def _keys(mention: FoundMention) -> Mapping[str, frozenset[str]]:
    held: dict[str, set[str]] = {}
    for kind, key in keys_of(description_of(mention.kind, mention.description)):
        held.setdefault(kind, set()).add(key)
    return {kind: frozenset(keys) for kind, keys in held.items()}


def _word(part: Part, keys: Mapping[str, frozenset[str]]) -> tuple[float, str]:
    named = [(fit, _SPELT[how]) for word in sorted(keys.get("name", ())) for fit, how in [_spelling(part.said, word)]]
    if part.said in keys.get("address", ()):
        named.append((1.0, "address"))
    return max(named, default=(0.0, ""))


_SPELT = {
    "same": "name",
    "short": "short form of the name",
    "slip": "name but for a letter",
    "sound": "name that sounds alike",
    "": "",
}


def _spelling(asked: str, word: str) -> tuple[float, str]:
    if asked == word:
        return 1.0, "same"
    lore = load_name_lore().groups
    if lore.get(asked, frozenset()) & lore.get(word, frozenset()):
        return 0.9, "short"
    alike = JaroWinkler.similarity(asked, word)
    if is_slip(asked, word):
        return 0.85 * alike, "slip"
    if sound(asked) == sound(word) and alike >= 0.7:
        return 0.75 * alike, "sound"
    return 0.0, ""


def _thing(part: Part, keys: Mapping[str, frozenset[str]]) -> tuple[float, str]:
    said = _SAID[part.kind]
    if part.kind == "born":
        if part.said in keys.get("born", ()):
            return 1.0, said
        swapped = any(_turned(part.said) == born for born in keys.get("born", ()))
        return (0.8, "date of birth with day and month changed round") if swapped else (0.3, "")
    if part.kind == "registration" and part.said not in keys.get("registration", ()):
        return 0.85, "part of the registration"
    return 1.0, said


def _turned(day: str) -> str:
    year, month, of_month = day.split("-")
    return f"{year}-{of_month}-{month}"


def _is_enough(candidate: Candidate, sought: Sought) -> bool:
    met = [number for number, fit in candidate.fits.items() if fit >= _ENOUGH]
    own = [number for number in met if candidate.fits[number] != _BESIDE]
    return len(met) >= sought.needed and bool(own)


def say_how(candidate: Candidate, sought: Sought) -> str:
    """In words what of it fits: "Name and year of birth"."""
    told = tuple(_told(candidate, sought.parts))
    words = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    return words[:1].upper() + words[1:]


def _told(candidate: Candidate, parts: Sequence[Part]) -> Iterator[str]:
    seen = dict.fromkeys(
        candidate.how[part.number]
        for part in parts
        if candidate.fits.get(part.number, 0.0) >= _ENOUGH and candidate.how.get(part.number)
    )
    yield from seen
