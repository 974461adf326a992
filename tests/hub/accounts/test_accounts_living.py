"""The process that switches off whoever was quiet for long, on a real database as the role that answers requests."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connections
from tests.hub.concern.conftest import as_app, at_time, hub, people

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account, PersonEvent
from wholepicture.hub.storage.connections import connect, only_one
from wholepicture.hub.wiring import accounts_living
from wholepicture.hub.wiring.people import install_administrator

__all__ = ["as_app", "at_time", "hub", "people"]

MOMENT = 0.02
NAME = "Wren Okehampton-Slate"


def until(true: Callable[[], object], seconds: float = 20) -> None:
    by = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < by, "it did not come about"
        time.sleep(MOMENT)


@pytest.fixture
def quiet(as_app, people) -> Iterator[Callable[[], Account]]:
    """Somebody real who has not signed in for 40 days, beside an administrator who has."""
    made = []

    def make() -> Account:
        since = clock.now() - timedelta(days=40)
        account = Account.objects.create_user(f"{uuid4()}@example.org", None, name=NAME, active_since=since)
        made.append(account)
        return account

    yield make
    Account.objects.filter(pk__in=[one.pk for one in made]).update(is_active=False)


@contextmanager
def alive(hub, said: list[str]) -> Iterator[Event]:
    stopping = Event()
    life = Thread(
        target=accounts_living.live,
        args=(hub.url("wp_app"), stopping),
        kwargs={"say": said.append, "every": MOMENT, "standing_by": MOMENT},
    )
    life.start()
    try:
        yield stopping
    finally:
        stopping.set()
        life.join(20)
        assert not life.is_alive()


def test_it_switches_off_whoever_was_quiet_and_says_handles_alone(hub, quiet) -> None:
    account, said = quiet(), []

    with alive(hub, said):
        until(lambda: not Account.objects.get(pk=account.pk).is_active)
        later = quiet()
        until(lambda: not Account.objects.get(pk=later.pk).is_active)

    assert said == [f"Switched off account {one.handle}: not signed in for 30 days." for one in (account, later)]
    assert PersonEvent.objects.filter(about=account.handle, what="switched_off", by=None).count() == 1
    assert not Account.objects.filter(training=True, is_active=False).exists()


def test_a_second_one_stands_by_until_the_first_is_gone(hub, quiet) -> None:
    account, said = quiet(), []
    first = connect(hub.url("wp_app"), "first")
    with only_one(first, accounts_living.LOOKING) as mine, alive(hub, said):
        assert mine
        time.sleep(20 * MOMENT)
        assert Account.objects.get(pk=account.pk).is_active
        first.close()  # it dies with the lock in its hand
        until(lambda: not Account.objects.get(pk=account.pk).is_active)


def test_it_outlives_its_connections(hub, quiet) -> None:
    said: list[str] = []
    with alive(hub, said), hub.connect("wp_app") as beside:
        account = quiet()
        until(lambda: not Account.objects.get(pk=account.pk).is_active)
        connections.close_all()
        beside.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'wholepicture accounts'"
            " and datname = current_database()"
        )
        until(lambda: "The database is not there; trying again." in said)
        later = quiet()
        until(lambda: not Account.objects.get(pk=later.pk).is_active)


def test_the_command_looks_at_once_and_ends_when_it_is_asked_to(hub, quiet) -> None:
    account = quiet()
    command = (sys.executable, "-m", "wholepicture", "hub", "accounts")
    with subprocess.Popen(  # noqa: S603 - our own command
        command, env={**hub.environment(), "DATABASE_URL": ""}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            until(lambda: not Account.objects.get(pk=account.pk).is_active, 40)
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=20)
        finally:
            process.kill()

    assert process.returncode == 0
    assert said == f"Switched off account {account.handle}: not signed in for 30 days.\n"
    assert NAME not in said


def test_the_last_administrator_stays(hub, as_app, people, at_time) -> None:
    with hub.connect("wp_owner") as owner:
        owner.execute("update accounts_post set until = greatest(since, now()) where role = 'administrator'")
    now = clock.now()
    install_administrator("First One", "first@example.org", now)
    at_time(now + timedelta(days=31))
    said: list[str] = []
    with alive(hub, said):
        time.sleep(20 * MOMENT)
    assert Account.objects.get(email="first@example.org").is_active
    assert said == []
