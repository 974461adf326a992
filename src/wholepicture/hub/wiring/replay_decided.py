"""What was decided, by whom and with what in front of them: lines of a replay."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import says_of
from wholepicture.hub.storage.replays import KnownRecord
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.hub.wiring.replay_met import judged_lines, meeting_lines, return_lines
from wholepicture.hub.wiring.replay_told import (
    HIDDEN,
    InFront,
    Kind,
    Line,
    Told,
    author_of,
    is_listed,
    question_of,
    title_in,
)


def decided_lines(told: Told) -> Iterator[Line]:
    """Acts on concerns, findings, meetings and returns, what was said of who is who, who dealt with a concern, and what
    became of a record elsewhere.
    """
    yield from _acts(told)
    yield from _work(told)
    yield from _answers(told)
    yield from meeting_lines(told)
    yield from return_lines(told)
    yield from judged_lines(told)
    yield from _outcomes(told)


def _acts(told: Told) -> Iterator[Line]:
    digests = told.digests
    records = told.scope.known
    for sheet, acts in told.courses:
        by_id = {act.id: act for act in acts}
        for said in sheet.acts:
            act = by_id.get(said.id)  # type: ignore[call-overload]
            deed = act.deed if act is not None else None
            seen = deed.seen if isinstance(deed, deeds.Decided) else ()
            yield Line(
                at=said.at,
                kind=Kind.DECIDED,
                what=f"{sheet.reference}: {said.says}{f' {said.chosen}.' if said.chosen else ''}",
                who=said.by,
                words=said.words,
                basis=f"{sheet.reference}, decisions",
                fact=said.id,
                digest=digests.get(said.id, ""),
                record=sheet.record,
                seen=tuple(_in_front(one, act.by if act else "", told) for one in seen),
                not_seen=_not_seen(seen, said.at, records) if isinstance(deed, deeds.Decided) else None,
            )


def _work(told: Told) -> Iterator[Line]:
    known = told.scope.known
    for one in told.worked:
        record = known.get(one.record)
        title = title_of(record.kind, record.agency_name, record.reference) if record else HIDDEN
        to = f" to {told.names.get(one.owner, '')}" if one.kind == "handed over" and one.owner else ""
        yield Line(
            at=one.at,
            kind=Kind.DECIDED,
            what=f"{title}: {one.kind}{to}",
            who=told.names.get(one.by, ""),
            words=one.because,
            basis=f"the work list, line {one.line}",
            record=one.record,
        )


def _answers(told: Told) -> Iterator[Line]:
    digests = told.digests
    for one in told.scope.findings:
        for act in told.finding_acts.get(one.kept.finding.id, ()):
            yield Line(
                at=act.at,
                kind=Kind.DECIDED,
                what=f"{says_of(act.deed)} {question_of(one)}",
                who=author_of(act.by, told),
                words=getattr(act.deed, "because", ""),
                basis="answers to the finding",
                fact=act.id,
                digest=digests.get(act.id, ""),
                finding=one.kept.finding.id,
            )


def _in_front(seen: str, by: str, told: Told) -> InFront:
    kind, _, subject = seen.partition(" ")
    there = (kind == "record" and subject in told.scope.known) or any(
        kind == "finding" and one.kept.finding.id == subject for one in told.scope.findings
    )
    opened = [
        look.first_at
        for look in told.looks
        if (look.subject_kind, look.subject, str(look.account)) == (kind, subject, by) and not is_listed(look)
    ]
    return InFront(
        title=title_in(told.scope, kind, subject) if subject else seen,
        record=subject if there and kind == "record" else "",
        finding=subject if there and kind == "finding" else "",
        opened_at=min(opened, default=None),
    )


def _not_seen(seen: Sequence[str], at: datetime, records: Mapping[str, KnownRecord]) -> int:
    before = {one for one, record in records.items() if record.known_at < at}
    return len(before - {one.partition(" ")[2] for one in seen})


def _outcomes(told: Told) -> Iterator[Line]:
    known, decided = told.scope.known, {f"concern:{sheet.reference}" for sheet, acts in told.courses if acts}
    for one in told.facts:
        record = known.get(one.about)
        if one.kind != "outcome" or record is None or f"concern:{record.reference}" in decided:
            continue  # what was decided here stands among the decisions
        yield Line(
            at=one.known_at,
            kind=Kind.DECIDED,
            what=f"What became of {title_of(record.kind, record.agency_name, record.reference)}",
            who=author_of(one.author, told) or record.agency_name,
            words=str(one.body.get("outcome", "")),
            basis=f"{record.system}, {record.reference}",
            fact=one.id,
            digest=one.digest,
            record=record.record,
        )
