"""What a mail says: that something waits, the concern's reference at most, and where to sign in. The same to everybody."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from wholepicture.hub import clock
from wholepicture.hub.storage.mails import Mail

SUBJECT = "Something waits in Whole Picture"


def written(mail: Mail) -> EmailMessage:
    """The mail as it is sent. Raises ValueError where its address is not one address alone."""
    lines = ["Something waits for you in Whole Picture."]
    if mail.reference:
        lines.append(f"Reference: {mail.reference}")
    lines.append(f"Sign in: {settings.ADDRESS.rstrip('/')}{reverse('account_login')}")
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))  # an address stays in one line
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = _alone(mail.address)
    if [one.addr_spec for one in message["To"].addresses] != [mail.address]:
        raise ValueError("an address that a header reads as another")
    message["Subject"] = SUBJECT
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{mail.message}@{domain()}>"
    message["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it (RFC 3834)
    message.set_content("\n\n".join(lines) + "\n")
    return message


def _alone(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("no email address") from None
    return address


def domain() -> str:
    """Of the address that mails come from: it stands for this machine, whose own name is told to nobody."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
