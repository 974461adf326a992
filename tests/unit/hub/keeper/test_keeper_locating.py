"""Where PostgreSQL is looked for, in which order, and what is said when it is not there."""

import os
import sys
from pathlib import Path

import pytest

from wholepicture.hub.keeper.accounts import Account
from wholepicture.hub.keeper.binaries import Binaries, bring_within_reach, choose, locate
from wholepicture.hub.keeper.databases import open_database
from wholepicture.hub.keeper.refusals import FolderUnusable, NoPostgreSQL, OtherVersion, UnableToServe


def _install(folder: Path, version: str) -> None:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_ctl"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n", encoding="utf-8")
        (folder / name).chmod(0o755)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    site = tmp_path / "site"
    _install(site / "packed_server" / "pginstall" / "bin", "18.6")
    (site / "packed_server" / "__init__.py").write_text("raise AssertionError('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    return "packed_server"


def _majors(found: tuple[Binaries, ...]) -> list[int]:
    return [one.major for one in found]


def test_the_package_comes_before_debians_and_is_not_imported(package: str, tmp_path: Path) -> None:
    _install(tmp_path / "debian" / "19" / "bin", "19.1 (Debian 19.1-1)")

    found = locate(package, tmp_path / "debian")

    assert _majors(found) == [18, 19]
    assert package not in sys.modules


def test_debians_newest_comes_first_and_what_is_too_old_or_not_whole_never(tmp_path: Path) -> None:
    for version in ("9", "14", "15", "16"):
        _install(tmp_path / version / "bin", f"{version}.3")
    _install(tmp_path / "17" / "bin", "17.1")
    (tmp_path / "17" / "bin" / "initdb").unlink()

    assert _majors(locate("no_such_package", tmp_path)) == [16, 15]


def test_nothing_found_is_said_with_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoPostgreSQL, match=r"PostgreSQL 15 or later.*DATABASE_URL"):
        choose(locate("no_such_package", tmp_path), None)


def test_what_is_stored_is_opened_by_the_version_that_wrote_it(tmp_path: Path) -> None:
    packaged, debian = Binaries(tmp_path / "a", 18), Binaries(tmp_path / "b", 15)

    assert choose((packaged, debian), None) is packaged
    assert choose((packaged, debian), 15) is debian


def test_another_version_than_the_stored_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(OtherVersion, match=r"written by PostgreSQL 16, and here is only 18\. Nothing was changed"):
        choose((Binaries(tmp_path, 18),), 16)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_programs_in_a_closed_folder_are_copied_with_their_libraries(package: str, tmp_path: Path, open_state: Path) -> None:
    closed = tmp_path / "site"
    (closed / "packed_server.libs").mkdir(mode=0o700)
    (closed / "packed_server.libs" / "lib.so").write_bytes(b"library")
    closed.chmod(0o700)
    found = locate(package, tmp_path)[0]
    account = Account("nobody", 65534, 65534, steps_down=True)

    brought = bring_within_reach(found, account, open_state)
    again = bring_within_reach(found, account, open_state)

    assert brought == again
    assert brought.folder.is_relative_to(open_state)
    assert (brought.folder.parents[2] / "packed_server.libs" / "lib.so").read_bytes() == b"library"
    assert [path.name for path in open_state.iterdir()] == [brought.folder.parents[2].name]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_debians_programs_are_never_copied(tmp_path: Path) -> None:
    _install(tmp_path / "15" / "bin", "15.1")
    tmp_path.chmod(0o700)

    with pytest.raises(FolderUnusable, match="nobody may not run"):
        bring_within_reach(locate("none", tmp_path)[0], Account("nobody", 65534, 65534, steps_down=True), tmp_path / "state")


@pytest.mark.parametrize("named", [{}, {"app_url": "x"}, {"journey_url": "x"}])
def test_a_named_server_needs_the_apps_and_the_journeys_own_accounts(named: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(UnableToServe, match=r"WHOLEPICTURE_APP_URL.*WHOLEPICTURE_JOURNEY_URL"):
        open_database(tmp_path, served_url="postgresql://owner@/hub?host=/nowhere", **named)


def test_a_named_server_that_is_not_there_is_not_replaced_by_our_own(tmp_path: Path) -> None:
    url = f"postgresql://owner@/hub?host={tmp_path}"

    with pytest.raises(UnableToServe, match="DATABASE_URL was not reached"):
        open_database(tmp_path, served_url=url, app_url=url, journey_url=url)

    assert list(tmp_path.iterdir()) == []


def test_an_address_that_cannot_be_read_is_not_repeated_with_its_password(tmp_path: Path) -> None:
    with pytest.raises(UnableToServe) as refused:
        open_database(tmp_path, served_url="postgresql://owner:secret word@/hub?host=/nowhere", app_url="x", journey_url="x")

    assert "secret" not in str(refused.value)
