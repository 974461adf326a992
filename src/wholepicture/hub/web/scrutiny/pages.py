"""The scrutineer's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import sealed_pages, work_list, work_list_oversight


@for_roles(Role.SCRUTINEER)
@require_GET
@for_a_purpose(lambda: "scrutiny", implied="scrutinise")
@absent_where_hidden
def listed(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """Concerns without an answer (?show=unanswered, as it opens), or all of them (?show=all)."""
    number, unanswered = page_asked(request), request.GET.get("show") != "all"
    sheet = work_list_oversight.scrutiny_sheet(
        reader_in(request), purpose, unanswered=unanswered, page=number, request=request.path
    )
    here = reverse("scrutiny:list")
    entries = [
        ("No answer yet", f"{here}?show=unanswered", unanswered),
        ("All concerns", f"{here}?show=all", not unanswered),
    ]
    page = page_of(sheet.total, work_list.PAGE, number)
    return render(request, "scrutiny/list.html", {"sheet": sheet, "page": page, "entries": entries, "purpose": purpose})


@for_roles(Role.SCRUTINEER)
@require_GET
@for_a_purpose(lambda: "scrutiny", implied="scrutinise")
@absent_where_hidden
def seals(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """What was sealed, by whom, who leads, and what waits underneath; not whom it is about."""
    lines = sealed_pages.overseen_sheet(reader_in(request), purpose, request=request.path)
    crumbs = [("Scrutiny", reverse("scrutiny:list")), ("Seals", "")]
    return render(request, "scrutiny/seals.html", {"lines": lines, "purpose": purpose, "breadcrumbs": crumbs})
