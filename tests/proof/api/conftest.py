"""A hub with an API, as for its calls."""

from tests.hub.api.conftest import as_app, county, hub, people, system, visit, words

__all__ = ["as_app", "county", "hub", "people", "system", "visit", "words"]
