"""What a view asks of whoever calls it: a role, or proof that they are still there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse

from wholepicture.hub.accounts.roles import Role

View = Callable[..., HttpResponse]


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Only for somebody who acts in one of these roles. To anybody else there is no such page (404)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.acting is None or request.acting.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return guard


def sensitive(view: View) -> View:
    """Asks for the second factor (or the password) again unless that was done in the last five minutes. A form that was
    sent meanwhile is kept, and goes on by itself.
    """
    return reauthentication_required(view)
