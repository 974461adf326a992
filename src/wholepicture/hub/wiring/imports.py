"""Imports, for their pages: files are kept first, then read by a process of their own; people confirm and undo."""

import csv
import hashlib
import io
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import Acting, display
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import imports as kept
from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.access_refusals import AlreadyDone, NotByYou, NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.imports import ImportKept, ImportState, OutlineKept, RejectedKept, TableKept
from wholepicture.hub.storage.inbox import Arriving, Channel
from wholepicture.hub.storage.standing import read_whereabouts
from wholepicture.hub.wiring.looking import look_over
from wholepicture.intake.mapping import ColumnMapping, can_be_mapped, profile_of
from wholepicture.report.cells import defused

__all__ = ["AlreadyDone", "ImportState", "NotByYou", "NothingThere"]

SUBJECT = "import"
PURPOSE = "take_in_extract"
"""The key of the purpose for which imports are looked at, and the only one."""
A_PAGE = 20
SHOWN_REJECTED = 20
ENDINGS = {"csv": False, "tsv": False, "txt": False, "xlsx": True, "xlsm": True, "xls": True, "ods": True}
"""The endings that a file may have, and whether it is a workbook then."""
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"Rar!": "an archive",
    b"7z\xbc\xaf": "an archive",
    b"\x1f\x8b": "an archive",
}
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class NotAnExtract(ValueError):
    """The file is not what its name says, or no table at all; the words say what it is and what would help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file as it was sent."""

    name: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One import in the list."""

    kept: ImportKept
    by: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportList:
    """A page of the list."""

    lines: tuple[ImportLine, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSheet:
    """One import, as a person sees it. `mine` says that they uploaded it: then `rejected` are its first rejected rows."""

    kept: ImportKept
    tables: tuple[TableKept, ...]
    previewed: bool
    """Whether they may see its rows: who uploaded it, or confirms or confirmed it, or undoes or undid it."""
    rejected: tuple[RejectedKept, ...]
    people: dict[UUID, str] = field(repr=False)
    mine: bool
    may_confirm: bool
    """Whether they may confirm it now; where it needs a second person, whether they may be that."""
    may_agree: bool
    """Whether they may be the second person of those who undo it."""
    to_link: int
    """How many facts are recorded and not linked yet."""

    @property
    def sums(self) -> dict[str, int]:
        """The sums of all tables: rows = records + amendments + duplicates + rejected."""
        names = ("rows", "records", "amendments", "duplicates", "rejected")
        return {name: sum(getattr(table, name) for table in self.tables if not table.left_out) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSheet:
    """A table whose columns are to be mapped, with what is said of them so far."""

    kept: ImportKept
    table: TableKept
    outline: OutlineKept
    able: tuple[bool, ...]
    """For each heading, whether it can mean anything: blank ones, and those that stand twice, are kept as they are."""
    agencies: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is."""

    state: ImportState
    rows: int
    done: int
    to_link: int


# --- taking files in ------------------------------------------------------------------------------------------------------


