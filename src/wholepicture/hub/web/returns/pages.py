"""Returns from missing: those that wait for an interview, one return, and what can be said of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.returns.forms import RETURN_WAYS
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, stated_by_role
from wholepicture.hub.wiring import returns
from wholepicture.hub.wiring.returns import NotDone, Return

SAYING = (Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.MANAGER)
SEEING = (*SAYING, Role.SCRUTINEER)
PURPOSES = ("deal_with_concern", "answer_for_hub", "oversee_team", "direct_work", "scrutinise")
"""The first of these that the post in use may state is stated by reaching these pages."""
LISTS = {
    "in-time": "There is time left",
    "over": "Overdue",
    "known-late": "Known here too late",
    "held": "Held",
    "away": "No return recorded",
}
SAYS = {
    "in-time": "What is due first stands first.",
    "over": "The time is over and no interview is recorded. It is still owed.",
    "known-late": "The time was over before the return became known here: nobody here knows whether an interview was held.",
    "held": "What was held last stands first.",
    "away": "The record states no return: the child may still be away, or nobody has written the return down.",
}


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def listed(request: HttpRequest) -> HttpResponse:
    """The returns that somebody may see, by how their interview stands."""
    what = request.GET.get("show", "in-time")
    if what not in LISTS:
        raise Http404
    number = page_asked(request)
    sheet = returns.returns_sheet(request.acting, _purpose(request), what, number, request=request.path)
    context = {
        "sheet": sheet,
        "page": page_of(sheet.total(what), returns.PAGE, number),
        "lists": [(key, words, sheet.total(key), key == what) for key, words in LISTS.items()],
        "heading": LISTS[what],
        "says": SAYS[what],
        "what": what,
    }
    return render(request, "returns/list.html", context)


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def one(request: HttpRequest, record: str) -> HttpResponse:
    """One return: by when its interview is due, what was said of it, and what can be."""
    sheet = returns.look_at_return(request.acting, _purpose(request), record, request=request.path)
    ways = sheet.ways if request.acting.role in SAYING else ()
    context = {
        "sheet": sheet,
        "duty": returns.INTERVIEW,
        "ways": [(RETURN_WAYS[way].link, reverse("returns:way", args=[record, way])) for way in ways],
        "breadcrumbs": [("Returns from missing", reverse("returns:list")), (sheet.title, "")],
    }
    return render(request, "returns/return.html", context)


@for_roles(*SAYING)
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def way(request: HttpRequest, record: str, deed: str) -> HttpResponse:
    """One thing that can be said of a return."""
    offered = RETURN_WAYS.get(deed)
    if offered is None:
        raise Http404
    stated = _purpose(request)
    sheet = returns.look_at_return(request.acting, stated, record, request=request.path)
    form = offered.form(request.POST if request.method == "POST" else None)
    back = reverse("returns:return", args=[record])

    def act(_: dict[str, Any]) -> HttpResponse:
        returns.do(request.acting, stated, record, form.deed(), request=request.path)
        messages.success(request, "It is recorded, with your name.")
        return HttpResponseRedirect(back)

    return carry_out(
        request, form, act, NotDone, page_title=offered.title, label=offered.button, cancel_url=back, rows=_rows(sheet)
    )


def _rows(sheet: Return) -> list[dict[str, str]]:
    return [{"key": "Child", "value": sheet.child}, {"key": "Record", "value": sheet.title}]


def _purpose(request: HttpRequest) -> Purpose:
    return stated_by_role(request, *PURPOSES)
