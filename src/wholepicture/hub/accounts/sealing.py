"""Secrets of sign-in at rest: sealed where they must be read again, digested where they need only be recognised."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class UnableToUnseal(Exception):
    """This second factor was sealed with a key that the hub no longer has. Ask an administrator to remove it."""


def _keys() -> MultiFernet:
    """The first key seals; all of them unseal, so that a key can be changed without locking anybody out."""
    keys = [one for one in settings.SIGN_IN_KEYS if one]
    if not keys:
        raise ImproperlyConfigured("WHOLEPICTURE_SIGN_IN_KEY is not set: second factors cannot be kept.")
    return MultiFernet([Fernet(_stretched(one)) for one in keys])


def _stretched(key: str) -> bytes:
    """Any secret of at least 32 characters as the 32 bytes that Fernet wants."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"whole picture sign-in" + key.encode()).digest())


def seal(text: str) -> str:
    """The text, unreadable without the key; another one each time."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What `seal` was given.

    Raises:
        UnableToUnseal: the key is another one, or the text was changed.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as broken:
        raise UnableToUnseal from broken


def keyed(text: str) -> str:
    """A digest that only this hub can make again: 32 hexadecimal digits."""
    return hmac.new(settings.SECRET_KEY.encode(), b"sign-in note" + text.encode(), hashlib.sha256).hexdigest()[:32]


def digest(secret: str) -> str:
    """Of a secret with at least 128 bits of chance, which therefore needs no stretching: 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
