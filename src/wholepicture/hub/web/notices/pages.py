"""The page of notices."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wholepicture.hub.web.why.stating import absent_where_hidden, reader_in
from wholepicture.hub.wiring import notices as told


@require_GET
@absent_where_hidden
def notices(request: HttpRequest) -> HttpResponse:
    """What the hub has to tell one, the latest first."""
    return render(request, "notices/list.html", {"sheet": told.notices_sheet(reader_in(request))})


@require_POST
@absent_where_hidden
def seen(request: HttpRequest, notice: int) -> HttpResponse:
    """Marks one as seen."""
    told.seen(reader_in(request), notice)
    return HttpResponseRedirect(reverse("notices:list"))


@require_POST
@absent_where_hidden
def mail(request: HttpRequest) -> HttpResponse:
    """Switches one's mails on ("on") or off (anything else)."""
    told.mail(reader_in(request), wanted=request.POST.get("mail") == "on")
    return HttpResponseRedirect(reverse("notices:list"))
