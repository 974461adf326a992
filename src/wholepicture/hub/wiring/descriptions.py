"""A person, place, vehicle, phone or handle in words, as one record describes it. Nothing here was checked by anybody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wholepicture.report.wording import say_date

KIND_WORDS: Mapping[str, str] = {
    "person": "Person",
    "place": "Place",
    "vehicle": "Vehicle",
    "phone": "Phone",
    "handle": "Online name",
}

ROLE_WORDS: Mapping[str, str] = {
    "subject": "the child it is about",
    "parent": "parent",
    "carer": "carer",
    "sibling": "brother or sister",
    "relative": "relative",
    "associate": "associate",
    "suspect": "suspect",
    "victim": "victim",
    "witness": "witness",
    "professional": "professional",
    "raiser": "who raised it",
    "home": "said to be a home",
    "location": "where it happened",
    "missing_from": "missing from here",
    "found_at": "found here",
    "school": "school",
    "seen": "seen there",
    "contact": "given as a contact",
    "unknown": "role not stated",
}
"""A role as a record states it. It is no verdict."""

SEX_WORDS = {"F": "female", "M": "male"}


def say_described(kind: str, said: Mapping[str, Any], text: str = "") -> str:
    """One line: "Tess Quillan, 13 years, female". What stood in the record where there is nothing more exact."""
    words = {"person": _person, "place": _place, "vehicle": _vehicle, "phone": _phone, "handle": _handle}[kind](said)
    return words or text.strip() or f"{KIND_WORDS[kind]} not described"


def say_name(said: Mapping[str, Any]) -> str:
    """A person's name as written, with another one that they are known by; empty where no name was given."""
    name = " ".join(part for part in (said.get("forename", ""), said.get("surname", "")) if part) or said.get("name", "")
    known = said.get("known_as", "")
    return f"{name}, known as {known}" if name and known else name or (f"known as {known}" if known else "")


def say_born(said: Mapping[str, Any]) -> str:
    """A date of birth as stated: as a date where it is one."""
    if said.get("born"):
        return say_date(date.fromisoformat(said["born"]))
    return str(said.get("born_as_written", ""))


def say_age(said: Mapping[str, Any]) -> str:
    """An age as stated or guessed: "about 13", "13 to 14", "an adult"."""
    age = said.get("age")
    if age:
        years = f"{age['low']}" if age["low"] == age["high"] else f"{age['low']} to {age['high']}"
        return f"about {years}" if age.get("estimated") else f"{years} years"
    return {True: "an adult", False: "a child"}.get(said.get("adult"), "")  # type: ignore[arg-type]


def _person(said: Mapping[str, Any]) -> str:
    born = say_born(said)
    parts = (
        say_name(said),
        f"born {born}" if born else say_age(said),
        SEX_WORDS.get(said.get("sex", ""), ""),
        f"relation as stated: {said['relation']}" if said.get("relation") else "",
    )
    return ", ".join(part for part in parts if part)


def _place(said: Mapping[str, Any]) -> str:
    parts = dict.fromkeys((said.get("venue", ""), said.get("text", ""), said.get("postcode", "")))
    return ", ".join(part for part in parts if part)


def _vehicle(said: Mapping[str, Any]) -> str:
    registration = said.get("registration", "")
    if registration and said.get("partial"):
        registration += " (part of a registration)"
    return " ".join(
        part for part in (said.get("colour", ""), said.get("make", ""), said.get("model", ""), registration) if part
    )


def _phone(said: Mapping[str, Any]) -> str:
    return str(said.get("number", ""))


def _handle(said: Mapping[str, Any]) -> str:
    platform = said.get("platform", "")
    return f"{said.get('handle', '')} ({platform})" if platform else str(said.get("handle", ""))
