"""What an area can look at in a week: the budget orders, it never hides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.moments import london_day

ABOUT_ONE_CHILD = frozenset({"child_question", "falling_count", "unanswered", "gone_quiet"})
"""Patterns outside the budget for findings across children."""


@dataclass(frozen=True, slots=True)
class Week:
    """What surfaced in one week, in the order in which to look. `over` is what the budget leaves for its owner."""

    begins: date
    shown: tuple[Finding, ...]
    over: tuple[Finding, ...]


def attention_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in the order in which to look at them: no ranking of children, but of what is known.

    First by how surely it is not chance (`q_value`), then by how many agencies hold a piece, then by when it surfaced.
    """
    return tuple(
        sorted(
            findings,
            key=lambda f: (1.0 if f.q_value is None else round(f.q_value, 6), -len(f.agencies), f.surfaced_at, f.id),
        )
    )


def shown(findings: Sequence[Finding], per_week: int = 5) -> tuple[Week, ...]:
    """The findings across children week by week (from Monday, London), at most `per_week` in each to be looked at.

    What was over the budget of a week stays in `over` of that week, with its count; it is not carried forward silently.
    """
    weeks: dict[date, list[Finding]] = {}
    for finding in findings:
        if finding.pattern not in ABOUT_ONE_CHILD:
            day = london_day(finding.surfaced_at)
            weeks.setdefault(day - timedelta(days=day.weekday()), []).append(finding)
    found = []
    for begins in sorted(weeks):
        ordered = attention_order(weeks[begins])
        found.append(Week(begins, ordered[:per_week], ordered[per_week:]))
    return tuple(found)
