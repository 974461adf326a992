"""The falling count in one picture: episodes a month, over hours away, nights away and the time of return."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from markupsafe import Markup

from wholepicture.report.drawing import element, group, letters, picture
from wholepicture.report.view import MissingMonth
from wholepicture.report.wording import say_number

WIDTH = 720
LEFT = 168
PANEL = 78
TOP = 10
NO_LESS_HARM = "Fewer reports is not less harm: the count fell while what each episode says grew worse."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    head: str
    unit: str
    style: str
    height: Callable[[MissingMonth], float | None]
    says: Callable[[MissingMonth], str]


def noon_minutes(returned_at: time) -> int:
    """Minutes since the noon before, so that 02:00 is later than 22:00."""
    return (returned_at.hour * 60 + returned_at.minute - 12 * 60) % (24 * 60)


def say_return(month: MissingMonth) -> str:
    """The usual time of return; after midnight it is said to be the next day."""
    if month.returned_at is None:
        return "not known"
    next_day = " next day" if month.returned_at.hour < 12 else ""
    return f"{month.returned_at:%H:%M}{next_day}"


PANELS = (
    _Panel(
        head="Episodes",
        unit="reported in the month",
        style="bar count",
        height=lambda month: month.episodes,
        says=lambda month: str(month.episodes),
    ),
    _Panel(
        head="Hours away",
        unit="in all",
        style="bar worse",
        height=lambda month: month.hours_away,
        says=lambda month: say_number(round(month.hours_away, 1)),
    ),
    _Panel(
        head="Nights away",
        unit="in all",
        style="bar worse",
        height=lambda month: month.nights_away,
        says=lambda month: str(month.nights_away),
    ),
    _Panel(
        head="Time of return",
        unit="usual, noon to noon",
        style="point",
        height=lambda month: noon_minutes(month.returned_at) if month.returned_at else None,
        says=lambda month: f"{month.returned_at:%H:%M}" if month.returned_at else "",
    ),
)


def _draw_panel(panel: _Panel, series: tuple[MissingMonth, ...], top: float) -> Markup:
    step = (WIDTH - LEFT - 8) / len(series)
    bottom = top + PANEL - 10
    highest = max((panel.height(month) or 0 for month in series), default=0) or 1
    parts = [
        letters(panel.head, 0, top + 36, class_="t head"),
        letters(panel.unit, 0, top + 54, class_="t small"),
        element("line", x1=LEFT, x2=WIDTH, y1=bottom, y2=bottom, class_="lane"),
    ]
    points: list[tuple[float, float]] = []
    for number, month in enumerate(series):
        height = panel.height(month)
        if height is None:
            continue
        middle = LEFT + step * (number + 0.5)
        tall = (PANEL - 34) * height / highest
        if panel.style == "point":
            points.append((middle, bottom - tall))
        elif height:
            width = min(44.0, step * 0.6)
            parts.append(
                element("rect", x=middle - width / 2, y=bottom - tall, width=width, height=tall, class_=panel.style)
            )
        parts.append(
            letters(
                panel.says(month),
                middle,
                bottom - tall - (12 if panel.style == "point" else 8),
                anchor="middle",
                class_="t small",
            )
        )
    if points:
        parts.insert(3, element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_="trend"))
        parts += [element("circle", cx=x, cy=y, r=4, class_="event") for x, y in points]
    return group(parts)


def draw_missing_months(anchor: str, series: tuple[MissingMonth, ...]) -> Markup:
    """Four panels over the same months, each on its own scale from zero; a later return stands higher."""
    parts = [_draw_panel(panel, series, TOP + PANEL * row) for row, panel in enumerate(PANELS)]
    step = (WIDTH - LEFT - 8) / len(series)
    every = max(1, -(-len(series) // 12))
    for number, month in enumerate(series):
        if number % every == 0:
            text = f"{month.month:%b %Y}" if step > 70 else f"{month.month:%b %y}"
            x = LEFT + step * (number + 0.5)
            parts.append(letters(text, x, TOP + PANEL * 4 + 12, anchor="middle", class_="t small"))
    first, last = series[0], series[-1]
    described = (
        f"From {first.month:%B %Y} to {last.month:%B %Y} episodes a month went from {first.episodes} to {last.episodes}, "
        f"hours away from {say_number(round(first.hours_away, 1))} to {say_number(round(last.hours_away, 1))}, "
        f"nights away from {first.nights_away} to {last.nights_away}, "
        f"the usual time of return from {say_return(first)} to {say_return(last)}."
    )
    title = "Fewer episodes against time away, nights away and time of return"
    return picture(anchor, title, described, (WIDTH, TOP + PANEL * 4 + 22), parts)
