"""Imports, as the process works that carries them out (wp_journey): what it finds to do, and what it writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.rows import as_json
from wholepicture.hub.storage.texts import escape, presentable

AUTHOR = "import-"
"""How the author of each fact begins that an import brought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToImport:
    """A file to be read, appended or undone."""

    number: int
    file: str
    uploaded_at: datetime
    agency: str
    undo_because: str
    body: bytes = field(repr=False)

    @property
    def author(self) -> str:
        """Of the facts that it brings."""
        return f"{AUTHOR}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided of one table: by which version of which profile it is read, or that it is left out."""

    position: int
    profile: str
    version: int
    left_out: bool


@dataclass(slots=True, kw_only=True)
class StagedTable:
    """What was found in one table; the counts as in TableKept."""

    position: int
    sheet: str
    encoding: str = ""
    profile: str = ""
    version: int = 0
    title: str = ""
    system: str = ""
    nearest: str = ""
    left_out: bool = False
    columns: int = 0
    records: int = 0
    amendments: int = 0
    duplicates: int = 0
    rejected: int = 0
    preview: list[list[tuple[str, str]]] = field(default_factory=list, repr=False)
    noticed: list[str] = field(default_factory=list)
    headings: tuple[str, ...] | None = field(default=None, repr=False)
    examples: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.records + self.amendments + self.duplicates + self.rejected


def adopt(connection: Connection, *, before: datetime) -> int:
    """Take up files that were kept and then forgotten because whoever took them in was stopped; how many."""
    done = connection.execute(
        "insert into import (inbox, file, size, agency, uploaded_by, uploaded_at) "
        "select i.id, split_part(i.content, '; name=', 2), octet_length(i.body), i.agency, i.by_account, i.received_at "
        "from inbox i where i.channel = 'upload' and i.by_account is not null and i.received_at < %s "
        "and not exists (select from import m where m.inbox = i.id) on conflict do nothing",
        (before,),
    )
    return done.rowcount


def next_import(connection: Connection, state: str) -> ToImport | None:
    """The oldest import in that state."""
    row = connection.execute(
        "select m.number, m.file, m.uploaded_at, m.agency, m.undo_because, i.body "
        "from import m join inbox i on i.id = m.inbox where m.state = %s order by m.number limit 1",
        (state,),
    ).fetchone()
    if row is None:
        return None
    number, file, at, agency, because, body = row
    return ToImport(
        number=number, file=file, uploaded_at=at.astimezone(UTC), agency=agency, undo_because=because, body=bytes(body)
    )


def begin_reading(connection: Connection, number: int) -> int:
    """Write down that reading begins, for whoever comes after should it never end; how often it was begun by now. While an
    import waits to be read, `done` counts that.
    """
    row = connection.execute(
        "update import set done = done + 1 where number = %s and state = 'waiting' returning done", (number,)
    ).fetchone()
    return 0 if row is None else int(row[0])


def decided(connection: Connection, number: int) -> tuple[Decided, ...]:
    """What was decided of its tables so far, in the file's order."""
    found = connection.execute(
        "select position, profile, profile_version, left_out from import_table where import = %s order by position",
        (number,),
    )
    return tuple(Decided(position=at, profile=name, version=version, left_out=out) for at, name, version, out in found)


_STANDING = """
select distinct on (p.name) p.name, p.version, p.content from import_profile p
order by p.name, exists (
    select from import_table t join import i on i.number = t.import
    where t.profile = p.name and t.profile_version = p.version and not t.left_out
      and i.state in ('confirmed', 'done', 'undo asked', 'undoing')) desc, p.version desc
"""


def profiles_made(connection: Connection) -> tuple[tuple[str, int, str], ...]:
    """The profiles made here, by name, each with its version and TOML: the latest by which an import was confirmed that
    stands; where there is none, the latest. So trying a mapping changes nothing that was read before.
    """
    return tuple(connection.execute(_STANDING).fetchall())


