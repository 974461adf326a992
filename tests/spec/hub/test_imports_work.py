"""An extract that somebody uploads: read, shown, confirmed, appended, undone; and every row is accounted for."""

import csv
import io
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import openpyxl
import pytest
from tests.spec.hub.conftest import MEANS, OFFICER, Hub, salt

from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.inbox import Arriving, Channel
from wholepicture.hub.wiring import imports_work
from wholepicture.hub.wiring.imports_work import ImportWork
from wholepicture.intake.mapping import ColumnMapping, profile_of
from wholepicture.vocabulary.records import RecordKind

SOON = 90.0
HEADINGS = ["Log ID", "Incident Date", "Logged At", "UPN", "Pupil", "Date of Birth", "Category", "Incident", "Status"]
WORDS = "She was collected at the gate by a man in a silver Astra, KX53 WLD."


def log_row(number: int, **said: str) -> dict[str, str]:
    """A row of a school's log, all but what is said of it made of its number."""
    told = {
        "Log ID": f"SL{number:05}",
        "Incident Date": "2026-02-10",
        "Logged At": f"2026-02-10T{9 + number % 8:02}:{number % 60:02}",
        "Pupil": f"Pupil{number % 37}, Ash",
        "Date of Birth": f"2012-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "Category": "Attendance",
        "Incident": WORDS,
    }
    return {**dict.fromkeys(HEADINGS, ""), **told, **said}


