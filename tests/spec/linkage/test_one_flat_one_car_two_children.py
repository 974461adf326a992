"""One case told by several agencies: the flat, the car (also in part) and each child become one."""

from tests.spec.linkage.mentions import Story, person, place, vehicle

from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.pole import Role
from wholepicture.vocabulary.records import EntityId, MentionId

HOME = "Linden House, 77 Hawthorn Gardens, QX1 8ZE"


def tell_the_case() -> tuple[Story, list[tuple[EntityId, ...]]]:
    story = Story()
    records = [
        (place("Flat 3, 18 Marsh Lane, Harbury, QX1 4RT"),),
        (place("Flat 3, 18 Marsh Lane, qx14rt"), person("", Role.UNKNOWN, age=(13, 13), sex="F")),
        (person("Oakes|Tansy", born="1994-02-14", sex="F", address=HOME), place(HOME, Role.MISSING_FROM)),
        (person("Tallis, Robyn", born="1993-09-03"), vehicle("KX53 WLD", "silver", "Vauxhall")),
        (vehicle("KX53", "silver", partial=True),),
        (
            person("OAKES|Tansy", born="1994-02-14", sex="F", address=HOME),
            place("Flat 3, 18 Marsh Lane", postcode="QX1 4RT"),
            vehicle("KX53 WLD"),
            person("ROURKE|Kaz", Role.ASSOCIATE),
        ),
        (
            person("Tallis, Robyn", born="1993-09-03"),
            place("flat on Marsh Lane"),
            place("Linden House"),
            person("Kaz", Role.ASSOCIATE),
        ),
    ]
    return story, [story.tell(*record).assigned for record in records]


def test_the_flat_is_one_place_for_three_agencies() -> None:
    _, told = tell_the_case()

    assert told[0][0] == told[1][0] == told[5][1]


def test_the_car_is_one_and_the_part_of_its_registration_only_fits() -> None:
    story, told = tell_the_case()

    again = story.tell(vehicle("KX53", "silver", partial=True))

    assert told[3][1] == told[5][2]
    assert told[4][0] != told[3][1]
    assert (told[3][1], Judgement.COMPATIBLE) in {(pair.left, pair.judgement) for pair in again.judged}


def test_each_child_is_one_and_the_home_is_known_by_its_name_alone() -> None:
    _, told = tell_the_case()

    assert told[2][0] == told[5][0]
    assert told[3][0] == told[6][0]
    assert told[2][0] != told[3][0]
    assert told[2][1] == told[6][2]


def test_the_street_and_the_forename_only_fit() -> None:
    story, told = tell_the_case()

    assert told[6][1] != told[0][0]
    assert told[6][3] != told[5][3]
    assert story.linker.entity(MentionId(told[6][3])) == told[6][3]
