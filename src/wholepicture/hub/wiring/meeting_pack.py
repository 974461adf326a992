"""The pack of a meeting for one recipient: what the pages would show them, gathered into one accessible PDF."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage import findings_kept
from wholepicture.hub.storage import meetings as stored
from wholepicture.hub.storage.finding_evidence import Evidence, Named, entities_now, evidence_of
from wholepicture.hub.storage.records_shown import RecordLine
from wholepicture.hub.wiring import meeting_pack_sections as sections
from wholepicture.hub.wiring.deciding import NothingThere, look_at_matter
from wholepicture.hub.wiring.deciding_page import CourseSheet, course_sheet
from wholepicture.hub.wiring.finding_page import FindingSheet, finding_sheet
from wholepicture.hub.wiring.finding_page_picture import FindingPicture, name_of, named_in, whereabouts_in
from wholepicture.hub.wiring.looking import Shown, look_at_subject
from wholepicture.hub.wiring.meeting_page import MeetingSheet, sheet_of
from wholepicture.hub.wiring.meetings import is_there, matter_of, read_meeting
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.returns import interviews_owed
from wholepicture.report.pack import PackForm, pack_pdf
from wholepicture.report.sections import Figure, Room, figures_of
from wholepicture.report.view import FindingView, Page, RecordView
from wholepicture.report.wording import say_moment
from wholepicture.vocabulary.findings import Finding, FindingId
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import EntityId, RecordId, RecordKind

__all__ = ["NothingThere", "Pack", "meeting_pack"]

EPISODE = RecordKind.MISSING_EPISODE.value
MOST_CONCERNS = 30
MOST_DRAWN = 30
"""So many of the people, places and things that its records name most often are drawn."""
_ROOM = Room(ends=0, listed=2_000)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is handed over."""

    name: str
    content: bytes = field(repr=False)


def meeting_pack(who: Acting, purpose: Purpose, meeting: str, *, request: str = "") -> Pack:
    """The pack that whoever asks may have: it holds no record that they may not open, and says of no other that it is there.
    Every look is written down before it is handed over. Raises NothingThere, LookNotWritten.
    """
    reader = reader_for(who, at=clock.now())
    with look_at_subject(
        reader, purpose, ("meeting", meeting), lambda: is_there(matter_of(meeting)), action="read in a pack", request=request
    ) as shown:
        sheet = sheet_of(read_meeting(who, meeting, shown), shown)
        found = stored.records_about(tuple(one.key for one in sheet.about))
        told = shown.show_records([line.record for line in found])
        lines = [line for line in found if line.record in told]
        named = _named_in_findings(sheet, shown)
        figures = _figures(sheet, lines, named, shown)
        owed = interviews_owed([line.record for line in lines if line.kind == EPISODE], shown.at)
    findings = tuple(_findings(who, purpose, sheet, request))
    concerns = tuple(_concerns(who, purpose, lines, request))
    due = sections.due(sheet, concerns, owed)
    form = _form(who, sheet, findings, concerns, (due, *sections.drawn(figures)), lines)
    return Pack(f"meeting-{meeting}.pdf", pack_pdf(form))


def _form(
    who: Acting,
    sheet: MeetingSheet,
    findings: Sequence[FindingSheet],
    concerns: Sequence[sections.ConcernCourse],
    beside: sections.Sections,
    lines: Sequence[RecordLine],
) -> PackForm:
    now = sheet.meeting.at
    due, *drawn = beside
    return PackForm(
        title=f"{sheet.kind}, {say_moment(sheet.starts_at)}",
        partnership=settings.PARTNERSHIP,
        made_at=now,
        made_for=f"{who.name}, {who.post.words}",
        says=(
            f"Made {say_moment(now)} for {who.name}, {who.post.words}. It holds what you may see, and nothing else: other "
            "people's packs can hold more or less. That you asked for it is written down.",
            "Nobody is guilty by being named. Each record says in what role it names somebody, and that is the record's "
            "statement alone.",
        ),
        about=(
            ("What it is", sheet.kind),
            ("When", say_moment(sheet.starts_at)),
            ("How it stands", sheet.state),
            ("About", "\n".join(one.title for one in sheet.about)),
            ("Why it meets", sheet.because),
            ("Called by", f"{sheet.called_by}, {say_moment(sheet.called_at)}"),
            ("Records in it", str(len(lines))),
        ),
        sections=(
            sections.invited(sheet),
            sections.asked(sheet),
            sections.minutes(sheet),
            due,
            sections.decided(concerns, findings),
            sections.dissent(sheet, concerns),
            sections.actions(sheet),
            sections.measures(sheet),
            sections.findings(findings),
            *drawn,
            sections.chronology(lines),
        ),
    )


