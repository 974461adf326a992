"""Recording a concern, and adding to one. What is written is never lost: not to a slip, a click or a session that ended."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wholepicture.hub import clock
from wholepicture.hub.web.concern.forms import NUMBERS, AdditionForm, ConcernForm
from wholepicture.hub.web.navigation import WRITERS
from wholepicture.hub.web.signing_in.admission import keeping_posts
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden
from wholepicture.hub.wiring import concern, drafts, my_concerns
from wholepicture.hub.wiring.concern_notes import notes_on
from wholepicture.hub.wiring.duty_teams import duty_numbers

writers = for_roles(*WRITERS)
NOT_KEPT = ("csrfmiddlewaretoken", "do", "writer", "key")


def keep_unsent(request: HttpRequest, **_: str) -> str:
    """Keeps what came in after its session had ended, for whoever opened the form; where to find it, or nothing."""
    key, adds_to = _key(request.POST), request.POST.get("adds_to", "")
    if key is None or not drafts.keep_for_writer(request.POST.get("writer", ""), key, adds_to, _fields(request.POST)):
        return ""
    return _draft_url(key, adds_to)


@writers
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def _record(request: HttpRequest) -> HttpResponse:
    """One page for a concern."""
    return _write(request, ConcernForm)


@writers
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@absent_where_hidden
def _add(request: HttpRequest, reference: str) -> HttpResponse:
    """One page to add to a concern of one's own. What was written before is not touched."""
    return _write(request, AdditionForm, reference)


@writers
@sensitive_post_parameters()
@require_POST
def _autosave(request: HttpRequest) -> HttpResponse:
    """Keeps a draft while somebody writes."""
    key = _key(request.POST)
    if key is None:
        return HttpResponse(status=400)
    drafts.save(request.acting.account, key, request.POST.get("adds_to", ""), _fields(request.POST))
    return HttpResponse(status=204)


record = keeping_posts(keep_unsent)(_record)
add = keeping_posts(keep_unsent)(_add)
autosave = keeping_posts(keep_unsent)(_autosave)


@writers
@sensitive_post_parameters()
@require_POST
def notes(request: HttpRequest) -> HttpResponse:
    """What the words show, while they are written. Keeps nothing."""
    form = ConcernForm(request.POST)
    form.full_clean()
    return render(request, "concern/notes.html", {"notes": notes_on(form.written(), now=clock.now(), when=form.advice())})


@writers
@require_POST
def remove_draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throws a draft away."""
    drafts.remove(request.acting.account, key)
    messages.success(request, "Draft deleted.")
    return HttpResponseRedirect(reverse("concerns:mine"))


def _write(request: HttpRequest, kind: type[ConcernForm], adds_to: str = "") -> HttpResponse:
    if request.method == "GET":
        return _show(request, _opened(request, kind), adds_to)
    written = request.POST.copy()
    if _key(written) is None:
        written["key"] = str(uuid4())
    written["writer"] = drafts.writer_token(request.acting.account)
    do = written.get("do", "check")
    if do == "save":
        drafts.save(request.acting.account, UUID(written["key"]), adds_to, _fields(written))
        messages.success(request, "Saved as a draft. Nothing has been sent yet.")
        return HttpResponseRedirect(reverse("concerns:mine"))
    if do.startswith("more-") and do[5:] in NUMBERS:
        number = kind(written, quiet=True).numbers[do[5:]]
        written[NUMBERS[do[5:]]] = str(number + 1)
        return _show(request, kind(written, quiet=True), adds_to)
    form = kind(written)
    sound = form.is_valid()
    if do == "send" and sound:
        return _send(request, form, written, adds_to)
    found = notes_on(form.written(), now=clock.now(), when=form.advice())
    return _show(request, form, adds_to, notes=found, checked=do != "send")


def _send(request: HttpRequest, form: ConcernForm, written: QueryDict, adds_to: str) -> HttpResponse:
    sending = concern.Sending(
        key=form.cleaned_data["key"],
        concern=form.written(),
        protected=form.cleaned_data["protected"],
        adds_to=adds_to or None,
    )
    try:
        receipt = concern.send(request.acting, sending)
    except concern.SameKeyOtherContent as sent:
        return _offer_to_add(request, written, sent.receipt.reference)
    if advice := form.advice():
        messages.info(request, f"It was sent. {advice} You can add it at any time.")
    if adds_to:
        messages.success(request, f"Added as {receipt.reference}.")
        return HttpResponseRedirect(reverse("concerns:concern", args=[adds_to]))
    return HttpResponseRedirect(reverse("concerns:receipt", args=[receipt.reference]))


def _offer_to_add(request: HttpRequest, written: QueryDict, reference: str) -> HttpResponse:
    """What was sent again with other words is offered as an addition; what was sent first stands."""
    first = reference.partition("/")[0]
    written["key"] = str(uuid4())
    return _show(request, AdditionForm(written, quiet=True), first, sent_before=reference)


def _opened(request: HttpRequest, kind: type[ConcernForm]) -> ConcernForm:
    """The form as a draft has it, or a new one."""
    writer = drafts.writer_token(request.acting.account)
    asked = _as_key(request.GET.get("draft", ""))
    if asked is None:
        return kind(initial={"key": uuid4(), "writer": writer})
    try:
        draft = drafts.find(request.acting.account, asked)
    except drafts.DraftUnreadable as lost:
        messages.error(request, str(lost.__doc__))
        draft = None
    if draft is None:
        return kind(initial={"key": uuid4(), "writer": writer})
    kept = QueryDict(mutable=True)
    for name, values in draft.fields:
        kept.setlist(name, list(values))
    kept["key"], kept["writer"] = str(draft.key), writer
    return kind(kept, quiet=True)


def _show(request: HttpRequest, form: ConcernForm, adds_to: str, **more: object) -> HttpResponse:
    if adds_to:
        more["sheet"] = my_concerns.own_receipt(request.acting, adds_to)
    numbers = duty_numbers(clock.now())
    context = {"form": form, "adds_to": adds_to, "numbers": numbers, "here": _url(adds_to), **more}
    return render(request, "concern/write.html", context)


def _url(adds_to: str) -> str:
    return reverse("record:add", args=[adds_to]) if adds_to else reverse("record:new")


def _draft_url(key: UUID, adds_to: str) -> str:
    return f"{_url(adds_to)}?draft={key}"


def _key(sent: QueryDict) -> UUID | None:
    return _as_key(sent.get("key", ""))


def _as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _fields(sent: QueryDict) -> drafts.Fields:
    return tuple((name, tuple(values)) for name, values in sent.lists() if name not in NOT_KEPT)
