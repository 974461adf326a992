"""A copy of the whole database in one file, and a database made of such a copy. For the server that we keep; whoever keeps
another has means of their own, which also follow every change (docs/hub.md).
"""

import os
import shutil
from pathlib import Path

import psycopg

from wholepicture.hub.keeper.accounts import run_as
from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster
from wholepicture.hub.keeper.envelopes import seal
from wholepicture.hub.keeper.refusals import UnableToKeep
from wholepicture.hub.keeper.roles import DATABASE


class UnableToCopy(UnableToKeep):
    """The copy was not made, or nothing was made of it; the words say why."""


def copy_out(cluster: Cluster, to: Path, *, recovery: str = "") -> int:
    """Write the database, as it is at this moment, into a new file that its owner alone can read; its size in bytes. With
    the public half of a recovery key it is an envelope, and nothing lies open on the way but in the server's own folder.

    The server goes on working meanwhile. The file is whole or not there. Raises UnableToCopy.
    """
    if to.exists():
        raise UnableToCopy(f"{to} is there already; a copy never takes the place of another")
    written = cluster.places.folder / f"copy-{os.getpid()}.dump"
    program, address = cluster.binaries.program("pg_dump"), cluster.url(SUPERUSER, DATABASE)
    told = run_as(cluster.account, (program, "--format=custom", f"--file={written}", address))
    try:
        if told.returncode:
            raise UnableToCopy(f"PostgreSQL did not copy the database: {told.stderr.strip()}")
        if recovery:
            return seal(written, to, recovery)
        making = to.with_name(f".{to.name}.making")
        with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file, written.open("rb") as copy:
            shutil.copyfileobj(copy, file)
            file.flush()
            os.fsync(file.fileno())
        making.rename(to)
    finally:
        written.unlink(missing_ok=True)
    return to.stat().st_size


def copy_in(cluster: Cluster, copy: Path) -> None:
    """Fill the database, which must hold no table yet, from a copy; all of it or nothing. Raises UnableToCopy."""
    with psycopg.connect(cluster.url(SUPERUSER, DATABASE)) as session:
        row = session.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    if row is None or row[0]:
        raise UnableToCopy("this hub holds tables already; a copy goes only into a home that nothing was kept in yet")
    handed = cluster.places.folder / f"copy-{os.getpid()}.dump"
    shutil.copyfile(copy, handed)
    try:
        handed.chmod(0o600)
        if cluster.account.steps_down:
            os.chown(handed, cluster.account.uid, cluster.account.gid)
        address = cluster.url(SUPERUSER, DATABASE)
        program = cluster.binaries.program("pg_restore")
        told = run_as(cluster.account, (program, "--single-transaction", "--exit-on-error", f"--dbname={address}", handed))
        if told.returncode:
            raise UnableToCopy(f"PostgreSQL made nothing of {copy.name}: {told.stderr.strip()}")
    finally:
        handed.unlink(missing_ok=True)
