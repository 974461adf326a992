"""Answers to what could not be taken, that give back what somebody wrote."""

import re
import sys
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.views.defaults import server_error

_NEVER_KEPT = re.compile(r"csrfmiddlewaretoken|.*password.*|(.*[-_])?(code|credential|secret)", re.IGNORECASE)
"""Names of fields whose content must not stand in a page; a postcode may."""
_LONG = 60
"""From this many characters, or over several lines, a field's content is shown, to be changed; else it goes along hidden."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One field as it was sent."""

    name: str
    value: str = field(repr=False)

    @property
    def label(self) -> str:
        """The field's name, readable."""
        return self.name.replace("_", " ").replace("-", " ").strip().capitalize()

    @property
    def long(self) -> bool:
        """Whether it is worth being seen."""
        return len(self.value) >= _LONG or "\n" in self.value


def fields_sent(request: HttpRequest) -> tuple[Kept, ...]:
    """What was posted, in its order, but no token, password or code. Empty where the post itself could not be read."""
    if request.method != "POST":
        return ()
    try:
        lists = list(request.POST.lists())
    except Exception:  # noqa: BLE001 - whatever is wrong with the post, this page must come
        return ()
    return tuple(Kept(name, value) for name, values in lists if not _NEVER_KEPT.fullmatch(name) for value in values)


def answer_unavailable(request: HttpRequest, *, again_url: str = "", retry_after: int = 60) -> HttpResponse:
    """503: nothing was recorded; what was written stands on the page and can be sent again. `retry_after` is in seconds."""
    kept = fields_sent(request)
    context = {
        "kept": kept,
        "again_url": again_url or request.get_full_path(),
        "lost_files": bool(kept and request.FILES),
        "csrf_token": get_token(request),
    }
    # Without the request's own context: that would ask the database, which may be what is missing.
    return HttpResponse(get_template("503.html").render(context), status=503, headers={"Retry-After": str(retry_after)})


def refuse_forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """403 for a post without its token (CSRF_FAILURE_VIEW): what was written can be copied, not sent again from here."""
    return render(request, "403_csrf.html", {"kept": fields_sent(request)}, status=403)


def answer_broken(request: HttpRequest) -> HttpResponse:
    """What is answered where a page could not be made (handler500). Without the database, and after anything that was sent,
    it is the page that gives back what was written; sending it again is safe, for what is sent twice is kept once.
    """
    missing = isinstance(sys.exception(), OperationalError | InterfaceError)
    return answer_unavailable(request) if missing or fields_sent(request) else server_error(request)
