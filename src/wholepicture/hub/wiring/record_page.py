"""The page of one record: its words as written, what was read in them, with what they are linked, and why one may see it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency, Team
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.need_to_know.purposes import Purpose, Role, Way, purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import records_shown as stored
from wholepicture.hub.storage.access_facts import sees
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.partings import partings_of
from wholepicture.hub.storage.records_shown import LinkShown, MentionShown, RecordLine, RecordShown
from wholepicture.hub.storage.standing import read_whereabouts
from wholepicture.hub.wiring import looking, markings
from wholepicture.hub.wiring.descriptions import KIND_WORDS, ROLE_WORDS, say_described
from wholepicture.hub.wiring.looking import Shown
from wholepicture.intake.concern import CONCERN_SYSTEM
from wholepicture.journey.receiving import REST
from wholepicture.reading import load_lexicon
from wholepicture.report.wording import PATTERNS, pattern_words, say_period, say_recorded
from wholepicture.vocabulary.moments import Period

__all__ = ["NothingThere", "own_purpose", "record_sheet"]

LINKS = 25
"""Links on a page."""
EXCERPT = 280
WITHOUT_WORDS = frozenset({"agency_key", "team_id", "adds_to", "narrative_parts"})
"""What a record states that is for machines, or stands elsewhere on the page."""

JUDGED: Mapping[str, str] = {
    "same": "Same",
    "unsure": "Unsure: somebody should look",
    "compatible": "Fits, and could be another",
    "different": "Different",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRecord:
    """A record in a list. `why` says why the reader may see it."""

    record: str
    title: str
    reference: str
    agency: str
    happened: str
    recorded: str
    excerpt: str = field(repr=False)
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionLine:
    """Somebody or something that a record names, and the entity that it belongs to. `where` says where in the record;
    `parted` that somebody said it is not whom it was taken for.
    """

    mention: str
    entity: str
    kind: str
    kind_words: str
    role: str
    described: str = field(repr=False)
    where: str
    confirmed: bool
    adult: bool
    parted: "PartedLine | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedLine:
    """Who said when, and why, that a mention is not whom it was taken for; `can_return` where that can be taken back."""

    by: str
    at: datetime
    because: str = field(repr=False)
    can_return: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """What links this record with another. `because` are the reasons as sentences; `by_person` that a person said so."""

    judgement: str
    said: str
    mine: str = field(repr=False)
    kind_words: str
    other: OtherRecord
    because: tuple[str, ...] = field(repr=False)
    by_person: bool


@dataclass(frozen=True, slots=True)
class PossibleMatch:
    """A record elsewhere, of which only the agency and the day are told. `record` is only good for asking."""

    record: str
    agency: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildQuestion:
    """Filed as one thing, while the words ask about a child."""

    filed_as: str
    words: tuple[str, ...] = field(repr=False)
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingNoted:
    """A finding that rests on the record."""

    finding: str
    question: str
    surfaced_at: datetime
    withdrawn: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the record comes from, and its three times: when it happened, when its agency says that it wrote it down, and
    when it became known here. `cells` are the row as received; None where it may not be shown or was erased.
    """

    agency: str
    team: str
    raised_by: str = field(repr=False)
    system: str
    reference: str
    file: str
    row: int | None
    happened: str
    recorded: str
    known_at: datetime
    cells: tuple[tuple[str, str], ...] | None = field(repr=False)
    erased: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet:
    """Everything on the page. `decided_under` is the concern's reference, for those who decide on it or scrutinise."""

    record: str
    reference: str
    title: str
    kind: str
    filed_as: str
    outcome: str = field(repr=False)
    words: str = field(repr=False)
    marks: tuple[markings.Marked, ...] = field(repr=False)
    indicators: tuple[markings.IndicatorLine, ...]
    wordings: tuple[markings.WordingLine, ...]
    question: ChildQuestion | None
    stated: tuple[tuple[str, str], ...] = field(repr=False)
    mentions: tuple[MentionLine, ...]
    links: tuple[LinkLine, ...]
    more_links: bool
    possible: tuple[PossibleMatch, ...]
    thread: tuple[OtherRecord, ...]
    adds_to_another: bool
    earlier: OtherRecord | None
    later: OtherRecord | None
    findings: tuple[FindingNoted, ...]
    provenance: Provenance
    not_understood: str
    behind: int
    why: str
    purpose: Purpose
    sees_looks: bool
    may_confirm: bool
    decided_under: str
    may_send: bool
    """Whether the reader may send it on to the area's case system."""
    may_grant: bool
    mine: bool


def own_purpose(reader: Reader, record: str) -> Purpose | None:
    """The purpose that needs no asking: the reader raised the record, or what it adds to. None where they did not, and
    then it takes as long for a record that is hidden as for one that is not there.
    """
    chosen = purpose("follow_own")
    if not reader.may_state(chosen):
        return None
    with acting(reader, chosen, at=clock.now()):
        return chosen if sees(record) else None


