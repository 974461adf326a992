"""`hub back-up` and `hub restore`: the database of a hub that keeps its own server, with the keys that open it."""

import argparse
import shutil
from pathlib import Path

from wholepicture.hub.commands.environment import say
from wholepicture.hub.commands.own_server import home_folder, own_server, runs_now
from wholepicture.hub.keeper.copies import copy_in, copy_out
from wholepicture.hub.keeper.refusals import UnableToKeep

DUMP = "database.dump"
KEYS = "keys"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two."""
    back_up = commands.add_parser("back-up", help="copy the database and the keys into a new folder, while the hub runs")
    back_up.add_argument(
        "folder", type=Path, help="a folder that is not there yet; keep it as you keep the records themselves"
    )
    back_up.set_defaults(run=run_back_up)
    restore = commands.add_parser("restore", help="make a hub of such a folder, in a WHOLEPICTURE_HOME that holds none yet")
    restore.add_argument("folder", type=Path)
    restore.set_defaults(run=run_restore)


def run_back_up(asked: argparse.Namespace) -> int:
    """Carry out `hub back-up`."""
    making = asked.folder.with_name(f".{asked.folder.name}.making")
    try:
        if asked.folder.exists():
            raise UnableToKeep(f"{asked.folder} is there already; a back-up never takes the place of another")
        runs, cluster = runs_now(home_folder()), own_server()
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700, parents=True)
        size = copy_out(cluster, making / DUMP)
        shutil.copytree(home_folder() / KEYS, making / KEYS)
        making.rename(asked.folder)
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"Backed up into {asked.folder}: the database ({size / 1e6:,.1f} MB) and the keys, without which it cannot be read.")
    if not runs:
        cluster.stop()
    return 0


def run_restore(asked: argparse.Namespace) -> int:
    """Carry out `hub restore`."""
    home = home_folder()
    try:
        if not (asked.folder / DUMP).is_file() or not (asked.folder / KEYS).is_dir():
            raise UnableToKeep(f"{asked.folder} is no back-up: it should hold {DUMP} and the folder {KEYS}")
        if (home / KEYS).exists():
            raise UnableToKeep(f"{home} holds a hub already; name another place in WHOLEPICTURE_HOME")
        cluster = own_server()
        copy_in(cluster, asked.folder / DUMP)
        # The keys last: only with them is this a hub, so a restore that was cut short can simply be ordered again.
        shutil.copytree(asked.folder / KEYS, home / f"{KEYS}.making", dirs_exist_ok=True)
        (home / f"{KEYS}.making").chmod(0o700)
        (home / f"{KEYS}.making").rename(home / KEYS)
        cluster.stop()
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    say(f"Restored into {home}. Start it as before: ./run")
    return 0
