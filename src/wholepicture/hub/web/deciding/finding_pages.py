"""The answers to a finding, and giving one. Each view makes one domain call, or one act."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.deciding.finding_forms import FINDING_WAYS
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, stated_by_role
from wholepicture.hub.wiring import finding_answers, finding_silence
from wholepicture.hub.wiring.finding_answers import NotDone

answerers = for_roles(Role.HUB_PRACTITIONER, Role.ANALYST, Role.MANAGER, Role.EXECUTIVE, Role.SCRUTINEER)


@for_roles(Role.HUB_PRACTITIONER, Role.MANAGER, Role.EXECUTIVE, Role.SCRUTINEER)
@require_GET
@absent_where_hidden
def waiting(request: HttpRequest) -> HttpResponse:
    """Findings that nobody answered in time, and dismissals that wait for a second person."""
    stated = finding_purpose(request)
    if stated is None:
        raise Http404
    number = page_asked(request)
    found, total = finding_silence.findings_that_wait(request.acting, stated, number, request=request.path)
    context = {
        "found": found,
        "total": total,
        "page": page_of(total, finding_silence.PAGE, number),
        "breadcrumbs": [("Decisions", reverse("deciding:list")), ("Findings", "")],
    }
    return render(request, "deciding/findings.html", context)


@answerers
@require_GET
@absent_where_hidden
def answers(request: HttpRequest, finding: str) -> HttpResponse:
    """Who has answered a finding, and what can be done about it."""
    sheet = finding_answers.finding_answers(request.acting, _purpose(request), finding, request=request.path)
    ways = [
        (way.link, reverse("deciding:answer", args=[finding, key])) for key, way in FINDING_WAYS.items() if key in sheet.ways
    ]
    crumbs = [("The finding", reverse("findings:finding", args=[finding])), ("Answers", "")]
    return render(request, "deciding/finding.html", {"sheet": sheet, "ways": ways, "breadcrumbs": crumbs})


@answerers
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def answer(request: HttpRequest, finding: str, way: str) -> HttpResponse:
    """One answer to a finding."""
    offered = FINDING_WAYS.get(way)
    if offered is None:
        raise Http404
    stated = _purpose(request)
    sheet = finding_answers.finding_answers(request.acting, stated, finding, request=request.path)
    form = offered.form(request.POST if request.method == "POST" else None, sheet=sheet)
    back = reverse("deciding:answers", args=[finding])

    def act(_: dict[str, Any]) -> HttpResponse:
        finding_answers.answer(request.acting, stated, finding, form.deed(), request=request.path)
        messages.success(request, "It is recorded, with your name.")
        return HttpResponseRedirect(back)

    rows = [{"key": "Finding", "value": finding}, {"key": "How it stands", "value": sheet.state.capitalize()}]
    return carry_out(request, form, act, NotDone, page_title=offered.link, label=offered.button, cancel_url=back, rows=rows)


def finding_purpose(request: HttpRequest) -> Purpose | None:
    """For what whoever is signed in reads which findings wait; None where that is not theirs to answer for."""
    try:
        return stated_by_role(request, "work_on_finding", "answer_for_hub", "oversee_partnership", "scrutinise")
    except Http404:
        return None


def _purpose(request: HttpRequest) -> Purpose:
    return stated_by_role(request, "work_on_finding", "oversee_partnership", "scrutinise", "answer_for_hub")
