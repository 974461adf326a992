"""Writes what the journey derived, and says where the journey is. Whoever calls commits both together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wholepicture.hub.storage import rows as made
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.match_keys import keys_of
from wholepicture.hub.storage.rows import Row
from wholepicture.hub.storage.sealed import seal_arrivals
from wholepicture.hub.storage.texts import presentable
from wholepicture.hub.storage.withdrawals import write_restood
from wholepicture.journey.changes import Changed
from wholepicture.journey.fold import Restood, Step
from wholepicture.ledger.facts import Envelope
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.judgements import Alias, Judged
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, RecordId

PROJECTIONS = (
    "course",
    "match_key",
    "finding_growth",
    "finding_entity",
    "finding_record",
    "finding",
    "open_case",
    "link",
    "wording_advice",
    "marked_span",
    "mention",
    "entity_alias",
    "entity",
    "record",
)
"""Every derived table, in an order in which they can be emptied."""

_COLUMNS = {
    table: tuple(tuple(column.split()) for column in columns.split(", "))
    for table, columns in {
        "record": made.RECORD,
        "mention": made.MENTION,
        "marked_span": made.MARKED_SPAN,
        "wording_advice": made.WORDING_ADVICE,
        "link": made.LINK,
        "open_case": made.OPEN_CASE,
        "entity_alias": made.ALIAS,
        "match_key": made.MATCH_KEY,
    }.items()
}
"""Tables that only ever grow by what a step gave, with (name, type) of each column, in the order of writing."""


def _insert_of(table: str, columns: Sequence[Sequence[str]]) -> str:
    names = ", ".join(name for name, _ in columns)
    # An array of arrays would lose where each ends: lists come as JSON.
    casts = ", ".join("%s::jsonb[]" if kind.endswith("[]") else f"%s::{kind}[]" for _, kind in columns)
    chosen = ", ".join(f"array(select jsonb_array_elements_text({n}))" if k.endswith("[]") else n for n, k in columns)
    return f"insert into {table} ({names}) select {chosen} from unnest({casts}) as given({names})"  # noqa: S608 - our own names


_INSERTS = {table: _insert_of(table, columns) for table, columns in _COLUMNS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where the journey is: the facts that it has taken, how many wait, since when it says so, and that in words."""

    applied_through: int
    behind: int
    at: datetime
    words: str
    versions: Mapping[str, str]


