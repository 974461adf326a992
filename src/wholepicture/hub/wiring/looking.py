"""Looking: a purpose is stated, the policy and the database decide, the look is written down, and only then is it shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import Purpose, purpose
from wholepicture.hub.need_to_know.reading import may_read, may_search, may_see_finding, may_see_log
from wholepicture.hub.need_to_know.subjects import Allowed, Decision, Reader, Refusal, Refused
from wholepicture.hub.storage.access import Look, Looked, looks_at, note_access, who_opened
from wholepicture.hub.storage.access_facts import facts_of, finding_facts, relations_held, sees
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.break_glass import current_opening
from wholepicture.hub.storage.context import acting

__all__ = [
    "NothingThere",
    "Shown",
    "look_at_finding",
    "look_at_record",
    "look_at_subject",
    "look_over",
    "may_see_looks",
    "note_shown",
    "reasons",
    "who_has_looked",
]


_NO_RECORDS = frozenset({"finding", "import"})
"""What is looked over for a purpose that may open no record."""
REVIEW_ACCESS = purpose("review_access")


@dataclass(slots=True)
class Shown:
    """What a list or a search has shown. Call `show` with each record or finding that goes on the page; the look at each is
    written down before the page leaves.
    """

    reader: Reader
    purpose: Purpose
    at: datetime
    records: dict[str, str] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)

    def show_records(self, records: Sequence[str]) -> dict[str, str]:
        """For each of these records that may be shown, the sentence that says why. What is not in the answer stays out."""
        told = reasons(self.reader, self.purpose, records, at=self.at)
        self.records.update(told)
        return told

    def show_finding(self, finding: str) -> Allowed | None:
        """Whether and how a finding may be shown; None where it may not."""
        decision = _decide_finding(self.reader, self.purpose, finding, self.at)
        if isinstance(decision, Refused):
            return None
        self.findings[finding] = decision.because
        return decision


def reasons(reader: Reader, purpose: Purpose, records: Sequence[str], *, at: datetime) -> dict[str, str]:
    """Inside `acting`: for each of these records that the reader may read, the sentence that says why."""
    facts = facts_of(records, reader.account)
    held = relations_held()
    decided = {record: may_read(reader, facts[record], purpose, held, at) for record in records if record in facts}
    return {record: decision.because for record, decision in decided.items() if isinstance(decision, Allowed)}


@contextmanager
def look_at_record(
    reader: Reader, purpose: Purpose, record: str, *, action: str = "read", request: str = ""
) -> Iterator[Allowed]:
    """A transaction in which the record may be read, after the look is written down. Hidden and absent both raise
    NothingThere; LookNotWritten where the log cannot be written.
    """
    at = clock.now()
    with acting(reader, purpose, at=at):
        decision, opening = _decide(reader, purpose, record, at)
    allowed = _note(
        reader, purpose, decision, replace(_look(action, "record", record, decision, request), break_glass=opening), at
    )
    with acting(reader, purpose, at=at):
        yield allowed


@contextmanager
def look_at_finding(
    reader: Reader, purpose: Purpose, finding: str, *, action: str = "read", request: str = ""
) -> Iterator[Allowed]:
    """A transaction in which the finding may be read, after the look is written down; `unnamed` in what it yields says that
    names stay out. Raises NothingThere, LookNotWritten.
    """
    at = clock.now()
    with acting(reader, purpose, at=at):
        decision = _decide_finding(reader, purpose, finding, at)
    allowed = _note(reader, purpose, decision, _look(action, "finding", finding, decision, request), at)
    with acting(reader, purpose, at=at):
        yield allowed


@contextmanager
def look_over(
    reader: Reader, purpose: Purpose, *, action: str, subject_kind: str, subject: str, request: str = ""
) -> Iterator[Shown]:
    """A transaction for a list, a search, or a page about a person or a place: the look is written down first, and each
    record that was shown before the page leaves. `subject` says which list, or which kinds of words a search
    has; never the words. Raises NothingThere where the purpose does not allow it, and LookNotWritten.
    """
    at = clock.now()
    decision = _stated(reader, purpose) if subject_kind in _NO_RECORDS else may_search(reader, purpose)
    _note(reader, purpose, decision, _look(action, subject_kind, subject, decision, request), at)
    shown = Shown(reader, purpose, at)
    with acting(reader, purpose, at=at):
        yield shown
    note_access(reader, purpose, _lines(shown, action, request), at=at)


@contextmanager
def look_at_subject(
    reader: Reader,
    purpose: Purpose,
    subject: tuple[str, str],
    there: Callable[[], bool],
    *,
    action: str = "read",
    request: str = "",
) -> Iterator[Shown]:
    """As `look_over`, for a page about one person, place, vehicle or phone (its kind and id) that is only there for whoever
    may see a record that speaks of it; `there` says whether, inside `acting`. Raises NothingThere, LookNotWritten.
    """
    at = clock.now()
    decision = may_search(reader, purpose)
    with acting(reader, purpose, at=at):
        if not there():
            decision = Refused(Refusal.NO_RELATION)
    _note(reader, purpose, decision, _look(action, *subject, decision, request), at)
    shown = Shown(reader, purpose, at)
    with acting(reader, purpose, at=at):
        yield shown
    note_shown(shown, action=action, request=request)


def note_shown(shown: Shown, *, action: str, request: str = "") -> None:
    """Write down, outside `acting`, the looks at what was shown. Raises LookNotWritten."""
    note_access(shown.reader, shown.purpose, _lines(shown, action, request), at=shown.at)


def may_see_looks(reader: Reader, purpose: Purpose, record: str, *, at: datetime) -> bool:
    """Inside `acting`: whether the reader may see who has looked at a record, for this purpose or for that of the log."""
    facts = facts_of([record], reader.account).get(record)
    held = relations_held()
    return facts is not None and any(
        isinstance(may_see_log(reader, facts, one, held, at), Allowed) for one in (purpose, REVIEW_ACCESS)
    )


def who_has_looked(reader: Reader, purpose: Purpose, record: str, *, request: str = "") -> tuple[Looked, ...]:
    """Who has looked at a record, for those entitled; that one looked at this is written down too. Raises NothingThere."""
    at = clock.now()
    with acting(reader, purpose, at=at):
        facts = facts_of([record], reader.account).get(record) if sees(record) else None
        held = relations_held()
        decision: Decision = may_see_log(reader, facts, purpose, held, at) if facts else Refused(Refusal.NO_RELATION)
    allowed = _note(reader, purpose, decision, _look("read the log", "log", record, decision, request), at)
    with acting(reader, purpose, at=at):
        return who_opened([record]).get(record, ()) if allowed.unnamed else looks_at("record", record)


def _decide(reader: Reader, purpose: Purpose, record: str, at: datetime) -> tuple[Decision, int | None]:
    # Nothing more is asked of what is not to be seen: hidden must take as long as absent.
    facts = facts_of([record], reader.account).get(record) if sees(record) else None
    if facts is None:
        return Refused(Refusal.NO_RELATION), None
    decision = may_read(reader, facts, purpose, relations_held(), at)
    return decision, current_opening(reader.account, record, at)


def _decide_finding(reader: Reader, purpose: Purpose, finding: str, at: datetime) -> Decision:
    facts = finding_facts(finding, reader.account)
    if facts is None:
        return Refused(Refusal.NO_RELATION)
    return may_see_finding(reader, facts, purpose, relations_held(), at)


def _stated(reader: Reader, purpose: Purpose) -> Decision:
    return Allowed(purpose.name) if reader.may_state(purpose) else Refused(Refusal.PURPOSE)


def _look(action: str, subject_kind: str, subject: str, decision: Decision, request: str) -> Look:
    return Look(
        action=action,
        subject_kind=subject_kind,
        subject=subject,
        allowed=isinstance(decision, Allowed),
        because=decision.because if isinstance(decision, Allowed) else decision.why.value,
        request=request,
    )


def _note(reader: Reader, purpose: Purpose, decision: Decision, look: Look, at: datetime) -> Allowed:
    note_access(reader, purpose, [look], at=at)
    if isinstance(decision, Refused):
        raise NothingThere
    return decision


def _lines(shown: Shown, action: str, request: str) -> Iterable[Look]:
    for kind, those in (("record", shown.records), ("finding", shown.findings)):
        for one, because in those.items():
            yield Look(action=action, subject_kind=kind, subject=one, allowed=True, because=because, request=request)
