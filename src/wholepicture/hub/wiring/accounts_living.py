"""The life of the process that switches off accounts which nobody has used for long: once an hour, one process at a time."""

from collections.abc import Callable
from threading import Event

import psycopg
from django.db import InterfaceError, OperationalError, connections

from wholepicture.hub import clock
from wholepicture.hub.storage.connections import Connection, connect, only_one
from wholepicture.hub.wiring.people import switch_off_dormant

LOOKING = 7023021
HOURLY = 3600.0
"""Seconds between two looks."""
AGAIN = 2.0
"""Seconds before it tries again where the server went away."""
STANDING_BY = 60.0
"""Seconds between two looks whether the process that does the work is still there."""

Say = Callable[[str], None]


def live(url: str, stopping: Event, *, say: Say, every: float = HOURLY, standing_by: float = STANDING_BY) -> None:
    """Look until told to stop. `url` is the database's, as wp_app, and so is Django's own connection. What it says holds
    handles and no names.
    """
    while not stopping.is_set():
        try:
            with connect(url, "accounts") as connection:
                _look(connection, stopping, say, every, standing_by)
        except (psycopg.OperationalError, OperationalError, InterfaceError):
            say("The database is not there; trying again.")
            stopping.wait(AGAIN)
        finally:
            connections.close_all()


def _look(connection: Connection, stopping: Event, say: Say, every: float, standing_by: float) -> None:
    while not stopping.is_set():
        with only_one(connection, LOOKING) as mine:
            while mine and not stopping.is_set():
                for handle in switch_off_dormant(clock.now()):
                    say(f"Switched off account {handle}: not signed in for 30 days.")
                connections.close_all()
                stopping.wait(every)
                connection.execute("select 1")  # whether the lock is still ours: it went if the connection did
        stopping.wait(standing_by)
