"""The list of findings: what is new this week, within the budget and over it, what came before, grew, or was withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings

from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.reading import may_see_finding
from wholepicture.hub.need_to_know.subjects import Allowed, Reader
from wholepicture.hub.storage import findings_kept as kept
from wholepicture.hub.storage.access_facts import relations_held
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.findings_kept import KeptFinding
from wholepicture.hub.storage.relations_renewals import leaving_screens
from wholepicture.hub.wiring.findings_masked import Mask, mask_for, unmasked
from wholepicture.hub.wiring.looking import Shown, look_over
from wholepicture.patterns.attention import ABOUT_ONE_CHILD, attention_order
from wholepicture.report.wording import PATTERNS, PatternWords, count_of, pattern_words
from wholepicture.vocabulary.moments import london_day, start_of_day

__all__ = ["FindingLine", "FindingsSheet", "NothingThere", "View", "findings_sheet", "monday_of", "permitted", "split"]

PAGE = 20
WEEKS = 4
"""Earlier weeks on one page."""
MOST_GROWN = 10
AHEAD = timedelta(days=30)
"""So long before a finding leaves the screens it is listed."""
QUESTION = "child_question"
_ONE_CHILD = tuple(sorted(ABOUT_ONE_CHILD - {QUESTION}))
_HUB = ("hub_practitioner", "analyst")


class View(StrEnum):
    """Which findings."""

    WEEK = "this-week"
    EARLIER = "earlier"
    QUESTIONS = "child-questions"
    SINGLE = "about-one-child"
    WITHDRAWN = "withdrawn"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding in a list. `updates` are how often it grew; `opened_at` is when somebody of the hub first opened it;
    `leaves_at` is the moment, exclusive, until which it stays on the screens, in the list of those about to leave.
    """

    id: str
    words: PatternWords
    because: str = field(repr=False)
    known_since: datetime
    waited: timedelta
    children: int
    records: int
    agencies: tuple[str, ...]
    updates: int
    updated_at: datetime | None
    opened_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str = field(repr=False)
    leaves_at: datetime | None = None

    @property
    def updates_words(self) -> str:
        """How often it grew."""
        return f"Grew {count_of(self.updates, 'time')}"

    @property
    def counts_words(self) -> str:
        """How many children and records it rests on, and whose."""
        parts = [count_of(self.children, "child", "children")] if self.children else []
        parts.append(f"{count_of(self.records, 'record')} of {', '.join(self.agencies)}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class FindingWeek:
    """What became known in a week from a Monday, in the order in which to look: within the budget, and over it."""

    monday: date
    within: tuple[FindingLine, ...]
    over: tuple[FindingLine, ...]

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsSheet:
    """One page of the list. `weeks` is for this week and earlier ones, `lines` for the other views; `total` counts what is
    paged, `PAGE` a page (weeks: `WEEKS`). `unseen` counts, for each view, standing findings that nobody in the hub opened.
    """

    view: View
    pattern: str
    patterns: tuple[PatternWords, ...]
    budget: int
    owner: str
    weeks: tuple[FindingWeek, ...] = ()
    grown: tuple[FindingLine, ...] = ()
    grown_in_all: int = 0
    lines: tuple[FindingLine, ...] = ()
    total: int = 0
    size: int = PAGE
    unseen: dict[View, int] = field(default_factory=dict)


def monday_of(day: date) -> date:
    """The Monday of the week."""
    return day - timedelta(days=day.weekday())


def findings_sheet(
    reader: Reader, purpose: Purpose, view: View, *, pattern: str = "", page: int = 1, request: str = ""
) -> FindingsSheet:
    """A page of findings; pages count from 1. `pattern` leaves the others out of what is shown, never out of the budget.
    That it was displayed is written down. Raises NothingThere, LookNotWritten.
    """
    with look_over(
        reader, purpose, action="list", subject_kind="finding", subject=f"findings {view.value}", request=request
    ) as shown:
        listing = _Listing(reader, shown, pattern)
        return listing.sheet(view, page)


def permitted(reader: Reader, shown: Shown, found: Iterable[KeptFinding]) -> tuple[tuple[KeptFinding, bool], ...]:
    """Those of the findings that the reader may see, and whether without names; each goes into the log as displayed."""
    those = list(found)
    facts = kept.facts_of_findings([one.finding.id for one in those], reader.account)
    held = relations_held()
    allowed = []
    for one in those:
        its = facts.get(one.finding.id)
        decision = may_see_finding(reader, its, shown.purpose, held, shown.at) if its else None
        if isinstance(decision, Allowed):
            shown.findings[one.finding.id] = decision.because
            allowed.append((one, decision.unnamed))
    return tuple(allowed)


def split(found: Sequence[KeptFinding], budget: int) -> tuple[tuple[KeptFinding, ...], tuple[KeptFinding, ...]]:
    """What became known in one week, in the order in which to look at it: within the budget, and over it. What was
    withdrawn meanwhile takes no room.
    """
    by_id = {one.finding.id: one for one in found if one.finding.withdrawn_at is None}
    ordered = [by_id[one.id] for one in attention_order([one.finding for one in by_id.values()])]
    return tuple(ordered[:budget]), tuple(ordered[budget:])


def lines_of(reader: Reader, shown: Shown, found: Iterable[KeptFinding]) -> tuple[FindingLine, ...]:
    """Lines of those that the reader may see, in the order given, masked where they see no names."""
    allowed = permitted(reader, shown, found)
    ids = [one.finding.id for one, _ in allowed]
    displays = kept.displays_of(ids, before=shown.at)
    names = kept.names_to_mask([one.finding.id for one, unnamed in allowed if unnamed])
    made = []
    for one, unnamed in allowed:
        opened = [d.opened_at for d in displays.get(one.finding.id, ()) if d.opened_at and d.role in _HUB]
        mask = mask_for(one.finding, names.get(one.finding.id, ())) if unnamed else unmasked
        made.append(_line(one, mask, min(opened, default=None), shown.at))
    return tuple(made)


def _line(one: KeptFinding, mask: Mask, opened_at: datetime | None, at: datetime) -> FindingLine:
    finding = one.finding
    grown = [growth.at for growth in finding.history]
    records = {*finding.evidence, *(record for growth in finding.history for record in growth.evidence)}
    children = {*finding.children, *(child for growth in finding.history for child in growth.children)}
    return FindingLine(
        id=finding.id,
        words=pattern_words(finding.pattern, PATTERNS),
        because=mask(finding.because),
        known_since=one.known_since,
        waited=at - one.known_since,
        children=len(children),
        records=len(records),
        agencies=finding.agencies,
        updates=len(grown),
        updated_at=max(grown, default=None),
        opened_at=opened_at,
        withdrawn_at=finding.withdrawn_at,
        withdrawn_because=mask(finding.withdrawn_because),
    )


class _Listing:
    """One page being made."""

    def __init__(self, reader: Reader, shown: Shown, pattern: str) -> None:
        known = {words.name for words in PATTERNS}
        self.reader, self.shown = reader, shown
        self.pattern = pattern if pattern in known else ""
        self.monday = monday_of(london_day(shown.at))
        self.budget = settings.FINDINGS_A_WEEK

    def sheet(self, view: View, page: int) -> FindingsSheet:
        made = {
            View.WEEK: self._this_week,
            View.EARLIER: self._earlier,
            View.QUESTIONS: self._questions,
            View.SINGLE: self._single,
            View.WITHDRAWN: self._withdrawn,
            View.LEAVING: self._leaving,
        }[view](page)
        return FindingsSheet(
            view=view,
            pattern=self.pattern,
            patterns=tuple(words for words in PATTERNS if self._offered(words, view)),
            budget=self.budget,
            owner=settings.FINDINGS_OWNER,
            unseen=self._unseen(),
            **made,  # type: ignore[arg-type]
        )

    def _offered(self, words: PatternWords, view: View) -> bool:
        if view in (View.WEEK, View.EARLIER):
            return words.name not in ABOUT_ONE_CHILD
        return words.name in _ONE_CHILD if view is View.SINGLE else view is View.WITHDRAWN

    def _unseen(self) -> dict[View, int]:
        counts = kept.unseen_counts()
        return {
            View.QUESTIONS: counts.get(QUESTION, 0),
            View.SINGLE: sum(counts.get(pattern, 0) for pattern in _ONE_CHILD),
            View.EARLIER: sum(count for pattern, count in counts.items() if pattern not in ABOUT_ONE_CHILD),
        }

    def _weeks(self, mondays: Sequence[date]) -> tuple[FindingWeek, ...]:
        """The weeks from these Mondays, which follow one another, the latest first."""
        if not mondays:
            return ()
        since, until = start_of_day(mondays[-1]), start_of_day(mondays[0] + timedelta(days=7))
        found = kept.findings_known(since, until, sorted(ABOUT_ONE_CHILD), inside=False)
        halves = {
            monday: split([one for one in found if monday_of(london_day(one.known_since)) == monday], self.budget)
            for monday in mondays
        }
        shown = {line.id: line for line in self._lines(one for half in halves.values() for one in (*half[0], *half[1]))}
        return tuple(
            FindingWeek(
                monday, *(tuple(shown[o.finding.id] for o in half if o.finding.id in shown) for half in halves[monday])
            )
            for monday in mondays
        )

    def _lines(self, found: Iterable[KeptFinding]) -> tuple[FindingLine, ...]:
        wanted = [one for one in found if self.pattern in ("", one.finding.pattern)]
        return lines_of(self.reader, self.shown, wanted)

    def _this_week(self, page: int) -> dict[str, object]:
        if page > 1:
            raise NothingThere
        ids, total = kept.findings_grown(start_of_day(self.monday), self.shown.at, MOST_GROWN)
        grown = self._lines(kept.findings_named(ids))
        return {"weeks": self._weeks([self.monday]), "grown": grown, "grown_in_all": total}

    def _earlier(self, page: int) -> dict[str, object]:
        first = kept.first_known()
        total = (self.monday - monday_of(london_day(first))).days // 7 if first else 0
        begun = (page - 1) * WEEKS
        weeks = [self.monday - timedelta(weeks=number + 1) for number in range(begun, min(begun + WEEKS, total))]
        return {"weeks": self._weeks(weeks), "total": total, "size": WEEKS}

    def _paged(
        self, patterns: Sequence[str], page: int, *, inside: bool = True, withdrawn: bool = False
    ) -> dict[str, object]:
        found, total = kept.findings_page(patterns, inside=inside, withdrawn=withdrawn, skipped=(page - 1) * PAGE, most=PAGE)
        return {"lines": lines_of(self.reader, self.shown, found), "total": total}

    def _questions(self, page: int) -> dict[str, object]:
        return self._paged((QUESTION,), page)

    def _single(self, page: int) -> dict[str, object]:
        return self._paged((self.pattern,) if self.pattern in _ONE_CHILD else _ONE_CHILD, page)

    def _withdrawn(self, page: int) -> dict[str, object]:
        return self._paged((self.pattern,) if self.pattern else (), page, inside=bool(self.pattern), withdrawn=True)

    def _leaving(self, page: int) -> dict[str, object]:
        leaving = leaving_screens(before=self.shown.at + AHEAD)
        cut = leaving[(page - 1) * PAGE : page * PAGE]
        due = {one.finding: one.until for one in cut}
        lines = lines_of(self.reader, self.shown, kept.findings_named([one.finding for one in cut]))
        return {"lines": tuple(replace(line, leaves_at=due[line.id]) for line in lines), "total": len(leaving)}
