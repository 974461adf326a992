"""Imports, as people see and decide them. Each call belongs in a transaction of `acting`; the database checks who it is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from wholepicture.hub.storage.access_refusals import deed, rows


class ImportState(StrEnum):
    """Where an import stands."""

    WAITING = "waiting"
    """It is kept, and is to be read."""
    UNMAPPED = "unmapped"
    """Somebody has to say what its columns mean."""
    UNREADABLE = "unreadable"
    STAGED = "staged"
    """It is read and shown; nothing of it is a record yet."""
    HALF_CONFIRMED = "half confirmed"
    CONFIRMED = "confirmed"
    """It is being appended."""
    DONE = "done"
    UNDO_ASKED = "undo asked"
    UNDOING = "undoing"
    UNDONE = "undone"
    SET_ASIDE = "set aside"
    STOPPED = "stopped"
    """A fault of ours; the words say what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKept:
    """A file that somebody uploaded, and where it stands. Of its `rows` so many are `done`: taken, or withdrawn."""

    number: int
    file: str
    size: int
    agency: str
    uploaded_by: UUID
    uploaded_at: datetime
    state: ImportState
    words: str
    rows: int
    done: int
    two_above: int
    needs_two: bool
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    second_by: UUID | None
    second_at: datetime | None
    done_at: datetime | None
    undo_asked_by: UUID | None
    undo_asked_at: datetime | None
    undo_because: str
    undone_by: UUID | None
    undone_at: datetime | None
    set_aside_by: UUID | None
    set_aside_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKept:
    """One table of it. rows = records + amendments + duplicates + rejected; the database refuses anything else.

    `preview` are its first rows as they are understood, each as (label, words) lines, none for whoever may not see them;
    `profile` is empty where it fits none.
    """

    position: int
    sheet: str
    encoding: str
    profile: str
    profile_version: int
    profile_title: str
    system: str
    nearest: str
    left_out: bool
    columns: int
    rows: int
    records: int
    amendments: int
    duplicates: int
    rejected: int
    preview: tuple[tuple[tuple[str, str], ...], ...] = field(repr=False)
    noticed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedKept:
    """A row that could not be placed. `cells` are its columns as received: for whoever uploaded it alone."""

    position: int
    row: int
    column: str
    wrong: str
    right: str
    cells: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineKept:
    """What is shown for mapping by hand: headings, and of each the first values."""

    headings: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...] = field(repr=False)


_IMPORT = (
    "number, file, size, agency, uploaded_by, uploaded_at, state, words, rows, done, two_above, "
    "state = 'half confirmed' or second_by is not null or state = 'staged' and need_to_know.needs_two(i), "
    "confirmed_by, confirmed_at, second_by, second_at, done_at, undo_asked_by, undo_asked_at, undo_because, "
    "undone_by, undone_at, set_aside_by, set_aside_at"
)
_TABLE = (
    "position, sheet, encoding, profile, profile_version, profile_title, system, nearest, left_out, columns, rows, "
    "records, amendments, duplicates, rejected"
)


def _import(row: Sequence[Any]) -> ImportKept:
    names = list(ImportKept.__slots__)
    told = dict(zip(names, row, strict=True))
    return ImportKept(**{**told, "state": ImportState(told["state"])})


def begin_import(inbox: UUID, file: str) -> int:
    """Take up a file that was kept in the inbox; the import's number. Twice is once. Raises NothingThere."""
    return int(deed("begin_import(%s::uuid, %s::text)", (inbox, file)))


def imports_kept(*, most: int, after: int = 0) -> tuple[ImportKept, ...]:
    """The imports that the reader may know of, the latest first, from the one after so many."""
    found = rows(f"select {_IMPORT} from import i order by number desc limit %s offset %s", (most, after))  # noqa: S608 - ours
    return tuple(map(_import, found))


def count_imports() -> int:
    """How many imports the reader may know of."""
    return int(rows("select count(*) from import")[0][0])


