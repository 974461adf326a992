"""What a database needs: `hub migrate`, `rebuild`, who and what is there first, and the processes beside the pages."""

import argparse
import signal
from collections.abc import Callable
from threading import Event
from typing import Any

from wholepicture.cli.clock import salt
from wholepicture.hub.commands.environment import NotSet, needed, say, start_django

_OWNER = ("DATABASE_URL", "the address of the database as the owner of its tables")
_JOURNEY = ("WHOLEPICTURE_JOURNEY_URL", "the address of the database as the journey's role")
_APP = ("WHOLEPICTURE_APP_URL", "the address of the database as the app's role")
_AGAIN = 2.0
"""Seconds before a journey whose server went away tries again."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them."""
    migrate = commands.add_parser("migrate", help="bring the tables to this version; as the owner of the database")
    migrate.set_defaults(run=_told(run_migrate))
    journey = commands.add_parser("journey", help="read, link and look for patterns in whatever is recorded, until stopped")
    journey.set_defaults(run=_told(run_journey))
    imports = commands.add_parser("imports", help="read, append and undo the extracts that people upload, until stopped")
    imports.set_defaults(run=_told(run_imports))
    accounts = commands.add_parser("accounts", help="switch off accounts that nobody used for 30 days, until stopped")
    accounts.set_defaults(run=_told(run_accounts))
    checkpoints = commands.add_parser("checkpoints", help="seal what was committed, and give witnesses its signed root")
    checkpoints.set_defaults(run=_told(run_checkpoints))
    mail = commands.add_parser("mail", help="mail people that a notice waits for them, where mail is set, until stopped")
    mail.set_defaults(run=_told(run_mail))
    rebuild = commands.add_parser("rebuild", help="make everything that was derived anew out of the facts")
    rebuild.set_defaults(run=_told(run_rebuild))
    load = commands.add_parser("load-training", help="put the training county into an empty hub")
    load.add_argument("--children", type=int, default=None, help="how large a county (default: some 2,000 records)")
    load.set_defaults(run=_told(run_load_training))
    add = commands.add_parser("add-administrator", help="make one of the first two administrators, with a set-up link")
    add.add_argument("name")
    add.add_argument("email")
    add.set_defaults(run=_told(run_add_administrator))


def _told(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def carry_out(asked: argparse.Namespace) -> int:
        try:
            return run(asked)
        except NotSet as problem:
            say(str(problem))
            return 2

    return carry_out


def run_migrate(_: argparse.Namespace) -> int:
    """Carry out `hub migrate`."""
    start_django(needed(*_OWNER))
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    say("The tables are up to date.")
    return 0


def _process() -> Any:
    url = needed(*_JOURNEY)
    start_django(url)
    from django.conf import settings  # noqa: PLC0415

    from wholepicture.hub import clock  # noqa: PLC0415
    from wholepicture.hub.storage.connections import connect  # noqa: PLC0415
    from wholepicture.hub.wiring.journey import JourneyProcess  # noqa: PLC0415
    from wholepicture.hub.wiring.journey_understanding import means_of  # noqa: PLC0415

    return JourneyProcess(
        lambda: connect(url, "journey"),
        means_of(settings.RECORD_KEY),
        settings.HOME / "journey",
        clock=clock.now,
        salts=salt,
        say=say,
    )


def _until_stopped() -> Event:
    """Set at SIGTERM or SIGINT."""
    stopping = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopping.set())
    return stopping


def run_journey(_: argparse.Namespace) -> int:
    """Carry out `hub journey`: until SIGTERM or SIGINT, which leave a snapshot behind."""
    import psycopg  # noqa: PLC0415

    stopping = _until_stopped()
    while not stopping.is_set():
        try:
            process = _process()
            try:
                process.run(stopping)
            finally:
                process.close()
        except psycopg.OperationalError:
            say("The database is not there; trying again.")
            stopping.wait(_AGAIN)
    return 0


def run_imports(_: argparse.Namespace) -> int:
    """Carry out `hub imports`: until SIGTERM or SIGINT; what is being appended goes on from there at the next start."""
    url = needed(*_JOURNEY)
    start_django(url)
    from wholepicture.hub.wiring.imports_living import live  # noqa: PLC0415

    live(url, _until_stopped(), say=say)
    return 0


