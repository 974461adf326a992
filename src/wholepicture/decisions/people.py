"""The people that decisions ask about, as they stood at a moment. Whoever keeps accounts answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from wholepicture.decisions.acts import Post


@dataclass(frozen=True, slots=True)
class Criticism:
    """That a concern criticises somebody for what happened since a moment."""

    account: str
    since: datetime


class House(Protocol):
    """Who holds which post, and who stood above whom."""

    def posts(self, account: str, at: datetime) -> tuple[Post, ...]:
        """The posts that somebody holds at a moment; none for whoever has left."""
        ...

    def above(self, account: str, criticised: str, since: datetime, at: datetime) -> bool:
        """Whether somebody stood above another in any line at any time between two moments, both inclusive. That a line
        ended does not undo it.
        """
        ...

    def deciders(self, at: datetime) -> tuple[str, ...]:
        """The accounts that hold a post that decides at a moment, in a fixed order."""
        ...


def conflicted(house: House, account: str, criticisms: Iterable[Criticism], at: datetime) -> bool:
    """Whether a concern criticises somebody, or anybody whom they managed since, directly or through others."""
    return any(one.account == account or house.above(account, one.account, min(one.since, at), at) for one in criticisms)


def cover(house: House, criticisms: Iterable[Criticism], at: datetime) -> tuple[str, ...]:
    """Who can decide on a concern without a conflict: the deciders of any agency that are left. With none, it is for the
    partnership's executives, and the scrutineer sees it.
    """
    named = tuple(criticisms)
    return tuple(one for one in house.deciders(at) if not conflicted(house, one, named, at))
