"""Policy, row-level security and a plain oracle are asked the same, cell by cell: none may ever disagree."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.hub.access.into_database import put_line, put_world
from tests.hub.access.oracle import Oracle
from tests.hub.access.people_and_records import (
    EVENT,
    LINES,
    MOMENTS,
    PEOPLE,
    PERSONS,
    Person,
    World,
    Written,
    handle,
    make_world,
)
from tests.hub_database import HubDatabase

from wholepicture.hub.need_to_know.conflicts import conflict_of
from wholepicture.hub.need_to_know.lines import Managed, line_below, teams_in_line
from wholepicture.hub.need_to_know.purposes import PURPOSES, Purpose, Role
from wholepicture.hub.need_to_know.reading import may_read, may_see_finding
from wholepicture.hub.need_to_know.subjects import Allowed, FindingFacts, Reader, RecordFacts
from wholepicture.hub.storage.context import signed_context


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(2026, of=110)


@pytest.fixture(scope="module")
def session(hub: HubDatabase, world: World) -> Iterator[Any]:
    with hub.connect("wp_owner") as owner, owner.transaction():
        put_world(owner, world)
    with hub.connect("wp_app") as app:
        yield app


def reader_of(person: Person, at: datetime) -> Reader:
    below = line_below(person.account, LINES)
    managing = [post for post in person.posts if post.role is Role.MANAGER]
    agencies = {post.agency for post in managing}
    teams = {p.account: [post.team for post in p.posts if post.agency in agencies] for p in PEOPLE.values()}
    line = teams_in_line([post.team for post in managing], below, teams, at) if managing else frozenset()
    now = {b.account for b in below if b.since <= at and (b.until is None or at < b.until)}
    roles = (
        frozenset(post.role for p in PEOPLE.values() if p.account in now for post in p.posts) if managing else frozenset()
    )
    return Reader(person.account, person.posts, below, line, roles)


def facts_of(world: World) -> dict[str, RecordFacts]:
    found = {}
    by_record = {one.record: one for one in world.records}
    for one in world.records:
        root = one.root or one.record
        thread = [other for other in world.records if root in (other.record, other.root)]
        wrote = [one, *([by_record[one.root]] if one.root else [])]
        found[one.record] = RecordFacts(
            record=one.record,
            thread=frozenset(other.record for other in thread),
            agency=one.agency,
            team=one.team,
            raisers=frozenset(handle(who) for o in wrote for who in (o.raiser, o.protected) if who),
            persons=frozenset(PERSONS[name] for other in thread for name in other.confirmed),
            criticised=tuple(who for other in thread for who in other.criticised),
            seals=one.seals,
        )
    return found


def _finding_facts(world: World, facts: dict[str, RecordFacts]) -> dict[str, FindingFacts]:
    return {
        finding: FindingFacts(
            finding=finding,
            records=tuple(facts[one.record] for one in world.records if finding in one.findings),
            names_adult=adult,
            surfaced_at=surfaced,
            renewed_until=renewed,
        )
        for finding, (surfaced, adult, renewed) in world.findings.items()
    }


def by_policy(
    world: World,
    facts: dict[str, RecordFacts],
    rested: dict[str, FindingFacts],
    reader: Reader,
    purpose: Purpose,
    at: datetime,
) -> tuple[set[str], set[str]]:
    held = [r for r in world.relations if r.account == reader.account]
    findings = {
        finding
        for finding, those in rested.items()
        if isinstance(may_see_finding(reader, those, purpose, held, at), Allowed)
    }
    records = set()
    for one in world.records:
        known = facts[one.record]
        if findings & set(one.findings):
            known = replace(known, in_finding=True)
        if isinstance(may_read(reader, known, purpose, held, at), Allowed):
            records.add(one.record)
    return records, findings


def by_database(session: Any, reader: Reader, purpose: Purpose, at: datetime) -> tuple[set[str], set[str], set[str]]:

    context = signed_context(reader, purpose, at=at, until=datetime.now(UTC) + timedelta(minutes=5))
    with session.transaction():
        session.execute("select set_config('app.context', %s, true)", (context,))
        records = {row[0] for row in session.execute("select record from record")}
        findings = {row[0] for row in session.execute("select id from finding")}
        asked = session.execute(
            "select need_to_know.seen_among(array(select format('r%s', lpad(n::text, 4, '0'))"
            " from generate_series(0, 400) n))"
        ).fetchone()[0]
    return records, findings, set(asked)


def test_policy_database_and_oracle_never_disagree_on_a_cell(session: Any, world: World) -> None:
    oracle = Oracle(world, LINES, PEOPLE)
    facts = facts_of(world)
    rested = _finding_facts(world, facts)
    disagreeing: list[str] = []
    seen: Counter[str] = Counter()
    cells = 0
    for person in PEOPLE.values():
        for at in MOMENTS:
            reader = reader_of(person, at)
            for purpose in PURPOSES:
                records, findings = by_policy(world, facts, rested, reader, purpose, at)
                shown, found, asked = by_database(session, reader, purpose, at)
                plain = {one.record for one in world.records if oracle.may_read(person, one, purpose.key, at)}
                plain_findings = {f for f in world.findings if oracle.may_see(person, f, purpose.key, at)}
                cells += len(world.records) + len(world.findings)
                seen[person.name] += len(plain)
                for name, policy, database, told in (
                    ("record", records, shown, plain),
                    ("finding", findings, found, plain_findings),
                    (
                        "function",
                        {r for r in records if not r.endswith("b")},
                        asked,
                        {r for r in plain if not r.endswith("b")},
                    ),
                ):
                    if not policy == database == told:
                        odd = sorted((policy ^ told) | (database ^ told))[:3]
                        disagreeing.append(
                            f"{person.name} {purpose.key} {at:%Y-%m-%d} {name} {odd}:"
                            f" policy {[o in policy for o in odd]} database {[o in database for o in odd]}"
                            f" oracle {[o in told for o in odd]}"
                        )

    assert not disagreeing, "\n".join([f"{len(disagreeing)} of {cells}", *disagreeing[:20]])
    assert cells > 100_000
    reading = {post.role for name, count in seen.items() if count for post in PEOPLE[name].posts}
    assert reading == set(Role) - {Role.ADMINISTRATOR, Role.CUSTODIAN, Role.EXECUTIVE}


def test_the_matrix_holds_every_kind_of_cell(world: World) -> None:
    """A matrix without a hidden or an opened record of each kind would prove nothing."""
    oracle = Oracle(world, LINES, PEOPLE)
    kinds: Counter[tuple[bool, bool, bool]] = Counter()
    for one in world.records:
        for person in PEOPLE.values():
            barred = oracle.barred(person, one, MOMENTS[1])
            sealed = bool(one.seals) and not oracle.unsealed(person, one, MOMENTS[1])
            opened = any(oracle.may_read(person, one, purpose.key, MOMENTS[1]) for purpose in PURPOSES)
            kinds[barred, sealed, opened] += 1

    assert {
        (False, False, True),
        (False, False, False),
        (True, False, False),
        (False, True, False),
        (True, True, False),
    } <= set(kinds)
    assert any(oracle.unsealed(person, one, MOMENTS[1]) for one in world.records if one.seals for person in PEOPLE.values())


def _without_conflict(one: Written) -> Written:
    return replace(one, criticised=())


def test_an_oracle_that_forgets_conflicts_is_found_out(session: Any, world: World) -> None:
    """The negative control: the comparison must be able to fail."""
    careless = Oracle(
        World([_without_conflict(one) for one in world.records], world.relations, world.findings), LINES, PEOPLE
    )
    sergeant, at = PEOPLE["sergeant"], MOMENTS[1]
    purpose = next(one for one in PURPOSES if one.key == "oversee_team")

    shown, _, _ = by_database(session, reader_of(sergeant, at), purpose, at)

    assert {o.record for o in careless.world.records if careless.may_read(sergeant, o, purpose.key, at)} != shown


@pytest.mark.parametrize("seed", range(25))
def test_whoever_a_random_organisation_bars_is_barred_by_the_database_too(
    hub: HubDatabase, world: World, session: Any, seed: int
) -> None:
    chance = random.Random(seed)
    names = sorted(PEOPLE)
    lines = []
    for _ in range(14):
        above, under = chance.sample(names[:9], 2)
        since = EVENT + timedelta(days=chance.randint(-8, 8))
        until = None if chance.random() < 0.4 else since + timedelta(days=chance.randint(0, 9))
        lines.append(Managed(handle(above), handle(under), since, until))
    facts = facts_of(world)
    at = EVENT + timedelta(days=chance.randint(-9, 9))
    with hub.connect("wp_owner") as owner, owner.transaction(force_rollback=True):
        owner.execute("alter table accounts_management disable trigger management_only_ends")
        owner.execute("delete from accounts_management")
        for line in lines:
            put_line(owner, line)
        for name in names[:9]:
            person = PEOPLE[name]
            barred = "select need_to_know.barred_for(%s::uuid, %s::timestamptz, %s::boolean)"
            scrutineer = any(post.role is Role.SCRUTINEER for post in person.posts)
            told = owner.execute(barred, (person.account, at, scrutineer)).fetchone()[0]
            reader = Reader(person.account, person.posts, line_below(person.account, lines))

            assert set(told) == {r for r, known in facts.items() if conflict_of(reader, known, at)}, (name, at)
