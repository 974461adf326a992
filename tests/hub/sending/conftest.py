"""A hub with concerns of four agencies, as the pages of records have it."""

from tests.hub.records.conftest import as_app, county, hub, people, visit, words

__all__ = ["as_app", "county", "hub", "people", "visit", "words"]
