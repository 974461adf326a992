"""When two mentions of vehicles, phones and online names are judged to be one, and in what words."""

import pytest
from tests.spec.linkage.mentions import Story, Told, judged_between, place, vehicle

from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.pole import HandleDescription, PhoneDescription, Role

SAME, COMPATIBLE, UNSURE = Judgement.SAME, Judgement.COMPATIBLE, Judgement.UNSURE

TABLE = [
    ("spaces", vehicle("KX53 WLD"), vehicle("kx53wld"), SAME, "Same registration."),
    ("O for 0", vehicle("KX53 WLO"), vehicle("KX53 WL0"), SAME, "Same registration."),
    ("8 for B", vehicle("BO11 RDR"), vehicle("8O11RDR"), SAME, "Same registration."),
    (
        "misread, colour and make agree",
        vehicle("EB08 SLN", "White", "Nissan"),
        vehicle("CB08 SLN", "white", "Nissan"),
        SAME,
        "one sign",
    ),
    ("misread, nothing else said", vehicle("BO11 RDR"), vehicle("BO1F RDR"), UNSURE, "one sign"),
    ("misread, another make", vehicle("BO11 RDR", "red", "Skoda"), vehicle("BO12 RDR", "blue", "Ford"), None, ""),
    (
        "part",
        vehicle("KX53 WLD", "silver", "Vauxhall"),
        vehicle("KX53", "silver", partial=True),
        COMPATIBLE,
        "other vehicles would fit",
    ),
    (
        "part, colour easily taken",
        vehicle("KX53 WLD", "grey"),
        vehicle("KX53", "silver", partial=True),
        COMPATIBLE,
        "easily taken",
    ),
    ("part, another colour", vehicle("KX53 WLD", "silver"), vehicle("KX53", "red", partial=True), None, ""),
    ("last three", vehicle("KX53 WLD"), vehicle("WLD", partial=True), COMPATIBLE, "other vehicles would fit"),
    ("another registration", vehicle("KX53 WLD", "silver", "Vauxhall"), vehicle("YO23 WJF", "silver", "Vauxhall"), None, ""),
    ("no registration", vehicle("", "silver", "Vauxhall"), vehicle("", "silver", "Vauxhall"), None, ""),
    (
        "clone",
        vehicle("KX53 WLD", "silver", "Vauxhall"),
        vehicle("KX53 WLD", "red", "Ford"),
        UNSURE,
        "Against it: another make.",
    ),
    (
        "phone written twice",
        (Role.CONTACT, PhoneDescription(number="07700 900123")),
        (Role.CONTACT, PhoneDescription(number="+44 (0)7700 900123")),
        SAME,
        "Same telephone number.",
    ),
    (
        "another phone",
        (Role.CONTACT, PhoneDescription(number="07700 900123")),
        (Role.CONTACT, PhoneDescription(number="07700 900124")),
        None,
        "",
    ),
    (
        "online name",
        (Role.CONTACT, HandleDescription(handle="@KazK", platform="Snapchat")),
        (Role.CONTACT, HandleDescription(handle="kazk", platform="snapchat")),
        SAME,
        "Same online name",
    ),
    (
        "online name elsewhere",
        (Role.CONTACT, HandleDescription(handle="kazk", platform="Snapchat")),
        (Role.CONTACT, HandleDescription(handle="kazk", platform="Instagram")),
        None,
        "",
    ),
]


@pytest.mark.parametrize(("left", "right", "judgement", "reason"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_vehicles_phones_and_online_names(left: Told, right: Told, judgement: Judgement | None, reason: str) -> None:
    judged = judged_between(left, right)

    assert (judged.judgement if judged else None) is judgement
    assert reason in " ".join(judged.because if judged else ())


WHOLE = ("KX53 WLD", "silver", "Vauxhall", "Corsa")
PART = vehicle("KX53", "silver", "Vauxhall", "Corsa", partial=True)


def test_a_part_joins_the_only_vehicle_that_it_fits_where_looks_agree() -> None:
    whole, part = Story().entities(vehicle(*WHOLE), PART)

    assert part == whole


def test_a_part_that_was_noted_first_is_taken_in_when_the_whole_becomes_known() -> None:
    part, whole = Story().entities(PART, vehicle(*WHOLE))

    assert part == whole


def test_a_part_that_fits_two_vehicles_joins_neither() -> None:
    entities = Story().entities(vehicle(*WHOLE), vehicle("KX53 ABC", "silver", "Vauxhall", "Corsa"), PART)

    assert len(set(entities)) == 3


def test_a_part_joins_the_only_vehicle_that_was_seen_at_the_same_place() -> None:
    story = Story()
    street = place("14 Cowper Lane, Harbury, QX1 4AB")

    whole = story.tell(vehicle("KX53 WLD"), street).assigned[0]
    part = story.tell(vehicle("WLD", partial=True), street).assigned[0]
    elsewhere = story.tell(vehicle("KX53", partial=True)).assigned[0]

    assert part == whole
    assert elsewhere != whole


def test_a_part_of_another_make_or_model_does_not_join() -> None:
    whole, part = Story().entities(vehicle(*WHOLE), vehicle("KX53", "silver", "Vauxhall", "Astra", partial=True))

    assert part != whole


def test_parts_of_registrations_without_looks_or_whereabouts_never_merge() -> None:
    entities = Story().entities(
        vehicle("KX53 WLD", "silver"), vehicle("KX53", "silver", partial=True), vehicle("KX53", "silver", partial=True)
    )

    assert len(set(entities)) == 3
