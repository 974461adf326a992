"""What every template knows: who is signed in, in which post, and where they can go."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from wholepicture.hub import clock
from wholepicture.hub.accounts import notes
from wholepicture.hub.web.navigation import ways_for
from wholepicture.hub.web.signing_in.admission import KEPT
from wholepicture.hub.web.why.stating import stateable
from wholepicture.hub.wiring.sign_in_training import code_at, training_sign_ins

ENDED: Final = {
    notes.ENDED_IDLE: "You were signed out because nothing happened for 15 minutes. Sign in again.",
    notes.ENDED_LONG: "You were signed out because you had been signed in for 10 hours. Sign in again.",
    notes.ENDED_ROLE: "You were signed out because your posts have changed. Sign in again.",
    KEPT: "You had been signed out. What you wrote is kept as a draft and has not been sent: sign in and go on with it.",
}


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """`signed_in` (name, role and agency as the header shows them, or None), `acting` (an Acting, or None), `navigation`
    (label, href, current), `training`, `partnership`.
    """
    acting = getattr(request, "acting", None)
    return {
        "signed_in": _header(request),
        "acting": acting,
        "navigation": ways_for(acting.role, request.path, stateable(request)) if acting else (),
        "training": settings.TRAINING,
        "partnership": settings.PARTNERSHIP,
        **_at_the_door(request),
    }


def _header(request: HttpRequest) -> dict[str, str] | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    acting = getattr(request, "acting", None)
    if acting is None:
        return {"name": user.name, "role": "No post in use", "agency": settings.PARTNERSHIP}
    return {"name": user.name, "role": acting.role.label, "agency": acting.post.agency_name}


def _at_the_door(request: HttpRequest) -> dict[str, Any]:
    """Only for the sign-in page: why somebody was signed out, and in training whom they can be."""
    match = request.resolver_match
    if match is None or match.view_name != "account_login":
        return {}
    now = clock.now()
    people = [
        {"words": one.words, "handle": one.handle, "email": one.email, "password": one.password, "secret": one.secret}
        | {"code": code_at(one.secret, now)}
        for one in training_sign_ins(now)
    ]
    return {"ended_words": ENDED.get(request.GET.get("ended", "")), "training_sign_ins": people}
