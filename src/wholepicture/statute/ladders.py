"""Ladders: who must answer by when, and who answers when nobody did."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from wholepicture.statute.bank_holidays import Nation
from wholepicture.statute.terms import Term, Unit, last_moment
from wholepicture.vocabulary.moments import london_day, start_of_day

_LONGEST_STAGE = 20
_DAYS_OF_A_WORKING_DAY, _HOLIDAYS = 2, 21
"""More days than any number of working days spans: weekends, and the bank holidays of a year."""


class Level(IntEnum):
    """How high somebody stands in their agency; the executives stand above all agencies together."""

    PRACTITIONER = 1
    FIRST_LINE = 2
    SENIOR = 3
    HEAD_OF_SERVICE = 4
    EXECUTIVE = 5

    @property
    def words(self) -> str:
        """As a ladder's file writes it."""
        return self.name.lower().replace("_", " ")


class Matter(StrEnum):
    """What a ladder is for. A disagreement about the need for a conference has its own: procedures often leave it out."""

    DECISION = "decision"
    CONFERENCE = "conference"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what is done, in how many working days, and at which level somebody must answer."""

    name: str
    working_days: int
    answered_by: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A partnership's stages for one matter, lowest first."""

    id: str
    name: str
    about: Matter
    stages: tuple[Stage, ...]
    edition: str
    source: str


@dataclass(frozen=True, slots=True)
class Rung:
    """Where something stands on a ladder. `number` counts stages from 1; `due_by` is inclusive. `overdue` can only be true
    on the last stage: on any other the time's end is the next stage's beginning.
    """

    stage: Stage
    number: int
    since: datetime
    due_by: datetime
    overdue: bool


@dataclass(frozen=True, slots=True)
class Editions:
    """The ladders that a partnership adopted, each with the moment, inclusive, from which it holds, in the order of time.
    Before the first the default ones hold. Whatever began under one keeps it.
    """

    adopted: tuple[tuple[datetime, tuple[Ladder, ...]], ...] = ()

    def at(self, moment: datetime) -> tuple[Ladder, ...]:
        """The ladders that held at a moment."""
        held = [ladders for since, ladders in self.adopted if since <= moment]
        return held[-1] if held else default_ladders()

    def about(self, matter: Matter, since: datetime) -> Ladder:
        """The ladder of what began at a moment."""
        return ladder_about(matter, self.at(since))

    def then(self, moment: datetime, ladders: tuple[Ladder, ...]) -> "Editions":
        """The editions once others are adopted."""
        return replace(self, adopted=(*self.adopted, (moment, ladders)))


NONE_ADOPTED = Editions()
"""A partnership that has adopted none of its own."""


class UnusableLadder(ValueError):
    """A ladder cannot be used as it is written; the message says which and why. `place` is where in it, if it is a stage:
    the ladder's id, the stage's number from 1, and the key that is wrong.
    """

    def __init__(self, message: str, place: tuple[str, int, str] | None = None) -> None:
        super().__init__(message)
        self.place = place


def read_ladders(text: str) -> tuple[Ladder, ...]:
    """A partnership's ladders out of a TOML text: one for each matter. Raises UnusableLadder, in words."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableLadder(f"The file of ladders is not valid TOML: {problem}.") from None
    return ladders_in_table(table)


def ladders_in_table(table: Mapping[str, Any]) -> tuple[Ladder, ...]:
    """A partnership's ladders out of a table as its file holds it. Raises UnusableLadder, in words."""
    ladders = tuple(_ladder(entry) for entry in table.get("ladder", ()))
    for matter in Matter:
        found = [ladder.name for ladder in ladders if ladder.about is matter]
        if not found:
            raise UnusableLadder(f"There is no ladder about “{matter}”. Each of {_listed(Matter)} needs one of its own.")
        if len(found) > 1:
            raise UnusableLadder(f"There are {len(found)} ladders about “{matter}”: {', '.join(found)}. Keep one.")
    return ladders


def write_ladders(ladders: Sequence[Ladder]) -> str:
    """The TOML text of ladders, which `read_ladders` reads back."""
    lines: list[str] = []
    for one in ladders:
        said = {"id": one.id, "name": one.name, "about": one.about.value, "edition": one.edition, "source": one.source}
        lines += ["[[ladder]]", *(f"{key} = {_quoted(value)}" for key, value in said.items())]
        for stage in one.stages:
            lines += ["[[ladder.stage]]", f"name = {_quoted(stage.name)}", f"working_days = {stage.working_days}"]
            lines.append(f"answered_by = {_quoted(stage.answered_by.words)}")
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=1)
def default_ladders() -> tuple[Ladder, ...]:
    """The ladders that hold until a partnership adopts its own."""
    return read_ladders(files(__package__).joinpath("ladders.toml").read_text(encoding="utf-8"))


