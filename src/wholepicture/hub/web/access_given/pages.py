"""Pages about who works with whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.access_given.forms import GiveForm
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in, stated_by_role
from wholepicture.hub.wiring import access_given
from wholepicture.hub.wiring.access_given import NotByYou, NotGiven, NotToThem, NotToYourself, Subject
from wholepicture.hub.wiring.named_people import NobodyThere

granters = for_roles(Role.HUB_PRACTITIONER, Role.MANAGER)


@require_GET
@absent_where_hidden
def mine(request: HttpRequest) -> HttpResponse:
    """Whom one works with."""
    purpose = stated_by_role(request, "direct_work")
    lines = access_given.work_with(reader_in(request), purpose, request=request.path)
    return render(request, "access_given/mine.html", {"lines": lines})


@granters
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda record: f"record {record}")
@absent_where_hidden
def of_record(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """Who works with a record."""
    return _given(request, Subject(record=record), purpose, reverse("records:record", args=[record]))


@granters
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda person: f"person {person}")
@absent_where_hidden
def of_person(request: HttpRequest, person: UUID, *, purpose: Purpose) -> HttpResponse:
    """Who works with a confirmed person."""
    return _given(request, Subject(person=person), purpose, reverse("chronology:person", args=[person]))


def _given(request: HttpRequest, subject: Subject, purpose: Purpose, back_url: str) -> HttpResponse:
    reader = reader_in(request)
    sheet = access_given.given_sheet(reader, purpose, subject, request=request.path)

    def act(said: dict[str, Any]) -> HttpResponse:
        name = access_given.give(
            reader, purpose, subject, said["email"], access_given.Given(said["kind"], said["last"], said["because"])
        )
        messages.success(request, f"{name} has access until the end of that day.")
        return HttpResponseRedirect(request.path)

    return carry_out(
        request,
        GiveForm(request.POST or None),
        act,
        NobodyThere,
        NotToYourself,
        NotToThem,
        NotGiven,
        NotByYou,
        template="access_given/given.html",
        sheet=sheet,
        back_url=back_url,
        back_label="Back",
    )


@require_POST
@absent_where_hidden
def end(request: HttpRequest, relation: int) -> HttpResponse:
    """Ends what one has or gave."""
    purpose = stated_by_role(request, "deal_with_concern", "direct_work", "work_on_finding", "oversee_team")
    access_given.end(reader_in(request), purpose, relation)
    messages.success(request, "The access has ended.")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or not onward.startswith("/"):
        onward = "/"
    return HttpResponseRedirect(onward)
