"""Who looks: an account in a post, with everybody who ever stood below it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wholepicture.hub.accounts.models import Post as HeldPost
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.lines import Below, Managed, line_below, teams_in_line
from wholepicture.hub.need_to_know.purposes import Role
from wholepicture.hub.need_to_know.subjects import Post, Reader
from wholepicture.hub.storage.relations import lines_under


def reader_for(acting: Acting, *, at: datetime) -> Reader:
    """Somebody who is signed in, as the reader that the policy knows: in the one post in which they act now."""
    post = acting.post
    return reader_of(acting.account, [Post(Role(post.role.value), post.agency, post.team)], at=at)


def reader_of(account: UUID, posts: Iterable[Post], *, at: datetime) -> Reader:
    """The reader that the policy knows. `posts` are those in which the account acts now: as a rule, the one in use."""
    acted = tuple(posts)
    below = line_below(account, _lines_below(account))
    if not any(post.role is Role.MANAGER for post in acted):
        return Reader(account, acted, below)
    teams, roles = _line(acted, below, at)
    return Reader(account, acted, below, teams, roles)


def _lines_below(account: UUID) -> list[Managed]:
    found: list[Managed] = []
    known: set[UUID] = set()
    level = {account}
    while level:
        known |= level
        made = lines_under(sorted(level))
        found += made
        level = {line.managed for line in made} - known
    return found


def _line(posts: tuple[Post, ...], below: tuple[Below, ...], at: datetime) -> tuple[frozenset[int], frozenset[Role]]:
    """The teams in a manager's line now, and the roles of those who stand below them now."""
    own = [post for post in posts if post.role is Role.MANAGER]
    now = {one.account for one in below if one.since <= at and (one.until is None or one.until > at)}
    held = HeldPost.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), since__lte=at, account__handle__in=now
    ).values_list("account__handle", "team_id", "team__agency__key", "role")
    agencies = {post.agency for post in own}
    teams: dict[UUID, list[int]] = {}
    roles = set()
    for handle, team, agency, role in held:
        roles.add(Role(role))
        if agency in agencies:
            teams.setdefault(handle, []).append(team)
    return teams_in_line([post.team for post in own], below, teams, at), frozenset(roles)
