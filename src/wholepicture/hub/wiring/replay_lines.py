"""The lines of a replay, each in the hub's own time: when it knew, showed, was opened and was decided in; with its proof."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.storage.replays import KnownRecord, LookedOn
from wholepicture.hub.wiring.record_page import title_of
from wholepicture.hub.wiring.replay_decided import decided_lines
from wholepicture.hub.wiring.replay_scope import FindingInScope
from wholepicture.hub.wiring.replay_told import (
    Kind,
    Line,
    Told,
    author_of,
    in_time,
    is_listed,
    post_of,
    question_of,
    say_purpose,
    title_in,
)
from wholepicture.intake.concern import CONCERN_SYSTEM
from wholepicture.report.wording import PATTERNS, pattern_words, say_recorded


def lines_of(told: Told) -> tuple[Line, ...]:
    """All lines before the end, in the order of time; of one moment, in the order of the kinds."""
    found = [*_recorded(told), *_found(told), *_shown(told), *_opened(told), *decided_lines(told)]
    return in_time(line for line in found if line.at < told.until)


# --- recorded ------------------------------------------------------------------------------------------------------------


def _recorded(told: Told) -> Iterator[Line]:
    digests = told.digests
    for one in told.scope.records:
        said = [title_of(one.kind, one.agency_name, one.reference)]
        said += [f"filed as “{one.filed_as}”"] if one.filed_as else []
        said += ["a changed version of what was recorded before"] if one.amends else []
        late = one.known_at - one.recorded_at
        basis = f"{one.system}, {one.reference}"
        if late.days >= 1:
            basis += f". Its agency says that it recorded this {say_recorded(one.recorded_at)}"
        file, row = told.origins.get(one.record, ("", 0))
        yield Line(
            at=one.known_at,
            kind=Kind.RECORDED,
            what=", ".join(said),
            who=one.agency_name,
            basis=basis,
            file=file,
            row=0 if one.system.startswith(CONCERN_SYSTEM) else row,
            fact=one.record,
            digest=digests.get(one.record, ""),
            record=one.record,
        )
        if one.withdrawn_at is not None:
            yield Line(
                at=one.withdrawn_at,
                kind=Kind.RECORDED,
                what=f"{said[0]} counts no more",
                words=one.withdrawn_because,
                basis="the import that brought it was undone",
                record=one.record,
            )
    for at, agency in told.hidden:
        yield Line(at=at, kind=Kind.RECORDED, what="A record of another agency, which you may not see", who=agency)


# --- found, shown, opened ------------------------------------------------------------------------------------------------


def _found(told: Told) -> Iterator[Line]:
    digests = told.digests
    for one in told.scope.findings:
        finding, question = one.kept.finding, question_of(one)
        last = _last_evidence(one, told.scope.known)

        def line(at: datetime, what: str, words: str, of: FindingInScope = one, last: str = last) -> Line:
            rests = f"it follows from the records on which it rests ({len(of.kept.finding.records)} to begin with)"
            return Line(
                at=at,
                kind=Kind.FOUND,
                what=what,
                words="" if of.unnamed else words,
                basis=f"{pattern_words(of.kept.finding.pattern, PATTERNS).short}: {rests}",
                fact=last,
                digest=digests.get(last, ""),
                finding=of.kept.finding.id,
            )

        yield line(one.kept.known_since, f"A finding surfaced: {question}", finding.because)
        for grown in finding.history:
            known = [told.scope.known[each].known_at for each in grown.evidence if each in told.scope.known]
            yield line(max([grown.at, *known]), f"It grew: {question}", grown.because)
        if finding.withdrawn_at is not None:
            yield line(finding.withdrawn_at, f"It no longer holds: {question}", finding.withdrawn_because)


def _last_evidence(one: FindingInScope, known: Mapping[str, KnownRecord]) -> str:
    """The record with which it surfaced, where the reader may see that."""
    evidence = [known[each] for each in one.kept.finding.evidence if each in known]
    by_then = [each for each in evidence if each.known_at <= one.kept.known_since]
    return max(by_then, key=lambda each: (each.known_at, each.record)).record if by_then else ""


def _shown(told: Told) -> Iterator[Line]:
    findings: dict[str, FindingInScope] = {one.kept.finding.id: one for one in told.scope.findings}
    for fact in told.facts:
        finding = findings.get(fact.about.removeprefix("finding:"))
        if fact.kind != "displayed" or finding is None:
            continue
        count = len(fact.body.get("records", ()))
        said = [f"Shown: {question_of(finding)}"]
        said += [f"as it had stood on {fact.body['on']}"] if fact.body.get("on") else []
        said += [f"resting on {count} record{'' if count == 1 else 's'}"] if count else []
        said += [] if fact.body.get("named", True) else ["without names"]
        who = author_of(fact.author, told) or post_of(fact.body.get("role", ""), fact.body.get("agency", ""), told)
        yield Line(
            at=fact.known_at,
            kind=Kind.SHOWN,
            what=", ".join(said),
            who=who,
            basis=f"for the purpose: {say_purpose(str(fact.body.get('purpose', '')))}",
            fact=fact.id,
            digest=fact.digest,
            finding=finding.kept.finding.id,
        )
    for look in told.looks:
        if is_listed(look):
            yield _look(look, Kind.SHOWN, "In a list", told)
    if not told.sees_log:
        yield from _roles_shown(told, findings)


def _roles_shown(told: Told, findings: Mapping[str, FindingInScope]) -> Iterator[Line]:
    """For whoever may not see the log: to which roles of which agencies a finding was displayed at all. Who is not of the
    hub came to it by a record of their own, and that may be one that they raised under protection.
    """
    for finding, those in told.displays.items():
        for one in (each for each in those if each.role != Role.FRONT_LINE):
            yield Line(
                at=one.first_at,
                kind=Kind.SHOWN,
                what=f"First in a list or by itself: {question_of(findings[finding])}",
                who=post_of(one.role, one.agency, told),
                basis="the access log",
                finding=finding,
            )


def _opened(told: Told) -> Iterator[Line]:
    for look in told.looks:
        if not is_listed(look):
            yield _look(look, Kind.OPENED, look.action.capitalize(), told)


def _look(look: LookedOn, kind: Kind, deed: str, told: Told) -> Line:
    times = f", {look.times} times that day" if look.times > 1 else ""
    return Line(
        at=look.first_at,
        kind=kind,
        what=f"{deed}: {title_in(told.scope, look.subject_kind, look.subject)}{times}",
        who=author_of(str(look.account), told) or post_of(look.role, look.agency, told),
        basis=f"the access log, line {look.line}",
        record=look.subject if look.subject_kind == "record" else "",
        finding=look.subject if look.subject_kind == "finding" else "",
    )
