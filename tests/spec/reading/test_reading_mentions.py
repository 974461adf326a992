"""Who and what is named in a narrative, exactly where."""

import pytest
from tests.reading_of import named_in, read

from wholepicture.vocabulary.pole import Role, Sex

CASES = [
    ("person", "Parent is Victor White. Carer is Big T Green.", ["Victor White", "Big T Green"]),
    ("person", "With a person known as van Dyk Kimberley, aged about 24.", ["van Dyk Kimberley"]),
    ("person", "mum kelly rang, says shay is still out", ["kelly", "shay"]),
    ("person", "mrs dunmore and Mr Hyun-woo Baek spoke.", ["mrs dunmore", "Mr Hyun-woo Baek"]),
    ("person", "Oluwaseun, 14, met Ngozi and Siân with Jodie-Ann.", ["Oluwaseun", "Ngozi", "Siân", "Jodie-Ann"]),
    ("person", "Reset by P. Mazur. J.T. was there.", ["P. Mazur", "J.T."]),
    ("person", "Iulia phone out again. Visit to St Anne's booked.", ["Iulia"]),
    ("place", "Address given: Flat 3, 18 Marsh Lane, QX1 4RT.", ["Flat 3, 18 Marsh Lane, QX1 4RT"]),
    ("place", "A flat on Marsh Lane.", ["Marsh Lane"]),
    ("place", "Seen near 18b Mill St and 3/67 Queens Way.", ["18b Mill St", "3/67 Queens Way"]),
    ("place", "Found near the bus station.", ["the bus station"]),
    ("place", "Her friend from Linden House.", ["Linden House"]),
    ("place", "Moved to Netherby in spring.", ["Netherby"]),
    ("vehicle", "Silver Astra, reg KX53 WLD, outside.", ["KX53 WLD"]),
    ("vehicle", "Silver car, part reg KX53, near the school.", ["KX53"]),
    ("vehicle", "Grey Mercedes, reg YC07SU0.", ["YC07SU0"]),
    ("vehicle", "Dropped off by a silver car.", ["silver car"]),
    ("phone", "Ring 07700 900045 or 0113 496 0123.", ["07700 900045", "0113 496 0123"]),
    ("handle", "Chats with kobi.q7 on snapchat, also vex_and_mo and @night_owl.", ["kobi.q7", "vex_and_mo", "@night_owl"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_what_is_named_is_found_exactly(kind, text, expected):
    assert named_in(text, kind) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("person", "Restorative meeting held. Phone confiscated."),
        ("person", "Back on Monday in April, in Polish."),
        ("vehicle", "Returned of his own accord with her partner."),
        ("vehicle", "On 15 min obs, log 4471."),
        ("phone", "Job 20260115123, meter 00012345."),
        ("place", "He lives in care and was in town."),
    ],
)
def test_what_only_looks_like_a_name_is_left(kind, text):
    assert named_in(text, kind) == []


def test_a_stated_relation_gives_the_role():
    named = read("Parent is Victor White. With a person known as Danny Freeman.").named
    assert [each.role for each in named] == [Role.PARENT, Role.ASSOCIATE]


def test_a_registration_carries_the_look_of_its_vehicle():
    (vehicle,) = read("Silver Vauxhall Astra, KX53 WLD, outside.").named
    look = vehicle.description
    assert (look.registration, look.colour, look.make, look.model, look.partial) == (
        "KX53 WLD",
        "silver",
        "vauxhall",
        "astra",
        False,
    )


def test_a_nameless_person_is_described_by_age_and_sex():
    (person,) = read("Male aged about 31, name not given.").named
    assert (person.description.age.low, person.description.age.high) == (29, 33)
    assert person.description.sex is Sex.MALE
    assert person.description.adult is True


def test_a_girl_of_about_thirteen_is_no_adult():
    (person,) = read("A girl of about thirteen answered the door.").named
    assert person.description.adult is False


def test_dates_and_ages_stand_where_they_are_written():
    text = "Emre, 16, last seen on 12 May and again Friday."
    reading = read(text)
    assert [text[span.start : span.end] for span in reading.dates] == ["12 May", "Friday"]
    assert [text[span.start : span.end] for span in reading.ages] == ["16"]