class Projections:
    """Gathers the rows of one batch and writes them at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._agency_keys: dict[str, str] = {}
        self._rows: dict[str, list[Row]] = {table: [] for table in _COLUMNS}
        self._amended: list[tuple[str, str]] = []
        self._outcomes: list[tuple[str, str]] = []
        self._restood: list[tuple[Restood, Sequence[Mention], datetime, str]] = []
        self._moved: list[Alias] = []
        self._revived: list[EntityId] = []
        self._reassigned: dict[MentionId, EntityId] = {}
        self._since: dict[str, datetime] = {}
        self._findings: dict[str, tuple[Finding, datetime]] = {}

    # --- gathering ---------------------------------------------------------------------------------------------------

    def note_step(self, step: Step, envelope: Envelope) -> None:
        """Take in what one record gave."""
        record = step.record
        self._rows["record"].append(
            made.record_row(
                record,
                envelope,
                agency=self._agency_key(record.agency),
                amends=step.amends,
                question=made.question_of(step),
            )
        )
        if step.amends is not None:
            self._amended.append((record.id, step.amends))
        if step.superseded_by is not None:
            self._amended.append((step.superseded_by, record.id))
        self._rows["mention"] += made.mention_rows(step)
        self._rows["marked_span"] += made.span_rows(step)
        self._rows["wording_advice"] += made.advice_rows(step)
        self._rows["link"] += made.link_rows(step.resolution.judged, envelope.sequence, by_person=False)
        for mention in step.mentions:
            self._rows["match_key"] += [(kind, key, mention.id, record.id) for kind, key in keys_of(mention.description)]
        self._rows["open_case"] += made.open_case_rows(step.record, step.mentions)
        for entity in step.resolution.assigned:
            self._since.setdefault(entity, envelope.known_at)

    def note_judged(self, judged: Sequence[Judged], envelope: Envelope) -> None:
        """Take in what a person's judgement says of a pair."""
        self._rows["link"] += made.link_rows(judged, envelope.sequence, by_person=True)

    def note_outcome(self, record: RecordId, outcome: str) -> None:
        """Take in what became of a record."""
        self._outcomes.append((presentable(outcome), record))

    def note_changed(self, changed: Changed, known_at: datetime) -> None:
        """Take in what else changed with a fact that became known at `known_at`."""
        self._moved += changed.merged
        self._revived += changed.revived
        self._reassigned.update({one.mention: one.entity for one in changed.reassigned})
        for change in changed.findings:
            since = self._findings[change.finding.id][1] if change.finding.id in self._findings else known_at
            self._findings[change.finding.id] = change.finding, since

    def note_restood(self, restood: Restood, mentions: Sequence[Mention], known_at: datetime, because: str) -> None:
        """Take in that a record was withdrawn, or counts again; `mentions` are its own."""
        self._restood.append((restood, mentions, known_at, because))

    def note_not_understood(self, envelope: Envelope, why: str) -> None:
        """Show a record that its profile can no longer place: by its reference alone, and why."""
        self._rows["record"].append(made.bare_row(envelope, why))

    def _agency_key(self, name: str) -> str:
        """The key of the partnership's agency of that name; one made of the name where there is none."""
        key = self._agency_keys.get(name)
        if key is None:
            row = self._connection.execute(
                "select key from accounts_agency where lower(name) = lower(%s)", (presentable(name),)
            ).fetchone()
            key = self._agency_keys[name] = str(row[0]) if row else made.agency_key(name)
        return key

    # --- writing -----------------------------------------------------------------------------------------------------

    def flush(self, entity_now: Mapping[MentionId, EntityId]) -> None:
        """Write what was gathered, inside the caller's transaction.

        `entity_now` says for each mention gathered which entity it belongs to now; it may have moved on within the batch.
        """
        self._move_on()
        place = [name for name, _ in _COLUMNS["mention"]].index("entity")
        self._rows["mention"] = [
            (*row[:place], entity_now.get(row[0], row[place]), *row[place + 1 :]) for row in self._rows["mention"]
        ]
        self._number_aliases()
        arrived = [row[0] for row in self._rows["record"]]
        for table in _COLUMNS:
            self._insert(table, self._rows[table])
            self._rows[table] = []
        self._write_entities()
        self._write_findings()
        seal_arrivals(self._connection, arrived)
        with self._connection.cursor() as cursor:
            if self._amended:
                cursor.executemany("update record set amended_by = %s where record = %s", self._amended)
            if self._outcomes:
                cursor.executemany("update record set outcome = %s where record = %s", self._outcomes)
        for restood, mentions, known_at, because in self._restood:
            write_restood(self._connection, restood, mentions, known_at, because)
        self._amended, self._outcomes, self._moved, self._revived, self._restood = [], [], [], [], []
        self._reassigned, self._since, self._findings = {}, {}, {}

    def mentions(self) -> list[MentionId]:
        """The mentions that were gathered and not written yet."""
        return [row[0] for row in self._rows["mention"]]

    def _move_on(self) -> None:
        """What is written already follows what was merged and taken apart; a batch holds one or the other."""
        with self._connection.cursor() as cursor:
            if self._moved:
                cursor.executemany(
                    "update mention set entity = %s where entity = %s", [(alias.now, alias.entity) for alias in self._moved]
                )
            if self._reassigned:
                cursor.executemany(
                    "update mention set entity = %s where mention = %s",
                    [(entity, mention) for mention, entity in self._reassigned.items()],
                )
            if self._revived:
                cursor.execute("delete from entity_alias where entity = any(%s::text[])", (self._revived,))

    def _number_aliases(self) -> None:
        if not self._moved:
            return
        row = self._connection.execute("select coalesce(max(number), 0) from entity_alias").fetchone()
        first = 1 + (row[0] if row else 0)
        self._rows["entity_alias"] = [
            (alias.entity, number, alias.now, alias.since, presentable_because(alias))
            for number, alias in enumerate(self._moved, first)
        ]

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        """All of a table's rows in one statement. (COPY is closed to a role that row-level security binds.)"""
        if rows:
            self._connection.execute(_INSERTS[table], [list(column) for column in zip(*rows, strict=True)])

    def _write_entities(self) -> None:
        """An entity is there from its first mention until it goes by another id."""
        gone = [alias.entity for alias in self._moved]
        rows = [(entity, made.kind_of(entity).value, since) for entity, since in self._since.items()]
        with self._connection.cursor() as cursor:
            if rows:
                cursor.executemany("insert into entity values (%s, %s, %s) on conflict do nothing", rows)
            if gone:
                cursor.execute("delete from entity where entity = any(%s::text[])", (gone,))
            if self._reassigned:
                # An entity bears the id of its first mention, and is there since that became known.
                cursor.execute(
                    "insert into entity select distinct m.entity, m.kind, r.known_at from mention m "
                    "join mention first on first.mention = m.entity join record r on r.record = first.record "
                    "where m.mention = any(%s::text[]) on conflict do nothing",
                    (list(self._reassigned),),
                )

    def _write_findings(self) -> None:
        for finding, known_since in self._findings.values():
            self._write_finding(finding, known_since)

    def _write_finding(self, finding: Finding, known_since: datetime) -> None:
        execute = self._connection.execute
        row = execute("select count(*) from finding").fetchone()
        values = made.finding_row(finding, row[0] if row else 0, known_since)
        execute(
            "insert into finding values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (id) do update set "
            "withdrawn_at = excluded.withdrawn_at, withdrawn_because = excluded.withdrawn_because, "
            "content = excluded.content",
            values,
        )
        with self._connection.cursor() as cursor:
            cursor.executemany(
                "insert into finding_record values (%s, %s, %s) on conflict do nothing",
                made.finding_record_rows(finding),
            )
            cursor.executemany(
                "insert into finding_entity values (%s, %s, %s) on conflict do nothing", made.finding_entity_rows(finding)
            )
            cursor.executemany(
                "insert into finding_growth values (%s, %s, %s, %s) on conflict do nothing",
                [made.growth_row(finding, number, growth) for number, growth in enumerate(finding.history, 1)],
            )

    # --- where the journey is ----------------------------------------------------------------------------------------

    def arrive(self, where: Whereabouts) -> None:
        """Say where the journey is, and wake whoever waits for it."""
        self._connection.execute(
            "update journey_state set applied_through = %s, behind = %s, at = %s, words = %s, versions = %s",
            (where.applied_through, where.behind, where.at, where.words, made.as_json(dict(where.versions))),
        )
        self._connection.execute("select pg_notify('projected', %s)", (str(where.applied_through),))

    def empty(self) -> None:
        """Drop everything that was derived, inside the caller's transaction."""
        for table in PROJECTIONS:
            self._connection.execute(f"delete from {table}")  # noqa: S608 - names of our own tables


def presentable_because(alias: Alias) -> str:
    """Why an entity goes by another id, as it can be kept."""
    return presentable(alias.because)
