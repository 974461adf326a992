"""The policy in Python and a plain oracle, cell by cell, with no database: what the mutation harness tries the policy with.

The same comparison with row-level security as the third is tests/hub/access/test_access_matrix.py. Here the policy is handed
everybody's relations, and has to find the reader's own among them.
"""

from dataclasses import replace

import pytest

from tests.hub.access.oracle import Oracle
from tests.hub.access.people_and_records import LINES, MOMENTS, PEOPLE, World, make_world
from tests.hub.access.test_access_matrix import _finding_facts, facts_of, reader_of
from wholepicture.hub.need_to_know.purposes import PURPOSES
from wholepicture.hub.need_to_know.reading import may_read, may_see_finding
from wholepicture.hub.need_to_know.subjects import Allowed


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(2026, of=45)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_policy_and_oracle_agree_on_every_record_and_finding(world: World, name: str) -> None:
    person, oracle, facts = PEOPLE[name], Oracle(world, LINES, PEOPLE), facts_of(world)
    rested = _finding_facts(world, facts)
    for at in MOMENTS:
        reader = reader_of(person, at)
        for purpose in PURPOSES:
            seen = {
                finding
                for finding, those in rested.items()
                if isinstance(may_see_finding(reader, those, purpose, world.relations, at), Allowed)
            }
            read = {
                one.record
                for one in world.records
                if isinstance(
                    may_read(
                        reader,
                        replace(facts[one.record], in_finding=bool(seen & set(one.findings))),
                        purpose,
                        world.relations,
                        at,
                    ),
                    Allowed,
                )
            }
            assert read == {o.record for o in world.records if oracle.may_read(person, o, purpose.key, at)}
            assert seen == {f for f in world.findings if oracle.may_see(person, f, purpose.key, at)}
