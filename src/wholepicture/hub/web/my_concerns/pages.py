"""The pages about what somebody raised. Each view makes one domain call."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.wiring import my_concerns

writers = for_roles(*WRITERS)


class Counted:
    """As many things as there are in all, of which one page is at hand: what Django's paginator cuts."""

    def __init__(self, total: int, page: tuple[Any, ...]) -> None:
        self.total, self.page = total, page

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, _: slice) -> tuple[Any, ...]:
        return self.page


@writers
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that somebody raised, page by page, and their drafts."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked) < 100_000 else 1
    sheet = my_concerns.my_concerns(request.acting, number, request=request.path)
    if number > 1 and not sheet.concerns:
        raise Http404
    page = Paginator(Counted(sheet.total, sheet.concerns), my_concerns.PAGE).get_page(number)
    return render(request, "my_concerns/list.html", {"sheet": sheet, "page": page})


@writers
@require_GET
def concern(request: HttpRequest, reference: str) -> HttpResponse:
    """One concern of one's own, unchanged, with what was added under it."""
    try:
        sheet = my_concerns.concern_sheet(request.acting, reference, request=request.path)
    except my_concerns.NothingThere:
        raise Http404 from None
    crumbs = [("My concerns", reverse("concerns:mine")), (reference, "")]
    return render(request, "my_concerns/concern.html", {"sheet": sheet, "breadcrumbs": crumbs})


@writers
@require_GET
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """That a concern was received, and what happens next."""
    try:
        sheet = my_concerns.own_receipt(request.acting, reference)
    except my_concerns.NothingThere:
        raise Http404 from None
    return render(request, "my_concerns/receipt.html", {"sheet": sheet})
