"""A connection that takes its process with it at a chosen exchange with the server.

Everything that a process and PostgreSQL say to each other passes through `Connection.wait`, so every exchange is a point
at which a power cut can come: before it is sent, when it is sent and nobody waits for the answer, or when the server has
answered and nobody heard. From then on nothing of this process reaches the server any more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import psycopg
from psycopg.waiting import Ready, Wait


class PowerCut(BaseException):
    """The process is gone. No `except Exception` may go on after this."""


class Cut(StrEnum):
    """When it comes."""

    BEFORE = "before"
    SENT = "sent"
    AFTER = "after"


@dataclass
class Fuse:
    """Burns at one exchange, counted from 1 over all connections of a process; 0 never burns."""

    at: int = 0
    how: Cut = Cut.BEFORE
    count: int = 0
    burnt: bool = False
    connections: "list[FusedConnection]" = field(default_factory=list)

    def burn(self) -> None:
        self.burnt = True
        for one in self.connections:
            one.pgconn.finish()
        raise PowerCut


class FusedConnection(psycopg.Connection[Any]):
    """As any connection, until its fuse burns."""

    fuse: Fuse | None = None

    def wait(self, gen: Any, interval: float = 0.1) -> Any:
        fuse = self.fuse
        if fuse is None:
            return super().wait(gen, interval)
        if fuse.burnt:
            raise PowerCut
        fuse.count += 1
        if fuse.count != fuse.at:
            return super().wait(gen, interval)
        if fuse.how is Cut.AFTER:
            super().wait(gen, interval)
        elif fuse.how is Cut.SENT:
            _send(gen)
        return fuse.burn()


def _send(gen: Any) -> None:
    """Let all of it leave, and hear nothing; what was over at once was never sent as an exchange of its own."""
    try:
        state = next(gen)
        while state is Wait.RW:  # not all of it has left yet
            state = gen.send(Ready.W)
    except StopIteration:
        return


def fused(url: str, fuse: Fuse) -> Callable[[], FusedConnection]:
    """Opens connections of one process."""

    def connect() -> FusedConnection:
        if fuse.burnt:
            raise PowerCut
        made = FusedConnection.connect(url, autocommit=True)
        made.fuse = fuse
        fuse.connections.append(made)
        return made

    return connect
