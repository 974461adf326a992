"""What is known of one person, place, vehicle or phone, as far as the acting reader may see. All inside `acting`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed, rows
from wholepicture.hub.storage.records_shown import LINE_COLUMNS, MENTION_COLUMNS, MentionShown, RecordLine, made

MOST_DESCRIBED = 200


@dataclass(frozen=True, slots=True)
class Gathered:
    """The mentions that a page is about: those of `entities`, and those of `mentions` besides, but none of `without`."""

    entities: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[list[str], list[str], list[str]]:
        """As a statement is given them."""
        return list(self.entities), list(self.mentions), list(self.without)


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasShown:
    """An id that now goes by another one."""

    entity: str
    now: str
    since: datetime
    because: str = field(repr=False)


GATHERED = "(m.entity = any(%s) or m.mention = any(%s)) and m.mention <> all(%s)"


def entity_now(entity: str) -> str:
    """The id by which an entity goes now; its own where it was never merged, or nothing may be seen of it."""
    seen = {entity}
    while found := rows("select now from entity_alias where entity = %s order by number desc limit 1", (entity,)):
        entity = str(found[0][0])
        if entity in seen:
            break
        seen.add(entity)
    return entity


def aliases_of(entities: Sequence[str]) -> tuple[AliasShown, ...]:
    """The ids that were merged into these, the latest first."""
    found = rows(
        "select entity, now, since, because from entity_alias where now = any(%s) order by number desc limit 50",
        (list(entities),),
    )
    return made(AliasShown, found)


def gather_entity(entity: str) -> Gathered:
    """An entity's mentions, and all others of the persons whom somebody confirmed among them."""
    found = rows(
        "select distinct o.mention from mention m join confirmed c on c.mention = m.mention and c.withdrawn_at is null"
        " join confirmed o on o.person = c.person and o.withdrawn_at is null where m.entity = %s order by 1 limit 2000",
        (entity,),
    )
    return Gathered((entity,), tuple(row[0] for row in found))


def gather_person(person: UUID) -> Gathered:
    """The mentions that somebody confirmed to be a person, and what the machine puts with them, without what was confirmed
    to be somebody else.
    """
    found = rows(
        "select c.mention, m.entity from confirmed c join mention m on m.mention = c.mention"
        " where c.person = %s and c.withdrawn_at is null order by 1 limit 2000",
        (person,),
    )
    entities = tuple(dict.fromkeys(row[1] for row in found))
    others = rows(
        "select m.mention from mention m join confirmed c on c.mention = m.mention and c.withdrawn_at is null"
        " where m.entity = any(%s) and c.person <> %s order by 1 limit 2000",
        (list(entities), person),
    )
    return Gathered(entities, tuple(row[0] for row in found), tuple(row[0] for row in others))


def is_known(key: str) -> bool:
    """Whether the acting reader may read a record that speaks of an entity or a confirmed person, by its id. A no takes as
    long where that is hidden as where there is none.
    """
    return bool(deed("sees_known(%s::text)", (key,)))


def is_there(gathered: Gathered) -> bool:
    """Whether the acting reader may see any of it."""
    return bool(rows(f"select 1 from mention m where {GATHERED} limit 1", gathered.asked))  # noqa: S608 - ours


def lines_about(gathered: Gathered, *, newest_first: bool, skipped: int, most: int) -> tuple[RecordLine, ...]:
    """The records that speak of them, by when it happened, or else by when it was recorded. Of an amended record, the
    version that stands now.
    """
    order = "desc" if newest_first else "asc"
    found = rows(
        f"select {LINE_COLUMNS} from record r where r.amended_by is null and r.record in ("  # noqa: S608 - columns of ours
        f"select m.record from mention m where {GATHERED})"
        f" order by coalesce(r.happened_since, r.recorded_at) {order}, r.sequence {order} limit %s offset %s",
        (*gathered.asked, most, skipped),
    )
    return made(RecordLine, found)


def count_about(gathered: Gathered) -> int:
    """How many lines there are for the acting reader. What they may not see is in no count."""
    found = rows(
        f"select count(*) from record r where r.amended_by is null and r.record in ("  # noqa: S608 - columns of ours
        f"select m.record from mention m where {GATHERED})",
        gathered.asked,
    )
    return int(found[0][0])


def described(gathered: Gathered, *, records: Sequence[str] | None = None) -> tuple[MentionShown, ...]:
    """How they are described: in these records, or in those known last."""
    only = "and m.record = any(%s)" if records is not None else ""
    given = (*gathered.asked, *([list(records)] if records is not None else []), MOST_DESCRIBED)
    found = rows(
        f"select {MENTION_COLUMNS} from mention m join record r on r.record = m.record"  # noqa: S608 - columns of ours
        f" where {GATHERED} {only} and r.amended_by is null order by r.sequence desc, m.mention limit %s",
        given,
    )
    return made(MentionShown, found)


def houses_like(kind: str, key: str, gathered: Gathered, most: int = 50) -> tuple[MentionShown, ...]:
    """The mentions of other places under one key of a search: a house in a street, say; one for each entity."""
    found = rows(
        f"select distinct on (m.entity) {MENTION_COLUMNS} from match_key k join mention m on m.mention = k.mention"  # noqa: S608
        " where k.kind = %s and k.key = %s and m.kind = 'place' and m.entity <> all(%s)"
        " order by m.entity, m.mention limit %s",
        (kind, key, list(gathered.entities), most),
    )
    return made(MentionShown, found)


def mentions_of_person(person: UUID) -> tuple[MentionShown, ...]:
    """What was confirmed to be a person, as far as the acting reader may see; the latest known first."""
    found = rows(
        f"select {MENTION_COLUMNS} from confirmed k join mention m on m.mention = k.mention"  # noqa: S608 - columns of ours
        " join record r on r.record = m.record where k.person = %s and k.withdrawn_at is null"
        " order by r.sequence desc, m.mention limit 200",
        (person,),
    )
    return made(MentionShown, found)


def persons_near(mention: str) -> tuple[UUID, ...]:
    """The confirmed persons who may be meant by a mention: those of its entity, and those with which it is linked."""
    found = rows(
        "select distinct c.person from confirmed c join mention o on o.mention = c.mention"
        " where c.withdrawn_at is null and ("
        " o.entity = (select m.entity from mention m where m.mention = %s)"
        " or o.mention in (select l.right_mention from link l where l.left_mention = %s and l.judgement <> 'different'"
        " union select l.left_mention from link l where l.right_mention = %s and l.judgement <> 'different'))"
        " order by 1 limit 20",
        (mention, mention, mention),
    )
    return tuple(row[0] for row in found)
