"""Fixtures of what seals: a migrated database, facts and looks to be sealed, and a signer."""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.hub_database import HubDatabase, fresh_database

from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import Draft, FactId, FactKind, Part
from wholepicture.proof.notes import Signer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def hub() -> Iterator[HubDatabase]:
    with fresh_database() as database:
        yield database


@pytest.fixture(scope="session")
def signer() -> Signer:
    return Signer("area.example/log", bytes(range(32)))


def said(name: str) -> Draft:
    """A small fact of that name."""
    return Draft(
        id=FactId(name),
        kind=FactKind.RECEIVED,
        source=f"police/{name}",
        author="handle-1",
        recorded_at=NOON,
        parts=(Part("narrative", f'{{"words":"{name} was seen"}}'), Part("rest", '{"a":"b"}')),
    )


LOOK = (
    "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
    " values (%s, %s, 'scrutineer', 'partnership', 'read', 'record', %s, 'scrutinise', true, 'why')"
)


@pytest.fixture
def happen(hub: HubDatabase) -> Callable[[int, int], None]:
    """So many facts and looks, at a moment after those before."""
    made = [0]

    def happen(facts: int, looks: int) -> None:
        with hub.connect("wp_owner") as owner:
            first = made[0]
            made[0] += facts + looks + 1
            at = NOON + timedelta(minutes=made[0])
            ledger = PostgresLedger(owner, lambda: secrets.token_bytes(16))
            ledger.append([said(f"f{number}") for number in range(first, first + facts)], known_at=at)
            for number in range(looks):
                owner.execute(LOOK, (at, uuid4(), f"r{number}"))

    return happen
