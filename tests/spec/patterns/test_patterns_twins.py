"""For each pattern a scene in which it must be seen, and the innocent scene that looks like it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from scenes import Scene, adult, child, phone, place, vehicle

from wholepicture.patterns.attention import ABOUT_ONE_CHILD
from wholepicture.vocabulary.pole import Role
from wholepicture.vocabulary.records import RecordKind

FLAT = place("4 Weaver Road, Netherwick")
ANN, BEN, CAZ, DEE = child("ann"), child("ben"), child("caz"), child("dee")


def _flat_with_two_children() -> Scene:
    scene = Scene().complain(1, FLAT).tell(9, "Police", ANN, FLAT, signs=("B3",))
    return scene.tell(20, "School", BEN, FLAT, signs=("B1", "C1"))


def _friends_house() -> Scene:
    host = child("host")
    scene = Scene().tell(1, "School", host, replace(FLAT, role=Role.HOME), kind=RecordKind.SCHOOL_LOG)
    for day, friend in enumerate((ANN, BEN, CAZ, DEE), 2):
        scene.tell(day * 5, "Police", friend, host, FLAT, child_words=True)
    return scene.complain(40, FLAT, signs=(), adults_calling=False, child_words=True)


def _shared_house() -> Scene:
    """A house in multiple occupation: adults come and go, no child."""
    scene = Scene()
    for day in range(1, 80, 9):
        scene.complain(day, FLAT, night=False)
    return scene


def _busy(words: str, signs: tuple[str, ...] = ("A1",)) -> Scene:
    scene = Scene()
    for day in range(2, 120, 3):
        scene.missing(day, child(f"c{day}"), 5, place(words, Role.FOUND_AT), signs=signs)
    return scene


def _man_with_two_children() -> Scene:
    man = adult("man")
    scene = Scene().tell(1, "Police", ANN, man, signs=("B1",)).tell(12, "School", BEN, man, signs=("B1",))
    return scene.tell(30, "Children's social care", ANN, man, signs=("C1",))


def _teacher() -> Scene:
    scene = Scene()
    for day in range(1, 60, 4):
        scene.tell(
            day, "School", child(f"c{day}"), adult("head", Role.PROFESSIONAL), kind=RecordKind.SCHOOL_LOG, signs=("F1",)
        )
    return scene.tell(70, "School", ANN, adult("head", Role.WITNESS), signs=("B1",)).tell(
        71, "School", BEN, adult("head", Role.PROFESSIONAL), signs=("B1",)
    )


def _foster_carer() -> Scene:
    scene, house = Scene(), place("9 Elm Way, Netherwick", Role.MISSING_FROM)
    for day, who in enumerate((ANN, BEN, CAZ, DEE) * 3, 1):
        scene.missing(day * 7, who, 3, house, adult("carer", Role.CARER), signs=("A1",))
    return scene


def _perpetrator_with_two_families() -> Scene:
    """Domestic abuse: a man named in the records of two families with whom he has lived."""
    man = adult("man", relation="stepfather")
    scene = Scene().tell(1, "Police", ANN, man, other_signs=("I1",), signs=("H5",))
    scene.tell(5, "Children's social care", ANN, man, other_signs=("I1",), signs=("H5",), kind=RecordKind.CONTACT)
    ex = replace(man, role=Role.SUSPECT, relation="mother's ex-partner")
    scene.tell(40, "Police", BEN, ex, other_signs=("I1",), signs=("H5", "H3"))
    return scene.tell(50, "Children's social care", BEN, ex, signs=("H3",), kind=RecordKind.CONTACT)


def _siblings() -> Scene:
    one, two = replace(ANN, surname="same", words="A Same"), replace(BEN, surname="same", words="B Same")
    scene = Scene().tell(1, "Police", one, FLAT, signs=("B3",)).tell(5, "School", two, FLAT, signs=("B3",))
    return scene.tell(9, "Health", one, two, FLAT, signs=("B1",))


def _car_with_two_children() -> Scene:
    car = vehicle("QX51 ABC")
    scene = Scene().tell(1, "School", ANN, car, signs=("D2",)).tell(15, "Police", BEN, car, signs=("D2", "B3"))
    return scene.tell(30, "Taxi licensing", car, signs=("D2",), child_words=True, kind=RecordKind.REFERRAL)


def _school_taxi() -> Scene:
    scene = Scene()
    for day in range(1, 60, 5):
        scene.tell(day, "School", child(f"c{day % 4}"), vehicle("QX51 TAX"), kind=RecordKind.SCHOOL_LOG)
    return scene


def _phone_of_two_children() -> Scene:
    number = phone("07700 900123")
    scene = Scene().tell(1, "Police", ANN, number, signs=("B1", "C2")).tell(20, "School", BEN, number, signs=("C2",))
    return scene.tell(31, "Health", BEN, number, signs=("B1",), kind=RecordKind.ATTENDANCE)


def _school_phone() -> Scene:
    scene = Scene()
    for day in range(1, 60, 5):
        scene.tell(day, "School", child(f"c{day}"), phone("020 7946 0001"), kind=RecordKind.SCHOOL_LOG, signs=("F1",))
    return scene


def _missing_twice() -> Scene:
    scene = Scene().missing(10, ANN, 9, signs=("A1", "B3")).missing(10.1, BEN, 8, signs=("A1",))
    return scene.missing(31, ANN, 9, signs=("A1", "C1")).missing(31.1, BEN, 9, signs=("A1",))


def _friends_out_once() -> Scene:
    found = place("The Rec, recreation ground", Role.FOUND_AT)
    return Scene().missing(10, ANN, 5, found, signs=("A1",)).missing(10.1, BEN, 5, found, signs=("A1",))


def _complaints_with_a_girl() -> Scene:
    return Scene().complain(1, FLAT).complain(20, FLAT, asks=("a young girl",)).complain(45, FLAT, asks=("school uniform",))


def _dealing_flat() -> Scene:
    scene = Scene()
    for day in range(1, 100, 8):
        scene.complain(day, FLAT, adult("tenant", Role.SUSPECT), filed_as="Drugs", signs=("D1", "G2"))
    return scene


def _three_agencies() -> Scene:
    scene = Scene().tell(1, "Police", ANN, signs=("B3",)).tell(10, "Health", ANN, signs=("G4",), kind=RecordKind.ATTENDANCE)
    return scene.tell(21, "School", ANN, signs=("C1", "D2"), kind=RecordKind.SCHOOL_LOG)


def _three_agencies_about_illness() -> Scene:
    scene = Scene().tell(1, "Health", ANN, signs=("G1",), kind=RecordKind.ATTENDANCE)
    scene.tell(9, "School", ANN, signs=("F1",), kind=RecordKind.SCHOOL_LOG)
    return scene.tell(15, "Children's social care", ANN, signs=("G1",), other_signs=("I1",), kind=RecordKind.CONTACT)


def _hanging_together() -> Scene:
    """A car, a flat and two men, no two of them in the same pair of records."""
    man, other, flat, car = adult("man"), adult("other"), FLAT, vehicle("QX51 ABC")
    scene = (
        Scene().tell(1, "School", ANN, man, car, signs=("D2",)).tell(8, "Police", man, flat, signs=("B3",), child_words=True)
    )
    return scene.tell(15, "Taxi licensing", car, other, signs=("D2",), child_words=True, kind=RecordKind.REFERRAL)


def _hanging_together_perhaps() -> Scene:
    """A man and a car around a child, in records of which rules read one, and a flat where he is with another."""
    man, car = adult("man"), vehicle("QX51 ABC")
    scene = Scene().tell(1, "School", ANN, man, car, signs=("D2",)).tell(8, "Health", ANN, man, possible_signs=("B1",))
    return scene.tell(15, "Taxi licensing", car, signs=("D2",), child_words=True, kind=RecordKind.REFERRAL)


def _only_perhaps() -> Scene:
    """The same man and children, and nothing that a rule reads."""
    man = adult("man")
    scene = Scene().tell(1, "School", ANN, man, possible_signs=("B1",)).tell(8, "Health", ANN, possible_signs=("G4",))
    return scene.tell(15, "School", BEN, man, possible_signs=("D2",), kind=RecordKind.SCHOOL_LOG)


def _stopped_with_two_children() -> Scene:
    """Police stop one car with one child, then with another's; nothing is said of either."""
    car = vehicle("QX51 ABC")
    return Scene().tell(1, "Police", ANN, car).tell(15, "Police", BEN, car)


