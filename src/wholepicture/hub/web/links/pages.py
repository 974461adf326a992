"""The review of links. Each view makes one domain call; an answer is posted, and the next pair follows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wholepicture.hub.web.links.forms import AnswerForm, PairForm, UndoForm
from wholepicture.hub.web.links.waterfall import draw
from wholepicture.hub.web.navigation import PICTURE
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, reader_in
from wholepicture.hub.wiring import link_review
from wholepicture.vocabulary.judgements import Judgement

SKIPPED = "links skipped"
MOST_SKIPPED = 60
reviewers = for_roles(*PICTURE)


@reviewers
@require_GET
@absent_where_hidden
def next_link(request: HttpRequest) -> HttpResponse:
    """The next pair. Coming here says what for: to say whether two mentions are the same."""
    skipped = tuple((one[0], one[1]) for one in request.session.get(SKIPPED, []))
    sheet = link_review.next_pair(reader_in(request), skipped=skipped, request=request.path)
    drawing = draw(sheet.pair.fields, sheet.pair.weight) if sheet.pair else None
    return render(
        request, "links/next.html", {"sheet": sheet, "pair": sheet.pair, "drawing": drawing, "purpose": link_review.REVIEW}
    )


@reviewers
@require_GET
@absent_where_hidden
def pair(request: HttpRequest, left: str, right: str) -> HttpResponse:
    """One pair, with everything that was said of it."""
    sheet = link_review.pair_sheet(reader_in(request), left, right, request=request.path)
    crumbs = [("Review links", reverse("links:next")), ("One pair", "")]
    shown = {
        "pair": sheet,
        "drawing": draw(sheet.fields, sheet.weight),
        "breadcrumbs": crumbs,
        "purpose": link_review.REVIEW,
    }
    return render(request, "links/pair.html", shown)


@reviewers
@require_POST
@absent_where_hidden
def answer(request: HttpRequest) -> HttpResponse:
    """Records an answer; the next pair follows, or the same page where it was given on the pair's own."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    given = form.cleaned_data
    link_review.say(
        request.acting,
        reader_in(request),
        given["left"],
        given["right"],
        Judgement(given["judgement"]),
        given["because"],
        request=request.path,
    )
    if given["onward"] == "pair":
        return HttpResponseRedirect(reverse("links:pair", args=[given["left"], given["right"]]))
    return HttpResponseRedirect(reverse("links:next"))


@reviewers
@require_POST
def skip(request: HttpRequest) -> HttpResponse:
    """Puts a pair behind the others for this session."""
    form = PairForm(request.POST)
    if not form.is_valid():
        raise Http404
    one = [form.cleaned_data["left"], form.cleaned_data["right"]]
    before = [other for other in request.session.get(SKIPPED, []) if other != one]
    request.session[SKIPPED] = [*before, one][-MOST_SKIPPED:]
    return HttpResponseRedirect(reverse("links:next"))


@reviewers
@require_POST
@absent_where_hidden
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back one's own answer."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        link_review.undo(request.acting, reader_in(request), form.cleaned_data["fact"], request=request.path)
    except link_review.NothingToUndo as why:
        messages.info(request, str(why.__doc__))
    else:
        messages.success(request, "You took it back. Both words are kept.")
    return HttpResponseRedirect(reverse("links:mine" if request.POST.get("onward") == "mine" else "links:next"))


@reviewers
@require_GET
@absent_where_hidden
def mine(request: HttpRequest) -> HttpResponse:
    """What one has said of pairs."""
    words = link_review.own_review(reader_in(request), request=request.path)
    crumbs = [("Review links", reverse("links:next")), ("What you have said", "")]
    return render(request, "links/mine.html", {"words": words, "breadcrumbs": crumbs, "purpose": link_review.REVIEW})
