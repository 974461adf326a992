"""What was read in a record's words: each indicator with its published sources and how it is meant, and better wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wholepicture.hub.storage.records_shown import AdviceShown, MentionShown, SpanShown
from wholepicture.hub.wiring.descriptions import KIND_WORDS, ROLE_WORDS
from wholepicture.reading import load_lexicon
from wholepicture.report.wording import say_reservations
from wholepicture.vocabulary.readings import About, IndicatorFound, Polarity, Tier, Timing
from wholepicture.vocabulary.records import Span

SOURCES: Mapping[str, str] = {
    "SERAF": "Barnardo’s sexual exploitation risk assessment framework",
    "WM12": "West Midlands screening tool, 12 and over",
    "SUR": "Surrey screening tool",
    "OCC": "Office of the Children’s Commissioner (2013)",
    "HO": "Home Office",
    "HO18": "Home Office, county lines (2018)",
    "HO23": "Home Office, county lines (2023)",
    "IICSA": "Independent Inquiry into Child Sexual Abuse, organised networks (2022)",
    "PLY": "Plymouth exploitation threshold indicators",
    "NS": "North Somerset signs of exploitation",
    "BUC": "Buckinghamshire family hub",
    "TSAB": "Teeswide Safeguarding Adults Board",
    "STS": "Spotting the Signs (BASHH and Brook)",
    "CSAC": "Centre of expertise on child sexual abuse",
    "DfE17": "Department for Education (2017)",
    "CCE": "Child criminal exploitation guidance",
}
"""The keys under which the lexicon notes who publishes an indicator, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch of the words that means something: its offsets, `end` exclusive, its kind, and what it is in words. `target`
    is the id of the line that explains it, or the entity that it names.
    """

    start: int
    end: int
    kind: str
    label: str
    target: str = ""
    entity_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """A published indicator in the words. `reservations` say what the writer holds back ("the child says no"), `cue` are the
    words that say so. `sources` are (publisher, the publisher's own word for how much it weighs).
    """

    target: str
    name: str
    words: str = field(repr=False)
    reservations: tuple[str, ...]
    cue: str = field(repr=False)
    explanation: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingLine:
    """Words that blame or play down, what is published as better, and where."""

    target: str
    words: str = field(repr=False)
    instead: str
    source: str


def indicator_lines(text: str, spans: Sequence[SpanShown]) -> tuple[IndicatorLine, ...]:
    """One line for each indicator found, in the order of the text."""
    return tuple(_indicator_line(text, number, one) for number, one in enumerate(spans, 1))


def _indicator_line(text: str, number: int, one: SpanShown) -> IndicatorLine:
    indicator = load_lexicon().indicators.get(one.indicator)
    cue = "" if one.cue_start is None or one.cue_end is None else _words(text, one.cue_start, one.cue_end)
    return IndicatorLine(
        target=f"sign-{number}",
        name=indicator.name if indicator else one.indicator,
        words=_words(text, one.start_at, one.end_at),
        reservations=say_reservations(_found(one)),
        cue=cue,
        explanation=indicator.explanation if indicator else "",
        sources=tuple((SOURCES.get(key, key), word) for key, word in indicator.grades.items()) if indicator else (),
    )


def _found(one: SpanShown) -> IndicatorFound:
    return IndicatorFound(
        indicator=one.indicator,
        span=Span(one.start_at, one.end_at),
        polarity=Polarity(one.polarity),
        timing=Timing(one.timing),
        about=About(one.about),
        tier=Tier(one.tier),
        pattern="",
    )


def wording_lines(text: str, advice: Sequence[AdviceShown]) -> tuple[WordingLine, ...]:
    """One line for each piece of advice, in the order of the text."""
    return tuple(
        WordingLine(
            target=f"wording-{number}", words=_words(text, one.start_at, one.end_at), instead=one.instead, source=one.source
        )
        for number, one in enumerate(advice, 1)
    )


def marks_in(
    text: str, spans: Sequence[SpanShown], advice: Sequence[AdviceShown], mentions: Sequence[MentionShown]
) -> tuple[Marked, ...]:
    """Everything to mark in a record's words."""
    marks = [
        Marked(start=one.start_at, end=one.end_at, kind=_kind(one), label=_label(line), target=line.target)
        for one, line in zip(spans, indicator_lines(text, spans), strict=True)
    ]
    marks += [
        Marked(start=one.start_at, end=one.end_at, kind="wording", label="wording", target=f"wording-{number}")
        for number, one in enumerate(advice, 1)
    ]
    marks += [
        Marked(
            start=one.start_at,
            end=one.end_at,
            kind=one.kind,
            label=f"{KIND_WORDS[one.kind].lower()}: {ROLE_WORDS.get(one.role, one.role)}",
            target=one.entity,
            entity_kind=one.kind,
        )
        for one in mentions
        if one.start_at is not None and one.end_at is not None
    ]
    return tuple(marks)


def _kind(one: SpanShown) -> str:
    if one.polarity in (Polarity.ABSENT, Polarity.DENIED):
        return "denied"
    if one.timing != Timing.CURRENT:
        return str(one.timing)
    return "indicator" if one.about == About.CHILD else "other"


def _label(line: IndicatorLine) -> str:
    return f"{line.name} ({', '.join(line.reservations)})" if line.reservations else line.name


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