def ladder_about(matter: Matter, ladders: Sequence[Ladder]) -> Ladder:
    """The ladder of a matter."""
    return next(ladder for ladder in ladders if ladder.about is matter)


def rung(ladder: Ladder, since: datetime, on: datetime, nation: Nation = Nation.ENGLAND) -> Rung:
    """Where something that nobody has answered since a moment stands on a ladder at another. It climbs by itself: each stage
    begins when the one before has run out. On the last it stays until somebody answers.
    """
    began = since
    for number, stage in enumerate(ladder.stages, start=1):
        due_by = last_moment(began, Term(stage.working_days, Unit.WORKING_DAYS), nation)
        last = number == len(ladder.stages)
        if on <= due_by or last:
            return Rung(stage, number, began, due_by, on > due_by)
        began = due_by
    raise UnusableLadder(f"The ladder “{ladder.name}” has no stages.")


def spans_below(
    editions: Editions, matter: Matter, level: Level, on: datetime, nation: Nation = Nation.ENGLAND
) -> tuple[tuple[datetime, datetime], ...]:
    """The spans of time, each until a moment, exclusive, such that what began to wait in one of them has not climbed to a
    level by a moment. Whatever began outside of them, before that moment, has.
    """
    spans: list[tuple[datetime, datetime]] = []
    for since, until in _pieces(editions, on):
        if rung(editions.about(matter, since), since, on, nation).stage.answered_by < level:
            spans.append((since, until))
    return tuple(spans)


def _pieces(editions: Editions, on: datetime) -> list[tuple[datetime, datetime]]:
    """The days before a moment, cut where an edition began: within each piece every clock ends alike."""
    longest = max(sum(stage.working_days for stage in one.stages) for one in _every(editions))
    days = longest * _DAYS_OF_A_WORKING_DAY + _HOLIDAYS
    today = london_day(on)
    cuts = {start_of_day(today - timedelta(days=back)) for back in range(-1, days)}
    cuts |= {since for since, _ in editions.adopted if min(cuts) < since < max(cuts)}
    return list(pairwise(sorted(cuts)))


def _every(editions: Editions) -> tuple[Ladder, ...]:
    return (*default_ladders(), *(one for _, ladders in editions.adopted for one in ladders))


def _ladder(entry: Mapping[str, Any]) -> Ladder:
    name = entry.get("name") or entry.get("id") or "without a name"
    for key in ("id", "name", "about", "edition", "source"):
        if not str(entry.get(key, "")).strip():
            raise UnusableLadder(f"The ladder “{name}” does not say its {key}.")
    try:
        matter = Matter(entry["about"])
    except ValueError:
        raise UnusableLadder(
            f"The ladder “{name}” is about “{entry['about']}”; it can be about {_listed(Matter)}."
        ) from None
    rows = enumerate(entry.get("stage", ()), start=1)
    stages = tuple(_stage(name, (entry["id"], number), row) for number, row in rows)
    _check(name, entry["id"], stages)
    return Ladder(
        id=entry["id"],
        name=entry["name"],
        about=matter,
        stages=stages,
        edition=entry["edition"],
        source=entry["source"],
    )


def _stage(ladder: str, at: tuple[str, int], row: Mapping[str, Any]) -> Stage:
    where = f"Stage {at[1]} of “{ladder}”"
    if not str(row.get("name", "")).strip():
        raise UnusableLadder(f"{where} does not say what is done.", (*at, "name"))
    days = row.get("working_days")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= _LONGEST_STAGE:
        words = f"{where} must give its working days as a whole number from 1 to {_LONGEST_STAGE}."
        raise UnusableLadder(words, (*at, "working_days"))
    levels = {level.words: level for level in Level}
    if row.get("answered_by") not in levels:
        raise UnusableLadder(f"{where} must say who answers: {', '.join(levels)}.", (*at, "answered_by"))
    return Stage(row["name"], days, levels[row["answered_by"]])


def _check(name: str, ladder: str, stages: Sequence[Stage]) -> None:
    if len(stages) < 2:
        words = f"The ladder “{name}” needs at least two stages: one that answers, and one above it."
        raise UnusableLadder(words, (ladder, len(stages) + 1, "name"))
    for number, (below, above) in enumerate(pairwise(stages), start=2):
        if above.answered_by <= below.answered_by:
            words = f"Stage {number} of “{name}” is answered no higher than the stage before: it would not climb."
            raise UnusableLadder(words, (ladder, number, "answered_by"))
    if stages[-1].answered_by is not Level.EXECUTIVE:
        words = f"The ladder “{name}” must end with the partnership's executives."
        raise UnusableLadder(words, (ladder, len(stages), "answered_by"))


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for the one character that JSON lets stand as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _listed(kinds: type[StrEnum]) -> str:
    return ", ".join(f"“{kind}”" for kind in kinds)
