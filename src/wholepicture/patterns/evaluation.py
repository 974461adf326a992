"""How good findings are, on a county of which the truth is known: for measuring, never for finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from wholepicture.patterns.attention import shown
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.records import EntityId

_ENOUGH = 3
_SHARE = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A network that was planted: its records in the order in which they were recorded, and its children by record."""

    network: str
    shape: str
    records: tuple[str, ...]
    recorded: tuple[datetime, ...]
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """When a network was noticed: after which share of its records, and how many days after the first."""

    network: str
    shape: str
    records: int
    share: float | None
    days: float | None
    pattern: str
    whole_share: float | None = None
    """The share of its records until a finding named two or more of its children, two thirds of the finding's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was measured. `precision` is the share of findings shown at the budget that are about a planted network."""

    noticed: tuple[Noticed, ...]
    median_share: float | None
    shown: int
    about_network: int
    precision: float | None
    over_budget: int
    weekly: float


def about(records: Sequence[str], of_record: Mapping[str, str | None], fewest: int = 1) -> str | None:
    """The network that two thirds of the records, and at least `fewest`, belong to."""
    counts: dict[str, int] = {}
    for record in records:
        network = of_record.get(record)
        if network is not None:
            counts[network] = counts.get(network, 0) + 1
    for network in sorted(counts):
        if counts[network] >= fewest and counts[network] >= _SHARE * len(records):
            return network
    return None


def noticed(findings: Sequence[Finding], planted: Planted, of_record: Mapping[str, str | None]) -> Noticed:
    """When the first finding held three or more of a network's records, at least two thirds of the finding's."""
    best: tuple[datetime, str] | None = None
    for finding in findings:
        records: list[str] = list(finding.records)
        for at, more in [(finding.surfaced_at, ()), *((g.at, g.records) for g in finding.history)]:
            records.extend(more)
            if about(records, of_record, _ENOUGH) == planted.network:
                best = min(best or (at, finding.pattern), (at, finding.pattern))
                break
    if best is None:
        return Noticed(
            network=planted.network, shape=planted.shape, records=len(planted.records), share=None, days=None, pattern=""
        )
    before = sum(at <= best[0] for at in planted.recorded)
    return Noticed(
        network=planted.network,
        shape=planted.shape,
        records=len(planted.records),
        share=before / len(planted.records),
        days=(best[0] - planted.recorded[0]).total_seconds() / 86400,
        pattern=best[1],
    )


def seen_whole(findings: Sequence[Finding], planted: Planted, true_child: Mapping[EntityId, str]) -> datetime | None:
    """When a finding first named two or more of a network's children, at least two thirds of those that it named."""
    moments = []
    for finding in findings:
        named: set[str] = set()
        for at, more in [(finding.surfaced_at, finding.children), *((g.at, g.children) for g in finding.history)]:
            named |= {true_child.get(child, child) for child in more}
            ours = len(named & set(planted.children))
            if ours >= 2 and ours >= _SHARE * len(named):
                moments.append(at)
                break
    return min(moments, default=None)


def evaluate(
    findings: Sequence[Finding],
    planted: Sequence[Planted],
    of_record: Mapping[str, str | None],
    per_week: int = 5,
    true_child: Mapping[EntityId, str] | None = None,
) -> Evaluation:
    """Measure findings against what was planted; `of_record` gives the network of each record, None for none.

    `true_child` gives the true id of the child that an entity is; without it nothing is said of networks seen whole.
    """
    across = [f for week in shown(findings, 10**9) for f in week.shown]
    found = tuple(_measure(across, network, of_record, true_child or {}) for network in planted)
    weeks = shown(findings, per_week)
    looked_at = [f for week in weeks for f in week.shown]
    right = sum(about(f.records, of_record) is not None for f in looked_at)
    shares = [n.share for n in found if n.share is not None]
    span = max((weeks[-1].begins - weeks[0].begins).days / 7 + 1, 1) if weeks else 1
    return Evaluation(
        noticed=found,
        median_share=median(shares) if shares else None,
        shown=len(looked_at),
        about_network=right,
        precision=right / len(looked_at) if looked_at else None,
        over_budget=sum(len(week.over) for week in weeks),
        weekly=len(looked_at) / span,
    )


def _measure(
    findings: Sequence[Finding], planted: Planted, of_record: Mapping[str, str | None], true_child: Mapping[EntityId, str]
) -> Noticed:
    found = noticed(findings, planted, of_record)
    whole = seen_whole(findings, planted, true_child)
    if whole is None:
        return found
    return replace(found, whole_share=sum(at <= whole for at in planted.recorded) / len(planted.recorded))