def profile_made(connection: Connection, name: str, version: int) -> str | None:
    """The TOML of one version."""
    row = connection.execute(
        "select content from import_profile where name = %s and version = %s", (name, version)
    ).fetchone()
    return None if row is None else str(row[0])


_HELD = """
select f.id, f.source from fact f
where f.kind = 'received' and {which} and coalesce((
    select w.kind from fact w where w.source = f.id and w.kind in ('withdrawn', 'reinstated')
    order by w.sequence desc limit 1
), 'reinstated') <> 'withdrawn'
"""


def held(connection: Connection, ids: Sequence[str], sources: Sequence[str]) -> tuple[set[str], set[str]]:
    """Which of these records the ledger holds, and of which of these sources it holds any; withdrawn ones do not count."""
    written = {escape(source): source for source in sources}
    by_id = connection.execute(_HELD.format(which="f.id = any(%s)"), (list(ids),)).fetchall()
    by_source = connection.execute(_HELD.format(which="f.source = any(%s)"), (list(written),)).fetchall()
    return {row[0] for row in by_id}, {written[row[1]] for row in by_source if row[1] in written}


def withdrawn_among(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Which of these records are withdrawn now."""
    found = connection.execute(
        "select distinct on (w.source) w.source, w.kind from fact w where w.source = any(%s) "
        "and w.kind in ('withdrawn', 'reinstated') order by w.source, w.sequence desc",
        (list(ids),),
    )
    return {record for record, kind in found if kind == "withdrawn"}


# --- staging -------------------------------------------------------------------------------------------------------------


def begin_staging(connection: Connection, number: int) -> None:
    """Forget what was found in it before, inside the caller's transaction."""
    for table in ("import_row", "import_rejected", "import_outline", "import_table"):
        connection.execute(f"delete from {table} where import = %s", (number,))  # noqa: S608 - names of our own tables


def write_table(connection: Connection, number: int, table: StagedTable) -> None:
    """Write what was found in a table."""
    connection.execute(
        "insert into import_table (import, position, sheet, encoding, profile, profile_version, profile_title, system,"
        " nearest, left_out, columns, rows, records, amendments, duplicates, rejected, preview, noticed)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            *(number, table.position, presentable(table.sheet), table.encoding, table.profile, table.version),
            *(
                presentable(table.title),
                presentable(table.system),
                presentable(table.nearest),
                table.left_out,
                table.columns,
            ),
            *(table.rows, table.records, table.amendments, table.duplicates, table.rejected),
            *(as_json(table.preview), as_json(table.noticed)),
        ),
    )
    if table.headings is not None:
        connection.execute(
            "insert into import_outline values (%s, %s, %s, %s)",
            (number, table.position, as_json(list(table.headings)), as_json([list(values) for values in table.examples])),
        )


def inbox_of(connection: Connection, number: int) -> UUID:
    """Where in the inbox its bytes are kept. Raises LookupError."""
    row = connection.execute("select inbox from import where number = %s", (number,)).fetchone()
    if row is None:
        raise LookupError(number)
    return UUID(str(row[0]))


Place = tuple[int, int, str, str]
"""A row's place among all, its number, its record, and what it is."""
Unplaced = tuple[int, int, str, str, str, dict[str, str]]
"""A row's place, its number, the column, what is wrong, what would be right, and its cells."""


def write_rows(
    connection: Connection, number: int, position: int, placed: Sequence[Place], left: Sequence[Unplaced]
) -> None:
    """Write what became of some rows of a table."""
    if placed:
        connection.execute(
            'insert into import_row (import, position, place, "row", record, arrival) '
            "select %s, %s, p.* from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[]) as p",
            (number, position, *(list(column) for column in zip(*placed, strict=True))),
        )
    if left:
        told = [
            (place, row, presentable(column), wrong, right, as_json(dict(cells)))
            for place, row, column, wrong, right, cells in left
        ]
        connection.execute(
            'insert into import_rejected (import, position, place, "row", column_name, wrong, instead, cells) '
            "select %s, %s, p.* "
            "from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[]) as p",
            (number, position, *(list(column) for column in zip(*told, strict=True))),
        )