def record_sheet(reader: Reader, why: Purpose, record: str, *, links_page: int = 1, request: str = "") -> RecordSheet:
    """One record. That one looked is written down before it is read. Raises NothingThere."""
    at = clock.now()
    with looking.look_at_record(reader, why, record, request=request) as allowed:
        found = stored.record_shown(record)
        if found is None:
            raise NothingThere
        also = Shown(reader, why, at)
        sheet = _sheet(found, also, allowed.because, links_page)
    looking.note_shown(also, action="listed", request=request)
    return sheet


def may_be_sent(reader: Reader, why: Purpose, found: RecordShown) -> bool:
    """Whether it is a concern that reached the hub, and the reader answers for those for this purpose."""
    concern = found.system == CONCERN_SYSTEM and found.adds_to is None
    return concern and Role.HUB_PRACTITIONER in reader.roles and why.opens(Way.HUB, {Role.HUB_PRACTITIONER})


def _decided_under(found: RecordShown, why: Purpose) -> str:
    concern = found.system == "whole-picture" and found.adds_to is None
    return found.reference if concern and why.key in ("deal_with_concern", "scrutinise") else ""


def _sheet(found: RecordShown, also: Shown, because: str, page: int) -> RecordSheet:
    reader, spans, advice = also.reader, stored.spans_in(found.record), stored.advice_in(found.record)
    mentions = stored.mentions_in([found.record])
    links = stored.links_of(found.record, skipped=(page - 1) * LINKS, most=LINKS + 1)
    thread = stored.thread_of(found)
    versions = [one for one in (found.amends, found.amended_by) if one]
    others = other_records([*(one.other_record for one in links), *(one.record for one in thread), *versions], also)
    names = agency_names()
    return RecordSheet(
        record=found.record,
        reference=found.reference,
        decided_under=_decided_under(found, also.purpose),
        may_send=may_be_sent(reader, also.purpose, found),
        title=title_of(found.kind, found.agency_name, found.reference),
        kind=found.kind,
        filed_as=found.filed_as,
        outcome=found.outcome,
        words=found.narrative,
        marks=markings.marks_in(found.narrative, spans, advice, mentions),
        indicators=markings.indicator_lines(found.narrative, spans),
        wordings=markings.wording_lines(found.narrative, advice),
        question=_question(found),
        stated=stated_lines(found.stated),
        mentions=_with_partings(mentions),
        links=_links(links[:LINKS], mentions, others),
        more_links=len(links) > LINKS,
        possible=tuple(
            PossibleMatch(one.record, names.get(one.agency, one.agency), one.day)
            for one in stored.possible_matches_of([found.record])
        ),
        thread=tuple(others[one.record] for one in thread if one.record in others),
        adds_to_another=found.adds_to is not None,
        earlier=others.get(found.amends or ""),
        later=others.get(found.amended_by or ""),
        findings=findings_noted(stored.findings_on(found.record), also),
        provenance=_provenance(found, reader, also.at),
        not_understood=found.not_understood,
        behind=read_whereabouts(request_connection()).behind,
        why=because,
        purpose=also.purpose,
        sees_looks=looking.may_see_looks(reader, also.purpose, found.record, at=also.at),
        may_confirm=Role.HUB_PRACTITIONER in reader.roles,
        may_grant=bool(reader.roles & {Role.HUB_PRACTITIONER, Role.MANAGER}),
        mine=because.startswith("You raised"),
    )


def title_of(kind: str, agency: str, reference: str) -> str:
    """How a record is called: "Concern WP-26-000123 (Police)" or "School log SL-14 (School)"."""
    what = "Concern" if reference.startswith("WP-") else (kind or "record").capitalize()
    return f"{what} {reference} ({agency})" if agency else f"{what} {reference}"


def other_records(records: Iterable[str], also: Shown) -> dict[str, OtherRecord]:
    """Those of these records that the reader may see, as lines; that they were shown is noted in `also`."""
    wanted = list(dict.fromkeys(records))
    if not wanted:
        return {}
    told = also.show_records(wanted)
    lines = stored.record_lines(list(told))
    return {record: other_record(lines[record], why) for record, why in told.items() if record in lines}


def other_record(line: RecordLine, why: str) -> OtherRecord:
    """A record as a line of a list."""
    return OtherRecord(
        record=line.record,
        title=title_of(line.kind, line.agency_name, line.reference),
        reference=line.reference,
        agency=line.agency_name,
        happened=happened(line.happened_since, line.happened_until),
        recorded=say_recorded(line.recorded_at),
        excerpt=excerpt(line.narrative),
        why=why,
    )


def happened(since: datetime | None, until: datetime | None) -> str:
    """When it took place, as stated."""
    return say_period(Period(since=since, until=until) if since else None)


