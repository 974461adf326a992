"""One finding, as it stands or as it stood on a past day: the paragraph, the drawings, the evidence, who was shown it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.conf import settings

from wholepicture.cli.clock import salt
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose, Way
from wholepicture.hub.need_to_know.reading import screen_until
from wholepicture.hub.need_to_know.subjects import Reader, Refusal
from wholepicture.hub.storage import findings_kept as kept
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import NotByYou, NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.displays import is_kept, keep_display
from wholepicture.hub.storage.finding_evidence import Evidence, entities_now, evidence_of
from wholepicture.hub.storage.findings_kept import DisplayedTo, KeptFinding, Piece
from wholepicture.hub.storage.relations import hidden_records
from wholepicture.hub.wiring import renewals
from wholepicture.hub.wiring.displays import Displayed, display_draft
from wholepicture.hub.wiring.finding_page_picture import FindingPicture, named_in, whereabouts_in
from wholepicture.hub.wiring.findings_masked import mask_for
from wholepicture.hub.wiring.looking import look_at_finding, reasons
from wholepicture.ledger.facts import Draft
from wholepicture.reading import load_lexicon
from wholepicture.report.masking import label_all
from wholepicture.report.network import say_kind
from wholepicture.report.passages import Excerpt
from wholepicture.report.sections import EvidenceSection, Fact, Figure, FindingSection, Room, compose
from wholepicture.report.view import FindingView, Page, RecordView
from wholepicture.report.wording import PATTERNS, PatternWords, pattern_words, say_period, say_recorded
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.moments import end_of_day, london_day
from wholepicture.vocabulary.records import Record, RecordId

__all__ = ["EvidenceLine", "FindingSheet", "NotByYou", "NothingThere", "finding_sheet", "renew"]

ROOM = Room(ends=6, listed=2_000)
"""The first and the last six records with their words; every record in the tables."""
_BY_ROLE = (Way.HUB, Way.FINDING, Way.SCRUTINY)
KEPT_FOR = timedelta(days=364)
"""How long a finding that is renewed stays: a day less than the longest that is allowed, so that no clock is in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """A record on which the finding rests and that the reader may read. `excerpt` is None in the middle of many."""

    record: str
    source: str
    agency: str
    kind: str
    filed_as: str = field(repr=False)
    happened: str
    recorded: str
    added_later: bool
    mismatch: str = field(repr=False)
    excerpt: Excerpt | None = field(repr=False)
    because: str


@dataclass(frozen=True, slots=True)
class HiddenRecord:
    """A record that the reader may not see: whose it is and its day. `record` is only good for asking."""

    record: str
    agency: str
    day: date


