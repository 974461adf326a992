"""The life of the process that seals: each 10 seconds at most, one process at a time, outside the path of who writes. What
it has sealed of the looks, it holds against the seals of children, and tells whoever leads for one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import psycopg

from wholepicture.hub import clock
from wholepicture.hub.storage.connections import Connection, connect, only_one
from wholepicture.hub.storage.sealed import watch
from wholepicture.hub.wiring.checkpoints import MOST, NotSealed, Sealer, give_to_witness
from wholepicture.proof.notes import Signer

SEALING = 7023031
EVERY = 10.0
"""Seconds between two checkpoints, at most."""
AGAIN = 2.0
STANDING_BY = 60.0

Say = Callable[[str], None]


def live(  # noqa: PLR0913 - what a process is told
    url: str,
    stopping: Event,
    *,
    signer: Signer,
    keys: Sequence[str],
    witnesses: Sequence[Path],
    say: Say,
    every: float = EVERY,
    standing_by: float = STANDING_BY,
) -> None:
    """Seal until told to stop. `url` is the database's, as wp_journey. What it says holds numbers and no names."""
    while not stopping.is_set():
        try:
            with connect(url, "checkpoints") as connection, only_one(connection, SEALING) as mine:
                sealer = Sealer(signer)
                while mine and not stopping.is_set():
                    _once(connection, sealer, keys, witnesses, say)
                    stopping.wait(every)
            stopping.wait(standing_by)
        except psycopg.Error:
            say("The database is not there; trying again.")
            stopping.wait(AGAIN)


def _once(connection: Connection, sealer: Sealer, keys: Sequence[str], witnesses: Sequence[Path], say: Say) -> None:
    """Witnesses first: nothing is sealed over what one of them knows otherwise."""
    try:
        _give(connection, keys, witnesses, say)
        while sealer.seal_next(connection, now=clock.now()) == MOST:
            pass
        _give(connection, keys, witnesses, say)
        watch(connection, at=clock.now())
    except NotSealed as problem:
        say(f"Nothing is sealed: {problem}. Nobody may start it again before that is looked into.")


def _give(connection: Connection, keys: Sequence[str], witnesses: Sequence[Path], say: Say) -> None:
    for folder in witnesses:
        try:
            give_to_witness(connection, folder, keys)
        except OSError as problem:
            say(f"Witness {folder.name} cannot be reached ({problem.strerror}); it gets what it missed later.")
