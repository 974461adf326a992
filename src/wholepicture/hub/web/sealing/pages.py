"""Pages of what is sealed: for the few who are named, and for whoever lays a seal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.sealing.forms import AcceptForm, AgreeForm, LiftForm, NameForm, NotAboutForm, SealForm
from wholepicture.hub.web.signing_in.roles import for_roles, sensitive
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in, stated_by_role
from wholepicture.hub.wiring import sealed_pages
from wholepicture.hub.wiring.access_given import Subject
from wholepicture.hub.wiring.named_people import NobodyThere
from wholepicture.hub.wiring.sealed_pages import AlreadyDone, NotByYou

practitioner = for_roles(Role.HUB_PRACTITIONER)
few = for_roles(*WRITERS, Role.SCRUTINEER)


class NotThisLead(Exception):
    """The lead must practise at the hub for another agency than yours, and must not be barred from it."""


def _implied(request: HttpRequest) -> Purpose:
    return stated_by_role(request, "deal_with_concern", "oversee_team", "direct_work", "work_on_finding", "scrutinise")


@few
@require_GET
@absent_where_hidden
def seals(request: HttpRequest) -> HttpResponse:
    """The seals for which one is named."""
    lines = sealed_pages.seals_sheet(reader_in(request), _implied(request), request=request.path)
    return render(request, "sealing/list.html", {"lines": lines})


@practitioner
@sensitive
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda record: f"record {record}")
@absent_where_hidden
def seal_record(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """Seals a record."""
    return _lay(request, Subject(record=record), purpose, reverse("records:record", args=[record]))


@practitioner
@sensitive
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda person: f"person {person}")
@absent_where_hidden
def seal_person(request: HttpRequest, person: UUID, *, purpose: Purpose) -> HttpResponse:
    """Seals everything about a confirmed person."""
    return _lay(request, Subject(person=person), purpose, reverse("chronology:person", args=[person]))


def _lay(request: HttpRequest, subject: Subject, purpose: Purpose, cancel_url: str) -> HttpResponse:
    reader = reader_in(request)
    title = sealed_pages.subject_title(reader, purpose, subject, request=request.path)
    form = SealForm(request.POST or None)

    def act(said: dict[str, Any]) -> HttpResponse:
        try:
            lead = sealed_pages.lay(reader, purpose, subject, form.because, said["lead"])
        except NotByYou:
            raise NotThisLead from None
        messages.success(
            request, f"It is sealed. {lead} leads, was told, and can name others. Whoever scrutinises was told too."
        )
        return HttpResponseRedirect(reverse("sealing:list"))

    return carry_out(
        request,
        form,
        act,
        NobodyThere,
        NotThisLead,
        page_title="Seal it",
        label="Seal it now",
        warning="Once it is sealed it is absent for everybody but the few who are named, you included. What waits for a "
        "decision is the lead’s from then on.",
        rows=[{"key": "What is sealed", "value": title}],
        cancel_url=cancel_url,
    )


@few
@require_GET
@absent_where_hidden
def seal(request: HttpRequest, seal: int) -> HttpResponse:
    """One seal, and what lies under it."""
    return render(
        request,
        "sealing/seal.html",
        {"sheet": _on_seal(request, seal), "back_url": reverse("sealing:list"), "back_label": "Sealed"},
    )


def _on_seal(request: HttpRequest, seal: int) -> sealed_pages.SealSheet:
    return sealed_pages.seal_sheet(reader_in(request), _implied(request), seal, request=request.path)


def _to(seal: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("sealing:seal", args=[seal]))


@few
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def name_another(request: HttpRequest, seal: int) -> HttpResponse:
    """Names somebody else for what is sealed."""
    sheet = _on_seal(request, seal)

    def act(said: dict[str, Any]) -> HttpResponse:
        name = sealed_pages.name_another(reader_in(request), _implied(request), seal, said["email"], said["because"])
        messages.success(request, f"{name} is named for it.")
        return _to(seal)

    return carry_out(
        request,
        NameForm(request.POST or None),
        act,
        NobodyThere,
        NotByYou,
        page_title="Name somebody else for it",
        label="Name them",
        rows=[{"key": "What is sealed", "value": sheet.line.title}],
        cancel_url=reverse("sealing:seal", args=[seal]),
    )


@few
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def accept(request: HttpRequest, seal: int) -> HttpResponse:
    """The lead says that they deal with what lies under it."""
    sheet = _on_seal(request, seal)

    def act(_: dict[str, Any]) -> HttpResponse:
        sealed_pages.accept(reader_in(request), _implied(request), seal)
        messages.success(request, "You deal with it. What waits for a decision is on your work list.")
        return _to(seal)

    return carry_out(
        request,
        AcceptForm(request.POST or None),
        act,
        NotByYou,
        sealed_pages.AlreadyDone,
        page_title="Accept that you lead for it",
        label="Accept",
        rows=[{"key": "What is sealed", "value": sheet.line.title}],
        cancel_url=reverse("sealing:seal", args=[seal]),
    )


@few
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def ask_to_lift(request: HttpRequest, seal: int) -> HttpResponse:
    """The first of two people who lift a seal."""
    sheet = _on_seal(request, seal)

    def act(said: dict[str, Any]) -> HttpResponse:
        sealed_pages.ask_to_lift(reader_in(request), _implied(request), seal, said["because"])
        messages.success(request, "You asked. Somebody else who is named for it has to agree.")
        return _to(seal)

    return carry_out(
        request,
        LiftForm(request.POST or None),
        act,
        NotByYou,
        page_title="Ask for the seal to be lifted",
        label="Ask",
        rows=[{"key": "What is sealed", "value": sheet.line.title}],
        cancel_url=reverse("sealing:seal", args=[seal]),
    )


@few
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def lift(request: HttpRequest, seal: int) -> HttpResponse:
    """The second of two people who lift a seal."""
    sheet = _on_seal(request, seal)

    def act(_: dict[str, Any]) -> HttpResponse:
        sealed_pages.lift(reader_in(request), _implied(request), seal)
        messages.success(request, "The seal is lifted.")
        return HttpResponseRedirect(reverse("sealing:list"))

    return carry_out(
        request,
        AgreeForm(request.POST or None),
        act,
        NotByYou,
        page_title="Agree to lift the seal",
        label="Lift the seal",
        rows=[
            {"key": "What is sealed", "value": sheet.line.title},
            {"key": "Asked for by", "value": sheet.line.lift_asked_by or "Nobody yet"},
        ],
        warning="Everything under it is there again for whoever may otherwise see it.",
        cancel_url=reverse("sealing:seal", args=[seal]),
    )


@few
@sensitive
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def not_about_them(request: HttpRequest, seal: int, record: str) -> HttpResponse:
    """Says that a record does not speak of whom the seal is about."""
    sheet = _on_seal(request, seal)
    one = next((one for one in sheet.records if one.record == record), None)
    if one is None:
        raise sealed_pages.NothingThere

    def act(said: dict[str, Any]) -> HttpResponse:
        sealed_pages.not_about_them(reader_in(request), _implied(request), seal, record, said["because"])
        messages.success(request, "The record is no longer sealed by this seal.")
        return _to(seal)

    return carry_out(
        request,
        NotAboutForm(request.POST or None),
        act,
        AlreadyDone,
        page_title="This record speaks of somebody else",
        label="Take it out",
        rows=[
            {"key": "What is sealed", "value": sheet.line.title},
            {"key": "Record", "value": f"{one.reference}, {one.agency}"},
            {"key": "Words", "value": one.excerpt or "None"},
        ],
        cancel_url=reverse("sealing:seal", args=[seal]),
    )
