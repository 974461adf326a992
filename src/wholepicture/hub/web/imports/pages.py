"""The pages of imports."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wholepicture.hub import clock
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked
from wholepicture.hub.web.imports.forms import AnswerForm, MappingForm, UndoForm, UploadForm
from wholepicture.hub.web.imports.wording import STATES, history_of, words_of
from wholepicture.hub.web.signing_in.admission import unattended
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import for_a_purpose, reader_in
from wholepicture.hub.wiring import imports
from wholepicture.hub.wiring.imports import AlreadyDone, ImportState, NotByYou, NothingThere, Uploaded

View = Callable[..., HttpResponse]
A_MOMENT = timedelta(seconds=2)
CRUMBS = (("Imports", "imports:list"),)


def _subject(*_: object, **__: object) -> str:
    return "imports"


def screen(view: View) -> View:
    """For those who import, for the purpose of importing alone; what is not there for them is not there."""

    @for_roles(Role.HUB_PRACTITIONER, Role.ANALYST)
    @for_a_purpose(_subject, implied=imports.PURPOSE)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NothingThere:
            raise Http404 from None
        except NotByYou as refusal:
            messages.error(request, _sentence(str(refusal)))
        except AlreadyDone:
            messages.info(request, "Somebody decided this before you; this is how it stands now.")
        return HttpResponseRedirect(reverse("imports:import", args=[kwargs["number"]]))

    return guarded


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


@screen
@require_GET
def list_imports(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """All imports, the latest first."""
    page = page_asked(request)
    found = imports.import_list(reader_in(request), purpose, page, request.acting)
    pages = Paginator(range(found.count), imports.A_PAGE)
    rows = [
        (
            {"text": line.kept.file, "url": reverse("imports:import", args=[line.kept.number])},
            line.by,
            line.kept.uploaded_at,
            STATES[line.kept.state],
            line.kept.rows,
        )
        for line in found.lines
    ]
    return render(request, "imports/list.html", {"rows": rows, "page": pages.get_page(page), "purpose": purpose})


@screen
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, *, purpose: Purpose) -> HttpResponse:
    """Takes extracts in."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"key": secrets.token_hex(16)})
    if request.method == "POST" and form.is_valid():
        reader = reader_in(request)
        files = [Uploaded(name=one.name, body=one.read()) for one in form.cleaned_data["files"]]
        numbers = imports.upload(reader, purpose, request.acting, files, key=form.cleaned_data["key"])
        imports.wait_for_reading(reader, purpose, numbers, until=clock.now() + A_MOMENT)
        if len(numbers) == 1:
            return HttpResponseRedirect(reverse("imports:import", args=numbers))
        messages.success(request, f"{len(numbers)} files are kept. Look at each before it is taken.")
        return HttpResponseRedirect(reverse("imports:list"))
    crumbs = [(words, reverse(name)) for words, name in CRUMBS]
    return render(
        request, "imports/upload.html", {"form": form, "breadcrumbs": [*crumbs, ("Upload", None)], "purpose": purpose}
    )


@screen
@require_GET
def show(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """One import, as it stands."""
    sheet = imports.import_sheet(reader_in(request), purpose, number, request.acting)
    state, colour = STATES[sheet.kept.state]
    crumbs = [(words, reverse(name)) for words, name in CRUMBS]
    context = {
        "sheet": sheet,
        "kept": sheet.kept,
        "state": state,
        "colour": colour,
        "said": words_of(sheet),
        "history": history_of(sheet),
        "moving": sheet.kept.state in (ImportState.WAITING, ImportState.CONFIRMED, ImportState.UNDOING),
        "undo_form": UndoForm(),
        "answer_form": AnswerForm(),
        "breadcrumbs": [*crumbs, (sheet.kept.file, None)],
        "purpose": purpose,
    }
    return render(request, "imports/import.html", context)


@unattended
@screen
@require_GET
def progress(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """How far it is, for the page to say."""
    now = imports.import_progress(reader_in(request), purpose, number)
    return JsonResponse({"state": now.state, "done": now.done, "rows": now.rows, "to_link": now.to_link})


@screen
@require_GET
def rejected(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """The rejected rows with reasons, for whoever uploaded the file."""
    content = imports.rejected_csv(reader_in(request), purpose, number)
    answer = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="rejected-{number}.csv"'
    return answer


@screen
@require_http_methods(["GET", "POST"])
def map_columns(request: HttpRequest, number: int, position: int, *, purpose: Purpose) -> HttpResponse:
    """What the columns of a table mean."""
    reader = reader_in(request)
    here = reverse("imports:import", args=[number])
    if request.method == "POST" and "leave_out" in request.POST:
        imports.leave_out(reader, purpose, number, position)
        imports.wait_for_reading(reader, purpose, [number], until=clock.now() + A_MOMENT)
        return HttpResponseRedirect(here)
    sheet = imports.mapping_sheet(reader, purpose, number, position)
    form = MappingForm(request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        try:
            imports.map_table(reader, purpose, number, position, form.mapping())
        except AlreadyDone:
            form.add_error("title", "Another extract is called so: give this one a name of its own")
        else:
            imports.wait_for_reading(reader, purpose, [number], until=clock.now() + A_MOMENT)
            return HttpResponseRedirect(here)
    crumbs = [(words, reverse(name)) for words, name in CRUMBS]
    context = {"form": form, "sheet": sheet, "breadcrumbs": [*crumbs, (sheet.kept.file, here), ("Columns", None)]}
    return render(request, "imports/map.html", {**context, "purpose": purpose})


@screen
@require_POST
def confirm(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """Takes it, or half of that."""
    state = imports.confirm(reader_in(request), purpose, number)
    words = (
        "You have confirmed it. A second person has to as well."
        if state is ImportState.HALF_CONFIRMED
        else "It is being taken."
    )
    messages.success(request, words)
    return HttpResponseRedirect(reverse("imports:import", args=[number]))


@screen
@require_POST
def set_aside(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """Takes nothing of it."""
    imports.set_aside(reader_in(request), purpose, number)
    messages.success(request, "Nothing of it is taken.")
    return HttpResponseRedirect(reverse("imports:import", args=[number]))


@screen
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """The first of two people asks for it to be undone."""
    here = reverse("imports:import", args=[number])
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        imports.ask_to_undo(reader_in(request), purpose, number, form.cleaned_data["because"])
        messages.success(request, "A second person has to agree before it is undone.")
        return HttpResponseRedirect(here)
    crumbs = [(words, reverse(name)) for words, name in CRUMBS]
    context = {"form": form, "here": here, "breadcrumbs": [*crumbs, (f"Import {number}", here), ("Undo", None)]}
    return render(request, "imports/undo.html", {**context, "purpose": purpose})


@screen
@require_POST
def answer_undo(request: HttpRequest, number: int, *, purpose: Purpose) -> HttpResponse:
    """The second person agrees, or it stays."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        agreed = form.cleaned_data["answer"] == "yes"
        imports.answer_undo(reader_in(request), purpose, number, agreed=agreed)
        messages.success(request, "It is being undone." if agreed else "It stays as it is.")
    else:
        messages.error(request, "Choose whether it should be undone.")
    return HttpResponseRedirect(reverse("imports:import", args=[number]))
