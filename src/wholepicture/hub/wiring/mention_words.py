"""A mention's description in plain words, field by field, as its record states it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from wholepicture.hub.wiring.descriptions import KIND_WORDS, SEX_WORDS
from wholepicture.vocabulary.pole import (
    Age,
    Description,
    HandleDescription,
    PersonDescription,
    PhoneDescription,
    PlaceDescription,
    Sex,
    VehicleDescription,
)

_SHAPES: Mapping[str, type[Any]] = {
    "person": PersonDescription,
    "place": PlaceDescription,
    "vehicle": VehicleDescription,
    "phone": PhoneDescription,
    "handle": HandleDescription,
}


def description_of(kind: str, said: Mapping[str, Any]) -> Description:
    """The description that a projection's row holds, as linkage knows it. What it does not know is left out."""
    shape = _SHAPES[kind]
    known = {one.name for one in fields(shape)}
    given: dict[str, Any] = {name: value for name, value in said.items() if name in known}
    if given.get("born"):
        given["born"] = date.fromisoformat(given["born"])
    if given.get("age"):
        given["age"] = Age(**given["age"])
    if given.get("sex"):
        given["sex"] = Sex(given["sex"])
    described: Description = shape(**given)
    return described


def say_who(kind: str, said: Mapping[str, Any], text: str = "") -> str:
    """One line for a heading: a name, an address, a registration; else what stood in the record."""
    match kind:
        case "person":
            words = say_name(said)
        case "place":
            words = ", ".join(
                part for part in (said.get("venue", ""), said.get("text", ""), said.get("postcode", "")) if part
            )
        case "vehicle":
            parts = ("registration", "colour", "make", "model")
            words = " ".join(str(said[part]) for part in parts if said.get(part))
        case _:
            words = str(said.get("number") or said.get("handle") or "")
    return words or text.strip() or f"{KIND_WORDS[kind]} not described"


def say_name(said: Mapping[str, Any]) -> str:
    """A person's name as written; empty where none was."""
    parts = " ".join(part for part in (said.get("forename", ""), said.get("surname", "")) if part)
    return parts or str(said.get("name", "") or said.get("known_as", ""))


def say_age(said: Mapping[str, Any]) -> str:
    """An age as stated or guessed; empty where none was."""
    age = said.get("age")
    if not age:
        return ""
    years = str(age["low"]) if age["low"] == age["high"] else f"{age['low']} to {age['high']}"
    return f"about {years}" if age["estimated"] else years


def say_sex(said: Mapping[str, Any]) -> str:
    """Sex as recorded; empty where it was not."""
    return SEX_WORDS.get(said.get("sex", ""), "")
