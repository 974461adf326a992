"""A concern as somebody writes it in the hub, and the row that it becomes: from there on it is a row like any other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from wholepicture.vocabulary.records import Span

Named = TypeVar("Named")

CONCERN_SYSTEM = "whole-picture"
ADDITION_SYSTEM = "whole-picture-addition"
MOST_CHILDREN = 5
MOST_ADULTS = 5
MOST_PLACES = 4
MOST_VEHICLES = 4
MOST_PHONES = 3
MOST_HANDLES = 3

WORRIES = "Worries:"
SAID = "In their own words:"
"""The headings in a narrative. They say nothing that could be read as a sign, a cue or a word for somebody."""


class TooMany(ValueError):
    """A concern has room for so many children, adults, places, vehicles, phones and online names; write the others in an
    addition."""


class NothingSaid(ValueError):
    """A concern needs words: what was seen, what is worrying, or what the child said."""


class ConcernAbout(StrEnum):
    """What a concern is about."""

    CHILD = "child"
    ADULT = "adult"
    PLACE = "place"
    VEHICLE = "vehicle"
    GROUP = "group"


class HowKnown(StrEnum):
    """How whoever writes it knows."""

    SEEN = "seen myself"
    TOLD = "told by somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildConcerned:
    """A child as far as known. `age` is as it was said or guessed: "13", "about 13", "13-14"; `born` as it
    was written where that is no date. Nothing is required."""

    forename: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    known_as: str = field(default="", repr=False)
    born: date | str | None = field(default=None, repr=False)
    age: str = ""
    sex: str = ""
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    school: str = field(default="", repr=False)
    upn: str = field(default="", repr=False)
    nhs_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultConcerned:
    """An adult as far as known. `role` is the part that they are said to play ("suspect", "carer"), `relation` what they are
    said to be to the child ("uncle"), both in the writer's words."""

    name: str = field(default="", repr=False)
    known_as: str = field(default="", repr=False)
    description: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    age: str = ""
    sex: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    role: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceConcerned:
    """A place as written, with its name where it has one; `kind` in the writer's words ("flat", "hotel")."""

    text: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleConcerned:
    """A vehicle as far as seen; `partial` says that only a part of the registration was."""

    registration: str = field(default="", repr=False)
    partial: bool = False
    colour: str = ""
    make: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandleConcerned:
    """A name that somebody uses online."""

    handle: str = field(repr=False)
    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A concern as written, or an addition to one: then `adds_to` is the reference of the concern.

    `raised_by` and `told_by` are roles ("school nurse", "neighbour"), never names. `recorded` is a UTC moment, kept in
    whole seconds. `happened_from` and `happened_until` are UTC moments, or London days where no time is known; a day alone
    means all of it, and `until` a day means to its end. `filed_as` is the agency's own category. What was `seen`, the
    `worries` (a gut feeling) and what the child `said`, word for word, are kept apart.
    """

    reference: str
    adds_to: str = ""
    agency: str
    agency_key: str = ""
    """The hub's own word for the agency, and `team_id` its number of the team; the hub sets them, nobody writes them."""
    team_id: str = ""
    team: str = ""
    raised_by: str = ""
    recorded: datetime
    happened_from: datetime | date | None = None
    happened_until: datetime | date | None = None
    how_known: HowKnown | None = None
    told_by: str = ""
    known_to: str = ""
    happened_words: str = field(default="", repr=False)
    """What no date can say of when it was. `criticised`: who of an agency is; "somebody" where it is not said who."""
    criticised: str = field(default="", repr=False)
    about: ConcernAbout | None
    """None where an addition does not say."""
    filed_as: str = ""
    seen: str = field(default="", repr=False)
    worries: str = field(default="", repr=False)
    said: str = field(default="", repr=False)
    children: tuple[ChildConcerned, ...] = ()
    adults: tuple[AdultConcerned, ...] = ()
    places: tuple[PlaceConcerned, ...] = ()
    vehicles: tuple[VehicleConcerned, ...] = ()
    phones: tuple[str, ...] = field(default=(), repr=False)
    handles: tuple[HandleConcerned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeParts:
    """Where in a concern's narrative its parts stand. What the child said has a span for each line: each stands in quotation
    marks of its own, which are outside the span."""

    seen: Span | None = None
    worries: Span | None = None
    said: tuple[Span, ...] = ()

    def is_said(self, span: Span) -> bool:
        """Whether a stretch of the narrative stands in the child's own words: no advice on wording is given there."""
        return any(part.start <= span.start and span.end <= part.end for part in self.said)


def narrative_of(concern: Concern) -> tuple[str, NarrativeParts]:
    """The one text that is read, and where its parts stand in it. Nobody's words are changed, but for blanks around them.

    Raises NothingSaid.
    """
    text = ""
    seen = worries = None
    if words := concern.seen.strip():
        text, seen = words, Span(0, len(words))
    if words := concern.worries.strip():
        text += ("\n\n" if text else "") + WORRIES + "\n"
        worries = Span(len(text), len(text) + len(words))
        text += words
    said: list[Span] = []
    if words := concern.said.strip():
        text += ("\n\n" if text else "") + SAID
        for line in filter(None, map(str.strip, words.splitlines())):
            text += "\n“"
            said.append(Span(len(text), len(text) + len(line)))
            text += line + "”"
    if not text:
        raise NothingSaid(concern.reference)
    return text, NarrativeParts(seen=seen, worries=worries, said=tuple(said))


_PARTS = re.compile(r"(seen|worries|said)=(\d+):(\d+)")


def parts_of(written: str) -> NarrativeParts:
    """The parts of a narrative as the row's column "narrative parts" has them (a record's `stated["narrative_parts"]`)."""
    spans: dict[str, list[Span]] = {"seen": [], "worries": [], "said": []}
    for name, start, end in _PARTS.findall(written):
        spans[name].append(Span(int(start), int(end)))
    return NarrativeParts(
        seen=next(iter(spans["seen"]), None), worries=next(iter(spans["worries"]), None), said=tuple(spans["said"])
    )


def row_of_concern(concern: Concern) -> dict[str, str]:
    """The row that a concern is, under the columns of its profile (`hub_concern`, or `hub_addition` where it adds to one);
    cells of which nothing is known are empty. Its system is CONCERN_SYSTEM, or ADDITION_SYSTEM. Raises TooMany, NothingSaid.
    """
    return dict(_cells(concern))


def _cells(concern: Concern) -> Iterator[tuple[str, str]]:
    text, parts = narrative_of(concern)
    since, until = concern.happened_from, concern.happened_until
    if until is None and since is not None and not isinstance(since, datetime):
        until = since
    yield "reference", concern.reference
    if concern.adds_to:
        yield "adds to", concern.adds_to
    yield "recorded", _moment(concern.recorded)
    yield "agency", concern.agency
    yield "agency key", concern.agency_key
    yield "team id", concern.team_id
    yield "team", concern.team
    yield "raised by", concern.raised_by
    yield "seen from", _moment(since)
    yield "seen until", _moment(until)
    yield "how known", concern.how_known or ""
    yield "who told you", concern.told_by
    yield "who else knows", concern.known_to
    yield "seen in words", concern.happened_words
    yield "criticised", concern.criticised
    yield "about", concern.about or ""
    yield "own category", concern.filed_as
    yield "narrative", text
    yield "narrative parts", _written(parts)
    yield from _people(concern)
    yield from _things(concern)


def _people(concern: Concern) -> Iterator[tuple[str, str]]:
    for number, child in _slots(concern.children, ChildConcerned(), MOST_CHILDREN):
        yield f"child {number} forename", child.forename
        yield f"child {number} surname", child.surname
        yield f"child {number} known as", child.known_as
        yield f"child {number} born", _moment(child.born)
        yield f"child {number} age", child.age
        yield f"child {number} sex", child.sex
        yield f"child {number} address", child.address
        yield f"child {number} postcode", child.postcode
        yield f"child {number} school", child.school
        yield f"child {number} UPN", child.upn
        yield f"child {number} NHS number", child.nhs_number
        yield f"child {number} phone", child.phone
    for number, adult in _slots(concern.adults, AdultConcerned(), MOST_ADULTS):
        yield f"adult {number} name", adult.name
        yield f"adult {number} known as", adult.known_as
        yield f"adult {number} description", adult.description
        yield f"adult {number} born", _moment(adult.born)
        yield f"adult {number} age", adult.age
        yield f"adult {number} sex", adult.sex
        yield f"adult {number} address", adult.address
        yield f"adult {number} phone", adult.phone
        yield f"adult {number} role", adult.role
        yield f"adult {number} relation", adult.relation


def _things(concern: Concern) -> Iterator[tuple[str, str]]:
    for number, place in _slots(concern.places, PlaceConcerned(), MOST_PLACES):
        yield f"place {number}", place.text
        yield f"place {number} postcode", place.postcode
        yield f"place {number} name", place.name
        yield f"place {number} kind", place.kind
    for number, vehicle in _slots(concern.vehicles, VehicleConcerned(), MOST_VEHICLES):
        yield f"vehicle {number} registration", _registration(vehicle)
        yield f"vehicle {number} colour", vehicle.colour
        yield f"vehicle {number} make", vehicle.make
        yield f"vehicle {number} model", vehicle.model
    for number, phone in _slots(concern.phones, "", MOST_PHONES):
        yield f"phone {number}", phone
    for number, handle in _slots(concern.handles, HandleConcerned(handle=""), MOST_HANDLES):
        yield f"online name {number}", handle.handle
        yield f"online platform {number}", handle.platform


def _registration(vehicle: VehicleConcerned) -> str:
    """A part of a registration is written with a question mark, as agencies do."""
    written = vehicle.registration.strip()
    return f"{written}?" if written and vehicle.partial and "?" not in written else written


def _slots(given: Sequence[Named], nobody: Named, most: int) -> Iterator[tuple[int, Named]]:
    if len(given) > most:
        raise TooMany(most)
    yield from enumerate((*given, *[nobody] * (most - len(given))), 1)


def _moment(moment: datetime | date | str | None) -> str:
    if isinstance(moment, str):
        return moment
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat() if moment else ""


def _written(parts: NarrativeParts) -> str:
    single = [(name, span) for name, span in (("seen", parts.seen), ("worries", parts.worries)) if span]
    spans = [*single, *(("said", span) for span in parts.said)]
    return " ".join(f"{name}={span.start}:{span.end}" for name, span in spans)
