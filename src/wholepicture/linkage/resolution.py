"""What resolving one record's mentions changed."""

from dataclasses import dataclass

from wholepicture.vocabulary.judgements import Alias, Judged
from wholepicture.vocabulary.records import EntityId, MentionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A mention that now belongs to another entity than before, because a person's judgement took its old one apart."""

    mention: MentionId
    entity: EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What one record, or one person's judgement, changed.

    `assigned` is the entity of each mention given, in the same order; `moved` the entities that were merged into another
    now (the one with the earlier first mention keeps its id); `judged` the pairs judged same, compatible or unsure because
    of this record; `split` the mentions that left their entity.
    """

    assigned: tuple[EntityId, ...] = ()
    moved: tuple[Alias, ...] = ()
    judged: tuple[Judged, ...] = ()
    split: tuple[Split, ...] = ()
