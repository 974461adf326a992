"""`link` and `review` from the command line: any person table goes in, every row comes out, problems are said in words."""

import csv
import io
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from wholepicture.cli.main import main

MAP = """
[columns]
"First name" = "forename"
"Last name" = "surname"
"Born" = "date of birth"
"Lives at" = "address"
"""
HEADINGS = ("First name", "Last name", "Born", "Lives at", "Note")
PEOPLE = [
    ("Tansy", "Oakes", "12/04/2008", "14 Cowper Lane, Harbury, QX1 4AB", "a"),
    ("Robyn", "Tallis", "03/09/1993", "3 Mill Road, Tolby, QX7 1AA", "b"),
    ("Liam", "Byrne", "07/01/2001", "9 Greenway Road, Tolby, QX3 4YY", "c"),
    ("Tanys", "Oakes", "12/04/2008", "14 Cowper Ln, Harbury, QX1 4AB", "d"),
    ("Robyn", "Tallis", "03/09/1993", "", "e"),
    ("Demi", "Oakes", "12/04/2008", "14 Cowper Lane, Harbury, QX1 4AB", "f"),
    ("", "", "", "", "nothing known"),
]


def write_csv(path: Path, rows: list[tuple[str, ...]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([HEADINGS, *rows])
    return path


@pytest.fixture
def columns(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def entities(out: Path) -> dict[tuple[str, int], str]:
    return {(row["file"], int(row["row"])): row["entity"] for row in read(out / "entities.csv")}


def link(tmp_path: Path, columns: Path, *files: Path, more: tuple[str, ...] = ()) -> Path:
    out = tmp_path / "out"
    assert main(["link", *map(str, files), "--columns", str(columns), "--out", str(out), *more]) == 0
    return out


def test_rows_of_one_person_share_an_entity_and_no_row_is_lost(tmp_path: Path, columns: Path, capsys) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)

    found = entities(link(tmp_path, columns, register))

    own = [found[("register.csv", row)] for row in range(1, 8)]
    assert len(found) == len(PEOPLE)
    assert own[0] == own[3] == "register.csv#1"
    assert own[1] == own[4]
    assert len({own[0], own[1], own[2], own[5], own[6]}) == 5
    assert "rows in 7 = linked 4 + alone 3 + could not be read 0" in capsys.readouterr().out


def test_links_say_why(tmp_path: Path, columns: Path) -> None:
    out = link(tmp_path, columns, write_csv(tmp_path / "register.csv", PEOPLE))

    links = {(row["left_row"], row["right_row"]): row for row in read(out / "links.csv")}

    assert links[("1", "4")]["judgement"] == "same"
    assert "Same date of birth." in links[("1", "4")]["because"]
    assert float(links[("1", "4")]["weight"]) > 0


def test_csv_spreadsheets_and_parquet_may_come_together(tmp_path: Path, columns: Path) -> None:
    first = write_csv(tmp_path / "a.csv", PEOPLE[:3], delimiter=";")
    book = Workbook()
    for row in (("List of July",), HEADINGS, *PEOPLE[3:5]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    table = {heading: [row[at] or None for row in PEOPLE[5:]] for at, heading in enumerate(HEADINGS)}
    pq.write_table(pa.table(table), tmp_path / "c.parquet")

    found = entities(link(tmp_path, columns, first, tmp_path / "b.xlsx", tmp_path / "c.parquet"))

    assert Counter(file for file, _ in found) == {"a.csv": 3, "b.xlsx": 2, "c.parquet": 2}
    assert found[("a.csv", 1)] == found[("b.xlsx", 1)]
    assert found[("a.csv", 2)] == found[("b.xlsx", 2)]
    assert found[("c.parquet", 1)] != found[("a.csv", 1)]


def test_the_order_of_files_and_of_rows_does_not_matter(tmp_path: Path, columns: Path) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)
    there = entities(link(tmp_path, columns, register))
    write_csv(register, PEOPLE[::-1])
    back = entities(link(tmp_path, columns, register))

    groups = [
        {frozenset(number(row) for (_, row), own in found.items() if own == entity) for entity in found.values()}
        for found, number in ((there, lambda row: row), (back, lambda row: len(PEOPLE) + 1 - row))
    ]
    assert groups[0] == groups[1]


def test_a_row_that_is_none_is_said_and_kept(tmp_path: Path, columns: Path, capsys) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)
    with register.open("a", encoding="utf-8") as stream:
        stream.write('Ruth,"Shah,01\n')

    out = link(tmp_path, columns, register)

    assert len(entities(out)) == 8
    assert [(row["row"], row["as_received"]) for row in read(out / "unread.csv")] == [("8", 'Ruth,"Shah,01')]
    assert "could not be read 1" in capsys.readouterr().out


def test_a_model_that_was_written_gives_the_same_entities_again(tmp_path: Path, columns: Path) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)
    out = link(tmp_path, columns, register)
    before = (out / "entities.csv").read_bytes()
    model = tmp_path / "kept.json"
    model.write_bytes((out / "model.json").read_bytes())

    again = link(tmp_path, columns, register, more=("--model", str(model)))

    assert (again / "entities.csv").read_bytes() == before
    assert (again / "model.json").read_bytes() == model.read_bytes()


