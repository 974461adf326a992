"""`hub export-proof`: everything that was sealed, in a folder that somebody else verifies."""

import argparse
import os
from pathlib import Path

from wholepicture.hub.commands.environment import say, start_django
from wholepicture.hub.commands.own_server import home_folder, own_server, runs_now
from wholepicture.hub.keeper.refusals import UnableToKeep
from wholepicture.hub.keeper.roles import DATABASE, JOURNEY


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    export = commands.add_parser("export-proof", help="write everything that was sealed into a folder, to be verified")
    export.add_argument("folder", type=Path, help="a folder that is not there yet; what goes into it names people")
    export.set_defaults(run=run_export_proof)


def run_export_proof(asked: argparse.Namespace) -> int:
    """Carry out `hub export-proof`: of the database at WHOLEPICTURE_JOURNEY_URL, or of the hub's own server."""
    served = os.environ.get("WHOLEPICTURE_JOURNEY_URL", "")
    if served:
        return _export(served, asked.folder)
    try:
        runs, cluster = runs_now(home_folder()), own_server()
    except UnableToKeep as problem:
        say(f"wholepicture: {problem}")
        return 1
    try:
        return _export(cluster.url(JOURNEY, DATABASE), asked.folder)
    finally:
        if not runs:
            cluster.stop()


def _export(url: str, folder: Path) -> int:
    start_django(url)
    from wholepicture.hub.storage.connections import connect  # noqa: PLC0415
    from wholepicture.hub.wiring.checkpoints import checkpoint_signer, receipt_signer  # noqa: PLC0415
    from wholepicture.hub.wiring.proof_export import write_export  # noqa: PLC0415

    keys = [one.verifier for one in (checkpoint_signer(), receipt_signer()) if one is not None]
    try:
        with connect(url, "export-proof") as connection:
            leaves = write_export(connection, folder, keys)
    except FileExistsError:
        say(f"{folder} is there already. Nothing was written.")
        return 1
    say(f"{leaves:,} facts and looks written to {folder}. Verify them: wholepicture verify --export {folder}")
    return 0
