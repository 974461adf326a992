"""A real server of our own: started once, found again, recovered, stopped."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from wholepicture.hub.keeper.binaries import DEBIAN, locate
from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster, keep
from wholepicture.hub.keeper.databases import OwnDatabase, open_database
from wholepicture.hub.keeper.processes import marked
from wholepicture.hub.keeper.refusals import FolderUnusable, OtherVersion, UnableToServe, UnableToStart
from wholepicture.hub.keeper.roles import APP, JOURNEY, OWNER, check_app, prepare

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
_SOURCES = Path(__file__).parents[3] / "src"


@pytest.fixture(scope="module")
def home(open_folder: Path) -> Iterator[Path]:
    """The folder of one server that these tests start, stop, break and mend. Each begins by keeping it."""
    folder = open_folder / "kept"
    yield folder
    keep(folder, quick=True).stop()


def _kill_server(cluster: Cluster) -> None:
    pid = cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def _keep_durably(home: Path) -> Cluster:
    """As it runs for people."""
    keep(home, quick=True).stop()
    return keep(home)


def test_a_second_start_finds_the_server_that_runs(home: Path) -> None:
    first = keep(home, quick=True)

    second = keep(home, quick=True)

    assert second.pid() == first.pid() is not None
    assert marked(first.places.mark) >= {first.pid()}


def test_stopping_ends_every_process_and_may_be_repeated(home: Path) -> None:
    kept = keep(home, quick=True)

    kept.stop()
    kept.stop()

    assert kept.pid() is None
    assert marked(kept.places.mark) == frozenset()


def test_eight_processes_at_once_get_one_server_though_a_making_was_broken_off(open_folder: Path) -> None:
    home = open_folder / "eight"
    broken = home / "postgres" / "making-broken"
    broken.mkdir(parents=True)
    (broken / "PG_VERSION").write_text("18\n", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from wholepicture.hub.keeper.databases import open_database;"
        "print(open_database(Path(sys.argv[1]), quick=True).cluster.pid())"
    )
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES)}
    asked = [
        subprocess.Popen([sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(8)
    ]

    told = {process.communicate(timeout=60)[0].strip() for process in asked}

    kept = keep(home, quick=True)
    assert told == {str(kept.pid())}
    assert not broken.exists()
    kept.stop()


def test_nothing_acknowledged_is_lost_when_the_server_is_killed_under_load(home: Path) -> None:
    kept = _keep_durably(home)
    acknowledged: list[int] = []
    started = threading.Event()
    with psycopg.connect(kept.url(SUPERUSER, "postgres")) as session:
        session.execute("create table written (number int primary key)")

    def write(writer: int) -> None:
        with psycopg.connect(kept.url(SUPERUSER, "postgres"), autocommit=True) as session:
            for number in itertools.count(writer * 1_000_000):
                session.execute("insert into written values (%s)", (number,))
                acknowledged.append(number)
                if len(acknowledged) > 200:
                    started.set()

    with ThreadPoolExecutor(4) as writers:
        running = [writers.submit(write, writer) for writer in range(4)]
        assert started.wait(30)
        _kill_server(kept)
    again = keep(home)

    assert all(isinstance(one.exception(), psycopg.OperationalError) for one in running)
    with psycopg.connect(again.url(SUPERUSER, "postgres")) as session:
        found = {row[0] for row in session.execute("select number from written")}
    assert len(acknowledged) > 200
    assert set(acknowledged) - found == set()


def test_a_note_left_by_a_killed_server_does_not_stop_the_next_though_its_number_is_taken(home: Path) -> None:
    kept = keep(home, quick=True)
    pid = kept.pid()
    kept.stop()
    note = kept.places.cluster / "postmaster.pid"
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        note.write_text(
            f"{other.pid}\n{kept.places.cluster}\n0\n5432\n{kept.places.sockets}\n\n 1 1\nready\n", encoding="utf-8"
        )
        if kept.account.steps_down:
            os.chown(note, kept.account.uid, kept.account.gid)

        again = keep(home, quick=True)

        assert other.poll() is None
        other.kill()
    assert again.pid() not in (None, pid, other.pid)


def test_what_another_version_wrote_is_refused_and_left_alone(home: Path) -> None:
    kept = keep(home, quick=True)
    kept.stop()
    version = kept.places.cluster / "PG_VERSION"
    written = version.read_text(encoding="ascii")
    version.write_text("14\n", encoding="ascii")

    with pytest.raises(OtherVersion, match="written by PostgreSQL 14"):
        keep(home, quick=True)

    assert kept.pid() is None
    version.write_text(written, encoding="ascii")


def test_a_server_that_cannot_start_gives_its_own_words(home: Path) -> None:
    kept = keep(home, quick=True)
    kept.stop()
    settings = kept.places.cluster / "postgresql.conf"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + "\nno_such_setting = 1\n", encoding="utf-8")

    with pytest.raises(UnableToStart, match="no_such_setting"):
        keep(home, quick=True)

    settings.write_text(before, encoding="utf-8")


def test_a_long_folder_with_quotes_spaces_and_commas_is_no_hindrance(open_folder: Path) -> None:
    home = open_folder / ("l" * 90) / "a b, \"c\" $HOME 'd'"
    kept = keep(home, quick=True)
    try:
        prepare(kept)
        with psycopg.connect(kept.url(APP, "wholepicture")) as session:
            assert session.execute("select current_user").fetchone() == (APP,)
        assert kept.places.cluster.is_relative_to(home)
    finally:
        kept.stop()
        kept.places.sockets.rmdir()


def test_the_server_listens_on_no_network_and_says_nothing_of_what_people_wrote(home: Path) -> None:
    kept = _keep_durably(home)
    with psycopg.connect(kept.url(SUPERUSER, "postgres"), autocommit=True) as session:
        session.execute("create table told (words text primary key)")
        session.execute("insert into told values ('the-words-of-a-child')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            session.execute("insert into told values ('the-words-of-a-child')")
        shown = {
            name: session.execute(f"show {name}").fetchone()
            for name in ("listen_addresses", "fsync", "synchronous_commit", "data_checksums", "server_encoding")
        }
    kept.stop()

    assert shown == {
        "listen_addresses": ("",),
        "fsync": ("on",),
        "synchronous_commit": ("on",),
        "data_checksums": ("on",),
        "server_encoding": ("UTF8",),
    }
    logs = "".join(path.read_text(encoding="utf-8") for path in kept.places.logs.iterdir())
    assert "duplicate key" in logs
    assert "the-words-of-a-child" not in logs


@AS_ROOT
def test_under_root_the_server_runs_as_another_account_that_alone_can_reach_it(home: Path) -> None:
    kept = keep(home, quick=True)

    pid = kept.pid()
    assert pid is not None
    assert kept.account.uid != 0
    assert Path(f"/proc/{pid}").stat().st_uid == kept.account.uid
    for folder in (kept.places.folder, kept.places.sockets, kept.places.cluster):
        assert (folder.stat().st_uid, folder.stat().st_mode & 0o777) == (kept.account.uid, 0o700)


@AS_ROOT
def test_a_home_that_the_account_cannot_reach_is_left_as_closed_as_it_was(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    state = open_folder / "elsewhere"
    kept = keep(closed / "hub", quick=True, state=state)
    try:
        assert (closed / "hub" / "postgres").is_symlink()
        assert kept.places.folder.is_relative_to(state)
        assert closed.stat().st_mode & 0o777 == 0o700
        assert keep(closed / "hub", quick=True, state=state).pid() == kept.pid()
    finally:
        kept.stop()


def _ordinary_python() -> str | None:
    """A Python of this version that an ordinary user may run: root's own may be in root's closed folder."""
    for candidate in (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"):
        with suppress(OSError):
            subprocess.run([candidate, "-c", ""], user=65534, group=65534, extra_groups=[], check=True, cwd="/")
            return candidate
    return None


@AS_ROOT
def test_what_an_ordinary_user_began_root_goes_on_with_as_that_user(open_folder: Path) -> None:
    python = _ordinary_python()
    if python is None:
        pytest.skip("no Python here that an ordinary user may run")
    home = open_folder / "ordinary"
    home.mkdir()
    os.chown(home, 65534, 65534)
    code = (
        "import sys; from pathlib import Path; from wholepicture.hub.keeper.cluster import keep;"
        "keep(Path(sys.argv[1]), quick=True)"
    )
    packages = str(Path(psycopg.__file__).parents[1])
    subprocess.run(
        [python, "-B", "-c", code, str(home / "hub")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{_SOURCES}{os.pathsep}{packages}"},
        user=65534,
        group=65534,
        extra_groups=[],
        check=True,
        cwd="/",
    )

    kept = keep(home / "hub", quick=True)
    try:
        assert kept.account.uid == 65534
        assert kept.pid() is not None
        kept.stop()
        again = keep(home / "hub", quick=True)
        assert Path(f"/proc/{again.pid()}").stat().st_uid == 65534
    finally:
        kept.stop()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use everybody's folders")
def test_an_ordinary_user_does_not_take_over_anothers_database(tmp_path: Path) -> None:
    (tmp_path / "postgres").symlink_to("/usr")

    with pytest.raises(FolderUnusable, match="belongs to another account"):
        keep(tmp_path, quick=True)


@pytest.mark.skipif(not locate("no_such_package"), reason=f"no PostgreSQL in {DEBIAN}")
def test_debians_server_does_as_well(open_folder: Path) -> None:
    debians = locate("no_such_package")
    kept = keep(open_folder / "debian", quick=True, found=debians)
    try:
        prepare(kept)
        check_app(kept.url(APP, "wholepicture"))
        packaged = tuple(replace(debians[0], major=debians[0].major + 1) for _ in range(1))
        assert keep(open_folder / "debian", quick=True, found=packaged + debians).pid() == kept.pid()
    finally:
        kept.stop()


def test_the_roles_may_do_what_they_should_and_no_more(home: Path) -> None:
    opened = open_database(home, quick=True)
    with psycopg.connect(opened.owner_url) as owner:
        owner.execute("create table kept (id int); grant select, insert on kept to wp_app")
        owner.execute("create extension pg_trgm")
    with psycopg.connect(opened.app_url, autocommit=True) as app:
        app.execute("insert into kept values (1)")
        for forbidden in ("create table mine (id int)", "delete from kept", "create role other", f"set role {OWNER}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
        rights = app.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles"
            " where rolname like 'wp%' order by 1"
        ).fetchall()
    assert rights == [(role, *[False] * 5) for role in (APP, JOURNEY, OWNER)]


def test_preparing_again_takes_back_what_was_granted_beyond_it(home: Path) -> None:
    kept = keep(home, quick=True)
    prepare(kept)
    with psycopg.connect(kept.url(SUPERUSER, "postgres")) as server:
        server.execute(f"alter role {APP} bypassrls createrole")

    with pytest.raises(UnableToServe, match="bypasses row-level security and may create roles"):
        check_app(kept.url(APP, "wholepicture"))
    prepare(kept)

    check_app(kept.url(APP, "wholepicture"))


def test_a_named_server_is_used_as_it_is_and_never_stopped(home: Path, tmp_path: Path) -> None:
    kept = keep(home, quick=True)
    prepare(kept)

    served = open_database(
        tmp_path,
        served_url=kept.url(OWNER, "wholepicture"),
        app_url=kept.url(APP, "wholepicture"),
        journey_url=kept.url(JOURNEY, "wholepicture"),
    )
    served.ensure()
    served.stop()

    assert kept.pid() is not None
    assert list(tmp_path.iterdir()) == []


def test_a_named_server_whose_app_or_journey_is_its_owner_is_refused(home: Path, tmp_path: Path) -> None:
    kept = keep(home, quick=True)
    prepare(kept)
    owner, app, journey = (kept.url(role, "wholepicture") for role in (OWNER, APP, JOURNEY))

    for named in ({"app_url": owner, "journey_url": journey}, {"app_url": app, "journey_url": owner}):
        with pytest.raises(UnableToServe, match="owns the database"):
            open_database(tmp_path, served_url=owner, **named)


def test_a_killed_server_is_seen_and_brought_back(home: Path) -> None:
    opened = open_database(home, quick=True)
    assert isinstance(opened, OwnDatabase)
    assert opened.running()

    _kill_server(opened.cluster)
    until = time.monotonic() + 5
    while opened.running() and time.monotonic() < until:
        time.sleep(0.01)
    seen = opened.running()
    opened.ensure()

    assert (seen, opened.running()) == (False, True)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own(database: Any, turn: int) -> None:
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("create table left_behind (id int)")
    with psycopg.connect(database.app_url) as app:
        assert app.execute("select current_user, current_database()").fetchone() == (APP, database.name)
