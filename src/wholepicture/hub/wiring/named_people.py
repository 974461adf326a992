"""People who work with the hub, found by their address, and called as a reader may know them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub.accounts.models import Account, Team
from wholepicture.hub.accounts.posts import display, posts_at
from wholepicture.hub.need_to_know.purposes import Role
from wholepicture.hub.need_to_know.subjects import Post, Reader
from wholepicture.hub.wiring.readers import reader_of


class NobodyThere(Exception):
    """Nobody with this email address holds a post now. Check it with them."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody with an account, as a reader of the policy."""

    reader: Reader
    name: str = field(repr=False)


def somebody_with(email: str, *, at: datetime) -> Named:
    """Who holds a post at the moment and has this address, in all of their posts. Raises NobodyThere."""
    account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
    posts = posts_at(account.handle, at) if account else ()
    if account is None or not posts:
        raise NobodyThere
    return Named(reader_in_all_posts(account.handle, at=at), account.name)


def reader_in_all_posts(account: UUID, *, at: datetime) -> Reader:
    """Somebody as a reader in all the posts that they hold at the moment."""
    held = posts_at(account, at)
    return reader_of(account, tuple(Post(Role(one.role), one.agency, one.team) for one in held), at=at)


def called(handles: Iterable[UUID | None], reader: Reader, at: datetime) -> dict[UUID, str]:
    """How each of these people is called before the reader."""
    to = next(iter(sorted(reader.roles)), Role.FRONT_LINE)
    return display([one for one in handles if one is not None], to, at)


def shown_as(reader: Reader) -> str:
    """How the reader is shown to those who read what they said: "Hub practitioner, Police"."""
    post = reader.posts[0]
    team = Team.objects.select_related("agency").filter(pk=post.team).first()
    return f"{post.role.label}, {team.agency.name if team else post.agency}"


def team_names(teams: Iterable[int | None]) -> dict[int, str]:
    """Each of these teams with its agency."""
    wanted = [one for one in teams if one is not None]
    return {team.pk: str(team) for team in Team.objects.select_related("agency").filter(pk__in=wanted)}
