"""The work list of the hub: what waits for somebody, how long it has waited, and who deals with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.refusals import Refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import Acting, display, people_in
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import findings_kept as kept
from wholepicture.hub.storage import work
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere
from wholepicture.hub.storage.acts import acts_on
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.inbox import waiting
from wholepicture.hub.storage.relations import asks
from wholepicture.hub.storage.work import Scope, SentConcern, WorkEvent
from wholepicture.hub.wiring.deciding import NotDone, do
from wholepicture.hub.wiring.findings import FindingLine, lines_of
from wholepicture.hub.wiring.looking import Shown, look_at_record, look_over
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.statute.rules import RULES, Rule
from wholepicture.statute.working_days import working_days_after
from wholepicture.vocabulary.moments import end_of_day, london_day

__all__ = [
    "AlreadyDone",
    "NotByYou",
    "NothingThere",
    "WorkSheet",
    "change_owner",
    "concern_lines",
    "owner_sheet",
    "work_sheet",
]

PAGE = 20
FEW = 5
"""So many of each other kind of work stand on the page; the rest is behind its link, with its count."""
LEFT_BEHIND = timedelta(seconds=30)
DECISION: Rule = next(rule for rule in RULES if rule.id == "referral-decision")
"""Within one working day of receipt it is decided what happens next."""
_QUESTION = ("child_question",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """A concern that reached the hub. `owner` is its one named owner, empty where nobody deals with it; `mine` says that it
    is the reader. `added_since` says that somebody added to it after it was last opened here. `decision_due` is the last
    second of the working day by which it is to be decided what happens next, None once something was.
    """

    record: str
    reference: str
    received_at: datetime
    waited: timedelta
    agency: str
    about: str
    filed_as: str
    asks_of_child: bool
    additions: int
    added_since: bool
    opened_at: datetime | None
    openings: int
    owner: str
    mine: bool
    owned_since: datetime | None
    decided_at: datetime | None
    decision_due: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLine:
    """A request to read a record that waits for an answer: one's own, or one that the reader may answer."""

    id: int
    record: str
    at: datetime
    waited: timedelta
    who: str
    to_agency: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """Something that came in and is no record yet."""

    reference: str
    received_at: datetime
    waited: timedelta
    agency: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSheet:
    """The work list. Of `concerns` one page is at hand, `total` counts all; of the rest the first few, with how many."""

    concerns: tuple[ConcernLine, ...]
    total: int
    rule: Rule
    questions: tuple[FindingLine, ...]
    questions_in_all: int
    findings: tuple[FindingLine, ...]
    findings_in_all: int
    findings_owner: str
    asks: tuple[AskLine, ...]
    inbox: tuple[InboxLine, ...]
    not_yet_linked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerEvent:
    """That a concern was taken, taken over, released or handed over."""

    kind: str
    by: str
    to: str
    because: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSheet:
    """Who deals with one concern, and who could: the handles and names of the other practitioners of the hub."""

    record: str
    reference: str
    owner: str
    mine: bool
    events: tuple[OwnerEvent, ...]
    others: tuple[tuple[UUID, str], ...]


def work_sheet(reader: Reader, purpose: Purpose, *, page: int = 1, request: str = "") -> WorkSheet:
    """The work list; pages of concerns count from 1. What it shows is written down. Raises NothingThere, LookNotWritten."""
    with look_over(reader, purpose, action="list", subject_kind="list", subject="work list", request=request) as shown:
        concerns, total = concern_lines(reader, shown, Scope.HUB, undecided=True, page=page)
        questions, questions_in_all = kept.unseen_findings(_QUESTION, inside=True, most=FEW)
        findings, findings_in_all = kept.unseen_findings(_QUESTION, inside=False, most=FEW)
        return WorkSheet(
            concerns=concerns,
            total=total,
            rule=DECISION,
            questions=lines_of(reader, shown, kept.findings_named(questions)),
            questions_in_all=questions_in_all,
            findings=lines_of(reader, shown, kept.findings_named(findings)),
            findings_in_all=findings_in_all,
            findings_owner=settings.FINDINGS_OWNER,
            asks=_asks(reader, shown.at),
            inbox=_inbox(shown.at),
            not_yet_linked=work.not_yet_linked(),
        )


def concern_lines(
    reader: Reader, shown: Shown, scope: Scope, *, undecided: bool, page: int
) -> tuple[tuple[ConcernLine, ...], int]:
    """A page of concerns, and how many there are: those that the policy too lets the reader see, each noted as shown."""
    found, total = work.concerns_in(scope, undecided=undecided, skipped=(page - 1) * PAGE, most=PAGE)
    allowed = shown.show_records([one.record for one in found])
    named = display([one.owner for one in found if one.owner], Role(reader.posts[0].role.value), shown.at)
    agencies = dict(Agency.objects.values_list("key", "name"))
    make = _Lines(reader.account, shown.at, named, agencies)
    return tuple(make(one) for one in found if one.record in allowed), total


