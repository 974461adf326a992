"""The hub's database, whoever keeps it: the server that an operator named, or one of our own."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg

from wholepicture.hub.keeper.binaries import OLDEST
from wholepicture.hub.keeper.cluster import Cluster, keep
from wholepicture.hub.keeper.refusals import UnableToServe
from wholepicture.hub.keeper.roles import APP, DATABASE, JOURNEY, OWNER, check_app, prepare


class Database(Protocol):
    """Three addresses of one database: the owner's, for migrating alone, the journey's, and the app's, for all else."""

    @property
    def owner_url(self) -> str:
        """The address as the owner of the tables."""
        ...

    @property
    def app_url(self) -> str:
        """The address as the role that requests are answered with."""
        ...

    @property
    def journey_url(self) -> str:
        """The address as the role of the journey process and of imports."""
        ...

    def running(self) -> bool:
        """Whether the server is there, as far as this machine can tell without asking it."""
        ...

    def ensure(self) -> None:
        """Start the server again where it is ours and has died."""
        ...

    def stop(self) -> None:
        """End the server where it is ours."""
        ...


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """A database in a server that we keep."""

    cluster: Cluster

    @property
    def owner_url(self) -> str:
        """As `wp_owner`, over the private socket."""
        return self.cluster.url(OWNER, DATABASE)

    @property
    def app_url(self) -> str:
        """As `wp_app`, over the private socket."""
        return self.cluster.url(APP, DATABASE)

    @property
    def journey_url(self) -> str:
        """As `wp_journey`, over the private socket."""
        return self.cluster.url(JOURNEY, DATABASE)

    def running(self) -> bool:
        """Whether the server's process is alive."""
        return self.cluster.pid() is not None

    def ensure(self) -> None:
        """Start and recover the server where it has died."""
        keep(self.cluster.home, quick=self.cluster.quick)

    def stop(self) -> None:
        """End the server for everybody."""
        self.cluster.stop()


@dataclass(frozen=True, slots=True)
class ServedDatabase:
    """A database in a server that somebody else keeps: nothing here starts or stops it."""

    owner_url: str = field(repr=False)
    app_url: str = field(repr=False)
    journey_url: str = field(repr=False)

    def running(self) -> bool:
        """Always: whoever keeps the server watches it."""
        return True

    def ensure(self) -> None:
        """Nothing to do."""

    def stop(self) -> None:
        """Nothing to do."""


def open_database(
    home: Path,
    *,
    served_url: str | None = None,
    app_url: str | None = None,
    journey_url: str | None = None,
    quick: bool = False,
) -> Database:
    """The hub's database, ready: the named server's where `served_url` is given, else one kept in `home`.

    `served_url` is the setting DATABASE_URL: the owner's address. `app_url` is WHOLEPICTURE_APP_URL: the app's address of
    the same database; its role must exist, and may be neither superuser nor owner. `journey_url` is
    WHOLEPICTURE_JOURNEY_URL, for the journey's role, of which the same is true. Raises a kind of UnableToKeep.
    """
    if served_url:
        return _served(served_url, app_url, journey_url)
    cluster = keep(home, quick=quick)
    prepare(cluster)
    own = OwnDatabase(cluster)
    check_app(own.app_url)
    return own


def _served(owner_url: str, app_url: str | None, journey_url: str | None) -> ServedDatabase:
    if not app_url or not journey_url:
        raise UnableToServe(
            "DATABASE_URL names a server as the owner of its tables; name the app's own account in WHOLEPICTURE_APP_URL, "
            "and the journey's in WHOLEPICTURE_JOURNEY_URL. The hub does not answer requests as the owner"
        )
    _check_served("DATABASE_URL", owner_url)
    _check_served("WHOLEPICTURE_APP_URL", app_url)
    _check_served("WHOLEPICTURE_JOURNEY_URL", journey_url)
    check_app(app_url)
    check_app(journey_url)
    return ServedDatabase(owner_url, app_url, journey_url)


def _check_served(setting: str, url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as session:
            version, encoding = session.info.server_version, session.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise UnableToServe(f"the server in {setting} was not reached: {_without_secrets(error)}") from None
    if version < OLDEST * 10_000:
        raise UnableToServe(f"the server in {setting} is PostgreSQL {version // 10_000}; the hub needs {OLDEST} or later")
    if encoding != "UTF8":
        raise UnableToServe(f"the database in {setting} is encoded as {encoding}; the hub needs UTF8")


def _without_secrets(error: psycopg.Error) -> str:
    # A malformed address is quoted back whole, with the password in it.
    return str(error).strip() if isinstance(error, psycopg.OperationalError) else "the address could not be read"
