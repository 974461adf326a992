"""What follows from coming in and going out: the session's clock starts, and a note is made."""

from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from wholepicture.hub import clock
from wholepicture.hub.accounts import notes
from wholepicture.hub.accounts.models import Account

SIGNED_IN_AT: Final = "signed_in_at"
SEEN_AT: Final = "seen_at"
HOW: Final = "how"
POST: Final = "post"
POSTS: Final = "posts"
SECOND_FACTOR: Final = "second_factor"
"""The key of the account that showed a second factor in this session: so nothing carries over to another account."""
PROVIDER_CHECKED: Final = "provider_checked_second_factor"


def listen() -> None:
    """Called once, when Django starts."""
    user_logged_in.connect(_came_in, dispatch_uid="hub.came_in")
    user_logged_out.connect(_went_out, dispatch_uid="hub.went_out")
    authentication_failed.connect(_wrong_code, dispatch_uid="hub.wrong_code")
    authenticator_used.connect(_showed, dispatch_uid="hub.showed")
    authenticator_added.connect(_showed, dispatch_uid="hub.set_up")
    authenticator_removed.connect(_gave_up, dispatch_uid="hub.gave_up")


def _device(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


def _came_in(request: HttpRequest, user: Account, **_: Any) -> None:
    now = clock.now()
    for left_over in (POST, POSTS):
        request.session.pop(left_over, None)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now.timestamp()
    if request.session.pop(PROVIDER_CHECKED, None) == str(user.handle):
        request.session[SECOND_FACTOR] = user.pk
    records = get_authentication_records(request, user)
    last: dict[str, Any] = records[-1] if records else {"method": request.session.get(HOW, "")}
    how = str(last.get("type") or last["method"])
    notes.note_sign_in(notes.SIGNED_IN, now, account=user.handle, how=how, device=_device(request))


def _went_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        notes.note_sign_in(notes.SIGNED_OUT, clock.now(), account=user.handle, device=_device(request))


def _wrong_code(request: HttpRequest, user: Account, authenticator: Any, **_: Any) -> None:
    notes.note_sign_in(notes.FAILED, clock.now(), account=user.handle, how=str(authenticator.type), device=_device(request))


def _showed(request: HttpRequest, user: Account, **_: Any) -> None:
    request.session[SECOND_FACTOR] = user.pk


def _gave_up(request: HttpRequest, user: Account, **_: Any) -> None:
    if not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        request.session.pop(SECOND_FACTOR, None)
