"""What the policy needs to know of records and findings, read as the acting reader: what they may not see has no facts."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wholepicture.hub.need_to_know.subjects import (
    Criticised,
    FindingFacts,
    RecordFacts,
    Relation,
    RelationKind,
    Seal,
)
from wholepicture.hub.storage.access_refusals import deed, rows

_FACTS = "record, agency, team, thread, raisers, mine, persons, criticised, seals, in_finding"


def sees(record: str) -> bool:
    """Whether the acting reader may see a record. A no takes as long for one that is hidden as for one that is not there."""
    return bool(deed("sees_record(%s::text)", (record,)))


def facts_of(records: Sequence[str], me: UUID) -> dict[str, RecordFacts]:
    """What the policy needs of those of these records that the acting reader, who is `me`, may see."""
    found = rows(f"select {_FACTS} from need_to_know.facts_of(%s::text[])", (list(records),))  # noqa: S608 - columns of ours
    return {row[0]: _facts(row, me) for row in found}


def _facts(row: tuple[Any, ...], me: UUID) -> RecordFacts:
    record, agency, team, thread, raisers, mine, persons, criticised, seals, in_finding = row
    return RecordFacts(
        record=record,
        thread=frozenset(thread),
        agency=agency,
        team=team,
        raisers=frozenset([*raisers, *([me] if mine else [])]),
        persons=frozenset(persons),
        criticised=tuple(
            Criticised(UUID(who) if who else None, datetime.fromisoformat(since) if since else None)
            for who, since in _in_order(criticised)
        ),
        seals=tuple(Seal(record, UUID(person) if person else None) for record, person in _in_order(seals)),
        in_finding=in_finding,
    )


def _in_order(pairs: str | None) -> list[list[str | None]]:
    # Django hands JSON on as text.
    return sorted(json.loads(pairs or "[]"), key=lambda pair: tuple(cell or "" for cell in pair))


def relations_held() -> tuple[Relation, ...]:
    """The relations and emergency openings that the acting reader has or had."""
    found = rows("select account, kind, since, until, record, person from need_to_know.relations_held()")
    return tuple(
        Relation(account=who, kind=RelationKind(kind), since=since, until=until, record=record, person=person)
        for who, kind, since, until, record, person in found
    )


def finding_facts(finding: str, me: UUID) -> FindingFacts | None:
    """What the policy needs of a finding that the acting reader may see; of its records, those that they may see. None takes
    as long for one that is hidden as for one that is not there.
    """
    if not deed("sees_finding(%s::text)", (finding,)):
        return None
    found = rows(
        "select f.surfaced_at, jsonb_array_length(f.content -> 'adults') > 0,"
        " array(select n.until from renewal n where n.finding = f.id order by 1),"
        " array(select fr.record from finding_record fr where fr.finding = f.id order by fr.number, 1)"
        " from finding f where f.id = %s",
        (finding,),
    )
    if not found:
        return None
    surfaced_at, names_adult, renewed, records = found[0]
    seen = facts_of(records, me)
    return FindingFacts(
        finding=finding,
        records=tuple(seen[record] for record in records if record in seen),
        names_adult=bool(names_adult),
        surfaced_at=surfaced_at,
        renewed_until=tuple(renewed),
    )
