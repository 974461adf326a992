"""The derived tables: what reading, linkage and patterns made of the facts. They can be dropped and rebuilt at any time."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from wholepicture.journey.fold import OpenCase, Step
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.records import EntityId

_TABLES = """
create table mention (
    mention varchar, record varchar, source varchar, type varchar, role varchar, columns varchar,
    start_at integer, end_at integer, text varchar, entity_then varchar, version varchar
);
create table reading (
    record varchar, source varchar, indicator varchar, start_at integer, end_at integer, text varchar, polarity varchar,
    timing varchar, about varchar, about_mention varchar, tier varchar, cue_start integer, cue_end integer,
    pattern varchar, version varchar
);
create table link (
    left_mention varchar, right_mention varchar, type varchar, weight double, judgement varchar, because varchar,
    version varchar
);
create table alias (entity varchar, now_entity varchar, since timestamptz, because varchar);
create table entity_now (entity varchar, now_entity varchar);
create table open_case (child varchar, record varchar, source varchar, stated varchar, recorded_at timestamptz);
create table finding (
    position integer, id varchar, pattern varchar, surfaced_at timestamptz, withdrawn_at timestamptz, content varchar
);
create table batch (step varchar, version varchar, rows bigint, digest varchar);
"""

DERIVED = ("mention", "reading", "link", "alias", "entity_now", "open_case", "finding", "batch")
FLUSH = 10_000
_ROWS = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def drop_derived(database: duckdb.DuckDBPyConnection) -> None:
    """Drop every derived table that is there; the facts stay."""
    for table in DERIVED:
        database.execute(f"drop table if exists {table}")


class Derived:
    """Takes what steps gave and writes it in whole columns; each step's rows are sealed by one digest at the end."""

    def __init__(self, database: duckdb.DuckDBPyConnection, *, reading: str, linkage: str, patterns: str) -> None:
        self._database = database
        self._versions = {"mention": reading, "reading": reading, "link": linkage, "finding": patterns}
        drop_derived(database)
        database.execute(_TABLES)
        self._waiting: dict[str, list[tuple[Any, ...]]] = {"mention": [], "reading": [], "link": []}
        self._digests = {table: hashlib.sha256() for table in ("mention", "reading", "link", "finding")}
        self._rows = dict.fromkeys(self._digests, 0)
        self._names: dict[str, list[str]] = {}

    def write(self, step: Step) -> None:
        """Take one record's mentions, reading and judgements."""
        record, text = step.record, step.record.narrative.text
        mentions = self._waiting["mention"]
        for mention, entity in zip(step.mentions, step.resolution.assigned, strict=True):
            span = mention.span
            mentions.append(
                (
                    mention.id,
                    record.id,
                    record.source,
                    mention.kind.value,
                    mention.role.value,
                    ";".join(mention.columns),
                    span.start if span else None,
                    span.end if span else None,
                    mention.text.text,
                    entity,
                    self._versions["mention"],
                )
            )
        for found in step.reading.indicators:
            cue = found.cue
            self._waiting["reading"].append(
                (
                    record.id,
                    record.source,
                    found.indicator,
                    found.span.start,
                    found.span.end,
                    text[found.span.start : found.span.end],
                    found.polarity.value,
                    found.timing.value,
                    found.about.value,
                    found.about_mention,
                    found.tier.value,
                    cue.start if cue else None,
                    cue.end if cue else None,
                    found.pattern,
                    self._versions["reading"],
                )
            )
        for pair in step.resolution.judged:
            self._waiting["link"].append(
                (
                    pair.left,
                    pair.right,
                    pair.kind.value,
                    round(pair.weight, 4),
                    pair.judgement.value,
                    "; ".join(pair.because),
                    self._versions["link"],
                )
            )
        if len(mentions) >= FLUSH:
            self._flush()

    def _flush(self) -> None:
        for table, rows in self._waiting.items():
            if rows:
                self._insert(table, rows)
                self._digests[table].update(_ROWS.encode(rows).encode("utf-8", "surrogatepass"))
                self._rows[table] += len(rows)
                rows.clear()

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        names = self._names.get(table)
        if names is None:
            names = [row[0] for row in self._database.execute(f"describe {table}").fetchall()]
            self._names[table] = names
        arriving = pa.table([list(column) for column in zip(*rows, strict=True)], names=names)
        self._database.register("arriving", arriving)
        self._database.execute(f"insert into {table} select * from arriving")  # noqa: S608 - names of our own tables
        self._database.unregister("arriving")

    def close(
        self,
        *,
        aliases: Iterable[Alias],
        entities_now: Mapping[EntityId, EntityId],
        findings: Sequence[Finding],
        open_cases: Sequence[OpenCase],
    ) -> None:
        """Write what is only known when the last record was folded, and seal each step's rows."""
        self._flush()
        rows: dict[str, list[tuple[Any, ...]]] = {
            "alias": [(a.entity, a.now, a.since, a.because) for a in aliases],
            "entity_now": list(entities_now.items()),
            "open_case": [
                (c.child, c.record, c.source, json.dumps(dict(c.stated), ensure_ascii=False), c.recorded_at)
                for c in open_cases
            ],
            "finding": [
                (n, f.id, f.pattern, f.surfaced_at, f.withdrawn_at, json.dumps(finding_line(f), ensure_ascii=False))
                for n, f in enumerate(findings)
            ],
        }
        for table, content in rows.items():
            if content:
                self._insert(table, content)
        for row in rows["finding"]:
            self._digests["finding"].update(str(row[-1]).encode())
        self._rows["finding"] = len(rows["finding"])
        self._insert(
            "batch",
            [(s, self._versions[s], self._rows[s], digest.hexdigest()) for s, digest in self._digests.items()],
        )


def moment_text(moment: datetime | None) -> str | None:
    """A moment as the output files write it: ISO 8601, UTC, whole seconds."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def finding_line(finding: Finding) -> dict[str, Any]:
    """One finding as a line of findings.jsonl holds it."""
    return {
        "id": finding.id,
        "pattern": finding.pattern,
        "surfaced_at": moment_text(finding.surfaced_at),
        "withdrawn_at": moment_text(finding.withdrawn_at),
        "withdrawn_because": finding.withdrawn_because or None,
        "children": list(finding.children),
        "adults": list(finding.adults),
        "places": list(finding.places),
        "vehicles": list(finding.vehicles),
        "phones": list(finding.phones),
        "records": list(finding.records),
        "agencies": list(finding.agencies),
        "expected": finding.expected,
        "observed": finding.observed,
        "q_value": finding.q_value,
        "because": finding.because,
        "against": list(finding.against),
        "ask_next": list(finding.ask_next),
        "history": [
            {
                "at": moment_text(growth.at),
                "records": list(growth.records),
                "children": list(growth.children),
                "because": growth.because,
            }
            for growth in finding.history
        ],
    }
