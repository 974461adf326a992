"""What is said of two mentions, and with what reasons."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId, MentionId


class Judgement(StrEnum):
    """Whether two mentions speak of one thing."""

    SAME = "same"
    DIFFERENT = "different"
    COMPATIBLE = "compatible"
    """It fits, and could fit others too. It supports a finding and is said as such; it never merges."""
    UNSURE = "unsure"
    """A person should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One pair of mentions as judged. `weight` is in bits (log2 of the likelihood ratio); `because` reads as sentences."""

    left: MentionId
    right: MentionId
    kind: EntityKind
    weight: float
    judgement: Judgement
    because: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """An entity id that now goes by another one, since a moment, for a reason."""

    entity: EntityId
    now: EntityId
    since: datetime
    because: str = field(repr=False)
