"""Sentences: dates, lists, records by the agencies' own references, children by initials and age."""

from collections.abc import Sequence
from datetime import date, datetime

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.places import PlaceKind
from wholepicture.knowledge.sightings import Sighting, age_on
from wholepicture.patterns.signs import signs_in_words
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MOST_RECORDS = 6


def number(count: int) -> str:
    """A count in words up to ten."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{number(count)} {one if count == 1 else (many or one + 's')}"


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def started(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def on_day(when: date | datetime) -> str:
    """A day as people write it; a moment is taken as its London day."""
    day = london_day(when) if isinstance(when, datetime) else when
    return f"{day.day} {day:%B %Y}"


def between(first: date, last: date) -> str:
    """A stretch of days, both named."""
    return f"on {on_day(first)}" if first == last else f"between {on_day(first)} and {on_day(last)}"


def initials(name: str) -> str:
    """A name by its initials: "T.O."."""
    family, comma, given = name.partition(",")
    words = f"{given} {family}".split() if comma else name.split()
    letters = [word[0].upper() for word in words if word[0].isalpha()]
    return "".join(f"{letter}." for letter in (letters if len(letters) < 3 else [letters[0], letters[-1]]))


def person(picture: Picture, entity: EntityId, on: date) -> str:
    """A person by initials, and age where it is known: "T.O., 13"."""
    known = picture.person(entity)
    short = initials(known.name)
    age = age_on(known.born, on) if known.born and known.born <= on else stated_age(picture, entity)
    if not short:
        return f"someone not named, aged about {age}" if age is not None else "someone not named"
    return f"{short}, {age}" if age is not None else short


def stated_age(picture: Picture, entity: EntityId) -> int | None:
    """The age that the latest record to state one gives for a person."""
    for sighting in reversed(picture.sightings(entity)):
        for presence in sighting.of(EntityKind.PERSON):
            if presence.age is not None and picture.entity(presence) == entity:
                return presence.age
    return None


def people(picture: Picture, entities: Sequence[EntityId], on: date) -> str:
    """Persons as a sentence lists them."""
    return listed([person(picture, entity, on) for entity in entities]).replace("., ", "., ")


def place(picture: Picture, entity: EntityId, children: Sequence[EntityId] = ()) -> str:
    """A place by its address words, without the postcode; the home of one of the children by whose home it is."""
    known = picture.place(entity)
    for child in children:
        if entity in picture.person(child).homes and known.kind is not PlaceKind.CHILDRENS_HOME:
            return f"the home of {initials(picture.person(child).name) or 'a child'}"
    parts = [part.strip() for part in known.words.split(",")]
    kept = [part for part in parts if part and not _is_postcode(part)]
    return ", ".join(dict.fromkeys(kept)) or "a place without a name"


def _is_postcode(words: str) -> bool:
    compact = words.replace(" ", "")
    return 5 <= len(compact) <= 7 and compact[-3].isdigit() and compact[-2:].isalpha() and compact[:1].isalpha()


def thing(picture: Picture, entity: EntityId, kind: EntityKind) -> str:
    """A vehicle, phone or handle as it was first written in full."""
    for sighting in picture.sightings(entity):
        for presence in sighting.of(kind):
            if picture.entity(presence) == entity and presence.words and not presence.partial:
                return presence.words
    return f"a {kind} known only in part"


def records(sightings: Sequence[Sighting]) -> str:
    """Records as a sentence names them: reference, agency and the day it speaks of; the first and the last of many."""
    shown = list(sightings) if len(sightings) <= _MOST_RECORDS else [*sightings[:3], *sightings[-3:]]
    named = [f"{s.reference} ({s.agency}, {on_day(s.day)})" for s in shown]
    left_out = len(sightings) - len(shown)
    if left_out:
        named.insert(3, f"{number(left_out)} more in between")
    return listed(named)


def agencies(sightings: Sequence[Sighting]) -> tuple[str, ...]:
    """The agencies that hold the records, each once, in the order in which they recorded."""
    return tuple(dict.fromkeys(s.agency for s in sightings))


def span(sightings: Sequence[Sighting]) -> tuple[date, date]:
    """The first and the last day that the records speak of."""
    days = [s.day for s in sightings]
    return min(days), max(days)


def signs_of(sightings: Sequence[Sighting]) -> tuple[str, ...]:
    """The signs that the records speak of, in words."""
    return signs_in_words(tuple(sightings))


def anything(picture: Picture, entity: EntityId, children: Sequence[EntityId], on: date) -> str:
    """A person by initials, a place by its address words, a vehicle or phone as it was written."""
    first = picture.first(entity)
    kinds = [p.kind for p in first.presences if picture.entity(p) == entity] if first else []
    kind = kinds[0] if kinds else EntityKind.PERSON
    if kind is EntityKind.PERSON:
        return person(picture, entity, on)
    return place(picture, entity, children) if kind is EntityKind.PLACE else thing(picture, entity, kind)
