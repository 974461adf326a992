"""From a folder of extracts to facts in a ledger: every row ends as record, amendment, duplicate or rejected."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from wholepicture.engines.progress import Watch
from wholepicture.intake import (
    Arrival,
    Extract,
    Noticed,
    Profile,
    Rejected,
    Seen,
    UnknownExtract,
    UnreadableFile,
    arrive,
    dated_by_name,
    read_extracts,
)
from wholepicture.journey.receiving import draft_of
from wholepicture.ledger.facts import Draft, Ledger
from wholepicture.vocabulary.records import Record

_UNDATED = datetime.max.replace(tzinfo=UTC)
EXTRACT_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})


@dataclass(slots=True, kw_only=True)
class Account:
    """The sums of one table: rows = records + amendments + duplicates + rejected, or something was lost."""

    file: str
    system: str
    encoding: str
    records: int = 0
    amendments: int = 0
    duplicates: int = 0
    rejected: int = 0
    made_at: datetime | None = None

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return self.records + self.amendments + self.duplicates + self.rejected


@dataclass(slots=True, kw_only=True)
class Arrived:
    """What a folder gave. `problems` are files that were not read, in words; `left_aside` rows recorded after the moment
    asked about, which are counted nowhere else."""

    accounts: list[Account] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    noticed: list[Noticed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    left_aside: int = 0
    made_at: dict[str, datetime] = field(default_factory=dict)
    """Of each system the latest moment recorded in whatever it sent in files whose names carry no date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """How a folder is received: with which profiles and key, when, by whom, and what is to be left out.

    `leave_out` is asked for each record and each rejected row whether it is to be treated as if it had never come;
    `recorded_by` leaves aside what was recorded later.
    """

    profiles: Sequence[Profile]
    key: bytes
    received_at: datetime
    author: str
    recorded_by: datetime | None = None
    leave_out: Callable[[Record | Rejected], bool] = lambda _: False


def extracts_in(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that may be extracts: by the date that their names carry, those without one last, then by name.

    So a row that comes again later keeps the extract in which it came first. Hidden files are none.
    """
    return tuple(
        path
        for path in sorted(folder.iterdir(), key=lambda path: (dated_by_name(name_of(path)) or _UNDATED, path.name))
        if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix.lower() in EXTRACT_ENDINGS
    )


def name_of(path: Path) -> str:
    """The name of a file as text: bytes that are not UTF-8 stand as their codes."""
    return path.name.encode("utf-8", "backslashreplace").decode()


def receive(files: Sequence[Path], ledger: Ledger, how: Reception, watch: Watch) -> Arrived:
    """Read every file into the ledger. A file that cannot be read, or is not known, is a problem in words."""
    arrived, seen = Arrived(), Seen()
    for path in files:
        name = name_of(path)
        watch.says(f"Reading {name}")
        with ExitStack() as open_files:
            try:
                stream = open_files.enter_context(path.open("rb"))
                found = read_extracts(
                    name,
                    stream,
                    profiles=how.profiles,
                    key=how.key,
                    received_at=min(how.received_at, datetime.fromtimestamp(path.stat().st_mtime, UTC)),
                    made_at=None,
                )
            except UnreadableFile as problem:
                arrived.problems.append(str(problem))
                continue
            except OSError as problem:
                arrived.problems.append(f"{name}: cannot be opened ({problem.strerror})")
                continue
            for table in found:
                if isinstance(table, UnknownExtract):
                    arrived.problems.append(str(table))
                else:
                    _receive_table(table, ledger, how, arrived, seen, _Position(stream, path.stat().st_size, watch))
    return arrived


@dataclass(frozen=True, slots=True)
class _Position:
    stream: BinaryIO
    size: int
    watch: Watch

    def tell(self) -> None:
        if not self.stream.closed:
            self.watch.at(self.stream.tell(), self.size)


def _receive_table(
    table: Extract, ledger: Ledger, how: Reception, arrived: Arrived, seen: Seen, position: _Position
) -> None:
    name = f"{table.file} ({table.sheet})" if table.sheet else table.file
    account = Account(file=name, system=table.profile.system, encoding=table.encoding)
    arrived.accounts.append(account)
    unheard: set[int] = set()

    def drafts() -> Iterator[Draft]:
        try:
            for number, outcome in enumerate(table, 1):
                if number % 2000 == 0:
                    position.tell()
                if how.leave_out(outcome):
                    table.leave_out_last()
                    unheard.add(number)
                    continue
                if isinstance(outcome, Rejected):
                    account.rejected += 1
                    arrived.rejected.append(outcome)
                elif how.recorded_by is not None and outcome.recorded_at > how.recorded_by:
                    arrived.left_aside += 1
                    unheard.add(number)
                elif _count(arrive(outcome.id, outcome.source, seen), account):
                    yield draft_of(outcome, author=how.author)
        except UnreadableFile as problem:
            arrived.problems.append(f"{name}: {problem}; the rows before that are kept")

    ledger.append(drafts(), known_at=how.received_at)
    account.made_at = table.made_at
    if table.made_at is not None and dated_by_name(table.file) is None:
        system = table.profile.system
        arrived.made_at[system] = max(arrived.made_at.get(system, table.made_at), table.made_at)
    # What was odd about a row that is treated as if it had never come would tell that it came.
    arrived.noticed += [noticed for noticed in table.noticed if noticed.row not in unheard]


def _count(what: Arrival, account: Account) -> bool:
    """Count a row for what it is; whether it is a fact that the ledger does not hold yet."""
    match what:
        case Arrival.RECORD:
            account.records += 1
        case Arrival.AMENDMENT:
            account.amendments += 1
        case Arrival.DUPLICATE:
            account.duplicates += 1
            return False
    return True
