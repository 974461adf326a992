"""The replay of a concern, a finding, or somebody or something known."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.navigation import REPLAYERS
from wholepicture.hub.web.replay.forms import HINT, ReplayForm
from wholepicture.hub.web.signing_in.roles import for_roles
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose
from wholepicture.hub.wiring import replay as replaying
from wholepicture.hub.wiring.replay import HEADINGS, Days, OfConcern, OfFinding, OfKnown, Subject, Who
from wholepicture.hub.wiring.replay_export import replayed
from wholepicture.vocabulary.moments import london_day

_PAGES = {
    "concern": "deciding:concern",
    "finding": "findings:finding",
    "known": "chronology:entity",
    "person": "chronology:person",
}
_TAKEN_AS = {
    "csv": ("Every line as a table (CSV)", "text/csv; charset=utf-8"),
    "pdf": ("Every line as a document (PDF)", "application/pdf"),
}


def subject_of(kind: str, key: str, **_: str) -> str:
    """For whose purpose is asked: the same as on the page of what is replayed."""
    return f"{'entity' if kind == 'known' else kind} {key}"


@for_roles(*sorted(REPLAYERS))
@require_GET
@for_a_purpose(subject_of)
@absent_where_hidden
def replay(request: HttpRequest, kind: str, key: str, *, purpose: Purpose) -> HttpResponse:
    """Any day as it was here; without a day, now."""
    subject = _subject(kind, key)
    form = _form(request)
    days = _days(form)
    asked = f"?{request.GET.urlencode()}" if form.is_bound and days else ""
    sheet = replaying.replay_sheet(Who(request.acting, purpose, request.path), subject, days or _now())
    context = {
        "sheet": sheet,
        "sections": [(HEADINGS[one.kind], one) for one in sheet.sections],
        "counts": [(HEADINGS[one.kind], sheet.before.get(one.kind), one.total) for one in sheet.sections],
        "form": form,
        "there": reverse(_PAGES[kind], args=[key]),
        "exports": [
            (words, reverse("replay:export", args=[kind, key, way]) + asked) for way, (words, _) in _TAKEN_AS.items()
        ],
        "change": urlencode({"subject": subject_of(kind, key), "next": request.get_full_path()}),
    }
    return render(request, "replay/replay.html", context)


@for_roles(*sorted(REPLAYERS))
@require_GET
@for_a_purpose(subject_of)
@absent_where_hidden
def export(request: HttpRequest, kind: str, key: str, way: str, *, purpose: Purpose) -> HttpResponse:
    """The same day with every line, as CSV or as a tagged PDF, to take to a review."""
    if way not in _TAKEN_AS:
        raise Http404
    subject, days = _subject(kind, key), _days(_form(request))
    if days is None:  # the page says what is wrong with it
        return HttpResponseRedirect(f"{reverse('replay:replay', args=[kind, key])}?{request.GET.urlencode()}")
    body = replayed(Who(request.acting, purpose, request.path), subject, days, way)
    answer = HttpResponse(body, content_type=_TAKEN_AS[way][1])
    answer["Content-Disposition"] = f'attachment; filename="replay-{days.on.isoformat()}.{way}"'
    return answer


def _form(request: HttpRequest) -> ReplayForm:
    asked = any(name.startswith(("on_", "since_")) for name in request.GET)
    return ReplayForm(request.GET if asked else None, hint=HINT)


def _days(form: ReplayForm) -> Days | None:
    """The days that are asked for; without any, now. None where they cannot be replayed."""
    if not form.is_bound:
        return _now()
    return Days(form.cleaned_data["on"], form.cleaned_data["since"]) if form.is_valid() else None


def _now() -> Days:
    return Days(london_day(clock.now()))


def _subject(kind: str, key: str) -> Subject:
    match kind:
        case "concern":
            return OfConcern(key)
        case "finding":
            return OfFinding(key)
        case "known" if key[:1] in replaying.LETTERS:
            return OfKnown(replaying.LETTERS[key[:1]], key)
        case "person":
            try:
                return OfKnown("person", str(UUID(key)))
            except ValueError:
                raise Http404 from None
    raise Http404