def owner_sheet(reader: Reader, purpose: Purpose, record: str, *, request: str = "") -> OwnerSheet:
    """Who deals with a concern, for its page and for changing it. Raises NothingThere, LookNotWritten."""
    with look_at_record(reader, purpose, record, action="owner", request=request):
        reference = work.reference_of(record)
        if not reference:
            raise NothingThere
        events = _owner_events(record, reference)
    at = clock.now()
    owner = events[-1].owner if events else None
    others = [one for one in people_in(Role.HUB_PRACTITIONER, at) if one != reader.account]
    role = Role(reader.posts[0].role.value)
    names = display([*others, *(one.by for one in events), *(one.owner for one in events if one.owner)], role, at)
    return OwnerSheet(
        record=record,
        reference=reference,
        owner=names[owner] if owner else "",
        mine=owner == reader.account,
        events=tuple(
            OwnerEvent(
                kind=one.kind,
                by=names[one.by],
                to=names[one.owner] if one.owner else "",
                because=one.because,
                at=one.at,
            )
            for one in events
        ),
        others=tuple((one, names[one]) for one in others),
    )


def change_owner(
    who: Acting, purpose: Purpose, record: str, deed: str, *, because: str = "", to: UUID | None = None, request: str = ""
) -> None:
    """Take a concern ("take"), let it go ("release") or hand it over ("hand-over", with `to`). Letting go, handing over and
    taking over from somebody have a reason. It is an act on the concern like any other. Raises NothingThere, NotByYou,
    AlreadyDone.
    """
    with acting(reader_for(who, at=clock.now()), purpose):
        reference = work.reference_of(record)
    done: dict[str, deeds.Deed] = {
        "take": deeds.TakenOn(because),
        "release": deeds.LetGo(because),
        "hand-over": deeds.HandedOn(str(to or ""), because),
    }
    if not reference or deed not in done:
        raise NothingThere
    try:
        do(who, purpose, reference, done[deed], request=request)
    except NotDone as refused:
        taken = deed == "take" and refused.why in (Refusal.NO_REASON, Refusal.DEALT_WITH)
        raise (AlreadyDone if taken else NotByYou)(str(refused)) from None


def _owner_events(record: str, reference: str) -> list[WorkEvent]:
    """Inside `acting`: who dealt with a concern by its acts and by what was noted without one, in the order of time."""
    events = [*work.work_events(record)]
    owner: UUID | None = None
    for act in acts_on(f"concern:{reference}"):
        now: UUID | None
        match act.deed:
            case deeds.TakenOn(because):
                kind, now = ("taken over" if owner else "taken"), UUID(act.by)
            case deeds.HandedOn(to, because):
                kind, now = "handed over", UUID(to)
            case deeds.LetGo(because):
                kind, now = "released", None
            case _:
                continue
        owner = now
        events.append(WorkEvent(kind=kind, owner=now, by=UUID(act.by), because=because, at=act.at))
    return sorted(events, key=lambda one: one.at)


def decision_due(received_at: datetime) -> datetime:
    """The last second of the working day within which it is to be decided what happens next with what was received."""
    return end_of_day(working_days_after(london_day(received_at), 1))


class _Lines:
    """Makes lines of one page."""

    def __init__(self, me: UUID, at: datetime, named: dict[UUID, str], agencies: dict[str, str]) -> None:
        self.me, self.at, self.named, self.agencies = me, at, named, agencies

    def __call__(self, one: SentConcern) -> ConcernLine:
        due = None if one.decided_at else decision_due(one.received_at)
        return ConcernLine(
            record=one.record,
            reference=one.reference,
            received_at=one.received_at,
            waited=self.at - one.received_at,
            agency=self.agencies.get(one.agency, one.agency),
            about=one.about,
            filed_as=one.filed_as,
            asks_of_child=one.asks_of_child,
            additions=one.additions,
            added_since=one.added_at is not None and one.last_opened_at is not None and one.added_at > one.last_opened_at,
            opened_at=one.opened_at,
            openings=one.openings,
            owner=self.named[one.owner] if one.owner else "",
            mine=one.owner == self.me,
            owned_since=one.owned_since,
            decided_at=one.decided_at,
            decision_due=due,
            overdue=due is not None and due < self.at,
        )


def _asks(reader: Reader, at: datetime) -> tuple[AskLine, ...]:
    found = asks(unanswered=True)
    agencies = dict(Agency.objects.values_list("key", "name"))
    names = display([one.account for one in found], Role(reader.posts[0].role.value), at)
    return tuple(
        AskLine(
            id=one.id,
            record=one.record,
            at=one.at,
            waited=at - one.at,
            who=names[one.account],
            to_agency=agencies.get(one.to_agency, one.to_agency),
            mine=one.account == reader.account,
        )
        for one in found
    )


def _inbox(at: datetime) -> tuple[InboxLine, ...]:
    agencies = dict(Agency.objects.values_list("key", "name"))
    return tuple(
        InboxLine(
            reference=one.reference,
            received_at=one.received_at,
            waited=at - one.received_at,
            agency=agencies.get(one.agency, one.agency),
            because=one.because,
        )
        for one in waiting(request_connection(), before=at - LEFT_BEHIND)
    )
