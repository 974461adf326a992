"""Whether children of whom agencies write more are found more, where harm comes to all alike: for measuring only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wholepicture.county.truth import Truth
from wholepicture.patterns.evaluation import FEWEST_RECORDS, about
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.records import EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """One group of a county: its children, those with a record, its records, and how findings across children speak of it.

    `victims` are children of networks with six or more records who stand in one of them; `found` those whom a finding about
    their network names. `others` are the children in no network, `named` those of them whom any finding names, `wrongly`
    those whom a finding names that is about no network.
    """

    group: str
    children: int
    on_record: int
    records: int
    victims: int
    found: int
    others: int
    named: int
    wrongly: int


def compare_groups(findings: Sequence[Finding], truth: Truth, true: Mapping[EntityId, str]) -> tuple[Fairness, ...]:
    """The groups of a county side by side."""
    written: dict[str, int] = {}
    for people in truth.people.values():
        for child in people & truth.children:
            written[child] = written.get(child, 0) + 1
    victims, found = _victims(truth), _found(findings, truth, true)
    harmed = {child for network in truth.planted for child in network.children}
    named = _named(findings, true)
    wrongly = _named((f for f in findings if about(f.records, truth.of_record) is None), true)
    compared = []
    for group in sorted(set(truth.groups.values())):
        members = {child for child, theirs in truth.groups.items() if theirs == group}
        compared.append(
            Fairness(
                group=group,
                children=len(members),
                on_record=sum(child in written for child in members),
                records=sum(written.get(child, 0) for child in members),
                victims=len(victims & members),
                found=len(victims & found & members),
                others=len(members - harmed),
                named=len((named & members) - harmed),
                wrongly=len((wrongly & members) - harmed),
            )
        )
    return tuple(compared)


def _victims(truth: Truth) -> set[str]:
    found: set[str] = set()
    for network in truth.planted:
        if len(network.records) >= FEWEST_RECORDS:
            on_record = {person for record in network.records for person in truth.people[record]}
            found |= on_record & set(network.children)
    return found


def _found(findings: Iterable[Finding], truth: Truth, true: Mapping[EntityId, str]) -> set[str]:
    """The children whom a finding names that is about the network that they are in."""
    children = {network.network: set(network.children) for network in truth.planted}
    found: set[str] = set()
    for finding in findings:
        records = [*finding.records, *(r for line in finding.history for r in line.records)]
        network = about(finding.records, truth.of_record) or about(records, truth.of_record)
        if network is not None:
            found |= _named((finding,), true) & children[network]
    return found


def _named(findings: Iterable[Finding], true: Mapping[EntityId, str]) -> set[str]:
    return {
        true[child]
        for finding in findings
        for child in (*finding.children, *(c for line in finding.history for c in line.children))
        if child in true
    }
