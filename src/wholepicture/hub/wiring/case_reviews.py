"""Anti-social behaviour case reviews: places with three reports in six months, and saying that a case was reviewed."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from wholepicture.cli.clock import salt
from wholepicture.decisions.acts import Act, act_of
from wholepicture.decisions.deeds_of_concerns import Happened
from wholepicture.decisions.place_course import REVIEW, PlaceCourse, Report, place_course, place_refusal
from wholepicture.decisions.refusals import Refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.chronologies import entity_now, is_known
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.meetings import anchor_of, subject_shown
from wholepicture.hub.storage.nuisance import NuisanceReport, last_reviews, nuisance_reported, place_acts
from wholepicture.hub.storage.records_shown import record_lines
from wholepicture.hub.wiring.course_rows import place_row_of
from wholepicture.hub.wiring.deciding import NotDone
from wholepicture.hub.wiring.deciding_people import HubHouse, handle_of
from wholepicture.hub.wiring.descriptions import say_described
from wholepicture.hub.wiring.looking import Shown, look_at_subject, look_over
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.standing import Standing
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import KIND_LETTERS

__all__ = ["REVIEW", "NotDone", "NothingThere", "PlaceSheet", "do", "look_at_place", "places_sheet"]

PAGE = 20
LATELY = timedelta(days=365)
"""Reports of what happened earlier are not counted."""
_AT_LEAST = REVIEW.count
_WORDS = "Words that stand for whatever somebody would write here."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report that the reader may open."""

    record: str
    title: str
    filed_as: str
    at: datetime
    reported_at: datetime
    asks_of_child: bool


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """That a case was reviewed: when, and what there is to show for it."""

    when: datetime
    by: str
    at: datetime
    shown: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place whose case may be reviewed. `asks_of_child` counts the reports whose words ask about a child."""

    entity: str
    described: str = field(repr=False)
    reports: int
    since: datetime
    latest: datetime
    reached_at: datetime
    asks_of_child: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSheet:
    """A place with its reports, the latest first. `standing` is None where too few were made in time since the last
    review.
    """

    entity: str
    described: str = field(repr=False)
    reports: tuple[ReportLine, ...]
    reviews: tuple[ReviewLine, ...]
    standing: Standing | None
    may_say: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    entity: str
    anchor: str
    reports: Mapping[str, NuisanceReport]
    course: PlaceCourse
    house: HubHouse
    at: datetime
    who: Acting

    def act(self, deed: Happened) -> Act:
        post = self.house.post_of(self.who.post, self.at)
        return act_of(f"place:{self.anchor}", str(self.who.account), post, self.at, deed)

    def may(self, deed: Happened) -> Refusal | None:
        return place_refusal(self.act(deed), self.course, self.house)


def places_sheet(who: Acting, purpose: Purpose, page: int, *, request: str = "") -> tuple[tuple[PlaceLine, ...], int]:
    """A page of the places whose case may be reviewed and was not, the latest report first, and how many there are; pages
    count from 1. Raises NothingThere, LookNotWritten.
    """
    reader = reader_for(who, at=clock.now())
    with look_over(reader, purpose, action="list", subject_kind="list", subject="case reviews", request=request) as shown:
        by_place = _by_place(nuisance_reported(shown.at - LATELY))
        reviewed = last_reviews(list(by_place))
        found = [line for entity, those in by_place.items() if (line := _line(entity, those, reviewed, shown.at))]
        found.sort(key=lambda one: (one.latest, one.entity), reverse=True)
        lines = found[(page - 1) * PAGE : page * PAGE]
        shown.show_records([one.record for line in lines for one in by_place[line.entity]])
        told = [replace(line, described=_described(line.entity)) for line in lines]
    return tuple(told), len(found)


def look_at_place(who: Acting, purpose: Purpose, entity: str, *, request: str = "") -> PlaceSheet:
    """One place with the reports that somebody may read; the look is written down. Raises NothingThere, LookNotWritten."""
    with _looked_at(who, purpose, entity, request, "read") as shown:
        place = _read(who, entity_now(entity), shown.at)
        told = shown.show_records(list(place.reports))
        lines = record_lines(list(told))
        reviews = [act for act in place.course.acts if isinstance(act.deed, Happened)]
        names = display([handle for act in reviews if (handle := handle_of(act.by))], who.role, shown.at)
        said = {str(handle): name for handle, name in names.items()}
        return PlaceSheet(
            entity=place.entity,
            described=_described(place.entity),
            reports=tuple(
                ReportLine(
                    record=one.record,
                    title=title_of(lines[one.record].kind, lines[one.record].agency_name, lines[one.record].reference),
                    filed_as=lines[one.record].filed_as,
                    at=one.at,
                    reported_at=one.reported_at,
                    asks_of_child=place.reports[one.record].asks_of_child,
                )
                for one in reversed(place.course.reports)
                if one.record in lines
            ),
            reviews=tuple(_review(act, said.get(act.by, "")) for act in reversed(reviews)),
            standing=place.course.standing(shown.at),
            may_say=place.may(Happened(Milestone.CASE_REVIEW_HELD, shown.at, EvidenceKind.MINUTES, _WORDS)) is None,
        )


def do(who: Acting, purpose: Purpose, entity: str, deed: Happened, *, request: str = "") -> Act:
    """Say that a case was reviewed, in one's own name. Raises NotDone, NothingThere, LookNotWritten."""
    reader, connection = reader_for(who, at=clock.now()), request_connection()
    with kept.one_at_a_time(connection, f"place:{entity}"):
        with _looked_at(who, purpose, entity, request, "act") as shown:
            before = _read(who, entity_now(entity), shown.at)
        why = before.may(deed)
        if why is not None:
            raise NotDone(why)
        act = before.act(deed)
        kept.keep_act(connection, act, salts=salt)
        of_matter = [one for one in before.course.acts if one.matter == act.matter]
        with acting(reader, purpose, at=before.at):
            kept.note_course(place_row_of([*of_matter, act], act.matter))
    return act


