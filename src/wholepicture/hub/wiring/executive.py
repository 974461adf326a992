"""What those who lead agencies see, without names: what is new across children, what has no answer, what came back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from wholepicture.decisions import deeds_of_findings as deeds
from wholepicture.decisions.episode_course import HOURS
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import Acting, people_in, posts_at
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import findings_kept as kept
from wholepicture.hub.storage.episodes import LatelyReturned, lately_returned
from wholepicture.hub.storage.findings_waiting import concerns_back, findings_back, findings_waiting
from wholepicture.hub.storage.work import ConcernCounts, concern_counts, not_yet_linked
from wholepicture.hub.wiring.finding_answers import NotDone, answer
from wholepicture.hub.wiring.finding_silence import LevelCount, WaitingFinding, counts_by_level, lines_of, read_editions
from wholepicture.hub.wiring.findings import NothingThere, monday_of, permitted, split
from wholepicture.hub.wiring.looking import Shown, look_over
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.report.wording import PATTERNS, PatternWords
from wholepicture.statute.ladders import Level, Matter, spans_below
from wholepicture.vocabulary.moments import london_day, start_of_day

__all__ = ["NotDone", "NothingThere", "PartnershipSheet", "confirm_read", "partnership_sheet"]

MOST_WEEKS_BACK = 520
LATELY = timedelta(days=28)
"""Returns from missing are counted since then."""
MOST = 10
"""So many findings of a kind stand on the page; their number is said."""


@dataclass(frozen=True, slots=True)
class PatternCount:
    """How many findings of a pattern became known in the week, and how many of them nobody in the hub has opened."""

    words: PatternWords
    found: int
    unopened: int


@dataclass(frozen=True, slots=True)
class AgencyCount:
    """How many concerns of one agency."""

    agency: str
    total: int


@dataclass(frozen=True, slots=True)
class AgencyWaiting:
    """How many concerns of one agency wait."""

    agency: str
    counts: ConcernCounts


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """That somebody who leads an agency read this page."""

    who: str
    first_at: datetime
    last_at: datetime
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipSheet:
    """One week for those who lead, without names. `new` became known in it, within the budget; `over` counts those over it,
    for which `owner` answers. `silent` has climbed to the executives by now, `silent_in_all` of them, and `levels` how far
    everything without an answer has climbed. `back` was dismissed and came back in the week, `concerns_back` counts concerns
    that were closed and came back in it. `unconfirmed` counts the findings shown that the reader has not confirmed to have
    read; `not_read_by` are the posts of those who lead and have not opened the page of this week. `returns` are those from
    missing in the last 28 days.
    """

    monday: date
    before: date
    after: date | None
    new: tuple[WaitingFinding, ...]
    over: int
    budget: int
    owner: str
    grown: int
    counts: tuple[PatternCount, ...]
    silent: tuple[WaitingFinding, ...]
    silent_in_all: int
    levels: tuple[LevelCount, ...]
    back: tuple[WaitingFinding, ...]
    concerns_back: tuple[AgencyCount, ...]
    waiting: tuple[AgencyWaiting, ...]
    in_all: ConcernCounts
    not_yet_linked: int
    returns: LatelyReturned
    receipts: tuple[ReadReceipt, ...]
    not_read_by: tuple[str, ...]
    unconfirmed: int

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


def partnership_sheet(who: Acting, purpose: Purpose, *, week: date | None = None, request: str = "") -> PartnershipSheet:
    """The week from `week`'s Monday, or this one. That it was read is recorded. Raises NothingThere, LookNotWritten."""
    reader = reader_for(who, at=clock.now())
    with look_over(reader, purpose, action="read", subject_kind="finding", subject=_subject(week), request=request) as shown:
        return _Week(who, reader, shown, week).sheet()


def confirm_read(who: Acting, purpose: Purpose, *, week: date | None = None, request: str = "") -> int:
    """Confirm, in one's own name, to have read every finding that the page of a week shows; how many that was. Raises
    NothingThere, NotDone, LookNotWritten.
    """
    sheet = partnership_sheet(who, purpose, week=week, request=request)
    unread = _unread(sheet.new, sheet.silent, sheet.back)
    for finding in unread:
        answer(who, purpose, finding, deeds.FindingRead(), request=request)
    return len(unread)


