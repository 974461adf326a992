"""Who stood above whom, and when: management lines as periods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Managed:
    """That `manager` managed `managed` from a moment, inclusive, until another, exclusive; open where `until` is None."""

    manager: UUID
    managed: UUID
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """That somebody stood below a reader, directly or through others, from `since`, inclusive, until `until`, exclusive."""

    account: UUID
    since: datetime
    until: datetime | None = None

    def held_between(self, event: datetime | None, at: datetime) -> bool:
        """Whether it held at some moment from the event until now, both inclusive. An undated event is any time; one that is
        said to come later is now.
        """
        return self.since <= at and (event is None or self.until is None or self.until > min(event, at))


def line_below(account: UUID, lines: Iterable[Managed]) -> tuple[Below, ...]:
    """Everybody who ever stood below somebody, and when. A chain counts while all its links hold at one and the same moment.

    More lines never take anything away from the answer.
    """
    by_manager: dict[UUID, list[Managed]] = {}
    for line in lines:
        by_manager.setdefault(line.manager, []).append(line)
    found: set[Below] = set()
    waiting = [Below(line.managed, line.since, line.until) for line in by_manager.get(account, ())]
    while waiting:
        here = waiting.pop()
        if here in found or here.account == account or (here.until is not None and here.until <= here.since):
            continue
        found.add(here)
        waiting += [_together(here, line) for line in by_manager.get(here.account, ())]
    return tuple(sorted(found, key=lambda b: (b.account, b.since, b.until or _FOREVER)))


def _together(above: Below, line: Managed) -> Below:
    ends = [end for end in (above.until, line.until) if end is not None]
    return Below(line.managed, max(above.since, line.since), min(ends, default=None))


def teams_in_line(
    own: Iterable[int], below: Sequence[Below], teams: Mapping[UUID, Iterable[int]], at: datetime
) -> frozenset[int]:
    """The teams of a manager's own posts, and those in which somebody stands who is below them at the moment.

    `teams` gives for each account the teams of the posts that it holds at the moment in the manager's own agency.
    """
    now = (b.account for b in below if b.since <= at and (b.until is None or b.until > at))
    return frozenset(own).union(*(teams.get(account, ()) for account in now))
