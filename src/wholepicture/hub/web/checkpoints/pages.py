"""The pages of checkpoints."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.web.counted import page_asked, page_of
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.wiring import checkpoints_shown

TEXT = "text/plain; charset=utf-8"
provers = for_roles(Role.SCRUTINEER, Role.EXECUTIVE, Role.MANAGER, Role.ADMINISTRATOR, Role.CUSTODIAN)


@provers
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What was sealed when, the latest first."""
    number = page_asked(request)
    sheet = checkpoints_shown.checkpoints_sheet(number)
    page = page_of(sheet.total, checkpoints_shown.PAGE, number)
    return render(request, "checkpoints/list.html", {"sheet": sheet, "page": page})


@provers
@require_GET
def note(_: HttpRequest, size: int) -> HttpResponse:
    """One checkpoint, to be kept by somebody else."""
    try:
        words = checkpoints_shown.note_shown(size)
    except checkpoints_shown.NothingThere:
        raise Http404 from None
    named = {"Content-Disposition": f'attachment; filename="checkpoint-{size:012}.txt"'}
    return HttpResponse(words, content_type=TEXT, headers=named)


@provers
@require_GET
def keys(_: HttpRequest) -> HttpResponse:
    """The public keys."""
    words = "".join(f"{key}\n" for key in checkpoints_shown.checkpoints_sheet(1).keys)
    return HttpResponse(words, content_type=TEXT, headers={"Content-Disposition": 'attachment; filename="keys.txt"'})
