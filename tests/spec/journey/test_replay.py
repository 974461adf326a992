"""The replay: one case told by six agencies, and what must be noticed without an analyst."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Out, Scan


@pytest.fixture
def told(scan: Scan, replay: Path) -> Out:
    return scan(replay)


def of_pattern(out: Out, name: str) -> list[dict[str, Any]]:
    return [finding for finding in out.findings if finding["pattern"] == name]


def everyone(finding: dict[str, Any]) -> set[str]:
    return set(finding["children"])


# 1 --------------------------------------------------------------------------------------------------------------------


def test_the_first_complaint_that_mentions_the_girl_opens_a_child_question(told: Out) -> None:
    first = of_pattern(told, "child_question")[0]

    assert first["surfaced_at"].startswith("2007-01-29")
    assert first["records"] == ["ASB0002"]
    assert "girl" in first["because"]
    assert "Nuisance" in first["because"]


def test_the_complaint_before_it_raises_none_because_it_speaks_of_no_child(told: Out) -> None:
    assert not [f for f in of_pattern(told, "child_question") if "ASB0001" in f["records"]]


# 2 --------------------------------------------------------------------------------------------------------------------


def test_the_flat_is_one_place_for_neighbourhood_team_and_police(told: Out) -> None:
    flats = {told.entity(f"ASB000{n}", role="location") for n in range(1, 7)}

    assert flats == {told.entity("PPN0001", role="location")}


def test_the_car_is_one_car_for_school_neighbourhood_team_and_police(told: Out) -> None:
    cars = {told.entity(reference, text="KX53 WLD") for reference in ("SG0001", "ASB0005", "PPN0001")}

    assert len(cars) == 1


def test_the_part_registration_fits_the_car_and_is_said_to_fit_and_not_to_be_it(told: Out) -> None:
    part = {r["mention"] for r in told.table("mentions.csv") if r["record"].endswith("/TL0001") and r["type"] == "vehicle"}
    pairs = [row for row in told.table("links.csv") if {row["left"], row["right"]} & part]

    assert pairs
    assert {row["judgement"] for row in pairs} == {"compatible"}
    assert all("fit" in row["because"] for row in pairs)


def test_each_child_is_one_child_in_every_agency(told: Out) -> None:
    tansy = ["MIS0001", "MIS0009", "CT0001", "CT0002", "H0001", "PPN0001"]

    assert len({told.entity(reference, role="subject") for reference in tansy}) == 1
    assert told.entity("SG0001", role="subject") == told.entity("SG0002", role="subject")
    assert told.entity("SG0001", role="subject") != told.entity("MIS0001", role="subject")


def test_a_finding_across_both_children_surfaces_with_the_last_record_that_it_needs(told: Out) -> None:
    both = {told.entity("MIS0001", role="subject"), told.entity("SG0001", role="subject")}
    car = told.entity("PPN0001", text="KX53 WLD")

    across = [f for f in told.findings if both <= everyone(f)]

    assert across
    assert across[0]["surfaced_at"] <= "2007-06-02T23:59:59Z"
    assert car in across[0]["vehicles"]
    assert len(across[0]["agencies"]) >= 3


# 4 --------------------------------------------------------------------------------------------------------------------


def test_fewer_missing_episodes_with_longer_absences_are_shown_as_a_contradiction(told: Out) -> None:
    falling = of_pattern(told, "falling_count")

    assert falling
    assert falling[0]["children"] == [told.entity("MIS0001", role="subject")]
    assert "Fewer reports are not less harm" in falling[0]["because"]
    assert falling[0]["surfaced_at"] <= "2007-05-15T23:59:59Z"


def test_the_report_shows_counts_hours_nights_and_return_in_one_picture(told: Out) -> None:
    page = (told.folder / "report.html").read_text(encoding="utf-8")

    assert "January 2007" in page
    assert "May 2007" in page
    assert "nights" in page.lower()


# 7 --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2007, 1, 28), date(2007, 1, 29), date(2007, 3, 14), date(2007, 5, 1)])
def test_any_day_can_be_asked_what_was_known_by_then(scan: Scan, replay: Path, told: Out, day: date) -> None:
    then = scan(replay, "--as-of", day.isoformat())

    end = f"{day}T23:59:59Z"
    expected = [f for f in told.findings if f["surfaced_at"] <= end]
    for finding in expected:
        finding["history"] = [g for g in finding["history"] if g["at"] <= end]
        if finding["withdrawn_at"] and finding["withdrawn_at"] > end:
            finding["withdrawn_at"] = finding["withdrawn_because"] = None
    assert then.findings == expected
    known = {row["record"] for row in then.table("mentions.csv")}
    assert ("school_log/SG0001" in known) is (day >= date(2007, 3, 15))
