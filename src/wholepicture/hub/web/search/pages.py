"""The search page. What is asked for is posted, so that no address, history or log holds it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.search.forms import SearchForm
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import search as searching


@require_http_methods(["GET", "POST"])
@for_a_purpose(lambda: "search")
@absent_where_hidden
def search(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    """Asks, and shows what was found and may be seen. To whoever may search for nothing there is no such page."""
    reader = reader_in(request)
    if not searching.may_be_searched(reader, purpose):
        raise Http404
    form = SearchForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "purpose": purpose, "change_why_url": request.path}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            shown["sheet"] = searching.search(reader, purpose, form.typed, request=request.path)
        except searching.NotEnough as why:
            form.add_error("words", str(why.__doc__))
        except searching.TooManySearches as why:
            form.add_error("words", str(why.__doc__))
            status = 429
    answer = render(request, "search/search.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
