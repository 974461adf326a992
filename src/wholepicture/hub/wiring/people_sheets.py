"""What the administrator's pages show of people: never anything of a case."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub.accounts.models import Account, Agency, Management, PersonEvent, Post, Team
from wholepicture.hub.accounts.posts import HeldPost, current, posts_at, posts_ever
from wholepicture.hub.accounts.roles import Role

WORDS = {
    "account_added": "Account added",
    "post_started": "Post started",
    "post_ended": "Post ended",
    "post_asked_for": "Post asked for",
    "line_started": "Manager set",
    "line_ended": "Management line ended",
    "switched_off": "Switched off",
    "switched_on": "Switched on",
    "link_made": "Set-up link made",
    "link_used": "Set-up link used",
    "second_factor_removal_asked_for": "Removal of second factor asked for",
    "second_factor_removed": "Second factor removed",
    "accepted": "Accepted by a second administrator",
    "refused": "Refused by a second administrator",
    "team_added": "Team added",
    "token_made": "Agency token made",
    "token_revoked": "Agency token revoked",
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in the list."""

    handle: UUID
    name: str = field(repr=False)
    email: str = field(repr=False)
    on: bool
    posts: tuple[HeldPost, ...]
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class LineOverTime:
    """Who managed somebody, from `since`, inclusive, until `until`, exclusive."""

    name: str = field(repr=False)
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One change, in words."""

    at: datetime
    words: str
    by: str = field(repr=False)
    because: str = field(repr=False)
    role: str


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """One person's page."""

    person: PersonLine
    posts: tuple[HeldPost, ...]
    managers: tuple[LineOverTime, ...]
    events: tuple[EventLine, ...]
    now: datetime


def people_list(now: datetime, words: str = "") -> tuple[PersonLine, ...]:
    """Everybody, by name; with `words`, whose name or address holds them."""
    accounts = Account.objects.order_by("name", "handle")
    if words.strip():
        accounts = accounts.filter(name__icontains=words.strip()) | accounts.filter(email__icontains=words.strip())
    return tuple(_line(account, now) for account in accounts)


def _line(account: Account, now: datetime) -> PersonLine:
    return PersonLine(
        account.handle, account.name, account.email, account.is_active, posts_at(account.handle, now), account.last_login
    )


def person_sheet(handle: UUID, now: datetime) -> PersonSheet | None:
    """Somebody's posts, managers and changes, newest change first; None where nobody has this handle."""
    account = Account.objects.filter(handle=handle).first()
    if account is None:
        return None
    lines = Management.objects.filter(managed=account).select_related("manager").order_by("since", "pk")
    return PersonSheet(
        person=_line(account, now),
        posts=posts_ever(handle),
        managers=tuple(LineOverTime(line.manager.name, line.since, line.until) for line in lines),
        events=_events(handle),
        now=now,
    )


def _events(about: UUID) -> tuple[EventLine, ...]:
    rows = list(PersonEvent.objects.filter(about=about).order_by("-at", "-pk"))
    names = dict(Account.objects.filter(handle__in=[row.by for row in rows if row.by]).values_list("handle", "name"))
    return tuple(
        EventLine(
            at=row.at,
            words=WORDS.get(row.what, row.what.replace("_", " ").capitalize()),
            by=names.get(row.by, "The hub itself"),
            because=row.because,
            role=Role(row.content["role"]).label if row.content.get("role") else "",
        )
        for row in rows
    )


def team_choices() -> tuple[tuple[int, str], ...]:
    """Every team with its agency, for a list to choose from."""
    return tuple((team.pk, str(team)) for team in Team.objects.select_related("agency").order_by("agency__name", "name"))


def agency_choices() -> tuple[tuple[str, str], ...]:
    """Every agency, for a list to choose from."""
    return tuple(Agency.objects.order_by("name").values_list("key", "name"))


def manager_choices(now: datetime, but: UUID) -> tuple[tuple[str, str], ...]:
    """Everybody else who is switched on and holds a post, for a list to choose from."""
    accounts = Account.objects.filter(is_active=True, posts__in=Post.objects.filter(current(now))).exclude(handle=but)
    return tuple((str(one.handle), f"{one.name} ({one.email})") for one in accounts.distinct().order_by("name", "handle"))