class _Week:
    """One week being made, inside the look."""

    def __init__(self, who: Acting, reader: Reader, shown: Shown, week: date | None) -> None:
        today = london_day(shown.at)
        self.monday = monday_of(week or today)
        if not today - timedelta(weeks=MOST_WEEKS_BACK) <= self.monday <= today:
            raise NothingThere
        self.who, self.reader, self.shown, self.today = who, reader, shown, today
        self.since, self.until = start_of_day(self.monday), start_of_day(self.monday + timedelta(days=7))
        self.agencies = dict(Agency.objects.values_list("key", "name"))
        self.editions = read_editions()

    def sheet(self) -> PartnershipSheet:
        found = kept.findings_known(self.since, self.until, (), inside=False)
        within, over = split([one for one in found if one.finding.pattern not in ABOUT_ONE_CHILD], settings.FINDINGS_A_WEEK)
        young = spans_below(self.editions, Matter.SILENCE, Level.EXECUTIVE, self.shown.at)
        climbed, silent_in_all = findings_waiting(young, sorted(ABOUT_ONE_CHILD), proposals=False, skipped=0, most=MOST)
        new, silent = self._lines(within), self._lines(kept.findings_named(climbed))
        back = self._lines(kept.findings_named(findings_back(self.since, self.until)[:MOST]))
        waiting = concern_counts(day_before=self.shown.at - timedelta(days=1), week_before=self.shown.at - timedelta(days=7))
        receipts, later = kept.read_receipts(_subject(self.monday)), self.monday + timedelta(weeks=1)
        return PartnershipSheet(
            monday=self.monday,
            before=self.monday - timedelta(weeks=1),
            after=later if later <= self.today else None,
            new=new,
            over=len(over),
            budget=settings.FINDINGS_A_WEEK,
            owner=settings.FINDINGS_OWNER,
            grown=kept.findings_grown(self.since, self.until, 1)[1],
            counts=_counts(found, self.shown.at),
            silent=silent,
            silent_in_all=silent_in_all,
            levels=counts_by_level(self.editions, self.shown.at),
            back=back,
            concerns_back=self._concerns_back(),
            waiting=tuple(AgencyWaiting(self.agencies.get(w.agency, w.agency), w) for w in waiting if w.undecided),
            in_all=_sum(waiting),
            not_yet_linked=not_yet_linked(),
            returns=lately_returned(self.shown.at - LATELY, hours=HOURS),
            receipts=tuple(self._receipt(one) for one in receipts),
            not_read_by=self._not_read_by(receipts),
            unconfirmed=len(_unread(new, silent, back)),
        )

    def _lines(self, found: Sequence[kept.KeptFinding]) -> tuple[WaitingFinding, ...]:
        allowed = [one.finding.id for one, _ in permitted(self.reader, self.shown, found)]
        return lines_of(self.who, allowed, self.editions, self.shown.at)

    def _concerns_back(self) -> tuple[AgencyCount, ...]:
        found = concerns_back(self.since, self.until)
        return tuple(AgencyCount(self.agencies.get(agency, agency), total) for agency, total in found.items())

    def _receipt(self, one: kept.Receipt) -> ReadReceipt:
        return ReadReceipt(self._post(one.agency), one.first_at, one.last_at, one.mine)

    def _not_read_by(self, receipts: Sequence[kept.Receipt]) -> tuple[str, ...]:
        """The posts of those who lead and have not read it. Whoever reads it now is about to be among those who have."""
        read = Counter(one.agency for one in receipts)
        posts = Counter({self.who.agency: -1} if not any(one.mine for one in receipts) else {})
        for account in people_in(Role.EXECUTIVE, self.shown.at):
            posts.update(one.agency for one in posts_at(account, self.shown.at) if one.role == Role.EXECUTIVE)
        posts.subtract(read)
        return tuple(self._post(agency) for agency in sorted((+posts).elements()))

    def _post(self, agency: str) -> str:
        return f"{Role.EXECUTIVE.label}, {self.agencies.get(agency, agency)}"


def _unread(*lines: Sequence[WaitingFinding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.line.id for those in lines for one in those if not one.read_by_me))


def _subject(week: date | None) -> str:
    return f"partnership {monday_of(week or london_day(clock.now())).isoformat()}"


def _counts(found: Sequence[kept.KeptFinding], at: datetime) -> tuple[PatternCount, ...]:
    displays = kept.displays_of([one.finding.id for one in found], before=at)
    opened = {
        finding
        for finding, those in displays.items()
        if any(d.opened_at and d.role in ("hub_practitioner", "analyst") for d in those)
    }
    counts = []
    for words in PATTERNS:
        its = [one.finding.id for one in found if one.finding.pattern == words.name and one.finding.withdrawn_at is None]
        if its:
            counts.append(PatternCount(words, len(its), sum(one not in opened for one in its)))
    return tuple(counts)


def _sum(waiting: Sequence[ConcernCounts]) -> ConcernCounts:
    return ConcernCounts(
        agency="",
        received=sum(one.received for one in waiting),
        unopened=sum(one.unopened for one in waiting),
        unowned=sum(one.unowned for one in waiting),
        undecided=sum(one.undecided for one in waiting),
        over_a_day=sum(one.over_a_day for one in waiting),
        over_a_week=sum(one.over_a_week for one in waiting),
        oldest=min((one.oldest for one in waiting if one.oldest), default=None),
    )
