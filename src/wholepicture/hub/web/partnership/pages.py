"""The page of those who lead agencies."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose
from wholepicture.hub.wiring import executive
from wholepicture.report.wording import count_of


@for_roles(Role.EXECUTIVE)
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda: "partnership", implied="oversee_partnership")
@absent_where_hidden
def week(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """One week across children: areas and counts, no names, no records. A post confirms that one read what stands there."""
    asked = request.GET.get("week", "")
    try:
        monday = date.fromisoformat(asked) if asked else None
    except ValueError:
        raise Http404 from None
    if request.method == "POST":
        read = executive.confirm_read(request.acting, purpose, week=monday, request=request.path)
        messages.success(request, f"It is recorded, with your name, that you read {count_of(read, 'finding')}.")
        return HttpResponseRedirect(reverse("partnership:week") + (f"?week={monday.isoformat()}" if monday else ""))
    sheet = executive.partnership_sheet(request.acting, purpose, week=monday, request=request.path)
    return render(request, "partnership/week.html", {"sheet": sheet, "purpose": purpose})
