"""Pages of emergency openings."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.emergencies.forms import RIGHT, ByReferenceForm, EmergencyForm, ReviewForm
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.roles import for_roles, sensitive
from wholepicture.hub.web.why.stating import absent_where_hidden, keep_stated, reader_in
from wholepicture.hub.wiring import emergency_pages
from wholepicture.hub.wiring.emergency_pages import AlreadyDone, NotByYou, NothingThere, Wanted

openers = for_roles(*WRITERS)
reviewers = for_roles(Role.MANAGER, Role.SCRUTINEER)
DANGER = purpose("immediate_danger")


class NothingFound(Exception):
    """There is nothing with this reference that can be opened. Check it with the duty team."""


@for_roles(*WRITERS, Role.SCRUTINEER)
@require_GET
@absent_where_hidden
def openings(request: HttpRequest) -> HttpResponse:
    """One's own openings, and those that one may review."""
    reader = reader_in(request)
    context = {
        "sheet": emergency_pages.openings_sheet(reader),
        "may_open": emergency_pages.may_open(reader),
        "sees_counts": request.acting.role in (Role.MANAGER, Role.SCRUTINEER),
    }
    return render(request, "emergencies/list.html", context)


@openers
@sensitive
@require_http_methods(["GET", "POST"])
def open_by_reference(request: HttpRequest) -> HttpResponse:
    """Opens the record whose reference somebody read out."""
    return _open(request, ByReferenceForm(request.POST or None), None)


@openers
@sensitive
@require_http_methods(["GET", "POST"])
def open_record(request: HttpRequest, record: str) -> HttpResponse:
    """Opens a record."""
    return _open(request, EmergencyForm(request.POST or None), Wanted(record=record))


@openers
@sensitive
@require_http_methods(["GET", "POST"])
def open_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Opens what is known of a confirmed person."""
    return _open(request, EmergencyForm(request.POST or None), Wanted(person=person))


def _open(request: HttpRequest, form: forms.Form, wanted: Wanted | None) -> HttpResponse:
    """`sensitive` stands before each of these pages, so that whoever comes here has just signed in again."""
    reader = reader_in(request)
    if not emergency_pages.may_open(reader):
        raise Http404

    def act(said: dict[str, Any]) -> HttpResponse:
        what = wanted or Wanted(reference=said["reference"])
        try:
            record = emergency_pages.open_in_emergency(
                reader, said["code"], said["because"], what, signed_in_again=True, request=request.path
            )
        except NothingThere:
            raise NothingFound from None
        messages.success(request, "It is open to you for 4 hours. Somebody outside your line and your agency reviews it.")
        keep_stated(request, f"record {record}" if record else f"person {what.person}", DANGER)
        if record:
            return HttpResponseRedirect(reverse("records:record", args=[record]))
        return HttpResponseRedirect(reverse("chronology:person", args=[what.person]))

    return carry_out(
        request,
        form,
        act,
        NothingFound,
        NotByYou,
        page_title="Open in an emergency",
        label="Open it for 4 hours",
        warning="Somebody is in danger now? Call 999 first.",
        says="You see what you may not otherwise see, for 4 hours. Your reason is kept with your name. Somebody outside "
        "your line and your agency reviews it within 5 working days. Whoever works with the child is told at once.",
        cancel_url=reverse("emergencies:list"),
    )


@reviewers
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def review(request: HttpRequest, opening: int) -> HttpResponse:
    """Says whether an opening was right."""
    reader = reader_in(request)
    sheet = emergency_pages.review_sheet(reader, opening)
    form = ReviewForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        emergency_pages.review(reader, opening, justified=said["justified"] == RIGHT, words=said["words"])
        messages.success(request, "Your review is kept.")
        return HttpResponseRedirect(reverse("emergencies:list"))

    return carry_out(
        request,
        form,
        act,
        AlreadyDone,
        template="emergencies/review.html",
        sheet=sheet,
        back_url=reverse("emergencies:list"),
        back_label="Emergency openings",
    )


@for_roles(Role.MANAGER, Role.SCRUTINEER, Role.EXECUTIVE)
@require_GET
@absent_where_hidden
def counts(request: HttpRequest) -> HttpResponse:
    """Counts for each team, without names."""
    return render(request, "emergencies/counts.html", {"sheet": emergency_pages.counts_sheet(reader_in(request))})
