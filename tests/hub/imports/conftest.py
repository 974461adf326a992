"""A hub with its people, whose imports are carried out when a test says so."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from tests.hub.records.conftest import KEY, County, as_app, county, hub, people, salt, visit, words

from wholepicture.hub import clock
from wholepicture.hub.wiring import imports
from wholepicture.hub.wiring.imports_work import ImportWork
from wholepicture.hub.wiring.journey_understanding import means_of

__all__ = ["as_app", "county", "hub", "people", "visit", "words"]


@pytest.fixture
def work(county: County, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What the process that carries imports out does, until there is nothing to do; then the journey. Above 5 rows it takes
    two people here."""
    carried_out = ImportWork(county.hub.connect, means_of(KEY), clock=clock.now, salts=salt, two_above=5, say=lambda _: None)

    def read(*_: Any, **__: Any) -> None:
        with county.hub.connect() as connection:
            while carried_out.read_next(connection):
                pass

    def do() -> None:
        read()
        with county.hub.connect() as connection:
            while carried_out.take_next(connection, Event()):
                pass
        county.link()

    monkeypatch.setattr(imports, "wait_for_reading", read)
    return do
