"""The truth beside a county, read: when a network could have been joined, and what a mention names."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wholepicture.county.fairness import compare_groups
from wholepicture.county.truth import Truth, UnableToReadTruth, majority, read_truth
from wholepicture.vocabulary.findings import Finding, FindingId
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, Role
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, RecordId, Span


def record(day: int, network: int | None, **named: list[int]) -> dict[str, Any]:
    things = {"people": [], "places": [], "vehicles": [], "phones": [], **named}
    return {"network": network, "recorded": f"2024-07-{day:02d}T12:00", **things}


def told(**records: dict[str, Any]) -> dict[str, Any]:
    network = {
        "id": 7,
        "shape": "flat",
        "victims": [1, 2],
        "offenders": [50],
        "places": [60],
        "vehicles": [70],
        "phones": [],
    }
    return {
        "networks": [network],
        "records": records,
        "mentions": {},
        "look_alikes": [],
        "children": [1, 2, 3, 4],
        "hubs": [90],
        "groups": {},
    }


def read(tmp_path: Path, truth: dict[str, Any]) -> Truth:
    path = tmp_path / "made-truth.json"
    path.write_text(json.dumps(truth), encoding="utf-8")
    return read_truth(path)


def day(number: int) -> datetime:
    return datetime(2024, 7, number, 11, tzinfo=UTC)


def test_moments_are_london_time_and_records_stand_in_the_order_of_recording(tmp_path: Path) -> None:
    truth = read(tmp_path, told(LATE=record(9, 7, people=[1]), EARLY=record(2, 7, people=[2]), OTHER=record(5, None)))
    (network,) = truth.planted

    assert network.records == ("EARLY", "LATE")
    assert network.recorded == (day(2), day(9))
    assert network.children == ("1", "2")
    assert truth.of_record["OTHER"] is None


def test_two_children_are_joinable_through_a_car_and_three_records_tied_through_a_child(tmp_path: Path) -> None:
    truth = read(
        tmp_path,
        told(
            A=record(1, 7, people=[1], vehicles=[70]),
            B=record(2, 7, people=[2]),
            C=record(3, 7, people=[1]),
            D=record(4, 7, people=[2], vehicles=[70]),
        ),
    )
    (network,) = truth.planted

    assert network.joinable == day(4)
    assert network.tied == day(4)


def test_what_the_network_does_not_share_joins_nothing(tmp_path: Path) -> None:
    truth = read(
        tmp_path,
        told(
            A=record(1, 7, people=[1], places=[90]), B=record(2, 7, people=[2], places=[90]), C=record(3, None, people=[1])
        ),
    )
    (network,) = truth.planted

    assert network.joinable is None
    assert network.tied is None


def test_a_mention_names_what_stands_in_its_column_or_at_its_place_in_the_words(tmp_path: Path) -> None:
    truth_told = told(PPN1=record(1, None, people=[1, 50]))
    truth_told["mentions"] = {
        "PPN1#subject": {"type": "person", "truth": 1},
        "PPN1#other1": {"type": "person", "truth": 50},
        "PPN1#text[10:20]": {"type": "place", "truth": 60},
        "PPN1#text[30:40]": {"type": "place", "truth": None},
    }
    truth = read(tmp_path, truth_told)

    def named(kind: EntityKind, role: Role, span: Span | None = None) -> str | None:
        mention = Mention(
            id=MentionId("Px.0"), kind=kind, role=role, description=PersonDescription(), text=Words(""), span=span
        )
        return truth.of_mention("PPN1", mention)

    assert named(EntityKind.PERSON, Role.SUBJECT) == "1"
    assert named(EntityKind.PERSON, Role.ASSOCIATE) == "50"
    assert named(EntityKind.PLACE, Role.UNKNOWN, Span(12, 15)) == "60"
    assert named(EntityKind.PLACE, Role.UNKNOWN, Span(20, 25)) is None
    assert named(EntityKind.PLACE, Role.UNKNOWN, Span(31, 35)) is None
    assert named(EntityKind.VEHICLE, Role.SEEN) is None


@pytest.mark.parametrize("words", ["", "[]", "{}", '{"records": {"A": {}}, "networks": []}'])
def test_a_file_that_is_no_truth_is_said_to_be_none(tmp_path: Path, words: str) -> None:
    (tmp_path / "x-truth.json").write_text(words, encoding="utf-8")

    with pytest.raises(UnableToReadTruth, match="unchanged"):
        read_truth(tmp_path / "x-truth.json")


def test_most_votes_settle_whom_an_entity_is_and_the_smaller_number_where_they_are_even() -> None:
    assert majority({"a": Counter({"2": 1, "1": 1}), "b": Counter({"9": 3, "1": 1}), "c": Counter()}) == {"a": "1", "b": "9"}


def test_groups_are_compared_by_children_whom_a_finding_about_their_network_names(tmp_path: Path) -> None:
    held = {f"N{n}": record(n, 7, people=[1 + n % 2]) for n in range(1, 7)}
    truth_told = told(**held, X=record(8, None, people=[3]), Y=record(9, None, people=[4]))
    truth_told["groups"] = {"1": "often", "2": "usual", "3": "often", "4": "usual"}
    truth = read(tmp_path, truth_told)
    right, wrong = finding("f1", ("N1", "N2", "N3"), ("P1",)), finding("f2", ("X",), ("P3",))
    true = {EntityId("P1"): "1", EntityId("P3"): "3"}

    often, usual = compare_groups((right, wrong), truth, true)

    assert (often.group, often.children, often.records) == ("often", 2, 4)
    assert (often.victims, often.found, often.others, often.named, often.wrongly) == (1, 1, 1, 1, 1)
    assert (usual.victims, usual.found, usual.others, usual.named, usual.wrongly) == (1, 0, 1, 0, 0)


def finding(name: str, records: tuple[str, ...], children: tuple[str, ...]) -> Finding:
    return Finding(
        id=FindingId(name),
        pattern="shared_place",
        surfaced_at=day(20),
        children=tuple(map(EntityId, children)),
        records=records,
        evidence=tuple(map(RecordId, records)),
        agencies=("Police",),
        because="",
    )
