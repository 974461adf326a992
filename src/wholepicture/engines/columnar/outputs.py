"""The files of a scan, written out of the derived tables in whole columns."""

from pathlib import Path

import duckdb

_CSV = "(format csv, header true, nullstr '')"

# name of the file -> what stands in it; `entity` is the entity of today, after every merge and split
_QUERIES = {
    "mentions.csv": """
        select m.mention, m.source as record, split_part(m.source, '/', 1) as source, m.type, m.role, m.columns,
               m.start_at as start, m.end_at as "end", m.text, coalesce(n.now_entity, m.entity_then) as entity
        from mention m left join entity_now n on n.entity = m.entity_then order by m.rowid
    """,
    "aliases.csv": """
        select entity, now_entity as now, strftime(since at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as since, because
        from alias order by rowid
    """,
    "readings.csv": """
        select source as record, indicator, start_at as start, end_at as "end", text, polarity, timing as time, about,
               about_mention, tier, cue_start, cue_end, pattern
        from reading order by rowid
    """,
    "links.csv": """
        select left_mention as "left", right_mention as "right", type, weight, judgement, because
        from link order by rowid
    """,
}


def write_tables(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write mentions.csv, aliases.csv, readings.csv, links.csv and findings.jsonl into a folder."""
    for name, query in _QUERIES.items():
        database.execute(f"copy ({query}) to '{_quoted(folder / name)}' {_CSV}")
    lines = database.execute("select content from finding order by position").fetchall()
    with (folder / "findings.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(f"{content}\n" for (content,) in lines)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
