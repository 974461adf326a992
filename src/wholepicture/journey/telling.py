"""One record's journey told in words, step by step: what arrived, what was read, who was linked, what surfaced."""

from collections.abc import Iterator, Sequence

from wholepicture.journey.fold import Step
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.moments import LONDON
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.readings import IndicatorFound
from wholepicture.vocabulary.records import EntityId


def tell(
    step: Step,
    *,
    indicator_names: dict[str, str],
    new_entities: frozenset[EntityId],
    before: Sequence[Finding],
    after: Sequence[Finding],
) -> Iterator[str]:
    """The story of one step, a line at a time.

    `new_entities` are those that nobody had named before this record; `before` and `after` the findings as they stood.
    """
    yield from _intake(step)
    yield from _reading(step, indicator_names)
    yield from _linkage(step, new_entities)
    yield from _patterns(step, before, after)


def _intake(step: Step) -> Iterator[str]:
    record = step.record
    recorded = record.recorded_at.astimezone(LONDON)
    yield f"1. Intake: {record.agency} recorded {record.reference} on {recorded:%d %B %Y at %H:%M}."
    if record.filed_as:
        yield f"   It was filed as {record.filed_as!r}; that stays beside whatever else is found."
    if step.amends:
        yield "   It amends an earlier version of the same record, and takes its place; the earlier one is kept."
    columns = [mention for mention in step.mentions if mention.span is None]
    yield f"   Its columns name {_counted(columns)}."


def _counted(mentions: Sequence[object]) -> str:
    kinds = [mention.kind for mention in mentions if hasattr(mention, "kind")]
    parts = [f"{kinds.count(kind)} {kind.value}{'s' * (kinds.count(kind) > 1)}" for kind in EntityKind if kind in kinds]
    return ", ".join(parts) or "nobody and nothing"


def _reading(step: Step, names: dict[str, str]) -> Iterator[str]:
    reading, text = step.reading, step.record.narrative.text
    yield f"2. Reading (lexicon {reading.lexicon}):"
    if not reading.indicators and not reading.named:
        yield "   no published indicator, and nobody else named."
    for found in reading.indicators:
        words = text[found.span.start : found.span.end]
        yield f"   {found.indicator} {names.get(found.indicator, '')}: \u201c{words}\u201d ({_axes(found)})"
        if found.cue is not None:
            yield f"      because of \u201c{text[found.cue.start : found.cue.end]}\u201d"
    for named in reading.named:
        words = text[named.span.start : named.span.end]
        yield f"   a {named.kind.value} stands in the text: \u201c{words}\u201d ({named.role.value.replace('_', ' ')})"
    for advice in reading.wording:
        yield f"   wording: \u201c{advice.term}\u201d \u2013 consider: {advice.instead} ({advice.source})"
    if reading.mismatch is not None:
        groups = ", ".join(reading.mismatch.groups)
        yield (
            f"   Filed as {reading.mismatch.filed_as!r}, yet it speaks of a child and of "
            f"{len(reading.mismatch.indicators)} current indicators from groups {groups}. Does the category fit?"
        )


def _axes(found: IndicatorFound) -> str:
    return f"{found.polarity.value}, {found.timing.value}, about {found.about.value}, {found.tier.value}"


def _linkage(step: Step, new_entities: frozenset[EntityId]) -> Iterator[str]:
    yield "3. Linkage:"
    if not step.mentions:
        yield "   nobody and nothing to link."
    for mention, entity in zip(step.mentions, step.resolution.assigned, strict=True):
        known = "not named before" if entity in new_entities else f"taken for {entity}"
        yield f"   {mention.kind.value} \u201c{mention.text.text}\u201d: {known}"
        for pair in step.resolution.judged:
            if mention.id in (pair.left, pair.right) and pair.judgement is not Judgement.DIFFERENT:
                other = pair.right if pair.left == mention.id else pair.left
                reasons = "; ".join(pair.because)
                yield f"      {pair.judgement.value} as {other} ({pair.weight:+.1f} bits): {reasons}"
    for alias in step.resolution.moved:
        yield f"   {alias.entity} is now known to be {alias.now}: {alias.because}"


def _patterns(step: Step, before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[str]:
    surfaced = after[len(before) :]
    grown = [now for then, now in zip(before, after, strict=False) if len(now.history) > len(then.history)]
    yield "4. Patterns:"
    if step.sighting is None:
        yield "   a row of a statutory list: it says who is open to whom, and is no sighting."
    if not surfaced and not grown:
        yield "   nothing surfaced with this record."
    for finding in grown:
        yield f"   it joins a finding that surfaced on {finding.surfaced_at.astimezone(LONDON):%d %B %Y}, {finding.pattern}:"
        yield f"      {finding.history[-1].because}"
    for finding in surfaced:
        yield f"   {finding.pattern}: {finding.because}"
        for words in finding.against:
            yield f"      against it: {words}"
        for words in finding.ask_next:
            yield f"      ask next: {words}"
    yield "5. Decisions: none is made here. People decide, in their own names, with reasons."
