"""A running hub for every journey: one server and one database for the whole run, with the training county's people.

- `hub`: the running hub. `hub.url` is where; `hub.people["officer"]` says how to sign in; `hub.code("officer")` is its code;
  `hub.owner` is a database URL to arrange with, `hub.app` the one that the hub itself uses; `hub.link()` lets the journey
  take in what was recorded.
- `world`: the replay, as if it were of these months, and two concerns of an officer's and a school's: their references.
- `chromium`: one browser for each module.
- `opened(path, width=…, scripts=…)`: a tab of its own at that path, signed in as nobody; `tab.troubles` lists what the
  browser complained of.
- `acting(who, path)`: the same, signed in with one click as that training person.

Nothing is emptied between tests: a journey makes its own children and concerns, and looks for nobody else's.
"""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest
from playwright.sync_api import sync_playwright

from wholepicture.hub.keeper.cluster import SUPERUSER, keep
from wholepicture.hub.keeper.roles import APP, DATABASE, OWNER, prepare

CHROMIUM = shutil.which("chromium")
PEOPLE = """
import django, json
django.setup()
from wholepicture.hub import clock
from wholepicture.hub.wiring.sign_in_training import make_training_people
print(json.dumps({p.key: [str(p.handle), p.email, p.password, p.secret] for p in make_training_people(clock.now())}))
"""

_SEEN = "Wilhelmina Quarterstaff, 13, was at the flat with men who call after midnight."
_LOAD = """
import django
django.setup()
from datetime import timedelta
from pathlib import Path
import psycopg
from django.conf import settings
from tests.hub.findings.replay_shifted import load_replay, raise_concern, run_journey
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.wiring.journey_understanding import means_of

urls = {"wp_app": %(app)r, "wp_journey": %(journey)r}
connect = lambda role="wp_journey": psycopg.connect(urls[role], autocommit=True)
means, now, folder = means_of(settings.RECORD_KEY), clock.now(), Path(settings.HOME) / "journey"
load_replay(connect, means, folder, now=now)
for who, hours in (("officer", 50), ("school", 5)):
    account = Account.objects.get(email=f"{who}@training.example").handle
    post = posts_at(account, now)[0]
    receipt = raise_concern(
        connect, means, %(seen)r, account=account, agency=(post.agency, post.agency_name), team=(post.team, post.team_name),
        at=now - timedelta(hours=hours),
    )
    print(receipt.reference)
run_journey(connect, means, folder, now=now)
"""


@dataclass(frozen=True)
class TrainedPerson:
    """How to sign in as one of the training county's people."""

    handle: str
    email: str
    password: str
    secret: str


@dataclass(frozen=True)
class RunningHub:
    """A hub that serves 127.0.0.1."""

    url: str
    owner: str
    app: str
    journey: str
    environment: dict[str, str] = field(repr=False)
    people: dict[str, TrainedPerson] = field(repr=False)

    def code(self, who: str) -> str:
        """What that person's authenticator app shows now."""
        return _code(self.people[who].secret, datetime.now(UTC))

    def link(self) -> None:
        """Let the journey take in whatever was recorded, once."""
        _python(["-m", "wholepicture", "hub", "rebuild"], self.environment | {"WHOLEPICTURE_JOURNEY_URL": self.journey})

    def run(self, code: str) -> str:
        """What a piece of Python prints that runs beside the hub, with its settings."""
        return _python(["-c", code], self.environment)


