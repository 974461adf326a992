"""The weights of a pair as a drawing: each field's bar begins where the last one ended. A table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wholepicture.hub.wiring.link_weights import FieldCompared

WIDTH, LABELS, ROW = 640, 220, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, in the drawing's own units. `said` is its label, `told` its weight in words."""

    said: str
    told: str
    x: float
    y: float
    width: float
    end: float
    text_y: float
    label_x: float
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """A drawing. `zero` is where neither speaks."""

    bars: tuple[Bar, ...] = field(default=())
    width: int
    height: int
    zero: float


def draw(fields: Sequence[FieldCompared], total: float) -> Waterfall:
    """The bars of those fields that weigh anything, and their sum."""
    weighed = [(one.name, one.bits) for one in fields if one.bits]
    stops, at = [0.0], 0.0
    for _, bits in weighed:
        at += bits
        stops.append(at)
    low, high = min(*stops, total, 0.0), max(*stops, total, 1.0)
    scale = (WIDTH - LABELS - 80) / (high - low)

    def place(value: float) -> float:
        return round(LABELS + (value - low) * scale, 1)

    steps = [
        (name, begin, begin + bits, bits, "for" if bits > 0 else "against")
        for (name, bits), begin in zip(weighed, stops, strict=False)
    ]
    steps.append(("Together", 0.0, total, total, "sum"))
    bars = tuple(
        Bar(
            said=_short(name),
            told=f"{bits:+.1f}",
            x=place(min(begin, end)),
            y=number * ROW + 5,
            width=max(1.0, round(abs(end - begin) * scale, 1)),
            end=place(end),
            text_y=number * ROW + 18,
            label_x=place(max(begin, end)) + 5,
            css=css,
        )
        for number, (name, begin, end, bits, css) in enumerate(steps)
    )
    return Waterfall(bars=bars, width=WIDTH, height=len(steps) * ROW + 6, zero=place(0.0))


def _short(name: str) -> str:
    return name if len(name) <= 26 else "Other records, company"
