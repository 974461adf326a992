"""The timeline of a finding: one lane an agency, each record where it happened and when it was written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from wholepicture.report.drawing import element, group, letters, picture, wrap
from wholepicture.report.wording import count_of, say_day
from wholepicture.vocabulary.moments import LONDON
from wholepicture.vocabulary.records import Record

WIDTH = 720
LEFT = 168
RIGHT = 24
TOP = 44
LANE = 46
NEAR = 11
"""Marks closer than this stand above one another."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Time from left to right; both ends are shown."""

    since: datetime
    until: datetime

    def x(self, moment: datetime) -> float:
        """Where a moment stands."""
        share = (moment - self.since) / (self.until - self.since)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def happened_at(record: Record) -> datetime:
    """When a record's event began; where it does not say, when it was written down."""
    return record.happened.since if record.happened else record.recorded_at


def axis_for(records: tuple[Record, ...], surfaced_at: datetime) -> Axis:
    """An axis on which every record and the surfacing stand, a little wider than they are."""
    moments = [happened_at(one) for one in records] + [one.recorded_at for one in records] + [surfaced_at]
    first, last = min(moments), max(moments)
    margin = max((last - first) / 40, timedelta(hours=12))
    return Axis(first - margin, last + margin)


def _month_starts(axis: Axis) -> list[datetime]:
    start, end = axis.since.astimezone(LONDON), axis.until.astimezone(LONDON)
    months = (end.year - start.year) * 12 + end.month - start.month
    step = max(1, -(-months // 8))
    starts = []
    for number in range(1, months + 1, step):
        index = start.month - 1 + number
        starts.append(datetime(start.year + index // 12, index % 12 + 1, 1, tzinfo=LONDON))
    return starts


def _ticks(axis: Axis, bottom: float) -> list[Markup]:
    starts = _month_starts(axis)
    parts = []
    for start in starts:
        x = axis.x(start)
        parts.append(element("line", x1=x, x2=x, y1=TOP - 8, y2=bottom, class_="grid"))
        if x < WIDTH - 40:
            parts.append(
                letters(f"{start:%b %Y}" if len(starts) < 7 else f"{start:%b %y}", x + 3, TOP - 12, class_="t small")
            )
    if not starts:
        parts.append(letters(say_day(axis.since + (axis.until - axis.since) / 2), LEFT, TOP - 12, class_="t small"))
    return parts


def _lane(agency: str, records: list[Record], axis: Axis, middle: float) -> Markup:
    lines = wrap(agency, LEFT - 18, 14)
    parts = [letters(line, 0, middle + 5 - 8 * (len(lines) - 1) + 16 * row) for row, line in enumerate(lines)]
    parts.append(element("line", x1=LEFT - 8, x2=WIDTH, y1=middle, y2=middle, class_="lane"))
    last, level = -100.0, 0
    for record in sorted(records, key=lambda one: (happened_at(one), one.recorded_at, one.source)):
        x = axis.x(happened_at(record))
        level = (level + 1) % 3 if x - last < NEAR else 0
        last = x
        y = middle + (0, -12, 12)[level]
        written = axis.x(record.recorded_at)
        if written - x > 6:
            parts.append(element("line", x1=x, x2=written, y1=y, y2=y, class_="delay"))
            parts.append(element("circle", cx=written, cy=y, r=3.5, class_="written"))
        parts.append(element("circle", cx=x, cy=y, r=5.5, class_="event"))
    return group(parts)


def draw_timeline(anchor: str, records: tuple[Record, ...], surfaced_at: datetime, marked: str = "surfaced") -> Markup:
    """The drawing: a filled mark where it happened, a line to a hollow one where it was written down later."""
    axis = axis_for(records, surfaced_at)
    lanes: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda one: (happened_at(one), one.source)):
        lanes.setdefault(record.agency, []).append(record)
    bottom = TOP + LANE * len(lanes)
    parts = _ticks(axis, bottom)
    parts += [_lane(agency, own, axis, TOP + LANE * (row + 0.5)) for row, (agency, own) in enumerate(lanes.items())]
    x = axis.x(surfaced_at)
    parts.append(element("line", x1=x, x2=x, y1=TOP - 8, y2=bottom + 6, class_="surfaced"))
    flip = x > WIDTH - 150
    where = f"{marked} {say_day(surfaced_at)}"
    parts.append(
        letters(where, x, bottom + 20, anchor="end" if flip else "middle" if x > LEFT + 80 else "start", class_="t small")
    )
    described = (
        f"{count_of(len(records), 'record')} from {count_of(len(lanes), 'agency', 'agencies')}, from {say_day(axis.since)} "
        f"to {say_day(axis.until)}. The table of records says the same in words."
    )
    return picture(anchor, "Timeline: what each agency recorded, and when", described, (WIDTH, bottom + 28), parts)
