"""Whom to ring at once: the duty teams' numbers, and which of them applies now."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from wholepicture.statute.working_days import is_working_day
from wholepicture.vocabulary.moments import LONDON


class UnreadableDutyTeams(Exception):
    """The file of the duty teams (WHOLEPICTURE_DUTY_TEAMS) cannot be read as what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTeam:
    """A duty team; `opens` inclusive and `closes` exclusive are London times of working days in England."""

    area: str
    name: str
    by_day: str
    opens: time
    closes: time
    out_of_hours: str

    def answers_by_day(self, moment: datetime) -> bool:
        """Whether its number by day applies at the moment."""
        local = moment.astimezone(LONDON)
        return is_working_day(local.date()) and self.opens <= local.time() < self.closes


@dataclass(frozen=True, slots=True)
class DutyNumber:
    """A number to ring, and whether it is the one that applies now."""

    words: str
    number: str
    now: bool


def duty_numbers(moment: datetime) -> tuple[DutyNumber, ...]:
    """The numbers of every area, in the order of the file; of each area first the one that applies now. None where the hub
    serves real people and nobody has given it numbers: made-up ones would be worse. Raises UnreadableDutyTeams.
    """
    if not settings.DUTY_TEAMS and not settings.TRAINING:
        return ()
    return tuple(number for team in _teams(settings.DUTY_TEAMS) for number in _numbers(team, moment))


def _numbers(team: DutyTeam, moment: datetime) -> tuple[DutyNumber, ...]:
    day = team.answers_by_day(moment)
    hours = f"working days, {_clock(team.opens)} to {_clock(team.closes)}"
    by_day = DutyNumber(f"{team.area} {team.name}, {hours}", team.by_day, day)
    other = DutyNumber(f"{team.area} {team.name}, evenings, nights, weekends and bank holidays", team.out_of_hours, not day)
    return (by_day, other) if day else (other, by_day)


def _clock(at: time) -> str:
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'am' if at.hour < 12 else 'pm'}"


@lru_cache(maxsize=4)
def _teams(path: str) -> tuple[DutyTeam, ...]:
    try:
        if path:
            text = Path(path).read_text(encoding="utf-8")
        else:
            text = (resources.files(__package__) / "duty_teams.toml").read_text(encoding="utf-8")
        return tuple(_team(entry) for entry in tomllib.loads(text)["team"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UnreadableDutyTeams(str(problem)) from problem


def _team(entry: dict[str, Any]) -> DutyTeam:
    team = DutyTeam(**entry)
    if not isinstance(team.opens, time) or not isinstance(team.closes, time):
        raise TypeError("opens and closes are times, like 08:45:00")
    return team
