"""Pages of the access log. Looking at them is a look, and stands in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.access_log.forms import WhoseForm
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import access_log
from wholepicture.hub.wiring.named_people import NobodyThere


@require_GET
@for_a_purpose(lambda record: f"record {record}")
@absent_where_hidden
def of_record(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """Who looked at a record."""
    sheet = access_log.log_of_record(reader_in(request), purpose, record, request=request.path)
    return render(request, "access_log/log.html", {"sheet": sheet, "of_record": True})


@for_roles(Role.SCRUTINEER)
@require_GET
@for_a_purpose(lambda: "list looks", implied="review_access")
@absent_where_hidden
def latest(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """The latest looks, of everybody or of one person."""
    form = WhoseForm(request.GET if "email" in request.GET else None)
    email = form.cleaned_data["email"] if form.is_bound and form.is_valid() else ""
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    reader = reader_in(request)
    try:
        sheet = access_log.log_sheet(reader, purpose, email=email, before=number, request=request.path)
    except NobodyThere as nobody:
        form.add_error("email", str(nobody.__doc__))
        sheet = access_log.log_sheet(reader, purpose, request=request.path)
    return render(request, "access_log/log.html", {"sheet": sheet, "form": form, "email": email})
