"""A manager's page about their teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import work_list, work_list_oversight


@for_roles(Role.MANAGER)
@require_GET
@for_a_purpose(lambda: "my teams", implied="oversee_team")
@absent_where_hidden
def listed(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """What the teams raised, and what became of it."""
    number = page_asked(request)
    sheet = work_list_oversight.team_sheet(reader_in(request), purpose, page=number, request=request.path)
    page = page_of(sheet.total, work_list.PAGE, number)
    return render(request, "team/list.html", {"sheet": sheet, "page": page, "purpose": purpose})