def run_accounts(_: argparse.Namespace) -> int:
    """Carry out `hub accounts`: until SIGTERM or SIGINT."""
    url = needed(*_APP)
    start_django(url)
    from wholepicture.hub.wiring.accounts_living import live  # noqa: PLC0415

    live(url, _until_stopped(), say=say)
    return 0


def run_checkpoints(_: argparse.Namespace) -> int:
    """Carry out `hub checkpoints`: until SIGTERM or SIGINT."""
    url = needed(*_JOURNEY)
    start_django(url)
    from django.conf import settings  # noqa: PLC0415

    from wholepicture.hub.wiring.checkpoints import checkpoint_signer, receipt_signer  # noqa: PLC0415
    from wholepicture.hub.wiring.checkpoints_living import live  # noqa: PLC0415

    signer = checkpoint_signer()
    if signer is None:
        raise NotSet("WHOLEPICTURE_CHECKPOINT_KEY is not set: it signs what witnesses hold. docs/hub.md explains it")
    receipts = receipt_signer()
    keys = [one.verifier for one in (signer, receipts) if one is not None]
    live(url, _until_stopped(), signer=signer, keys=keys, witnesses=settings.WITNESSES, say=say)
    return 0


def run_mail(_: argparse.Namespace) -> int:
    """Carry out `hub mail`: until SIGTERM or SIGINT."""
    url = needed(*_JOURNEY)
    start_django(url)
    from wholepicture.hub.wiring.mail_living import live  # noqa: PLC0415
    from wholepicture.hub.wiring.mail_ways import UnfitForMail, check_settings  # noqa: PLC0415

    try:
        check_settings()
    except UnfitForMail as problem:
        say(f"wholepicture: {problem}")
        return 2
    live(url, _until_stopped(), say=say)
    return 0


def run_rebuild(_: argparse.Namespace) -> int:
    """Carry out `hub rebuild`; a journey that runs must be stopped first."""
    process = _process()
    try:
        done = process.rebuild_alone()
    finally:
        process.close()
    say("Rebuilt." if done else "A journey runs. Stop it first; nothing was changed.")
    return 0 if done else 1


def run_load_training(asked: argparse.Namespace) -> int:
    """Carry out `hub load-training`. A hub that holds anything already is left as it is."""
    url = needed(*_JOURNEY)
    start_django(needed(*_APP))
    from django.conf import settings  # noqa: PLC0415

    from wholepicture.hub import clock  # noqa: PLC0415
    from wholepicture.hub.storage.connections import connect  # noqa: PLC0415
    from wholepicture.hub.wiring import loading  # noqa: PLC0415
    from wholepicture.hub.wiring.journey_understanding import means_of  # noqa: PLC0415
    from wholepicture.hub.wiring.sign_in_training import make_training_people  # noqa: PLC0415

    people = make_training_people(clock.now())
    with connect(url, "loading") as connection:
        try:
            loading.load_training(
                connection,
                means_of(settings.RECORD_KEY),
                raisers=loading.training_raisers(clock.now()),
                salts=salt,
                now=clock.now(),
                children=asked.children or loading.CHILDREN,
                say=say,
            )
        except loading.AlreadyLoaded:
            say("The training county is there already.")
    say("\nSign in with one click from the sign-in page, or with an address and a password; the page then shows the code.\n")
    width = max(len(person.words) for person in people)
    for person in people:
        say(f"  {person.words:<{width}}  {person.email}  {person.password}")
    return 0


def run_add_administrator(asked: argparse.Namespace) -> int:
    """Carry out `hub add-administrator`: the first two, who then make everybody else."""
    start_django(needed(*_APP))
    from django.urls import reverse  # noqa: PLC0415

    from wholepicture.hub import clock  # noqa: PLC0415
    from wholepicture.hub.wiring import people  # noqa: PLC0415

    try:
        secret = people.install_administrator(asked.name, asked.email, clock.now())
    except people.UnableToChangePeople as problem:
        say(f"Not added: {problem.__doc__}")
        return 1
    say(f"Added. They set a password and a second step at {reverse('signing_in:set-up', args=[secret])} within 72 hours.")
    return 0
