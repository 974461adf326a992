"""From a record and its reading to mentions, and from its mentions' entities to a sighting."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from wholepicture.knowledge.sightings import Sighting, presence_of
from wholepicture.linkage import Recall
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.readings import About, Reading, Tier
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, Record, RecordId, RecordKind, Span, mention_id


def mentions_of(record: Record, reading: Reading) -> tuple[Mention, ...]:
    """All mentions of a record: those that stand in columns, then those that its reading found in the narrative."""
    first = record.mentions_in_columns
    text = record.narrative.text
    named = (
        Mention(
            id=mention_id(found.kind, record.id, first + number),
            kind=found.kind,
            role=found.role,
            description=found.description,
            text=Words(text[found.span.start : found.span.end]),
            span=found.span,
        )
        for number, found in enumerate(reading.named)
    )
    return (*record.mentions, *named)


def record_of(mention: MentionId) -> RecordId:
    """The record in which a mention stands."""
    return RecordId(mention[1:].rpartition(".")[0])


def about_of(record: Record) -> str:
    """What a record says that it is about ("child", "adult", "place", "vehicle", "group"), "" where it says nothing. A
    complaint that its agency filed under no category is about a place: that is what complaints are.
    """
    stated = record.stated.get("about", "")
    return stated or ("place" if record.kind is RecordKind.COMPLAINT and not record.filed_as.strip() else "")


def day_of(record: Record) -> date:
    """The London day that a record speaks of: on which stated ages held."""
    return london_day(record.happened.since if record.happened else record.recorded_at)


def recalling(understand: Callable[[RecordId], tuple[Record, Reading]]) -> Recall:
    """Gives records back as they were taken, for taking an entity apart. `understand` gives a record and its reading, made
    as they were made when it was taken; LookupError where it was erased.
    """

    def recall(mention: MentionId) -> tuple[Sequence[Mention], date]:
        record, reading = understand(record_of(mention))
        return mentions_of(record, reading), day_of(record)

    return recall


def _signs(reading: Reading, *, of_child: bool, tier: Tier = Tier.RULE) -> tuple[str, ...]:
    found = {
        sign.indicator
        for sign in reading.indicators
        if sign.live and sign.tier is tier and (sign.about is About.CHILD) is of_child
    }
    return tuple(sorted(found))


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans that lie within no other, in the order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def sighting_of(
    record: Record,
    reading: Reading,
    mentions: Sequence[Mention],
    entities: Sequence[EntityId],
    number: int,
    *,
    known_at: datetime,
) -> Sighting:
    """The record as it is understood: its mentions with the entities that they were taken for, and the signs read.

    `known_at` is the moment at which it became known to the journey.
    """
    day = day_of(record)
    text = record.narrative.text
    quoted: tuple[Words, ...] = ()
    if reading.mismatch is not None:
        signs = [found.span for found in reading.mismatch.indicators]
        spans = (*_outermost(reading.mismatch.child_words), *_outermost(signs))
        quoted = tuple(dict.fromkeys(Words(text[s.start : s.end]) for s in spans))
    return Sighting(
        number=number,
        record=record.id,
        source=record.source,
        reference=record.reference,
        agency=record.agency,
        kind=record.kind,
        filed_as=record.filed_as,
        happened=record.happened,
        recorded_at=record.recorded_at,
        presences=tuple(presence_of(m, e, day) for m, e in zip(mentions, entities, strict=True)),
        signs=_signs(reading, of_child=True),
        other_signs=_signs(reading, of_child=False),
        child_words=bool(reading.child_words),
        night=reading.night,
        adults_calling=reading.adults_calling,
        question=reading.mismatch,
        quoted=quoted,
        arrived_at=None if known_at == record.recorded_at else known_at,
        possible_signs=_signs(reading, of_child=True, tier=Tier.POSSIBLE),
    )
