"""Who held which post when, who stood above and below whom, and how people are called."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from wholepicture.hub.accounts.models import Account, Post
from wholepicture.hub.accounts.roles import Role

CASE_ROLES = frozenset(Role) - {Role.ADMINISTRATOR}
"""Roles that see something of a case, be it a paragraph, a count or the raiser's name."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post as held: from `since`, inclusive, until `until`, exclusive."""

    id: int
    account: UUID
    role: Role
    agency: str
    agency_name: str
    team: int
    team_name: str
    since: datetime
    until: datetime | None

    @property
    def words(self) -> str:
        """As a person reads it."""
        return f"{Role(self.role).label}, {self.team_name} ({self.agency_name})"


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who is signed in, and the one post in which they act now."""

    account: UUID
    post: HeldPost
    posts: tuple[HeldPost, ...]
    name: str = field(repr=False)

    @property
    def role(self) -> Role:
        """Of the post in use."""
        return self.post.role

    @property
    def agency(self) -> str:
        """The key of the agency of the post in use."""
        return self.post.agency


def current(moment: datetime) -> Q:
    """That a post or a management line holds at the moment."""
    return Q(since__lte=moment) & (Q(until__isnull=True) | Q(until__gt=moment))


def _held(posts: QuerySet[Post]) -> tuple[HeldPost, ...]:
    rows = posts.order_by("since", "id").values_list(
        "id", "account__handle", "role", "team__agency__key", "team__agency__name", "team_id", "team__name", "since", "until"
    )
    return tuple(HeldPost(one, who, Role(role), *rest) for one, who, role, *rest in rows)


def posts_at(account: UUID, moment: datetime) -> tuple[HeldPost, ...]:
    """The posts that somebody holds at the moment, oldest first. None for an account that is switched off."""
    return _held(Post.objects.filter(current(moment), account__handle=account, account__is_active=True))


def posts_ever(account: UUID) -> tuple[HeldPost, ...]:
    """All posts that somebody held, holds or will hold, oldest first."""
    return _held(Post.objects.filter(account__handle=account))


def people_in(role: Role, moment: datetime, agency: str | None = None) -> tuple[UUID, ...]:
    """Who holds a post in the role, in that agency (its key) or in any, at the moment; in the order of their handles."""
    posts = Post.objects.filter(current(moment), role=role, account__is_active=True)
    if agency is not None:
        posts = posts.filter(team__agency__key=agency)
    return tuple(posts.order_by("account__handle").values_list("account__handle", flat=True).distinct())


_LINE = """
with recursive line(person, since, until) as (
    select a.id, %(since)s::timestamptz, %(until)s::timestamptz from accounts_account a where a.handle = %(handle)s
  union
    select m.{next}, greatest(m.since, line.since), least(coalesce(m.until, line.until), line.until)
    from accounts_management m join line on m.{here} = line.person
    where m.since < line.until and (m.until is null or m.until > line.since)
)
select distinct a.handle from line join accounts_account a on a.id = line.person
where a.handle <> %(handle)s order by a.handle
"""


def _line(here: str, further: str, account: UUID, since: datetime, until: datetime) -> tuple[UUID, ...]:
    # Half a window is no window: one microsecond makes `until` itself count, as PostgreSQL knows no finer moment.
    window = {"handle": account, "since": since, "until": until + timedelta(microseconds=1)}
    with connection.cursor() as cursor:
        cursor.execute(_LINE.format(here=here, next=further), window)
        return tuple(handle for (handle,) in cursor.fetchall())


def line_above(account: UUID, since: datetime, until: datetime) -> tuple[UUID, ...]:
    """Who managed this person, directly or through others, at some moment from `since` to `until`, both inclusive. In the
    order of their handles. A chain counts only where all its links held at one and the same moment.
    """
    return _line("managed_id", "manager_id", account, since, until)


def line_below(account: UUID, since: datetime, until: datetime) -> tuple[UUID, ...]:
    """Whom this person managed, directly or through others, at some moment from `since` to `until`, both inclusive."""
    return _line("manager_id", "managed_id", account, since, until)


def teams_below(account: UUID, moment: datetime) -> tuple[int, ...]:
    """The ids of this person's teams at the moment and of those in which somebody below them holds a post; in order."""
    people = (account, *line_below(account, moment, moment))
    return tuple(
        Post.objects.filter(current(moment), account__handle__in=people)
        .order_by("team_id")
        .values_list("team_id", flat=True)
        .distinct()
    )


def display(handles: Iterable[UUID], to: Role, moment: datetime) -> dict[UUID, str]:
    """How each of these people is called before a reader in that role. An executive reads roles and agencies, no names.

    Whoever no longer holds a post is still named; a handle that nobody has is "someone no longer known".
    """
    wanted = sorted(set(handles))
    posts: dict[UUID, HeldPost] = {}
    for post in _held(Post.objects.filter(current(moment), account__handle__in=wanted)):
        posts.setdefault(post.account, post)
    names = dict(Account.objects.filter(handle__in=wanted).values_list("handle", "name"))
    return {one: _called(names.get(one), posts.get(one), to) for one in wanted}


def _called(name: str | None, post: HeldPost | None, to: Role) -> str:
    if name is None:
        return "someone no longer known"
    what = f"{Role(post.role).label}, {post.agency_name}" if post else "no post now"
    return f"a {what[0].lower()}{what[1:]}" if to == Role.EXECUTIVE else f"{name} ({what})"
