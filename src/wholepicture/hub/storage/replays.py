"""What there was by a moment: records known, facts with their digests, and looks. All inside `acting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from wholepicture.decisions.acts import Act
from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.storage.acts import act_kept
from wholepicture.hub.storage.chronologies import GATHERED, Gathered
from wholepicture.hub.storage.records_shown import columns_of, made


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRecord:
    """A record without its words. `recorded_at` is when its agency says that it wrote it down, `known_at` since when it is
    known here.
    """

    record: str
    source: str
    system: str
    reference: str
    agency_name: str
    kind: str
    filed_as: str
    recorded_at: datetime
    known_at: datetime
    adds_to: str | None
    amends: str | None
    withdrawn_at: datetime | None
    withdrawn_because: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact about a record (its id) or on a matter ("concern:…", "finding:…"). `author` is empty where the acting reader
    may not know it; `body` is what an outcome says or what of a finding was shown, and empty where that was erased.
    """

    id: str
    kind: str
    about: str
    author: str
    known_at: datetime
    digest: str
    body: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedOn:
    """The looks of one person at one subject for one deed on one London day. `line` is the first one's number in the log."""

    line: int
    first_at: datetime
    times: int
    account: UUID
    role: str
    agency: str
    action: str
    subject_kind: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """That somebody took a concern on, let it go, or handed it over."""

    line: int
    record: str
    kind: str
    owner: UUID | None
    by: UUID
    because: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedWord:
    """What a person said of mentions: a fact. `act` is judge, part or rejoin; `shown_as` their role and agency then."""

    fact: str
    account: str
    at: datetime
    digest: str
    act: str
    judgement: str
    mentions: tuple[str, ...]
    shown_as: str
    because: str = field(repr=False)
    takes_back: bool


_COLUMNS = columns_of(KnownRecord, "r.")
_KNOWN = "(r.known_at < %s or r.recorded_at < %s) order by r.known_at desc, r.sequence desc limit %s"


def records_of_gathered(gathered: Gathered, *, until: datetime, most: int) -> tuple[KnownRecord, ...]:
    """The records that speak of them and were known by a moment, exclusive, or that an agency says it had recorded by then;
    amended versions too; the last known first.
    """
    inner = f"select m.record from mention m where {GATHERED}"  # noqa: S608 - ours
    return _records(f"r.record in ({inner})", gathered.asked, until, most)


def records_of_thread(record: str, *, until: datetime, most: int) -> tuple[KnownRecord, ...]:
    """As `records_of_gathered`, for a concern with what was added to it."""
    found = rows("select coalesce(adds_to, source) from record where record = %s", (record,))
    thread = [row[0] for row in found]
    inner = (
        "select t.record from record t where t.source = any(%s) and t.adds_to is null"
        " union all select t.record from record t where t.adds_to = any(%s)"
    )
    return _records(f"r.record in ({inner})", (thread, thread), until, most)


def records_of_finding(finding: str, *, until: datetime, most: int) -> tuple[KnownRecord, ...]:
    """As `records_of_gathered`, for the records on which a finding rests."""
    return _records("r.record in (select fr.record from finding_record fr where fr.finding = %s)", (finding,), until, most)


def _records(where: str, given: Sequence[Any], until: datetime, most: int) -> tuple[KnownRecord, ...]:
    statement = f"select {_COLUMNS} from record r where {where} and {_KNOWN}"  # noqa: S608 - columns of ours
    return made(KnownRecord, rows(statement, (*given, until, until, most)))


def findings_touching(records: Sequence[str], most: int) -> tuple[str, ...]:
    """The findings that rest on any of these records and that the acting reader may see; the last known first."""
    found = rows(
        "select f.id from finding f where f.id in (select fr.finding from finding_record fr where fr.record = any(%s))"
        " order by f.known_since desc, f.position desc limit %s",
        (list(records), most),
    )
    return tuple(row[0] for row in found)


def facts_about(records: Sequence[str], matters: Sequence[str], *, until: datetime) -> tuple[FactLine, ...]:
    """The facts about these records and on these matters known before a moment, in the order of the ledger."""
    found = rows(
        "select id, kind, source, author, known_at, digest, body"
        " from need_to_know.facts_about(%s::text[], %s::text[], %s::timestamptz)",
        (list(records), list(matters), until),
    )
    return tuple(
        FactLine(
            id=fact, kind=kind, about=about, author=author, known_at=at.astimezone(UTC), digest=digest, body=_body(body)
        )
        for fact, kind, about, author, at, digest, body in found
    )


