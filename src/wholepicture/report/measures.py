"""What was measured on counties of which the truth is known, as tables that can be printed and written down."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.patterns.evaluation import FEWEST_RECORDS, Demand, Evaluation, Noticed

_LATE = 0.3
_SIZES = ((FEWEST_RECORDS, 10), (11, 20), (21, 40), (41, 10**9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its title, the heads of its columns, its rows, and what has to be known to read it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def markdown(table: Table) -> str:
    """The table in Markdown."""
    lines = [f"## {table.title}", ""]
    lines += [f"| {' | '.join(cells)} |" for cells in (table.head, ("---",) * len(table.head), *table.rows)]
    return "\n".join([*lines, *(["", table.note] if table.note else []), ""])


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927)."""
    if not whole:
        return 0.0, 1.0
    z, share = 1.96, part / whole
    middle, spread = share + z * z / (2 * whole), z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return max(0.0, (middle - spread) / (1 + z * z / whole)), min(1.0, (middle + spread) / (1 + z * z / whole))


def share_of(part: int, whole: int) -> str:
    """A share with its interval."""
    if not whole:
        return "–"
    low, high = wilson(part, whole)
    return f"{part}/{whole} = {part / whole:.2f} [{low:.2f}, {high:.2f}]"


def middle(values: Iterable[float | None], digits: int = 2) -> str:
    """The median of what is there; a dash where nothing is."""
    held = [value for value in values if value is not None]
    return f"{median(held):.{digits}f}" if held else "–"


def median_of_all(values: Sequence[float | None]) -> str:
    """The median where what was never seen counts as later than everything."""
    ordered = sorted(float("inf") if value is None else value for value in values)
    if not ordered:
        return "–"
    found = median(ordered)
    return "never" if found == float("inf") else f"{found:.2f}"


def networks_by_size(evaluations: Sequence[Evaluation]) -> Table:
    """Networks by the number of their records."""
    everything = [n for e in evaluations for n in e.noticed]
    rows = [_networks("fewer than six", [n for n in everything if n.records < FEWEST_RECORDS])]
    for low, high in _SIZES:
        name = f"{low} to {high}" if high < 10**9 else f"{low} and more"
        rows.append(_networks(name, [n for n in everything if low <= n.records <= high]))
    rows.append(_networks("all with six or more", [n for n in everything if n.records >= FEWEST_RECORDS]))
    return Table(title="Networks, by the number of their records", head=("records", *_HEAD), rows=tuple(rows), note=_NOTE)


def networks_by_shape(evaluations: Sequence[Evaluation]) -> Table:
    """Networks with six or more records by shape."""
    everything = [n for e in evaluations for n in e.noticed if n.records >= FEWEST_RECORDS]
    shapes = sorted({n.shape for n in everything})
    rows = tuple(_networks(shape.replace("_", " "), [n for n in everything if n.shape == shape]) for shape in shapes)
    return Table(title="Networks with six or more records, by shape", head=("shape", *_HEAD), rows=rows)


_HEAD = (
    "planted",
    "noticed",
    "share of records until",
    "the same, missed ones counted",
    "share until three could be joined",
    "days until",
    "seen whole",
    "share until whole",
    "records after joinable",
    "days after joinable",
)
_NOTE = (
    "Medians. Noticed: a finding across children with three or more of a network's records, these being two thirds of its "
    "own. Three could be joined: perfect linkage could first have joined three of its records, so nothing can be noticed "
    "before. Seen whole: a finding that names two or more of its children, two thirds of the finding's. Joinable: perfect "
    "linkage could first have joined two of its children."
)


def _networks(name: str, found: Sequence[Noticed]) -> tuple[str, ...]:
    return (
        name,
        str(len(found)),
        str(sum(n.share is not None for n in found)),
        middle(n.share for n in found),
        median_of_all([n.share for n in found]),
        median_of_all([n.tied_share for n in found]),
        middle((n.days for n in found), 0),
        str(sum(n.whole_share is not None for n in found)),
        middle(n.whole_share for n in found),
        middle((n.late_records for n in found), 1),
        middle((n.late_days for n in found), 0),
    )


def budget(evaluations: Sequence[Evaluation], hubs: int, per_week: int) -> Table:
    """What was shown at the budget, and how much of it was right."""
    shown, right = sum(e.shown for e in evaluations), sum(e.about_network for e in evaluations)
    weeks = sum(e.weeks for e in evaluations)
    rows = (
        ("findings across children shown", str(shown)),
        ("precision", share_of(right, shown)),
        ("over the budget", str(sum(e.over_budget for e in evaluations))),
        ("shown a county and week", f"{shown / weeks:.2f}" if weeks else "–"),
        ("findings about no network at one busy place", str(hubs)),
    )
    return Table(title=f"At {per_week} a week", head=("", ""), rows=rows)


