"""`hub start`: a whole hub with nothing set up before: keys, database, tables, training county, journey and pages.

This is what `./run` alone does. With DATABASE_URL it serves a real database and makes nothing up; see docs/hub.md.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from wholepicture.hub.commands.environment import say
from wholepicture.hub.keeper.databases import Database, open_database
from wholepicture.hub.keeper.refusals import UnableToKeep
from wholepicture.hub.keeper.supervision import Child, supervise

KEYS = ("session.key", "context.key", "record.key", "sign-in.key", "draft.key", "checkpoint.key", "receipt.key")
ADDRESS = "127.0.0.1"
PORT = 8765


class UnableToStart(Exception):
    """The hub could not be started; the words say what stood in its way."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `start`."""
    start = commands.add_parser("start", help="start everything and keep it running (what ./run alone does)")
    start.add_argument("--port", type=int, default=PORT, help=f"where the pages are, on {ADDRESS} (default {PORT})")
    start.add_argument("--address", default=ADDRESS, help="an address of this machine to serve at, behind a proxy with TLS")
    start.add_argument("--threads", type=int, default=8, help="how many requests one web process answers at once")
    start.add_argument("--workers", type=int, default=2, help="how many web processes there are")
    start.add_argument("--children", type=int, default=None, help="children of the training county, once")
    start.set_defaults(run=run_start)


def run_start(asked: argparse.Namespace) -> int:
    """Carry out `hub start`: until Ctrl-C or SIGTERM."""
    home = Path(os.environ.get("WHOLEPICTURE_HOME", "var/hub")).absolute()
    served = os.environ.get("DATABASE_URL", "")
    training = os.environ.get("WHOLEPICTURE_TRAINING", "no" if served else "yes").lower() in ("1", "yes", "true", "on")
    try:
        _check_port(asked.address, asked.port)
        make_keys(home)
        say("Starting the database." if not served else "Connecting to the database.")
        database = open_database(
            home,
            served_url=served or None,
            app_url=os.environ.get("WHOLEPICTURE_APP_URL"),
            journey_url=os.environ.get("WHOLEPICTURE_JOURNEY_URL"),
        )
        environment = environment_of(home, database, training=training)
        try:
            _make_ready(environment, training=training, children=asked.children)
        except UnableToStart:
            database.stop()
            raise
        say(f"\nWhole Picture is at http://{asked.address}:{asked.port}/  (Ctrl-C stops it)\n")
        supervise(home, _children(asked, environment, home), database, say=say)
    except (UnableToKeep, UnableToStart) as problem:
        say(f"wholepicture: {problem}")
        return 1
    return 0


def make_keys(home: Path) -> None:
    """Make the secrets that are not there yet, each in a file that its owner alone can read."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in KEYS:
        path = folder / name
        if path.exists():
            continue
        # Written under another name first: a key that is cut short by a crash would lock everybody out for good.
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        making.rename(path)


def environment_of(home: Path, database: Database, *, training: bool) -> dict[str, str]:
    """What each of the hub's processes is told; the owner's address is added for migrating alone."""
    return {
        **os.environ,
        "WHOLEPICTURE_HOME": str(home),
        "WHOLEPICTURE_APP_URL": database.app_url,
        "WHOLEPICTURE_JOURNEY_URL": database.journey_url,
        "DATABASE_URL": database.owner_url,
        "WHOLEPICTURE_TRAINING": "yes" if training else "no",
        "DJANGO_SETTINGS_MODULE": "wholepicture.hub.settings",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def _make_ready(environment: Mapping[str, str], *, training: bool, children: int | None) -> None:
    _run(environment, "migrate", what="The tables could not be brought up to date")
    if training:
        more = () if children is None else ("--children", str(children))
        _run(environment, "load-training", *more, what="The training county could not be loaded")


def _run(environment: Mapping[str, str], *words: str, what: str) -> None:
    argv = (sys.executable, "-m", "wholepicture", "hub", *words)
    done = subprocess.run(argv, env=dict(environment), stdin=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise UnableToStart(f"{what}; see above. Nothing was lost: start again when it is mended")


def _children(asked: argparse.Namespace, environment: Mapping[str, str], home: Path) -> tuple[Child, ...]:
    without_owner = {**environment, "DATABASE_URL": ""}  # nothing that answers requests knows how to be the owner
    web = (
        *(sys.executable, "-m", "gunicorn", "wholepicture.hub.wsgi"),
        *("--bind", f"{asked.address}:{asked.port}", "--workers", str(asked.workers), "--threads", str(asked.threads)),
        *("--worker-tmp-dir", str(home), "--no-control-socket", "--log-level", "warning"),
    )
    journey = (sys.executable, "-m", "wholepicture", "hub", "journey")
    imports = (sys.executable, "-m", "wholepicture", "hub", "imports")
    accounts = (sys.executable, "-m", "wholepicture", "hub", "accounts")
    checkpoints = (sys.executable, "-m", "wholepicture", "hub", "checkpoints")
    return (
        Child("journey", journey, without_owner),
        Child("imports", imports, without_owner),
        Child("accounts", accounts, without_owner),
        Child("checkpoints", checkpoints, without_owner),
        *_mail(asked, without_owner),
        Child("web", web, {**without_owner, "WHOLEPICTURE_POOL": "yes"}),
    )


def _mail(asked: argparse.Namespace, environment: Mapping[str, str]) -> tuple[Child, ...]:
    """The process that mails, where it is said how; without it everything else is the same."""
    if not (environment.get("WHOLEPICTURE_EMAIL_HOST") or environment.get("WHOLEPICTURE_EMAIL_FILE_PATH")):
        return ()
    argv = (sys.executable, "-m", "wholepicture", "hub", "mail")
    served = (
        {} if environment.get("WHOLEPICTURE_HOSTS") else {"WHOLEPICTURE_ADDRESS": f"http://{asked.address}:{asked.port}"}
    )
    return (Child("mail", argv, {**served, **environment}),)


def _check_port(address: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            words = f"port {port} of {address} cannot be used ({error.strerror}); try another: ./run hub start --port 8800"
            raise UnableToStart(words) from None
