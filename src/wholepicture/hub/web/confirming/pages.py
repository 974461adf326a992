"""Pages on which a practitioner says who a mention is, or is not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholepicture.cli.clock import salt
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.confirming.forms import AfterAllForm, NotThemForm, WhoForm
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.templatetags.looks import moment
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import confirming, parting
from wholepicture.hub.wiring.confirming import NEW, AlreadyDone, ConfirmingSheet
from wholepicture.hub.wiring.parting import PartedSheet

CONFIRMED = "Confirmed by a practitioner already. To change it, say first that the record is not about that person."
practitioner = for_roles(Role.HUB_PRACTITIONER)


def subject_of(mention: str) -> str:
    """For whose purpose is asked: that of the record in which it stands."""
    return f"record {confirming.record_of(mention)}"


def _rows(sheet: ConfirmingSheet | PartedSheet) -> list[dict[str, str]]:
    record = sheet.record
    url = reverse("records:record", args=[record.record])
    return [
        {"key": "As described", "value": sheet.mention.described},
        {"key": "Role as stated", "value": sheet.mention.role},
        {
            "key": "Record",
            "value": f"{record.reference}, {record.agency}",
            "url": url,
        },
        {"key": "Happened", "value": record.happened},
        {"key": "Words", "value": record.excerpt or "None"},
    ]


@practitioner
@require_http_methods(["GET", "POST"])
@for_a_purpose(subject_of)
@absent_where_hidden
def confirm(request: HttpRequest, mention: str, *, purpose: Purpose) -> HttpResponse:
    """Says who a mention is."""
    reader = reader_in(request)
    sheet = confirming.confirming_sheet(reader, purpose, mention, request=request.path)
    form = WhoForm(request.POST or None, candidates=sheet.candidates)

    def act(said: dict[str, Any]) -> HttpResponse:
        chosen = None if said["person"] == NEW else UUID(said["person"])
        person = confirming.confirm(reader, purpose, mention, chosen)
        messages.success(request, "You confirmed who this is. It is kept with your name.")
        return HttpResponseRedirect(reverse("chronology:person", args=[person]))

    return carry_out(
        request,
        form,
        act,
        AlreadyDone,
        page_title="Who is this?",
        label="Confirm",
        says=CONFIRMED if sheet.person else "",
        rows=_rows(sheet),
        cancel_url=reverse("records:record", args=[sheet.record.record]),
    )


def _say_told(told: int) -> str:
    if not told:
        return "Nobody else had read it."
    return "1 person who read it was told." if told == 1 else f"{told} people who read it were told."


@practitioner
@require_http_methods(["GET", "POST"])
@for_a_purpose(subject_of)
@absent_where_hidden
def put_right(request: HttpRequest, mention: str, *, purpose: Purpose) -> HttpResponse:
    """Says that a record is not about whom it was taken for."""
    reader = reader_in(request)
    sheet = confirming.confirming_sheet(reader, purpose, mention, request=request.path)
    onward = reverse("records:record", args=[sheet.record.record])

    def act(said: dict[str, Any]) -> HttpResponse:
        told = parting.put_right(reader, purpose, mention, said["because"], salts=salt)
        messages.success(request, f"It is put right. {_say_told(told)}")
        return HttpResponseRedirect(onward)

    return carry_out(
        request,
        NotThemForm(request.POST or None),
        act,
        page_title="This record is not about this person",
        label="Put it right",
        says="The link is taken apart, everywhere. Everybody who read the record, or a finding that rests on it, is told.",
        rows=_rows(sheet),
        cancel_url=onward,
    )


@practitioner
@require_http_methods(["GET", "POST"])
@for_a_purpose(subject_of)
@absent_where_hidden
def after_all(request: HttpRequest, mention: str, *, purpose: Purpose) -> HttpResponse:
    """Takes back that a record is not about whom it was taken for."""
    reader = reader_in(request)
    sheet = parting.parted_sheet(reader, purpose, mention, request=request.path)
    onward, other = reverse("records:record", args=[sheet.record.record]), sheet.taken_for_record

    def act(said: dict[str, Any]) -> HttpResponse:
        told = parting.rejoin(reader, purpose, mention, said["because"], salts=salt)
        messages.success(request, f"It is taken back. {_say_told(told)}")
        return HttpResponseRedirect(onward)

    return carry_out(
        request,
        AfterAllForm(request.POST or None),
        act,
        page_title="This record is about this person after all",
        label="Take it back",
        says="They stand together again, everywhere. Everybody who read the record, or a finding that rests on it, is told.",
        rows=[
            *_rows(sheet),
            {
                "key": "Was taken for",
                "value": f"{sheet.taken_for.described} ({other.reference}, {other.agency})",
                "url": reverse("records:record", args=[other.record]),
            },
            {"key": "Put apart", "value": f"{moment(sheet.at)} by {sheet.by}: {sheet.because}"},
        ],
        cancel_url=onward,
    )
