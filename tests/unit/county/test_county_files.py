"""The training county's files and its truth say the same, and nothing in them is real."""

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import mean, pvariance
from typing import Any

import pytest
from stdnum.gb import upn

from wholepicture.county import CountyExistsError, CountyTooLargeError, write_county
from wholepicture.county.look_alikes import KINDS
from wholepicture.county.networks import SHAPES
from wholepicture.county.population import DRAMA_RANGES
from wholepicture.county.wordlists import land_words

TEXTS = {
    "police_ppn": "Circumstances",
    "missing_reports": "Summary",
    "neighbourhood_cases": "Details",
    "school_log": "Incident",
    "health_notifications": "note",
    "social_care_contacts": "Contact Details",
    "other_referrals": "What happened",
}
REAL_TOWNS = {
    "Oxford",
    "Rotherham",
    "Rochdale",
    "Telford",
    "Burnley",
    "Warwick",
    "Swansea",
    "Leominster",
    "Ramsgate",
    "Tamworth",
}
County = tuple[dict[str, list[dict[str, str]]], dict[str, Any]]


def read(folder: Path) -> County:
    files = {}
    for file in sorted(folder.glob("*.csv")):
        files[file.stem] = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    return files, json.loads(folder.with_name(f"{folder.name}-truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    folder = tmp_path_factory.mktemp("county") / "made"
    write_county(folder, seed=11, children=4600, years=2, networks=24, resent=True)
    return read(folder)


def rows(county: County) -> dict[str, tuple[str, dict[str, str]]]:
    return {next(iter(row.values())): (name, row) for name in TEXTS for row in county[0][name]}


def test_every_reference_is_unique_and_every_row_stands_in_the_truth(county: County) -> None:
    references = [next(iter(row.values())) for name in TEXTS for row in county[0][name]]

    assert len(set(references)) == len(references)
    assert set(references) == set(county[1]["records"])
    assert all(row[TEXTS[name]] for name in TEXTS for row in county[0][name])


def test_every_reading_of_a_mention_in_text_names_one_thing(county: County) -> None:
    """A span starts and ends at words; one vehicle, phone or venue reads alike wherever it is named in full."""
    by_reference = rows(county)
    spoken: dict[tuple[str, int], set[str]] = {}
    for key, mention in county[1]["mentions"].items():
        reference, slot = key.split("#")
        found = re.fullmatch(r"text\[(\d+):(\d+)\]", slot)
        if not found:
            continue
        name, row = by_reference[reference]
        text, start, end = row[TEXTS[name]], int(found[1]), int(found[2])
        words = text[start:end]
        assert words
        assert words == words.strip()
        assert not text[start - 1 : start].isalnum()
        assert not text[end : end + 1].isalnum()
        spoken.setdefault((mention["type"], mention["truth"]), set()).add(re.sub(r"\W", "", words).removeprefix("44")[-9:])
    phones = [readings for (kind, _), readings in spoken.items() if kind == "phone"]

    assert phones
    assert all(len(readings) == 1 for readings in phones)


def test_a_child_and_a_car_read_in_the_narrative_as_they_do_in_the_columns_of_their_record(county: County) -> None:
    """Slips, short names and parts of a plate aside: those are rare, so nearly all must agree."""
    by_reference = rows(county)
    agreed: dict[str, list[bool]] = {"subject": [], "vehicle": []}
    for key, mention in county[1]["mentions"].items():
        reference, slot = key.split("#")
        for column, seen in agreed.items():
            named = county[1]["mentions"].get(f"{reference}#{column}")
            if slot.startswith("text") and named is not None and named == mention:
                name, row = by_reference[reference]
                start, end = map(int, re.findall(r"\d+", slot))
                words = row[TEXTS[name]][start:end].replace(" ", "") if column == "vehicle" else row[TEXTS[name]][start:end]
                if column == "vehicle" and not re.search(r"\d\d", words):
                    continue
                cells = [row[cell] for cell in ("Subject Forename", "Forenames", "VRM") if row.get(cell)]
                seen.append(any(words.split()[0][:3] == cell[:3] for cell in cells))

    assert len(agreed["subject"]) > 150
    assert len(agreed["vehicle"]) > 10
    assert mean(agreed["subject"]) > 0.85
    assert mean(agreed["vehicle"]) > 0.75


def test_every_record_of_a_network_names_that_network_and_every_network_has_several_unrelated_victims(
    county: County,
) -> None:
    counts = Counter(record["network"] for record in county[1]["records"].values() if record["network"] is not None)

    assert {network["shape"] for network in county[1]["networks"]} == set(SHAPES)
    assert all(len(network["victims"]) >= 3 for network in county[1]["networks"])
    assert min(counts.values()) >= 4
    assert set(counts) == {network["id"] for network in county[1]["networks"]}
    assert set().union(*(network["victims"] for network in county[1]["networks"])) <= set(county[1]["children"])


def test_every_kind_of_look_alike_is_there_with_records_that_exist(county: County) -> None:
    look_alikes = county[1]["look_alikes"]

    assert {it["kind"] for it in look_alikes} == set(KINDS)
    assert all(set(it["records"]) <= set(county[1]["records"]) for it in look_alikes)
    assert all(county[1]["records"][record]["network"] is None for it in look_alikes for record in it["records"])


def test_rows_sent_again_are_duplicates_or_amendments_as_the_truth_says(county: County) -> None:
    first, resent = rows(county), county[1]["resent"]
    again = [row for name, listed in county[0].items() if name.endswith("_again") for row in listed]
    same = {next(iter(row.values())) for row in again if first[next(iter(row.values()))][1] == row}

    assert same == set(resent["duplicates"])
    assert {next(iter(row.values())) for row in again} - same == set(resent["amendments"])


def test_nothing_is_real_in_postcodes_numbers_or_towns(county: County) -> None:
    text = json.dumps(county[0], ensure_ascii=False)
    begins = tuple(begin.replace(" ", "") for begin in DRAMA_RANGES)
    phones = re.findall(r"\b0\d{3,4} ?\d{3} ?\d{3,4}\b", text)

    assert phones
    assert all(phone.replace(" ", "").startswith(begins) for phone in phones)
    postcodes = re.findall(r"\b[A-Z]{1,2}\d{1,2} \d[A-Z]{2}\b", text)
    assert postcodes
    assert all(postcode.startswith("QX") for postcode in postcodes)
    assert not REAL_TOWNS & set(land_words().towns)
    assert len(set(land_words().towns)) == len(land_words().towns)


def test_pupil_numbers_have_their_right_check_letter_and_no_real_authority(county: County) -> None:
    numbers = {row["UPN"] for row in county[0]["school_log"] if row["UPN"]}

    assert len(numbers) > 500
    assert all(upn.calc_check_digit(number[1:]) == number[0] and not upn.is_valid(number) for number in numbers)


def test_complaints_vary_far_more_between_places_than_chance_would_have_it(county: County) -> None:
    records = [record for record in county[1]["records"].values() if record["source"] == "neighbourhood_cases"]
    ordinary = [record for record in records if record["network"] is None and record["look_alike"] is None]
    counts = Counter(place for record in ordinary for place in record["places"])
    every_place = [*counts.values(), *([0] * (4600 // 12 - len(counts)))]

    assert pvariance(every_place) / mean(every_place) > 1.8


def test_a_county_without_networks_has_none_in_its_records(tmp_path: Path) -> None:
    count = write_county(tmp_path / "calm", seed=3, children=900, years=1, networks=0)
    truth = read(tmp_path / "calm")[1]

    assert count.networks == 0
    assert truth["networks"] == []
    assert truth["records"]
    assert all(record["network"] is None for record in truth["records"].values())


def test_the_same_seed_gives_the_same_bytes_for_any_hash_seed_and_any_number_of_workers(tmp_path: Path) -> None:
    make = "import sys; from pathlib import Path; from wholepicture.county import write_county; "
    make += "write_county(Path(sys.argv[1]), seed=int(sys.argv[2]), children=5000, years=1, workers=int(sys.argv[3]))"
    for name, seed, workers, hashing in (("a", "5", "1", "1"), ("b", "5", "2", "99"), ("c", "6", "1", "1")):
        environment = {**os.environ, "PYTHONHASHSEED": hashing}
        subprocess.run([sys.executable, "-c", make, str(tmp_path / name), seed, workers], check=True, env=environment)  # noqa: S603
    told = {name: (tmp_path / f"{name}-truth.json").read_bytes() for name in "abc"}

    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
    assert told["a"] == told["b"]
    assert told["a"] != told["c"]


def test_records_grow_with_children_and_years(tmp_path: Path) -> None:
    small = write_county(tmp_path / "small", seed=1, children=1500, years=1)
    large = write_county(tmp_path / "large", seed=1, children=6000, years=2)

    assert large.children == 6000
    assert 5 < large.records / small.records < 13


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("ours", encoding="utf-8")

    with pytest.raises(CountyExistsError):
        write_county(tmp_path, seed=1, children=100, years=1)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize(("children", "years"), [(5, 1), (3_000_000, 1), (100, 0)])
def test_a_county_of_impossible_size_is_refused(tmp_path: Path, children: int, years: int) -> None:
    with pytest.raises(CountyTooLargeError):
        write_county(tmp_path / "no", seed=1, children=children, years=years)
    assert not (tmp_path / "no").exists()
