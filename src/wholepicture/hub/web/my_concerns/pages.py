"""The pages about what somebody raised. Each view makes one domain call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden
from wholepicture.hub.wiring import my_concerns

writers = for_roles(*WRITERS)


@writers
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that somebody raised, page by page, and their drafts."""
    number = page_asked(request)
    sheet = my_concerns.my_concerns(request.acting, number, request=request.path)
    page = page_of(sheet.total, my_concerns.PAGE, number)
    return render(request, "my_concerns/list.html", {"sheet": sheet, "page": page})


@writers
@require_GET
@absent_where_hidden
def concern(request: HttpRequest, reference: str) -> HttpResponse:
    """One concern of one's own, unchanged, with what was added under it."""
    sheet = my_concerns.concern_sheet(request.acting, reference, request=request.path)
    crumbs = [("My concerns", reverse("concerns:mine")), (reference, "")]
    return render(request, "my_concerns/concern.html", {"sheet": sheet, "breadcrumbs": crumbs})


@writers
@require_GET
@absent_where_hidden
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """That a concern was received, and what happens next."""
    sheet = my_concerns.own_receipt(request.acting, reference)
    return render(request, "my_concerns/receipt.html", {"sheet": sheet})
