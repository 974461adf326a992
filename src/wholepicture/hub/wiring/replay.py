"""Replay: any past day as it was here. What had been recorded by then, shown to whom, opened by whom, decided by whom with
what in front of them, and what was due; for a concern, a finding, or somebody or something known. And what came between two
days.

A day is that of this hub: what it knew by the end of it, not what agencies say they had recorded.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wholepicture.decisions.acts import Act
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.need_to_know.purposes import Purpose, Way
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import acts as kept_acts
from wholepicture.hub.storage import replays
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.findings_kept import displays_of, pieces_of
from wholepicture.hub.storage.link_review import mentions_shown
from wholepicture.hub.storage.records_shown import record_lines
from wholepicture.hub.wiring import looking
from wholepicture.hub.wiring.chronology import LETTERS
from wholepicture.hub.wiring.deciding import read_matter
from wholepicture.hub.wiring.deciding_page import CourseSheet, course_sheet
from wholepicture.hub.wiring.looking import Shown
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.record_page import agency_names, excerpt
from wholepicture.hub.wiring.replay_due import Due, due_on
from wholepicture.hub.wiring.replay_lines import lines_of
from wholepicture.hub.wiring.replay_met import accounts_met, meetings_in, returns_in
from wholepicture.hub.wiring.replay_scope import FindingInScope, Scope
from wholepicture.hub.wiring.replay_subjects import OfConcern, OfFinding, OfKnown, Subject, Who
from wholepicture.hub.wiring.replay_told import HEADINGS, Kind, Line, Told, accounts_in
from wholepicture.vocabulary.moments import end_of_day, london_day

__all__ = [
    "HEADINGS",
    "LETTERS",
    "Days",
    "Kind",
    "NothingThere",
    "OfConcern",
    "OfFinding",
    "OfKnown",
    "ReplaySheet",
    "Subject",
    "Who",
    "replay_sheet",
]

SECTION = 50
"""So many lines of a kind stand on the page, the latest; all of them in the export."""
_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The London day at whose end it is replayed, and the earlier one with whose end it is compared, where one is."""

    on: date
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of one kind that stand on the page, the latest first, and how many there are."""

    kind: Kind
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySheet:
    """A replay. `late` is how many records their agencies say they had recorded by then, of which this hub did not know;
    `before` counts the lines of each kind up to the earlier day, `due_before` is what was due on it.
    """

    title: str
    days: Days
    at: datetime
    today: bool
    sections: tuple[Section, ...]
    before: Mapping[Kind, int]
    due: tuple[Due, ...]
    due_before: tuple[Due, ...]
    late: int
    cut: bool
    sees_log: bool
    purpose: Purpose


def replay_sheet(who: Who, subject: Subject, days: Days, *, whole: bool = False) -> ReplaySheet:
    """The replay of a day; the look is written down, and that at each record that stands on the page. `whole`: with every
    line, and the records word for word. Raises NothingThere, LookNotWritten.
    """
    at = clock.now()
    reader = reader_for(who.acting, at=at)
    action = f"{'export' if whole else 'replay'} as on {days.on.isoformat()}"
    subject.look(who, reader, action)
    making = _Making(who, reader, Shown(reader, who.purpose, at), at, whole=whole)
    sheet = making.sheet(subject, days)
    looking.note_shown(making.shown, action=action, request=who.request)
    return sheet


class _Making:
    """One replay being made."""

    def __init__(self, who: Who, reader: Reader, shown: Shown, at: datetime, *, whole: bool) -> None:
        self.who, self.reader, self.shown, self.at, self.whole = who, reader, shown, at, whole
        self.sees_log = who.purpose.opens(Way.SCRUTINY, reader.roles)

    @contextmanager
    def acting(self) -> Iterator[None]:
        with acting(self.reader, self.who.purpose, at=self.at):
            yield

    def sheet(self, subject: Subject, days: Days) -> ReplaySheet:
        until = self.until(days.on)
        with self.acting():
            scope = subject.scope(self.shown, until=until)
        told = self.told(scope, until)
        lines = lines_of(told)
        since = self.until(days.since) if days.since else None
        return ReplaySheet(
            title=subject.title(scope),
            days=days,
            at=self.at,
            today=days.on >= london_day(self.at),
            sections=self.with_words([self.section(kind, lines, since) for kind in Kind]),
            before={kind: sum(line.kind is kind and line.at < since for line in lines) for kind in Kind} if since else {},
            due=due_on(told, until),
            due_before=due_on(self.told_before(scope, since), since) if since else (),
            late=sum(one.known_at >= until for one in scope.records),
            cut=scope.cut,
            sees_log=self.sees_log,
            purpose=self.who.purpose,
        )

    def section(self, kind: Kind, lines: Sequence[Line], since: datetime | None) -> Section:
        """The lines of a kind that stand on the page."""
        of_kind = [line for line in lines if line.kind is kind and (since is None or line.at >= since)]
        shown = of_kind if self.whole else of_kind[-SECTION:]
        return Section(kind=kind, lines=tuple(reversed(shown)), total=len(of_kind))

    def until(self, day: date) -> datetime:
        """The moment, exclusive, at which a day ends here; for today it is now."""
        return min(end_of_day(day) + timedelta(seconds=1), self.at + _A_MOMENT)

    def told(self, scope: Scope, until: datetime) -> Told:
        """Everything out of which lines are made."""
        courses = self.courses(scope, until)
        records = [one.record for one in scope.records]
        findings = [one.kept.finding.id for one in scope.findings]
        with self.acting():
            facts = replays.facts_about(records, scope.matters, until=until)
            subjects: dict[str, Sequence[str]] = {"record": records, "finding": findings}
            subjects.setdefault(scope.subject[0], [scope.subject[1]])
            looks = replays.looks_on(subjects, until=until)
            worked = replays.worked_on(records, until=until)
            acted = self.acts_on_findings(facts, scope.findings)
            hidden = _hidden(scope)
            displays = {} if self.sees_log else displays_of(findings, before=until)
            origins = replays.where_from(records) if self.whole else {}
            words = replays.judged_about(records, until=until)
            mentions = mentions_shown([mention for one in words for mention in one.mentions])
            meetings, returns = meetings_in(scope, until), returns_in(scope, until)
        handles = accounts_in(facts, looks, worked) | accounts_met(meetings, words)
        return Told(
            scope=scope,
            facts=facts,
            looks=looks,
            worked=worked,
            courses=courses,
            finding_acts=acted,
            meetings=meetings,
            returns=returns,
            words=words,
            mentions=mentions,
            displays=displays,
            hidden=hidden,
            origins=origins,
            names=display(handles, self.who.acting.role, self.at),
            agencies=agency_names(),
            until=until,
            sees_log=self.sees_log,
        )

    def told_before(self, scope: Scope, until: datetime) -> Told:
        """As much as the duties of an earlier day need."""
        with self.acting():
            acted = self.acts_on_findings(replays.facts_about([], scope.matters, until=until), scope.findings)
            meetings, returns = meetings_in(scope, until), returns_in(scope, until)
        return Told(
            scope=scope,
            facts=(),
            looks=(),
            worked=(),
            courses=self.courses(scope, until),
            finding_acts=acted,
            meetings=meetings,
            returns=returns,
            displays={},
            hidden=(),
            origins={},
            names=display(accounts_met(meetings, ()), self.who.acting.role, self.at),
            agencies=agency_names(),
            until=until,
            sees_log=self.sees_log,
        )

    def courses(self, scope: Scope, until: datetime) -> list[tuple[CourseSheet, Sequence[Act]]]:
        """The concerns that had been raised by then, each as known then."""
        found: list[tuple[CourseSheet, Sequence[Act]]] = []
        on = until - _A_MOMENT
        for reference in scope.references:
            try:
                matter = read_matter(self.reader, self.who.acting, self.who.purpose, reference, on=on)
            except NothingThere:
                continue  # an addition may be seen by whoever may not see the concern
            if matter.facts.raised_at < until:
                found.append((course_sheet(matter, on=on), matter.course.acts))
        return found

    def acts_on_findings(
        self, facts: Sequence[replays.FactLine], findings: Sequence[FindingInScope]
    ) -> dict[str, Sequence[Act]]:
        """The acts on those findings on which anybody acted; inside `acting`."""
        acted = {one.about for one in facts if one.kind == "acted"}
        ids = [one.kept.finding.id for one in findings]
        return {one: kept_acts.acts_on(f"finding:{one}") for one in ids if f"finding:{one}" in acted}

    def with_words(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """The beginnings of the records on the page; that they were shown is noted. What may not be shown stays out."""
        records = {line.record for one in sections for line in one.lines if line.kind is Kind.RECORDED and line.record}
        with self.acting():
            told = self.shown.show_records(sorted(records))
            found = record_lines(list(told)).items()
            words = {record: line.narrative if self.whole else excerpt(line.narrative) for record, line in found}
        return tuple(
            replace(
                one,
                lines=tuple(
                    replace(line, words=line.words or words.get(line.record, ""))
                    for line in one.lines
                    if line.record in words or not line.record
                )
                if one.kind is Kind.RECORDED
                else one.lines,
            )
            for one in sections
        )


def _hidden(scope: Scope) -> list[tuple[datetime, str]]:
    """When each record became known on which the finding rests and that the reader may not see, and whose it is."""
    kind, subject = scope.subject
    if kind != "finding":
        return []
    known = scope.known
    return [(piece.known_at, piece.agency) for piece in pieces_of(subject) if piece.record not in known]
