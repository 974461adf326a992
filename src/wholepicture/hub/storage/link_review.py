"""Pairs of mentions that wait for a person, and what people have said of a pair. All inside `acting`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wholepicture.hub.storage.access_refusals import rows

MOST_WORDS = 100


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A pair that waits: how many findings name one of the two, and how many mentions a yes would join."""

    left: str
    right: str
    findings: int
    joined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """What was judged last of a pair: by the machine (`weight` in bits) or by a person."""

    left: str
    right: str
    weight: float
    judgement: str
    because: tuple[str, ...] = field(repr=False)
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionShown:
    """A mention with where it stands, as its record states it. `on` is when it happened, or was recorded."""

    mention: str
    record: str
    entity: str
    kind: str
    role: str
    text: str = field(repr=False)
    description: Mapping[str, Any] = field(repr=False)
    reference: str
    agency: str
    on: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """What a person has said of two mentions: a fact. `account` is who; `shown_as` their role and agency then."""

    fact: str
    sequence: int
    account: str
    at: datetime
    left: str
    right: str
    judgement: str
    shown_as: str
    because: str = field(repr=False)
    takes_back: str | None


def links_to_review(*, most: int) -> tuple[WaitingPair, ...]:
    """The pairs whose answer would matter most, both of whose records the acting reader may see; no two of them ask about
    the same two entities.
    """
    found = rows(
        "select left_mention, right_mention, findings, joined from need_to_know.links_to_review(%s::int)",
        (most,),
    )
    return tuple(WaitingPair(*row) for row in found)


def link_rows(left: str, right: str) -> tuple[LinkRow, ...]:
    """Everything judged of a pair that the acting reader may see, the latest first."""
    found = rows(
        "select left_mention, right_mention, weight, judgement, because, by_person from link"
        " where left_mention = %s and right_mention = %s order by sequence desc",
        (left, right),
    )
    return tuple(
        LinkRow(left=a, right=b, weight=w, judgement=j, because=tuple(words), by_person=p) for a, b, w, j, words, p in found
    )


def mentions_shown(mentions: Sequence[str]) -> dict[str, MentionShown]:
    """Those of these mentions that the acting reader may see."""
    found = rows(
        "select m.mention, m.record, m.entity, m.kind, m.role, m.text, m.description, r.reference, r.agency_name,"
        " coalesce(r.happened_since, r.recorded_at) from mention m join record r on r.record = m.record"
        " where m.mention = any(%s)",
        (list(mentions),),
    )
    return {
        row[0]: MentionShown(
            mention=row[0],
            record=row[1],
            entity=row[2],
            kind=row[3],
            role=row[4],
            text=row[5],
            description=json.loads(row[6]),
            reference=row[7],
            agency=row[8],
            on=row[9],
        )
        for row in found
    }


def words_on(left: str, right: str) -> tuple[SpokenWord, ...]:
    """What people have said of a pair, whichever way round, in the order of time."""
    found = rows(
        "select fact, sequence, account, at, said from need_to_know.words_on(%s::text[])",
        ([left, right],),
    )
    told = (_word(row) for row in found)
    return tuple(word for word in told if {word.left, word.right} == {left, right})


def own_words() -> tuple[SpokenWord, ...]:
    """What the acting reader has said of pairs, the latest first; the last hundred."""
    found = rows("select fact, sequence, account, at, said from need_to_know.own_words(%s::int)", (MOST_WORDS,))
    return tuple(_word(row) for row in reversed(found))


def applied_through() -> int:
    """The sequence of the last fact that the journey has acted on."""
    return int(rows("select applied_through from journey_state")[0][0])


def _word(row: Sequence[Any]) -> SpokenWord:
    fact, sequence, account, at, told = row
    said = json.loads(told) if isinstance(told, str) else told
    return SpokenWord(
        fact=fact,
        sequence=sequence,
        account=account,
        at=at,
        left=said["mention"],
        right=said["other"],
        judgement=said["judgement"] or "same",
        shown_as=said["shown_as"],
        because=said["because"],
        takes_back=said.get("takes_back"),
    )
