"""A copy of a database is whole, closed to others, and makes the same database again, or nothing at all."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster, keep
from wholepicture.hub.keeper.copies import UnableToCopy, copy_in, copy_out
from wholepicture.hub.keeper.roles import APP, DATABASE, OWNER, prepare


@pytest.fixture
def two(open_folder: Path) -> Iterator[tuple[Cluster, Cluster]]:
    name = tempfile.mktemp(prefix="c", dir=open_folder)  # noqa: S306 - the folder is this test's own
    pair = tuple(keep(Path(f"{name}{number}"), quick=True, state=open_folder / "state") for number in (1, 2))
    for one in pair:
        prepare(one)
    yield pair[0], pair[1]
    for one in pair:
        one.stop()


def _told(cluster: Cluster) -> list[tuple[str, str]]:
    with psycopg.connect(cluster.url(OWNER, DATABASE)) as session:
        return session.execute(
            "select table_name, grantee from information_schema.role_table_grants where grantee = %s order by 1", (APP,)
        ).fetchall()


def test_a_copy_makes_the_same_database_with_its_rights(two: tuple[Cluster, Cluster], tmp_path: Path) -> None:
    kept, empty = two
    with psycopg.connect(kept.url(OWNER, DATABASE)) as session:
        session.execute("create table note (words text)")
        session.execute("alter table note enable row level security; alter table note force row level security")
        session.execute("create policy all_of_it on note to wp_owner using (true)")
        session.execute("grant select on note to wp_app; insert into note values ('one')")
    copy = tmp_path / "copy.dump"

    size = copy_out(kept, copy)
    copy_in(empty, copy)

    assert size == copy.stat().st_size > 0
    assert copy.stat().st_mode & 0o077 == 0
    with psycopg.connect(empty.url(SUPERUSER, DATABASE)) as session:
        assert session.execute("select words from note").fetchall() == [("one",)]
        assert session.execute("select relforcerowsecurity from pg_class where relname = 'note'").fetchone() == (True,)
    assert _told(empty) == [("note", APP)]
    with pytest.raises(UnableToCopy, match="holds tables already"):
        copy_in(empty, copy)
    with pytest.raises(UnableToCopy, match="never takes the place"):
        copy_out(kept, copy)


def test_a_damaged_copy_makes_nothing(two: tuple[Cluster, Cluster], tmp_path: Path) -> None:
    _, empty = two
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"PGDMP and then nothing")

    with pytest.raises(UnableToCopy, match=r"made nothing of broken\.dump"):
        copy_in(empty, broken)
