"""The gate: nobody reaches a page without a session that still holds, a second factor and a post to act in."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from wholepicture.hub import clock
from wholepicture.hub.accounts import door, notes
from wholepicture.hub.accounts.posts import Acting, HeldPost, posts_at

View = Callable[..., HttpResponse]

ANYBODY: Final = frozenset({
    "account_login", "account_logout", "account_inactive", "mfa_authenticate", "mfa_login_webauthn",
    "openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled", "socialaccount_login_error",
})  # fmt: skip
"""Pages of allauth that are there before somebody is signed in."""

CLOSED: Final = (
    "account_signup", "account_email", "account_confirm", "account_reset", "account_set_password", "account_request",
    "account_verify", "account_complete", "account_password_reset", "socialaccount_signup", "socialaccount_connections",
    "mfa_signup", "mfa_trust",
)  # fmt: skip
"""How the names of those pages of allauth begin that this hub does not have: an administrator makes and mends accounts."""

SETTING_UP: Final = frozenset({
    "signing_in:second-factor", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
})  # fmt: skip
"""All that an account without a second factor can reach."""

PERSONAL: Final = ("mfa_", "account_", "signing_in:")
"""Beginnings of the names of pages about one's own sign-in, which need no post."""

KEPT: Final = "kept"
"""What the sign-in page is told where something was sent after its session had ended, and is kept."""
NO_TIME: Final = 0.0
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)",
}


def for_anybody(view: View) -> View:
    """Marks a view that is open before sign-in. It must show nothing of anybody."""
    view.for_anybody = True  # type: ignore[attr-defined]
    return view


def unattended(view: View) -> View:
    """Marks a view that pages call by themselves: it does not count as a sign that somebody is there."""
    view.unattended = True  # type: ignore[attr-defined]
    return view


def keeping_posts(keep: Callable[..., str]) -> Callable[[View], View]:
    """Marks a view whose posts are not lost where their session has ended: `keep` is given the request and what its address
    says, keeps what was sent, and answers where it is to be found after signing in, or the empty text.
    """

    def mark(view: View) -> View:
        view.keeps_posts = keep  # type: ignore[attr-defined]
        return view

    return mark


class Admission:
    """Middleware. Gives each admitted request `request.acting`, an Acting; None on pages that need no post."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, and forbids every cache to keep the answer."""
        request.acting = None
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response[name] = value
        match = request.resolver_match
        if match and match.view_name == "account_logout" and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """Lets through, sends to where something is missing, or says that there is no such page."""
        answer = self._answer(request, view)
        keep = getattr(view, "keeps_posts", None)
        if answer is None or request.method != "POST" or keep is None:
            return answer
        back = keep(request, **kwargs)
        return _to_sign_in(request, KEPT, back) if back else answer

    def _answer(self, request: HttpRequest, view: View) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if request.path.startswith("/api/"):  # systems come with tokens, and no session
            return None
        if name.startswith(CLOSED):
            raise Http404
        if name in ANYBODY or getattr(view, "for_anybody", False):
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        ended = _ended(request, attended=not getattr(view, "unattended", False))
        if ended:
            return _end(request, ended)
        return self._missing(request, name)

    def _missing(self, request: HttpRequest, name: str) -> HttpResponse | None:
        if not has_second_factor(request):
            return None if name in SETTING_UP else HttpResponseRedirect(reverse("signing_in:second-factor"))
        held = posts_at(request.user.handle, clock.now())
        before = request.session.setdefault(door.POSTS, [post.id for post in held])
        if before != [post.id for post in held]:
            return _end(request, notes.ENDED_ROLE)
        request.acting = _acting(request, held)
        if request.acting is None and not name.startswith(PERSONAL):
            return HttpResponseRedirect(reverse("signing_in:choose-post"))
        return None


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very session was opened with a second factor, or one was set up in it."""
    return bool(request.session.get(door.SECOND_FACTOR) == request.user.pk)


def _acting(request: HttpRequest, held: tuple[HeldPost, ...]) -> Acting | None:
    chosen = held[0].id if len(held) == 1 else request.session.get(door.POST)
    post = next((one for one in held if one.id == chosen), None)
    return Acting(request.user.handle, post, held, request.user.name) if post else None


def _to_sign_in(request: HttpRequest, ended: str = "", back: str = "") -> HttpResponse:
    asked = {"ended": ended} if ended else {}
    if back:
        asked[REDIRECT_FIELD_NAME] = back
    elif request.method == "GET" and request.path != "/":
        asked[REDIRECT_FIELD_NAME] = request.get_full_path()
    return HttpResponseRedirect(f"{reverse('account_login')}{'?' + urlencode(asked) if asked else ''}")


def _ended(request: HttpRequest, *, attended: bool) -> str | None:
    """Why the session no longer holds; None while it does."""
    now = clock.now().timestamp()
    if request.user.training and not settings.TRAINING:
        return notes.ENDED_ROLE
    if now - request.session.get(door.SIGNED_IN_AT, NO_TIME) >= settings.SESSION_COOKIE_AGE:
        return notes.ENDED_LONG
    seen = request.session.get(door.SEEN_AT, NO_TIME)
    if now - seen >= settings.SESSION_IDLE:
        return notes.ENDED_IDLE
    if attended and now - seen >= 30:  # not a write for each request
        request.session[door.SEEN_AT] = now
    return None


def _end(request: HttpRequest, why: str) -> HttpResponse:
    notes.note_sign_in(why, clock.now(), account=request.user.handle)
    request.session.flush()
    return _to_sign_in(request, why)
