"""Who may give whom a relation. Nobody gives one to themself."""

from collections.abc import Sequence
from datetime import datetime

from wholepicture.hub.need_to_know.conflicts import conflict_of
from wholepicture.hub.need_to_know.purposes import Purpose, Role
from wholepicture.hub.need_to_know.reading import may_read
from wholepicture.hub.need_to_know.subjects import (
    Allowed,
    Decision,
    Reader,
    RecordFacts,
    Refusal,
    Refused,
    Relation,
    RelationKind,
)

GRANTING_ROLES = frozenset({Role.HUB_PRACTITIONER, Role.MANAGER})
GRANTED_KINDS = frozenset(RelationKind) - {RelationKind.BREAK_GLASS}


def may_grant(
    granter: Reader,
    grantee: Reader,
    kind: RelationKind,
    record: RecordFacts,
    purpose: Purpose,
    held: Sequence[Relation],
    at: datetime,
) -> Decision:
    """Whether somebody may give another a relation to a record: they may read it themself as a practitioner of the hub or a
    manager, it is not for themself, and the other is not barred from it. What is sealed is given by those named for it.
    """
    if granter.account == grantee.account:
        return Refused(Refusal.OWN)
    if kind not in GRANTED_KINDS or not (
        _named_for(granter, record, held, at) if kind is RelationKind.SEALED else _in_role(granter)
    ):
        return Refused(Refusal.PURPOSE)
    decision = may_read(granter, record, purpose, held, at)
    if isinstance(decision, Refused):
        return decision
    if conflict_of(grantee, record, at) is not None:
        return Refused(Refusal.CONFLICT)
    return Allowed("You may read it, and it is not for yourself.")


def may_answer(
    answerer: Reader, asker: Reader, record: RecordFacts, purpose: Purpose, held: Sequence[Relation], at: datetime
) -> Decision:
    """Whether somebody may answer a request after a possible match: for the agency that wrote the record."""
    if record.agency not in answerer.agencies:
        return Refused(Refusal.AGENCY)
    return may_grant(answerer, asker, RelationKind.ASKED, record, purpose, held, at)


def _in_role(granter: Reader) -> bool:
    return bool(granter.roles & GRANTING_ROLES)


def _named_for(granter: Reader, record: RecordFacts, held: Sequence[Relation], at: datetime) -> bool:
    mine = (r for r in held if r.account == granter.account and r.kind is RelationKind.SEALED and r.holds_at(at))
    return any(r.record in record.thread or r.person in record.persons for r in mine)
