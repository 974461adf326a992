"""Locks on files: the kernel lets go of one when its last holder dies, however it died."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wholepicture.hub.keeper.refusals import FolderUnusable


def open_lock(path: Path) -> int:
    """Open the lock's file, as a number for `take`; no child inherits it unless it is passed on."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError:
        words = f"{path} belongs to another account; start as that account, or as root"
        raise FolderUnusable(words) from None


def take(lock: int) -> bool:
    """Whether the lock could be taken at once."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until nobody else holds this lock, and hold it."""
    lock = open_lock(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
