"""Which rows of a register are one person, under the weights by hand: the cases that harm people when they go wrong."""

import pytest

from wholepicture.linkage.column_map import Meaning
from wholepicture.linkage.row_comparisons import COMPARISONS
from wholepicture.linkage.row_model import RowKernel, RowWeight, explain_rows, prior_model
from wholepicture.linkage.row_values import address_value, number_value, phone_value

MODEL = prior_model(20_000)
KERNEL = RowKernel(MODEL)
HOME = "14 Cowper Lane, Harbury, QX1 4AB"


def row(**said: str) -> tuple[str, ...]:
    read = dict(said)
    if "address" in read:
        read["address"] = address_value({Meaning.ADDRESS: read["address"]})
    if "phone" in read:
        read["phone"] = phone_value(read["phone"])
    if "upn" in read:
        read["upn"] = number_value(read["upn"])
    return tuple(read.get(comparison.name, "") for comparison in COMPARISONS)


def compare(left: tuple[str, ...], right: tuple[str, ...]) -> RowWeight:
    there, back = KERNEL.compare(left, right), KERNEL.compare(right, left)
    assert there.weight == back.weight
    return there


TANSY = row(forename="tansy", surname="oakes", birth="20080412", address=HOME)

ONE_PERSON = [
    ("the same name and date of birth", row(forename="tansy", surname="oakes", birth="20080412")),
    ("a slip in the forename", row(forename="tanys", surname="oakes", birth="20080412")),
    ("a slip in the surname", row(forename="tansy", surname="oaks", birth="20080412", address=HOME)),
    ("day and month changed round", row(forename="tansy", surname="oakes", birth="20081204", address=HOME)),
    ("one digit of the date of birth", row(forename="tansy", surname="oakes", birth="20080413", address=HOME)),
    ("moved house", row(forename="tansy", surname="oakes", birth="20080412", address="3 Mill Road, Tolby, QX7 1AA")),
    ("forename and surname changed round", row(forename="oakes", surname="tansy", birth="20080412", address=HOME)),
    ("married name", row(forename="tansy", surname="savage", birth="20080412", address=HOME)),
    ("double surname after marriage", row(forename="tansy", surname="oakes-savage", birth="20080412")),
    ("no date of birth but the address", row(forename="tansy", surname="oakes", address=HOME)),
]

TWO_PERSONS = [
    ("a twin", row(forename="robyn", surname="oakes", birth="20080412", address=HOME)),
    (
        "a twin with a name that is nearly spelt alike",
        row(forename="nancy", surname="oakes", birth="20080412", address=HOME),
    ),
    ("a sibling", row(forename="robyn", surname="oakes", birth="20100903", address=HOME)),
    (
        "a parent of the same name at the same address",
        row(forename="tansy", surname="oakes", birth="19790302", address=HOME),
    ),
    ("a cousin of one name at one address", row(forename="tansy", surname="oakes", birth="20070129", address=HOME)),
    ("nothing but the name", row(forename="tansy", surname="oakes")),
    ("only the year fits besides", row(forename="robyn", surname="savage", birth="2008")),
    ("another family at the address", row(forename="liam", surname="byrne", birth="20010107", address=HOME)),
    ("the same name, another date of birth", row(forename="tansy", surname="oakes", birth="19990821")),
    ("the next flat", row(forename="demi", surname="oakes", birth="20080412")),
]


@pytest.mark.parametrize(("case", "other"), ONE_PERSON, ids=[case for case, _ in ONE_PERSON])
def test_one_person(case: str, other: tuple[str, ...]) -> None:
    assert compare(TANSY, other).weight >= MODEL.threshold


@pytest.mark.parametrize(("case", "other"), TWO_PERSONS, ids=[case for case, _ in TWO_PERSONS])
def test_two_persons(case: str, other: tuple[str, ...]) -> None:
    assert compare(TANSY, other).weight < MODEL.threshold


@pytest.mark.parametrize(
    ("left", "right"),
    [("mohammed", "muhammad"), ("katarzyna", "kasia"), ("oluwaseun", "seun"), ("gaz", "gary"), ("aisha", "ayesha")],
)
def test_names_short_for_one_another_and_transliterations_are_one(left: str, right: str) -> None:
    compared = compare(
        row(forename=left, surname="khan", birth="20080412"), row(forename=right, surname="khan", birth="20080412")
    )

    assert compared.weight >= MODEL.threshold
    assert "One forename is short for the other." in explain_rows(compared)


def test_a_birth_on_the_first_of_january_weighs_less_where_many_are_written_so() -> None:
    often = RowKernel(prior_model(20_000).__class__(**{**_fields(), "shares": {"birth.same": {"20080101": 0.02}}}))
    new_year = row(forename="tansy", surname="oakes", birth="20080101")
    other_day = row(forename="tansy", surname="oakes", birth="20080412")

    assert often.compare(new_year, new_year).weight < often.compare(other_day, other_day).weight - 3


def _fields() -> dict[str, object]:
    return {name: getattr(MODEL, name) for name in MODEL.__dataclass_fields__}


def test_a_number_that_is_given_to_one_person_carries_a_changed_name() -> None:
    compared = compare(
        row(forename="tansy", surname="oakes", birth="20080412", upn="Q801201001001"),
        row(forename="tansy", surname="byrne", birth="20080412", upn="Q801201001001"),
    )

    assert compared.weight >= MODEL.threshold


def test_the_alternative_that_takes_most_away_is_said() -> None:
    twins = compare(TANSY, TWO_PERSONS[0][1])

    assert twins.instead is not None
    assert twins.instead.name == "twin"
    assert "Held against it: twins share surname, address and date of birth." in explain_rows(twins)


def test_a_name_alone_says_so() -> None:
    assert "Nothing but the name agrees, and a name alone never makes two rows one." in explain_rows(
        compare(TANSY, row(forename="tansy", surname="oakes"))
    )
