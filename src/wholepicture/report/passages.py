"""A narrative cut into passages: the marked words, the masked names, and what was left out of a very long one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from wholepicture.report.masking import Replacement
from wholepicture.report.wording import say_reservations
from wholepicture.vocabulary.readings import IndicatorFound
from wholepicture.vocabulary.records import Span

OPENING = 1_200
"""Characters shown from the beginning of a narrative, whatever it says."""
AROUND = 160
"""Characters shown before and after a marked passage further on."""
LONGEST = 3_200
"""No more characters than this of one narrative; the page says how much was left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One indicator as the reader sees it. `live` is False where the writer ruled it out or it is not of now."""

    name: str
    reservations: tuple[str, ...]
    live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text under the same marks; `closes` are those that end here, `gap` counts characters left out before."""

    text: str = field(repr=False)
    marks: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()
    gap: int = 0

    @property
    def live(self) -> bool:
        """Whether any of its marks is live."""
        return any(mark.live for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What is shown of a narrative, how many characters follow that are not, and how many marks are not shown."""

    passages: tuple[Passage, ...]
    left_out: int = 0
    marks_left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Stretch:
    span: Span
    mark: Mark


def _snap(span: Span, hidden: tuple[Replacement, ...], length: int) -> Span:
    """The span grown so that it never cuts through a masked name."""
    start, end = max(0, span.start), min(length, span.end)
    for one in hidden:
        if one.span.start < start < one.span.end:
            start = one.span.start
        if one.span.start < end < one.span.end:
            end = one.span.end
    return Span(start, end)


def _windows(length: int, stretches: list[_Stretch], hidden: tuple[Replacement, ...]) -> tuple[Span, ...]:
    """Which parts are shown: the opening, then what stands around each mark, as far as the longest allows."""
    if length <= LONGEST:
        return (Span(0, length),)
    windows = [_snap(Span(0, OPENING), hidden, length)]
    shown = windows[0].end
    for one in stretches:
        wanted = _snap(Span(one.span.start - AROUND, min(one.span.end, one.span.start + OPENING) + AROUND), hidden, length)
        last = windows[-1]
        more = wanted.end - max(wanted.start, last.end)
        if more <= 0:
            continue
        if shown + more > LONGEST:
            break
        shown += more
        if wanted.start <= last.end:
            windows[-1] = Span(last.start, wanted.end)
        else:
            windows.append(wanted)
    return tuple(windows)


def excerpt(
    text: str, indicators: tuple[IndicatorFound, ...], hidden: tuple[Replacement, ...], plain: Mapping[str, str]
) -> Excerpt:
    """A narrative ready to be shown. `hidden` must be in order and must not overlap; `plain` names indicators by id."""
    stretches = [
        _Stretch(
            _snap(found.span, hidden, len(text)),
            Mark(
                name=plain.get(found.indicator, f"indicator {found.indicator}"),
                reservations=say_reservations(found),
                live=found.live,
            ),
        )
        for found in sorted(indicators, key=lambda one: (one.span.start, one.span.end, one.indicator))
    ]
    stretches = [one for one in stretches if one.span.start < one.span.end]
    windows = _windows(len(text), stretches, hidden)
    passages: list[Passage] = []
    before = 0
    for window in windows:
        passages.extend(_passages_in(text, window, stretches, hidden, window.start - before))
        before = window.end
    outside = sum(not any(w.start <= one.span.start < w.end for w in windows) for one in stretches)
    return Excerpt(passages=tuple(passages), left_out=len(text) - before, marks_left_out=outside)


def _passages_in(
    text: str, window: Span, stretches: list[_Stretch], hidden: tuple[Replacement, ...], gap: int
) -> list[Passage]:
    inside = [one for one in stretches if one.span.start < window.end and one.span.end > window.start]
    masked = {one.span.start: one for one in hidden if window.start <= one.span.start < window.end}
    cuts = {window.start, window.end}
    for span in [one.span for one in inside] + [one.span for one in masked.values()]:
        cuts.update({max(window.start, span.start), min(window.end, span.end)})
    ordered = sorted(cuts)
    passages = []
    for start, end in pairwise(ordered):
        mask = masked.get(start)
        over = [one for one in inside if one.span.start <= start and end <= one.span.end]
        passages.append(
            Passage(
                text=mask.text if mask else text[start:end],
                marks=tuple(one.mark for one in over),
                closes=tuple(one.mark for one in over if min(one.span.end, window.end) == end),
                gap=gap if start == window.start else 0,
            )
        )
    return passages
