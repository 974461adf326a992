"""The replay: one case told by six agencies, as sightings; what must surface, when, and in which words."""

from datetime import date, datetime

import pytest
from scenes import Part, Scene, adult, child, place, vehicle

from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.pole import Role
from wholepicture.vocabulary.records import RecordKind

FLAT = place("Flat 3, 18 Marsh Lane, Harbury, QX1 4RT")
STREET = place("a flat on Marsh Lane")
HOME = place("Linden House, 77 Hawthorn Gardens, QX1 8ZE", Role.MISSING_FROM)
FIRST = child("oakes", "Tansy Oakes", date(1994, 2, 14))
SECOND = child("tallis", "Robyn Tallis", date(1993, 9, 3))
CAR, PART_OF_CAR = vehicle("KX53 WLD"), vehicle("KX53", partial=True)
KAZ = adult("rourke")


def day(text: str) -> float:
    return (datetime.fromisoformat(text) - datetime(2007, 1, 1, 12)).total_seconds() / 86400


def flat(scene: Scene, when: str, reference: str, *parts: Part, **more: object) -> None:
    scene.complain(day(when), FLAT, *parts, reference=reference, **more)


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    scene = Scene(fits=[(PART_OF_CAR.entity, CAR.entity), (STREET.entity, FLAT.entity)])
    flat(scene, "2007-01-08 23:00", "ASB0001")
    flat(scene, "2007-01-29 23:00", "ASB0002", filed_as="Nuisance", asks=("A girl of about thirteen",))
    flat(scene, "2007-02-19 23:00", "ASB0003", asks=("Girl in school uniform",))
    flat(scene, "2007-03-12 23:00", "ASB0004", filed_as="Nuisance", asks=("The same girl",))
    flat(scene, "2007-04-23 23:00", "ASB0005", CAR)
    flat(scene, "2007-05-21 23:00", "ASB0006", asks=("Two girls",))
    episodes = (
        ("2007-01-05 18:10", 2.3),
        ("2007-01-09 19:00", 2.3),
        ("2007-01-17 18:30", 3.5),
        ("2007-01-25 18:00", 3.7),
        ("2007-02-06 19:10", 6.2),
        ("2007-02-20 20:00", 6.8),
        ("2007-03-11 20:30", 10.7),
        ("2007-04-08 20:00", 17.0),
        ("2007-05-13 19:15", 37.2),
    )
    for number, (when, hours) in enumerate(episodes, 1):
        scene.missing(day(when), FIRST, hours, HOME, reference=f"MIS{number:04d}", signs=("A1",))
    scene.tell(day("2007-03-15 15:40"), "School", SECOND, CAR, kind=RecordKind.SCHOOL_LOG, reference="SG0001", signs=("D2",))
    scene.tell(
        day("2007-04-20 12:00"),
        "Taxi licensing",
        PART_OF_CAR,
        kind=RecordKind.REFERRAL,
        reference="TL0001",
        signs=("D2",),
        child_words=True,
    )
    scene.tell(
        day("2007-05-22 15:40"), "School", SECOND, STREET, kind=RecordKind.SCHOOL_LOG, reference="SG0002", signs=("C1", "H4")
    )
    scene.tell(day("2007-06-02 22:50"), "Police", FIRST, KAZ, FLAT, CAR, reference="PPN0001", signs=("B1",))
    return scene.findings()


def test_a_child_question_opens_at_the_first_complaint_that_mentions_the_girl(findings: list[Finding]) -> None:
    question = next(f for f in findings if f.pattern == "child_question")

    assert london_day(question.surfaced_at) == date(2007, 1, 29)
    assert question.records == ("ASB0002",)
    assert "“A girl of about thirteen”" in question.because
    assert "filed as Nuisance" in question.because


def test_later_complaints_join_the_question_and_do_not_open_another(findings: list[Finding]) -> None:
    (question,) = [f for f in findings if f.pattern == "child_question"]

    assert [g.records for g in question.history] == [("ASB0003",), ("ASB0004",), ("ASB0005",), ("ASB0006",)]


def test_the_flat_surfaces_with_its_third_complaint(findings: list[Finding]) -> None:
    flat = next(f for f in findings if f.pattern == "place_under_another_name")

    assert london_day(flat.surfaced_at) == date(2007, 2, 19)
    assert flat.records == ("ASB0001", "ASB0002", "ASB0003")


def test_a_finding_across_both_children_surfaces_on_the_day_of_the_last_record_that_it_needs(
    findings: list[Finding],
) -> None:
    both = [f for f in findings if {FIRST.entity, SECOND.entity} <= set(f.children)]

    assert [london_day(f.surfaced_at) for f in both] == [date(2007, 6, 2)]
    told = {*both[0].records, *(r for g in both[0].history for r in g.records)}
    assert told >= {"SG0001", "TL0001", "ASB0005", "PPN0001", "SG0002"}
    assert all(london_day(g.at) == date(2007, 6, 2) for g in both[0].history)
    assert "In SG0002 (School, 22 May 2007) the place as written fits this one and could be another." in both[0].because


def test_a_part_registration_is_said_to_fit_and_never_to_be_the_same(findings: list[Finding]) -> None:
    car = next(f for f in findings if f.pattern == "shared_vehicle")

    assert "TL0001 (Taxi licensing, 20 April 2007) only part of a registration was written down" in car.because
    assert "it fits this vehicle and could fit others" in car.because


def test_fewer_and_worse_missing_episodes_stand_in_one_sentence(findings: list[Finding]) -> None:
    (falling,) = [f for f in findings if f.pattern == "falling_count"]
    latest = falling.history[-1]

    assert london_day(latest.at) == date(2007, 5, 15)
    assert "fell from four in January 2007 to one in May 2007" in latest.because
    assert "Fewer reports are not less harm." in latest.because
    assert "May 2007: one episode, 37 hours away, two nights" in latest.because


def test_no_full_name_stands_in_any_sentence(findings: list[Finding]) -> None:
    told = " ".join([f.because for f in findings] + [g.because for f in findings for g in f.history])

    for part in (FIRST, SECOND, KAZ):
        for word in part.words.split():
            assert word not in told
