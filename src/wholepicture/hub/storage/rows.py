"""What the journey gave, as rows of the projections' tables. Pure: the same step makes the same rows."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from wholepicture.hub.storage.texts import presentable
from wholepicture.intake.concern import ADDITION_SYSTEM, CONCERN_SYSTEM
from wholepicture.journey.fold import Step
from wholepicture.ledger.facts import Envelope
from wholepicture.vocabulary.findings import Finding, Growth
from wholepicture.vocabulary.judgements import Judged
from wholepicture.vocabulary.pole import Age, Description, EntityKind, Role
from wholepicture.vocabulary.records import KIND_LETTERS, Mention, Record, RecordKind

Row = tuple[Any, ...]
KINDS = {letter: kind for kind, letter in KIND_LETTERS.items()}


def as_json(content: object) -> str:
    """JSON that PostgreSQL can hold, keys in the order given."""
    return json.dumps(_fit(content), ensure_ascii=False)


def _fit(content: object) -> object:
    if isinstance(content, str):
        return presentable(content)
    if isinstance(content, dict):
        return {presentable(str(key)): _fit(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_fit(one) for one in content]
    return content


def agency_key(name: str) -> str:
    """The word for an agency in records: its name in lower case with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40]


def handle_in(author: str) -> UUID | None:
    """The account's handle, where the author of a fact is one."""
    try:
        return UUID(author)
    except ValueError:
        return None


def record_row(record: Record, envelope: Envelope, *, agency: str, amends: str | None, question: object) -> Row:
    """The row of `record`, in the order of RECORD; `agency` is the key of its agency where the record does not state it."""
    happened, stated = record.happened, record.stated
    own = record.system in (
        CONCERN_SYSTEM,
        ADDITION_SYSTEM,
    )  # what is written in the hub itself: there the author is who raised it
    team = stated.get("team_id", "")
    return (
        record.id,
        envelope.sequence,
        presentable(record.source),
        presentable(record.system),
        presentable(record.reference),
        stated.get("agency_key") or agency,
        presentable(record.agency),
        int(team) if own and team.isdecimal() else None,
        handle_in(envelope.author) if own else None,
        record.kind.value,
        presentable(record.filed_as),
        happened.since if happened else None,
        happened.until if happened else None,
        record.recorded_at,
        envelope.known_at,
        presentable(record.narrative.text),
        as_json(dict(stated)),
        presentable(record.outcome),
        presentable(f"{CONCERN_SYSTEM}/{stated['adds_to']}") if stated.get("adds_to") else None,
        amends,
        None if question is None else as_json(question),
        "",
    )


RECORD = (
    "record text, sequence bigint, source text, system text, reference text, agency text, agency_name text, team bigint, "
    "raiser uuid, kind text, filed_as text, happened_since timestamptz, happened_until timestamptz, "
    "recorded_at timestamptz, known_at timestamptz, narrative text, stated jsonb, outcome text, adds_to text, "
    "amends text, question jsonb, not_understood text"
)


def bare_row(envelope: Envelope, why: str) -> Row:
    """A record that its profile cannot place any more: only what its envelope says."""
    system, _, reference = envelope.source.partition("/")
    happened = envelope.happened
    return (
        envelope.id,
        envelope.sequence,
        presentable(envelope.source),
        presentable(system),
        presentable(reference),
        "",
        "",
        None,
        None,
        "",
        "",
        happened.since if happened else None,
        happened.until if happened else None,
        envelope.recorded_at,
        envelope.known_at,
        "",
        "{}",
        "",
        None,
        None,
        None,
        why,
    )


def question_of(step: Step) -> dict[str, object] | None:
    """The category that does not fit, with the words that show it; None where there is none."""
    mismatch = step.reading.mismatch
    if mismatch is None:
        return None
    return {
        "filed_as": mismatch.filed_as,
        "child_words": [[span.start, span.end] for span in mismatch.child_words],
        "indicators": [[found.indicator, found.span.start, found.span.end] for found in mismatch.indicators],
        "groups": list(mismatch.groups),
    }


MENTION = (
    "mention text, record text, entity text, kind text, role text, text text, start_at integer, end_at integer, "
    "columns text, description jsonb"
)


def mention_rows(step: Step) -> Iterator[Row]:
    """The rows of `mention`, with the entity that each was taken for then."""
    for mention, entity in zip(step.mentions, step.resolution.assigned, strict=True):
        span = mention.span
        yield (
            mention.id,
            step.record.id,
            entity,
            mention.kind.value,
            mention.role.value,
            presentable(mention.text.text),
            span.start if span else None,
            span.end if span else None,
            presentable(";".join(mention.columns)),
            as_json(described(mention.description)),
        )


def described(description: Description) -> dict[str, object]:
    """A description's fields that say something."""
    said: dict[str, object] = {}
    for one in fields(description):
        value = getattr(description, one.name)
        if value in (None, "", False) and not (one.name == "adult" and value is False):
            continue
        said[one.name] = _plain(value)
    return said


