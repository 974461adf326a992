"""The one answer to "may this person see that now?", with the sentence that says why."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from wholepicture.hub.need_to_know.conflicts import conflict_of, somebody_unknown
from wholepicture.hub.need_to_know.purposes import Purpose, Role, Way
from wholepicture.hub.need_to_know.subjects import (
    Allowed,
    Decision,
    FindingFacts,
    Reader,
    RecordFacts,
    Refusal,
    Refused,
    Relation,
    RelationKind,
)
from wholepicture.vocabulary.moments import london_day

_SAID = {
    RelationKind.ALLOCATED: "you are the allocated worker",
    RelationKind.NAMED_WORKER: "you are the named worker",
    RelationKind.ON_ROLL: "the child is on your school's roll",
    RelationKind.HEALTH_TEAM: "the person is with your health team",
    RelationKind.ASKED: "you asked, and the agency that wrote it said yes",
    RelationKind.SEALED: "you are one of the few who were named for it",
    RelationKind.BREAK_GLASS: "you opened it in an emergency; this is reviewed",
}
_RECORD_WAYS = frozenset(Way) - {Way.UNNAMED}


def may_read(reader: Reader, record: RecordFacts, purpose: Purpose, relations: Sequence[Relation], at: datetime) -> Decision:
    """Whether somebody may read a record, for a purpose, at a moment. `relations` may be anybody's; only the reader's count.

    What is sealed opens only to a relation of that kind for every seal on it; a conflict bars whatever else speaks for it.
    """
    if not reader.may_state(purpose):
        return Refused(Refusal.PURPOSE)
    mine = [r for r in relations if r.account == reader.account and r.holds_at(at)]
    if not opens_seals(record, mine):
        return Refused(Refusal.SEALED)
    if conflict_of(reader, record, at) is not None:
        return Refused(Refusal.CONFLICT)
    because = next(iter(_ways_in(reader, record, purpose, mine)), None)
    return Allowed(because) if because else Refused(Refusal.NO_RELATION)


def opens_seals(record: RecordFacts, relations: Iterable[Relation]) -> bool:
    """Whether these relations, which hold, open every seal on a record: one to a person does not open another's."""
    sealed = [r for r in relations if r.kind is RelationKind.SEALED]
    records = {r.record for r in sealed}
    persons = {r.person for r in sealed}
    return bool(records & record.thread) or all(s.person is not None and s.person in persons for s in record.seals)


def _ways_in(reader: Reader, record: RecordFacts, purpose: Purpose, mine: Sequence[Relation]) -> Iterable[str]:
    roles = reader.roles
    if reader.account in record.raisers and purpose.opens(Way.RAISED, roles):
        yield "You raised this concern."
    if purpose.opens(Way.RELATION, roles):
        yield from (_said(r) for r in mine if r.kind is not RelationKind.BREAK_GLASS and _to(r, record))
    if record.team in reader.teams and purpose.opens(Way.TEAM, roles) and not somebody_unknown(record):
        yield "It came from a team in your line."
    if purpose.opens(Way.HUB, roles) and purpose.below is not None and not somebody_unknown(record):
        yield "You answer for practitioners of the hub."
    if purpose.opens(Way.HUB, roles) and purpose.below is None:
        yield f"You are a practitioner of the hub. You said what you look for: {_lowered(purpose.name)}."
    if record.in_finding and purpose.opens(Way.FINDING, roles):
        yield f"A finding rests on it. You said what you look for: {_lowered(purpose.name)}."
    if purpose.opens(Way.SCRUTINY, roles):
        yield "You are an independent scrutineer."
    if purpose.opens(Way.BREAK_GLASS, roles):
        yield from (_said(r) for r in mine if r.kind is RelationKind.BREAK_GLASS and _to(r, record))


def _to(relation: Relation, record: RecordFacts) -> bool:
    return relation.record in record.thread or relation.person in record.persons


def _said(relation: Relation) -> str:
    day = london_day(relation.since)
    words = _SAID[relation.kind]
    return f"{words[0].upper()}{words[1:]} (since {day.day} {day:%B %Y})."