def _met_at_somebodys_flat() -> Scene:
    """A complaint about callers, then police meet children there with different adults; nothing is said of any of them."""
    scene = Scene().complain(1, FLAT)
    for day, who in enumerate((ANN, BEN, CAZ, DEE), 1):
        scene.tell(day * 9, "Police", who, adult(f"man{day}"), FLAT)
    return scene


def _met_there_by_police_alone() -> Scene:
    """The same without the complaint: one agency, which says nothing of any of them."""
    scene = Scene()
    for day, who in enumerate((ANN, BEN, CAZ, DEE), 1):
        scene.tell(day * 9, "Police", who, adult(f"man{day}"), FLAT)
    return scene


def _lodger_met_at_the_childrens_own_homes() -> Scene:
    """Domestic calls: one man at two families' homes, and the words do not say what he is to them."""
    man, scene = adult("man"), Scene()
    for day, (who, home) in enumerate(((ANN, "2 Elm Way, Netherwick"), (BEN, "7 Oak Way, Netherwick")) * 2, 1):
        scene.tell(day * 9, "Police", who, man, place(home, Role.HOME), place(home))
    return scene


SEEN: tuple[tuple[str, Callable[[], Scene]], ...] = (
    ("shared_place", _flat_with_two_children),
    ("adult_across_children", _man_with_two_children),
    ("shared_vehicle", _car_with_two_children),
    ("shared_phone", _phone_of_two_children),
    ("missing_together", _missing_twice),
    ("place_under_another_name", _complaints_with_a_girl),
    ("converging_agencies", _three_agencies),
    ("emerging_network", _hanging_together),
    ("emerging_network", _hanging_together_perhaps),
    ("shared_vehicle", _stopped_with_two_children),
    ("emerging_network", _met_at_somebodys_flat),
    ("shared_place", _met_there_by_police_alone),
)
INNOCENT: tuple[tuple[str, Callable[[], Scene]], ...] = (
    ("a school friend's house", _friends_house),
    ("a house in multiple occupation", _shared_house),
    ("a bus station", lambda: _busy("Netherwick bus station")),
    ("a hospital", lambda: _busy("Harbury General Hospital", ("A1", "B1"))),
    ("a youth club", lambda: _busy("Marsh youth club, recreation ground", ("A1", "B3"))),
    ("a taxi rank", lambda: _busy("Netherwick taxi rank", ("A1", "D3"))),
    ("a shopping precinct", lambda: _busy("Netherwick shopping precinct", ("A1", "B3"))),
    ("a busy takeaway", lambda: _busy("Thornbridge burger bar")),
    ("a teacher", _teacher),
    ("a foster carer", _foster_carer),
    ("a domestic-abuse perpetrator with two families", _perpetrator_with_two_families),
    ("a man met at the homes of two families", _lodger_met_at_the_childrens_own_homes),
    ("brothers and sisters", _siblings),
    ("signs that only the weights see", _only_perhaps),
    ("a school taxi", _school_taxi),
    ("a school's phone", _school_phone),
    ("friends who stay out once", _friends_out_once),
    ("a drug-dealing address without children", _dealing_flat),
    ("a child who is unwell", _three_agencies_about_illness),
)


