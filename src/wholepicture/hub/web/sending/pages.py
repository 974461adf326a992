"""Sending a concern on: the form as PDF and JSON, and the other system's reference."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.sending.forms import ReferenceForm, SendForm
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import sending

KINDS = {"pdf": "application/pdf", "json": "application/json"}


def _subject(record: str, **_: str) -> str:
    return f"record {record}"


senders = for_roles(Role.HUB_PRACTITIONER)


@senders
@require_http_methods(["GET", "POST"])
@for_a_purpose(_subject, implied="deal_with_concern")
@absent_where_hidden
def send(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """What was sent of a concern, and a form to send it on."""
    reader = reader_in(request)
    form = SendForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        sending.send_on(
            reader, purpose, record, key=said["key"], sent_to=said["sent_to"], because=said["because"], request=request.path
        )
        messages.success(request, "It is kept as sent on. Take the PDF or the JSON to the other system now.")
        return HttpResponseRedirect(reverse("sending:send", args=[record]))
    return _show(request, record, purpose, form, None, "")


@senders
@require_http_methods(["GET", "POST"])
@for_a_purpose(_subject, implied="deal_with_concern")
@absent_where_hidden
def their_reference(request: HttpRequest, record: str, sent: str, *, purpose: Purpose) -> HttpResponse:
    """Keeps under what the other system has it."""
    form = ReferenceForm(request.POST or None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        sending.keep_their_reference(
            reader_in(request), purpose, record, sent, said["their_reference"].strip(), key=said["key"], request=request.path
        )
        messages.success(request, "Their reference is kept.")
        return HttpResponseRedirect(reverse("sending:send", args=[record]))
    return _show(request, record, purpose, None, form, sent)


@senders
@require_GET
@for_a_purpose(_subject, implied="deal_with_concern")
@absent_where_hidden
def referral(request: HttpRequest, record: str, sent: str, kind: str, *, purpose: Purpose) -> HttpResponse:
    """The form as it was sent."""
    if kind not in KINDS:
        raise Http404
    reference, body = sending.referral_of(reader_in(request), purpose, record, sent, kind, request=request.path)
    answer = HttpResponse(body, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="referral-{reference}.{kind}"'
    return answer


def _show(
    request: HttpRequest, record: str, purpose: Purpose, form: SendForm | None, answer: ReferenceForm | None, of: str
) -> HttpResponse:
    sheet = sending.sending_sheet(reader_in(request), purpose, record, request=request.path)
    here = reverse("records:record", args=[record])
    page = reverse("sending:send", args=[record])
    crumbs = [
        (sheet.reference, here),
        ("Send it on", page if answer else None),
        *([("Their reference", None)] if answer else []),
    ]
    found = next((one for one in sheet.sent if one.id == of), None)
    if answer is not None and found is None:
        raise Http404
    context = {"sheet": sheet, "form": form, "answer": answer, "of": found, "breadcrumbs": crumbs, "purpose": purpose}
    return render(request, "sending/send.html", context)
