"""A hub in use, as for findings, with somebody who calls meetings in it."""

import re

import pytest
from tests.hub.findings.conftest import acting, stating, world

from wholepicture.hub.wiring.sign_in_training import email_of

__all__ = ["acting", "stating", "world"]

CALL = {"kind": "mapping meeting", "day_day": "1", "day_month": "12", "day_year": "2027", "at": "14:00"}
WHY = "One flat, several children."


def called(client, what, subject, **said):
    """A meeting about something: its page."""
    answer = client.post(f"/meetings/call/{what}/{subject}/", {**CALL, "because": WHY, **said})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def invited(client, meeting, who, because="Needed."):
    return client.post(f"{meeting}invite/", {"email": email_of(who), "because": because})


def offered(client, path, name):
    """The values among which a form lets one choose."""
    return re.findall(rf'name="{name}" value="([^"]+)"', client.get(path).content.decode())


@pytest.fixture
def mapping(acting, world):
    """A mapping meeting that Priya of social care called about a finding across children."""
    return called(acting("hub"), "finding", world.finding("shared_place"))
