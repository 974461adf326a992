"""Findings by the week in which they surfaced: what fits the weekly budget, what is over it, and the overview."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from wholepicture.report.drawing import element, letters, picture, shorten
from wholepicture.report.view import FindingView
from wholepicture.report.wording import PatternWords, count_of, pattern_words, say_date
from wholepicture.vocabulary.moments import london_day

WIDTH = 720
LEFT = 190
ROW = 40
MOST = 156
"""Weeks drawn in the chart, newest last; the table holds them all."""


def week_of(finding: FindingView) -> date:
    """The Monday of the London week in which it surfaced."""
    day = london_day(finding.finding.surfaced_at)
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week's findings. Nothing is left out: `across`, `single` and `over` together are all of them.

    `across` are the findings across children within the budget, `single` those about one child or record within the
    budget of their own pattern, `over` the rest, in the order in which somebody should come to them.
    """

    monday: date
    across: tuple[FindingView, ...]
    single: tuple[FindingView, ...]
    over: tuple[FindingView, ...]

    @property
    def size(self) -> int:
        """How many findings surfaced in the week."""
        return len(self.across) + len(self.single) + len(self.over)


def _turn(view: FindingView) -> tuple[int, object, str]:
    return (view.order, view.finding.surfaced_at, view.finding.id)


def by_week(findings: Iterable[FindingView], patterns: tuple[PatternWords, ...], budget: int) -> tuple[Week, ...]:
    """The weeks that have findings, newest first. In a week the budget goes to the lowest `order`, then to the earliest."""
    weeks: dict[date, list[FindingView]] = {}
    for view in findings:
        weeks.setdefault(week_of(view), []).append(view)
    return tuple(_split(monday, weeks[monday], patterns, budget) for monday in sorted(weeks, reverse=True))


def _split(monday: date, views: list[FindingView], patterns: tuple[PatternWords, ...], budget: int) -> Week:
    kept: dict[bool, list[FindingView]] = {True: [], False: []}
    over: list[FindingView] = []
    used: Counter[str] = Counter()
    for view in sorted(views, key=_turn):
        words = pattern_words(view.finding.pattern, patterns)
        purse = "" if words.across_children else view.finding.pattern
        used[purse] += 1
        (kept[words.across_children] if used[purse] <= budget else over).append(view)
    newest = [sorted(part, key=_newest, reverse=True) for part in (kept[True], kept[False])]
    return Week(monday=monday, across=tuple(newest[0]), single=tuple(newest[1]), over=tuple(over))


def _newest(view: FindingView) -> tuple[object, str]:
    return (view.finding.surfaced_at, view.finding.id)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many findings of each pattern surfaced in each week, from the first week to the last, quiet weeks included."""

    mondays: tuple[date, ...]
    patterns: tuple[PatternWords, ...]
    counts: dict[tuple[date, str], int]

    def count(self, monday: date, pattern: PatternWords) -> int:
        """One cell of the table."""
        return self.counts.get((monday, pattern.name), 0)

    def total(self, pattern: PatternWords) -> int:
        """All weeks of one pattern."""
        return sum(self.count(monday, pattern) for monday in self.mondays)

    @property
    def busy(self) -> tuple[date, ...]:
        """The weeks in which anything surfaced, newest first."""
        return tuple(
            monday for monday in reversed(self.mondays) if any(self.count(monday, pattern) for pattern in self.patterns)
        )


def overview(findings: Iterable[FindingView], patterns: tuple[PatternWords, ...]) -> Overview:
    """Counts what surfaced; withdrawn findings count too, since they did surface."""
    counts: Counter[tuple[date, str]] = Counter()
    for view in findings:
        counts[week_of(view), view.finding.pattern] += 1
    found = {name for _, name in counts}
    known = [words for words in patterns if words.name in found]
    unknown = sorted(found - {words.name for words in patterns})
    if not counts:
        return Overview((), (), {})
    first, last = min(monday for monday, _ in counts), max(monday for monday, _ in counts)
    mondays = tuple(first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1))
    return Overview(mondays, (*known, *(pattern_words(name, patterns) for name in unknown)), dict(counts))


def draw_overview(anchor: str, shown: Overview) -> Markup:
    """One row of bars a pattern, one bar a week, all rows on one scale."""
    mondays = shown.mondays[-MOST:]
    highest = max(shown.counts.values(), default=1)
    step = (WIDTH - LEFT - 46) / len(mondays)
    bottom = ROW * len(shown.patterns) + 8
    parts: list[Markup] = []
    for row, pattern in enumerate(shown.patterns):
        ground = ROW * (row + 1)
        parts.append(letters(shorten(pattern.short, LEFT - 10), 0, ground - 6))
        parts.append(element("line", x1=LEFT, x2=WIDTH - 46, y1=ground, y2=ground, class_="lane"))
        for number, monday in enumerate(mondays):
            count = shown.count(monday, pattern)
            if count:
                tall = max(3.0, (ROW - 10) * count / highest)
                wide = max(1.0, min(28.0, step - 1))
                x = LEFT + step * number + (step - wide) / 2
                style = "bar across" if pattern.across_children else "bar single"
                parts.append(element("rect", x=x, y=ground - tall, width=wide, height=tall, class_=style))
        parts.append(letters(f"{shown.total(pattern):,}", WIDTH, ground - 6, anchor="end", class_="t head"))
    parts.append(letters(say_date(mondays[0]), LEFT, bottom + 16, class_="t small"))
    if len(mondays) > 1:
        parts.append(letters(say_date(mondays[-1]), WIDTH - 46, bottom + 16, anchor="end", class_="t small"))
    described = (
        f"{count_of(sum(shown.counts.values()), 'finding')} over {count_of(len(shown.mondays), 'week')}; the most of one "
        f"pattern in one week is {highest}. The table gives each week."
    )
    return picture(anchor, "Findings that surfaced, week by week", described, (WIDTH, bottom + 24), parts)
