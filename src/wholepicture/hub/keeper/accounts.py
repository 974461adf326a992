"""The operating system's account that PostgreSQL runs as. PostgreSQL refuses to run as root, so root steps down."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wholepicture.hub.keeper.refusals import FolderUnusable, UnableToStart

STEP_DOWN = ("postgres", "nobody")
"""Whom root becomes, in this order, where no database is there yet whose owner would decide."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account. `steps_down` is true where root must become it; otherwise it is whoever runs this."""

    name: str
    uid: int
    gid: int
    steps_down: bool


def account_for(folder: Path) -> Account:
    """Who runs the server whose own folder this is. Raises FolderUnusable or UnableToStart."""
    owner = folder.stat().st_uid if folder.exists() else None
    if os.geteuid() == 0:
        return _stepped_down(owner)
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        words = f"the account number {os.geteuid()} has no entry in /etc/passwd, and PostgreSQL does not run without one"
        raise UnableToStart(words) from None
    if owner not in (None, entry.pw_uid):
        raise FolderUnusable(f"{folder} belongs to another account; start as that account, or as root")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, steps_down=False)


def _stepped_down(owner: int | None) -> Account:
    if owner:  # an ordinary user made it, or root did for one: it stays theirs
        try:
            entry = pwd.getpwuid(owner)
        except KeyError:
            raise FolderUnusable(
                f"the database belongs to account number {owner}, which this machine does not know"
            ) from None
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, steps_down=True)
    for name in STEP_DOWN:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, steps_down=True)
    raise UnableToStart("PostgreSQL does not run as root, and there is no account 'postgres' or 'nobody' to run it as")


def run_as(account: Account, argv: Sequence[str | Path], folder: Path = Path("/")) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end as this account, in `folder`, with English messages and without anybody's PG* settings."""
    down = account.steps_down
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return subprocess.run(  # noqa: S603 - programs that we located, arguments that we made
        [str(part) for part in argv],
        cwd=folder,
        env={**environment, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        umask=0o077,
        user=account.uid if down else None,
        group=account.gid if down else None,
        extra_groups=[] if down else None,
    )


def reaches(account: Account, path: Path) -> bool:
    """Whether this account can enter the folder, or run the program, at `path`."""
    if not account.steps_down:
        return os.access(path, os.X_OK)
    return run_as(account, ("/usr/bin/env", "test", "-x", path)).returncode == 0


def give(account: Account, path: Path) -> None:
    """Make `path` this account's own, for nobody else to enter."""
    if account.steps_down:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    path.chmod(0o700)
