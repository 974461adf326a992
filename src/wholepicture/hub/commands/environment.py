"""What the hub's commands find in their environment, before Django is there."""

import os

SETTINGS = "wholepicture.hub.settings"


class NotSet(Exception):
    """A setting that this command cannot do without is not there."""


def needed(name: str, why: str) -> str:
    """A setting from the environment. Raises NotSet."""
    given = os.environ.get(name, "")
    if not given:
        raise NotSet(f"{name} is not set: {why}. docs/hub.md explains it; ./run sets everything by itself.")
    return given


def start_django(database_url: str) -> None:
    """Set Django up for this process, on one database address."""
    os.environ["WHOLEPICTURE_APP_URL"] = database_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415 - only where a command needs it, and after its settings are chosen

    django.setup()


def say(words: str) -> None:
    """Say something to whoever started the command."""
    print(words, flush=True)  # noqa: T201 - a command speaks to people
