"""The server that a hub keeps by itself, for commands that work on it beside the hub or without."""

import os
from pathlib import Path

from wholepicture.hub.keeper.cluster import Cluster, keep
from wholepicture.hub.keeper.locks import open_lock, take
from wholepicture.hub.keeper.refusals import UnableToKeep
from wholepicture.hub.keeper.roles import prepare


def home_folder() -> Path:
    """Where this hub keeps what is outside the database."""
    return Path(os.environ.get("WHOLEPICTURE_HOME", "var/hub")).absolute()


def own_server() -> Cluster:
    """The server, started where it does not run. Raises UnableToKeep where somebody else keeps it."""
    if os.environ.get("DATABASE_URL"):
        raise UnableToKeep("DATABASE_URL names a server that somebody else keeps; back it up as docs/hub.md says")
    return own_server_of(home_folder())


def own_server_of(home: Path) -> Cluster:
    """The same, of any home. Raises UnableToKeep."""
    cluster = keep(home)
    prepare(cluster)
    return cluster


def runs_now(home: Path) -> bool:
    """Whether the hub of this home runs now: then its server is not ours to stop."""
    home.mkdir(parents=True, exist_ok=True)
    lock = open_lock(home / "hub.lock")
    try:
        return not take(lock)
    finally:
        os.close(lock)
