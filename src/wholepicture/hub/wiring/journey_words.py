"""What people say of who is who, and what became of records: as facts, which the journey acts on."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.journey.changes import Changed
from wholepicture.journey.fold import Journey
from wholepicture.journey.understanding import recalling
from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Part, Salts, canonical
from wholepicture.vocabulary.judgements import Judged, Judgement
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import KIND_LETTERS, MentionId, Record, RecordId

_PART = "word"
_KINDS: dict[str, EntityKind] = {letter: kind for kind, letter in KIND_LETTERS.items()}


class Act(StrEnum):
    """What a person does with mentions."""

    JUDGE = "judge"
    """Two mentions are the same, are not, or fit."""
    PART = "part"
    """A mention is not about whom or what it was taken for."""
    REJOIN = "rejoin"
    """A parting is taken back: a mention belongs with another, whatever was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a person says. `shown_as` is how they are shown to those who read it ("a hub practitioner, Police").
    `takes_back` is an earlier word of theirs that this one undoes. `was_with` and `person` are, of a parting, a mention of
    whom or what it was taken for and who it was confirmed to be, so that it can be taken back.
    """

    act: Act
    mention: MentionId
    other: MentionId | None = None
    judgement: Judgement | None = None
    by: UUID
    shown_as: str
    because: str = field(repr=False)
    takes_back: FactId | None = None
    was_with: MentionId | None = None
    person: UUID | None = None


def judge(connection: Connection, word: Word, *, salts: Salts, now: datetime) -> FactId:
    """Put a person's word into the ledger, as the last deed of the connection's open transaction: what else is done because
    of it is done with it or not at all. The journey acts on it within a second. Raises ValueError for half a word.
    """
    draft = _word_draft(word, now)
    PostgresLedger(connection, salts).append_last(draft, known_at=now)
    return draft.id


def _word_draft(word: Word, now: datetime) -> Draft:
    if (word.other is None) is not (word.act is Act.PART) or (word.judgement is None) is (word.act is Act.JUDGE):
        raise ValueError(word.act)
    body = canonical(
        {
            "act": word.act.value,
            "mention": word.mention,
            "other": word.other,
            "judgement": word.judgement and word.judgement.value,
            "shown_as": word.shown_as,
            "because": word.because,
            "takes_back": word.takes_back,
            **({"was_with": word.was_with} if word.was_with else {}),
            **({"person": str(word.person)} if word.person else {}),
        }
    )
    return _draft(FactKind.JUDGED, word.mention, str(word.by), body, now)


def note_outcome(connection: Connection, record: RecordId, outcome: str, *, by: UUID, salts: Salts, now: datetime) -> FactId:
    """Note what became of a record: a decision, or what its agency says. Known from now, never earlier."""
    draft = outcome_draft(record, outcome, by=str(by), now=now)
    PostgresLedger(connection, salts).append([draft], known_at=now)
    return draft.id


def outcome_draft(record: RecordId, outcome: str, *, by: str, now: datetime) -> Draft:
    """What became of a record, as a fact to be kept together with others. `by` is a handle, never a name."""
    return _draft(FactKind.OUTCOME, record, by, canonical({"record": record, "outcome": outcome}), now)


def _draft(kind: FactKind, source: str, author: str, body: str, now: datetime) -> Draft:
    told = f"{kind} {author} {now.isoformat()} {body}"
    fact = FactId(kind.value[0] + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24])
    return Draft(id=fact, kind=kind, source=source, author=author, recorded_at=now, parts=(Part(_PART, body),))


Understand = Callable[[RecordId], tuple[Record, Reading]]


class NothingToJudge(Exception):
    """What was judged is not there any more: its words were erased, or are read otherwise now."""


def act_on(fact: Fact, journey: Journey, understand: Understand) -> tuple[Changed, Judged | None]:
    """Let a journey act on a person's word; what changed, and the pair where there is one. Raises NothingToJudge."""
    if not fact.parts:
        raise NothingToJudge
    said = json.loads(fact.parts[0].body)
    mention, other = MentionId(said["mention"]), MentionId(said["other"] or "")
    how = {
        "by": said["shown_as"],
        "at": fact.envelope.known_at,
        "because": said["because"],
        "recall": recalling(understand),
    }
    judgement = Judgement(said["judgement"]) if said["judgement"] else Judgement.SAME
    try:
        match Act(said["act"]):
            case Act.JUDGE:
                changed = journey.judge(mention, other, judgement, **how)
            case Act.PART:
                return journey.part(mention, **how), None
            case Act.REJOIN:
                changed = journey.rejoin(mention, other, **how)
    except (LookupError, ValueError) as problem:
        raise NothingToJudge from problem
    because = (f"{said['shown_as']} judged them {judgement}: {said['because']}",)
    kind = _KINDS[mention[0]]
    return changed, Judged(left=mention, right=other, kind=kind, weight=0.0, judgement=judgement, because=because)


def outcome_in(fact: Fact) -> tuple[RecordId, str] | None:
    """The record and outcome that a fact states; None where it was erased."""
    if not fact.parts:
        return None
    said = json.loads(fact.parts[0].body)
    return RecordId(said["record"]), said["outcome"]
