"""The custodians' pages. Each view makes one domain call."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.web.custody.forms import AgreeForm, AskForm
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.signing_in.roles import for_roles, sensitive
from wholepicture.hub.web.why.stating import absent_where_hidden, reader_in
from wholepicture.hub.wiring import custody

custodian = for_roles(Role.CUSTODIAN)


class NoProtectedConcern(Exception):
    """There is no concern with this reference whose raiser you may open."""


class NotInThreeWords(Exception):
    """Say why in your own words: at least three."""


class NotBothByYou(Exception):
    """Two people open it: you asked, so another custodian has to agree."""


@custodian
@require_GET
@absent_where_hidden
def listed(request: HttpRequest) -> HttpResponse:
    """What was asked for, and what waits for a second custodian."""
    lines = custody.openings(reader_in(request), request=request.path)
    return render(request, "custody/list.html", {"lines": lines})


@custodian
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def ask(request: HttpRequest) -> HttpResponse:
    """The first of two."""

    def act(said: dict[str, Any]) -> HttpResponse:
        try:
            number = custody.ask(reader_in(request), said["reference"], said["because"], request=request.path)
        except custody.NothingThere:
            raise NoProtectedConcern from None
        except custody.NotByYou:
            raise NotInThreeWords from None
        messages.success(request, "You asked. Another custodian has to agree before anything is opened.")
        return HttpResponseRedirect(reverse("identity:opening", args=[number]))

    return carry_out(
        request,
        AskForm(request.POST or None),
        act,
        NoProtectedConcern,
        NotInThreeWords,
        page_title="Ask who raised a concern",
        label="Ask for a second custodian",
        warning="Whoever raised it is told that it was opened, and your reason; not who you are.",
        cancel_url=reverse("identity:list"),
    )


@custodian
@sensitive
@require_GET
@absent_where_hidden
def opening(request: HttpRequest, number: int) -> HttpResponse:
    """One request, and who raised the concern while it is open."""
    line = custody.opening(reader_in(request), number, request=request.path)
    crumbs = [("Identity requests", reverse("identity:list")), (line.reference, "")]
    return render(request, "custody/opening.html", {"line": line, "breadcrumbs": crumbs})


@custodian
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """The second of two."""
    line = custody.opening(reader_in(request), number, request=request.path)
    back = reverse("identity:opening", args=[number])

    def act(_: dict[str, Any]) -> HttpResponse:
        try:
            custody.agree(reader_in(request), number, request=request.path)
        except custody.NotByYou:
            raise NotBothByYou from None
        messages.success(request, "It is open to the two of you for 24 hours. Whoever raised the concern was told.")
        return HttpResponseRedirect(back)

    return carry_out(
        request,
        AgreeForm(request.POST or None),
        act,
        NotBothByYou,
        custody.AlreadyDone,
        page_title="Agree to open who raised it",
        label="Open it",
        warning="Whoever raised it is told at once.",
        rows=[
            {"key": "Concern", "value": line.reference},
            {"key": "Asked by", "value": line.asked_by},
            {"key": "Reason", "value": line.because},
        ],
        cancel_url=back,
    )
