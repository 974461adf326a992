"""When two mentions of places are judged to be one, different, compatible or unsure, and in what words."""

import pytest
from tests.spec.linkage.mentions import Story, judged_between, place

from wholepicture.linkage.addresses import Address, read_address
from wholepicture.vocabulary.judgements import Judgement

SHAPES = [
    "Flat 3, 9 Greenway Road",
    "9c Greenway Rd",
    "3/9 Greenway Road",
    "Flt 3 9 Greenway Road",
    "9 (flat 3) Greenway Road",
    "9 Flat 3, Greenway Road",
    "Flat C, 9 Greenway Rd.",
    "Apartment 3, 9, Greenway Road",
    "FLAT 3 9 GREENWAY RD",
]

SAME = [
    ("town and postcode", "18 Marsh Lane, Harbury, QX1 4RT", "18 Marsh Ln, qx14rt"),
    ("no postcode, no town", "18 Marsh Lane, Harbury, QX1 4RT", "18 Marsh Lane"),
    ("letters run together and turned", "85 Elm Lane, QX2 8NL", "85 El mLn, QX2 8NL"),
    ("no space before the street type", "136 Albert Drive, QX4 2QW", "136 AlbertDrive, QX4 2QW"),
    ("postcode with one sign wrong", "18 Marsh Lane, QX1 4RT", "18 Marsh Lane, QX1 4RI"),
    ("named home with and without its street", "Maple House, 130 Abbey Close, QX2 4LT", "Maple House, QX2 4LT"),
    ("named home and the street's number", "Maple House, 130 Abbey Close, QX2 4LT", "130 Abbey Close, QX2 4LT"),
    ("a name and its town without a comma", "The Hollies, 85 Saddler Court, Harbury, QX4 6JW", "The Hollies Harbury"),
    ("letters turned round in one town", "134 Wharf Terrace, Harbury", "134 Wahrf Terrace, Harbury"),
    ("a named place of a town", "Ashdown Cross bus station", "Ashdown Cross bus station, 60 Canal Crescent, QX4 5UG"),
]

NOT_SAME = [
    ("another flat", "Flat 3, 9 Greenway Road, QX3 4YY", "Flat 4, 9 Greenway Road, QX3 4YY"),
    ("another number", "9 Greenway Road, QX3 4YY", "7 Greenway Road, QX3 4YY"),
    ("another street type", "9 Greenway Road, Harbury", "9 Greenway Close, Harbury"),
    ("the same street name in another town", "9 Greenway Road, Harbury", "9 Greenway Road, Thornbridge"),
    ("the same street name under another postcode", "9 Greenway Road, QX3 4YY", "9 Greenway Road, QX5 1AA"),
    ("streets a letter apart", "9 Mill Street, Harbury", "9 Hill Street, Harbury"),
    ("a home of the same name elsewhere", "Rose Cottage, QX3 4YY", "Rose Cottage, QX5 1AA"),
    ("a flat and its building", "Flat 3, 9 Greenway Road, QX3 4YY", "9 Greenway Road, QX3 4YY"),
    ("a street and a house in it", "18 Marsh Lane, Harbury", "Marsh Lane, Harbury"),
]


