"""The partnership's ladders: those that hold, and changing them by two people of different agencies."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.decisions import deeds_of_ladders as deeds
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.ladders.forms import AdoptForm, ProposeForm, RefuseForm
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import stated_by_role
from wholepicture.hub.wiring import ladders
from wholepicture.hub.wiring.ladders import NotDone

governing = for_roles(Role.MANAGER, Role.EXECUTIVE)


@for_roles(Role.MANAGER, Role.EXECUTIVE, Role.SCRUTINEER)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The ladders that hold, what waits for a second person, and what was done about them."""
    return render(request, "ladders/list.html", {"sheet": ladders.ladders_sheet(request.acting, _purpose(request))})


@governing
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Proposing others."""
    sheet = ladders.ladders_sheet(request.acting, _purpose(request))
    form = ProposeForm(request.POST if request.method == "POST" else None, ladders=sheet.holding)
    said = "Proposed. They hold once somebody of another agency adopts them."
    return _act(request, form, form.deed, said, template="ladders/propose.html", sheet=sheet)


@governing
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest) -> HttpResponse:
    """Adopting what somebody of another agency proposed."""
    sheet = ladders.ladders_sheet(request.acting, _purpose(request))
    form = AdoptForm(request.POST if request.method == "POST" else None)
    says = "What begins from now on climbs by these ladders. What began before keeps its own."
    return _act(
        request,
        form,
        lambda: deeds.LaddersAdopted(sheet.waiting_id, form.cleaned_data["because"]),
        "Adopted. What begins from now on climbs by these ladders.",
        page_title="Adopt the proposed ladders",
        label="Adopt them",
        says=says,
        rows=_rows(sheet),
    )


@governing
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest) -> HttpResponse:
    """Not adopting them."""
    sheet = ladders.ladders_sheet(request.acting, _purpose(request))
    form = RefuseForm(request.POST if request.method == "POST" else None)
    return _act(
        request,
        form,
        lambda: deeds.LaddersRefused(sheet.waiting_id, form.cleaned_data["because"]),
        "Not adopted. The ladders that held go on.",
        page_title="Do not adopt the proposed ladders",
        label="Do not adopt them",
        rows=_rows(sheet),
    )


def _act(request: HttpRequest, form: Form, deed: Any, said: str, **context: Any) -> HttpResponse:
    back = reverse("ladders:list")

    def act(_: dict[str, Any]) -> HttpResponse:
        ladders.act_on_ladders(request.acting, _purpose(request), deed())
        messages.success(request, said)
        return HttpResponseRedirect(back)

    return carry_out(request, form, act, NotDone, cancel_url=back, **context)


def _rows(sheet: ladders.LaddersSheet) -> list[dict[str, str]]:
    waiting = sheet.waiting
    if waiting is None:
        return [{"key": "Proposed", "value": "Nothing waits for a second person"}]
    return [{"key": "Proposed", "value": waiting.edition}, {"key": "By", "value": waiting.by}]


def _purpose(request: HttpRequest) -> Purpose:
    return stated_by_role(request, "oversee_partnership", "oversee_team", "scrutinise")
