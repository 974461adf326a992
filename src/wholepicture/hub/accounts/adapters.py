"""Where allauth asks the hub: who may come in, how secrets are kept, what is said, and what is noted."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from wholepicture.hub import clock
from wholepicture.hub.accounts import notes
from wholepicture.hub.accounts.models import Account
from wholepicture.hub.accounts.sealing import seal, unseal

WRONG: Final = "The email address or the password is not right. Check both and try again."
LOCKED: Final = (
    "There were too many attempts that failed from this device. Wait five minutes and try again. "
    "If you have forgotten your password, ask your administrator for a new set-up link."
)


class DoorAdapter(DefaultAccountAdapter):
    """Closed sign-up, words of our own, and a note of each attempt."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off. Ask your administrator.",
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": LOCKED,
        "rate_limited": LOCKED,
        "incorrect_password": "That is not your password. Try again.",
        "enter_current_password": "Enter your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: an administrator makes accounts."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: no step of signing in depends on mail, and mail would tell a reader of a mailbox who works with us."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Of account and device together, so that nobody can lock a colleague out from elsewhere."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}|{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Notes an attempt that is refused because of those before it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._note(request, notes.LOCKED, credentials.get("email", ""))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Notes a wrong address or password."""
        self._note(request, notes.FAILED, credentials.get("email", ""))

    def _note(self, request: HttpRequest, what: str, tried: str) -> None:
        known = Account.objects.filter(email=tried.strip().lower()).values_list("handle", flat=True).first()
        device = self.get_client_ip(request)
        notes.note_sign_in(what, clock.now(), account=known, how="password", tried=tried, device=device)

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Refuses a training account outside training: its password is printed for everybody."""
        if user.training and not settings.TRAINING:
            notes.note_sign_in(notes.FAILED, clock.now(), account=user.handle, how="training")
            return HttpResponseRedirect(reverse("account_inactive"))
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of signing in, which is as good a proof: so whoever sets up a second factor can go on."""
        if _just_signed_in(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """The second factor first: it is what a session that was left open does not have."""
        return sorted(super().get_reauthentication_methods(user), key=lambda one: one.get("id") == "reauthenticate")


def _just_signed_in(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and clock.now().timestamp() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets sealed at rest; the last second factor stays."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it was used already. Wait for the next one and try again.",
        "cannot_delete_authenticator": "This is your only second factor. Add another one before you remove it.",
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the hub's key."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. Raises UnableToUnseal."""
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """As the phone shows it."""
        return "Whole Picture"

    def _get_site_name(self) -> str:
        return "Whole Picture"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Only where another second factor remains."""
        others = type(authenticator).objects.filter(user_id=authenticator.user_id, type__in=["totp", "webauthn"])
        return bool(others.exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """With the name that the browser's own dialog shows."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}
