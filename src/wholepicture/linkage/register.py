"""What every register of entities shares: the entities, and what a mention found in it."""

from dataclasses import dataclass, field
from datetime import datetime

from wholepicture.linkage.entities import Entities
from wholepicture.vocabulary.judgements import Alias, Judged, Judgement
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import MentionId

MOST_COMPATIBLE = 5
"""How many compatible or unsure pairs one mention shows."""


@dataclass(slots=True)
class Draft:
    """What resolving one record has found so far, to become its `Resolution`."""

    at: datetime
    judged: list[Judged] = field(default_factory=list)
    moved: list[Alias] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention was compared with."""

    number: int
    weight: float
    judgement: Judgement
    because: tuple[str, ...]


def note_pairs(entities: Entities, kind: EntityKind, mention: MentionId, pairs: list[Candidate], found: Draft) -> None:
    """Note the pairs of a mention with the entities that it fits or may be, the best first, at most five of them."""
    pairs.sort(key=lambda pair: (-pair.weight, pair.number))
    more = len(pairs) - MOST_COMPATIBLE
    for pair in pairs[:MOST_COMPATIBLE]:
        first = entities.first(pair.number)
        if first == mention:
            continue
        because = pair.because
        if more > 0 and pair.judgement is Judgement.COMPATIBLE:
            because += (f"It fits {more} more besides these {MOST_COMPATIBLE}.",)
        found.judged.append(
            Judged(
                left=first, right=mention, kind=kind, weight=round(pair.weight, 3), judgement=pair.judgement, because=because
            )
        )
