"""What changed in a journey: what whoever keeps its results in tables has to write, and nothing else."""

from dataclasses import dataclass

from wholepicture.linkage import Split
from wholepicture.vocabulary.findings import FindingChange
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.records import EntityId, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What changed since it was last handed over. What a single step gave (its mentions, reading, pairs) stands in the step.

    `findings` surfaced, grew or were withdrawn. `merged` are entities that go by another id from now on. `revived` are ids
    that had gone by another and stand for themselves again, because a person took an entity apart: their alias is void.
    `split` are mentions that now belong to another entity; `reassigned` every mention of the entities that were taken
    apart, with the entity to which it belongs now, those that stayed among them.
    """

    findings: tuple[FindingChange, ...] = ()
    merged: tuple[Alias, ...] = ()
    revived: tuple[EntityId, ...] = ()
    split: tuple[Split, ...] = ()
    reassigned: tuple[Split, ...] = ()

    @property
    def records(self) -> tuple[RecordId, ...]:
        """The records of which a mention now belongs to another entity, each once."""
        return tuple(dict.fromkeys(RecordId(one.mention[1:].rpartition(".")[0]) for one in self.split))

    def __bool__(self) -> bool:
        return bool(self.findings or self.merged or self.revived or self.split or self.reassigned)
