"""A hub with an API, and systems of agencies that call it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.hub.records.conftest import County, as_app, county, hub, people, visit, words

from wholepicture.hub import clock
from wholepicture.hub.accounts.tokens import Scope
from wholepicture.hub.wiring.people import Change
from wholepicture.hub.wiring.sign_in_tokens import make_token

__all__ = ["as_app", "county", "hub", "people", "visit", "words"]

BOTH = (Scope.CONCERNS_WRITE, Scope.RECEIPTS_READ)


@dataclass
class System:
    """An agency's system, with its token."""

    secret: str

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)

    def post(self, path: str, body: Any, *, key: str | None = "key", **headers: str):
        sent = body if isinstance(body, bytes | str) else json.dumps(body)
        told = {"Authorization": f"Bearer {self.secret}", **headers}
        if key is not None:
            told["Idempotency-Key"] = key
        return self.client.post(path, sent, content_type="application/json", headers=told)

    def get(self, path: str):
        return self.client.get(path, headers={"Authorization": f"Bearer {self.secret}"})


@pytest.fixture
def system(county: County, people: dict[str, Any], settings: Any) -> Callable[..., System]:
    """A system of that agency, with a token that has those scopes."""
    settings.API_PER_MINUTE = 100_000

    def make(agency: str = "school", scopes: tuple[Scope, ...] = BOTH) -> System:
        change = Change(people["administrator"].handle, clock.now(), "A test.")
        return System(make_token(agency, "A system", scopes, timedelta(days=30), change))

    return make
