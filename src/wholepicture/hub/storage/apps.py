"""Tells Django of this room."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """The room's name and label."""

    name = "wholepicture.hub.storage"
    label = "storage"