def excerpt(text: str) -> str:
    """The beginning of a record's words, cut at a word."""
    words = " ".join(text.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT].rpartition(' ')[0] or words[:EXCERPT]} …"


def _with_partings(mentions: Sequence[MentionShown]) -> tuple[MentionLine, ...]:
    people = [one.mention for one in mentions if one.kind == "person"]
    parted = partings_of(people) if people else {}
    lines = {one.mention: mention_line(one) for one in mentions}
    for mention, said in parted.items():
        line = PartedLine(by=said.shown_as, at=said.at, because=said.because, can_return=said.was_with is not None)
        lines[mention] = replace(lines[mention], parted=line)
    return tuple(lines.values())


def mention_line(one: MentionShown) -> MentionLine:
    """A mention as a line."""
    where = "in the words" if one.start_at is not None else f"in {', '.join(one.columns.split(';'))}"
    return MentionLine(
        mention=one.mention,
        entity=one.entity,
        kind=one.kind,
        kind_words=KIND_WORDS[one.kind],
        role=ROLE_WORDS.get(one.role, one.role),
        described=say_described(one.kind, one.description, one.text),
        where=where,
        confirmed=one.person is not None,
        adult=one.role in ("suspect", "associate") or one.description.get("adult") is True,
    )


def _links(
    links: Sequence[LinkShown], mentions: Sequence[MentionShown], others: Mapping[str, OtherRecord]
) -> tuple[LinkLine, ...]:
    named = {one.mention: say_described(one.kind, one.description, one.text) for one in mentions}
    return tuple(
        LinkLine(
            judgement=one.judgement,
            said=JUDGED[one.judgement],
            mine=named.get(one.mine, ""),
            kind_words=KIND_WORDS[one.kind],
            other=others[one.other_record],
            because=one.because,
            by_person=one.by_person,
        )
        for one in links
        if one.other_record in others
    )


def _question(found: RecordShown) -> ChildQuestion | None:
    if not found.question:
        return None
    text = found.narrative
    signs = (load_lexicon().indicators.get(key) for key, _, _ in found.question["indicators"])
    return ChildQuestion(
        filed_as=found.question["filed_as"],
        words=tuple(dict.fromkeys(text[start:end] for start, end in found.question["child_words"])),
        indicators=tuple(dict.fromkeys(sign.name for sign in signs if sign)),
    )


def stated_lines(stated: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What else the agency states, as (name, value): the source and its grading, the risk, the team."""
    return tuple(
        (name.replace("_", " ").capitalize(), str(value))
        for name, value in stated.items()
        if value and name not in WITHOUT_WORDS
    )


def findings_noted(found: Iterable[stored.FindingLine], also: Shown) -> tuple[FindingNoted, ...]:
    """Those findings that the reader may see; that they were shown is noted in `also`."""
    told = []
    for one in found:
        allowed = also.show_finding(one.finding)
        if allowed is not None:
            told.append(
                FindingNoted(
                    finding=one.finding,
                    question=pattern_words(one.pattern, PATTERNS).question,
                    surfaced_at=one.surfaced_at,
                    withdrawn=one.withdrawn_at is not None,
                    why=allowed.because,
                )
            )
    return tuple(told)


def _provenance(found: RecordShown, reader: Reader, at: datetime) -> Provenance:
    bodies: dict[str, Any] = {name: json.loads(body) for name, body in stored.received_parts(found.record).items()}
    rest = bodies.pop(REST, None)
    cells: dict[str, str] = dict(rest["columns"]) if rest else {}
    for body in bodies.values():
        cells.update(body)
    order = rest["order"] if rest else []
    team = Team.objects.filter(pk=found.team).first() if found.team is not None else None
    return Provenance(
        agency=found.agency_name,
        team=team.name if team else "",
        raised_by=_raised_by(found, reader, at),
        system=found.system,
        reference=found.reference,
        file=rest["file"] if rest else "",
        row=rest["row"] if rest and not found.system.startswith(CONCERN_SYSTEM) else None,
        happened=happened(found.happened_since, found.happened_until),
        recorded=say_recorded(found.recorded_at),
        known_at=found.known_at,
        cells=tuple((name, cells[name]) for name in order if cells.get(name)) if rest else None,
        erased=sum(name not in cells for name in order),
    )


def _raised_by(found: RecordShown, reader: Reader, at: datetime) -> str:
    if not found.system.startswith(CONCERN_SYSTEM):
        return ""
    if found.raiser is None:
        return "Kept apart at their wish"
    to = next(iter(sorted(reader.roles)), Role.FRONT_LINE)
    return display([found.raiser], to, at).get(found.raiser, "")


def agency_names() -> dict[str, str]:
    """The agencies of the partnership by their keys."""
    return dict(Agency.objects.values_list("key", "name"))
