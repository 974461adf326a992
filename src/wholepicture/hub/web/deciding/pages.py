"""Deciding on a concern, the raiser's voice, what waits, and the register. Each view makes one domain call, or one act."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose, purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.deciding.forms import HUB_WAYS, RAISER_FORMS, DecideForm, OnForm, Way
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.forms.past_day import PastDayForm
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, stateable, stated_by_role
from wholepicture.hub.web.wording import say_moment
from wholepicture.hub.wiring import deciding, deciding_lists, deciding_ways
from wholepicture.hub.wiring.deciding import Matter, NotDone
from wholepicture.hub.wiring.deciding_page import course_sheet
from wholepicture.hub.wiring.meeting_lines import DueLine
from wholepicture.hub.wiring.meeting_lists import meetings_due
from wholepicture.vocabulary.moments import end_of_day

DECIDERS = (Role.HUB_PRACTITIONER, Role.MANAGER, Role.EXECUTIVE, Role.SCRUTINEER)
_BY_ROLE = ("deal_with_concern", "answer_for_hub", "answer_objection", "scrutinise")
_OWN = purpose("follow_own")
PAST = "What had been said and done by the end of that day, and what was due then."


@for_roles(*DECIDERS)
@require_GET
@absent_where_hidden
def listed(request: HttpRequest) -> HttpResponse:
    """What waits: objections, requests, second persons, duties that are late."""
    number = page_asked(request)
    lines, total = deciding_lists.waiting(request.acting, _purpose(request), number, request=request.path)
    page = page_of(total, deciding_lists.PAGE, number)
    late = meetings_late(request) if number == 1 else ()
    return render(request, "deciding/list.html", {"lines": lines, "total": total, "page": page, "late": late})


@for_roles(Role.SCRUTINEER)
@require_GET
@absent_where_hidden
def register(request: HttpRequest) -> HttpResponse:
    """Every concern on which anybody acted, with the decisions not to act and what the scrutineer should look at."""
    number = page_asked(request)
    lines, total = deciding_lists.register(request.acting, _purpose(request), number, request=request.path)
    page = page_of(total, deciding_lists.PAGE, number)
    return render(request, "deciding/register.html", {"lines": lines, "total": total, "page": page})


@for_roles(*DECIDERS)
@require_GET
@absent_where_hidden
def concern(request: HttpRequest, reference: str) -> HttpResponse:
    """One concern: how it stands, what can be done, and everything that was; now, or as known at the end of a past day."""
    asked = any(name.startswith("on_") for name in request.GET)
    form = PastDayForm(request.GET if asked else None, hint=PAST)
    on = end_of_day(form.cleaned_data["on"]) if asked and form.is_valid() else None
    stated = _purpose(request)
    matter = deciding.look_at_matter(request.acting, stated, reference, on=on, request=request.path)
    ways = () if on else deciding_ways.possible(matter, tuple(HUB_WAYS))
    context = {
        "sheet": course_sheet(matter, on=on),
        "ways": [(HUB_WAYS[way].link, reverse("deciding:way", args=[reference, way])) for way in ways],
        "form": form,
        "on": on,
        "may_read": stated.key != "answer_objection",
        "breadcrumbs": [("Decisions", reverse("deciding:list")), (reference, "")],
    }
    return render(request, "deciding/concern.html", context)


@for_roles(*DECIDERS)
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def way(request: HttpRequest, reference: str, way: str) -> HttpResponse:
    """One thing that can be done about a concern, by those who work on it."""
    back = reverse("deciding:concern", args=[reference])
    return _act(request, reference, HUB_WAYS.get(way), way, _purpose(request), back)


@for_roles(*WRITERS)
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def say(request: HttpRequest, reference: str, way: str) -> HttpResponse:
    """One thing that whoever raised a concern can say to it."""
    return _act(request, reference, RAISER_FORMS.get(way), way, _OWN, reverse("concerns:concern", args=[reference]))


def _act(request: HttpRequest, reference: str, offered: Way | None, way: str, stated: Purpose, back: str) -> HttpResponse:
    if offered is None:
        raise Http404
    matter = deciding.look_at_matter(request.acting, stated, reference, request=request.path)
    form = _form(request, offered, way, matter, stated)

    def act(_: dict[str, Any]) -> HttpResponse:
        deciding.do(request.acting, stated, reference, form.deed(), request=request.path)
        messages.success(request, "It is recorded, with your name." if stated is not _OWN else "It is recorded.")
        return HttpResponseRedirect(back)

    rows = [
        {"key": "Concern", "value": reference},
        {"key": "How it stands", "value": matter.course.state.value.capitalize()},
    ]
    return carry_out(request, form, act, NotDone, page_title=offered.title, label=offered.button, cancel_url=back, rows=rows)


def _form(request: HttpRequest, offered: Way, way: str, matter: Matter, stated: Purpose) -> forms.Form:
    given = request.POST if request.method == "POST" else None
    if issubclass(offered.form, DecideForm):
        seen = [*deciding_ways.seen_by(matter, stated)]
        return offered.form(
            given, seen=seen, people=[*deciding_ways.people_for(matter)], initial={"seen": [one for one, _ in seen]}
        )
    on = deciding_ways.acts_for(matter, way)
    if issubclass(offered.form, OnForm):
        sheet = course_sheet(matter)
        lines = {one.id: one for one in sheet.acts}
        return offered.form(given, on=[(one.id, _words(lines[one.id])) for one in on])
    return offered.form(given, initial={"on": on[-1].id} if on and "on" in offered.form.base_fields else {})


def _words(line: Any) -> str:
    chosen = f" {line.chosen}." if line.chosen else ""
    return f"{line.says}{chosen} {line.by}, {say_moment(line.at)}"


def meetings_late(request: HttpRequest) -> tuple[DueLine, ...]:
    """What is late for meetings that whoever asks may see; nothing for a role that takes part in none."""
    held = [purpose(key) for key in ("answer_for_hub", "prepare_meeting", "scrutinise") if key in stateable(request)]
    return meetings_due(request.acting, held[0], request=request.path) if held else ()


def _purpose(request: HttpRequest) -> Purpose:
    return stated_by_role(request, *_BY_ROLE)
