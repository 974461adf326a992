"""The only place in the command line that asks for the time, for chance, and for who is at the keyboard."""

import getpass
import hashlib
import secrets
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, UTC, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def salt() -> bytes:
    """Sixteen bytes that nobody can guess."""
    return secrets.token_bytes(16)


def handle() -> str:
    """An opaque handle for whoever runs the command: the same person on the same machine has the same one."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return "user-" + hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
