"""Where a server's files are put, and whose processes are whose."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from wholepicture.hub.keeper.accounts import Account
from wholepicture.hub.keeper.places import LONGEST_SOCKET, lay_out, own_folder, socket_in
from wholepicture.hub.keeper.processes import command_line, marked
from wholepicture.hub.keeper.refusals import FolderUnusable
from wholepicture.hub.keeper.supervision import Pauses

MYSELF = Account("myself", os.geteuid(), os.getegid(), steps_down=False)


def _home(folder: Path, length: int) -> Path:
    home = folder / ("h" * (length - len(str(folder)) - 1))
    home.mkdir()
    return home


def test_the_socket_is_beside_the_database_where_its_path_is_short(tmp_path: Path) -> None:
    places = lay_out(tmp_path, MYSELF)

    assert places.sockets == tmp_path / "postgres" / "socket"
    assert places.sockets.stat().st_mode & 0o777 == 0o700
    assert places.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("over", "beside"), [(0, True), (1, False)])
def test_a_path_that_is_one_byte_too_long_moves_the_socket(open_state: Path, over: int, beside: bool) -> None:
    rest = len(str(socket_in(Path("/postgres/socket"))))
    home = _home(open_state, LONGEST_SOCKET - rest + over)

    places = lay_out(home, MYSELF)

    assert places.sockets.is_relative_to(home) is beside
    assert len(os.fsencode(socket_in(places.sockets))) <= LONGEST_SOCKET
    if not beside:
        places.sockets.rmdir()


def test_a_comma_moves_the_socket_for_clients_would_read_two_hosts(open_state: Path) -> None:
    (open_state / "a,b").mkdir()

    places = lay_out(open_state / "a,b", MYSELF)

    assert "," not in str(places.sockets)
    places.sockets.rmdir()


def test_no_short_place_for_the_socket_is_refused(open_state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = _home(open_state, 120)
    monkeypatch.setattr(tempfile, "tempdir", str(home))

    with pytest.raises(FolderUnusable, match="too long"):
        lay_out(home, MYSELF)


def test_a_link_put_where_the_socket_would_go_is_refused(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "postgres" / "socket").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FolderUnusable, match="belongs to somebody else"):
        lay_out(tmp_path, MYSELF)


def test_a_database_that_was_linked_and_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres").symlink_to(tmp_path / "unmounted")

    with pytest.raises(FolderUnusable, match="which is not there"):
        own_folder(tmp_path)


def test_two_homes_have_two_marks(tmp_path: Path) -> None:
    marks = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        marks.add(lay_out(tmp_path / name, MYSELF).mark)

    assert len(marks) == 2


def test_a_dead_process_that_nobody_has_reaped_is_not_alive() -> None:
    mark = f"mark-{os.getpid()}"
    code = "import time; print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, "postgres", mark], stdout=subprocess.PIPE) as sleeper:
        assert sleeper.stdout is not None
        sleeper.stdout.readline()  # until it runs it has no command line
        alive = marked(mark)

        sleeper.kill()
        os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)

        assert (alive, marked(mark)) == ({sleeper.pid}, frozenset())
        assert command_line(sleeper.pid) == ""


@pytest.mark.parametrize(("deaths", "seconds"), [(1, 0.5), (2, 1.0), (3, 2.0), (7, 30.0), (5000, 30.0)])
def test_the_pause_before_a_restart_doubles_up_to_half_a_minute(deaths: int, seconds: float) -> None:
    assert Pauses().before(deaths) == seconds
