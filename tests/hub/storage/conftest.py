"""Fixtures of the storage room's tests: a migrated database, and the roles' connections to it."""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from tests.hub_database import HubDatabase, fresh_database

from wholepicture.ledger.facts import Draft, FactId, FactKind, Part

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def hub() -> Iterator[HubDatabase]:
    with fresh_database() as database:
        yield database


@pytest.fixture(scope="session")
def salts() -> Callable[[], bytes]:
    return lambda: secrets.token_bytes(16)


@pytest.fixture(scope="session")
def draft() -> Callable[[str], Draft]:
    """A small fact of that name."""

    def make(name: str) -> Draft:
        return Draft(
            id=FactId(name),
            kind=FactKind.RECEIVED,
            source=f"police/{name}",
            author="handle-1",
            recorded_at=NOON,
            parts=(Part("rest", '{"a":"b"}'),),
        )

    return make
