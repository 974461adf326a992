"""Narratives: sentences drawn by topic and put together, with the places at which they name somebody or something."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random

from wholepicture.county.cast import Person, Phone, Place, Thing, Vehicle
from wholepicture.county.chance import pick
from wholepicture.county.transcription import call_by_name, speak_name, write_address, write_phone, write_registration

_TOKEN = re.compile(r"\[([^\]]*)\]|\{([A-Za-z]+)\}")
_SAID = {
    True: {"he": "she", "him": "her", "his": "her", "He": "She", "His": "Her", "himself": "herself"},
    False: {"he": "he", "him": "him", "his": "his", "He": "He", "His": "His", "himself": "himself"},
}
_NAMED = frozenset({"child", "friend", "adult", "nick", "place", "reg", "car", "phone"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in parts: plain words, a choice of parts, or a token that stands for somebody or something."""

    parts: tuple["str | tuple[Sentence, ...] | Token", ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A word in a sentence that a narrative fills in."""

    name: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Sentences that say the same, and the published indicators that they carry."""

    indicators: tuple[str, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """Where a narrative names a thing; Python string offsets, `end` exclusive."""

    start: int
    end: int
    thing: Thing


@dataclass(slots=True)
class Composition:
    """A narrative with what it names and which indicators it carries."""

    text: str
    spans: list[NamedSpan]
    indicators: list[str]


def _split(text: str) -> list[str]:
    """The alternatives of a choice, parted at bars."""
    return text.split("|")


def parse(text: str) -> Sentence:
    """A sentence from the notation of phrases.toml. Choices may hold tokens but no choices."""
    parts: list[str | tuple[Sentence, ...] | Token] = []
    needs: set[str] = set()
    at = 0
    for found in _TOKEN.finditer(text):
        if found.start() > at:
            parts.append(text[at : found.start()])
        at = found.end()
        if found[2] is not None:
            parts.append(Token(found[2]))
            needs.update({found[2]} & _NAMED)
        else:
            choice = tuple(parse(option) for option in _split(found[1]))
            parts.append(choice)
            needs.update(*(option.needs for option in choice))
    if at < len(text):
        parts.append(text[at:])
    return Sentence(tuple(parts), frozenset(needs))


@lru_cache(maxsize=1)
def topics() -> Mapping[str, Topic]:
    """All topics by name."""
    table = tomllib.loads(files("wholepicture.county").joinpath("phrases.toml").read_text(encoding="utf-8"))
    return {
        name: Topic(tuple(topic["indicators"]), tuple(parse(sentence) for sentence in topic["say"]))
        for name, topic in table.items()
    }


@lru_cache(maxsize=4096)
def _sayable(topic: str, at_hand: frozenset[str]) -> tuple[Sentence, ...]:
    return tuple(sentence for sentence in topics()[topic].sentences if sentence.needs <= at_hand)


class _Writer:
    """Writes one narrative and keeps count of where it stands."""

    def __init__(self, rng: Random, things: Mapping[str, Thing], female: bool) -> None:
        self.rng, self.things, self.said = rng, things, _SAID[female]
        self.out: list[str] = []
        self.at = 0
        self.spans: list[NamedSpan] = []
        self.named: set[int] = set()
        self.needs: frozenset[str] = frozenset()
        self.opening = True

    def say(self, sentence: Sentence) -> None:
        """One whole sentence, with a space before it where it is not the first."""
        if self.out:
            self.out.append(" ")
            self.at += 1
        self.needs = sentence.needs
        self.opening = True
        self.write(sentence)

    def write(self, sentence: Sentence) -> None:
        for part in sentence.parts:
            if isinstance(part, str):
                self._put(part)
            elif isinstance(part, Token):
                self._fill(part.name)
            else:
                self.write(pick(self.rng, part))

    def _put(self, words: str) -> None:
        if words and self.opening:
            words = words[0].upper() + words[1:]
        self.opening = (self.opening and not words) or words.endswith((". ", "? "))
        self.out.append(words)
        self.at += len(words)

    def _fill(self, name: str) -> None:
        if name in self.said:
            self._put(self.said[name])
        elif name == "hour":
            self._put(
                pick(
                    self.rng, ("1am", "2am", "half two", "01:30", "3am", "midnight", "gone one", "2.15", "half past eleven")
                )
            )
        elif name == "n":
            self._put(pick(self.rng, ("two", "three", "four", "five", "3", "4", "six")))
        else:
            thing = self.things[name]
            words = self._words(name, thing)
            self.opening = False
            if name != "car" or "reg" not in self.needs:
                self.spans.append(NamedSpan(self.at, self.at + len(words), thing))
            self.out.append(words)
            self.at += len(words)

    def _words(self, name: str, thing: Thing) -> str:
        if isinstance(thing, Person):
            return self._person(name, thing)
        if isinstance(thing, Place):
            return write_address(self.rng, thing)
        if isinstance(thing, Phone):
            return write_phone(self.rng, thing.number)
        return self._vehicle(name, thing)

    def _person(self, name: str, person: Person) -> str:
        if name == "nick":
            return call_by_name(self.rng, person)
        if person.id in self.named or (name == "child" and self.rng.random() < 0.6):
            return person.forename
        self.named.add(person.id)
        return speak_name(self.rng, person)

    def _vehicle(self, name: str, vehicle: Vehicle) -> str:
        if name == "reg":
            return write_registration(self.rng, vehicle, 0.2)
        model = vehicle.model if self.rng.random() < 0.6 else f"{vehicle.make} {vehicle.model}"
        words = f"{vehicle.colour} {model}"
        return words[0].upper() + words[1:] if self.opening else words


def compose(rng: Random, names: Sequence[str], things: Mapping[str, Thing], female: bool) -> Composition:
    """A narrative on these topics, in order. A topic is left out where nothing that it could name is at hand.

    `things` maps "child", "friend", "adult", "nick", "place", "reg", "car" and "phone" to what they stand for.
    """
    at_hand = frozenset(things)
    writer = _Writer(rng, things, female)
    indicators: list[str] = []
    for name in names:
        sentences = _sayable(name, at_hand)
        if not sentences:
            continue
        writer.say(pick(rng, sentences))
        indicators.extend(indicator for indicator in topics()[name].indicators if indicator not in indicators)
    return Composition("".join(writer.out), writer.spans, indicators)
