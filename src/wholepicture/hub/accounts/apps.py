"""Tells Django of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room's name and label."""

    name = "wholepicture.hub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Starts noting who comes and goes, and checks what may not be served."""
        # Both need the models, which are not there while Django still loads the rooms.
        from wholepicture.hub.accounts import checks, door  # noqa: PLC0415

        checks.register_all()
        door.listen()