@dataclass(frozen=True, slots=True)
class NamedLine:
    """Somebody or something that the finding names; `entity` is what they go by now."""

    entity: str
    kind: str
    label: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DisplayLine:
    """That the finding was displayed to people in one role of one agency."""

    who: str
    first_at: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """That somebody kept it on the screens until a moment, exclusive."""

    by: str
    because: str = field(repr=False)
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """What can be said of a past day: whether it `stood` by the end of it, how many of today's records were recorded by
    then, and the first display by then, where there was one.
    """

    day: date
    stood: bool
    recorded: int
    records: int
    first: DisplayLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSheet:
    """One finding, for its page. `unnamed` says that names, drawings and records stay out. `leaves_at` is the moment,
    exclusive, until which a finding that names an adult stays on the screens.
    """

    id: str
    words: PatternWords
    because_allowed: str
    unnamed: bool
    known_since: datetime
    past: PastDay | None
    because: str = field(repr=False)
    withdrawn: str = field(repr=False)
    facts: tuple[Fact, ...] = field(repr=False)
    against: tuple[str, ...] = field(repr=False)
    ask_next: tuple[str, ...] = field(repr=False)
    remark: str = ""
    figures: tuple[Figure, ...] = field(default=(), repr=False)
    named: tuple[NamedLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    hidden: tuple[HiddenRecord, ...] = ()
    agencies: tuple[tuple[str, int], ...] = ()
    growth: tuple[tuple[datetime, str], ...] = field(default=(), repr=False)
    displays: tuple[DisplayLine, ...] = ()
    leaves_at: datetime | None = None
    renewals: tuple[RenewalLine, ...] = ()
    may_renew: bool = False


def finding_sheet(
    reader: Reader, purpose: Purpose, finding: str, *, on: date | None = None, request: str = ""
) -> FindingSheet:
    """The finding now, or as it stood at the end of a past London day. The look, that at every record whose words are shown,
    and what was displayed are written down first. Raises NothingThere, LookNotWritten.
    """
    now = clock.now()
    past = on if on is not None and on < london_day(now) else None
    until = end_of_day(past) + timedelta(seconds=1) if past else now
    action = "read" if past is None else f"read as on {past.isoformat()}"
    _refuse_conflict(reader, purpose, finding, now, request)
    with look_at_finding(reader, purpose, finding, action=action, request=request) as allowed:
        found = kept.findings_named([finding])
        if not found:
            raise NothingThere
        making = _Making(reader, purpose, found[0], until=until, now=now, unnamed=allowed.unnamed)
        sheet = making.sheet(allowed.because, past)
        display = making.display(sheet) if past is None or (sheet.past and sheet.past.stood) else None
        fresh = display is not None and not is_kept(display.id)
    read = [
        Look(action="read", subject_kind="record", subject=one.record, allowed=True, because=one.because, request=request)
        for one in sheet.evidence
        if one.excerpt is not None
    ]
    note_access(reader, purpose, read, at=now)
    if display is not None and fresh:
        keep_display(request_connection(), display, salts=salt)
    return sheet


def renew(reader: Reader, purpose: Purpose, finding: str, because: str) -> None:
    """Keep a finding that names an adult on the screens for 12 months from now, in one's own name and with a reason. Raises
    NothingThere, NotByYou.
    """
    with look_at_finding(reader, purpose, finding, action="renew"):
        pass
    renewals.renew(reader, purpose, finding, because.strip(), clock.now() + KEPT_FOR)


def _refuse_conflict(reader: Reader, purpose: Purpose, finding: str, at: datetime, request: str) -> None:
    """A finding's words may quote a record. Whoever comes to it by another of its records, and is criticised in that one or
    stands above somebody who is, sees nothing of it.
    """
    if any(purpose.opens(way, reader.roles) for way in (*_BY_ROLE, Way.UNNAMED)):
        return
    with acting(reader, purpose, at=at):
        barred = kept.barred_in(finding)
    if barred:
        refused = Look(
            action="read", subject_kind="finding", subject=finding, allowed=False, because=Refusal.CONFLICT, request=request
        )
        note_access(reader, purpose, [refused], at=at)
        raise NothingThere


class _Making:
    """One sheet being made, inside the look."""

    def __init__(
        self, reader: Reader, purpose: Purpose, found: KeptFinding, *, until: datetime, now: datetime, unnamed: bool
    ) -> None:
        self.reader, self.purpose, self.found = reader, purpose, found
        self.until, self.now, self.unnamed = until, now, unnamed
        self.pieces = kept.pieces_of(found.finding.id)
        self.finding = as_known(found.finding, self.pieces, until)

    def sheet(self, because_allowed: str, day: date | None) -> FindingSheet:
        finding, found = self.finding, self.found
        displays = self._displays()
        past = self._past(day, displays) if day else None
        names_adult = bool(found.finding.adults)
        renewed = kept.renewals_of(finding.id) if names_adult else ()
        plain = FindingSheet(
            id=finding.id,
            words=pattern_words(finding.pattern, PATTERNS),
            because_allowed=because_allowed,
            unnamed=self.unnamed,
            known_since=found.known_since,
            past=past,
            because="",
            withdrawn="",
            facts=(),
            against=(),
            ask_next=(),
            agencies=self._agencies(),
            displays=displays,
            leaves_at=screen_until(finding.surfaced_at, (r.until for r in renewed)) if names_adult else None,
            renewals=self._renewals(renewed),
            may_renew=names_adult and not self.unnamed and not day and self._renews(),
        )
        if past and not past.stood:
            return plain
        return self._masked(plain) if self.unnamed else self._named(plain)

    def display(self, sheet: FindingSheet) -> Draft:
        """What the sheet shows of the finding, as a fact."""
        words = {
            "because": sheet.because,
            "withdrawn": sheet.withdrawn,
            "against": sheet.against,
            "grown": [words for _, words in sheet.growth],
        }
        shown = Displayed(
            finding=sheet.id,
            on=sheet.past.day if sheet.past else None,
            named=not sheet.unnamed,
            records=tuple(piece.record for piece in self.pieces if piece.known_at < self.until),
            words=words,
        )
        return display_draft(self.reader, self.purpose, shown, at=self.now)

    def _renews(self) -> bool:
        return any(self.purpose.opens(way, self.reader.roles) for way in _BY_ROLE)

    def _displays(self) -> tuple[DisplayLine, ...]:
        found = kept.displays_of([self.finding.id], before=self.until).get(self.finding.id, ())
        agencies = dict(Agency.objects.values_list("key", "name"))
        return tuple(_display(one, agencies) for one in found)

    def _past(self, day: date, displays: Sequence[DisplayLine]) -> PastDay:
        recorded = sum(piece.known_at < self.until for piece in self.pieces)
        return PastDay(
            day=day,
            stood=self.found.known_since < self.until,
            recorded=recorded,
            records=len(self.pieces),
            first=displays[0] if displays else None,
        )

    def _agencies(self) -> tuple[tuple[str, int], ...]:
        counted: dict[str, int] = {}
        for piece in self.pieces:
            if piece.known_at < self.until:
                counted[piece.agency] = counted.get(piece.agency, 0) + 1
        return tuple(counted.items())

    def _renewals(self, found: Sequence[kept.Renewal]) -> tuple[RenewalLine, ...]:
        role = Role(self.reader.posts[0].role.value)
        names = display([one.by for one in found], role, self.now)
        return tuple(RenewalLine(names[one.by], one.because, one.at, one.until) for one in found)

    def _masked(self, plain: FindingSheet) -> FindingSheet:
        """For somebody who sees no names: words and counts; and the way to records that they may read anyway."""
        finding = self.finding
        evidence = self._evidence(self._read())
        named = kept.names_to_mask([finding.id]).get(finding.id, ())
        mask = mask_for(finding, named, [line.source.partition("/")[2] for line in evidence])
        return replace(
            plain,
            because=mask(finding.because),
            withdrawn=mask(finding.withdrawn_because) if finding.withdrawn_at else "",
            against=tuple(map(mask, finding.against)),
            ask_next=tuple(map(mask, finding.ask_next)),
            facts=_counts(finding),
            evidence=evidence,
            growth=tuple((one.at, mask(one.because)) for one in finding.history),
        )

    def _named(self, plain: FindingSheet) -> FindingSheet:
        finding, evidence = self.finding, self._read()
        section, records, named = self._section(evidence)
        shown = {one.source: one for one in section.evidence}
        return replace(
            plain,
            because=section.because,
            withdrawn=section.withdrawn,
            facts=section.facts,
            against=section.against,
            ask_next=section.ask_next,
            remark=section.remark,
            figures=section.figures,
            named=named,
            evidence=self._evidence(records, shown),
            hidden=tuple(
                HiddenRecord(one.record, self._agency_names().get(one.agency, one.agency), one.day)
                for one in hidden_records(finding.id)
                if self._known(one.record)
            ),
            growth=tuple((one.at, words) for one, (_, words) in zip(finding.history, section.growth, strict=True)),
        )

    def _agency_names(self) -> dict[str, str]:
        return dict(Agency.objects.values_list("key", "name"))

    def _known(self, record: str) -> bool:
        return any(piece.record == record and piece.known_at < self.until for piece in self.pieces)

    def _read(self) -> Evidence:
        """The records that the policy and the database both let the reader read, as known by then."""
        known = [piece.record for piece in self.pieces if piece.known_at < self.until]
        self.because = reasons(self.reader, self.purpose, known, at=self.now)
        return evidence_of([record for record in known if record in self.because])

    def _section(self, evidence: Evidence) -> tuple[FindingSection, Evidence, tuple[NamedLine, ...]]:
        day = london_day(self.until - timedelta(seconds=1))
        past = self.until < self.now
        records = {one: _as_on(record, past=past) for one, record in evidence.records.items()}
        known = replace(evidence, records=records)
        now = entities_now(named_in(self.finding))
        picture = FindingPicture(self.finding, known, now, day, whereabouts_in(settings.POSTCODES))
        links = picture.links()
        entities = picture.entities(links)
        page = Page(
            purpose=self.purpose.name,
            made_at=self.now,
            as_of=self.until,
            files=(),
            findings=(),
            entities=entities,
            records={
                RecordId(one): RecordView(record=record, reading=evidence.readings.get(one))
                for one, record in records.items()
            },
            names=True,
            indicators={indicator.id: indicator.name for indicator in load_lexicon().indicators.values()},
        )
        view = FindingView(
            finding=self.finding, evidence=tuple(RecordId(one) for one in records), links=links, series=picture.months()
        )
        labels = label_all(entities.values(), names=True)
        named = tuple(NamedLine(now.get(one, one), say_kind(entities[one]), labels[one]) for one in named_in(self.finding))
        return compose(view, page, "finding", ROOM), known, named

    def _evidence(self, found: Evidence, shown: Mapping[str, EvidenceSection] | None = None) -> tuple[EvidenceLine, ...]:
        ordered = sorted(found.records.values(), key=lambda r: (r.happened.since if r.happened else r.recorded_at, r.source))
        return tuple(self._evidence_line(record, (shown or {}).get(record.source)) for record in ordered)

    def _evidence_line(self, record: Record, section: EvidenceSection | None) -> EvidenceLine:
        return EvidenceLine(
            record=record.id,
            source=record.source,
            agency=record.agency,
            kind=record.kind.value,
            filed_as=record.filed_as,
            happened=say_period(record.happened),
            recorded=say_recorded(record.recorded_at),
            added_later=record.id not in self.finding.evidence,
            mismatch=section.mismatch if section else "",
            excerpt=section.narrative if section else None,
            because=self.because[record.id],
        )


def as_known(finding: Finding, pieces: Sequence[Piece], until: datetime) -> Finding:
    """The finding as it stood just before a moment: what it grew by later, and a later withdrawal, is not there yet. It grew
    when the last of the records that made it grow had become known here.
    """
    known = {piece.record: piece.known_at for piece in pieces}
    history = tuple(one for one in finding.history if max([one.at, *(known[r] for r in one.evidence if r in known)]) < until)
    if finding.withdrawn_at is None or finding.withdrawn_at < until:
        return replace(finding, history=history)
    return replace(finding, history=history, withdrawn_at=None, withdrawn_because="")


def _as_on(record: Record, *, past: bool) -> Record:
    """On a past day a record's outcome may not have been known yet, so it is left out."""
    return replace(record, outcome="") if past else record


def _counts(finding: Finding) -> tuple[Fact, ...]:
    grown = {child for growth in finding.history for child in growth.children}
    counts = (
        ("Children", len({*finding.children, *grown})),
        ("Adults", len(finding.adults)),
        ("Places", len(finding.places)),
        ("Vehicles", len(finding.vehicles)),
        ("Phones", len(finding.phones)),
    )
    return tuple(Fact(what, str(number)) for what, number in counts if number)


def _display(one: DisplayedTo, agencies: Mapping[str, str]) -> DisplayLine:
    who = f"{Role(one.role).label}, {agencies.get(one.agency, one.agency)}"
    return DisplayLine(who, one.first_at, one.last_at, one.times)
