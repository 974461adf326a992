"""The people whom decisions ask about, out of the hub's accounts: who decides, how high they stand, who stood above whom."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from wholepicture.decisions.acts import Post
from wholepicture.hub.accounts.posts import HeldPost, line_below, people_in, posts_at
from wholepicture.hub.accounts.roles import Role
from wholepicture.statute.ladders import Level

UNKNOWN = "somebody whom nobody knows yet"
"""Stands for whoever is criticised while nobody knows who it is: then every manager is in conflict."""
_HIGHEST_MANAGER = Level.HEAD_OF_SERVICE


class HubHouse:
    """Answers from the accounts, for one request. `voices` are those who act without their account's handle: whoever raised
    a concern.
    """

    def __init__(self, voices: Mapping[str, tuple[Post, ...]]) -> None:
        self._voices = voices
        self.posts = lru_cache(maxsize=256)(self._posts)
        self._below = lru_cache(maxsize=256)(line_below)
        self.deciders = lru_cache(maxsize=8)(self._deciders)

    def _posts(self, account: str, at: datetime) -> tuple[Post, ...]:
        if account in self._voices:
            return self._voices[account]
        handle = handle_of(account)
        return tuple(self.post_of(one, at) for one in posts_at(handle, at)) if handle else ()

    def above(self, account: str, criticised: str, since: datetime, at: datetime) -> bool:
        """See `House`."""
        handle, other = handle_of(account), handle_of(criticised)
        if handle is None:
            return False
        if criticised == UNKNOWN:
            return any(one.role is Role.MANAGER for one in posts_at(handle, at))
        return other in self._below(handle, since, at)

    def _deciders(self, at: datetime) -> tuple[str, ...]:
        managers = (one for one in people_in(Role.MANAGER, at) if any(p.decides for p in self.posts(str(one), at)))
        return tuple(sorted(str(one) for one in (*people_in(Role.HUB_PRACTITIONER, at), *managers)))

    def post_of(self, held: HeldPost, at: datetime) -> Post:
        """A post as decisions see it. A manager decides where somebody below them practises at the hub; each manager below
        them puts them a level higher.
        """
        match held.role:
            case Role.HUB_PRACTITIONER:
                return Post(held.agency, Level.PRACTITIONER, decides=True)
            case Role.MANAGER:
                depth, practises = self._reach(held.account, at)
                level = Level(min(Level.FIRST_LINE + depth, _HIGHEST_MANAGER))
                return Post(held.agency, level, decides=practises)
            case Role.EXECUTIVE:
                return Post(held.agency, Level.EXECUTIVE)
            case Role.SCRUTINEER:
                return Post(held.agency, Level.SENIOR, scrutinises=True)
            case Role.ANALYST:
                return Post(held.agency, Level.PRACTITIONER, analyses=True)
        return Post(held.agency, Level.PRACTITIONER)

    def _reach(self, account: UUID, at: datetime) -> tuple[int, bool]:
        """How many levels of managers stand below a manager, and whether anybody below practises at the hub."""
        depth, practises = 0, False
        for one in self._below(account, at, at):
            roles = {post.role for post in posts_at(one, at)}
            practises = practises or Role.HUB_PRACTITIONER in roles
            if Role.MANAGER in roles:
                depth = max(depth, 1 + self._reach(one, at)[0])
        return depth, practises


def handle_of(account: str) -> UUID | None:
    """The handle under which somebody acted; None for a voice, which stands for whoever raised a concern."""
    try:
        return UUID(account)
    except ValueError:
        return None