def test_questions_are_answered_with_one_key_each_and_a_named_answer_binds(
    tmp_path: Path, columns: Path, monkeypatch
) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)
    out = link(tmp_path, columns, register, more=("--questions", "300"))
    asked = read(out / "questions.csv")
    twins = next(at for at, row in enumerate(asked) if (row["left_row"], row["right_row"]) == ("1", "6"))
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n" * twins + "s\n" + "q\n"))

    assert main(["review", str(out), "--by", "A Clerk"]) == 0
    answers = tmp_path / "out-answers.csv"
    assert [(row["left_row"], row["right_row"], row["answer"], row["by"]) for row in read(answers)] == [
        ("1", "6", "same", "A Clerk")
    ]
    found = entities(link(tmp_path, columns, register, more=("--answers", str(answers))))
    assert found[("register.csv", 1)] == found[("register.csv", 6)]


def test_the_waterfall_of_a_question_adds_up_to_its_weight(tmp_path: Path, columns: Path) -> None:
    out = link(tmp_path, columns, write_csv(tmp_path / "register.csv", PEOPLE), more=("--questions", "300"))

    asked = read(out / "questions.csv")

    assert asked
    for row in asked:
        bits = sum(float(line.partition(" ")[0]) for line in row["waterfall"].split("\n"))
        assert bits == pytest.approx(float(row["weight"]), abs=0.06)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[columns]\n"First nam" = "forename"', "has none of the mapped headings"),
        (
            '[columns]\n"First name" = "forename"\n"Lastname" = "surname"',
            "no file has the heading 'Lastname'; one has 'Last name'",
        ),
        ('[columns]\n"Note" = "ignore"', "no mapped column says anything"),
        ('[columns]\n"Note" = "ethnicity"', "never takes part"),
        ("[columns", "map.toml"),
    ],
)
def test_a_map_that_does_not_fit_is_said_in_words(tmp_path: Path, columns: Path, capsys, text: str, words: str) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)
    columns.write_text(text, encoding="utf-8")

    assert main(["link", str(register), "--columns", str(columns), "--out", str(tmp_path / "out")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_linked_is_said_in_words(tmp_path: Path, columns: Path, capsys) -> None:
    register = write_csv(tmp_path / "register.csv", PEOPLE)
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "answers.csv").write_text(
        "left_file,left_row,right_file,right_row,answer\nregister.csv,1,register.csv,99,same\n"
    )
    (tmp_path / "model.json").write_text("{}")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    for arguments, words in (
        ([str(tmp_path / "none.csv")], "is not a file"),
        ([str(tmp_path / "empty.csv")], "is empty"),
        ([str(tmp_path / "broken.parquet")], "no Parquet file that can be read"),
        ([str(register), str(register)], "given twice"),
        ([str(register), "--answers", str(tmp_path / "answers.csv")], "there is no row 99"),
        ([str(register), "--model", str(tmp_path / "model.json")], "no model of a register"),
        ([str(register), "--questions", "301"], "from 0 to 300"),
        ([str(register), "--out", str(tmp_path / "taken")], "holds what no linkage wrote (mine.txt)"),
    ):
        out = [] if "--out" in arguments else ["--out", str(tmp_path / "out")]
        assert main(["link", *arguments, "--columns", str(columns), *out]) == 2
        assert words in capsys.readouterr().err
    assert (tmp_path / "taken" / "mine.txt").read_text() == "mine"
