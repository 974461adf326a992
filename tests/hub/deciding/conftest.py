"""A whole hub, as for the pages of a concern."""

import pytest
from tests.hub.concern.conftest import as_app, at_time, hub, link, people, signed_in, writing

__all__ = ["as_app", "at_time", "hub", "link", "people", "signed_in", "writing"]


@pytest.fixture
def rows(hub):
    """What a statement of the owner of the tables finds."""

    def ask(statement, *given):
        with hub.connect("wp_owner") as owner:
            found = owner.execute(statement, given or None)
            told = found.fetchall() if found.description else []
            owner.commit()
            return told

    return ask
