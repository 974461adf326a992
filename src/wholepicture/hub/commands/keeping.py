"""`hub back-up` and `hub restore`: the database of a hub that keeps its own server, with the keys that open it."""

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pyrage.x25519 import Identity

from wholepicture.hub.commands.environment import say
from wholepicture.hub.commands.own_server import home_folder, own_server, own_server_of, runs_now
from wholepicture.hub.keeper.cluster import Cluster
from wholepicture.hub.keeper.copies import copy_in, copy_out
from wholepicture.hub.keeper.envelopes import SUFFIX, seal, unseal, unseal_folder
from wholepicture.hub.keeper.recovery import put_together
from wholepicture.hub.keeper.refusals import UnableToKeep

DUMP = "database.dump"
KEYS = "keys"
SEALED_DUMP, SEALED_KEYS = f"{DUMP}{SUFFIX}", f"{KEYS}.tar{SUFFIX}"
RECOVERY = f"{KEYS}/recovery.pub"
"""Where a home has the public half of its recovery key."""
SHARES_HELP = "a file with a share of the recovery key; once for each person who came"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two."""
    back_up = commands.add_parser("back-up", help="copy the database and the keys into a new folder, while the hub runs")
    back_up.add_argument("folder", type=Path, help="a folder that is not there yet")
    back_up.set_defaults(run=run_back_up)
    restore = commands.add_parser("restore", help="make a hub of such a folder, in a WHOLEPICTURE_HOME that holds none yet")
    restore.add_argument("folder", type=Path)
    restore.add_argument("--share", type=Path, action="append", default=[], help=SHARES_HELP)
    restore.set_defaults(run=run_restore)


def run_back_up(asked: argparse.Namespace) -> int:
    """Carry out `hub back-up`."""
    making = asked.folder.with_name(f".{asked.folder.name}.making")
    try:
        if asked.folder.exists():
            raise UnableToKeep(f"{asked.folder} is there already; a back-up never takes the place of another")
        home = home_folder()
        runs, cluster = runs_now(home), own_server()
        recovery = (home / RECOVERY).read_text(encoding="ascii") if (home / RECOVERY).is_file() else ""
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700, parents=True)
        size = copy_out(cluster, making / (SEALED_DUMP if recovery else DUMP), recovery=recovery)
        if recovery:
            seal(home / KEYS, making / SEALED_KEYS, recovery)
        else:
            shutil.copytree(home / KEYS, making / KEYS)
        making.rename(asked.folder)
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"Backed up into {asked.folder}: the database ({size / 1e6:,.1f} MB) and the keys, without which it cannot be read.")
    if not recovery:
        say("It is not sealed: whoever has the folder can read all of it. `hub recovery make` changes that for the next.")
    if not runs:
        cluster.stop()
    return 0


def run_restore(asked: argparse.Namespace) -> int:
    """Carry out `hub restore`."""
    home = home_folder()
    try:
        make_hub_of(asked.folder, home, recovery_key(asked.folder, asked.share)).stop()
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"Restored into {home}. Start it as before: ./run")
    return 0


def recovery_key(back_up: Path, shares: Sequence[Path]) -> Identity | None:
    """The recovery key, put together of files with a share each; None for a back-up that is not sealed. Raises
    UnableToKeep.
    """
    if not (back_up / SEALED_DUMP).is_file():
        return None
    return put_together([read_share(one) for one in shares])


def read_share(file: Path) -> str:
    """The words of a share, whatever stands before them in its file. Raises UnableToKeep where there is no such file."""
    try:
        return file.read_text(encoding="utf-8").strip().rpartition("\n")[2]
    except (OSError, UnicodeDecodeError):
        raise UnableToKeep(f"{file} cannot be read as a share") from None


def make_hub_of(folder: Path, home: Path, key: Identity | None) -> Cluster:
    """The running server of a hub made of a back-up, in a home that holds none yet. Raises UnableToKeep."""
    sealed = key is not None and (folder / SEALED_KEYS).is_file()
    if not sealed and not ((folder / DUMP).is_file() and (folder / KEYS).is_dir()):
        raise UnableToKeep(
            f"{folder} is no back-up: it should hold {SEALED_DUMP} and {SEALED_KEYS}, or {DUMP} and the folder {KEYS}"
        )
    if (home / KEYS).exists():
        raise UnableToKeep(f"{home} holds a hub already; name another place in WHOLEPICTURE_HOME")
    cluster = own_server_of(home)
    # The keys last: only with them is this a hub, so a restore that was cut short can simply be ordered again.
    making = home / f"{KEYS}.making"
    if key is not None and sealed:
        with tempfile.TemporaryDirectory(prefix="opened-", dir=cluster.places.folder) as opened:
            unseal(folder / SEALED_DUMP, Path(opened) / DUMP, key)
            copy_in(cluster, Path(opened) / DUMP)
        making.mkdir(exist_ok=True)
        unseal_folder(folder / SEALED_KEYS, making, key)
    else:
        copy_in(cluster, folder / DUMP)
        shutil.copytree(folder / KEYS, making, dirs_exist_ok=True)
    making.chmod(0o700)
    making.rename(home / KEYS)
    return cluster
