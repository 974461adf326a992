"""What a replay is made of: its lines, and everything out of which they are made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wholepicture.decisions.acts import Act
from wholepicture.decisions.episode_course import EpisodeCourse
from wholepicture.decisions.meeting_course import MeetingCourse
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import UnknownPurpose, purpose
from wholepicture.hub.storage.findings_kept import DisplayedTo
from wholepicture.hub.storage.link_review import MentionShown
from wholepicture.hub.storage.replays import FactLine, JudgedWord, KnownRecord, LookedOn, Worked
from wholepicture.hub.wiring.deciding_page import CourseSheet
from wholepicture.hub.wiring.deciding_people import handle_of
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.hub.wiring.replay_scope import FindingInScope, Scope
from wholepicture.report.wording import PATTERNS, pattern_words

HIDDEN = "a record or finding that you may not see"
_LISTED = ("list", "search", "replay", "export")
"""Deeds in the log in which a record or finding was one of several on a page; to open it is another deed."""


class Kind(StrEnum):
    """What a line tells of."""

    RECORDED = "recorded"
    FOUND = "found"
    SHOWN = "shown"
    OPENED = "opened"
    DECIDED = "decided"


HEADINGS = {
    Kind.RECORDED: "What had been recorded",
    Kind.FOUND: "What it amounted to",
    Kind.SHOWN: "What was shown to whom",
    Kind.OPENED: "What was opened by whom",
    Kind.DECIDED: "What was decided by whom, with what in front of them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InFront:
    """Something that lay before whoever decided. `opened_at` is when they first opened it, where the reader may know."""

    title: str
    record: str = ""
    finding: str = ""
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `basis` says what is behind it; `fact` and `digest` prove it, where it is a fact of the ledger. `file` and
    `row` are where a record came from, in a replay that is taken away; `row` is 0 where it has none. `seen` is what lay
    before whoever decided; `not_seen` how many records were known by then and did not.
    """

    at: datetime
    kind: Kind
    what: str
    who: str = ""
    words: str = field(default="", repr=False)
    basis: str = ""
    file: str = ""
    row: int = 0
    fact: str = ""
    digest: str = ""
    record: str = ""
    finding: str = ""
    seen: tuple[InFront, ...] = ()
    not_seen: int | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting as it stood at the end, with the digest of each of its acts."""

    course: MeetingCourse
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything out of which lines are made. `courses` are the concerns with their acts, as known at the end; `words` are
    what people said of `mentions`; `returns` are those from missing.
    """

    scope: Scope
    facts: Sequence[FactLine]
    looks: Sequence[LookedOn]
    worked: Sequence[Worked]
    courses: Sequence[tuple[CourseSheet, Sequence[Act]]]
    finding_acts: Mapping[str, Sequence[Act]]
    meetings: Sequence[Met] = ()
    words: Sequence[JudgedWord] = ()
    mentions: Mapping[str, MentionShown] = field(default_factory=dict, repr=False)
    returns: Sequence[tuple[KnownRecord, EpisodeCourse]] = ()
    displays: Mapping[str, Sequence[DisplayedTo]]
    hidden: Sequence[tuple[datetime, str]]
    origins: Mapping[str, tuple[str, int]]
    names: Mapping[UUID, str] = field(repr=False)
    agencies: Mapping[str, str]
    until: datetime
    sees_log: bool

    @property
    def digests(self) -> dict[str, str]:
        """Of each fact."""
        return {one.id: one.digest for one in self.facts}


def in_time(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines in the order of time; of one moment, in the order of the kinds."""
    order = list(Kind)
    return tuple(sorted(lines, key=lambda line: (line.at, order.index(line.kind), line.what)))


def question_of(one: FindingInScope) -> str:
    """What a finding asks."""
    return pattern_words(one.kept.finding.pattern, PATTERNS).question


def title_in(scope: Scope, kind: str, subject: str) -> str:
    """How a record, a finding, or the whole is called."""
    record = scope.known.get(subject) if kind == "record" else None
    if record is not None:
        return title_of(record.kind, record.agency_name, record.reference)
    finding = next((one for one in scope.findings if kind == "finding" and one.kept.finding.id == subject), None)
    if finding is not None:
        return question_of(finding)
    return "everything known of them" if (kind, subject) == scope.subject else HIDDEN


def is_listed(look: LookedOn) -> bool:
    """Whether it was one of several on a page, and not opened by itself."""
    return look.action.startswith(_LISTED) or look.action == "read in a chronology"


def accounts_in(told_facts: Sequence[FactLine], looks: Sequence[LookedOn], worked: Sequence[Worked]) -> set[UUID]:
    """Everybody whom the lines name."""
    found = {handle for one in told_facts if one.author and (handle := handle_of(one.author))}
    found |= {one.account for one in looks}
    return found | {one.by for one in worked} | {one.owner for one in worked if one.owner is not None}


def author_of(author: str, told: Told) -> str:
    """How whoever stands behind a handle is called; empty where the reader may not know."""
    handle = handle_of(author) if author else None
    return told.names.get(handle, "") if handle else ""


def post_of(role: str, agency: str, told: Told) -> str:
    """A post without a name."""
    label = Role(role).label if role in {one.value for one in Role} else role
    return f"{label}, {told.agencies.get(agency, agency)}"


def say_purpose(key: str) -> str:
    """A purpose as it is called."""
    try:
        return purpose(key).name.lower() if key else ""
    except UnknownPurpose:
        return key
