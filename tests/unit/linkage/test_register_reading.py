"""How the columns of a register are understood, and how its values are read before they are compared."""

import pytest

from wholepicture.linkage.birth_forms import join_birth, read_birth, tell_order
from wholepicture.linkage.column_map import Meaning, UnusableColumnMap, read_column_map
from wholepicture.linkage.row_values import (
    address_value,
    forename_value,
    middle_value,
    number_value,
    phone_value,
    sex_value,
    surname_value,
)


def test_a_map_says_what_each_column_means_in_everyday_words() -> None:
    columns = read_column_map(
        {"columns": {"First name": "given name", "last_name": "Last Name", "dob": "dob", "id": "ignore"}}
    )

    assert columns.of("any.csv") == {
        "First name": Meaning.FORENAME,
        "last_name": Meaning.SURNAME,
        "dob": Meaning.BIRTH,
        "id": Meaning.IGNORE,
    }


def test_a_file_may_have_a_map_of_its_own() -> None:
    columns = read_column_map({"columns": {"a": "forename"}, "files": {"b.csv": {"columns": {"x": "surname"}}}})

    assert columns.of("b.csv") == {"x": Meaning.SURNAME}
    assert columns.of("c.csv") == {"a": Meaning.FORENAME}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, r"the map has no \[columns\]"),
        ({"columns": {"Ethnic group": "ethnicity"}}, "never takes part"),
        ({"columns": {"nat": "nationality"}}, "never takes part"),
        ({"columns": {"a": "shoe size"}}, "nothing is called 'shoe size'"),
        ({"columns": {"forename": "First"}}, "heading on the left"),
        ({"columns": {"a": 3}}, "quotation marks"),
    ],
)
def test_a_map_that_cannot_be_used_says_why(table: dict[str, object], words: str) -> None:
    with pytest.raises(UnusableColumnMap, match=words):
        read_column_map(table)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["2008-04-12", "1979-03-30"], "ymd"),
        (["12/04/2008", "30/03/1979"], "dmy"),
        (["04/12/2008", "03/30/1979", "05/31/1980"], "mdy"),
        (["12042018", "03301979", "11302001"], "mdy"),
        (["20081204", "19790330"], "ymd"),
        (["1/2/2003"], "dmy"),
    ],
)
def test_the_form_of_dates_is_told_from_the_whole_column(texts: list[str], order: str) -> None:
    assert tell_order(texts) == order


@pytest.mark.parametrize(
    ("text", "order", "value"),
    [
        ("2008-04-12", "ymd", "20080412"),
        ("2008-04-12 00:00:00", "ymd", "20080412"),
        ("12/4/2008", "dmy", "20080412"),
        ("12 Apr 2008", "dmy", "20080412"),
        ("April 12, 2008", "mdy", "20080412"),
        ("12-04-08", "dmy", "20080412"),
        ("12-04-75", "dmy", "19750412"),
        ("1987", "dmy", "1987"),
        ("2008-04-12", "dmy", "20080412"),
        ("1O/04/2008", "dmy", "2008041O"),
        ("about 1980", "dmy", "about198"),
        ("", "dmy", ""),
    ],
)
def test_dates_of_birth_are_read_as_far_as_they_can_be(text: str, order: str, value: str) -> None:
    assert read_birth(text, order) == value


def test_a_date_of_birth_may_stand_in_three_columns() -> None:
    assert join_birth("1967", "9", "27") == "19670927"
    assert join_birth("1967.0", "9.0", "27.0") == "19670927"
    assert join_birth("1967", "", "") == "1967"
    assert join_birth("", "9", "27") == ""


def test_names_are_read_from_parts_or_from_a_whole() -> None:
    assert forename_value("Tansy Rose", "", has_surname=True) == "tansy"
    assert middle_value("", "Tansy Rose", "", has_surname=True) == "rose"
    assert forename_value("", "Greenwood, Lee", has_surname=False) == "lee"
    assert surname_value("", "Greenwood, Lee") == "greenwood"
    assert surname_value("De Souza", "") == "desouza"
    assert surname_value("Alonso Tellez", "") == "alonso-tellez"
    assert surname_value("Chudleigh", "Thomas Clifford of Chudleigh") == "chudleigh|clifford thomas"
    assert surname_value("N/K", "") == ""


def test_other_values_are_read() -> None:
    assert [sex_value(text) for text in ("Female", "girl", "M", "Boy", "", "unknown")] == ["f", "f", "m", "m", "", ""]
    assert number_value("786-77-6454") == "786776454"
    assert phone_value("07700 900123") == "+447700900123"
    assert phone_value("(555) 123-4567") == "5551234567"


def test_addresses_are_read_from_one_column_or_from_parts() -> None:
    whole = address_value({Meaning.ADDRESS: "Flat 3, 9 Greenway Road, Harbury, QX3 4YY"})
    parts = address_value(
        {
            Meaning.UNIT: "3",
            Meaning.NUMBER: "9",
            Meaning.STREET: "Greenway Rd",
            Meaning.LOCALITY: "Harbury",
            Meaning.POSTCODE: "qx3 4yy",
        }
    )

    assert whole == parts == "3|9|greenway road|harbury|qx34yy"
    assert address_value({}) == ""
