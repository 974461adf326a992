"""What is kept cannot be changed: not by the roles at run time, not by the owner of the tables, not past the triggers."""

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from tests.hub_database import fresh_database

from wholepicture.hub.keeper.cluster import SUPERUSER
from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.inbox import Arriving, Channel, InboxOutcome
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import FactId, erasure

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEPT = ("fact", "payload", "erased_part", "inbox", "inbox_outcome", "raiser")
CHANGES = (
    *(
        f"update {table} set {column} = {column}"  # noqa: S608
        for table, column in [
            ("fact", "known_at"),
            ("payload", "body"),
            ("erased_part", "name"),
            ("inbox", "body"),
            ("inbox_outcome", "at"),
            ("raiser", "account"),
        ]
    ),
    *(f"delete from {table}" for table in KEPT),  # noqa: S608
    *(f"truncate {table} cascade" for table in KEPT),
)


@pytest.fixture(scope="module")
def filled(salts, draft):
    """One database for all of these tests: whatever they try, nothing in it changes."""
    with fresh_database() as hub:
        with hub.connect() as connection:
            ledger = PostgresLedger(connection, salts)
            ledger.append([draft("a"), draft("b")], known_at=NOW)
            ledger.append([erasure(of=FactId("b"), parts=["rest"], order="court order 7", by="h", at=NOW)], known_at=NOW)
            concern = Arriving(
                key="k", account=uuid4(), channel=Channel.PAGE, content="hub_concern", body=b"{}", protected=True
            )
            receipt = inbox.keep(connection, concern, at=NOW)
            inbox.note_outcome(connection, receipt.inbox, InboxOutcome.TAKEN, at=NOW)
        yield hub


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["wp_app", "wp_journey", "wp_owner", SUPERUSER])
def test_nobody_changes_what_is_kept(filled, role, change):
    with filled.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(change)


def test_a_session_that_skips_ordinary_triggers_does_not_skip_these(filled):
    with filled.connect(SUPERUSER) as connection:
        connection.execute("set session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("update fact set author = 'somebody else'")


@pytest.mark.parametrize("role", ["wp_app", "wp_journey"])
@pytest.mark.parametrize(
    "attempt",
    [
        "alter table fact disable trigger all",
        "drop trigger fact_never_changes on fact",
        "create table mine (a int)",
        "insert into fact (sequence, id, kind, source, author, recorded_at, known_at, part_digests, digest) "
        "values (99, 'x', 'received', 's', 'a', now(), '2000-01-01', '[]', 'd')",
        "insert into erased_part values (1, 'rest', 1)",
        "select account from raiser",
        "select nextval('reference_2026')",
        "set role wp_owner",
        "set session_replication_role = replica",
    ],
)
def test_the_roles_at_run_time_have_no_other_way_in(filled, role, attempt):
    with filled.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt)


@pytest.mark.parametrize(
    "question", ["select body from payload", "select body from inbox", "select idempotency_key from inbox"]
)
def test_the_app_reads_no_raw_words(filled, question):
    with filled.connect("wp_app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(question)


def test_the_app_appends_and_the_ledger_gives_the_order_and_the_moment(filled, salts, draft):
    with filled.connect("wp_app") as connection:
        added = PostgresLedger(connection, salts).append([draft("c")], known_at=datetime(2001, 1, 1, tzinfo=UTC))
    with filled.connect() as connection:
        last = list(PostgresLedger(connection, salts).facts())[-1]

    assert added == 1
    assert last.envelope.sequence == 4
    assert last.envelope.known_at == NOW  # nobody makes a fact known before the one before it


@pytest.mark.parametrize("table", ["accounts_account", "django_session", "account_emailaddress", "mfa_authenticator"])
def test_the_app_keeps_accounts_and_sessions_in_tables_that_django_made(hub, table):
    with hub.connect("wp_app") as connection:
        assert connection.execute(f"select count(*) from {table}").fetchone() == (0,)  # noqa: S608
