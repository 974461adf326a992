"""Real PostgreSQL for the tests of the hub: one server a session, one database a test.

- `cluster`: the session's server, started once in a temporary folder with `quick=True` (no fsync), stopped at the end. Unix
  socket only. It runs beside any other.
- `template`: the name of a database that has the roles and nothing else. Override this fixture in a room's own conftest.py
  to migrate into it, once a session: take `template`, migrate it as `wp_owner`, close every
  connection, and return its name.
- `database`: a fresh clone of the template for one test, dropped afterwards whoever is still connected. Use its `owner_url`
  to arrange and its `app_url` or `journey_url` to act.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster, keep
from wholepicture.hub.keeper.roles import APP, JOURNEY, OWNER, prepare

_counted = itertools.count(1)


@dataclass(frozen=True)
class Clone:
    """One test's own database."""

    name: str
    owner_url: str
    app_url: str
    journey_url: str


def _memory() -> str | None:
    """A folder in memory, where one has room and lets programs run: clusters are made and removed fast there."""
    with suppress(OSError, AttributeError):
        there = os.statvfs("/dev/shm")  # noqa: S108 - mkdtemp makes a closed folder in it
        if there.f_bavail * there.f_frsize > 2 << 30 and not there.f_flag & os.ST_NOEXEC:
            return "/dev/shm"  # noqa: S108
    return None


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A short temporary folder that the server's account can pass through; pytest's own are closed to it under root."""
    folder = Path(tempfile.mkdtemp(prefix="wp-", dir=_memory()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster(open_folder: Path) -> Iterator[Cluster]:
    kept = keep(open_folder / "session", quick=True, state=open_folder / "state")
    yield kept
    kept.stop()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    prepare(cluster, "template_hub")
    return "template_hub"


@pytest.fixture
def database(cluster: Cluster, template: str) -> Iterator[Clone]:
    name = f"hub_{os.getpid()}_{next(_counted)}"
    names = {"name": name, "template": template, "owner": OWNER, "app": APP, "journey": JOURNEY}
    named = {key: sql.Identifier(one) for key, one in names.items()}
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("create database {name} template {template} owner {owner} strategy wal_log").format(**named))
        server.execute(sql.SQL("revoke all on database {name} from public").format(**named))
        server.execute(sql.SQL("grant connect on database {name} to {app}, {journey}").format(**named))
        yield Clone(name, cluster.url(OWNER, name), cluster.url(APP, name), cluster.url(JOURNEY, name))
        server.execute(sql.SQL("drop database {name} with (force)").format(**named))