def subjects_of(gathered: Gathered) -> tuple[str, ...]:
    """Under what somebody or something stands where a meeting is about them, or a measure is on them."""
    inner = f"select m.mention from mention m where {GATHERED}"  # noqa: S608 - ours
    found = rows(
        f"with it as materialized ({inner}) select 'mention:' || it.mention from it"  # noqa: S608 - ours
        " union select 'person:' || c.person from it join confirmed c on c.mention = it.mention and c.withdrawn_at is null",
        gathered.asked,
    )
    return tuple(row[0] for row in found)


def meeting_acts(subjects: Sequence[str], *, until: datetime) -> tuple[tuple[Act, str], ...]:
    """The acts, before a moment, of the meetings about one of these subjects or with a measure on one, each with its digest,
    in the order of the ledger.
    """
    found = rows(
        "select matter, id, author, known_at, body, digest from need_to_know.meeting_acts(%s::text[], %s::timestamptz)",
        (list(subjects), until),
    )
    return tuple((act_kept(*row), digest) for *row, digest in found)


def judged_about(records: Sequence[str], *, until: datetime) -> tuple[JudgedWord, ...]:
    """What people said, before a moment, of mentions of these records, in the order of the ledger."""
    found = rows(
        "select fact, account, at, digest, said from need_to_know.judged_about(%s::text[], %s::timestamptz)",
        (list(records), until),
    )
    return tuple(_judged(*row) for row in found)


def episodes_known(records: Sequence[str]) -> tuple[tuple[str, str, datetime, datetime], ...]:
    """Those of these records that state a return from missing: the record, its source, when the episode ended, exclusive,
    and since when the record is known.
    """
    found = rows(
        "select record, source, happened_until, known_at from record where record = any(%s) and kind = 'missing episode'"
        " and happened_until is not null and withdrawn_at is null order by known_at, record",
        (list(records),),
    )
    return tuple((record, source, until.astimezone(UTC), known.astimezone(UTC)) for record, source, until, known in found)


def where_from(records: Sequence[str]) -> dict[str, tuple[str, int]]:
    """From which file and row each of these records came, where that was not erased."""
    found = rows("select record, body from need_to_know.where_from(%s::text[])", (list(records),))
    bodies = {record: _body(body) for record, body in found}
    return {record: (str(body.get("file", "")), int(body.get("row", 0) or 0)) for record, body in bodies.items()}


_LOOKS = """
select min(a.id), min(a.at), count(*), a.account, a.role, a.agency, a.action, a.subject_kind, a.subject from access a
where a.subject_kind = %s and a.subject = any(%s) and a.allowed and a.at < %s
group by a.account, a.role, a.agency, a.action, a.subject_kind, a.subject, (a.at at time zone 'Europe/London')::date
"""


def looks_on(subjects: Mapping[str, Sequence[str]], *, until: datetime) -> tuple[LookedOn, ...]:
    """The looks at these subjects, by kind, before a moment, as far as the acting reader may know, and without those that
    would give away who raised one of these records under protection; the first one first.
    """
    asked = [(kind, ids) for kind, ids in subjects.items() if ids]
    if not asked:
        return ()
    statement = " union all ".join([_LOOKS] * len(asked)) + " order by 2, 1"
    found = rows(statement, [part for kind, ids in asked for part in (kind, list(ids), until)])
    looks = made(LookedOn, found)
    told = rows(
        "select need_to_know.telling_nobody(%s::bigint[], %s::text[])",
        ([one.line for one in looks], list(subjects.get("record", ()))),
    )
    fit = {line for (line,) in told}
    return tuple(one for one in looks if one.line in fit)


def worked_on(records: Sequence[str], *, until: datetime) -> tuple[Worked, ...]:
    """Who dealt with these concerns before a moment, in the order of time."""
    found = rows(
        "select id, record, kind, owner, by_account, because, at from work_event where record = any(%s) and at < %s"
        " order by id",
        (list(records), until),
    )
    return made(Worked, found)


def _judged(fact: str, account: str, at: datetime, digest: str, told: str) -> JudgedWord:
    said = json.loads(told)
    return JudgedWord(
        fact=fact,
        account=account,
        at=at.astimezone(UTC),
        digest=digest,
        act=said["act"],
        judgement=said["judgement"] or "",
        mentions=tuple(one for one in (said["mention"], said["other"] or said.get("was_with")) if one),
        shown_as=said["shown_as"],
        because=said["because"],
        takes_back=bool(said.get("takes_back")),
    )


def _body(body: bytes | memoryview | None) -> dict[str, Any]:
    return json.loads(bytes(body).decode("utf-8", "surrogatepass")) if body is not None else {}
