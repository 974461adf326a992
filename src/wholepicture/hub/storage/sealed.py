"""Sealed children and adults in the hub: what speaks of them, or may, is absent for all but the few who are named."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed, rows
from wholepicture.hub.storage.connections import Connection
from wholepicture.intake.sealed import SealedChild
from wholepicture.journey.sealing import SealedWords

_IN_ONE_GO = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SealShown:
    """A seal, as the few see it."""

    id: int
    record: str | None
    person: UUID | None
    because: str = field(repr=False)
    by_account: UUID
    lead: UUID
    at: datetime
    accepted_at: datetime | None
    lift_asked_by: UUID | None
    lift_asked_at: datetime | None
    lifted_by: UUID | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealOverseen:
    """A seal as scrutiny sees it: not whom it is about. `reason` is the one chosen from the list, without further words;
    `waiting` is how many concerns under it have no decision, `oldest` since when; `objected_at` is since when an objection
    waits.
    """

    id: int
    at: datetime
    by_account: UUID
    lead: UUID
    reason: str
    accepted_at: datetime | None
    lift_asked_at: datetime | None
    lifted_at: datetime | None
    waiting: int
    oldest: datetime | None
    objected_at: datetime | None


def seal(because: str, lead: UUID, *, record: str | None = None, person: UUID | None = None) -> int:
    """Seal a confirmed person or a record, one of the two; the seal's id. `lead`, who practises at the hub for another
    agency, is from then on the one who may see it and name others; what waits for a decision under it becomes theirs. They
    are told, and so is whoever scrutinises. Raises NothingThere, NotByYou.

    What the machine or a practitioner knows to speak of them is sealed at once; the journey process then searches the words
    of every record (`search_words`).
    """
    return int(deed("seal(%s::text, %s::uuid, %s::text, %s::uuid)", (record, person, because, lead)))


def accept_seal(seal_id: int) -> None:
    """The lead says that they deal with what lies under a seal. Raises NothingThere, NotByYou, AlreadyDone."""
    deed("accept_seal(%s::bigint)", (seal_id,))


def ask_to_unseal(seal_id: int, because: str) -> None:
    """The first of two people asks for a seal to be lifted. Raises NothingThere, NotByYou."""
    deed("ask_to_unseal(%s::bigint, %s::text)", (seal_id, because))


def unseal(seal_id: int) -> None:
    """The second of two people agrees, and what was sealed is there again. Raises NothingThere, NotByYou."""
    deed("unseal(%s::bigint)", (seal_id,))


def decide_not_sealed(seal_id: int, record: str, because: str) -> None:
    """Say, as somebody who may see both, that a record does not speak of whom a seal is about. Raises NothingThere,
    AlreadyDone.
    """
    deed("decide_not_sealed(%s::bigint, %s::text, %s::text)", (seal_id, record, because))


_SHOWN = "id, record, person, because, by_account, lead, at, accepted_at, lift_asked_by, lift_asked_at, lifted_by, lifted_at"


def seals_shown() -> tuple[SealShown, ...]:
    """The seals that the acting reader may know of; oldest first."""
    names = _SHOWN.split(", ")
    return tuple(SealShown(**dict(zip(names, row, strict=True))) for row in rows(f"select {_SHOWN} from seal order by id"))  # noqa: S608 - columns of ours


_OVERSEEN = "id, at, by_account, lead, reason, accepted_at, lift_asked_at, lifted_at, waiting, oldest, objected_at"


def seals_overseen() -> tuple[SealOverseen, ...]:
    """Every seal, for whoever scrutinises and is not criticised in what lies under it; the latest first."""
    names = _OVERSEEN.split(", ")
    found = rows(f"select {_OVERSEEN} from need_to_know.seals_overseen()")  # noqa: S608 - columns of ours
    return tuple(SealOverseen(**dict(zip(names, row, strict=True))) for row in found)


def sealed_by(seal_id: int) -> tuple[str, ...]:
    """The records on which a seal lies, as far as the acting reader may see them."""
    return tuple(
        row[0] for row in rows("select record from sealed_record where seal = %s order by record limit 500", (seal_id,))
    )


# --- for the journey process, as wp_journey -----------------------------------------------------------------------------


def watch(session: Connection, *, at: datetime) -> int:
    """Tell those who lead for seals who looked at what lies under them, or asked for it and was told that there is nothing;
    of how many looks. A look counts once it is a leaf of a checkpoint, and a person once a day for each seal; the raiser's
    own looks do not.
    """
    row = session.execute("select watch_seals(%s)", (at,)).fetchone()
    return int(row[0]) if row else 0


def search_words(session: Connection, *, at: datetime) -> int:
    """Look through the words of all records for whom new seals are about; how many records more are sealed.

    Belongs in a transaction of the journey process, when it is told of a seal and when it starts.
    """
    fresh = [
        row[0] for row in session.execute("select id from seal where lifted_at is null and searched_at is null order by id")
    ]
    found = sum(_seal_words(session, it, _all_records(session)) for it in fresh)
    session.execute("update seal set searched_at = %s where id = any(%s)", (at, fresh))
    return found


def seal_arrivals(session: Connection, records: Sequence[str]) -> int:
    """Seal those of the records just written whose words speak of somebody sealed; how many. Belongs in the transaction that
    writes them, so that nobody ever sees them. What mentions and links say is sealed by the database itself.
    """
    live = [row[0] for row in session.execute("select id from seal where lifted_at is null order by id")]
    if not live:
        return 0
    arrived = list(_these_records(session, records))
    return sum(_seal_words(session, it, iter(arrived)) for it in live)


def sealed_words(session: Connection) -> tuple[SealedWords, ...]:
    """What finds, in the words of a row that is no record yet, whom each seal is about."""
    live = [row[0] for row in session.execute("select id from seal where lifted_at is null order by id")]
    return tuple(words for it in live if (words := _words_of(session, it)) is not None)


def _seal_words(session: Connection, it: int, records: Iterator[tuple[str, list[str]]]) -> int:
    words = _words_of(session, it)
    if words is None:
        return 0
    speaking = [record for record, cells in records if words.speak_in(cells)]
    done = session.execute(
        "insert into sealed_record select t.record, %s from record k"
        " join record t on coalesce(t.adds_to, t.source) = coalesce(k.adds_to, k.source)"
        " where k.record = any(%s) and not exists (select from sealed_decision d where d.seal = %s and d.record = t.record)"
        " on conflict do nothing",
        (it, speaking, it),
    )
    return done.rowcount


def _words_of(session: Connection, it: int) -> SealedWords | None:
    children = _about(session, it)
    if not children:
        return None
    references = [
        row[0]
        for row in session.execute(
            "select r.reference from sealed_record s join record r on r.record = s.record where s.seal = %s", (it,)
        )
    ]
    return SealedWords(children, references)


_DESCRIBED = """
select distinct m.description::text from seal s
join mention m on m.kind = 'person' and (
    m.mention in (select c.mention from confirmed c where c.person = s.person and c.withdrawn_at is null)
    or m.record = s.record and m.role = 'subject')
