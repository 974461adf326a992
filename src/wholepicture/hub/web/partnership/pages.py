"""The page of those who lead agencies."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import executive


@for_roles(Role.EXECUTIVE)
@require_GET
@for_a_purpose(lambda: "partnership", implied="oversee_partnership")
@absent_where_hidden
def week(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """One week across children: paragraphs and counts, no names, no records."""
    asked = request.GET.get("week", "")
    try:
        monday = date.fromisoformat(asked) if asked else None
    except ValueError:
        raise Http404 from None
    sheet = executive.partnership_sheet(reader_in(request), purpose, week=monday, request=request.path)
    return render(request, "partnership/week.html", {"sheet": sheet, "purpose": purpose})
