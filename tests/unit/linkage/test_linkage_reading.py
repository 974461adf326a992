"""How names, dates, numbers and registrations are read before they are compared."""

from datetime import date

import pytest

from wholepicture.linkage.births import BirthLevel, birth_range, compare_births, compare_range, years_before
from wholepicture.linkage.identifiers import read_handle, read_nhs_number, read_phone, read_upn
from wholepicture.linkage.names import Name, NameComparer, NamePart, load_name_lore, read_name
from wholepicture.linkage.registrations import is_full, is_part_of, read_registration
from wholepicture.vocabulary.pole import Age


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        (("Greenwood", "Lee", ""), Name("lee", "greenwood")),
        (("", "", "Greenwood, Lee"), Name("lee", "greenwood")),
        (("", "", "Lee Greenwood"), Name("lee", "greenwood")),
        (("", "", "Lee"), Name("lee", "")),
        (("", "", "Mr Lee Greenwood"), Name("lee", "greenwood")),
        (("", "", "Lee Greenwood asks about"), Name("lee", "greenwood")),
        (("", "", "lee greenwood"), Name("lee", "greenwood")),
        (("", "", "Carolyn De Souza"), Name("carolyn", "desouza")),
        (("BIG T", "Greenwood", ""), Name("bigt", "greenwood", "", True)),
        (("", "", "Big T Greenwood"), Name("bigt", "greenwood", "", True)),
        (("O’Sullivan", "Billy Joe", ""), Name("billy", "osullivan", "joe")),
        (("Unknown", "", ""), Name("", "")),
        (("Campbell - Reid", "Denise", ""), Name("denise", "campbell-reid")),
    ],
)
def test_names_are_taken_apart(columns: tuple[str, str, str], name: Name) -> None:
    assert read_name(*columns) == name


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("gaz", "gary", NamePart.NICKNAME),
        ("baz", "barry", NamePart.NICKNAME),
        ("mo", "mohammed", NamePart.NICKNAME),
        ("kaz", "karen", NamePart.NICKNAME),
        ("kuba", "jakub", NamePart.NICKNAME),
        ("temi", "temitope", NamePart.NICKNAME),
        ("dean", "sean", NamePart.NEAR),
        ("dnmi", "demi", NamePart.SLIP),
        ("ebmma", "bemma", NamePart.SLIP),
        ("t", "tansy", NamePart.INITIAL),
        ("r", "tansy", NamePart.DIFFERENT),
        ("anne-marie", "anne", NamePart.PART),
        ("tansy", "robyn", NamePart.DIFFERENT),
    ],
)
def test_forenames_are_compared(left: str, right: str, level: NamePart) -> None:
    comparer = NameComparer(load_name_lore())

    assert comparer.forename(left, right) is level
    assert comparer.forename(right, left) is level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (date(2008, 4, 12), date(2008, 4, 12), BirthLevel.SAME),
        (date(2008, 4, 12), date(2008, 12, 4), BirthLevel.SWAPPED),
        (date(2008, 4, 12), date(2008, 4, 21), BirthLevel.DIGIT),
        (date(2009, 11, 27), date(2010, 11, 27), BirthLevel.DIGIT),
        (date(2008, 4, 12), date(2008, 9, 30), BirthLevel.YEAR),
        (date(2008, 4, 12), date(1979, 3, 2), BirthLevel.DIFFERENT),
        (date(2008, 4, 12), date(1978, 4, 12), BirthLevel.DIFFERENT),
    ],
)
def test_births_are_compared(left: date, right: date, level: BirthLevel) -> None:
    assert compare_births(left, right) is level
    assert compare_births(right, left) is level


def test_an_age_allows_the_births_that_fit_it_on_its_day() -> None:
    first, last = birth_range(Age(13, 13), date(2022, 6, 1))

    assert (first, last) == (date(2008, 6, 2), date(2009, 6, 1))
    assert compare_range(date(2008, 6, 2), first, last) is BirthLevel.AGE_EXACT
    assert compare_range(date(2008, 6, 1), first, last) is BirthLevel.AGE_NEAR
    assert compare_range(date(2001, 6, 1), first, last) is BirthLevel.AGE_CONFLICT


def test_a_guess_is_given_room() -> None:
    first, last = birth_range(Age(50, 50, estimated=True), date(2022, 6, 1))

    assert (first, last) == (date(1965, 6, 2), date(1978, 6, 1))


def test_the_29th_of_february_has_a_day_in_every_year() -> None:
    assert years_before(date(2024, 2, 29), 1) == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("7700900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("0113 496 0000", "+441134960000"),
        ("999", ""),
        ("none", ""),
    ],
)
def test_phones_are_read(text: str, number: str) -> None:
    assert read_phone(text) == number


def test_check_digits_are_checked() -> None:
    assert read_upn("q801201001001") == ("Q801201001001", True)
    assert read_upn("A801201001001") == ("A801201001001", False)
    assert read_nhs_number("999 000 0018") == ("9990000018", True)
    assert read_nhs_number("999 000 0019") == ("9990000019", False)
    assert read_handle("@KazK ") == "kazk"


@pytest.mark.parametrize(
    ("text", "registration"),
    [("kx53 wld", "KX53WLD"), ("8O11RDR", "BO11RDR"), ("KX5E WLD", "KX5EWLD"), ("FJ1I", "FJ11"), ("A123 BCD", "A123BCD")],
)
def test_registrations_are_put_right(text: str, registration: str) -> None:
    assert read_registration(text) == registration


def test_parts_of_registrations_are_told_from_whole_ones() -> None:
    assert is_full("KX53WLD", stated_partial=False)
    assert not is_full("KX53WLD", stated_partial=True)
    assert not is_full("KX53", stated_partial=False)
    assert is_part_of("WLD", "KX53WLD")
    assert not is_part_of("LD", "KX53WLD")
    assert not is_part_of("KX53", "AKX53LD")
