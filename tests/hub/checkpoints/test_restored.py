"""A back-up is restored and compared with the checkpoint that somebody else holds: with every run of the tests."""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.hub.checkpoints.conftest import LOOK, NOON, said

from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster, keep
from wholepicture.hub.keeper.copies import copy_in, copy_out
from wholepicture.hub.keeper.roles import DATABASE, JOURNEY, OWNER, prepare
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring.checkpoints import Sealer, give_to_witness
from wholepicture.hub.wiring.proof_export import write_export
from wholepicture.verify.checking import believe, check_export


@pytest.fixture
def two() -> Iterator[tuple[Cluster, Cluster]]:
    """A hub's server whose tables are there, and an empty one."""
    folder = Path(tempfile.mkdtemp(prefix="wp-restored-"))
    folder.chmod(0o711)
    pair = tuple(keep(folder / name, quick=True, state=folder / "state") for name in ("kept", "empty"))
    try:
        for one in pair:
            prepare(one)
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "wholepicture.hub.settings",
            "WHOLEPICTURE_APP_URL": pair[0].url(OWNER, DATABASE),
            "WHOLEPICTURE_HOME": str(folder),
        }
        argv = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(argv, env=environment, check=True, capture_output=True)  # noqa: S603 - our own command
        yield pair[0], pair[1]
    finally:
        for one in pair:
            one.stop()


def connect(cluster: Cluster, role: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(cluster.url(role, DATABASE), autocommit=True)


def happen(cluster: Cluster, name: str, at) -> None:
    with connect(cluster, OWNER) as owner:
        PostgresLedger(owner, lambda: secrets.token_bytes(16)).append([said(f"{name}{n}") for n in range(5)], known_at=at)
        owner.execute(LOOK, (at, uuid4(), "r1"))


def test_what_was_restored_is_what_the_witness_holds_and_goes_on_from_there(two, signer, tmp_path) -> None:
    kept, restored = two
    witness, sealer = tmp_path / "witness", Sealer(signer)
    happen(kept, "before", NOON)
    with connect(kept, JOURNEY) as connection:
        sealer.seal_next(connection, now=NOON)
        give_to_witness(connection, witness, [signer.verifier])
    happen(kept, "not sealed yet", NOON + timedelta(seconds=5))

    copy_out(kept, tmp_path / "copy.dump")
    copy_in(restored, tmp_path / "copy.dump")

    with connect(restored, JOURNEY) as connection:
        write_export(connection, tmp_path / "restored", [signer.verifier])
        assert check_export(tmp_path / "restored", believe([witness], [], None)).wrong == []
        assert Sealer(signer).seal_next(connection, now=NOON + timedelta(minutes=1)) == 6
        assert give_to_witness(connection, witness, [signer.verifier]) == 1
        write_export(connection, tmp_path / "gone on", [signer.verifier])
    assert check_export(tmp_path / "gone on", believe([witness], [], None)).wrong == []


def test_an_older_back_up_in_the_place_of_a_newer_one_is_found(two, signer, tmp_path) -> None:
    """The control: what was sealed since the back-up is missed."""
    kept, restored = two
    witness, sealer = tmp_path / "witness", Sealer(signer)
    happen(kept, "before", NOON)
    with connect(kept, JOURNEY) as connection:
        sealer.seal_next(connection, now=NOON)
        copy_out(kept, tmp_path / "copy.dump")
        happen(kept, "after", NOON + timedelta(hours=1))
        sealer.seal_next(connection, now=NOON + timedelta(hours=1))
        give_to_witness(connection, witness, [signer.verifier])
    copy_in(restored, tmp_path / "copy.dump")

    with connect(restored, JOURNEY) as connection:
        write_export(connection, tmp_path / "restored", [signer.verifier])
    [wrong] = check_export(tmp_path / "restored", believe([witness], [], None)).wrong

    assert wrong == "12 leaves were sealed, says a checkpoint of witness; 6 are there"
    with psycopg.connect(restored.url(SUPERUSER, DATABASE)) as session:
        assert session.execute("select count(*) from checkpoint").fetchone() == (1,)
