"""What a replay covers: the records, findings and concerns that belong to a concern, a finding, somebody or something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wholepicture.hub.storage import chronologies, replays
from wholepicture.hub.storage.chronologies import Gathered
from wholepicture.hub.storage.findings_kept import KeptFinding, findings_named
from wholepicture.hub.storage.records_shown import findings_naming
from wholepicture.hub.storage.replays import KnownRecord
from wholepicture.hub.wiring.looking import Shown
from wholepicture.intake.concern import CONCERN_SYSTEM
from wholepicture.vocabulary.records import RecordKind

EPISODE = RecordKind.MISSING_EPISODE.value
MOST_RECORDS = 2_000
MOST_FINDINGS = 50
MOST_CONCERNS = 40
"""Of more, those that became known last are replayed, and the page says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingInScope:
    """A finding; `unnamed` says that its words stay out."""

    kept: KeptFinding
    unnamed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is replayed. `subject` is the kind and id under which looks at the whole stand in the log; `references` are the
    concerns that were written here; `named` is under what somebody or something stands where a meeting is about them; `cut`
    says that there is more than is replayed.
    """

    subject: tuple[str, str]
    records: tuple[KnownRecord, ...]
    findings: tuple[FindingInScope, ...]
    references: tuple[str, ...]
    named: tuple[str, ...]
    cut: bool

    @property
    def known(self) -> dict[str, KnownRecord]:
        """The records by id."""
        return {one.record: one for one in self.records}

    @property
    def matters(self) -> tuple[str, ...]:
        """Everything on which somebody can act, but for meetings."""
        return (*self.met_about, *dict.fromkeys(f"episode:{one.source}" for one in self.records if one.kind == EPISODE))

    @property
    def met_about(self) -> tuple[str, ...]:
        """The concerns and findings."""
        concerns = (f"concern:{reference}" for reference in self.references)
        return (*concerns, *(f"finding:{one.kept.finding.id}" for one in self.findings))


def scope_of_concern(record: str, shown: Shown, *, until: datetime) -> Scope:
    """A concern, what was added to it, and the findings that rest on it."""
    records = replays.records_of_thread(record, until=until, most=MOST_RECORDS)
    touching = replays.findings_touching([one.record for one in records], MOST_FINDINGS)
    return _scope(("record", record), records, _findings(touching, shown))


def scope_of_finding(finding: str, shown: Shown, *, until: datetime) -> Scope:
    """A finding and the records on which it rests."""
    records = replays.records_of_finding(finding, until=until, most=MOST_RECORDS)
    return _scope(("finding", finding), records, _findings([finding], shown))


def gather(kind: str, key: str) -> Gathered:
    """The mentions of somebody or something: of a confirmed person, or of an entity of the machine's."""
    if kind == "person" and "-" in key:
        return chronologies.gather_person(UUID(key))
    return chronologies.gather_entity(chronologies.entity_now(key))


def scope_of_known(kind: str, key: str, shown: Shown, *, until: datetime) -> Scope:
    """The records that speak of somebody or something, and the findings that name them."""
    gathered = gather(kind, key)
    records = replays.records_of_gathered(gathered, until=until, most=MOST_RECORDS)
    naming = [one.finding for one in findings_naming(gathered.entities)]
    return _scope((kind, key), records, _findings(naming[:MOST_FINDINGS], shown), replays.subjects_of(gathered))


def _findings(found: Sequence[str], shown: Shown) -> tuple[FindingInScope, ...]:
    allowed = {one: told for one in found if (told := shown.show_finding(one)) is not None}
    return tuple(FindingInScope(kept=one, unnamed=allowed[one.finding.id].unnamed) for one in findings_named(list(allowed)))


def _scope(
    subject: tuple[str, str],
    records: tuple[KnownRecord, ...],
    findings: tuple[FindingInScope, ...],
    named: tuple[str, ...] = (),
) -> Scope:
    references = tuple(dict.fromkeys(_references(records)))
    return Scope(
        subject=subject,
        records=records,
        findings=findings,
        references=references[:MOST_CONCERNS],
        named=named,
        cut=len(records) >= MOST_RECORDS or len(findings) >= MOST_FINDINGS or len(references) > MOST_CONCERNS,
    )


def _references(records: Sequence[KnownRecord]) -> Iterator[str]:
    for one in records:
        if one.system == CONCERN_SYSTEM and one.adds_to is None:
            yield one.reference
        elif one.adds_to is not None:
            yield one.adds_to.rpartition("/")[2]
