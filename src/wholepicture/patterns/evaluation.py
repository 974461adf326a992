"""How good findings are, on a county of which the truth is known: for measuring, never for finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from wholepicture.patterns.attention import ABOUT_ONE_CHILD, shown
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.records import EntityId

ENOUGH_RECORDS = 3
"""So many of a network's records in a finding, and it is noticed."""

MOST_OF = 2 / 3
"""Such a share of a finding's records, or of its children, is what the finding is about."""

FEWEST_RECORDS = 6
"""A network with fewer records is counted apart: there is too little to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A network that was planted: its records in the order in which they were recorded, and its children.

    `joinable` is when perfect linkage could first have joined two of its children, `tied` when it could first have joined
    three of its records: None where it never could. Nothing can be seen whole before the one, or noticed before the other.
    """

    network: str
    shape: str
    records: tuple[str, ...]
    recorded: tuple[datetime, ...]
    children: tuple[str, ...] = ()
    joinable: datetime | None = None
    tied: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """When a network was noticed: after which share of its records, and how many days after the first, by which pattern.

    `tied_share` is the share of its records until perfect linkage could have joined three of them. `whole_share` is the
    share until a finding named two or more of its children, two thirds of the finding's; `late_records` and `late_days`
    are how many records and days that was after perfect linkage could have joined two. None is what never came to be.
    """

    network: str
    shape: str
    records: int
    share: float | None = None
    days: float | None = None
    pattern: str = ""
    tied_share: float | None = None
    whole_share: float | None = None
    late_records: int | None = None
    late_days: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one pattern asked of people: findings, lines added to them, and how many of the findings were shown at the
    budget, and of these how many are about a planted network."""

    surfaced: int = 0
    grown: int = 0
    shown: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured of findings across children, and by pattern (`demands`) of all of them.

    Of those shown at the budget, `about_network` are about a planted network; `precision` is their share. `weekly` is how
    many were shown a week, over the `weeks` in which records came. `median_share` is of the networks that were noticed.
    """

    noticed: tuple[Noticed, ...]
    median_share: float | None
    shown: int
    about_network: int
    precision: float | None
    over_budget: int
    weekly: float
    weeks: float
    demands: Mapping[str, Demand]

    @property
    def across(self) -> int:
        """Findings across children that surfaced, shown or not."""
        return self.shown + self.over_budget


def about(records: Sequence[str], of_record: Mapping[str, str | None], fewest: int = 1) -> str | None:
    """The network that two thirds of the records, and at least `fewest`, belong to."""
    counts: dict[str, int] = {}
    for record in records:
        network = of_record.get(record)
        if network is not None:
            counts[network] = counts.get(network, 0) + 1
    for network in sorted(counts):
        if counts[network] >= fewest and counts[network] >= MOST_OF * len(records):
            return network
    return None


def noticed(
    findings: Sequence[Finding], planted: Planted, of_record: Mapping[str, str | None]
) -> tuple[datetime, str] | None:
    """When the first finding held three or more of a network's records, at least two thirds of its own, and its pattern."""
    best: tuple[datetime, str] | None = None
    for finding in findings:
        records: list[str] = list(finding.records)
        for at, more in [(finding.surfaced_at, ()), *((g.at, g.records) for g in finding.history)]:
            records.extend(more)
            if about(records, of_record, ENOUGH_RECORDS) == planted.network:
                best = min(best or (at, finding.pattern), (at, finding.pattern))
                break
    return best


def seen_whole(findings: Sequence[Finding], planted: Planted, true_child: Mapping[EntityId, str]) -> datetime | None:
    """When a finding first named two or more of a network's children, at least two thirds of those that it named."""
    moments = []
    for finding in findings:
        named: set[str] = set()
        for at, more in [(finding.surfaced_at, finding.children), *((g.at, g.children) for g in finding.history)]:
            named |= {true_child.get(child, child) for child in more}
            ours = len(named & set(planted.children))
            if ours >= 2 and ours >= MOST_OF * len(named):
                moments.append(at)
                break
    return min(moments, default=None)


def evaluate(
    findings: Sequence[Finding],
    planted: Sequence[Planted],
    of_record: Mapping[str, str | None],
    per_week: int = 5,
    true_child: Mapping[EntityId, str] | None = None,
    weeks: float | None = None,
) -> Evaluation:
    """Measure findings against what was planted; `of_record` gives the network of each record, None for none.

    `true_child` gives the true id of the child that an entity is; without it nothing is said of networks seen whole.
    `weeks` is for how long records came; without it, the weeks from the first finding shown to the last.
    """
    across = across_children(findings)
    budget = shown(findings, per_week)
    looked_at = [f for week in budget for f in week.shown]
    right = sum(about(f.records, of_record) is not None for f in looked_at)
    found = tuple(_measure(across, network, of_record, true_child or {}) for network in planted)
    shares = [n.share for n in found if n.share is not None]
    if weeks is None:
        weeks = max((budget[-1].begins - budget[0].begins).days / 7 + 1, 1) if budget else 1
    return Evaluation(
        noticed=found,
        median_share=median(shares) if shares else None,
        shown=len(looked_at),
        about_network=right,
        precision=right / len(looked_at) if looked_at else None,
        over_budget=sum(len(week.over) for week in budget),
        weekly=len(looked_at) / weeks,
        weeks=weeks,
        demands=_demands(findings, looked_at, of_record),
    )


def _demands(
    findings: Sequence[Finding], looked_at: Sequence[Finding], of_record: Mapping[str, str | None]
) -> Mapping[str, Demand]:
    shown_ids = {f.id for f in looked_at}
    found = {}
    for name in sorted({f.pattern for f in findings}):
        mine = [f for f in findings if f.pattern == name]
        on_show = [f for f in mine if f.id in shown_ids]
        found[name] = Demand(
            surfaced=len(mine),
            grown=sum(len(f.history) for f in mine),
            shown=len(on_show),
            right=sum(about(f.records, of_record) is not None for f in on_show),
        )
    return found


def across_children(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that run across children: those that share in the weekly budget."""
    return tuple(f for f in findings if f.pattern not in ABOUT_ONE_CHILD)


def _measure(
    findings: Sequence[Finding], planted: Planted, of_record: Mapping[str, str | None], true_child: Mapping[EntityId, str]
) -> Noticed:
    first, whole = noticed(findings, planted, of_record), seen_whole(findings, planted, true_child)
    could = planted.joinable
    return Noticed(
        network=planted.network,
        shape=planted.shape,
        records=len(planted.records),
        share=_before(planted, first[0]) / len(planted.records) if first else None,
        days=_days(planted.recorded[0], first[0]) if first else None,
        pattern=first[1] if first else "",
        tied_share=_before(planted, planted.tied) / len(planted.records) if planted.tied else None,
        whole_share=_before(planted, whole) / len(planted.records) if whole else None,
        late_records=_before(planted, whole) - _before(planted, could) if whole and could else None,
        late_days=_days(could, whole) if whole and could else None,
    )


def _before(planted: Planted, moment: datetime) -> int:
    return sum(at <= moment for at in planted.recorded)


def _days(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds() / 86400