def as_csv(rows: list[dict[str, str]], headings: list[str] | None = None) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, headings or list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def as_xlsx(*sheets: list[dict[str, str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class Desk:
    """What people do with files, at a hub whose work is done when it is asked for."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.work = ImportWork(hub.database.connect, MEANS, clock=lambda: hub.now, salts=salt, say=hub.said.append)
        self.journey = hub.journey()
        self.journey.restore()

    def upload(self, content: bytes, name: str = "log.csv") -> int:
        kept = Arriving(
            key=secrets.token_hex(8),
            account=OFFICER,
            channel=Channel.UPLOAD,
            content=f"text/csv; name={name}",
            body=content,
            agency="school",
        )
        inbox.keep(self.hub.connection, kept, at=self.hub.now - timedelta(hours=1))
        while self.work.read_next(self.hub.connection):
            pass
        [(number,)] = self.hub.rows("select max(number) from import")
        return int(number)

    def decide(self, number: int, state: str, because: str = "") -> None:
        with self.hub.database.connect("wp_owner") as owner:
            owner.execute("update import set state = %s, undo_because = %s where number = %s", (state, because, number))
        while self.work.take_next(self.hub.connection, Event()):
            pass
        while self.journey.catch_up():
            pass

    def take(self, content: bytes, name: str = "log.csv") -> int:
        number = self.upload(content, name)
        assert self.state(number) == "staged"
        self.decide(number, "confirmed")
        assert self.state(number) == "done"
        return number

    def state(self, number: int) -> str:
        return str(self.hub.rows("select state from import where number = %s", number)[0][0])

    def sums(self, number: int) -> dict[str, int]:
        names = "rows", "records", "amendments", "duplicates", "rejected"
        asked = ", ".join(f"sum({name})::int" for name in names)
        return dict(zip(names, self.hub.rows(f"select {asked} from import_table where import = %s", number)[0], strict=True))  # noqa: S608

    def standing(self) -> list[str]:
        found = self.hub.rows(
            "select reference from record where withdrawn_at is null and amended_by is null order by reference"
        )
        return [row[0] for row in found]


@pytest.fixture
def desk(hub: Hub) -> Desk:
    return Desk(hub)


def test_every_row_is_a_record_an_amendment_a_duplicate_or_rejected(desk):
    desk.take(as_csv([log_row(1), log_row(2)]))
    rows = [
        log_row(1),  # word for word what is there
        log_row(2, Status="Closed"),  # changed since
        log_row(3),
        log_row(3),  # twice in one file
        log_row(3, Category="Wellbeing"),  # and changed in it
        log_row(4, **{"Log ID": ""}),
        log_row(5, **{"Logged At": "31/02/2026"}),
    ]

    number = desk.upload(as_csv(rows))

    shown = {"rows": 7, "records": 1, "amendments": 2, "duplicates": 2, "rejected": 2}
    assert desk.sums(number) == shown
    assert desk.standing() == ["SL00001", "SL00002"]  # nothing of it is a record yet
    desk.decide(number, "confirmed")
    assert desk.sums(number) == shown
    assert desk.standing() == ["SL00001", "SL00002", "SL00003"]


def test_a_rejected_row_says_what_is_wrong_and_what_would_be_right(desk):
    desk.upload(as_csv([log_row(1), log_row(2, **{"Logged At": "31/02/2026"})]))

    [(row, column, wrong, right, cells)] = desk.hub.rows(
        'select "row", column_name, wrong, instead, cells from import_rejected'
    )

    assert (row, column) == (2, "Logged At")
    assert "not a date that can be read" in wrong
    assert "dd/mm/yyyy" in right
    assert cells["Logged At"] == "31/02/2026"


def test_a_file_of_no_known_shape_waits_for_somebody_who_says_what_its_columns_mean(desk):
    rows = [{"No": f"V{n}", "On": "12/02/2026", "Who": "Sam Reed", "Notes": WORDS} for n in range(1, 4)]
    number = desk.upload(as_csv(rows))
    assert desk.state(number) == "unmapped"
    [(headings, examples)] = desk.hub.rows("select headings, examples from import_outline")
    assert headings == ["No", "On", "Who", "Notes"]
    assert examples[0] == ["V1", "V2", "V3"]
    assert examples[2] == ["Sam Reed"]
    map_by_hand(desk, number, {"No": "reference", "On": "recorded", "Who": "child_1.name", "Notes": "narrative"})

    assert desk.state(number) == "staged"
    desk.decide(number, "confirmed")

    assert desk.sums(number)["records"] == 3
    named = desk.hub.rows(
        "select distinct description->>'name', role from mention where kind = 'person' and start_at is null"
    )
    assert named == [("Sam Reed", "subject")]
    # And from now on such a file is known, also to the journey that reads all the rows again.
    assert desk.state(desk.upload(as_csv([{**rows[0], "No": "V9"}]))) == "staged"
    before = desk.hub.projected()
    desk.hub.journey().rebuild()
    assert desk.hub.projected() == before


def map_by_hand(desk: Desk, number: int, means: dict[str, str], version: int = 1) -> None:
    mapping = ColumnMapping(
        name="own_school_visits",
        title="Visits",
        system="own_school_visits",
        agency="School",
        kind=RecordKind.SCHOOL_LOG,
        means=means,
    )
    with desk.hub.database.connect("wp_owner") as owner:
        owner.execute(
            "insert into import_profile (name, version, system, title, content, made_by, made_at) "
            "values (%s, %s, %s, 'Visits', %s, %s, now())",
            (mapping.name, version, mapping.system, profile_of(mapping), OFFICER),
        )
        owner.execute(
            "update import_table set profile = %s, profile_version = %s where import = %s", (mapping.name, version, number)
        )
        owner.execute("update import set state = 'waiting' where number = %s", (number,))
    while desk.work.read_next(desk.hub.connection):
        pass


def test_a_mapping_made_anew_counts_once_an_import_by_it_is_confirmed_and_then_for_earlier_rows_too(desk):
    rows = [{"No": f"V{n}", "On": "12/02/2026", "Who": "Sam Reed", "Notes": WORDS} for n in range(1, 4)]
    means = {"No": "reference", "On": "recorded", "Who": "child_1.name", "Notes": "narrative"}
    first = desk.upload(as_csv(rows))
    map_by_hand(desk, first, means)
    desk.decide(first, "confirmed")
    second = desk.upload(as_csv([{**rows[0], "No": "V9"}]))

    map_by_hand(desk, second, {**means, "Who": "adult_1.name"}, version=2)
    while desk.journey.catch_up():
        pass
    roles = "select distinct role from mention where kind = 'person' and start_at is null"
    assert desk.hub.rows(roles) == [("subject",)]  # tried, and not confirmed
    desk.decide(second, "confirmed")

    assert desk.hub.rows(roles) == [("unknown",)]
    before = desk.hub.projected()
    desk.hub.journey().rebuild()
    assert desk.hub.projected() == before


def test_a_workbook_is_read_sheet_by_sheet_and_what_is_damaged_says_so(desk):
    both = desk.upload(as_xlsx([log_row(1)], [log_row(2), log_row(3)]), "logs.xlsx")
    cut = desk.upload(as_xlsx([log_row(1)])[:900], "cut.xlsx")

    assert desk.hub.rows("select rows::int from import_table where import = %s order by position", both) == [(1,), (2,)]
    assert desk.state(cut) == "unreadable"
    assert "cut short or damaged" in desk.hub.rows("select words from import where number = %s", cut)[0][0]


def test_what_is_written_in_the_hub_never_comes_as_a_file(desk):
    own = desk.hub.write("A car waited at the gate.")
    forged = {"reference": own.reference, "recorded": "2026-03-02", "agency key": "police", "team id": "1", "narrative": "x"}

    number = desk.upload(as_csv([forged]))

    assert desk.state(number) == "unmapped"


def test_undone_it_is_as_if_it_had_not_come_but_for_what_says_so(desk):
    desk.take(as_csv([log_row(1), log_row(2)]))
    number = desk.take(as_csv([log_row(2, Status="Closed"), log_row(3)]))

    desk.decide(number, "undoing", "the wrong school's file")

    assert desk.state(number) == "undone"
    assert desk.standing() == ["SL00001", "SL00002"]
    [(because,)] = desk.hub.rows("select distinct withdrawn_because from record where withdrawn_at is not null")
    assert "the wrong school's file" in because
    assert desk.hub.rows("select count(*) from record") == [(4,)]  # facts never leave
    assert desk.hub.rows(
        "select count(*) from match_key k join record r using (record) where r.withdrawn_at is not null"
    ) == [(0,)]


def test_undone_and_rebuilt_are_the_same_and_so_is_what_comes_again(desk):
    desk.take(as_csv([log_row(1), log_row(2)]))
    number = desk.take(as_csv([log_row(2, Status="Closed"), log_row(3)]))
    desk.decide(number, "undoing", "the wrong file")
    undone = desk.hub.projected()
    desk.hub.journey().rebuild()
    assert desk.hub.projected() == undone

    again = desk.take(as_csv([log_row(2, Status="Closed"), log_row(3)]))

    assert desk.sums(again) == {"rows": 2, "records": 1, "amendments": 1, "duplicates": 0, "rejected": 0}
    assert desk.standing() == ["SL00001", "SL00002", "SL00003"]
    came = desk.hub.projected()
    desk.hub.journey().rebuild()
    assert desk.hub.projected() == came
    assert desk.hub.rows("select count(*) from record where withdrawn_at is not null") == [(0,)]


def test_a_row_that_another_import_vouches_for_stays_until_that_is_undone_too(desk):
    first = desk.take(as_csv([log_row(1), log_row(2)]))
    second = desk.take(as_csv([log_row(2), log_row(3)]))
    assert desk.sums(second)["duplicates"] == 1

    desk.decide(first, "undoing", "sent by mistake")
    assert desk.standing() == ["SL00002", "SL00003"]

    desk.decide(second, "undoing", "this one too")
    assert desk.standing() == []


def test_what_was_found_by_an_import_is_withdrawn_with_the_reason_and_stays_to_be_seen(desk):
    desk.hub.now += timedelta(days=1)
    rows = [
        log_row(
            n,
            Pupil=f"{surname}, {forename}",
            Incident=f"{forename} was picked up by an older man who gives her alcohol and a phone, in an Astra KX53 WLD.",
            **{"Logged At": f"2026-02-{10 + n}T09:00", "Date of Birth": f"2012-0{n}-03"},
        )
        for n, (surname, forename) in enumerate(
            [("Oakes", "Tansy"), ("Tallis", "Robyn"), ("Hartley", "Wren"), ("Marsh", "Ivy"), ("Fenn", "Elsie")], 1
        )
    ]
    number = desk.take(as_csv(rows))
    surfaced = desk.hub.rows("select id from finding where withdrawn_at is null")
    assert surfaced

    desk.decide(number, "undoing", "an exercise")

    assert desk.hub.rows("select id from finding where withdrawn_at is null") == []
    [(because,)] = desk.hub.rows("select distinct withdrawn_because from finding")
    assert "was undone: an exercise" in because
    assert len(desk.hub.rows("select id from finding")) >= len(surfaced)


# --- killed ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def start(hub, tmp_path) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Starts the process that carries imports out, as the command line does."""
    running: list[subprocess.Popen[str]] = []

    def run() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "wholepicture", "hub", "imports"],
            env={**hub.database.environment(), "WHOLEPICTURE_HOME": str(tmp_path / "home")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


def wait_until(question: Callable[[], Any]) -> None:
    until = time.monotonic() + SOON
    while not question():
        assert time.monotonic() < until
        time.sleep(0.002)


def test_killed_while_it_appends_it_goes_on_and_the_sums_agree(desk, start):
    hub = desk.hub
    desk.take(as_csv([log_row(n) for n in range(1, 101)]))
    rows = [log_row(n) for n in range(1, 3_001)] + [log_row(1, Status="Closed"), log_row(0, **{"Log ID": ""})]
    number = desk.upload(as_csv(rows))
    shown = desk.sums(number)
    assert shown == {"rows": 3_002, "records": 2_900, "amendments": 1, "duplicates": 100, "rejected": 1}
    with hub.database.connect("wp_owner") as owner:
        owner.execute("update import set state = 'confirmed' where number = %s", (number,))
    facts = "select count(*) from fact where author = %s"
    author = f"import-{number}"
    seen = [0]
    for _ in range(3):
        process = start()
        wait_until(lambda: hub.rows(facts, author)[0][0] > seen[-1])
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.append(hub.rows(facts, author)[0][0])
    assert seen[1] < 2_901  # it was killed on the way, not when all was there

    start()
    wait_until(lambda: desk.state(number) == "done")

    assert hub.rows(facts, author) == [(2_901,)]
    assert hub.rows("select count(*), count(distinct id) from fact where kind = 'received'") == [(3_001, 3_001)]
    assert desk.sums(number) == shown


class Ended(BaseException):
    """What no program catches: the process is gone."""


def test_a_file_that_ends_whoever_reads_it_stops_being_read_and_the_next_one_is(desk, monkeypatch):
    reads = imports_work.read_extracts

    def end_at_the_bad_one(name, *rest, **named):
        if name == "bad.csv":
            raise Ended
        return reads(name, *rest, **named)

    monkeypatch.setattr(imports_work, "read_extracts", end_at_the_bad_one)
    with pytest.raises(Ended):
        desk.upload(as_csv([log_row(1)]), "bad.csv")
    for _ in range(2):
        with pytest.raises(Ended):
            desk.work.read_next(desk.hub.connection)

    number = desk.upload(as_csv([log_row(2)]), "good.csv")

    assert [(desk.state(one), one) for one in (1, number)] == [("stopped", 1), ("staged", number)]


def test_how_often_reading_was_begun_is_forgotten_once_it_ended(desk):
    number = desk.upload(as_csv([log_row(1)]))

    assert desk.hub.rows("select state, done from import where number = %s", number) == [("staged", 0)]


def test_killed_while_it_reads_it_reads_anew(desk, start):
    hub = desk.hub
    rows = [log_row(n) for n in range(1, 4_001)]
    kept = Arriving(
        key="k",
        account=OFFICER,
        channel=Channel.UPLOAD,
        content="text/csv; name=log.csv",
        body=as_csv(rows),
        agency="school",
    )
    inbox.keep(hub.connection, kept, at=hub.now - timedelta(hours=1))
    process = start()
    wait_until(lambda: hub.rows("select count(*) from import where state = 'waiting'")[0][0])
    time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()

    start()
    wait_until(lambda: desk.state(1) == "staged")

    assert desk.sums(1) == {"rows": 4_000, "records": 4_000, "amendments": 0, "duplicates": 0, "rejected": 0}
    assert hub.rows("select count(*) from import_row") == [(4_000,)]
