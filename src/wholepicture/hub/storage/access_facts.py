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

_FACTS = """
with shown as materialized (
    select r.record, r.agency, r.team, r.raiser, coalesce(r.adds_to, r.source) as thread, r.adds_to
    from record r where r.record = any (%s)),
together as materialized (
    select s.record, t.record as other from shown s join record t on coalesce(t.adds_to, t.source) = s.thread)
select s.record, s.agency, s.team,
    (select array_agg(t.other) from together t where t.record = s.record),
    array(select r.raiser from record r where r.raiser is not null and (r.record = s.record or r.source = s.adds_to)),
    s.record = any ((select need_to_know.raised_records())::text[]),
    array(select distinct c.person from together t join confirmed c on c.record = t.other
          where t.record = s.record and c.withdrawn_at is null order by 1),
    (select jsonb_agg(jsonb_build_array(c.account, c.since)) from together t join criticised c on c.record = t.other
     where t.record = s.record),
    (select jsonb_agg(jsonb_build_array(l.record, l.person)) from sealed_record x join seal l on l.id = x.seal
     where x.record = s.record),
    exists (select from finding_record fr where fr.record = s.record)
from shown s
"""


def sees(record: str) -> bool:
    """Whether the acting reader may see a record. A no takes as long for one that is hidden as for one that is not there."""
    return bool(deed("sees_record(%s::text)", (record,)))


def facts_of(records: Sequence[str], me: UUID) -> dict[str, RecordFacts]:
    """What the policy needs of those of these records that the acting reader, who is `me`, may see."""
    return {row[0]: _facts(row, me) for row in rows(_FACTS, (list(records),))}


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


def relations_held(account: UUID) -> tuple[Relation, ...]:
    """The relations and emergency openings that the acting reader, who is `account`, has or had."""
    found = rows(
        "select account, kind, since, until, record, person from relation where account = %s "
        "union all select account, 'break glass', opened_at, until, record, person from break_glass where account = %s "
        "order by 3, 2, 5, 6",
        (account, account),
    )
    return tuple(
        Relation(account=who, kind=RelationKind(kind), since=since, until=until, record=record, person=person)
        for who, kind, since, until, record, person in found
    )


def finding_facts(finding: str, me: UUID) -> FindingFacts | None:
    """What the policy needs of a finding that the acting reader may see; of its records, those that they may see."""
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