def _lowered(name: str) -> str:
    return name[0].lower() + name[1:]


def may_search(reader: Reader, purpose: Purpose) -> Decision:
    """Whether somebody may search for a purpose at all. What the search yields is only what they may read."""
    if not reader.may_state(purpose):
        return Refused(Refusal.PURPOSE)
    if not any(purpose.opens(way, reader.roles) for way in sorted(_RECORD_WAYS)):
        return Refused(Refusal.NO_RELATION)
    return Allowed(f"You said what you look for: {_lowered(purpose.name)}.")


def screen_until(surfaced_at: datetime, renewed_until: Iterable[datetime] = ()) -> datetime:
    """The moment, exclusive, until which a finding that names an adult stays on the screens: 12 months after it surfaced (in
    UTC; from 29 February to the 28th), or until when somebody renewed it.
    """
    utc = surfaced_at.astimezone(UTC)
    leap = (utc.month, utc.day) == (2, 29)
    return max([utc.replace(year=utc.year + 1, day=28 if leap else utc.day), *renewed_until])


def may_see_finding(
    reader: Reader, finding: FindingFacts, purpose: Purpose, relations: Sequence[Relation], at: datetime
) -> Decision:
    """Whether somebody may see a finding. It is absent where any of its records is, because of a seal.

    Practitioners and analysts of the hub and scrutineers see it whole; executives without names; anybody else, without
    names, where it rests on a record that they may read. Every other record then stands as "a record of another agency".
    """
    if not reader.may_state(purpose):
        return Refused(Refusal.PURPOSE)
    mine = [r for r in relations if r.account == reader.account and r.holds_at(at)]
    if not all(opens_seals(record, mine) for record in finding.records):
        return Refused(Refusal.SEALED)
    scrutiny = purpose.opens(Way.SCRUTINY, reader.roles)
    if finding.names_adult and not scrutiny and at >= screen_until(finding.surfaced_at, finding.renewed_until):
        return Refused(Refusal.OFF_SCREEN)
    if scrutiny:
        return Allowed("You are an independent scrutineer.")
    if purpose.opens(Way.HUB, reader.roles) or purpose.opens(Way.FINDING, reader.roles):
        return Allowed(f"You said what you look for: {_lowered(purpose.name)}.")
    if purpose.opens(Way.UNNAMED, reader.roles):
        return Allowed("You lead an agency of the partnership: you see findings without names.", unnamed=True)
    if any(isinstance(may_read(reader, record, purpose, mine, at), Allowed) for record in finding.records):
        return Allowed("It rests on a record that you may read.", unnamed=True)
    return Refused(Refusal.NO_RELATION)


def may_see_log(
    reader: Reader, record: RecordFacts, purpose: Purpose, relations: Sequence[Relation], at: datetime
) -> Decision:
    """Whether somebody may see who has looked at a record: a scrutineer; a manager, of their line's concerns, never one that
    criticises them or their line; whoever raised it, without names. Not anybody else who may read it.
    """
    decision = may_read(reader, record, purpose, relations, at)
    if isinstance(decision, Refused):
        return decision
    if purpose.opens(Way.SCRUTINY, reader.roles):
        return Allowed("You are an independent scrutineer.")
    if purpose.key == "review_access" and record.team in reader.teams:
        return Allowed("It came from a team in your line.")
    if reader.account in record.raisers and purpose.opens(Way.RAISED, reader.roles):
        return Allowed("You raised this concern.", unnamed=True)
    return Refused(Refusal.NO_RELATION)


def may_open_identity(reader: Reader, second: UUID | None, raiser: UUID, criticised: Iterable[UUID] = ()) -> Decision:
    """Whether a custodian may open who raised a protected concern: only with a second person, neither of whom is the raiser
    or criticised in it.
    """
    if Role.CUSTODIAN not in reader.roles or Role.ADMINISTRATOR in reader.roles:
        return Refused(Refusal.PURPOSE)
    if second is None or second == reader.account:
        return Refused(Refusal.OWN)
    if {reader.account, second} & {raiser, *criticised}:
        return Refused(Refusal.CONFLICT)
    return Allowed("You are the identity custodian, with a second person.")