@pytest.mark.parametrize(("pattern", "scene"), SEEN, ids=[scene.__name__ for _, scene in SEEN])
def test_a_pattern_is_seen(pattern: str, scene: Callable[[], Scene]) -> None:
    across = [f for f in scene().findings() if f.pattern not in ABOUT_ONE_CHILD]

    assert [f.pattern for f in across] == [pattern]


@pytest.mark.parametrize(("pattern", "scene"), SEEN, ids=[scene.__name__ for _, scene in SEEN])
def test_a_finding_names_its_records_its_agencies_what_speaks_against_it_and_what_to_ask(
    pattern: str, scene: Callable[[], Scene]
) -> None:
    (finding,) = scene().findings(pattern)

    for reference in finding.records:
        assert reference in finding.because
    for agency in finding.agencies:
        assert agency in finding.because
    assert finding.against
    assert finding.ask_next
    assert finding.because.endswith((".", "”"))


@pytest.mark.parametrize(("who", "scene"), INNOCENT, ids=[name for name, _ in INNOCENT])
def test_an_innocent_twin_is_never_found(who: str, scene: Callable[[], Scene]) -> None:
    assert [f.pattern for f in scene().findings() if f.pattern not in ABOUT_ONE_CHILD] == []


def test_what_only_the_weights_read_is_said_to_be_possible_and_to_be_checked() -> None:
    (finding,) = _hanging_together_perhaps().findings("emerging_network")

    assert (
        "In R0002 (Health, 9 January 2007) it is possible that the words speak of a sign; please check." in finding.because
    )
    assert "please check" not in _hanging_together().findings("emerging_network")[0].because
