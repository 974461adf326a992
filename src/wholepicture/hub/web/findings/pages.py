"""The pages of findings. Each view makes one domain call."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.posts import CASE_ROLES
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.findings.forms import KeepForm
from wholepicture.hub.web.forms.past_day import PastDayForm
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in, stateable, stated_by_role
from wholepicture.hub.wiring import finding_page, findings
from wholepicture.hub.wiring.findings import View

NAMES = {
    View.WEEK: "This week",
    View.EARLIER: "Earlier weeks",
    View.QUESTIONS: "Child questions",
    View.SINGLE: "About one child",
    View.WITHDRAWN: "Withdrawn",
    View.LEAVING: "About to leave",
}
LISTED = frozenset({Role.HUB_PRACTITIONER, Role.ANALYST, Role.SCRUTINEER})
ANSWERING = frozenset({*LISTED, Role.MANAGER})
"""Also a manager, where practitioners of the hub stand below them."""
PAST = "What this finding rested on, and whether anybody was shown it, at the end of that day."
seers = for_roles(*CASE_ROLES)


@for_roles(*ANSWERING, Role.EXECUTIVE)
@require_GET
def this_week(request: HttpRequest) -> HttpResponse:
    """What is new across children. Those who lead agencies have a page of their own, without names."""
    if request.acting.role == Role.EXECUTIVE:
        return HttpResponseRedirect(reverse("partnership:week"))
    return _listed(request, View.WEEK)


@for_roles(*ANSWERING)
@require_GET
def others(request: HttpRequest, view: str) -> HttpResponse:
    """Earlier weeks, child questions, findings about one child, withdrawn ones, those about to leave."""
    if view not in set(View) - {View.WEEK}:
        raise Http404
    return _listed(request, View(view))


def _listed(request: HttpRequest, view: View) -> HttpResponse:
    stated = stated_by_role(request, "work_on_finding", "scrutinise", "answer_for_hub")
    return _shown(request, view=view, purpose=stated)


@absent_where_hidden
def _shown(request: HttpRequest, *, purpose: Purpose, view: View) -> HttpResponse:
    number = page_asked(request)
    sheet = findings.findings_sheet(
        reader_in(request),
        purpose,
        view,
        pattern=request.GET.get("pattern", ""),
        page=number,
        request=request.path,
    )
    context = {
        "sheet": sheet,
        "page": page_of(sheet.total, sheet.size, number),
        "purpose": purpose,
        "page_title": NAMES[view],
        "entries": [(_label(one, sheet), _address(one), one is view) for one in View],
    }
    return render(request, "findings/list.html", context)


def _label(view: View, sheet: findings.FindingsSheet) -> str:
    unseen = sheet.unseen.get(view, 0)
    return f"{NAMES[view]} ({unseen:,} not opened)" if unseen else NAMES[view]


def _address(view: View) -> str:
    return reverse("findings:list") if view is View.WEEK else reverse("findings:others", args=[view.value])


@seers
@require_GET
def finding(request: HttpRequest, finding: str) -> HttpResponse:
    """One finding, now or as on a past day. Those who lead agencies have no need to know who: they are sent on to how far it
    is answered.
    """
    if request.acting.role == Role.EXECUTIVE:
        return HttpResponseRedirect(reverse("deciding:answers", args=[finding]))
    return _one(request, finding)


@for_a_purpose(lambda finding: f"finding {finding}")
@absent_where_hidden
def _one(request: HttpRequest, finding: str, *, purpose: Purpose) -> HttpResponse:
    asked = any(name.startswith("on_") for name in request.GET)
    form = PastDayForm(request.GET if asked else None, hint=PAST)
    on: date | None = form.cleaned_data["on"] if asked and form.is_valid() else None
    sheet = _sheet(request, purpose, finding, on)
    context = {"sheet": sheet, "form": form, "purpose": purpose, "breadcrumbs": _crumbs(request, sheet)}
    return render(request, "findings/finding.html", context)


@for_roles(*LISTED)
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda finding: f"finding {finding}")
@absent_where_hidden
def keep(request: HttpRequest, finding: str, *, purpose: Purpose) -> HttpResponse:
    """Keep a finding that names an adult on the screens for another 12 months."""
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            finding_page.renew(reader_in(request), purpose, finding, form.cleaned_data["because"])
        except finding_page.NotByYou as refused:
            form.add_error(None, str(refused.__doc__))
        else:
            messages.success(request, "It stays on the screens for 12 months. Your name and reason are kept with it.")
            return HttpResponseRedirect(reverse("findings:finding", args=[finding]))
    sheet = _sheet(request, purpose, finding, None)
    if not sheet.may_renew:
        raise Http404
    crumbs = [*_crumbs(request, sheet)[:-1], (sheet.words.short, reverse("findings:finding", args=[finding])), ("Keep", "")]
    return render(request, "findings/keep.html", {"form": form, "sheet": sheet, "breadcrumbs": crumbs})


def _sheet(request: HttpRequest, purpose: Purpose, finding: str, on: date | None) -> finding_page.FindingSheet:
    return finding_page.finding_sheet(reader_in(request), purpose, finding, on=on, request=request.path)


def _crumbs(request: HttpRequest, sheet: finding_page.FindingSheet) -> list[tuple[str, str]]:
    if request.acting.role in LISTED or "answer_for_hub" in stateable(request):
        return [("Findings", reverse("findings:list")), (sheet.words.short, "")]
    return []
