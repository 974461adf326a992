"""The pages about what somebody raised. Each view makes one domain call."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden
from wholepicture.hub.wiring import my_concerns, receipt_files

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
    signed = receipt_files.is_signed()
    return render(request, "my_concerns/concern.html", {"sheet": sheet, "breadcrumbs": crumbs, "signed": signed})


@writers
@require_GET
@absent_where_hidden
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """That a concern was received, and what happens next."""
    sheet = my_concerns.own_receipt(request.acting, reference)
    return render(request, "my_concerns/receipt.html", {"sheet": sheet, "signed": receipt_files.is_signed()})


@writers
@require_GET
@absent_where_hidden
def receipt_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The signed receipt of a concern of one's own."""
    return _receipt_file(request, reference)


@writers
@require_GET
@absent_where_hidden
def receipt_file_of_addition(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The signed receipt of what one added to a concern: WP-26-000123/2 is number 2."""
    return _receipt_file(request, f"{reference}/{number}")


def _receipt_file(request: HttpRequest, reference: str) -> HttpResponse:
    told = receipt_files.own_receipt_file(request.acting, reference)
    named = {"Content-Disposition": f'attachment; filename="receipt-{reference.replace("/", "-")}.json"'}
    return JsonResponse(told, json_dumps_params={"indent": 1}, headers=named)
