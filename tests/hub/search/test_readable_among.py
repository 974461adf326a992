"""What search asks about thousands of records at once is what row-level security says of each, and nothing more."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.hub.access.conftest import hub
from tests.hub.access.into_database import put_world
from tests.hub.access.people_and_records import LINES, PEOPLE, Person, make_world
from tests.hub_database import HubDatabase

from wholepicture.hub.need_to_know.lines import line_below
from wholepicture.hub.need_to_know.purposes import PURPOSES
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.context import signed_context

__all__ = ["hub"]
WORLD = make_world(31, of=90)
EVERY = [one.record for one in WORLD.records]


@pytest.fixture(scope="module")
def session(hub: HubDatabase) -> Iterator[Any]:
    with hub.connect("wp_owner") as owner, owner.transaction():
        put_world(owner, WORLD)
        for left, right, number in owner.execute(
            "select a.record, b.record, row_number() over () from record a join record b on b.sequence = a.sequence + 7"
        ).fetchall():
            judgement = ("unsure", "different", "compatible")[number % 3]
            owner.execute(
                "insert into link values (%s, %s, 1, %s, %s, 'person', 9, %s, '{}', false)",
                (f"P{left}.9", f"P{right}.9", left, right, judgement),
            )
    with hub.connect("wp_app") as app:
        yield app


def moments(person: Person) -> Iterator[tuple[Reader, Any, datetime]]:
    now = datetime.now(UTC)
    for post in person.posts:
        reader = Reader(person.account, (post,), line_below(person.account, LINES))
        for purpose in PURPOSES:
            if reader.may_state(purpose):
                yield reader, purpose, now


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_database_answers_alike_for_one_record_and_for_all_at_once(session, who):
    for reader, purpose, now in moments(PEOPLE[who]):
        context = signed_context(reader, purpose, at=now, until=now + timedelta(minutes=5))
        with session.transaction():
            session.execute("select set_config('app.context', %s, true)", (context,))
            by_policy = {row[0] for row in session.execute("select record from record").fetchall()}
            at_once = {row[0] for row in session.execute("select need_to_know.readable_among(%s)", (EVERY,)).fetchall()}
            one_by_one = {
                row
                for record in sorted(by_policy)
                for row in session.execute("select * from need_to_know.possible_matches(%s)", (record,)).fetchall()
            }
            together = session.execute(
                "select p.record, p.day from need_to_know.possible_matches_of(%s) p", (sorted(by_policy),)
            ).fetchall()
        assert at_once == by_policy, purpose.key
        assert set(together) == {(record, day) for record, _, day in one_by_one}, purpose.key
