"""Back-ups that several people open together, and the drill that tries it: on a hub with a server of its own."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.hub.checkpoints.conftest import NOON, said

from wholepicture.hub.commands.starting import make_keys
from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster, keep
from wholepicture.hub.keeper.roles import DATABASE, JOURNEY, OWNER, prepare
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring.checkpoints import Sealer, give_to_witness
from wholepicture.proof.notes import Signer

CHECKPOINTS = 5
"""So many are given to the witness; the back-up is made after all but the last."""


class Home:
    """A hub's home, whose server runs, with facts that were sealed and a witness that knows it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "hub"
        self.path.mkdir(mode=0o711)
        make_keys(self.path)
        self.cluster: Cluster = keep(self.path)
        prepare(self.cluster)
        self.python("-m", "django", "migrate", "--verbosity", "0", WHOLEPICTURE_APP_URL=self.cluster.url(OWNER, DATABASE))
        seed = bytes.fromhex((self.path / "keys/checkpoint.key").read_text())
        self.sealer = Sealer(Signer("area.example/log", seed))
        for number in range(CHECKPOINTS - 1):
            self.happen(number)

    def happen(self, number: int) -> None:
        """Facts come, are sealed, and the witness is told."""
        with psycopg.connect(self.cluster.url(JOURNEY, DATABASE), autocommit=True) as journey:
            ledger = PostgresLedger(journey, lambda: secrets.token_bytes(16))
            ledger.append([said(f"f{number}.{one}") for one in range(3)], known_at=NOON)
            self.sealer.seal_next(journey, now=datetime.now(UTC))
            give_to_witness(journey, self.path / "witness-one", [self.verifier()])

    def verifier(self) -> str:
        return Signer("area.example/log", bytes.fromhex((self.path / "keys/checkpoint.key").read_text())).verifier

    def python(self, *argv: str, home: Path | None = None, **settings: str) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WHOLEPICTURE_")}
        environment = {
            **kept,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "wholepicture.hub.settings",
            "WHOLEPICTURE_HOME": str(home or self.path),
            **settings,
        }
        return subprocess.run([sys.executable, *argv], env=environment, capture_output=True, text=True, check=False)

    def hub(self, *words: str, home: Path | None = None) -> tuple[int, str]:
        """A command of the hub: its exit code and what it said."""
        done = self.python("-m", "wholepicture", "hub", *words, home=home)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout

    def shares(self, *numbers: int) -> list[str]:
        return [word for one in numbers for word in ("--share", str(self.folder / f"shares/share-{one}-of-5.txt"))]


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    folder = Path(tempfile.mkdtemp(prefix="wp-recovery-"))
    folder.chmod(0o711)
    made = Home(folder)
    try:
        yield made
    finally:
        made.cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def back_up(home: Home) -> Path:
    """A back-up after the recovery key was made; the hub goes on afterwards."""
    assert home.hub("recovery", "make", str(home.folder / "shares"))[0] == 0
    code, told = home.hub("back-up", str(home.folder / "back-up"))
    assert (code, "not sealed" in told) == (0, False), told
    keep(home.path)
    home.happen(CHECKPOINTS)
    return home.folder / "back-up"


def test_a_back_up_without_a_recovery_key_says_that_it_lies_open(home: Home) -> None:
    if (home.path / "keys/recovery.pub").exists():
        pytest.skip("the key was made already")
    code, told = home.hub("back-up", str(home.folder / "open"))
    keep(home.path)

    assert (code, "It is not sealed" in told) == (0, True)
    assert (home.folder / "open/database.dump").read_bytes().startswith(b"PGDMP")


def test_nothing_of_a_sealed_back_up_lies_open(home: Home, back_up: Path) -> None:
    held = {one.name: one.read_bytes() for one in back_up.rglob("*")}

    assert sorted(held) == ["database.dump.age", "keys.tar.age"]
    secret = (home.path / "keys/record.key").read_bytes()
    assert not any(b"PGDMP" in one or secret in one for one in held.values())
    assert not list(home.path.rglob("*.dump"))


