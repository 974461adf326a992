"""The database believes only a signed, fresh context, and without one it shows nothing of any case."""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from tests.hub.access.into_database import put_world
from tests.hub.access.people_and_records import MOMENTS, PEOPLE, make_world
from tests.hub_database import HubDatabase

from wholepicture.hub.accounts.roles import Role as Kept
from wholepicture.hub.need_to_know.purposes import PURPOSES, Role, Way, purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.context import signed_context

TABLES = (
    "record", "mention", "marked_span", "wording_advice", "link", "entity", "entity_alias", "open_case", "finding",
    "finding_record", "finding_entity", "finding_growth", "match_key", "fact", "erased_part", "inbox_outcome", "relation",
    "confirmed", "criticised", "seal", "sealed_record", "break_glass", "ask", "renewal", "notice", "access",
)  # fmt: skip
PRACTITIONER = Reader(PEOPLE["practitioner"].account, PEOPLE["practitioner"].posts)
DEAL = purpose("deal_with_concern")


@pytest.fixture(scope="module")
def session(hub: HubDatabase) -> Iterator[Any]:
    with hub.connect("wp_owner") as owner, owner.transaction():
        put_world(owner, make_world(1, of=20))
    with hub.connect("wp_app") as app:
        yield app


def _context(*, until: timedelta = timedelta(minutes=5)) -> str:

    return signed_context(PRACTITIONER, DEAL, at=MOMENTS[1], until=datetime.now(UTC) + until)


def _count(session: Any, context: str | None, table: str = "record") -> int:
    with session.transaction():
        if context is not None:
            session.execute("select set_config('app.context', %s, true)", (context,))
        return int(session.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()[0])


def _do(session: Any, statement: str) -> None:
    with session.transaction():
        session.execute("select set_config('app.context', %s, true)", (_context(),))
        session.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_without_a_context_a_table_shows_no_row(session: Any, table: str) -> None:
    assert _count(session, None, table) == 0


def test_with_a_context_there_are_rows_and_after_the_transaction_there_are_none_again(session: Any) -> None:
    assert _count(session, _context()) > 0
    assert _count(session, None) == 0


@pytest.mark.parametrize(
    "forge",
    [
        lambda said: said.replace("hub_practitioner", "scrutineer"),
        lambda said: said.replace("deal_with_concern", "scrutinise"),
        lambda said: said[:-1] + ("0" if said[-1] != "0" else "1"),
        lambda said: said.rpartition(".")[0],
        lambda said: said.rpartition(".")[0] + "." + "0" * 64,
        lambda said: said.rpartition(".")[2],
        lambda _: "x",
        lambda said: said.rpartition(".")[0] + " ." + said.rpartition(".")[2],
    ],
)
def test_a_forged_context_is_refused(session: Any, forge: Any) -> None:
    with pytest.raises(psycopg.DatabaseError, match="forged context"):
        _count(session, forge(_context()))


def test_a_context_that_is_no_longer_fresh_is_refused(session: Any) -> None:
    with pytest.raises(psycopg.DatabaseError, match="expired context"):
        _count(session, _context(until=-timedelta(seconds=1)))


