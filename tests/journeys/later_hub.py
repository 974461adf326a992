"""The hub's pages as they are so many days later (WHOLEPICTURE_TESTS_LATER): the same database, another clock."""

import os
from datetime import datetime, timedelta

from wholepicture.hub import clock

_NOW = clock.now


def now() -> datetime:
    return _NOW() + timedelta(days=int(os.environ["WHOLEPICTURE_TESTS_LATER"]))


clock.now = now

from wholepicture.hub.wsgi import application  # noqa: E402 - after the clock is set

__all__ = ["application"]