def _looked_at(who: Acting, purpose: Purpose, entity: str, request: str, action: str) -> AbstractContextManager[Shown]:
    if entity[:1] != KIND_LETTERS[EntityKind.PLACE]:
        raise NothingThere
    reader = reader_for(who, at=clock.now())
    subject = (EntityKind.PLACE.value, entity)

    def there() -> bool:
        return is_known(entity) and anchor_of(entity_now(entity)) is not None

    return look_at_subject(reader, purpose, subject, there, action=action, request=request)


def _read(who: Acting, entity: str, at: datetime) -> _Place:
    anchor = anchor_of(entity)
    if anchor is None:
        raise NothingThere
    reports = nuisance_reported(at - LATELY, entity=entity)
    return _Place(
        entity=entity,
        anchor=anchor,
        reports={one.record: one for one in reports},
        course=place_course(map(_report, reports), place_acts(entity)),
        house=HubHouse({}),
        at=at,
        who=who,
    )


def _by_place(reports: Iterable[NuisanceReport]) -> dict[str, list[NuisanceReport]]:
    grouped = ((entity, list(those)) for entity, those in groupby(reports, key=lambda one: one.entity))
    return {entity: those for entity, those in grouped if len(those) >= _AT_LEAST}


def _report(one: NuisanceReport) -> Report:
    return Report(one.record, one.at, one.reported_at)


def _line(entity: str, reports: list[NuisanceReport], reviewed: Mapping[str, datetime], at: datetime) -> PlaceLine | None:
    last = reviewed.get(entity)
    since = [one for one in reports if last is None or one.at > last]
    standing = place_course(map(_report, since), ()).standing(at)
    if standing is None:
        return None
    return PlaceLine(
        entity=entity,
        described="",
        reports=len(since),
        since=since[0].at,
        latest=since[-1].at,
        reached_at=standing.started_at,
        asks_of_child=sum(one.asks_of_child for one in since),
    )


def _described(entity: str) -> str:
    anchor = anchor_of(entity)
    seen = subject_shown(f"mention:{anchor}") if anchor else None
    return say_described("place", seen.description, seen.text) if seen else "A place of which you may open no record"


def _review(act: Act, by: str) -> ReviewLine:
    deed = act.deed
    if not isinstance(deed, Happened):
        raise TypeError(deed)
    return ReviewLine(deed.when, by, act.at, f"{deed.evidence.value.capitalize()}: {deed.reference}")