def _plain(value: object) -> object:
    if isinstance(value, Age):
        return {"low": value.low, "high": value.high, "estimated": value.estimated}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


MARKED_SPAN = (
    "record text, number integer, indicator text, start_at integer, end_at integer, polarity text, timing text, about text, "
    "about_mention text, tier text, cue_start integer, cue_end integer, pattern text"
)


def span_rows(step: Step) -> Iterator[Row]:
    """The rows of `marked_span`."""
    for number, found in enumerate(step.reading.indicators):
        cue = found.cue
        yield (
            step.record.id,
            number,
            found.indicator,
            found.span.start,
            found.span.end,
            found.polarity.value,
            found.timing.value,
            found.about.value,
            found.about_mention,
            found.tier.value,
            cue.start if cue else None,
            cue.end if cue else None,
            found.pattern,
        )


WORDING_ADVICE = "record text, number integer, start_at integer, end_at integer, term text, instead text, source text"


def advice_rows(step: Step) -> Iterator[Row]:
    """The rows of `wording_advice`."""
    for number, advice in enumerate(step.reading.wording):
        span = advice.span
        yield step.record.id, number, span.start, span.end, presentable(advice.term), advice.instead, advice.source


LINK = (
    "left_mention text, right_mention text, sequence bigint, left_record text, right_record text, kind text, "
    "weight float8, judgement text, because text[], by_person boolean"
)


def link_rows(judged: Iterable[Judged], sequence: int, *, by_person: bool) -> Iterator[Row]:
    """The rows of `link`; of a pair judged twice with one record, what was said last."""
    last = {(pair.left, pair.right): pair for pair in judged}
    for pair in last.values():
        yield (
            pair.left,
            pair.right,
            sequence,
            record_of(pair.left),
            record_of(pair.right),
            pair.kind.value,
            round(pair.weight, 4),
            pair.judgement.value,
            as_json(list(pair.because)),
            by_person,
        )


def record_of(mention: str) -> str:
    """The record in which a mention stands."""
    return mention[1:].rpartition(".")[0]


def kind_of(mention: str) -> EntityKind:
    """What kind of thing a mention, or an entity, is."""
    return KINDS[mention[0]]


_PARTS = ("children", "adults", "places", "vehicles", "phones")


def finding_row(finding: Finding, position: int, known_since: datetime) -> Row:
    """The row of `finding`: its content as it stood when it surfaced."""
    content = {
        **{part: list(getattr(finding, part)) for part in _PARTS},
        "records": list(finding.records),
        "evidence": list(finding.evidence),
        "agencies": list(finding.agencies),
        "expected": finding.expected,
        "observed": finding.observed,
        "q_value": finding.q_value,
        "because": finding.because,
        "against": list(finding.against),
        "ask_next": list(finding.ask_next),
    }
    return (
        finding.id,
        position,
        finding.pattern,
        finding.surfaced_at,
        known_since,
        finding.withdrawn_at,
        presentable(finding.withdrawn_because),
        as_json(content),
    )


def finding_record_rows(finding: Finding) -> list[Row]:
    """The rows of `finding_record`: what it rested on when it surfaced, then what it grew by; each record once."""
    grown = (record for growth in finding.history for record in growth.evidence)
    records = dict.fromkeys((*finding.evidence, *grown))
    return [(finding.id, record, number) for number, record in enumerate(records)]


def finding_entity_rows(finding: Finding) -> list[Row]:
    """The rows of `finding_entity`: each entity in each part once, those of its growth as children."""
    named = dict.fromkeys((finding.id, entity, part) for part in _PARTS for entity in getattr(finding, part))
    named.update(dict.fromkeys((finding.id, child, "children") for growth in finding.history for child in growth.children))
    return list(named)


def growth_row(finding: Finding, number: int, growth: Growth) -> Row:
    """A row of `finding_growth`."""
    content = {
        "records": list(growth.records),
        "evidence": list(growth.evidence),
        "children": list(growth.children),
        "because": growth.because,
    }
    return finding.id, number, growth.at, as_json(content)


ALIAS = "entity text, number integer, now text, since timestamptz, because text"
OPEN_CASE = "record text, mention text, source text, stated jsonb, recorded_at timestamptz"
MATCH_KEY = "kind text, key text, mention text, record text"


def open_case_rows(record: Record, mentions: Sequence[Mention]) -> Iterator[Row]:
    """The rows of `open_case`: each child whom a row of a statutory list shows as open."""
    if record.kind is not RecordKind.OPEN_CASE:
        return
    for mention in mentions:
        if mention.kind is EntityKind.PERSON and mention.role is Role.SUBJECT:
            yield record.id, mention.id, presentable(record.source), as_json(dict(record.stated)), record.recorded_at