def check_file(name: str, start: bytes) -> None:
    """Whether a file is what its name says, by its first bytes. Raises NotAnExtract."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise NotAnExtract(f"{name} is neither CSV nor a spreadsheet. Send it as .csv or .xlsx")
    if not start.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise NotAnExtract(f"{name} is empty")
    other = next((what for mark, what in _OTHERS.items() if start.startswith(mark)), None)
    if other is not None:
        raise NotAnExtract(f"{name} is {other}, whatever its name says. Send the extract as .csv or .xlsx")
    if start.startswith(_WORKBOOK) is not ENDINGS[ending]:
        right = ".xlsx" if start.startswith(_WORKBOOK) else ".csv"
        inside = "a workbook or an archive" if right == ".xlsx" else "plain text"
        raise NotAnExtract(
            f"{name} holds {inside}, which is not what .{ending} stands for. Save it as {right} and send it again"
        )


def upload(reader: Reader, purpose: Purpose, by: Acting, files: Sequence[Uploaded], *, key: str) -> tuple[int, ...]:
    """Keep files, byte for byte, and let them be read; the number of each import. `key` is made once for each form shown.

    The same file with the same key is kept once. Raises NotAnExtract, before anything is kept.
    """
    for file in files:
        check_file(file.name, file.body[:64])
    numbers = []
    for file in files:
        arriving = Arriving(
            key=f"{key} {hashlib.sha256(file.body).hexdigest()}",
            account=by.account,
            channel=Channel.UPLOAD,
            content=f"application/octet-stream; name={_plain(file.name)}",
            body=file.body,
            agency=by.agency,
            team=by.post.team,
        )
        receipt = inbox.keep(request_connection(), arriving, at=clock.now())
        with acting(reader, purpose):
            numbers.append(kept.begin_import(receipt.inbox, _plain(file.name)))
    return tuple(numbers)


def _plain(name: str) -> str:
    return "".join(c for c in name.rpartition("/")[2] if c.isprintable())[:150] or "extract"


# --- seeing ---------------------------------------------------------------------------------------------------------------


def import_list(reader: Reader, purpose: Purpose, page: int, by: Acting) -> ImportList:
    """A page of all imports, the latest first; pages count from 1."""
    with acting(reader, purpose):
        found = kept.imports_kept(most=A_PAGE, after=(page - 1) * A_PAGE)
        count = kept.count_imports()
    called = display({one.uploaded_by for one in found}, by.role, clock.now())
    return ImportList(lines=tuple(ImportLine(kept=one, by=called[one.uploaded_by]) for one in found), count=count)


def import_sheet(reader: Reader, purpose: Purpose, number: int, by: Acting) -> ImportSheet:
    """One import; that it was looked at is written down. Raises NothingThere, LookNotWritten."""
    with look_over(reader, purpose, action="read", subject_kind=SUBJECT, subject=str(number)):
        one = kept.import_kept(number)
        if one is None:
            raise NothingThere
        tables = kept.tables_of(number)
        previewed = kept.may_preview(number)
        rejected = kept.rejected_of(number, most=SHOWN_REJECTED)
        behind = read_whereabouts(request_connection()).behind
    return ImportSheet(
        kept=one,
        tables=tables,
        previewed=previewed,
        rejected=rejected,
        people=display(_people(one), by.role, clock.now()),
        mine=one.uploaded_by == reader.account,
        may_confirm=(one.state is ImportState.STAGED and previewed)
        or (one.state is ImportState.HALF_CONFIRMED and one.confirmed_by != reader.account),
        may_agree=one.state is ImportState.UNDO_ASKED and one.undo_asked_by != reader.account,
        to_link=behind,
    )


def _people(one: ImportKept) -> Iterable[UUID]:
    named = (one.uploaded_by, one.confirmed_by, one.second_by, one.undo_asked_by, one.undone_by, one.set_aside_by)
    return (who for who in named if who is not None)


def import_progress(reader: Reader, purpose: Purpose, number: int) -> Progress:
    """How far it is; nothing of what is in it. Raises NothingThere."""
    with acting(reader, purpose):
        one = kept.import_kept(number)
        if one is None:
            raise NothingThere
        return Progress(state=one.state, rows=one.rows, done=one.done, to_link=read_whereabouts(request_connection()).behind)


def rejected_csv(reader: Reader, purpose: Purpose, number: int) -> str:
    """The rejected rows as CSV with what is wrong and what would be right: for whoever uploaded the file. A cell that a
    spreadsheet would take for a formula has an apostrophe before it. Raises NothingThere, LookNotWritten.
    """
    with look_over(reader, purpose, action="download rejected", subject_kind=SUBJECT, subject=str(number)):
        one = kept.import_kept(number)
        if one is None or one.uploaded_by != reader.account:
            raise NothingThere
        rejected = kept.rejected_of(number)
        sheets = {table.position: table.sheet for table in kept.tables_of(number)}
    headings = list(dict.fromkeys(name for row in rejected for name in row.cells))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Sheet", "Row", "Column", "What is wrong", "What would be right", *map(defused, headings)])
    for row in rejected:
        told = (sheets.get(row.position, ""), str(row.row), row.column, row.wrong, row.right)
        writer.writerow([defused(cell) for cell in (*told, *(row.cells.get(name, "") for name in headings))])
    return file.getvalue()


# --- mapping by hand -----------------------------------------------------------------------------------------------------


def mapping_sheet(reader: Reader, purpose: Purpose, number: int, position: int) -> MappingSheet:
    """A table that fits no known shape, for whoever uploaded it. Raises NothingThere, LookNotWritten."""
    with look_over(reader, purpose, action="map", subject_kind=SUBJECT, subject=str(number)):
        one = kept.import_kept(number)
        table = next((t for t in kept.tables_of(number) if t.position == position), None)
        outline = kept.outline_of(number, position)
    if one is None or table is None or outline is None or one.state is not ImportState.UNMAPPED:
        raise NothingThere
    agencies = tuple(Agency.objects.order_by("name").values_list("key", "name"))
    return MappingSheet(kept=one, table=table, outline=outline, able=can_be_mapped(outline.headings), agencies=agencies)


def map_table(reader: Reader, purpose: Purpose, number: int, position: int, mapping: ColumnMapping) -> None:
    """Keep what a person says of a table's columns as a profile, and let the file be read by it. Raises UnfitMapping,
    NothingThere, NotByYou, AlreadyDone.
    """
    content = profile_of(mapping)
    with acting(reader, purpose):
        version = kept.keep_profile(name=mapping.name, system=mapping.system, title=mapping.title, content=content)
        kept.decide_table(number, position, profile=mapping.name, version=version)


def leave_out(reader: Reader, purpose: Purpose, number: int, position: int) -> None:
    """Take nothing of one table. Raises NothingThere, NotByYou, AlreadyDone."""
    with acting(reader, purpose):
        kept.decide_table(number, position, leave_out=True)


# --- deciding -------------------------------------------------------------------------------------------------------------


def confirm(reader: Reader, purpose: Purpose, number: int) -> ImportState:
    """Confirm it; above a size a second person has to as well. Raises NothingThere, NotByYou, AlreadyDone."""
    with acting(reader, purpose):
        return kept.confirm_import(number)


def set_aside(reader: Reader, purpose: Purpose, number: int) -> None:
    """Take nothing of it. Raises NothingThere, AlreadyDone."""
    with acting(reader, purpose):
        kept.set_import_aside(number)


def ask_to_undo(reader: Reader, purpose: Purpose, number: int, because: str) -> None:
    """The first of two people. `because` is shown to whoever reads what was found by it. Raises NothingThere, NotByYou,
    AlreadyDone.
    """
    with acting(reader, purpose):
        kept.ask_to_undo_import(number, because)


def answer_undo(reader: Reader, purpose: Purpose, number: int, *, agreed: bool) -> None:
    """The second person agrees; or it stays. Raises NothingThere, NotByYou, AlreadyDone."""
    with acting(reader, purpose):
        kept.answer_undo(number, agreed=agreed)


def wait_for_reading(reader: Reader, purpose: Purpose, numbers: Sequence[int], *, until: datetime) -> None:
    """Give a small file the moment that reading it takes, so that the page that comes next can show it."""
    while clock.now() < until:
        if all(import_progress(reader, purpose, number).state is not ImportState.WAITING for number in numbers):
            return
        time.sleep(0.05)