def demands(evaluations: Sequence[Evaluation]) -> Table:
    """What each pattern asked of people, a county and week."""
    weeks = sum(e.weeks for e in evaluations) or 1.0
    rows = []
    for name in sorted({name for e in evaluations for name in e.demands}):
        mine = [e.demands.get(name, Demand()) for e in evaluations]
        surfaced, grown = sum(d.surfaced for d in mine), sum(d.grown for d in mine)
        shown, right = sum(d.shown for d in mine), sum(d.right for d in mine)
        judged = "not in the budget" if name in ABOUT_ONE_CHILD else share_of(right, shown)
        rows.append((name, str(surfaced), f"{surfaced / weeks:.2f}", f"{grown / weeks:.2f}", judged))
    return Table(
        title="What each pattern asks of people",
        head=("pattern", "findings", "findings a county and week", "additions a county and week", "right of those shown"),
        rows=tuple(rows),
    )


def what_each_adds(evaluations: Sequence[Evaluation], without: Sequence[Mapping[str, Evaluation]]) -> Table:
    """Everything measured once more without each pattern."""
    rows = [_leaving("nothing", evaluations)]
    rows += [
        _leaving(name, [held[name] for held in without if name in held]) for name in sorted({n for w in without for n in w})
    ]
    return Table(
        title="What each pattern adds: without it",
        head=("without", "noticed", "share of records until", "seen whole", "share until whole", "precision"),
        rows=tuple(rows),
        note="Shares count missed networks as later than everything: a pattern that finds more is not made worse by it.",
    )


def _leaving(name: str, evaluations: Sequence[Evaluation]) -> tuple[str, ...]:
    found = [n for e in evaluations for n in e.noticed if n.records >= FEWEST_RECORDS]
    return (
        name,
        f"{sum(n.share is not None for n in found)} of {len(found)}",
        median_of_all([n.share for n in found]),
        str(sum(n.whole_share is not None for n in found)),
        median_of_all([n.whole_share for n in found]),
        share_of(sum(e.about_network for e in evaluations), sum(e.shown for e in evaluations)),
    )


def empty_counties(evaluations: Sequence[Evaluation]) -> Table:
    """Counties in which nothing was planted: every finding across children is a false one."""
    weeks, found = sum(e.weeks for e in evaluations), sum(e.across for e in evaluations)
    rows = (
        ("counties", str(len(evaluations))),
        ("weeks", f"{weeks:.0f}"),
        ("findings across children", str(found)),
        ("in 20 weeks of one county", f"{20 * found / weeks:.2f}" if weeks else "–"),
    )
    return Table(title="Counties with nothing planted", head=("", ""), rows=rows)


def wrong_findings(wrong: Iterable[Mapping[tuple[str, str], int]]) -> Table:
    """What findings are about that are about no network."""
    together: Counter[tuple[str, str]] = Counter()
    for one in wrong:
        together.update(one)
    rows = tuple((pattern, kind.replace("_", " "), str(count)) for (pattern, kind), count in sorted(together.items()))
    return Table(title="Findings about no network", head=("pattern", "most of its records are of", "findings"), rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sums of one group over counties, by what they count."""

    name: str
    counts: Mapping[str, int]


def fairness(groups: Sequence[Group]) -> Table:
    """Groups side by side."""
    rows = []
    for group in groups:
        c = group.counts
        rows.append((
            group.name,
            str(c["children"]),
            f"{c['records'] / c['children']:.2f}" if c["children"] else "–",
            share_of(c["found"], c["victims"]),
            share_of(c["named"], c["others"]),
            share_of(c["wrongly"], c["others"]),
        ))  # fmt: skip
    return Table(
        title="Groups of which agencies write unequally, where harm comes to all alike",
        head=(
            "group",
            "children",
            "records a child",
            "children of networks whom a finding about it names",
            "others whom a finding names",
            "of these by a finding about no network",
        ),
        rows=tuple(rows),
    )


def missed(found: Iterable[tuple[str, Evaluation]]) -> Table:
    """The networks with six or more records that were not noticed, or late."""
    rows = tuple(
        (county, n.network, n.shape.replace("_", " "), str(n.records), _late(n.share), _late(n.tied_share))
        for county, evaluation in found
        for n in evaluation.noticed
        if n.records >= FEWEST_RECORDS and (n.share is None or n.share > _LATE)
    )
    return Table(
        title="Networks missed, or noticed after three tenths of their records",
        head=("county", "network", "shape", "records", "share", "share until three could be joined"),
        rows=rows,
    )


def _late(share: float | None) -> str:
    return "never" if share is None else f"{share:.2f}"
