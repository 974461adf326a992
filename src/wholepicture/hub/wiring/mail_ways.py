"""How a mail leaves: to a mail server, or into a folder. Training accounts' mails only ever go into a folder."""

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from django.conf import settings

from wholepicture.hub.storage.mails import Mail
from wholepicture.hub.wiring.mail_words import domain, written

SECURITY = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SECONDS = 20.0
"""How long a mail server may take to answer."""


class UnfitForMail(Exception):
    """The settings for mail do not go together; the words say which."""


class Way(Protocol):
    """How one mail leaves."""

    def send(self, mail: Mail) -> None:
        """Send it. Raises OSError or ValueError where that could not be."""


def check_settings() -> None:
    """Raises UnfitForMail."""
    if not settings.MAILS:
        raise UnfitForMail("no mail is sent: neither WHOLEPICTURE_EMAIL_HOST nor WHOLEPICTURE_EMAIL_FILE_PATH is set")
    if settings.EMAIL_SECURITY not in SECURITY:
        raise UnfitForMail(f"WHOLEPICTURE_EMAIL_SECURITY is one of {', '.join(SECURITY)}")
    if settings.EMAIL_SECURITY == "none" and settings.EMAIL_HOST_USER:
        raise UnfitForMail("WHOLEPICTURE_EMAIL_SECURITY is none, and a password is not sent in the clear")
    if bool(settings.EMAIL_HOST_USER) != bool(settings.EMAIL_HOST_PASSWORD):
        raise UnfitForMail("WHOLEPICTURE_EMAIL_USER and WHOLEPICTURE_EMAIL_PASSWORD are set together or not at all")
    if settings.EMAIL_HOST and "@" not in settings.DEFAULT_FROM_EMAIL:
        raise UnfitForMail("WHOLEPICTURE_EMAIL_FROM is not set: the address that mails come from")
    if not re.match(r"https?://[^.*/]", settings.ADDRESS):
        raise UnfitForMail("WHOLEPICTURE_ADDRESS is where people find the pages, such as https://hub.example.org")


class ByServer:
    """To the mail server of the settings."""

    def send(self, mail: Mail) -> None:
        """Send it; what the server says that it took is sent."""
        message = written(mail)
        with self._connected() as server:
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        host, port = settings.EMAIL_HOST, settings.EMAIL_PORT or PORTS[settings.EMAIL_SECURITY]
        if settings.EMAIL_SECURITY == "tls":
            return smtplib.SMTP_SSL(
                host, port, local_hostname=domain(), timeout=SECONDS, context=ssl.create_default_context()
            )
        server = smtplib.SMTP(host, port, local_hostname=domain(), timeout=SECONDS)
        if settings.EMAIL_SECURITY == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())  # a server that offers none is an error
            except BaseException:
                server.close()
                raise
        return server


class IntoFolder:
    """Into a folder that its owner alone reads, one file for each mail: sent again, it is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: Mail) -> None:
        """Write it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self._folder / f"{mail.message}.eml", written(mail))


def _write(path: Path, message: EmailMessage) -> None:
    making = path.with_suffix(".making")
    with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(message.as_bytes())
    making.rename(path)


class ByAccount:
    """A training account's mail goes into the folder; anybody else's to the mail server, or into the folder where there is
    none.
    """

    def __init__(self) -> None:
        self._folder = IntoFolder(Path(settings.EMAIL_FILE_PATH)) if settings.EMAIL_FILE_PATH else None
        self._server = ByServer() if settings.EMAIL_HOST else None

    @property
    def takes_training(self) -> bool:
        """Whether there is a way for the mails of training accounts."""
        return self._folder is not None

    def send(self, mail: Mail) -> None:
        """Send it the way that goes with its account."""
        way: Way | None = self._folder if mail.training else self._server or self._folder
        if way is None:
            raise ValueError("there is no way for the mail of a training account")
        way.send(mail)
