"""What `manage check --deploy` asks before the hub may be served to real people."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


def register_all() -> None:
    """Called once, when Django starts."""
    register(Tags.security, deploy=True)(check_door)


def check_door(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """Training sign-ins are off, keys are there, and nothing bypasses the second factor."""
    wrong = []
    if settings.TRAINING:
        wrong.append(Error("WHOLEPICTURE_TRAINING is on: anybody can sign in as anybody.", id="hub.E001"))
    if not any(settings.SIGN_IN_KEYS):
        wrong.append(Error("WHOLEPICTURE_SIGN_IN_KEY is not set: second factors cannot be kept.", id="hub.E002"))
    if getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None) is not None:
        wrong.append(Error("A code that bypasses the second factor is set.", id="hub.E003"))
    if settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.locmem.LocMemCache":
        wrong.append(Error("Attempts are counted by each process on its own.", id="hub.E004"))
    return wrong
