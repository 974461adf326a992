"""The page itself: one self-contained HTML document that needs no network and works without scripts."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from wholepicture.report.sections import AMPLE, SPARE, FindingSection, Room, Table, compose
from wholepicture.report.view import FindingView, Page
from wholepicture.report.weeks import Overview, Week, by_week, draw_overview, overview
from wholepicture.report.wording import count_of, say_date, say_moment, show_controls

OPEN_WEEKS = 4
"""The newest weeks whose findings within the budget stand open; those of earlier weeks open at a click, and print open."""


IN_FULL = 200
"""So many findings, the newest weeks first, have ample room; those before them spare room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSection:
    """A week on the page."""

    title: str
    summary: str
    across: tuple[FindingSection, ...]
    single: tuple[FindingSection, ...]
    over: tuple[FindingSection, ...]
    over_title: str
    opened: bool


def _shown(value: object) -> object:
    return show_controls(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("wholepicture.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals.update(say_moment=say_moment, count_of=count_of)
    return environment


def _piece(name: str) -> str:
    return files("wholepicture.report").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def render(page: Page) -> str:
    """The whole document as text; the same page gives the same bytes. Write it as UTF-8."""
    style, script = _piece("page.css"), _piece("page.js")
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    weeks = by_week(page.findings, page.patterns, page.weekly_budget)
    shown = overview(page.findings, page.patterns)
    template = _environment().get_template("page.html")
    # Only this room's own style, script and their digests go in unescaped; nothing that anybody wrote.
    return template.render(
        page=page,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=Markup(policy),  # noqa: S704
        counts=count_files(page),
        unaccounted=sum(abs(one.unaccounted) for one in page.files),
        weeks=_week_sections(page, weeks),
        totals=_totals(page, shown, weeks),
        overview=draw_overview("overview", shown) if shown.mondays else None,
        overview_table=_overview_table(shown, weeks),
        patterns=shown.patterns,
    )


def count_files(page: Page) -> Table:
    """The table of rows: each file, then the sum."""
    rows = [
        (one.file, one.system, *(f"{n:,}" for n in (one.rows, one.records, one.amendments, one.duplicates, one.rejected)))
        for one in page.files
    ]
    sums = [
        sum(numbers)
        for numbers in zip(
            *((one.rows, one.records, one.amendments, one.duplicates, one.rejected) for one in page.files), strict=True
        )
    ] or [0] * 5
    rows.append(("All files", "", *(f"{n:,}" for n in sums)))
    heads = ("File", "System", "Rows in", "Records", "Amendments", "Duplicates", "Rejected")
    return Table("Rows in = records + amendments + duplicates + rejected", heads, tuple(rows))


def _totals(page: Page, shown: Overview, weeks: tuple[Week, ...]) -> tuple[tuple[str, str], ...]:
    across = sum(shown.total(pattern) for pattern in shown.patterns if pattern.across_children)
    over = sum(len(week.over) for week in weeks)
    withdrawn = sum(view.finding.withdrawn_at is not None for view in page.findings)
    records = sum(one.records for one in page.files)
    return (
        (f"{records:,}", "records read" if records != 1 else "record read"),
        (f"{len({one.system for one in page.files}):,}", "systems"),
        (f"{across:,}", "findings across children" if across != 1 else "finding across children"),
        (f"{len(page.findings) - across:,}", "about one child or record"),
        (f"{over:,}", "over the weekly budget"),
        (f"{withdrawn:,}", "withdrawn since"),
    )


def _overview_table(shown: Overview, weeks: tuple[Week, ...]) -> Table:
    over = {week.monday: len(week.over) for week in weeks}
    rows = tuple(
        (
            say_date(monday),
            *(str(shown.count(monday, pattern)) for pattern in shown.patterns),
            str(sum(shown.count(monday, pattern) for pattern in shown.patterns)),
            str(over.get(monday, 0)),
        )
        for monday in shown.busy
    )
    heads = ("Week from Monday", *(pattern.short for pattern in shown.patterns), "All", "Of these over the budget")
    return Table("Findings that surfaced, by week and pattern", heads, rows, "Weeks without a finding are left out.")


def _week_sections(page: Page, weeks: tuple[Week, ...]) -> list[WeekSection]:
    numbers = {id(view): number for number, view in enumerate(page.findings, start=1)}
    sections = []
    written = 0
    for place, week in enumerate(weeks):
        label = say_date(week.monday)
        room = AMPLE if written < IN_FULL else SPARE
        written += week.size

        def made(views: tuple[FindingView, ...], room: Room = room) -> tuple[FindingSection, ...]:
            return tuple(compose(view, page, f"finding-{numbers[id(view)]}", room) for view in views)

        owner = page.budget_owner or "nobody has been named"
        sections.append(
            WeekSection(
                title=f"Week from Monday {label}",
                summary=_say_week(week),
                across=made(week.across),
                single=made(week.single),
                over=made(week.over),
                over_title=f"Over the budget this week: {len(week.over)}, owner: {owner}",
                opened=place < OPEN_WEEKS,
            )
        )
    return sections


def _say_week(week: Week) -> str:
    parts = [count_of(week.size, "finding")]
    if week.across:
        parts.append(f"{len(week.across)} across children")
    if week.single:
        parts.append(f"{len(week.single)} about one child or record")
    if week.over:
        parts.append(f"{len(week.over)} over the budget")
    return ", ".join(parts)
