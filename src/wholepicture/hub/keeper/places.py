"""Where a kept server's files are, so that the account that runs it can reach them."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wholepicture.hub.keeper.accounts import Account, give, reaches
from wholepicture.hub.keeper.refusals import FolderUnusable

STATE = Path("/var/lib/wholepicture")
"""Where root puts what another account must reach, when the folder that was asked for is closed to that account."""
MARK = "wholepicture-"
"""How the name begins that each of a server's processes bears."""
PORT = 5432
"""Part of the socket's name; nothing listens on the network."""
LONGEST_SOCKET = 106
"""Bytes that a socket's path may have (the kernel's field holds 108, other systems' 104 to 107 and a closing zero)."""


@dataclass(frozen=True, slots=True)
class Places:
    """The server's own folder and what is in it. `mark` stands in the command line of each of the server's processes."""

    folder: Path
    sockets: Path
    mark: str

    @property
    def cluster(self) -> Path:
        """What PostgreSQL calls its data directory."""
        return self.folder / "cluster"

    @property
    def first_words(self) -> Path:
        """What the server said while it started; written anew at each start."""
        return self.folder / "starting.log"

    @property
    def logs(self) -> Path:
        """What the server says while it runs, a file for each day of the week."""
        return self.folder / "logs"

    def stored_major(self) -> int | None:
        """The major version that wrote the cluster; None where there is none yet."""
        try:
            return int((self.cluster / "PG_VERSION").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None


def own_folder(home: Path) -> Path:
    """The folder under `home` that is the server's own, which root may have put elsewhere with a link."""
    link = home / "postgres"
    if link.is_symlink() and not link.exists():
        raise FolderUnusable(
            f"{link} points to {link.readlink()}, which is not there. Put it back or mount it; or, to begin with an "
            "empty database, remove the link"
        )
    return link.resolve()


def lay_out(home: Path, account: Account, state: Path = STATE) -> Places:
    """Make the server's folders where they are missing. Raises FolderUnusable."""
    folder = own_folder(home)
    if not folder.exists() and account.steps_down and not reaches(account, home):
        open_state(state)
        folder = state / _digest(home)
        folder.mkdir(exist_ok=True)
        (home / "postgres").symlink_to(folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != account.uid:  # only root comes here: to a folder that it has just made, or was killed making
        give(account, folder)
    if not reaches(account, folder):
        raise FolderUnusable(f"the account {account.name} cannot reach {folder}")
    return Places(folder, _sockets(folder, account), f"{MARK}{_digest(folder)}")


def open_state(state: Path) -> None:
    """Make root's folder for what others must reach, so that they can pass through it whatever the umask."""
    if not state.exists():
        state.mkdir(parents=True)
        state.chmod(0o755)


def socket_in(folder: Path) -> Path:
    """The path of the socket that PostgreSQL makes in this folder."""
    return folder / f".s.PGSQL.{PORT}"


def _fits(folder: Path) -> bool:
    # Clients read a comma as the end of one host's name and the beginning of another's.
    return len(os.fsencode(socket_in(folder))) <= LONGEST_SOCKET and "," not in str(folder)


def _sockets(folder: Path, account: Account) -> Path:
    own = folder / "socket"
    short = Path(tempfile.gettempdir()) / f"{MARK}{_digest(folder)}"
    chosen = next((place for place in (own, short) if _fits(place)), None)
    if chosen is None:
        raise FolderUnusable(f"no socket can be in {folder} nor in {short}: a path is too long or has a comma")
    chosen.mkdir(mode=0o700, exist_ok=True)
    status = chosen.lstat()
    # In a shared temporary folder somebody could have put a server of their own at this name.
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in (account.uid, os.geteuid()):
        raise FolderUnusable(f"{chosen} belongs to somebody else; the server's socket cannot safely be there")
    give(account, chosen)
    return chosen


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]