def _named_in_findings(sheet: MeetingSheet, shown: Shown) -> tuple[EntityId, ...]:
    """Whom the findings name that the reader may see with names."""
    named: list[EntityId] = []
    for one in sheet.about:
        if one.kind == "finding" and one.id:
            allowed = shown.show_finding(one.id)
            kept = findings_kept.findings_named([one.id]) if allowed and not allowed.unnamed else ()
            named += [each for found in kept for each in named_in(found.finding)]
    return tuple(dict.fromkeys(named))


def _figures(
    sheet: MeetingSheet, lines: Sequence[RecordLine], named: tuple[EntityId, ...], shown: Shown
) -> tuple[Figure, ...]:
    evidence = evidence_of([line.record for line in lines])
    beside = tuple(dict.fromkeys((*named, *_most_named(evidence))))
    # What joins these records is drawn as a finding's records are: this one says nothing of its own.
    like = Finding(
        id=FindingId(sheet.id),
        pattern="",
        surfaced_at=sheet.called_at,
        children=(),
        records=tuple(record.source for record in evidence.records.values()),
        evidence=tuple(RecordId(one) for one in evidence.records),
        agencies=(),
        because="",
    )
    picture = FindingPicture(
        like, evidence, entities_now(beside), london_day(shown.at), whereabouts_in(settings.POSTCODES), beside
    )
    links = picture.links()
    page = Page(
        purpose=shown.purpose.name,
        made_at=shown.at,
        as_of=shown.at,
        files=(),
        findings=(),
        entities=picture.entities(links),
        records={RecordId(one): RecordView(record=record) for one, record in evidence.records.items()},
        names=True,
    )
    return figures_of(FindingView(finding=like, links=links), page, "pack", _ROOM, "meeting called")


def _most_named(evidence: Evidence) -> Iterator[EntityId]:
    def drawn(one: Named) -> bool:
        if one.kind is not EntityKind.PERSON:
            return True
        return one.role not in (Role.PROFESSIONAL, Role.RAISER) and bool(name_of(one))

    counted = Counter(entity for entity, _ in {(one.entity, one.record) for one in evidence.named if drawn(one)})
    yield from sorted(counted, key=lambda one: (-counted[one], one))[:MOST_DRAWN]


def _findings(who: Acting, purpose: Purpose, sheet: MeetingSheet, request: str) -> Iterator[FindingSheet]:
    for one in sheet.about:
        if one.kind == "finding" and one.id:
            try:
                yield finding_sheet(reader_for(who, at=clock.now()), purpose, one.id, request=request)
            except NothingThere:
                continue


def _concerns(who: Acting, purpose: Purpose, lines: Sequence[RecordLine], request: str) -> Iterator[sections.ConcernCourse]:
    """How the concerns among these records stand, those known last first kept."""
    references = [line.reference for line in lines if line.reference.startswith("WP-") and "/" not in line.reference]
    for reference in references[-MOST_CONCERNS:]:
        try:
            matter = look_at_matter(who, purpose, reference, request=request)
        except NothingThere:
            continue
        sheet: CourseSheet = course_sheet(matter)
        against = {act.id for act in matter.course.acts if isinstance(act.deed, deeds.Dissented)}
        yield sections.ConcernCourse(sheet, tuple(line for line in sheet.acts if line.id in against))