@pytest.mark.parametrize("table", ["context_key", "raiser", "payload"])
def test_the_app_cannot_read_keys_raisers_or_payloads(session: Any, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _count(session, _context(), table)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into relation (account, record, kind, since, because, granted_by)"
        " values (gen_random_uuid(), 'r0001', 'allocated', now(), 'x', gen_random_uuid())",
        "update relation set until = null",
        "insert into purpose_way values ('oversee_partnership', 'executive', 'hub')",
        "update record set sealed = false",
        "delete from sealed_record",
        "delete from criticised",
        "update break_glass set justified = true",
        "insert into confirmed (person, mention, by_account, at) values (gen_random_uuid(), 'Pr.1', null, now())",
        "update access set because = ''",
        "delete from access",
        "alter table record disable row level security",
        "select need_to_know.barred_for(gen_random_uuid(), now(), false)",
        "set role wp_owner",
    ],
)
def test_the_app_cannot_go_round_the_functions(session: Any, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _do(session, statement)


def test_nobody_writes_a_look_in_another_s_name(session: Any) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        _do(
            session,
            "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
            " values (now(), gen_random_uuid(), '', '', 'read', 'record', 'r', 'p', true, '')",
        )


def test_not_even_the_owner_changes_the_access_log(hub: HubDatabase) -> None:
    with hub.connect("wp_owner") as owner, pytest.raises(psycopg.errors.InsufficientPrivilege, match="never changes"):
        owner.execute("delete from access")


def test_every_table_of_the_app_is_behind_a_forced_policy(hub: HubDatabase) -> None:
    with hub.connect("wp_owner") as owner:
        open_tables = {
            row[0]
            for row in owner.execute(
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where c.relkind = 'r' and n.nspname = 'public' and not (c.relrowsecurity and c.relforcerowsecurity)"
                " and has_table_privilege('wp_app', c.oid, 'select')"
            )
        }

    named = ("accounts_", "account_", "mfa_", "socialaccount_", "django_", "auth_")
    assert {t for t in open_tables if not t.startswith(named)} == {"purpose_way", "journey_state"}


def test_the_database_knows_the_same_purposes_as_the_policy(session: Any) -> None:
    rows = set(session.execute("select purpose, role, way from purpose_way").fetchall())

    assert rows == {
        (one.key, role.value, way)
        for one in PURPOSES
        for role, ways in one.ways.items()
        for way in ([w.value for w in ways] or [""])
    }
    assert {way for _, _, way in rows} - {""} <= {way.value for way in Way}


def test_accounts_keep_the_same_roles() -> None:

    assert [role.value for role in Role] == [role.value for role in Kept]


def test_a_record_looked_for_by_name_is_hidden_and_absent_alike(session: Any) -> None:
    """Whatever is asked of a hidden record is answered as of one that is not there."""

    teacher = Reader(PEOPLE["teacher"].account, PEOPLE["teacher"].posts)
    until = datetime.now(UTC) + timedelta(minutes=5)
    context = signed_context(teacher, purpose("direct_work"), at=MOMENTS[1], until=until)
    hidden = "r0003"
    questions = (
        "select record from record where record = %s",
        "select mention from mention where record = %s",
        "select record from need_to_know.possible_matches(%s::text)",
        "select need_to_know.sees_record(%s::text)",
        "select at from need_to_know.who_opened(array[%s::text])",
    )
    with session.transaction():
        session.execute("select set_config('app.context', %s, true)", (context,))
        shown = {row[0] for row in session.execute("select record from record")}
        answers = [[session.execute(q, (one,)).fetchall() for q in questions] for one in (hidden, "no such")]

    assert hidden not in shown
    assert answers[0] == answers[1]


def test_a_hidden_record_takes_as_long_as_an_absent_one(session: Any) -> None:
    """Medians of turns taken alternately, so that a busy machine slows both."""
    teacher = Reader(PEOPLE["teacher"].account, PEOPLE["teacher"].posts)
    until = datetime.now(UTC) + timedelta(minutes=5)
    context = signed_context(teacher, purpose("direct_work"), at=MOMENTS[1], until=until)
    took: dict[str, list[float]] = {"r0003": [], "absent": []}
    with session.transaction():
        session.execute("select set_config('app.context', %s, true)", (context,))
        for _ in range(200):
            for record, times in took.items():
                began = time.perf_counter()
                assert session.execute("select need_to_know.sees_record(%s::text)", (record,)).fetchone() == (False,)
                times.append(time.perf_counter() - began)
    hidden, absent = (statistics.median(times) for times in took.values())

    assert 0.8 < hidden / absent < 1.25
