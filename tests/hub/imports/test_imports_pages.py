"""The pages of imports: who may, what each state shows, when it takes two people, and what only the uploader sees."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from tests.spec.hub.test_imports_work import as_csv, as_xlsx, log_row

from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.need_to_know.purposes import Role, purpose
from wholepicture.hub.need_to_know.subjects import Post
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.readers import reader_of

WHY = "take_in_extract"
UPLOAD = reverse("imports:upload")
LIST = reverse("imports:list")


def send(visitor, *files: tuple[str, bytes], why: str = WHY):
    """Upload files as a browser does; the answer."""
    page = visitor.open(UPLOAD, why)
    assert page.status_code == 200
    key = re.search(r'name="key" value="([0-9a-f]+)"', page.content.decode())[1]
    return visitor.client.post(UPLOAD, {"key": key, "files": [SimpleUploadedFile(name, body) for name, body in files]})


def uploaded(visitor, rows, name: str = "school.csv", why: str = WHY) -> int:
    answer = send(visitor, (name, as_csv(rows)), why=why)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return int(answer["Location"].strip("/").rpartition("/")[2])


def page_of(number: int) -> str:
    return reverse("imports:import", args=[number])


def do(visitor, what: str, number: int, **fields: str):
    return visitor.client.post(reverse(f"imports:{what}", args=[number]), fields)


def state(county, number: int) -> str:
    return county.asked("select state from import where number = %s", number)[0][0]


@pytest.mark.parametrize(
    "who", ["officer", "neighbourhood-manager", "scrutineer", "executive", "administrator", "custodian"]
)
def test_others_have_no_such_page(visit, county, work, who):
    number = uploaded(visit("hub"), [log_row(900)])
    visitor = visit(who)

    for url in (LIST, UPLOAD, page_of(number), reverse("imports:rejected", args=[number])):
        assert visitor.client.get(url).status_code == 404
    assert do(visitor, "confirm", number).status_code == 404
    assert state(county, number) == "staged"


def test_an_extract_is_shown_first_and_is_a_record_only_when_somebody_takes_it(visit, words, county, work):
    hub = visit("hub")
    number = uploaded(hub, [log_row(1, Pupil="Sand, Mira"), log_row(2), log_row(3, **{"Log ID": ""})])

    said = words(hub.open(page_of(number), WHY))

    assert "To be confirmed" in said
    assert "Rows in the file 3 New records 2 Amendments of records that are here 0" in said
    assert "Rejected 1 ( download them with reasons )" in said
    assert "Read as “School safeguarding log”" in said
    assert "surname: Sand; forename: Mira" in said
    assert "there is no reference" in said
    assert county.asked("select count(*) from record where system = 'school_log'") == [(0,)]
    do(hub, "confirm", number)
    work()
    said = words(hub.open(page_of(number), WHY))
    assert "Taken" in said
    assert "All of it is linked." in said
    assert county.asked("select count(*) from record where system = 'school_log'") == [(2,)]
    assert ("read", WHY, True, str(number)) in county.looks(subject_kind="import")


def test_the_same_form_sent_twice_is_one_import(visit, county, work):
    hub = visit("hub")
    before = county.asked("select count(*) from import")[0][0]
    page = hub.open(UPLOAD, WHY)
    key = re.search(r'name="key" value="([0-9a-f]+)"', page.content.decode())[1]
    answers = [
        hub.client.post(UPLOAD, {"key": key, "files": [SimpleUploadedFile("a.csv", as_csv([log_row(40)]))]})
        for _ in range(2)
    ]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert county.asked("select count(*) from import") == [(before + 1,)]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("log.pdf", b"%PDF-1.7", "is neither CSV nor a spreadsheet"),
        ("log.csv", b"%PDF-1.7", "is a PDF, whatever its name says"),
        ("log.csv", as_xlsx([log_row(1)]), "Save it as .xlsx and send it again"),
        ("log.xlsx", as_csv([log_row(1)]), "Save it as .csv and send it again"),
        ("log.csv", b"", "is empty"),
        ("log.csv", b"\r\n\r\n", "is empty"),
        ("log.csv", b"MZ\x90\x00", "is a program"),
    ],
)
def test_what_is_no_extract_is_refused_in_words_before_it_is_kept(visit, words, county, work, name, body, said):
    before = county.asked("select count(*) from inbox")

    answer = send(visit("hub"), (name, body))

    assert answer.status_code == 200
    assert said in words(answer)
    assert county.asked("select count(*) from inbox") == before


def test_too_large_a_file_is_refused_in_words(visit, words, work, settings):
    settings.IMPORT_MEGABYTES = 0

    answer = send(visit("hub"), ("log.csv", as_csv([log_row(1)])))

    assert "is larger than 0 MB. Send it in parts" in words(answer)


def test_above_a_size_two_people_confirm_and_the_first_is_not_the_second(visit, words, county, work):
    first, second = visit("hub"), visit("analyst")
    number = uploaded(first, [log_row(n) for n in range(100, 107)])
    assert "It takes two people, because it is more than 5 rows in a day." in words(first.open(page_of(number), WHY))

    do(first, "confirm", number)
    do(first, "confirm", number)

    assert state(county, number) == "half confirmed"
    assert "Confirm as the second person" not in words(first.open(page_of(number), WHY))
    assert "Confirm as the second person" in words(second.open(page_of(number), WHY))
    do(second, "confirm", number)
    work()
    assert state(county, number) == "done"


def test_a_large_file_in_small_pieces_takes_two_people_as_well(visit, county, work):
    hub = visit("hub-police")
    states = []
    for piece in range(3):
        number = uploaded(hub, [log_row(200 + piece * 3 + n) for n in range(3)], f"piece-{piece}.csv")
        do(hub, "confirm", number)
        states.append(state(county, number))
        work()

    assert states == ["confirmed", "half confirmed", "half confirmed"]


def test_its_rows_are_shown_to_who_uploaded_it_and_who_approves_it_and_nobody_else(visit, words, county, work, people):
    uploader, colleague = visit("analyst"), visit("hub")
    small = uploaded(uploader, [log_row(350, Pupil="Sand, Mira")])
    large = uploaded(uploader, [log_row(n, Pupil="Sand, Mira") for n in range(360, 367)])

    assert "Mira" in words(uploader.open(page_of(small), WHY))
    said = words(colleague.open(page_of(small), WHY))
    assert "Mira" not in said
    assert "Its rows are shown to whoever uploaded it" in said
    do(colleague, "confirm", small)
    assert state(county, small) == "staged"
    assert "Mira" in words(colleague.open(page_of(large), WHY))
    for who, why in (("hub", "deal_with_concern"), ("hub", WHY), ("analyst", "follow_own"), ("analyst", WHY)):
        held = posts_at(people[who].handle, clock.now())[0]
        reader = reader_of(held.account, [Post(Role(held.role.value), held.agency, held.team)], at=clock.now())
        with acting(reader, purpose(why)), connection.cursor() as cursor:
            cursor.execute("select need_to_know.import_preview(%s, 0)::text", (small,))
            assert ("Mira" in (cursor.fetchone()[0] or "")) is ((who, why) == ("analyst", WHY)), (who, why)
            cursor.execute("select has_column_privilege('import_table', 'preview', 'select')")
            assert cursor.fetchone() == (False,)


def test_what_is_set_aside_leaves_nothing_but_the_file(visit, words, county, work):
    hub = visit("hub")
    number = uploaded(hub, [log_row(300, Pupil="Nobody, Else"), log_row(301, **{"Log ID": ""})])

    do(hub, "set-aside", number)

    assert "Nothing of it was taken. The file is kept." in words(hub.open(page_of(number), WHY))
    for table in ("import_row", "import_rejected", "import_outline"):
        assert county.asked(f"select count(*) from {table} where import = %s", number) == [(0,)]  # noqa: S608
    do(hub, "confirm", number)
    assert state(county, number) == "set aside"


def test_rejected_rows_come_with_reasons_for_the_uploader_alone_and_no_cell_is_a_formula(visit, county, work):
    hub, other = visit("hub"), visit("hub-police")
    formulas = ["=1+1", "+44", "-2", "@SUM(A1)", " =cmd", "\t=x"]
    number = uploaded(hub, [log_row(310 + n, Incident=cell, **{"Log ID": ""}) for n, cell in enumerate(formulas)])
    url = reverse("imports:rejected", args=[number])

    rows = list(csv.reader(io.StringIO(hub.open(url, WHY).content.decode("utf-8-sig"))))

    assert rows[0][:5] == ["Sheet", "Row", "Column", "What is wrong", "What would be right"]
    assert len(rows) == 1 + len(formulas)
    assert "there is no reference" in rows[1][3]
    assert [row[rows[0].index("Incident")] for row in rows[1:]] == [f"'{cell}" for cell in formulas]
    assert other.open(url, WHY).status_code == 404
    assert other.open(page_of(number), WHY).status_code == 200


def test_columns_are_mapped_by_hand_and_the_next_such_file_is_known(visit, words, county, work):
    hub, other = visit("hub"), visit("hub-police")
    rows = [
        {"No": f"V{n}", "On": "12/02/2026", "Who": "Fern, Lowri", "Notes": "A man in a car waited for her."} for n in (1, 2)
    ]
    number = uploaded(hub, rows, "visits.csv")
    url = reverse("imports:map", args=[number, 0])
    page = words(hub.open(url, WHY))
    assert "For example: Fern, Lowri" in page
    assert other.open(url, WHY).status_code == 404  # what stands in the file is for whoever brought it
    said = {"title": "Visit book", "agency": "school", "kind": "school log", "names": "surname_first"}

    wrong = hub.client.post(url, {**said, "column_0": "kept", "column_3": "narrative"})
    assert "Say which column holds the agency&#x27;s own reference" in wrong.content.decode()
    hub.client.post(
        url, {**said, "column_0": "reference", "column_1": "recorded", "column_2": "child_1.name", "column_3": "narrative"}
    )

    page = words(hub.open(page_of(number), WHY))
    assert "by what people said here of its columns (version 1)" in page
    assert "surname: Fern; forename: Lowri" in page
    county.told("update import set two_above = 100 where number = %s", number)
    do(hub, "confirm", number)
    work()
    assert county.asked("select count(*) from record where system = 'own_school_visit_book'") == [(2,)]
    assert state(county, uploaded(other, [{**rows[0], "No": "V7"}], "more.csv")) == "staged"


def test_undoing_takes_two_people_and_gives_the_reason(visit, words, county, work):
    first, second = visit("hub"), visit("analyst")
    number = uploaded(second, [log_row(400), log_row(401)], why="work_on_finding")
    do(second, "confirm", number)
    work()
    assert state(county, number) == "done"

    first.open(page_of(number), WHY)
    do(first, "undo", number, because="The wrong school's file")
    do(first, "answer-undo", number, answer="yes")
    assert state(county, number) == "undo asked"  # nobody agrees with themself
    do(second, "answer-undo", number, answer="yes")
    work()

    assert state(county, number) == "undone"
    assert "2 records were withdrawn" in words(first.open(page_of(number), WHY))
    assert county.asked(
        "select count(*) from record where reference in ('SL00400', 'SL00401') and withdrawn_at is null"
    ) == [(0,)]
    page = words(
        first.open(
            reverse("records:record", args=[county.asked("select record from record where reference = 'SL00400'")[0][0]]),
            "deal_with_concern",
        )
    )
    assert "SL00400" in page


def test_whoever_asked_may_take_it_back_alone(visit, county, work):
    hub = visit("hub-police")
    number = uploaded(hub, [log_row(410)])
    county.told("update import set two_above = 100 where number = %s", number)
    do(hub, "confirm", number)
    work()
    do(hub, "undo", number, because="By mistake")

    do(hub, "answer-undo", number, answer="no")

    assert state(county, number) == "done"


def test_several_files_at_once_are_several_imports(visit, words, county, work):
    answer = send(visit("hub"), ("one.csv", as_csv([log_row(420)])), ("two.xlsx", as_xlsx([log_row(421)], [log_row(422)])))

    assert answer["Location"] == LIST
    [(rows,)] = county.asked("select rows from import where file = 'two.xlsx' order by number desc limit 1")
    assert rows == 2


def test_without_a_journey_or_a_worker_a_file_is_kept_all_the_same(visit, words, county, monkeypatch):
    from wholepicture.hub.wiring import imports  # noqa: PLC0415

    monkeypatch.setattr(imports, "wait_for_reading", lambda *_, **__: None)
    hub = visit("hub")

    number = uploaded(hub, [log_row(430)])

    assert "It is kept, and is being read." in words(hub.open(page_of(number), WHY))
    told = hub.client.get(reverse("imports:progress", args=[number])).json()
    assert told["state"] == "waiting"
