"""What administrators change about people: accounts, posts, management lines. Each change is kept with who, when and why."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from wholepicture.hub.accounts.models import Account, Agency, Management, Post, Proposal, SetUpLink, Team
from wholepicture.hub.accounts.notes import note_change
from wholepicture.hub.accounts.posts import current, line_below, posts_at
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.accounts.sealing import digest

LINK_LASTS: Final = timedelta(hours=72)
DORMANT_AFTER: Final = timedelta(days=30)
STARTED_ALONE: Final = frozenset({Role.FRONT_LINE})
FAR: Final = datetime(9000, 1, 1, tzinfo=UTC)


class UnableToChangePeople(Exception):
    """This change was not made."""


class NotAnAdministrator(UnableToChangePeople):
    """Only an administrator can change people and their posts."""


class UnknownPerson(UnableToChangePeople):
    """There is no such person or post."""


class EmailTaken(UnableToChangePeople):
    """Somebody already has an account with this email address."""


class NoReason(UnableToChangePeople):
    """Say why. The reason is kept with the change."""


class PostHeldAlready(UnableToChangePeople):
    """They hold this role in this team already, or two administrators are there already, who can add another."""


class PostInThePast(UnableToChangePeople):
    """A post starts and ends now or later: in the past it would say that somebody could read what they could not."""


class PostEnded(UnableToChangePeople):
    """This post has already ended."""


class LineInACircle(UnableToChangePeople):
    """This person would then manage themself, directly or through others."""


class LineBeforeTheLastOne(UnableToChangePeople):
    """The new manager must start after the present one did. Lines are never changed, only ended."""


class LastAdministrator(UnableToChangePeople):
    """This is the last administrator. Add another one first."""


class AskedAlready(UnableToChangePeople):
    """This was already asked for, and waits for a second administrator."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Whom to add, and their first post."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    role: Role
    team: int
    because: str


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes something, when, and why."""

    by: UUID
    at: datetime
    because: str


def allow(change: Change) -> None:
    """Lets the change go on.

    Raises:
        NoReason: it gives none.
        NotAnAdministrator: whoever makes it does not hold that post now.
    """
    if not change.because.strip():
        raise NoReason
    if not any(post.role == Role.ADMINISTRATOR for post in posts_at(change.by, change.at)):
        raise NotAnAdministrator


def locked(handle: UUID) -> Account:
    """The account, held until the change is committed, so that two changes to one person follow one another.

    Raises:
        UnknownPerson: nobody has this handle.
    """
    account = Account.objects.select_for_update().filter(handle=handle).first()
    if account is None:
        raise UnknownPerson
    return account


def keep(what: str, change: Change, about: UUID | None, **content: object) -> None:
    """Notes the change."""
    note_change(what, change.at, by=change.by, about=about, because=change.because.strip(), content=content)


@transaction.atomic
def add_person(new: NewPerson, change: Change) -> tuple[UUID, str]:
    """The new account's handle, and the secret of its set-up link, which nobody can ask for again.

    A post that a second administrator must decide starts when they have; until then the account opens nothing.
    """
    allow(change)
    if Account.objects.filter(email=new.email.strip().lower()).exists():
        raise EmailTaken
    account = Account.objects.create_user(new.email.strip(), None, name=new.name.strip())
    keep("account_added", change, account.handle)
    start_post(account.handle, new.team, new.role, change.at, change)
    return account.handle, _link(account, change.at)


def begin_post(account: Account, team: int, role: Role, since: datetime, change: Change) -> Post:
    """Starts a post without asking who may: for those who have asked."""
    if since < change.at:
        raise PostInThePast
    if not Team.objects.filter(pk=team).exists():
        raise UnknownPerson
    if Post.objects.filter(current(since), account=account, team_id=team, role=role).exists():
        raise PostHeldAlready
    post = Post.objects.create(account=account, team_id=team, role=role, since=since)
    keep("post_started", change, account.handle, post=post.pk, role=str(role), team=team, since=since.isoformat())
    return post


@transaction.atomic
def start_post(about: UUID, team: int, role: Role, since: datetime, change: Change) -> Proposal | None:
    """Starts a post, or asks a second administrator to decide: then the proposal. One administrator alone starts only posts
    of others in which nothing is opened but one's own: else they could make themself a person who sees everything.
    """
    allow(change)
    if since < change.at:
        raise PostInThePast
    account = locked(about)
    if role in STARTED_ALONE and about != change.by:
        begin_post(account, team, role, since, change)
        return None
    if Proposal.objects.filter(account=account, role=role, team_id=team, decided_at=None).exists():
        raise AskedAlready
    proposal = Proposal.objects.create(
        change=Proposal.Change.POST,
        account=account,
        team_id=team,
        role=role,
        since=since,
        because=change.because.strip(),
        made_at=change.at,
        made_by=Account.objects.get(handle=change.by),
    )
    keep("post_asked_for", change, about, proposal=proposal.pk, role=str(role), team=team)
    return proposal


@transaction.atomic
def end_post(post_id: int, until: datetime, change: Change) -> None:
    """Ends a post, exclusive; whoever acts in it is signed out at that moment."""
    allow(change)
    if until < change.at:
        raise PostInThePast
    post = Post.objects.select_for_update().filter(pk=post_id).select_related("account").first()
    if post is None:
        raise UnknownPerson
    if post.until is not None and post.until <= change.at:
        raise PostEnded
    if post.role == Role.ADMINISTRATOR:
        _leave_one(post.account, change.at)
    post.until = max(until, post.since)
    post.save(update_fields=["until"])
    keep("post_ended", change, post.account.handle, post=post.pk, role=post.role, until=until.isoformat())


def _leave_one(account: Account, moment: datetime) -> None:
    # The rows are locked in order, so that two administrators cannot end one another at the same moment.
    rows = Post.objects.select_for_update().filter(
        current(moment), role=Role.ADMINISTRATOR, until=None, account__is_active=True
    )
    if not settings.TRAINING:
        rows = rows.filter(account__training=False)  # outside training such an account can let nobody in
    if not any(post.account_id != account.pk for post in rows.order_by("pk")):
        raise LastAdministrator


@transaction.atomic
def set_manager(managed: UUID, manager: UUID | None, since: datetime, change: Change) -> None:
    """Who manages this person from that moment, which may be past or to come; None: nobody. Ends the line before it, then
    or, where that is past, now: nobody is taken out of a line in which they were known to stand.
    """
    allow(change)
    below = locked(managed)
    above = Account.objects.filter(handle=manager).first() if manager else None
    if manager is not None and above is None:
        raise UnknownPerson
    if manager is not None and (manager == managed or manager in line_below(managed, since, FAR)):
        raise LineInACircle
    lines = Management.objects.select_for_update().filter(managed=below)
    if lines.filter(since__gte=since).exists():
        raise LineBeforeTheLastOne
    ends = max(since, change.at)
    for line in lines.filter(current(ends)):
        line.until = ends
        line.save(update_fields=["until"])
        keep("line_ended", change, managed, line=line.pk, until=ends.isoformat())
    if above is not None:
        line = Management.objects.create(manager=above, managed=below, since=since)
        keep("line_started", change, managed, line=line.pk, manager=str(manager), since=since.isoformat())


@transaction.atomic
def switch_off(about: UUID, change: Change) -> None:
    """Ends all sessions at once; nothing that they wrote goes, and no post ends."""
    allow(change)
    account = locked(about)
    if any(post.role == Role.ADMINISTRATOR for post in posts_at(about, change.at)):
        _leave_one(account, change.at)
    account.is_active = False
    end_sessions(account)
    keep("switched_off", change, about)


@transaction.atomic
def switch_on(about: UUID, change: Change) -> str:
    """Makes the account usable again with a new set-up link, whose secret comes back."""
    allow(change)
    account = locked(about)
    account.is_active = True
    account.active_since = change.at
    account.save(update_fields=["is_active", "active_since"])
    keep("switched_on", change, about)
    return _link(account, change.at)


@transaction.atomic
def new_set_up_link(about: UUID, change: Change) -> str:
    """For a forgotten password: the secret of a link that replaces those before it. The second factor stays as it is."""
    allow(change)
    account = locked(about)
    keep("link_made", change, about)
    return _link(account, change.at)


def end_sessions(account: Account) -> None:
    """Ends every session of this account at its next request, and saves the account."""
    account.session_mark = UUID(bytes=secrets.token_bytes(16))
    account.save()


def _link(account: Account, moment: datetime) -> str:
    SetUpLink.objects.filter(account=account, used_at=None, expires_at__gt=moment).update(expires_at=moment)
    secret = secrets.token_urlsafe(32)
    SetUpLink.objects.create(account=account, digest=digest(secret), made_at=moment, expires_at=moment + LINK_LASTS)
    return secret


@transaction.atomic
def add_team(agency_key: str, agency_name: str, team_name: str, change: Change) -> int:
    """The id of the team, made if it was not there, like its agency."""
    allow(change)
    agency, _ = Agency.objects.get_or_create(key=agency_key, defaults={"name": agency_name})
    team, made = Team.objects.get_or_create(agency=agency, name=team_name)
    if made:
        keep("team_added", change, None, team=team.pk, agency=agency_key)
    return int(team.pk)


@transaction.atomic
def switch_off_dormant(now: datetime) -> tuple[UUID, ...]:
    """Switches off whoever has not signed in for 30 days, and gives their handles. Never the last administrator, who could
    let nobody in again, and no training account. Of several quiet administrators the one who signed in last stays:
    whoever never set a password up could let nobody in either.
    """
    before = now - DORMANT_AFTER
    quiet = Account.objects.select_for_update().filter(is_active=True, training=False, active_since__lt=before)
    quiet = quiet.exclude(last_login__gte=before).order_by(F("last_login").asc(nulls_first=True), "handle")
    off = []
    for account in quiet:
        if any(post.role == Role.ADMINISTRATOR for post in posts_at(account.handle, now)):
            try:
                _leave_one(account, now)
            except LastAdministrator:
                continue
        account.is_active = False
        end_sessions(account)
        note_change("switched_off", now, by=None, about=account.handle, because="Not signed in for 30 days.")
        off.append(account.handle)
    return tuple(off)


@transaction.atomic
def install_administrator(name: str, email: str, now: datetime) -> str:
    """The secret of the set-up link of one of the first two administrators, for whoever installs the hub. It takes two,
    for most posts are asked for by one and decided by the other.

    Raises:
        PostHeldAlready: there are two already.
        EmailTaken: somebody has this address.
    """
    if Post.objects.filter(current(now), role=Role.ADMINISTRATOR, account__is_active=True).count() >= 2:
        raise PostHeldAlready
    if Account.objects.filter(email=email.strip().lower()).exists():
        raise EmailTaken
    agency, _ = Agency.objects.get_or_create(key="partnership", defaults={"name": "Safeguarding partnership"})
    team, _ = Team.objects.get_or_create(agency=agency, name="Administration")
    account = Account.objects.create_user(email, None, name=name)
    Post.objects.create(account=account, team=team, role=Role.ADMINISTRATOR, since=now)
    note_change("account_added", now, by=None, about=account.handle, because="An administrator, made at installation.")
    return _link(account, now)
