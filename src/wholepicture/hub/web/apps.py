"""Tells Django of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room's name and label."""

    name = "wholepicture.hub.web"
    label = "web"
