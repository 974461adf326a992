"""Pages of requests for a possible match."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.asking.forms import NO, YES, AnswerForm, AskForm
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in, stated_by_role
from wholepicture.hub.web.wording import say_date
from wholepicture.hub.wiring import asking
from wholepicture.hub.wiring.asking import AlreadyDone, NotByYou

writers = for_roles(*WRITERS)
answerers = for_roles(Role.HUB_PRACTITIONER, Role.MANAGER)


def _implied(request: HttpRequest) -> Purpose:
    return stated_by_role(request, "deal_with_concern", "oversee_team", "direct_work", "work_on_finding")


@writers
@require_GET
@absent_where_hidden
def requests(request: HttpRequest) -> HttpResponse:
    """What one asked, and what one may answer."""
    sheet = asking.requests_sheet(reader_in(request), _implied(request))
    return render(request, "asking/list.html", {"sheet": sheet})


@writers
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda record: f"ask {record}")
@absent_where_hidden
def ask(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """Asks the agency that wrote a record to open it."""
    reader = reader_in(request)
    sheet = asking.asking_sheet(reader, purpose, record)

    def act(said: dict[str, Any]) -> HttpResponse:
        asking.ask(reader, purpose, record, said["because"])
        messages.success(request, f"You asked {sheet.agency}. You are told here when they answer.")
        return HttpResponseRedirect(reverse("asking:list"))

    return carry_out(
        request,
        AskForm(request.POST or None),
        act,
        AlreadyDone,
        page_title="Possible match: ask",
        label="Ask",
        says=f"A record of {sheet.agency}, {say_date(sheet.day)}. The machine sees a possible match. "
        "It may be about somebody else.",
        cancel_url=reverse("asking:list"),
    )


@answerers
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def answer(request: HttpRequest, ask: int) -> HttpResponse:
    """Answers a request, for the agency that wrote the record."""
    reader, purpose = reader_in(request), _implied(request)
    asked = asking.answer_sheet(reader, purpose, ask).request
    form = AnswerForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        granted = said["decision"] == YES
        asking.answer(reader, purpose, ask, granted=granted, reason=said["reason"], last=said["last"])
        messages.success(request, "Your answer is kept, and they are told.")
        return HttpResponseRedirect(reverse("asking:list"))

    rows = [
        {"key": "Who asks", "value": asked.by},
        {"key": "Why", "value": asked.because},
        {"key": "Record", "value": asked.title, "url": reverse("records:record", args=[asked.record])},
    ]
    return carry_out(
        request,
        form,
        act,
        AlreadyDone,
        NotByYou,
        page_title="Answer a request",
        label="Answer",
        rows=rows,
        no=NO,
        cancel_url=reverse("asking:list"),
    )
