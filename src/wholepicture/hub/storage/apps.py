"""Tells Django of this room."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class StorageConfig(AppConfig):
    """The room's name and label."""

    name = "wholepicture.hub.storage"
    label = "storage"

    def ready(self) -> None:
        """Has rights granted, and the key of contexts given, after each migration."""
        from wholepicture.hub.storage.context import give_context_key  # noqa: PLC0415
        from wholepicture.hub.storage.rights import grant_rights  # noqa: PLC0415 - only once the rooms are loaded

        # Django tells only of apps with models, and of all of them once every migration is through.
        post_migrate.connect(grant_rights, sender=apps.get_app_config("accounts"))
        post_migrate.connect(give_context_key, sender=apps.get_app_config("accounts"))