@pytest.mark.parametrize("text", SHAPES)
def test_every_way_of_writing_a_flat_is_read_alike(text: str) -> None:
    assert read_address(text) == Address(unit="3", number="9", street="greenway road")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("66 Cobbler Drive (flat 3), Harbury, QX2 4WY", Address("3", "66", "cobbler drive", "harbury", "QX24WY")),
        ("66 Cobbler Drive, flat 3", Address("3", "66", "cobbler drive")),
        ("94 Turnpike Close Harbury qx29ns", Address("", "94", "turnpike close", "harbury", "QX29NS")),
        ("Ground floor flat, 22 High St", Address("ground", "22", "high street")),
        ("the flat above the takeaway, 22 High Street", Address("above", "22", "high street", "", "", "takeaway")),
        ("flat on Marsh Lane", Address("", "", "marsh lane")),
        ("outside 12 High Street", Address("", "12", "high street")),
        ("property at 9c Greenway Rd", Address("3", "9", "greenway road")),
        ("Room 4, Premier Hotel, Station Road", Address("4", "", "station road", "", "", "premier hotel")),
        ("St Mary's School, Church Lane, Harbury", Address("", "", "church lane", "harbury", "", "st marys school")),
        ("Harbury Memorial Park", Address("", "", "", "", "", "harbury memorial park")),
        ("Maple House 130 Abbey Close qx24lt", Address("", "130", "abbey close", "", "QX24LT", "maple house")),
        ("Home Farm, Mill Lane", Address("", "", "mill lane", "", "", "home farm")),
        ("NFA", Address()),
        ("no fixed abode", Address()),
        ("", Address()),
    ],
)  # fmt: skip
def test_addresses_are_taken_apart(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(("left", "right"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
@pytest.mark.parametrize("turned", [False, True], ids=["in this order", "the other way round"])
def test_one_place_written_twice_is_one(left: str, right: str, turned: bool) -> None:
    first, second = Story().entities(*((place(right), place(left)) if turned else (place(left), place(right))))

    assert first == second


@pytest.mark.parametrize(("left", "right"), [row[1:] for row in NOT_SAME], ids=[row[0] for row in NOT_SAME])
@pytest.mark.parametrize("turned", [False, True], ids=["in this order", "the other way round"])
def test_two_places_stay_two(left: str, right: str, turned: bool) -> None:
    first, second = Story().entities(*((place(right), place(left)) if turned else (place(left), place(right))))

    assert first != second


def test_a_flat_fits_its_building_and_lies_within_it() -> None:
    story = Story()
    building = story.tell(place("9 Greenway Road, QX3 4YY")).assigned[0]

    told = story.tell(place("9c Greenway Rd, QX3 4YY"))

    assert [pair.judgement for pair in told.judged] == [Judgement.COMPATIBLE]
    assert "only one of the two names the flat" in " ".join(told.judged[0].because)
    assert story.linker.building(told.assigned[0]) == building
    assert story.linker.building(building) is None


def test_a_street_without_a_number_only_fits() -> None:
    judged = judged_between(place("18 Marsh Lane, Harbury"), place("Marsh Lane, Harbury"))

    assert judged is not None
    assert judged.judgement is Judgement.COMPATIBLE
    assert "gives no number" in " ".join(judged.because)


def test_what_could_lie_in_two_towns_fits_both_and_is_neither() -> None:
    story = Story()
    harbury, thornbridge = story.entities(place("9 Greenway Road, Harbury"), place("9 Greenway Road, Thornbridge"))

    told = story.tell(place("9 Greenway Road"))

    assert told.assigned[0] not in (harbury, thornbridge)
    assert {(pair.left, pair.judgement) for pair in told.judged} == {
        (harbury, Judgement.COMPATIBLE),
        (thornbridge, Judgement.COMPATIBLE),
    }


def test_a_writing_that_gives_name_and_number_brings_both_together() -> None:
    story = Story()
    named, numbered = story.entities(place("Corner Mart, Harbury"), place("111 Sycamore Terrace"))

    told = story.tell(place("Corner Mart, 111 Sycamore Terrace, Harbury"))

    assert named != numbered
    assert [(alias.entity, alias.now) for alias in told.moved] == [(numbered, named)]
    assert told.moved[0].because == "One writing gives both the name and the address."


def test_people_without_a_fixed_address_do_not_share_one() -> None:
    first, second = Story().entities(place("NFA"), place("no fixed abode"))

    assert first != second


def test_the_reasons_are_in_words() -> None:
    judged = judged_between(place("Flat 3, 9 Greenway Road, QX3 4YY"), place("9c Greenway Rd", postcode="qx34yy"))

    assert judged is not None
    assert judged.because == ("Number, street and flat agree.", "Same postcode.")
