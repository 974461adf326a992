"""Short cells: dates, ages, names, registrations, file names."""

from datetime import UTC, date, datetime

import pytest

from wholepicture.intake.cells import read_age, read_sex, split_name
from wholepicture.intake.dates import USUAL_FORMS, UnknownDateForm, date_in_name, date_reader, recorded_moment, write_date
from wholepicture.vocabulary.pole import Age, Sex


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("14/02/2007", (date(2007, 2, 14), None)),
        (" 4/2/2007 ", (date(2007, 2, 4), None)),
        ("2007-02-14", (date(2007, 2, 14), None)),
        ("14-Feb-2007", (date(2007, 2, 14), None)),
        ("14 february 2007", (date(2007, 2, 14), None)),
        ("14/02/2007 09:05", (date(2007, 2, 14), utc(2007, 2, 14, 9, 5))),
        ("14/02/2007 9:05 pm", (date(2007, 2, 14), utc(2007, 2, 14, 21, 5))),
        ("2007-07-14T09:05", (date(2007, 7, 14), utc(2007, 7, 14, 8, 5))),
        ("2007-07-14 09:05:06.250", (date(2007, 7, 14), utc(2007, 7, 14, 8, 5, 6))),
        ("2007-07-14T09:05:00Z", (date(2007, 7, 14), utc(2007, 7, 14, 9, 5))),
        ("2007-07-14T09:05+02:00", (date(2007, 7, 14), utc(2007, 7, 14, 7, 5))),
        ("28/10/2007 01:30", (date(2007, 10, 28), utc(2007, 10, 28, 0, 30))),
        ("31/02/2007", None),
        ("14/02/0207", None),
        ("02/14/2007", None),
        ("14/02/2007 25:00", None),
        ("14/02/2007 13:00 pm", None),
        ("14 Foo 2007", None),
        ("1४/02/2007", None),
        ("", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_as_london_writes_it(text, when):
    assert date_reader(USUAL_FORMS)(text) == when


def test_a_date_alone_is_recorded_at_the_end_of_its_london_day():
    assert recorded_moment((date(2007, 7, 14), None)) == utc(2007, 7, 14, 22, 59, 59)


def test_a_year_of_two_digits_is_of_this_age():
    read = date_reader(("dd/mm/yy",))

    assert (read("14/02/07"), read("14/02/94")) == ((date(2007, 2, 14), None), (date(1994, 2, 14), None))


@pytest.mark.parametrize("form", ["", "hh:mm", "dd/yyyy", "mm/yyyy hh:mm", "dd/dd/mm/yyyy"])
def test_a_form_that_names_no_day_is_refused(form):
    with pytest.raises(UnknownDateForm):
        date_reader((form,))


@pytest.mark.parametrize("form", USUAL_FORMS)
def test_what_is_written_in_a_form_is_read_back(form):
    value = datetime(2007, 2, 4, 9, 5) if form.endswith("hh:mm") else date(2007, 2, 4)

    day, moment = date_reader((form,))(write_date(value, (form,)))

    assert day == date(2007, 2, 4)
    assert moment == (utc(2007, 2, 4, 9, 5) if form.endswith("hh:mm") else None)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("cases 2024-03-31.csv", date(2024, 3, 31)),
        ("cases_20240331_v2.xlsx", date(2024, 3, 31)),
        ("31.03.2024 contacts.csv", date(2024, 3, 31)),
        ("cases 2024-01-01 to 2024-03-31.csv", None),
        ("cases 2024-13-31.csv", None),
        ("cases.csv", None),
    ],
)
def test_the_date_that_a_file_name_carries(name, day):
    assert date_in_name(name) == day


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("13", Age(13, 13)),
        ("about 13", Age(13, 13, estimated=True)),
        ("13-14", Age(13, 14, estimated=True)),
        ("13 yrs", Age(13, 13)),
        ("13?", Age(13, 13, estimated=True)),
        ("thirteen", None),
        ("18+", None),
        ("999", None),
        ("14-13", None),
    ],
)
def test_an_age(text, age):
    assert read_age(text) == age


@pytest.mark.parametrize(
    ("text", "sex"), [("f", Sex.FEMALE), ("Male", Sex.MALE), ("2", Sex.FEMALE), ("U", None), ("", None)]
)
def test_sex_as_recorded(text, sex):
    assert read_sex(text) is sex


@pytest.mark.parametrize(
    ("cell", "form", "parts"),
    [
        ("Tallis, Robyn", "Surname, Forename", ("Tallis", "Robyn")),
        ("Tallis Robyn", "Surname, Forename", ("", "")),
        ("Robyn Tallis", "Forename Surname", ("Tallis", "Robyn")),
        ("Tallis, Robyn", "Forename Surname", ("Tallis", "Robyn")),
        ("Miss Robyn  Anne Tallis", "Forename Surname", ("Tallis", "Robyn Anne")),
        ("Carolyn De Souza", "Forename Surname", ("De Souza", "Carolyn")),
        ("TALLIS Robyn", "Forename Surname", ("TALLIS", "Robyn")),
        ("Robyn", "Forename Surname", ("", "")),
    ],
)
def test_a_name_in_one_cell(cell, form, parts):
    assert split_name(cell, form) == parts