where s.id = %s order by 1
"""


def _about(session: Connection, it: int) -> list[SealedChild]:
    described = [json.loads(row[0]) for row in session.execute(_DESCRIBED, (it,))]
    found = [
        SealedChild(
            surname=said.get("surname") or "",
            forename=said.get("forename") or "",
            born=_day(said.get("born")),
            upn=said.get("upn") or "",
            nhs_number=said.get("nhs_number") or "",
            child_id=said.get("child_id") or "",
        )
        for said in described
    ]
    return [one for one in found if one.upn or one.nhs_number or one.child_id or (one.surname and one.forename)]


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _all_records(session: Connection) -> Iterator[tuple[str, list[str]]]:
    after = ""
    while True:
        batch = [
            row[0]
            for row in session.execute(
                "select record from record where record > %s order by record limit %s", (after, _IN_ONE_GO)
            )
        ]
        if not batch:
            return
        yield from _these_records(session, batch)
        after = batch[-1]


def _these_records(session: Connection, records: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    found = session.execute(
        "select r.record, r.narrative, r.reference, r.filed_as, r.stated::text,"
        " array(select m.text from mention m where m.record = r.record order by m.mention),"
        " array(select v.value from mention m, jsonb_each_text(m.description) v"
        " where m.record = r.record and v.value is not null)"
        " from record r where r.record = any(%s) order by r.record",
        (list(records),),
    )
    for record, narrative, reference, filed_as, stated, texts, described in found:
        told = json.loads(stated)
        cells = [str(cell) for cell in told.values()] if isinstance(told, dict) else []
        yield record, [narrative, reference, filed_as, *cells, *texts, *described]