def test_a_drill_with_three_people_restores_it_and_agrees_with_the_witness(home: Home, back_up: Path) -> None:
    code, told = home.hub("recovery", "drill", str(back_up), *home.shares(5, 1, 3))

    assert code == 0, told
    assert f"{3 * (CHECKPOINTS - 1)} leaves sealed under {CHECKPOINTS - 1} checkpoints" in told
    assert told.splitlines()[0] in (home.path / "recovery-drills.txt").read_text()
    assert not list(home.path.glob("drill-*")), "nothing of it stays"


def test_a_drill_with_two_people_opens_nothing_and_is_noted(home: Home, back_up: Path) -> None:
    code, told = home.hub("recovery", "drill", str(back_up), *home.shares(2, 4))

    assert code == 1
    assert "not opened: 3 different shares are needed; 2 were given" in told
    assert told.strip() in (home.path / "recovery-drills.txt").read_text()


def test_a_drill_finds_a_back_up_of_an_altered_history(home: Home, back_up: Path) -> None:
    """The negative control: a superuser changes a fact, and the back-up is made after it."""
    with psycopg.connect(keep(home.path).url(SUPERUSER, DATABASE), autocommit=True) as session:
        session.execute("alter table payload disable trigger payload_never_changes")
        before = session.execute("select body from payload where sequence = 2 and number = 0").fetchone()
        session.execute("update payload set body = 'other words' where sequence = 2 and number = 0")
        home.hub("back-up", str(home.folder / "altered"))
    with psycopg.connect(keep(home.path).url(SUPERUSER, DATABASE), autocommit=True) as session:
        session.execute("update payload set body = %s where sequence = 2 and number = 0", before)
        session.execute("alter table payload enable always trigger payload_never_changes")

    code, told = home.hub("recovery", "drill", str(home.folder / "altered"), *home.shares(1, 2, 3))

    assert code == 1, told


def test_restored_it_is_the_same_hub_with_the_same_keys(home: Home, back_up: Path) -> None:
    other = home.folder / "other"
    code, told = home.hub("restore", str(back_up), *home.shares(1, 2, 4), home=other)

    assert code == 0, told
    for name in ("record.key", "draft.key", "recovery.pub"):
        assert (other / "keys" / name).read_bytes() == (home.path / "keys" / name).read_bytes()
    restored = keep(other)
    with psycopg.connect(restored.url(OWNER, DATABASE)) as session:
        assert session.execute("select count(*) from fact").fetchone() == (3 * (CHECKPOINTS - 1),)
    restored.stop()
    code, told = home.hub("restore", str(back_up), *home.shares(1, 2, 4), home=other)
    assert (code, "holds a hub already" in told) == (1, True)


def test_without_shares_a_sealed_back_up_is_not_restored(home: Home, back_up: Path) -> None:
    code, told = home.hub("restore", str(back_up), home=home.folder / "nowhere")

    assert (code, "different shares are needed" in told) == (1, True)
    assert not (home.folder / "nowhere/keys").exists()


def test_any_file_can_be_sealed_and_opened(home: Home, back_up: Path) -> None:
    file = home.folder / "base.tar"
    file.write_bytes(b"a base back-up of somebody's own server")

    assert home.hub("recovery", "seal", str(file))[0] == 0
    assert home.hub("recovery", "seal", str(file))[0] == 1, "what is there is not written over"
    assert home.hub("recovery", "open", f"{file}.age", *home.shares(1, 2, 3))[0] == 1
    file.unlink()
    assert home.hub("recovery", "open", f"{file}.age", *home.shares(1, 2, 3))[0] == 0
    assert file.read_bytes() == b"a base back-up of somebody's own server"


def test_a_second_key_says_that_earlier_back_ups_need_the_first(home: Home, back_up: Path) -> None:
    code, told = home.hub("recovery", "make", str(home.folder / "second"), "--needed", "2", "--of", "2")

    assert (code, "There was a key before" in told) == (0, True)
    code, told = home.hub("recovery", "drill", str(back_up), *home.shares(2, 3, 4))
    assert code == 0, told


def test_shares_never_take_the_place_of_others(home: Home, back_up: Path) -> None:
    code, told = home.hub("recovery", "make", str(home.folder / "shares"))

    assert (code, "never take the place" in told) == (1, True)
    assert home.hub("recovery", "make", str(home.folder / "one"), "--needed", "1", "--of", "1")[0] == 1
    assert not (home.folder / "one").exists()
