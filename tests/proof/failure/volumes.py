"""File systems of their own, small enough to fill: only root can mount them, and only where the machine lets it."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_BLOCKS = (bytes(1 << 20), bytes(4096), b"\0")


@dataclass(frozen=True)
class Volume:
    """A folder that is a file system of its own."""

    folder: Path

    def fill(self) -> None:
        """Leave no room at all."""
        with self._ballast.open("ab", buffering=0) as file:
            for block in _BLOCKS:
                try:
                    while file.write(block) == len(block):
                        pass
                except OSError as full:
                    if full.errno != errno.ENOSPC:
                        raise

    def free(self) -> None:
        """Give the room back."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def moved_to_a_volume(folder: Path, at: Path, megabytes: int) -> Iterator[Volume]:
    """What a folder holds, moved to a volume of its own that is mounted at another place; a link leads there. Skips where
    nothing can be mounted.
    """
    if os.geteuid() != 0:
        pytest.skip("only root can mount a volume to fill")
    status = folder.stat()
    at.mkdir()
    options = f"size={megabytes}m,mode={status.st_mode & 0o7777:o},uid={status.st_uid},gid={status.st_gid}"
    told = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", at], capture_output=True, check=False)
    if told.returncode:
        pytest.skip(f"nothing can be mounted here: {told.stderr.decode().strip()}")
    try:
        subprocess.run(["cp", "-a", f"{folder}/.", at], check=True)
        shutil.rmtree(folder)
        folder.symlink_to(at)
        yield Volume(at)
    finally:
        subprocess.run(["umount", "-l", at], check=False)
