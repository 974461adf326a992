"""Puts the world into a migrated database, as the owner of its tables."""

import json
from typing import Any
from uuid import uuid4

from psycopg import sql
from tests.hub.access.people_and_records import (
    AGENCIES,
    EVENT,
    LINES,
    MOMENTS,
    PEOPLE,
    PERSONS,
    TEAMS,
    World,
    Written,
    handle,
)

from wholepicture.hub.need_to_know.lines import Managed
from wholepicture.hub.need_to_know.subjects import RelationKind

Session = Any
LONG_AGO = "2000-01-01 00:00+00"


def put_people(session: Session) -> None:
    for number, key in enumerate(AGENCIES, 1):
        session.execute("insert into accounts_agency (id, key, name) values (%s, %s, %s)", (number, key, key))
    for team, agency in TEAMS.items():
        session.execute(
            "insert into accounts_team (id, agency_id, name) select %s, id, %s from accounts_agency where key = %s",
            (team, f"team {team}", agency),
        )
    for person in PEOPLE.values():
        put_account(session, person.account, person.name)
        for post in person.posts:
            session.execute(
                "insert into accounts_post (account_id, team_id, role, since, source)"
                " select id, %s, %s, %s, 'administrator' from accounts_account where handle = %s",
                (post.team, post.role.value, LONG_AGO, person.account),
            )
    for line in LINES:
        put_line(session, line)


def put_line(session: Session, line: Managed) -> None:
    session.execute(
        "insert into accounts_management (manager_id, managed_id, since, until)"
        " select a.id, b.id, %s, %s from accounts_account a, accounts_account b where a.handle = %s and b.handle = %s",
        (line.since, line.until, line.manager, line.managed),
    )


def put_account(session: Session, account: object, name: str) -> None:
    made = {
        "password": "!",
        "handle": account,
        "email": f"{name.replace(' ', '.')}@example.org",
        "name": name,
        "is_active": True,
        "created_at": LONG_AGO,
    }
    known = session.execute(
        "select column_name, data_type from information_schema.columns where table_name = 'accounts_account'"
        " and is_nullable = 'NO' and column_default is null and is_identity = 'NO'"
    ).fetchall()
    for column, kind in known:
        made.setdefault(column, {"boolean": False, "uuid": account}.get(kind, LONG_AGO))
    names = sql.SQL(", ").join(map(sql.Identifier, made))
    values = sql.SQL(", ").join([sql.Placeholder()] * len(made))
    insert = sql.SQL("insert into accounts_account ({}) values ({})").format(names, values)
    session.execute(insert, list(made.values()))


def put_record(session: Session, number: int, one: Written) -> None:
    session.execute(
        "insert into record (record, sequence, source, system, reference, agency, agency_name, team, raiser, kind, filed_as,"
        " recorded_at, known_at, narrative, stated, adds_to)"
        " values (%s, %s, %s, 'whole-picture', %s, %s, %s, %s, %s, 'contact', '', %s, %s, 'Words.', '{}', %s)",
        (
            one.record,
            number,
            one.source,
            one.record,
            one.agency,
            one.agency,
            one.team,
            handle(one.raiser) if one.raiser else None,
            EVENT,
            EVENT,
            f"whole-picture/{one.root}" if one.root else None,
        ),
    )
    if one.protected:
        put_protected(session, one.record, handle(one.protected))
    for place, person in enumerate(one.confirmed):
        mention = f"P{one.record}.{place}"
        put_mention(session, mention, one.record, f"e{mention}")
        put_confirmed(session, mention, person)
    for who in one.criticised:
        session.execute(
            "insert into criticised (record, account, since) values (%s, %s, %s)", (one.record, who.account, who.since)
        )


def put_protected(session: Session, record: str, account: object) -> None:
    item = uuid4()
    session.execute(
        "insert into inbox (id, idempotency_key, channel, content, body, reference, received_at)"
        " values (%s, %s, 'page', 'hub_concern', 'x', %s, %s)",
        (item, str(item), record, EVENT),
    )
    session.execute("insert into raiser (inbox, reference, account) values (%s, %s, %s)", (item, record, account))


def put_mention(session: Session, mention: str, record: str, entity: str, **described: str) -> None:
    session.execute(
        "insert into mention (mention, record, entity, kind, role, text, columns, description)"
        " values (%s, %s, %s, 'person', 'subject', 'somebody', '', %s)",
        (mention, record, entity, json.dumps(described)),
    )


def put_confirmed(session: Session, mention: str, person: str) -> None:
    session.execute(
        "insert into confirmed (person, mention, by_account, at) values (%s, %s, %s, %s)",
        (PERSONS[person], mention, handle("other hub"), MOMENTS[0]),
    )


def put_findings(session: Session, world: World) -> None:
    for place, (finding, (surfaced, adult, renewed)) in enumerate(sorted(world.findings.items())):
        content = json.dumps({"adults": ["e"] if adult else []})
        session.execute(
            "insert into finding (id, position, pattern, surfaced_at, known_since, withdrawn_because, content)"
            " values (%s, %s, 'shared_place', %s, %s, '', %s)",
            (finding, place, surfaced, surfaced, content),
        )
        if adult:
            session.execute("insert into finding_entity values (%s, 'e', 'adults')", (finding,))
        for until in renewed:
            session.execute(
                "insert into renewal (finding, by_account, because, at, until) values (%s, %s, 'still needed', %s, %s)",
                (finding, handle("practitioner"), EVENT.replace(year=2027), until),
            )
    for one in world.records:
        for finding in one.findings:
            session.execute("insert into finding_record values (%s, %s, 1)", (finding, one.record))


def put_relations(session: Session, world: World) -> None:
    for one in world.relations:
        if one.kind is RelationKind.BREAK_GLASS:
            session.execute(
                "insert into break_glass (account, role, agency, team, record, person, code, because, opened_at, until,"
                " due_at)"
                " values (%s, 'front_line', 'police', 2, %s, %s, 'danger now', 'she is there', %s, %s, %s)",
                (one.account, one.record, one.person, one.since, one.until, one.until),
            )
            continue
        session.execute(
            "insert into relation (account, record, person, kind, since, until, because, granted_by)"
            " values (%s, %s, %s, %s, %s, %s, 'known', %s)",
            (one.account, one.record, one.person, one.kind.value, one.since, one.until, handle("nobody")),
        )


def put_seals(session: Session, world: World) -> None:
    for seal in sorted({seal for one in world.records for seal in one.seals}, key=str):
        session.execute(
            "insert into seal (record, person, because, by_account, lead, at) values (%s, %s, 'adopted', %s, %s, %s)",
            (seal.record, seal.person, handle("other hub"), handle("worker"), MOMENTS[0]),
        )
    session.execute("select need_to_know.lay_seals()")


def put_world(session: Session, world: World) -> None:
    put_people(session)
    for number, one in enumerate(world.records, 1):
        put_record(session, number, one)
    put_findings(session, world)
    put_relations(session, world)
    put_seals(session, world)
