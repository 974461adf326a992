"""Meetings: the list with what is due, one meeting, calling one, and each thing that is done about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.meetings.forms import MEETING_WAYS, CallForm
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, stated_by_role
from wholepicture.hub.wiring import meeting_lists, meeting_pack, meeting_page, meeting_ways, meetings
from wholepicture.hub.wiring.meetings import CALLED_FROM, NotDone, Subject
from wholepicture.hub.wiring.named_people import NobodyThere

TAKING_PART = (Role.FRONT_LINE, Role.HUB_PRACTITIONER, Role.ANALYST, Role.MANAGER)
SEEING = (*TAKING_PART, Role.SCRUTINEER)
CALLING = (Role.HUB_PRACTITIONER, Role.ANALYST, Role.MANAGER)


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def listed(request: HttpRequest) -> HttpResponse:
    """The meetings that somebody may see, with what is due in each."""
    number = page_asked(request)
    lines, total = meeting_lists.meetings_list(request.acting, _purpose(request), number, request=request.path)
    page = page_of(total, meeting_lists.PAGE, number)
    return render(request, "meetings/list.html", {"lines": lines, "total": total, "page": page})


@for_roles(Role.SCRUTINEER)
@require_GET
@absent_where_hidden
def not_shared(request: HttpRequest) -> HttpResponse:
    """What agencies decided not to share, and why."""
    number = page_asked(request)
    lines, total = meeting_lists.not_shared(request.acting, _purpose(request), number, request=request.path)
    page = page_of(total, meeting_lists.PAGE, number)
    crumbs = [("Register", reverse("deciding:register")), ("Not shared", "")]
    return render(request, "meetings/not_shared.html", {"lines": lines, "total": total, "page": page, "breadcrumbs": crumbs})


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """One meeting: who, asked, answered, decided, due."""
    sheet = meeting_page.look_at_meeting(request.acting, _purpose(request), meeting, request=request.path)
    ways = meeting_ways.possible(sheet.meeting)
    context = {
        "sheet": sheet,
        "ways": [(MEETING_WAYS[way].link, reverse("meetings:way", args=[meeting, way])) for way in ways],
        "about": [(one, url_of(one)) for one in sheet.about],
        "breadcrumbs": [("Meetings", reverse("meetings:list")), (sheet.kind, "")],
    }
    return render(request, "meetings/meeting.html", context)


@for_roles(*CALLING)
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def call(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """Call a meeting about a concern, a finding, an adult, a child or a place."""
    if kind not in CALLED_FROM:
        raise Http404
    stated = _purpose(request)
    about = meetings.look_at_call(request.acting, stated, kind, subject, request=request.path)
    form = CallForm(request.POST if request.method == "POST" else None)

    def act(_: dict[str, Any]) -> HttpResponse:
        made = meetings.call(request.acting, stated, about, form.deed(about.key))
        messages.success(request, "The meeting is called. Now say who is invited, and what each agency is asked for.")
        return HttpResponseRedirect(reverse("meetings:meeting", args=[made]))

    rows = [{"key": "About", "value": about.title}]
    back = url_of(about)
    return carry_out(request, form, act, NotDone, page_title="Call a meeting", label="Call it", cancel_url=back, rows=rows)


@for_roles(*TAKING_PART)
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def way(request: HttpRequest, meeting: str, deed: str) -> HttpResponse:
    """One thing that can be done about a meeting."""
    offered = MEETING_WAYS.get(deed)
    if offered is None:
        raise Http404
    stated = _purpose(request)
    choices = meeting_ways.look_at_way(request.acting, stated, meeting, deed, request=request.path)
    form = offered.form(request.POST if request.method == "POST" else None, choices=choices)
    back = reverse("meetings:meeting", args=[meeting])

    def act(_: dict[str, Any]) -> HttpResponse:
        meetings.do(request.acting, stated, meeting, form.deed(), request=request.path)
        messages.success(request, "It is recorded, with your name.")
        return HttpResponseRedirect(back)

    rows = [{"key": choices.sheet.kind, "value": "; ".join(one.title for one in choices.sheet.about)}]
    return carry_out(
        request, form, act, NotDone, NobodyThere, page_title=offered.title, label=offered.button, cancel_url=back, rows=rows
    )


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def pack(request: HttpRequest, meeting: str) -> HttpResponse:
    """The meeting's pack as a PDF, with what whoever asks may see."""
    made = meeting_pack.meeting_pack(request.acting, _purpose(request), meeting, request=request.path)
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


def url_of(subject: Subject) -> str:
    """Where the page of somebody or something stands that a meeting is about; empty where the reader may not open it."""
    if not subject.id:
        return ""
    match subject.kind:
        case "concern":
            return reverse("deciding:concern", args=[subject.id])
        case "finding":
            return reverse("findings:finding", args=[subject.id])
        case "person":
            return reverse("chronology:person", args=[subject.id])
    return reverse("chronology:entity", args=[subject.id])


def _purpose(request: HttpRequest) -> Purpose:
    return stated_by_role(request, "answer_for_hub", "prepare_meeting", "scrutinise")
