"""The work list of the hub. Each view makes one domain call; after a change the page is asked for again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in, stated_by_role
from wholepicture.hub.web.work_list.forms import DEEDS, HandOverForm, ReleaseForm, TakeForm
from wholepicture.hub.wiring import work_list

practitioner = for_roles(Role.HUB_PRACTITIONER)
DONE = {
    "take": "You deal with {} now.",
    "release": "Nobody deals with {} now.",
    "hand-over": "You handed {} over.",
}


@for_roles(Role.HUB_PRACTITIONER, Role.MANAGER)
@require_GET
@absent_where_hidden
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for somebody; also before a manager who answers for practitioners of the hub."""
    purpose = stated_by_role(request, "deal_with_concern", "answer_for_hub")
    number = page_asked(request)
    sheet = work_list.work_sheet(reader_in(request), purpose, page=number, request=request.path)
    page = page_of(sheet.total, work_list.PAGE, number)
    return render(request, "work_list/list.html", {"sheet": sheet, "page": page, "purpose": purpose})


@practitioner
@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda record: f"owner of {record}", implied="deal_with_concern")
@absent_where_hidden
def owner(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """Who deals with a concern; taking it, letting it go, handing it over."""
    sheet = work_list.owner_sheet(reader_in(request), purpose, record, request=request.path)
    deed = request.POST.get("deed", "")
    chosen: dict[str, forms.Form] = {
        "take": TakeForm(request.POST if deed == "take" else None, over=bool(sheet.owner), prefix="take"),
        "release": ReleaseForm(request.POST if deed == "release" else None, prefix="release"),
        "hand-over": HandOverForm(request.POST if deed == "hand-over" else None, others=sheet.others, prefix="over"),
    }
    if deed in DEEDS and chosen[deed].is_valid() and _done(request, purpose, sheet, deed, chosen[deed]):
        return HttpResponseRedirect(reverse("work:list"))
    context = {
        "sheet": sheet,
        "take": chosen["take"],
        "release": chosen["release"],
        "over": chosen["hand-over"],
        "breadcrumbs": [("Work list", reverse("work:list")), (sheet.reference, "")],
    }
    return render(request, "work_list/owner.html", context)


def _done(request: HttpRequest, purpose: Purpose, sheet: work_list.OwnerSheet, deed: str, form: forms.Form) -> bool:
    given = form.cleaned_data
    because = given.get("because", "") or given.get("why", "")
    to = UUID(given["to"]) if given.get("to") else None
    try:
        work_list.change_owner(request.acting, purpose, sheet.record, deed, because=because, to=to, request=request.path)
    except work_list.AlreadyDone:
        form.add_error(None, "Somebody took it before you. Look again who deals with it.")
        return False
    except work_list.NotByYou:
        form.add_error(None, "This cannot be done by you, or not to them.")
        return False
    messages.success(request, DONE[deed].format(sheet.reference))
    return True
