"""Case reviews: the places that have one coming, one place with its reports, and saying that it was held."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from wholepicture.hub.web.case_reviews.forms import HeldForm
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.deeds import carry_out
from wholepicture.hub.web.returns.pages import PURPOSES, SAYING, SEEING
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, stated_by_role
from wholepicture.hub.wiring import case_reviews
from wholepicture.hub.wiring.case_reviews import REVIEW, NotDone


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def listed(request: HttpRequest) -> HttpResponse:
    """The places whose case may be reviewed and was not."""
    number = page_asked(request)
    lines, total = case_reviews.places_sheet(
        request.acting, stated_by_role(request, *PURPOSES), number, request=request.path
    )
    page = page_of(total, case_reviews.PAGE, number)
    return render(request, "case_reviews/list.html", {"lines": lines, "total": total, "page": page, "duty": REVIEW})


@for_roles(*SEEING)
@require_GET
@absent_where_hidden
def place(request: HttpRequest, entity: str) -> HttpResponse:
    """One place: its reports, and the reviews of its case."""
    sheet = case_reviews.look_at_place(request.acting, stated_by_role(request, *PURPOSES), entity, request=request.path)
    context = {
        "sheet": sheet,
        "duty": REVIEW,
        "held": reverse("case_reviews:held", args=[entity]) if sheet.may_say and request.acting.role in SAYING else "",
        "breadcrumbs": [("Case reviews", reverse("case_reviews:list")), (sheet.described, "")],
    }
    return render(request, "case_reviews/place.html", context)


@for_roles(*SAYING)
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def held(request: HttpRequest, entity: str) -> HttpResponse:
    """The case was reviewed."""
    stated = stated_by_role(request, *PURPOSES)
    sheet = case_reviews.look_at_place(request.acting, stated, entity, request=request.path)
    form = HeldForm(request.POST if request.method == "POST" else None)
    back = reverse("case_reviews:place", args=[entity])

    def act(_: dict[str, Any]) -> HttpResponse:
        case_reviews.do(request.acting, stated, entity, form.deed(), request=request.path)
        messages.success(request, "It is recorded, with your name. What is reported from now on counts anew.")
        return HttpResponseRedirect(back)

    rows = [{"key": "Place", "value": sheet.described}]
    return carry_out(
        request, form, act, NotDone, page_title="The case was reviewed", label="Record it", cancel_url=back, rows=rows
    )