def import_kept(number: int) -> ImportKept | None:
    """One import; None where it is not there for the reader."""
    found = rows(f"select {_IMPORT} from import i where number = %s", (number,))  # noqa: S608 - columns of ours
    return _import(found[0]) if found else None


def tables_of(number: int) -> tuple[TableKept, ...]:
    """The tables of an import, in the file's order."""
    found = rows(
        f"select {_TABLE}, need_to_know.import_preview(import, position)::text, noticed::text"  # noqa: S608 - ours
        " from import_table where import = %s order by position",
        (number,),
    )
    names = _TABLE.split(", ")
    return tuple(
        TableKept(
            **dict(zip(names, row[:-2], strict=True)),
            preview=tuple(tuple((label, words) for label, words in one) for one in json.loads(row[-2])),
            noticed=tuple(json.loads(row[-1])),
        )
        for row in found
    )


def may_preview(number: int) -> bool:
    """Whether the reader may see the rows of an import, for the purpose that they stated."""
    return bool(rows("select need_to_know.may_preview(i) from import i where number = %s", (number,))[0][0])


def rejected_of(number: int, *, most: int | None = None) -> tuple[RejectedKept, ...]:
    """The rows that could not be placed, in the file's order: for whoever uploaded it, and nobody else."""
    found = rows(
        'select position, "row", column_name, wrong, instead, cells::text from import_rejected where import = %s '
        "order by position, place limit %s",
        (number, most),
    )
    return tuple(
        RejectedKept(position=at, row=row, column=column, wrong=wrong, right=right, cells=json.loads(cells))
        for at, row, column, wrong, right, cells in found
    )


def outline_of(number: int, position: int) -> OutlineKept | None:
    """What a table of no known shape looks like: for whoever uploaded it, and nobody else."""
    found = rows(
        "select headings::text, examples::text from import_outline where import = %s and position = %s", (number, position)
    )
    if not found:
        return None
    return OutlineKept(
        headings=tuple(json.loads(found[0][0])), examples=tuple(tuple(values) for values in json.loads(found[0][1]))
    )


def own_profiles() -> tuple[tuple[str, int, str, str], ...]:
    """The latest version of each profile made here: name, version, title, TOML; in order of name."""
    found = rows("select distinct on (name) name, version, title, content from import_profile order by name, version desc")
    return tuple((name, version, title, content) for name, version, title, content in found)


def keep_profile(*, name: str, system: str, title: str, content: str) -> int:
    """Keep a profile made by hand; its version, which goes up where its content is another. Raises AlreadyDone where the
    system is another profile's.
    """
    return int(deed("keep_profile(%s::text, %s::text, %s::text, %s::text)", (name, system, title, content)))


def decide_table(number: int, position: int, *, profile: str = "", version: int = 0, leave_out: bool = False) -> None:
    """Say by which profile a table is read, or that it is left out; once all are decided the file is read anew. Raises
    NothingThere, NotByYou, AlreadyDone.
    """
    given = (number, position, profile, version, leave_out)
    deed("decide_table(%s::bigint, %s::integer, %s::text, %s::integer, %s::boolean)", given)


def confirm_import(number: int) -> ImportState:
    """Confirm it; where it stands then. Above a size it takes two people. Raises NothingThere, NotByYou, AlreadyDone."""
    return ImportState(deed("confirm_import(%s::bigint)", (number,)))


def set_import_aside(number: int) -> None:
    """Take nothing of it. Raises NothingThere, AlreadyDone."""
    deed("set_import_aside(%s::bigint)", (number,))


def ask_to_undo_import(number: int, because: str) -> None:
    """The first of two people asks for it to be undone. Raises NothingThere, NotByYou, AlreadyDone."""
    deed("ask_to_undo_import(%s::bigint, %s::text)", (number, because))


def answer_undo(number: int, *, agreed: bool) -> None:
    """The second person agrees; or somebody, who may be the first, says that it stays. Raises NothingThere, NotByYou,
    AlreadyDone.
    """
    deed("answer_undo(%s::bigint, %s::boolean)", (number, agreed))
