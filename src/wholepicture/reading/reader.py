"""Reads one narrative: a pure function of the lexicon and the words."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

from wholepicture.reading.assertion import Seen, assert_of, with_learned
from wholepicture.reading.bearers import Scene
from wholepicture.reading.cues import Cues
from wholepicture.reading.learned import Learned, Possible, load_weights, told_by
from wholepicture.reading.lexicon import Lexicon
from wholepicture.reading.mismatch import ELSEWHERE, child_question, filed_as_nuisance, question_as_filed
from wholepicture.reading.named import named_in
from wholepicture.reading.scenes import child_words_in, scene_of
from wholepicture.reading.times import ages_in, dates_in
from wholepicture.reading.tokens import Tokens
from wholepicture.reading.wordings import Found
from wholepicture.vocabulary.pole import EntityKind, PersonDescription
from wholepicture.vocabulary.readings import About, IndicatorFound, NamedInText, Reading, Tier, WordingAdvice
from wholepicture.vocabulary.records import MentionId, RecordId, Span, mention_id

_QUOTED = re.compile(r"[\"“][^\"”]{2,400}[\"”]|(?<!\w)['‘][^'’]{3,400}['’](?!\w)")
_PIECE = 6_000
"""Characters beyond which a narrative is read in pieces."""
_SOMEONE = frozenset({"she", "he", "her", "him", "his", "hers", "herself", "himself", "someone"})
"""Words without which, and without a child or a name, a narrative speaks of nobody about whom to ask."""
_CALLING = frozenset({"D1", "D5"})


class Reader:
    """Reads narratives with one lexicon. Holds no state between readings, so that any process may read any record."""

    __slots__ = ("_learned", "_lexicon")

    def __init__(self, lexicon: Lexicon, *, learned: bool = True) -> None:
        """`learned` adds the learned tier's marks, each of them a possible one, and lets it ask the child question."""
        self._lexicon = lexicon
        self._learned = Learned(load_weights(), lexicon.plain, lexicon.forenames) if learned else None

    def read(
        self,
        record: RecordId,
        narrative: str,
        *,
        filed_as: str,
        recorded_on: date,
        columns_mentions: int,
        about: str = "",
    ) -> Reading:
        """What the words say. `columns_mentions` is how many mentions the record's columns hold, for the mentions' numbers;
        `about` is what the record says that it is about (`about_of`), "" where it does not.

        Where columns name whom a record is about, and it is filed as no nuisance and says of itself nothing but a person, it
        is openly about somebody: then the weights alone ask no child question. A very long narrative is read piece by
        piece, so that what it costs grows with its length and no faster.
        """
        del recorded_on
        pieces = _pieces(narrative)
        whole, over = self._read_piece(record, narrative[: pieces[0][1]], columns_mentions)
        for start, end in pieces[1:]:
            piece, excess = self._read_piece(record, narrative[start:end], columns_mentions + len(whole.named))
            whole, over = _joined(whole, moved(piece, start)), max(over, excess)
        as_filed = question_as_filed(filed_as, about, self._lexicon)
        if as_filed is None:
            return whole
        openly = columns_mentions > 0 and about not in ELSEWHERE and not filed_as_nuisance(filed_as, self._lexicon)
        asked = over > 0 and not openly
        question = child_question(as_filed, whole.child_words, whole.indicators, self._lexicon, learned=asked)
        return whole if question is None else replace(whole, mismatch=question)

    def _read_piece(self, record: RecordId, narrative: str, columns_mentions: int) -> tuple[Reading, float]:
        lexicon = self._lexicon
        tokens = lexicon.tokeniser(narrative)
        by_meaning = self.found(tokens)
        words = frozenset(tokens.words)
        named = named_in(tokens, words, lexicon)
        ids = [mention_id(each.kind, record, columns_mentions + number) for number, each in enumerate(named)]
        ages = ages_in(tokens)
        child_words = child_words_in(tokens, lexicon, named)
        scene = scene_of(narrative, tokens, by_meaning, child_words, ages)
        cues = Cues(by_meaning)
        indicators = self._indicators(tokens, by_meaning, cues, scene, tuple(zip(named, ids, strict=True)))
        possible: list[Possible] = []
        over = -1.0
        if self._learned:
            told = told_by(indicators, child_words)
            possible, over = self._learned.read(tokens, told)
            if not (child_words or any(each.kind is EntityKind.PERSON for each in named) or not _SOMEONE.isdisjoint(words)):
                over = -1.0
        indicators = self._with_possible(tokens, indicators, possible, cues, scene)
        reading = Reading(
            record=record,
            lexicon=f"{lexicon.version}+{self._learned.version}" if self._learned else lexicon.version,
            indicators=indicators,
            named=named,
            wording=self._wording(narrative, tokens, by_meaning),
            child_words=child_words,
            night=bool(by_meaning.get(("night", ""))),
            adults_calling=any(
                found.indicator in _CALLING and found.live and found.tier is Tier.RULE for found in indicators
            ),
            dates=dates_in(tokens),
            ages=ages,
        )
        return reading, over

    def found(self, tokens: Tokens) -> dict[tuple[str, str], list[Found]]:
        """Every wording of the lexicon in `tokens`, by what it means."""
        found: dict[tuple[str, str], list[Found]] = defaultdict(list)
        meanings = self._lexicon.meanings
        for each in self._lexicon.index.find(tokens):
            found[meanings[each.key]].append(each)
        return found

    def _indicators(
        self,
        tokens: Tokens,
        by_meaning: dict[tuple[str, str], list[Found]],
        cues: Cues,
        scene: Scene,
        named: tuple[tuple[NamedInText, MentionId], ...],
    ) -> tuple[IndicatorFound, ...]:
        lexicon = self._lexicon
        by_indicator: dict[str, list[tuple[Found, str]]] = defaultdict(list)
        for (kind, pattern), hits in by_meaning.items():
            if kind == "indicator" and lexicon.patterns[pattern].finds:
                by_indicator[lexicon.patterns[pattern].indicator] += [(hit, pattern) for hit in hits]
        results = []
        for indicator, found in by_indicator.items():
            guards = by_meaning.get(("indicator", f"{indicator}.guard"), ())
            matched = [hit for hit in found if not any(_overlap(hit[0], guard) for guard in guards)]
            default = About(lexicon.indicators[indicator].about)
            for hit, pattern in _merged(matched):
                seen = Seen(found=hit, indicator=indicator, default=default, absent=lexicon.patterns[pattern].absent)
                asserted = assert_of(tokens, seen, cues, scene)
                cue = asserted.cue
                results.append(
                    IndicatorFound(
                        indicator=indicator,
                        span=_span(tokens, hit.first, hit.last),
                        polarity=asserted.polarity,
                        timing=asserted.timing,
                        about=asserted.about,
                        tier=Tier.RULE,
                        pattern=pattern,
                        cue=_span(tokens, *cue) if cue else None,
                        about_mention=_bound(tokens, hit, asserted.about, named),
                    )
                )
        return tuple(sorted(results, key=lambda each: (each.span.start, each.indicator, each.span.end)))

    def _with_possible(
        self,
        tokens: Tokens,
        indicators: tuple[IndicatorFound, ...],
        possible: list[Possible],
        cues: Cues,
        scene: Scene,
    ) -> tuple[IndicatorFound, ...]:
        """The rules' indicators, and those that only the weights see in a sentence where no rule saw them."""
        results = list(indicators)
        for each in possible:
            first, last = tokens.sentence_of(each.first)
            start, end = tokens.starts[first], tokens.ends[last - 1]
            if any(found.indicator == each.indicator and start <= found.span.start < end for found in indicators):
                continue
            default = About(self._lexicon.indicators[each.indicator].about)
            seen = Seen(found=Found(-1, each.first, each.last), indicator=each.indicator, default=default, learned=True)
            asserted = with_learned(assert_of(tokens, seen, cues, scene), each.asserted)
            results.append(
                IndicatorFound(
                    indicator=each.indicator,
                    span=_span(tokens, each.first, each.last),
                    polarity=asserted.polarity,
                    timing=asserted.timing,
                    about=asserted.about,
                    tier=Tier.POSSIBLE,
                    pattern=f"learned ({', '.join(each.words)})",
                    cue=_span(tokens, *asserted.cue) if asserted.cue else None,
                )
            )
        return tuple(sorted(results, key=lambda each: (each.span.start, each.indicator, each.span.end)))

    def _wording(
        self, narrative: str, tokens: Tokens, by_meaning: dict[tuple[str, str], list[Found]]
    ) -> tuple[WordingAdvice, ...]:
        hits = [(number, hit) for (kind, number), found in by_meaning.items() if kind == "advice" for hit in found]
        if not hits:
            return ()
        quoted = [match.span() for match in _QUOTED.finditer(narrative) if not _of_an_adult(narrative, match.start())]
        advice = []
        for number, hit in hits:
            span = _span(tokens, hit.first, hit.last)
            if not any(start <= span.start and span.end <= end for start, end in quoted):
                entry = self._lexicon.advice[int(number)]
                advice.append(WordingAdvice(span=span, term=entry.term, instead=entry.instead, source=entry.source))
        return tuple(sorted(advice, key=lambda each: (each.span.start, each.span.end, each.term)))


