"""The budget orders and never hides."""

from datetime import UTC, datetime, timedelta

from wholepicture.report.view import FindingView
from wholepicture.report.weeks import by_week, overview
from wholepicture.report.wording import PATTERNS
from wholepicture.vocabulary.findings import Finding, FindingId

MONDAY = datetime(2008, 3, 3, 9, tzinfo=UTC)


def view_of(number: int, pattern: str, after: timedelta, order: int = 0) -> FindingView:
    finding = Finding(
        id=FindingId(f"f{number:03d}"),
        pattern=pattern,
        surfaced_at=MONDAY + after,
        children=(),
        records=(),
        evidence=(),
        agencies=(),
        because="Because.",
    )
    return FindingView(finding=finding, order=order)


def ids(views):
    return [view.finding.id for view in views]


def test_the_first_of_a_week_take_the_budget_and_the_rest_stand_over_it():
    views = [view_of(n, "shared_place", timedelta(hours=n)) for n in range(7)]

    (week,) = by_week(views, PATTERNS, 5)

    assert ids(week.across) == ["f004", "f003", "f002", "f001", "f000"]
    assert ids(week.over) == ["f005", "f006"]


def test_across_children_share_one_budget_while_each_single_pattern_has_its_own():
    views = [view_of(n, "shared_place" if n % 2 else "shared_vehicle", timedelta(hours=n)) for n in range(4)]
    views += [view_of(10 + n, "child_question", timedelta(hours=n)) for n in range(3)]
    views += [view_of(20, "falling_count", timedelta())]

    (week,) = by_week(views, PATTERNS, 2)

    assert (len(week.across), ids(week.single), len(week.over)) == (2, ["f011", "f020", "f010"], 3)


def test_a_given_order_comes_before_the_time():
    views = [view_of(1, "shared_place", timedelta(), order=2), view_of(2, "shared_place", timedelta(days=1), order=1)]

    (week,) = by_week(views, PATTERNS, 1)

    assert (ids(week.across), ids(week.over)) == (["f002"], ["f001"])


def test_nothing_is_lost_whatever_the_budget():
    views = [view_of(n, PATTERNS[n % 13].name, timedelta(hours=7 * n)) for n in range(120)]

    weeks = by_week(views, PATTERNS, 3)

    assert sorted(one for week in weeks for one in ids(week.across + week.single + week.over)) == sorted(ids(views))
    assert [week.monday for week in weeks] == sorted({week.monday for week in weeks}, reverse=True)


def test_a_pattern_that_the_page_does_not_know_is_shown_by_its_own_name():
    shown = overview([view_of(1, "night_bus", timedelta())], PATTERNS)

    assert [(words.short, shown.total(words)) for words in shown.patterns] == [("Night bus", 1)]
