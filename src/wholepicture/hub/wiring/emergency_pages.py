"""Break-glass: opening in an emergency what one may not otherwise see, and its review outside the line and the agency."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.emergencies import EMERGENCY_WORDS, Emergency, may_break_glass, may_review, review_due
from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.subjects import Reader, Refused
from wholepicture.hub.storage.access import Look, looks_under, note_access
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere
from wholepicture.hub.storage.break_glass import (
    Opening,
    open_reference,
    openings,
)
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring import emergencies
from wholepicture.hub.wiring.emergencies import DANGER, REVIEW, break_glass
from wholepicture.hub.wiring.named_people import called, reader_in_all_posts, team_names

__all__ = [
    "AlreadyDone",
    "NotByYou",
    "NothingThere",
    "counts_sheet",
    "may_open",
    "open_in_emergency",
    "openings_sheet",
    "review",
    "review_sheet",
]

PERIOD = timedelta(days=91)
"""How far back the counts go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """An emergency opening."""

    opening: int
    by: str = field(repr=False)
    role: str
    team: str
    code: str
    because: str = field(repr=False)
    record: str | None
    person: UUID | None
    opened_at: datetime
    until: datetime
    due_at: datetime
    overdue: bool
    reviewed_at: datetime | None
    reviewed_by: str = field(repr=False)
    justified: bool | None
    review: str = field(repr=False)
    mine: bool
    open: bool


@dataclass(frozen=True, slots=True)
class OpeningsSheet:
    """One's own openings, and others' that one may review: what is to be reviewed, the soonest due first, then the rest."""

    mine: tuple[OpeningLine, ...]
    to_review: tuple[OpeningLine, ...]
    reviewed: tuple[OpeningLine, ...]


@dataclass(frozen=True, slots=True)
class LookUnder:
    """Something that was looked at under an opening, without saying what it says."""

    at: datetime
    action: str
    subject_kind: str


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """An opening to be reviewed, and what was looked at under it."""

    opening: OpeningLine
    looks: tuple[LookUnder, ...]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """How often a team opened in an emergency, beside all its looks at records."""

    team: str
    opened: int
    unreviewed: int
    overdue: int
    not_justified: int
    looks: int


@dataclass(frozen=True, slots=True)
class CountsSheet:
    """Counts for each team from a moment until now."""

    since: datetime
    teams: tuple[TeamLine, ...]


