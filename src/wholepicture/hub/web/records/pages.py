"""The page of a record."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.counted import page_asked
from wholepicture.hub.web.marking import Mark
from wholepicture.hub.web.returns.pages import PURPOSES as RETURNS
from wholepicture.hub.web.why.stating import (
    absent_where_hidden,
    for_a_purpose,
    keep_stated,
    reader_in,
    stated_in,
)
from wholepicture.hub.wiring import record_page
from wholepicture.hub.wiring.record_page import RecordSheet
from wholepicture.vocabulary.records import RecordKind

View = Callable[..., HttpResponse]
EPISODE = RecordKind.MISSING_EPISODE.value


def subject_of(record: str) -> str:
    """For whose purpose is asked."""
    return f"record {record}"


def own_needs_no_asking(view: View) -> View:
    """Whoever raised it says by opening it that they follow what they reported."""

    def asked(request: HttpRequest, record: str) -> HttpResponse:
        state_own(request, subject_of(record), record)
        return view(request, record)

    return asked


def state_own(request: HttpRequest, subject: str, record: str) -> None:
    """For whoever raised the record, keep the purpose that says so, unless they stated another."""
    if stated_in(request, subject) is None:
        own = record_page.own_purpose(reader_in(request), record)
        if own is not None:
            keep_stated(request, subject, own)


@require_GET
@own_needs_no_asking
@for_a_purpose(subject_of)
@absent_where_hidden
def record(request: HttpRequest, record: str, *, purpose: Purpose) -> HttpResponse:
    """One record: what was written, what was read in it, and with what it is linked."""
    links_page = page_asked(request, "links")
    sheet = record_page.record_sheet(reader_in(request), purpose, record, links_page=links_page, request=request.path)
    context: dict[str, Any] = {
        "sheet": sheet,
        "marks": marks_of(sheet),
        "findings": [(one, finding_url(one.finding)) for one in sheet.findings],
        "change": urlencode({"subject": subject_of(record), "next": request.path}),
        "links_page": links_page,
        "its_return": reverse("returns:return", args=[record]) if sheet.kind == EPISODE and purpose.key in RETURNS else "",
    }
    return render(request, "records/record.html", context)


def marks_of(sheet: RecordSheet) -> tuple[Mark, ...]:
    """What is marked in the words, each with where it is explained."""
    return tuple(
        Mark(
            one.start,
            one.end,
            one.kind,
            one.label,
            reverse("chronology:entity", args=[one.target]) if one.entity_kind else f"#{one.target}",
        )
        for one in sheet.marks
    )


def finding_url(finding: str) -> str:
    """Where a finding's page stands; empty where this hub has none."""
    try:
        return reverse("findings:finding", args=[finding])
    except NoReverseMatch:
        return ""