_ADULT_SAYS = re.compile(
    r"\b(?:mum|mother|dad|father|carer|parent|teacher|tutor|staff|officer|worker|nurse|doctor|gp|head|manager|neighbour|"
    r"report|referral|letter|log|email|record)\b[^.!?\"“”]{0,40}$",
    re.IGNORECASE,
)


def _of_an_adult(narrative: str, start: int) -> bool:
    """Whether the words quoted from `start` on are an adult's or a document's: blaming words there are advised on."""
    return _ADULT_SAYS.search(narrative[max(0, start - 60) : start]) is not None


def _pieces(narrative: str) -> list[tuple[int, int]]:
    """Where a narrative is parted: whole, or at sentence ends once it is longer than _PIECE characters."""
    pieces, start = [], 0
    while len(narrative) - start > _PIECE:
        end = max(narrative.rfind(mark, start + _PIECE // 2, start + _PIECE) for mark in (". ", "\n", "! ", "? "))
        if end < 0:
            end = max(narrative.rfind(" ", start + _PIECE // 2, start + _PIECE), start + _PIECE // 2)
        pieces.append((start, end + 1))
        start = end + 1
    return [*pieces, (start, len(narrative))]


def moved(reading: Reading, by: int) -> Reading:
    """The same reading with every span `by` characters further on."""

    def shift(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return replace(
        reading,
        indicators=tuple(
            replace(each, span=shift(each.span), cue=shift(each.cue) if each.cue else None) for each in reading.indicators
        ),
        named=tuple(replace(each, span=shift(each.span)) for each in reading.named),
        wording=tuple(replace(each, span=shift(each.span)) for each in reading.wording),
        child_words=tuple(shift(span) for span in reading.child_words),
        dates=tuple(shift(span) for span in reading.dates),
        ages=tuple(shift(span) for span in reading.ages),
    )


def _joined(first: Reading, second: Reading) -> Reading:
    return replace(
        first,
        indicators=first.indicators + second.indicators,
        named=first.named + second.named,
        wording=first.wording + second.wording,
        child_words=first.child_words + second.child_words,
        night=first.night or second.night,
        adults_calling=first.adults_calling or second.adults_calling,
        dates=first.dates + second.dates,
        ages=first.ages + second.ages,
    )


def _span(tokens: Tokens, first: int, last: int) -> Span:
    return Span(tokens.starts[first], tokens.ends[last - 1])


def _overlap(one: Found, other: Found) -> bool:
    return one.first < other.last and other.first < one.last


def _merged(hits: list[tuple[Found, str]]) -> list[tuple[Found, str]]:
    """Hits of one indicator, with those that overlap made one."""
    merged: list[tuple[Found, str]] = []
    for hit, pattern in sorted(hits, key=lambda each: (each[0].first, -each[0].last, each[1])):
        if merged and hit.first < merged[-1][0].last:
            before, kept = merged[-1]
            merged[-1] = (Found(before.key, before.first, max(before.last, hit.last)), kept)
        else:
            merged.append((hit, pattern))
    return merged


def _bound(tokens: Tokens, hit: Found, about: About, named: tuple[tuple[NamedInText, MentionId], ...]) -> MentionId | None:
    """The person in the same sentence whom an indicator is about: the nearest before it, for a child not an adult."""
    if about is not About.CHILD:
        return None
    sentence = tokens.sentence_of(hit.first)
    start, end = tokens.starts[sentence[0]], tokens.ends[hit.last - 1]
    nearest = None
    for each, mention in named:
        if each.kind is EntityKind.PERSON and start <= each.span.start < end:
            description = each.description
            if isinstance(description, PersonDescription) and description.adult is not True and not description.relation:
                nearest = mention
    return nearest
