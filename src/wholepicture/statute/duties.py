"""Duties as data: what each asks, from when it runs, what ends it, where it is written and in which edition."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from wholepicture.statute.bank_holidays import Nation
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.terms import Term, UnreadableTerm, read_term


class Basis(StrEnum):
    """What a duty, or its length, rests on."""

    STATUTE = "statute"
    GUIDANCE = "statutory guidance"
    INQUIRY = "inquiry"
    """What a public inquiry found to be required."""
    LOCAL = "local"
    """The procedure of one partnership; another may have another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty. `says` is what it asks, in plain English, for whoever owes it.

    It runs from the first of `starts` about one matter; where `count` is above 1, from that many within `within`, each
    reported within `reported_within` of happening. `term` is None where no length is laid down: then it is open until met.
    It ends by one of `stops` with one of `accepts` to show for it, never otherwise. `signs` neither start nor stop it, and
    are shown. `ends_on` take its ground away, with the same evidence. `repeats` says that each stop starts it again.

    `basis` is what the duty rests on, `length_basis` what its length does. In force from `effective_on`, inclusive, until
    `ended_on`, exclusive; None where nobody found the date. `checked` says whether the text was read in the edition named;
    if not, treat it as a lead.
    """

    id: str
    name: str
    says: str
    owed_by: str
    starts: tuple[Milestone, ...]
    stops: tuple[Milestone, ...]
    accepts: tuple[EvidenceKind, ...]
    signs: tuple[Milestone, ...] = ()
    ends_on: tuple[Milestone, ...] = ()
    term: Term | None
    count: int = 1
    within: Term | None = None
    reported_within: Term | None = None
    repeats: bool = False
    nation: Nation
    basis: Basis
    length_basis: Basis
    source: str
    edition: str
    effective_on: date | None = None
    ended_on: date | None = None
    checked: bool

    def in_force(self, on: date) -> bool:
        """Whether it applies to what starts on a day. A date that nobody found does not shut it out."""
        return (self.effective_on is None or self.effective_on <= on) and (self.ended_on is None or on < self.ended_on)


class UnusableDuty(ValueError):
    """A duty cannot be used as it is written; the message says which and why."""


def read_duties(text: str) -> tuple[Duty, ...]:
    """Duties out of a TOML text, in its order. Raises UnusableDuty, in words for whoever wrote the file."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableDuty(f"The file of duties is not valid TOML: {problem}.") from None
    duties = tuple(_duty(entry) for entry in table.get("duty", ()))
    seen: set[str] = set()
    for duty in duties:
        if duty.id in seen:
            raise UnusableDuty(f"The duty “{duty.id}” stands in the file twice.")
        seen.add(duty.id)
    return duties


@lru_cache(maxsize=1)
def duties() -> tuple[Duty, ...]:
    """The duties that ship with Whole Picture."""
    return read_duties(files(__package__).joinpath("duties.toml").read_text(encoding="utf-8"))


class UnknownDuty(LookupError):
    """No duty goes by that id."""


def duty(duty_id: str) -> Duty:
    """The duty of that id among those that ship. Raises UnknownDuty."""
    for one in duties():
        if one.id == duty_id:
            return one
    raise UnknownDuty(duty_id)


def _duty(entry: Mapping[str, Any]) -> Duty:
    name = entry.get("id") or entry.get("name") or "without an id"
    try:
        made = Duty(
            id=entry["id"],
            name=entry["name"],
            says=entry["says"],
            owed_by=entry["owed_by"],
            starts=tuple(map(Milestone, entry["starts"])),
            stops=tuple(map(Milestone, entry["stops"])),
            accepts=tuple(map(EvidenceKind, entry["accepts"])),
            signs=tuple(map(Milestone, entry.get("signs", ()))),
            ends_on=tuple(map(Milestone, entry.get("ends_on", ()))),
            term=_term(entry, "term"),
            count=int(entry.get("count", 1)),
            within=_term(entry, "within"),
            reported_within=_term(entry, "reported_within"),
            repeats=bool(entry.get("repeats", False)),
            nation=Nation(entry["nation"]),
            basis=Basis(entry["basis"]),
            length_basis=Basis(entry.get("length_basis", entry["basis"])),
            source=entry["source"],
            edition=entry["edition"],
            effective_on=entry.get("effective_on"),
            ended_on=entry.get("ended_on"),
            checked=bool(entry["checked"]),
        )
    except KeyError as problem:
        raise UnusableDuty(f"The duty “{name}” does not say {problem.args[0]!r}.") from None
    except UnreadableTerm as problem:
        raise UnusableDuty(f"The duty “{name}” has the length “{problem}”. {UnreadableTerm.__doc__}") from None
    except ValueError as problem:
        raise UnusableDuty(f"The duty “{name}”: {problem}.") from None
    _check(made)
    return made


def _term(entry: Mapping[str, Any], key: str) -> Term | None:
    return read_term(entry[key]) if key in entry else None


def _check(duty: Duty) -> None:
    if not duty.starts or not duty.stops:
        raise UnusableDuty(f"The duty “{duty.id}” must say what starts it and what stops it.")
    if not duty.accepts:
        raise UnusableDuty(f"The duty “{duty.id}” must say what evidence stops it: without, a word would stop the clock.")
    if set(duty.stops) & set(duty.signs):
        raise UnusableDuty(f"In the duty “{duty.id}” the same thing is a sign and an end.")
    if not duty.source.strip() or not duty.edition.strip():
        raise UnusableDuty(f"The duty “{duty.id}” must name its source and the edition.")
    if duty.count < 1 or (duty.count > 1) is not (duty.within is not None):
        raise UnusableDuty(f"The duty “{duty.id}” counts how often something happens: it must also say within what time.")