def note_state(
    connection: Connection, number: int, state: str, *, was: str, words: str = "", rows: int | None = None, above: int = 0
) -> bool:
    """Say where an import stands, if it still stands where it was; whether it did. `above` is the number of rows above which
    two people have to confirm.
    """
    done = connection.execute(
        "update import set state = %s, words = %s, rows = coalesce(%s, rows), done = 0, "
        "two_above = case when %s > 0 then %s else two_above end where number = %s and state = %s",
        (state, words, rows, above, above, number, was),
    )
    return done.rowcount == 1


# --- appending and undoing -----------------------------------------------------------------------------------------------


def note_progress(connection: Connection, number: int, done: int) -> None:
    """Say how many rows are taken, or withdrawn, by now."""
    connection.execute("update import set done = %s where number = %s", (done, number))


_SETTLE = """
with first as (
    select distinct on (r.record) r.position, r.place, r.record, r.arrival
    from import_row r where r.import = %(number)s order by r.record, r.position, r.place),
now as (
    select o.position, o.place,
           case when not (exists (select from fact f where f.id = o.record and f.author = %(author)s)
                    or exists (
                        select from fact f
                        where f.source = o.record and f.kind = 'reinstated' and f.author = %(author)s))
                then 'duplicate' when o.arrival = 'duplicate' then 'record' else o.arrival end as arrival
    from first o)
update import_row r set arrival = now.arrival from now
where r.import = %(number)s and r.position = now.position and r.place = now.place and r.arrival <> now.arrival
"""

_SUM = """
update import_table t set records = s.records, amendments = s.amendments, duplicates = s.duplicates
from (
    select position, count(*) filter (where arrival = 'record') as records,
           count(*) filter (where arrival = 'amendment') as amendments,
           count(*) filter (where arrival = 'duplicate') as duplicates
    from import_row where import = %(number)s group by position) as s
where t.import = %(number)s and t.position = s.position
"""


def settle(connection: Connection, importing: ToImport, *, at: datetime) -> int:
    """Count what an import brought, out of the ledger itself, and say that it is done; how many rows turned out other than
    they were shown. The sums are whatever they are however often it was stopped on the way.
    """
    given = {"number": importing.number, "author": importing.author}
    with connection.transaction():
        changed = connection.execute(_SETTLE, given).rowcount
        connection.execute(_SUM, given)
        words = f"{changed:,} rows had come in another way meanwhile." if changed else ""
        connection.execute(
            "update import set state = 'done', done = rows, done_at = %s, words = %s "
            "where number = %s and state = 'confirmed'",
            (at, words, importing.number),
        )
    return changed


def to_withdraw(connection: Connection, importing: ToImport) -> tuple[str, ...]:
    """The records that this import alone vouches for: an import brought them, and no other that stands holds them."""
    found = connection.execute(
        "select r.record from import_row r join fact f on f.id = r.record "
        "where r.import = %s and starts_with(f.author, %s) and not exists ("
        "    select from import_row o join import m on m.number = o.import join import_table t"
        "    on t.import = o.import and t.position = o.position and not t.left_out"
        "    where o.record = r.record and o.import <> r.import and m.state in ('confirmed', 'done', 'undo asked')) "
        "group by r.record order by min(r.position), min(r.place)",
        (importing.number, AUTHOR),
    )
    return tuple(row[0] for row in found)


def note_undone(connection: Connection, number: int, *, records: int) -> None:
    """Say that it is undone."""
    words = f"{records:,} records were withdrawn. They are kept, and count no more."
    connection.execute(
        "update import set state = 'undone', words = %s where number = %s and state = 'undoing'", (words, number)
    )


def wait_for_work(connection: Connection, seconds: float) -> None:
    """Wait until somebody asks for something, or so long. `listen import` comes first."""
    for _ in connection.notifies(timeout=seconds, stop_after=1):
        pass
