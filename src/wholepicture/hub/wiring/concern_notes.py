"""What a concern's words show while they are written: indicators, wording, and what could still be said. Keeps nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from wholepicture.intake.concern import Concern, NothingSaid, narrative_of
from wholepicture.reading import Lexicon, Reader, load_lexicon
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.readings import IndicatorFound, Polarity, Reading, Tier
from wholepicture.vocabulary.records import RecordId

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
MOST_READ = 20_000
"""Characters that are read while somebody writes; all of it is read once it is sent."""


@dataclass(frozen=True, slots=True)
class IndicatorNote:
    """A published indicator that the words speak of. `possible` asks the writer to check; it was not found by a rule."""

    name: str
    words: tuple[str, ...] = field(repr=False)
    explanation: str
    sources: str
    possible: bool
    denied: bool


@dataclass(frozen=True, slots=True)
class WordingNote:
    """Words that blame or play down, with what is published as better, and where."""

    words: str = field(repr=False)
    instead: str
    source: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that could still be said, and the field where it goes."""

    words: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernNotes:
    """Everything that is worth a look before sending. None of it has to be done."""

    indicators: tuple[IndicatorNote, ...] = ()
    wordings: tuple[WordingNote, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    filed_as: str = ""
    """As what it stands filed, or what it says that it is about, where the words speak of a child and that does not."""

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.indicators or self.wordings or self.prompts or self.filed_as)


@lru_cache(maxsize=1)
def _reader() -> tuple[Reader, Lexicon]:
    lexicon = load_lexicon()
    return Reader(lexicon), lexicon


def notes_on(concern: Concern, *, now: datetime, when: str = "") -> ConcernNotes:
    """What a concern's words show so far, by the same reading that it will have once it is sent. `when` is what is to be
    said of its time.
    """
    advised = (Prompt(when, "when"),) if when else ()
    try:
        text, parts = narrative_of(concern)
    except NothingSaid:
        return ConcernNotes(prompts=advised)
    text = text[:MOST_READ]
    reader, lexicon = _reader()
    reading = reader.read(
        RecordId("unsent"),
        text,
        filed_as=concern.filed_as,
        recorded_on=london_day(now),
        columns_mentions=0,
        about=concern.about or "",
    )
    advice = (one for one in reading.wording if not parts.is_said(one.span))
    return ConcernNotes(
        indicators=_indicators(text, reading, lexicon),
        wordings=tuple(WordingNote(_words(text, one.span.start, one.span.end), one.instead, one.source) for one in advice),
        prompts=(*advised, *_prompts(concern, reading)),
        filed_as=reading.mismatch.filed_as if reading.mismatch else "",
    )


def _indicators(text: str, reading: Reading, lexicon: Lexicon) -> tuple[IndicatorNote, ...]:
    found: dict[str, list[IndicatorFound]] = defaultdict(list)
    for one in reading.indicators:
        if one.live:
            found[one.indicator].append(one)
    return tuple(_note(text, lexicon, key, those) for key, those in found.items())


def _note(text: str, lexicon: Lexicon, key: str, those: list[IndicatorFound]) -> IndicatorNote:
    indicator = lexicon.indicators[key]
    words = dict.fromkeys(_words(text, one.span.start, one.span.end) for one in those)
    return IndicatorNote(
        name=indicator.name,
        words=tuple(words),
        explanation=indicator.explanation,
        sources="; ".join(SOURCES.get(source, source) for source in indicator.grades),
        possible=all(one.tier is Tier.POSSIBLE for one in those),
        denied=all(one.polarity is Polarity.DENIED for one in those),
    )


def _prompts(concern: Concern, reading: Reading) -> tuple[Prompt, ...]:
    kinds = {one.kind for one in reading.named}
    prompts = []
    if concern.happened_from is None and not reading.dates and not concern.happened_words:
        prompts.append(Prompt("When was it? A day helps, and a time of day.", "when"))
    somewhere = concern.places or any(child.address for child in concern.children)
    if not somewhere and EntityKind.PLACE not in kinds:
        prompts.append(Prompt("Where was it? An address, a name, or how to find it.", "place_1_text"))
    if not (concern.children or concern.adults) and EntityKind.PERSON not in kinds:
        words = "Who was there, and with whom? A name is not needed: say what they looked like."
        prompts.append(Prompt(words, "child_1_forename"))
    return tuple(prompts)


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