def may_open(reader: Reader) -> bool:
    """Whether the reader's post can open anything in an emergency."""
    return reader.may_state(DANGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be opened: a record by its id, or by the reference that somebody read out; or a confirmed person."""

    record: str | None = None
    person: UUID | None = None
    reference: str = field(default="", repr=False)


def open_in_emergency(
    reader: Reader, code: Emergency, because: str, wanted: Wanted, *, signed_in_again: bool, request: str = ""
) -> str | None:
    """Open it for 4 hours; the record, if it is one. Sealed, barred and absent alike raise NothingThere; also NotByYou."""
    at = clock.now()
    if isinstance(may_break_glass(reader, DANGER, because, signed_in_again=signed_in_again), Refused):
        raise NotByYou
    if not wanted.reference:
        break_glass(reader, code, because, signed_in_again=signed_in_again, record=wanted.record, person=wanted.person)
        return wanted.record
    asked = Look(
        action="break glass",
        subject_kind="reference",
        subject=wanted.reference[:100],
        allowed=False,
        because=f"asked to open: {code.value}",
        request=request,
    )
    note_access(reader, DANGER, [asked], at=at)
    with acting(reader, DANGER, at=at):
        return open_reference(wanted.reference, code, because, due_at=review_due(at), signed_in_again=signed_in_again)[1]


def openings_sheet(reader: Reader) -> OpeningsSheet:
    """One's own openings, and for a manager or a scrutineer those of others that they may review."""
    at = clock.now()
    why = REVIEW if reader.may_state(REVIEW) else DANGER
    if not reader.may_state(why):
        raise NothingThere
    lines = _lines(reader, why, at)
    others = [line for line in lines if not line.mine]
    return OpeningsSheet(
        mine=tuple(sorted((line for line in lines if line.mine), key=lambda line: -line.opening)),
        to_review=tuple(line for line in others if line.reviewed_at is None),
        reviewed=tuple(sorted((line for line in others if line.reviewed_at), key=lambda line: -line.opening))[:50],
    )


def _lines(reader: Reader, why: Purpose, at: datetime) -> list[OpeningLine]:
    with acting(reader, why, at=at):
        found = openings()
    names = called([who for one in found for who in (one.account, one.reviewed_by)], reader, at)
    teams = team_names(one.team for one in found)
    return [_line(one, names, teams, reader, at) for one in found]


def _line(one: Opening, names: dict[UUID, str], teams: dict[int, str], reader: Reader, at: datetime) -> OpeningLine:
    return OpeningLine(
        opening=one.id,
        by=names.get(one.account, ""),
        role=Role(one.role).label,
        team=teams.get(one.team, one.agency),
        code=EMERGENCY_WORDS[one.code],
        because=one.because,
        record=one.record,
        person=one.person,
        opened_at=one.opened_at,
        until=one.until,
        due_at=one.due_at,
        overdue=one.reviewed_at is None and one.due_at < at,
        reviewed_at=one.reviewed_at,
        reviewed_by=names.get(one.reviewed_by, "") if one.reviewed_by else "",
        justified=one.justified,
        review=one.review or "",
        mine=one.account == reader.account,
        open=at < one.until,
    )


def review_sheet(reader: Reader, opening: int) -> ReviewSheet:
    """An opening that one may review, stands outside the opener's line and agency. Raises NothingThere."""
    at = clock.now()
    if not reader.may_state(REVIEW):
        raise NothingThere
    line = next((line for line in _lines(reader, REVIEW, at) if line.opening == opening and not line.mine), None)
    if line is None:
        raise NothingThere
    look = Look(
        action="read for review",
        subject_kind="emergency opening",
        subject=str(opening),
        allowed=True,
        because="You stand outside their line and their agency.",
    )
    note_access(reader, REVIEW, [look], at=at)
    with acting(reader, REVIEW, at=at):
        found = looks_under(opening)
    return ReviewSheet(line, tuple(LookUnder(one.at, one.action, one.subject_kind) for one in found))


def review(reader: Reader, opening: int, *, justified: bool, words: str) -> None:
    """Say whether it was right. Raises NothingThere, also to whoever stands too near; AlreadyDone."""
    at = clock.now()
    with acting(reader, REVIEW, at=at):
        one = next((one for one in openings() if one.id == opening), None)
        if one is None:
            raise NothingThere
        opener = reader_in_all_posts(one.account, at=at)
        agencies = opener.agencies | {one.agency}
        if isinstance(may_review(reader, opener, REVIEW, agencies, at), Refused):
            raise NothingThere
    emergencies.review(reader, opening, justified=justified, words=words)


COUNTED_BY = {Role.SCRUTINEER: "scrutinise", Role.EXECUTIVE: "oversee_partnership", Role.MANAGER: "oversee_team"}


def counts_sheet(reader: Reader) -> CountsSheet:
    """Counts for each team, without names. Raises NothingThere."""
    at = clock.now()
    keys = [COUNTED_BY[role] for role in sorted(reader.roles) if role in COUNTED_BY]
    if not keys:
        raise NothingThere
    since = at - PERIOD
    found = emergencies.counts(reader, keys[0], since=since, until=at + timedelta(seconds=1))
    teams = team_names(one.team for one in found)
    lines = (
        TeamLine(
            teams.get(one.team, one.agency or "No team"),
            one.opened,
            one.unreviewed,
            one.overdue,
            one.not_justified,
            one.looks,
        )
        for one in found
    )
    return CountsSheet(since, tuple(sorted(lines, key=lambda line: line.team)))
