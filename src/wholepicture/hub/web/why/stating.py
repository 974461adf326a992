"""The purpose of a look, as a page asks for it: stated in this session for this subject, or asked for first."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, Role, UnknownPurpose, purpose, purposes_of
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.wiring.looking import NothingThere
from wholepicture.hub.wiring.readers import reader_for

View = Callable[..., HttpResponse]
STATED = "purposes"
DANGER = "immediate_danger"
MOST = 200
"""So many subjects are remembered in a session; of the oldest the purpose is asked again."""


def reader_in(request: HttpRequest, at: datetime | None = None) -> Reader:
    """Who looks: the account that is signed in, in the post in use."""
    return reader_for(request.acting, at=at or clock.now())


def choices_in(request: HttpRequest) -> tuple[Purpose, ...]:
    """The purposes that can be stated in the post in use."""
    held = purposes_of((Role(request.acting.post.role),))
    if all(one.below is None for one in held):
        return held
    reader = reader_in(request)
    return tuple(one for one in held if reader.may_state(one))


def choices_for(request: HttpRequest, subject: str) -> tuple[Purpose, ...]:
    """Those that are offered for a subject: for a record such as open records, where the post in use has any."""
    held = choices_in(request)
    if not subject.startswith("record "):
        return held
    roles = (Role(request.acting.post.role),)
    return tuple(one for one in held if one.opens_a_record(roles)) or held


def stateable(request: HttpRequest) -> frozenset[str]:
    """The keys of the purposes that can be stated in the post in use."""
    return frozenset(one.key for one in choices_in(request))


def stated_in(request: HttpRequest, subject: str) -> Purpose | None:
    """The purpose stated in this session, in this post, for this subject; None where it must be asked for."""
    kept = request.session.get(STATED, {}).get(_place(request, subject))
    try:
        chosen = purpose(kept) if kept else None
    except UnknownPurpose:
        return None
    return chosen if chosen in choices_in(request) else None


def keep_stated(request: HttpRequest, subject: str, chosen: Purpose) -> None:
    """Remember the purpose for as long as the session lasts."""
    kept = request.session.get(STATED, {})
    kept.pop(_place(request, subject), None)
    kept[_place(request, subject)] = chosen.key
    request.session[STATED] = dict(list(kept.items())[-MOST:])


def forget_stated(request: HttpRequest, subject: str) -> None:
    """Ask again, the next time, what for."""
    kept = request.session.get(STATED, {})
    if kept.pop(_place(request, subject), None) is not None:
        request.session[STATED] = kept


def absent_where_hidden(view: View) -> View:
    """What may not be seen answers as what is not there: 404, with the same body."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NothingThere:
            raise Http404 from None

    return answered


def stated_by_role(request: HttpRequest, *keys: str) -> Purpose:
    """The first of these purposes that the post in use may state, for a page that states it by itself. Raises Http404 where
    it may state none: then there is no such page.
    """
    choices = choices_in(request)
    for key in keys:
        if purpose(key) in choices:
            return purpose(key)
    raise Http404


def _place(request: HttpRequest, subject: str) -> str:
    return f"{request.acting.post.id} {subject}"


def for_a_purpose(subject_of: Callable[..., str], *, implied: str = "") -> Callable[[View], View]:
    """Lets a view be reached only with a purpose, which it is given as `purpose`; without one it is asked for first.

    `subject_of` gets what the URL gives the view and says whose purpose it is ("record r0f3…", "list findings").
    `implied` is the key of a purpose that reaching this page states by itself, for whoever may state it: a page of one's own
    concerns. Where the post has no purpose at all there is no such page.
    """

    def around(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            subject = subject_of(*args, **kwargs)
            chosen = stated_in(request, subject)
            if chosen is None and implied and purpose(implied) in choices_in(request):
                chosen = purpose(implied)
            if chosen is None:
                return _ask(request, subject)
            try:
                return view(request, *args, purpose=chosen, **kwargs)
            except Http404:
                # Another purpose may show it: next time it is asked again.
                forget_stated(request, subject)
                if chosen.key == DANGER and request.method == "GET":
                    return _open_in_an_emergency(subject)
                raise

        return asked

    return around


def _open_in_an_emergency(subject: str) -> HttpResponse:
    """Whoever says that somebody is in danger now is led to where it can be opened: also to what is not there."""
    kind, _, handle = subject.partition(" ")
    if kind == "record":
        return HttpResponseRedirect(reverse("emergencies:open-record", args=[handle]))
    return HttpResponseRedirect(reverse("emergencies:open"))


def _ask(request: HttpRequest, subject: str) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{reverse('why:ask')}?{urlencode({'subject': subject, 'next': back})}")
