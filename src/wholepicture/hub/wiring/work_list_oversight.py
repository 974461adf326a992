"""Concerns before those who answer for them: a manager's teams, and independent scrutiny."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wholepicture.hub.accounts.models import Agency, Team
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.access import looks_at
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.work import ConcernCounts, Scope, concern_counts
from wholepicture.hub.wiring.looking import look_over
from wholepicture.hub.wiring.work_list import ConcernLine, concern_lines

__all__ = ["NothingThere", "ScrutinySheet", "TeamSheet", "scrutiny_sheet", "team_sheet"]

MOST_LOOKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSheet:
    """The concerns of the teams in a manager's line that they may see; no others are counted."""

    teams: tuple[str, ...]
    concerns: tuple[ConcernLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LookLine:
    """That somebody looked at a concern."""

    who: str
    at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class ScrutinyLine:
    """A concern, and who looked at it: the latest few, and how many looks there were."""

    concern: ConcernLine
    looks: tuple[LookLine, ...]
    looks_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrutinySheet:
    """Concerns for scrutiny. `unanswered` says that only those without a decision are listed."""

    unanswered: bool
    lines: tuple[ScrutinyLine, ...]
    total: int
    counts: tuple[ConcernCounts, ...]


def team_sheet(reader: Reader, purpose: Purpose, *, page: int = 1, request: str = "") -> TeamSheet:
    """What became of the concerns of a manager's teams, the latest first. Raises NothingThere, LookNotWritten."""
    with look_over(reader, purpose, action="list", subject_kind="list", subject="my teams", request=request) as shown:
        concerns, total = concern_lines(reader, shown, Scope.TEAM, undecided=False, page=page)
    teams = Team.objects.filter(pk__in=reader.teams).order_by("name").values_list("name", flat=True)
    return TeamSheet(teams=tuple(teams), concerns=concerns, total=total)


def scrutiny_sheet(reader: Reader, purpose: Purpose, *, unanswered: bool, page: int = 1, request: str = "") -> ScrutinySheet:
    """All concerns, those without an answer first and the oldest of them first, with who looked at each. Raises
    NothingThere, LookNotWritten.
    """
    with look_over(reader, purpose, action="list", subject_kind="list", subject="scrutiny", request=request) as shown:
        concerns, total = concern_lines(reader, shown, Scope.SCRUTINY, undecided=unanswered, page=page)
        lines = tuple(_with_looks(one, shown.at) for one in concerns)
        found = concern_counts(day_before=shown.at - timedelta(days=1), week_before=shown.at - timedelta(days=7))
    agencies = dict(Agency.objects.values_list("key", "name"))
    counts = tuple(_named(one, agencies) for one in found)
    return ScrutinySheet(unanswered=unanswered, lines=lines, total=total, counts=counts)


def _named(one: ConcernCounts, agencies: dict[str, str]) -> ConcernCounts:
    return ConcernCounts(
        agency=agencies.get(one.agency, one.agency),
        received=one.received,
        unopened=one.unopened,
        unowned=one.unowned,
        undecided=one.undecided,
        over_a_day=one.over_a_day,
        over_a_week=one.over_a_week,
        oldest=one.oldest,
    )


def _with_looks(concern: ConcernLine, at: datetime) -> ScrutinyLine:
    read = [look for look in looks_at("record", concern.record) if look.allowed and look.action == "read"]
    latest = read[:MOST_LOOKS]
    names = display([look.account for look in latest if look.account], Role.SCRUTINEER, at)
    looks = tuple(LookLine(names[look.account], look.at, look.purpose) for look in latest if look.account)
    return ScrutinyLine(concern, looks, len(read))
