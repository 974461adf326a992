"""What those who lead agencies see: what is new across children, in words without names, and who waits for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import findings_kept as kept
from wholepicture.hub.storage.work import ConcernCounts, concern_counts, not_yet_linked
from wholepicture.hub.wiring.findings import FindingLine, NothingThere, lines_of, monday_of, split
from wholepicture.hub.wiring.looking import look_over
from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.report.wording import PATTERNS, PatternWords
from wholepicture.vocabulary.moments import london_day, start_of_day

__all__ = ["NothingThere", "PartnershipSheet", "partnership_sheet"]

MOST_WEEKS_BACK = 520


@dataclass(frozen=True, slots=True)
class PatternCount:
    """How many findings of a pattern became known in the week, and how many of them nobody in the hub has opened."""

    words: PatternWords
    found: int
    unopened: int


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
    """One week for those who lead. `over` counts the findings over the budget, for which `owner` answers."""

    monday: date
    before: date
    after: date | None
    lines: tuple[FindingLine, ...]
    over: int
    budget: int
    owner: str
    grown: int
    counts: tuple[PatternCount, ...]
    waiting: tuple[AgencyWaiting, ...]
    in_all: ConcernCounts
    not_yet_linked: int
    receipts: tuple[ReadReceipt, ...]

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


def partnership_sheet(reader: Reader, purpose: Purpose, *, week: date | None = None, request: str = "") -> PartnershipSheet:
    """The week from `week`'s Monday, or this one. That it was read is recorded. Raises NothingThere, LookNotWritten."""
    with look_over(reader, purpose, action="read", subject_kind="finding", subject=_subject(week), request=request) as shown:
        today = london_day(shown.at)
        monday = monday_of(week or today)
        if not today - timedelta(weeks=MOST_WEEKS_BACK) <= monday <= today:
            raise NothingThere
        since, until = start_of_day(monday), start_of_day(monday + timedelta(days=7))
        found = kept.findings_known(since, until, (), inside=False)
        within, over = split([one for one in found if one.finding.pattern not in ABOUT_ONE_CHILD], settings.FINDINGS_A_WEEK)
        lines = lines_of(reader, shown, within)
        waiting = concern_counts(day_before=shown.at - timedelta(days=1), week_before=shown.at - timedelta(days=7))
        receipts = kept.read_receipts(_subject(monday))
        agencies = dict(Agency.objects.values_list("key", "name"))
        return PartnershipSheet(
            monday=monday,
            before=monday - timedelta(weeks=1),
            after=monday + timedelta(weeks=1) if monday + timedelta(weeks=1) <= today else None,
            lines=lines,
            over=len(over),
            budget=settings.FINDINGS_A_WEEK,
            owner=settings.FINDINGS_OWNER,
            grown=kept.findings_grown(since, until, 1)[1],
            counts=_counts(found, shown.at),
            waiting=tuple(AgencyWaiting(agencies.get(one.agency, one.agency), one) for one in waiting if one.undecided),
            in_all=_sum(waiting),
            not_yet_linked=not_yet_linked(),
            receipts=tuple(
                ReadReceipt(
                    f"{Role(one.role).label}, {agencies.get(one.agency, one.agency)}", one.first_at, one.last_at, one.mine
                )
                for one in receipts
            ),
        )


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
