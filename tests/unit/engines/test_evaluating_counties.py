"""One county put to the test: what is left out is left out, and leaving out costs no second linking."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wholepicture.county import write_county
from wholepicture.county.truth import Truth, read_truth
from wholepicture.engines.evaluating import Trial, Tried, try_county
from wholepicture.engines.progress import Silence
from wholepicture.intake import load_profiles
from wholepicture.linkage import load_model
from wholepicture.patterns import ALL


def trial(*without: str, each: bool = False) -> Trial:
    return Trial(
        patterns=tuple(pattern for pattern in ALL if pattern.name not in without),
        level=0.2,
        per_week=5,
        each_left_out=each,
        profiles=load_profiles(),
        key=b"test",
        model=load_model(),
        salts=lambda: b"0" * 16,
        now=datetime(2030, 1, 1, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("counties") / "made"
    write_county(folder, seed=9, children=600, years=1, networks=2, uneven=True)
    return folder, read_truth(folder.with_name("made-truth.json"))


@pytest.fixture(scope="module")
def tried(county: tuple[Path, Truth]) -> Tried:
    return try_county(*county, trial(each=True), Silence())


def test_every_record_is_taken_and_every_network_measured(county: tuple[Path, Truth], tried: Tried) -> None:
    truth = county[1]

    assert tried.records == len(truth.of_record)
    assert [n.network for n in tried.evaluation.noticed] == [p.network for p in truth.planted]
    assert any(n.share is not None for n in tried.evaluation.noticed)
    assert any(n.whole_share is not None for n in tried.evaluation.noticed)
    assert tried.evaluation.shown >= tried.evaluation.about_network > 0


def test_no_network_is_noticed_before_three_of_its_records_are_there(tried: Tried) -> None:
    for network in tried.evaluation.noticed:
        if network.share is not None:
            assert network.share * network.records >= 3


def test_leaving_a_pattern_out_beside_gives_what_leaving_it_out_alone_gives(
    county: tuple[Path, Truth], tried: Tried
) -> None:
    pattern = max(tried.evaluation.demands, key=lambda name: tried.evaluation.demands[name].shown)
    alone = try_county(*county, trial(pattern), Silence())

    assert alone.evaluation == tried.without[pattern]
    assert alone.evaluation != tried.evaluation
    assert pattern not in alone.evaluation.demands


def test_groups_hold_every_child_once(county: tuple[Path, Truth], tried: Tried) -> None:
    assert sum(group.children for group in tried.fairness) == len(county[1].groups) >= 600
    often, usual = sorted(tried.fairness, key=lambda group: group.records / group.children, reverse=True)
    assert often.group == "three times as often"
    assert often.records / often.children > 1.6 * usual.records / usual.children