def _code(secret: str, moment: datetime) -> str:
    """As RFC 6238 says; written here a second time, so that the hub is not measured with its own ruler."""
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415
    import hmac  # noqa: PLC0415

    step = (int(moment.timestamp()) // 30).to_bytes(8, "big")
    seal = hmac.digest(base64.b32decode(secret), step, hashlib.sha1)
    at = seal[-1] & 15
    return f"{(int.from_bytes(seal[at : at + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def _python(argv: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *argv], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def hub() -> Iterator[RunningHub]:
    """See above."""
    with running_hub() as hub:
        yield hub


@contextmanager
def running_hub(**settings: str) -> Iterator[RunningHub]:
    """A hub of one's own, where a journey cannot share the others'; with these settings besides, by their names."""
    home = Path(mkdtemp(prefix="wp-journeys-"))
    home.chmod(0o711)
    cluster = keep(home / "database", quick=True, state=home / "state")
    try:
        with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
            if server.execute("select from pg_roles where rolname = 'wp_journey'").fetchone() is None:
                server.execute("create role wp_journey login")
        prepare(cluster)
        owner, app = cluster.url(OWNER, DATABASE), cluster.url(APP, DATABASE)
        environment = _environment(home) | {"WHOLEPICTURE_APP_URL": app, **settings}
        _python(["-m", "django", "migrate", "--verbosity", "0"], environment | {"WHOLEPICTURE_APP_URL": owner})
        people = _people(environment)
        with serving(environment, home) as url:
            yield RunningHub(url, owner, app, cluster.url("wp_journey", DATABASE), environment, people)
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WHOLEPICTURE_")}
    keys = ("SECRET", "CONTEXT", "RECORD", "SIGN_IN", "DRAFT", "CHECKPOINT", "RECEIPT")
    return kept | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "wholepicture.hub.settings",
        "WHOLEPICTURE_HOME": str(home),
        "WHOLEPICTURE_TRAINING": "yes",
        "WHOLEPICTURE_POOL": "yes",
        "WHOLEPICTURE_EMAIL_FILE_PATH": str(home / "mails"),
        **{f"WHOLEPICTURE_{name}_KEY": secrets.token_hex(32) for name in keys},
    }


def _people(environment: dict[str, str]) -> dict[str, TrainedPerson]:
    import json  # noqa: PLC0415

    return {key: TrainedPerson(*parts) for key, parts in json.loads(_python(["-c", PEOPLE], environment)).items()}


class serving:  # noqa: N801 - read as a word: with serving
    """The pages at an address of this machine, by `application`, whose output goes into a file of that name."""

    def __init__(self, environment: dict[str, str], home: Path, application: str = "wholepicture.hub.wsgi") -> None:
        argv = ["-m", "gunicorn", "--bind", "127.0.0.1:0", "--threads", "4", "--worker-tmp-dir", str(home)]
        argv += ["--no-control-socket"] if _knows_control_socket() else []
        self.log = home / f"{application}.log"
        self.file = self.log.open("w")
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, *argv, application], env=environment, stdout=self.file, stderr=self.file
        )

    def __enter__(self) -> str:
        import time  # noqa: PLC0415

        for _ in range(300):
            found = re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", self.log.read_text())
            if found:
                return found[1]
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.file.close()


def _knows_control_socket() -> bool:
    from gunicorn.config import KNOWN_SETTINGS  # noqa: PLC0415

    return any("--no-control-socket" in (one.cli or ()) for one in KNOWN_SETTINGS)


@pytest.fixture(scope="session")
def world(hub: RunningHub) -> list[str]:
    """See above."""
    return load_world(hub)


def load_world(hub: RunningHub) -> list[str]:
    """The replay, and two concerns: their references."""
    said = hub.run(_LOAD % {"app": hub.app, "journey": hub.journey, "seen": _SEEN})
    return said.split()[-2:]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """See above."""
    if CHROMIUM is None:
        pytest.skip("There is no chromium on the PATH, so no page can be opened.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, hub: RunningHub, world: list[str]) -> Iterator[Any]:
    """See above. The replay is known from when it was recorded only where nothing later was committed before it."""
    contexts = []

    def open_page(path: str = "/", *, width: int = 1280, scripts: bool = True, base_url: str = hub.url) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, base_url=base_url, locale="en-GB"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        tab = context.new_page()
        tab.troubles = []
        tab.on("console", lambda said: tab.troubles.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
        tab.on("request", lambda one: tab.troubles.append(one.url) if not one.url.startswith(base_url) else None)
        tab.goto(path)
        return tab

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def acting(opened: Any, hub: RunningHub) -> Any:
    """See above."""

    def act(who: str, path: str = "/", **how: Any) -> Any:
        tab = opened("/sign-in/login/", **how)
        tab.locator(f'form[action="/sign-in/training/{hub.people[who].handle}/"] button').click()
        tab.wait_for_url(f"{hub.url}/")
        if path != "/":
            tab.goto(path)
        return tab

    return act
