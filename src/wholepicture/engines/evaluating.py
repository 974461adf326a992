"""One county of which the truth is known, folded as it would be by a scan, and what its findings are worth."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from wholepicture.county.fairness import Fairness, compare_groups
from wholepicture.county.truth import Truth, majority
from wholepicture.engines.columnar.arrivals import Reception, extracts_in, receive
from wholepicture.engines.columnar.understanding import Understanding, Understood
from wholepicture.engines.progress import Silence, Watch
from wholepicture.intake import Profile
from wholepicture.journey.fold import BEFORE_EVERYTHING, Journey, Step, in_order
from wholepicture.journey.memory import uncollected
from wholepicture.ledger.facts import Salts
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.linkage import Linker, Model
from wholepicture.patterns.evaluation import MOST_OF, Evaluation, about, across_children, evaluate
from wholepicture.patterns.panel import Panel, without_each
from wholepicture.patterns.question import Pattern
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import EntityId, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a county is put to the test: which patterns are asked, how many false discoveries are let through, how many
    findings a week can be looked at, and whether each pattern is left out in turn."""

    patterns: Sequence[Pattern]
    level: float
    per_week: int
    each_left_out: bool
    profiles: tuple[Profile, ...] = field(repr=False)
    key: bytes = field(repr=False)
    model: Model = field(repr=False)
    salts: Salts = field(repr=False)
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one county. `without` is the evaluation without each pattern, by its name.

    `wrong` counts the findings across children that are about no network, by pattern and by what they are about instead;
    `hubs` those among them of which most records were at one place where many children come and go.
    """

    records: int
    networks: int
    evaluation: Evaluation
    without: Mapping[str, Evaluation]
    wrong: Mapping[tuple[str, str], int]
    hubs: int
    fairness: tuple[Fairness, ...]
    findings: tuple[Finding, ...] = field(repr=False)


def try_county(folder: Path, truth: Truth, trial: Trial, watch: Watch) -> Tried:
    """Fold a county's extracts and measure what surfaced against its truth."""
    beside = without_each(trial.patterns, trial.level) if trial.each_left_out else {}
    panel = Panel(trial.patterns, trial.level, beside)
    journey = Journey(linker=Linker(trial.model), register=panel)
    votes: dict[EntityId, Counter[str]] = {}
    count = 0
    watch.says(f"{folder.name}: reading")
    records, until = _understood(folder, trial)
    watch.says(f"{folder.name}: linking and looking for patterns")
    with uncollected():
        for count, (record, reading) in enumerate(records, 1):
            _vote(votes, truth, journey.take(record, reading))
            if count % 50 == 0 or count == len(records):
                watch.at(count, len(records))
        journey.come_to(until)
    true = _true_ids(journey, votes)
    findings = panel.findings()
    return Tried(
        records=count,
        networks=len(truth.planted),
        evaluation=_evaluate(findings, truth, trial, true),
        without={name: _evaluate(register.findings(), truth, trial, true) for name, register in beside.items()},
        wrong=_wrong(findings, truth),
        hubs=sum(_hangs_on_hub(finding, truth) for finding in across_children(findings)),
        fairness=compare_groups(across_children(findings), truth, true) if truth.groups else (),
        findings=findings,
    )


def _understood(folder: Path, trial: Trial) -> tuple[list[tuple[Record, Reading]], datetime]:
    """Every record with its reading, in the order in which the journey takes them, and when the extracts were made."""
    ledger = MemoryLedger(trial.salts)
    how = Reception(profiles=trial.profiles, key=trial.key, received_at=trial.now, author="evaluate")
    made_at = receive(extracts_in(folder), ledger, how, Silence()).made_at
    how_to = Understanding(profiles=trial.profiles, key=trial.key, made_at=made_at)
    with Understood(how_to, expected=0) as understood:
        pairs = {record.id: (record, reading) for record, reading in understood.understand(ledger.received())}
    ordered = [pairs[record.id] for record in in_order(record for record, _ in pairs.values())]
    return ordered, max(made_at.values(), default=BEFORE_EVERYTHING)


def _vote(votes: dict[EntityId, Counter[str]], truth: Truth, step: Step) -> None:
    for mention, entity in zip(step.mentions, step.resolution.assigned, strict=True):
        number = truth.of_mention(step.record.reference, mention)
        if number is not None and mention.kind in (EntityKind.PERSON, EntityKind.PLACE):
            votes.setdefault(entity, Counter())[number] += 1


def _true_ids(journey: Journey, votes: Mapping[EntityId, Counter[str]]) -> dict[EntityId, str]:
    """The true number of each entity, as most of its mentions have it, under every id that it ever bore."""
    now: dict[str, Counter[str]] = {}
    for entity, counted in votes.items():
        now.setdefault(journey.picture.canonical(entity), Counter()).update(counted)
    known = majority(now)
    return {e: known[c] for e in votes if (c := journey.picture.canonical(e)) in known}


def _evaluate(findings: Sequence[Finding], truth: Truth, trial: Trial, true: Mapping[EntityId, str]) -> Evaluation:
    return evaluate(findings, truth.planted, truth.of_record, per_week=trial.per_week, true_child=true, weeks=truth.weeks)


def _wrong(findings: Iterable[Finding], truth: Truth) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for finding in across_children(tuple(findings)):
        if about(finding.records, truth.of_record) is None:
            kinds = Counter(
                truth.alike.get(r) or ("network" if truth.of_record.get(r) else "ordinary") for r in finding.records
            )
            found[finding.pattern, min(kinds, key=lambda kind: (-kinds[kind], kind))] += 1
    return dict(sorted(found.items()))


def _hangs_on_hub(finding: Finding, truth: Truth) -> bool:
    """Whether a finding is about no network, and most of its records were at one place where many children come and go."""
    if about(finding.records, truth.of_record) is not None:
        return False
    at = Counter(place for record in finding.records for place in truth.places.get(record, frozenset()) & truth.hubs)
    return any(count >= MOST_OF * len(finding.records) for count in at.values())
