"""The pages of persons, places, vehicles, phones and online names."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.web.paging import number_in, page_of
from wholepicture.hub.web.records.pages import finding_url
from wholepicture.hub.web.why.stating import absent_where_hidden, for_a_purpose, reader_in
from wholepicture.hub.wiring import chronology
from wholepicture.hub.wiring.chronology import ChronologySheet

OLDEST = "oldest"


def entity_subject(entity: str) -> str:
    """For whose purpose is asked."""
    return f"entity {entity}"


def person_subject(person: UUID) -> str:
    """For whose purpose is asked."""
    return f"person {person}"


@require_GET
@for_a_purpose(entity_subject)
@absent_where_hidden
def entity(request: HttpRequest, entity: str, *, purpose: Purpose) -> HttpResponse:
    """What is known of an entity of the machine's."""
    sheet = chronology.entity_sheet(
        reader_in(request),
        purpose,
        entity,
        page=number_in(request),
        newest_first=request.GET.get("order") != OLDEST,
        request=request.path,
    )
    return _show(request, sheet, entity_subject(entity))


@require_GET
@for_a_purpose(person_subject)
@absent_where_hidden
def person(request: HttpRequest, person: UUID, *, purpose: Purpose) -> HttpResponse:
    """What is known of a person whom a practitioner confirmed."""
    sheet = chronology.person_sheet(
        reader_in(request),
        purpose,
        person,
        page=number_in(request),
        newest_first=request.GET.get("order") != OLDEST,
        request=request.path,
    )
    return _show(request, sheet, person_subject(person))


def _show(request: HttpRequest, sheet: ChronologySheet, subject: str) -> HttpResponse:
    page = page_of(sheet.total, sheet.lines, chronology.PAGE, number_in(request))
    findings = [(one, finding_url(one.noted.finding)) for one in sheet.findings]
    change = urlencode({"subject": subject, "next": request.path})
    return render(
        request,
        "chronology/known.html",
        {"sheet": sheet, "page": page, "findings": findings, "change": change, "oldest": OLDEST},
    )
