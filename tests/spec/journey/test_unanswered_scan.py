"""Outcomes become known when their extract was made; concerns that were closed again and again are then shown."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.conftest import Out, Scan

HEADER = ("Case Ref", "Date Received", "Incident Date", "Complaint Type", "Location Of Incident", "Details", "Outcome")
WORDS = "A young girl of about 13 let into the flat at night, several men calling. She was given alcohol."
CLOSED = ("No further action", "Advice given", "Closed, agencies already sharing information")


def complaint(number: int, day: str, outcome: str, words: str = WORDS) -> tuple[str, ...]:
    return (f"ASB{number:04d}", f"{day} 22:15", day, "Noise", "Flat 2, 14 Weaver Road, QX1 4RT", words, outcome)


def write(folder: Path, name: str, rows: Sequence[tuple[str, ...]]) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADER, *rows))


def three(*outcomes: str) -> list[tuple[str, ...]]:
    days = ("02/02/2024", "20/02/2024", "05/03/2024")
    return [complaint(n, day, outcome) for n, (day, outcome) in enumerate(zip(days, outcomes, strict=True), 1)]


def unanswered(out: Out) -> list[dict[str, Any]]:
    assert out.code == 0, out.said
    return [finding for finding in out.findings if finding["pattern"] == "unanswered"]


def test_three_closings_are_unanswered_from_the_day_that_the_name_of_the_extract_carries(scan: Scan, tmp_path: Path) -> None:
    write(tmp_path / "in", "neighbourhood_2024-03-31.csv", three(*CLOSED))

    (finding,) = unanswered(scan(tmp_path / "in"))

    assert finding["surfaced_at"] == "2024-03-31T22:59:59Z"
    assert finding["records"] == ["ASB0001", "ASB0002", "ASB0003"]
    assert "“Closed, agencies already sharing information”" in finding["because"]


def test_without_a_date_in_the_name_it_is_the_latest_moment_that_the_system_recorded(scan: Scan, tmp_path: Path) -> None:
    later = complaint(9, "20/03/2024", "", "Bins not emptied.")
    write(tmp_path / "in", "one.csv", three(*CLOSED))
    write(tmp_path / "in", "two.csv", [later])

    (finding,) = unanswered(scan(tmp_path / "in"))

    assert finding["surfaced_at"] == "2024-03-20T22:15:00Z"


def test_nothing_is_known_of_outcomes_before_the_extract_was_made(scan: Scan, tmp_path: Path) -> None:
    write(tmp_path / "in", "neighbourhood_2024-03-31.csv", three(*CLOSED))

    assert unanswered(scan(tmp_path / "in", "--as-of", "2024-03-30")) == []
    assert len(unanswered(scan(tmp_path / "in", "--as-of", "2024-03-31"))) == 1


def test_a_scan_as_of_a_day_after_the_extracts_end_tells_no_more_than_they_do(scan: Scan, tmp_path: Path) -> None:
    write(tmp_path / "in", "neighbourhood.csv", three(*CLOSED))

    assert scan(tmp_path / "in", "--as-of", "2025-06-30").findings == scan(tmp_path / "in").findings


def test_a_decision_known_at_the_same_moment_answers(scan: Scan, tmp_path: Path) -> None:
    rows = [*three(*CLOSED), complaint(4, "12/03/2024", "Strategy discussion held")]
    write(tmp_path / "in", "neighbourhood_2024-03-31.csv", rows)

    assert unanswered(scan(tmp_path / "in")) == []


def test_a_decision_that_a_later_extract_brings_withdraws_it_and_is_named(scan: Scan, tmp_path: Path) -> None:
    write(tmp_path / "in", "neighbourhood_2024-03-31.csv", three(*CLOSED))
    write(tmp_path / "in", "neighbourhood_2024-04-30.csv", [complaint(4, "12/04/2024", "Strategy discussion held")])

    (finding,) = unanswered(scan(tmp_path / "in"))

    assert finding["surfaced_at"] == "2024-03-31T22:59:59Z"
    assert finding["withdrawn_at"] == "2024-04-30T22:59:59Z"
    assert finding["withdrawn_because"] == "A decision has become known: ASB0004: “Strategy discussion held”."


def test_an_outcome_that_comes_with_a_later_extract_is_known_from_then_on(scan: Scan, tmp_path: Path) -> None:
    write(tmp_path / "in", "neighbourhood_2024-03-31.csv", three("Advice given", "Closed", ""))
    write(tmp_path / "in", "neighbourhood_2024-04-30.csv", three("Advice given", "Closed", "No further action"))

    (finding,) = unanswered(scan(tmp_path / "in"))

    assert finding["surfaced_at"] == "2024-04-30T22:59:59Z"
    assert "ASB0003: “No further action”" in finding["because"]


def test_a_row_that_comes_again_keeps_the_extract_in_which_it_came_first(scan: Scan, tmp_path: Path) -> None:
    write(tmp_path / "in", "a 30-04-2024.csv", three(*CLOSED))
    write(tmp_path / "in", "b 31-03-2024.csv", three(*CLOSED))

    (finding,) = unanswered(scan(tmp_path / "in"))

    assert finding["surfaced_at"] == "2024-03-31T22:59:59Z"
