"""A record as it is understood: who and what was present, and the signs that its narrative speaks of."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from wholepicture.vocabulary.carried import Carried
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.moments import Period, london_day
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, PlaceDescription, Role
from wholepicture.vocabulary.readings import CategoryMismatch
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, RecordId, RecordKind

__all__ = ["Presence", "Sighting", "Stage", "age_on", "presence_of", "stage_of"]

ADULT_AT = 18


class Stage(StrEnum):
    """Whether somebody is a child. Under 18, or in doubt between child and adult, is a child."""

    CHILD = "child"
    ADULT = "adult"
    UNKNOWN = "unknown"
    """Nothing is said of their age. Such a person is treated neither as a child nor as a known adult."""


def age_on(born: date, on: date) -> int:
    """Completed years on a day; a birthday on the day counts."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


_ADULT_ROLES = frozenset({Role.PARENT, Role.CARER, Role.PROFESSIONAL})


def stage_of(person: PersonDescription, role: Role, on: date) -> Stage:
    """Whether the words of one mention make somebody a child, on the day that the record speaks of."""
    if person.born is not None and person.born <= on:
        return Stage.CHILD if age_on(person.born, on) < ADULT_AT else Stage.ADULT
    if person.age is not None:
        return Stage.CHILD if person.age.low < ADULT_AT else Stage.ADULT
    if person.adult is not None:
        return Stage.ADULT if person.adult else Stage.CHILD
    if role in _ADULT_ROLES:
        return Stage.ADULT
    return Stage.CHILD if role is Role.SUBJECT else Stage.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence(Carried):
    """One mention's part in a sighting, with the entity that it was taken for when it arrived.

    Ask the picture for today's entity: later records can merge or split it. `words` holds what labels and place kinds are
    made of: the name, or the address as written.
    """

    mention: MentionId
    kind: EntityKind
    role: Role
    entity: EntityId
    stage: Stage = Stage.UNKNOWN
    born: date | None = field(default=None, repr=False)
    age: int | None = None
    surname: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    relation: str = ""
    partial: bool = False
    told: bool = False
    """Whether it stands in the narrative: named there, which is less than being there."""


def _surname(person: PersonDescription) -> str:
    if person.surname:
        return person.surname.casefold()
    parts = person.name.split()
    return parts[-1].casefold() if len(parts) > 1 else ""


def presence_of(mention: Mention, entity: EntityId, on: date) -> Presence:
    """The part that a mention plays, given its entity and the day that the record speaks of."""
    described = mention.description
    if isinstance(described, PersonDescription):
        age = age_on(described.born, on) if described.born and described.born <= on else None
        if age is None and described.age is not None:
            age = (described.age.low + described.age.high) // 2
        name = described.name or f"{described.forename} {described.surname}".strip()
        return Presence(
            mention=mention.id,
            kind=mention.kind,
            role=mention.role,
            entity=entity,
            stage=stage_of(described, mention.role, on),
            born=described.born,
            age=age,
            surname=_surname(described),
            words=name,
            relation=described.relation,
            told=mention.span is not None,
        )
    words = mention.text.text
    if isinstance(described, PlaceDescription):
        words = ", ".join(part for part in (described.venue, described.text, described.postcode) if part)
    return Presence(
        mention=mention.id,
        kind=mention.kind,
        role=mention.role,
        entity=entity,
        words=words,
        partial=bool(getattr(described, "partial", False)),
        told=mention.span is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting(Carried):
    """A record as it is understood at a moment. `number` is its place in the order in which records were folded.

    `signs` are the ids of the indicators that are live (about now, not ruled out) and about a child, sorted, each once;
    `other_signs` those about family or others; `possible_signs` what only the learned weights mark, about a child, and no
    rule: possible, please check. `child_words` says that the narrative speaks of a child, whether or not
    one is named; `night` and `adults_calling` are as the reading has them. `question` is the category that does not fit,
    and `quoted` the words that show it: those that speak of a child, then those of the signs. `outcome` is never part of
    it: an outcome becomes known later, on its own. `arrived_at` is when it became known, where that was not when its
    agency says that it was recorded.
    """

    number: int
    record: RecordId
    source: str
    reference: str
    agency: str
    kind: RecordKind
    filed_as: str
    happened: Period | None
    recorded_at: datetime
    presences: tuple[Presence, ...]
    signs: tuple[str, ...] = ()
    other_signs: tuple[str, ...] = ()
    child_words: bool = False
    night: bool = False
    adults_calling: bool = False
    question: CategoryMismatch | None = None
    quoted: tuple[Words, ...] = ()
    arrived_at: datetime | None = None
    possible_signs: tuple[str, ...] = ()

    @property
    def known_at(self) -> datetime:
        """When it became known; never earlier than that of a sighting with a lower number."""
        return self.arrived_at or self.recorded_at

    @property
    def began_at(self) -> datetime:
        """When it happened, or failing that when it was recorded."""
        return self.happened.since if self.happened else self.recorded_at

    @property
    def day(self) -> date:
        """The London day on which it happened, or failing that was recorded."""
        return london_day(self.began_at)

    def of(self, kind: EntityKind, *roles: Role) -> tuple[Presence, ...]:
        """Its presences of a kind, in any of the roles (in every role where none is named)."""
        return tuple(p for p in self.presences if p.kind is kind and (not roles or p.role in roles))
