"""Which processes belong to a server: told by the mark in their command lines, which every account can read.

A process id alone says little: after a crash it may be another program's, or that of a dead process that nobody reaped.
"""

import subprocess
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def command_lines() -> dict[int, str]:
    """The command line of every process by its id. A dead process that waits to be reaped has none and is left out."""
    if not (_PROC / "self").exists():
        return _listed()
    lines = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            lines[int(entry.name)] = _read(entry)
    return {pid: line for pid, line in lines.items() if line}


def command_line(pid: int) -> str:
    """The command line of one process; empty where it is gone, or dead and not yet reaped."""
    if (_PROC / "self").exists():
        return _read(_PROC / str(pid))
    return _listed().get(pid, "")


def marked(mark: str) -> frozenset[int]:
    """The server's processes that are alive."""
    return frozenset(pid for pid, line in command_lines().items() if mark in line and "postgres" in line)


def _read(entry: Path) -> str:
    with suppress(OSError):
        return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return ""


def _listed() -> dict[int, str]:
    listing = subprocess.run(
        ["ps", "-axww", "-o", "pid=,stat=,command="],  # noqa: S607 - systems without /proc have it in different folders
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    rows = (line.split(None, 2) for line in listing.stdout.splitlines())
    return {int(row[0]): row[2] for row in rows if len(row) == 3 and not row[1].startswith("Z")}
