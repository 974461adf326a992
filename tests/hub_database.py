"""A real PostgreSQL for tests: one quick server a run, migrated once, and a fresh copy of the database for each test."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster, keep
from wholepicture.hub.keeper.roles import prepare

_TEMPLATE = "migrated"
RECORD_KEY = "a key for tests alone"
_numbers = count(1)


@dataclass(frozen=True)
class HubDatabase:
    """One migrated database of the hub."""

    cluster: Cluster
    name: str

    def url(self, role: str) -> str:
        return self.cluster.url(role, self.name)

    def environment(self) -> dict[str, str]:
        """What a command of the hub is started with."""
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DATABASE_URL": self.url("wp_owner"),
            "WHOLEPICTURE_JOURNEY_URL": self.url("wp_journey"),
            "WHOLEPICTURE_APP_URL": self.url("wp_app"),
            "WHOLEPICTURE_RECORD_KEY": RECORD_KEY,
        }

    def settings(self, role: str) -> dict[str, Any]:
        """What Django connects with in that role."""
        asked = parse_qs(urlsplit(self.url(role)).query)
        return {
            "NAME": self.name,
            "USER": role,
            "PASSWORD": "",
            "HOST": asked["host"][0],
            "PORT": asked.get("port", [""])[0],
            "OPTIONS": {},
        }

    def connect(self, role: str = "wp_journey") -> "psycopg.Connection[Any]":
        return psycopg.connect(self.url(role), autocommit=True)


@cache
def _cluster() -> Cluster:
    home = Path(tempfile.mkdtemp(prefix="wp-tests-"))
    home.chmod(0o711)
    cluster = keep(home, quick=True, state=home / "state")

    def leave() -> None:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(leave)
    prepare(cluster, _TEMPLATE)
    migrate(cluster, _TEMPLATE, home)
    return cluster


def migrate(cluster: Cluster, name: str, home: Path) -> None:
    """Bring the tables of a database to this version."""
    django = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "wholepicture.hub.settings",
            "WHOLEPICTURE_APP_URL": cluster.url("wp_owner", name),
            "WHOLEPICTURE_HOME": str(home),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert django.returncode == 0, django.stderr


@contextmanager
def fresh_database() -> Iterator[HubDatabase]:
    """A database that holds nothing yet; it is dropped afterwards."""
    cluster, name = _cluster(), f"fresh_{next(_numbers)}"
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(f"create database {name} owner wp_owner template {_TEMPLATE} strategy wal_log")
        prepare(cluster, name)
        try:
            yield HubDatabase(cluster, name)
        finally:
            server.execute(f"drop database {name} with (force)")
