"""The three roles that the hub's database knows, and the check that the running one may do no more than it should."""

import psycopg
from psycopg import sql

from wholepicture.hub.keeper.cluster import SUPERUSER, Cluster
from wholepicture.hub.keeper.refusals import UnableToServe

OWNER = "wp_owner"
"""Owns the tables and migrates. Nothing that answers a request connects as this role."""
APP = "wp_app"
"""What the web processes connect as: row-level security binds it, and it can neither make nor change a table."""
JOURNEY = "wp_journey"
"""What the journey process and imports connect as: it sees every record, writes what is derived, and owns no table."""
DATABASE = "wholepicture"
_PREPARING = 7_716_303_915  # any number, the same in every process: who prepares, prepares alone


def prepare(cluster: Cluster, database: str = DATABASE) -> None:
    """Make the roles and `database` where they are missing, and set their rights as they should be. May be repeated."""
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute("select pg_advisory_lock(%s)", (_PREPARING,))
        for role in (OWNER, APP, JOURNEY):
            if server.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None:
                server.execute(sql.SQL("create role {}").format(sql.Identifier(role)))
            rights = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
            server.execute(sql.SQL(f"alter role {{}} {rights}").format(sql.Identifier(role)))
        if server.execute("select 1 from pg_database where datname = %s", (database,)).fetchone() is None:
            make = sql.SQL("create database {} owner {} template template0 encoding 'UTF8' strategy wal_log")
            server.execute(make.format(sql.Identifier(database), sql.Identifier(OWNER)))
        named = {"database": sql.Identifier(database), "app": sql.Identifier(APP), "journey": sql.Identifier(JOURNEY)}
        server.execute(sql.SQL("revoke all on database {database} from public").format(**named))
        server.execute(sql.SQL("grant connect on database {database} to {app}, {journey}").format(**named))


def check_app(app_url: str) -> None:
    """Raise UnableToServe where the app's role could go round row-level security or alter what is stored."""
    with psycopg.connect(app_url) as session:
        row = session.execute(
            "select r.rolsuper, r.rolbypassrls, r.rolcreaterole, pg_has_role(d.datdba, 'member'),"
            " has_schema_privilege('public', 'create') from pg_roles r, pg_database d"
            " where r.rolname = current_user and d.datname = current_database()"
        ).fetchone()
    faults = ("is a superuser", "bypasses row-level security", "may create roles", "owns the database", "may create tables")
    found = [fault for fault, has in zip(faults, row or (), strict=True) if has]
    if found:
        raise UnableToServe(f"the app's database account {' and '.join(found)}; the hub does not run with so much power")
