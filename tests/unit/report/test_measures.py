"""What was measured, as tables: what was missed counts, and a share never stands without how many it is of."""

from datetime import UTC, datetime, timedelta

import pytest

from wholepicture.patterns.evaluation import Evaluation, Planted, evaluate
from wholepicture.report import measures
from wholepicture.report.measures import Group
from wholepicture.vocabulary.findings import Finding, FindingId
from wholepicture.vocabulary.records import EntityId, RecordId

FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)


def planted(name: str, records: int, tied: int | None = 3) -> Planted:
    moments = tuple(FIRST + timedelta(days=n) for n in range(records))
    return Planted(
        network=name,
        shape="care_home",
        records=tuple(f"{name}{n}" for n in range(records)),
        recorded=moments,
        children=(f"c{name}", f"d{name}"),
        joinable=moments[1],
        tied=moments[tied - 1] if tied else None,
    )


def finding(name: str, records: tuple[str, ...], day: int, pattern: str = "shared_place", children: str = "") -> Finding:
    return Finding(
        id=FindingId(name),
        pattern=pattern,
        surfaced_at=FIRST + timedelta(days=day),
        children=tuple(map(EntityId, children.split())),
        records=records,
        evidence=tuple(map(RecordId, records)),
        agencies=("Police",),
        q_value=0.1,
        because="",
    )


@pytest.fixture
def evaluation() -> Evaluation:
    networks = [planted("A", 20), planted("B", 10), planted("C", 4, tied=None)]
    of_record = {record: n.network for n in networks for record in n.records}
    findings = [
        finding("f1", ("A0", "A2", "A4"), day=4, children="PA PB"),
        finding("f2", ("x", "y", "z"), day=5),
        finding("f3", ("B0",), day=6, pattern="child_question"),
    ]
    true = {EntityId("PA"): "cA", EntityId("PB"): "dA"}
    return evaluate(findings, networks, of_record, per_week=5, true_child=true, weeks=10.0)


def row(table: measures.Table, name: str) -> dict[str, str]:
    (found,) = [r for r in table.rows if r[0] == name]
    return dict(zip(table.head, found, strict=True))


def test_networks_stand_by_size_and_a_missed_one_counts_as_later_than_everything(evaluation: Evaluation) -> None:
    table = measures.networks_by_size([evaluation])

    assert row(table, "11 to 20")["noticed"] == "1"
    assert row(table, "11 to 20")["share of records until"] == "0.25"
    assert row(table, "11 to 20")["share until three could be joined"] == "0.15"
    assert row(table, "11 to 20")["records after joinable"] == "3.0"
    assert row(table, "6 to 10")["share of records until"] == "–"
    assert row(table, "6 to 10")["the same, missed ones counted"] == "never"
    assert row(table, "fewer than six")["planted"] == "1"
    assert row(table, "all with six or more")["planted"] == "2"


def test_precision_counts_only_what_shares_in_the_budget(evaluation: Evaluation) -> None:
    table = dict(measures.budget([evaluation], hubs=0, per_week=5).rows)

    assert table["findings across children shown"] == "2"
    assert table["precision"].startswith("1/2 = 0.50 [")
    assert table["shown a county and week"] == "0.20"


def test_what_each_pattern_asks_is_a_county_and_week(evaluation: Evaluation) -> None:
    table = measures.demands([evaluation, evaluation])

    assert row(table, "shared_place")["findings a county and week"] == "0.20"
    assert row(table, "shared_place")["right of those shown"].startswith("2/4")
    assert row(table, "child_question")["right of those shown"] == "not in the budget"


def test_missed_and_late_networks_are_named_with_what_could_have_been_joined(evaluation: Evaluation) -> None:
    assert measures.missed([("seed 1", evaluation)]).rows == (("seed 1", "B", "care home", "10", "never", "0.30"),)


def test_a_pattern_that_is_left_out_stands_beside_nothing_left_out(evaluation: Evaluation) -> None:
    worse = evaluate([], [planted("A", 20), planted("B", 10)], {}, weeks=10.0)

    table = measures.what_each_adds([evaluation], [{"shared_place": worse}])

    assert row(table, "nothing")["noticed"] == "1 of 2"
    assert row(table, "shared_place")["noticed"] == "0 of 2"
    assert row(table, "shared_place")["precision"] == "–"


def test_false_findings_of_an_empty_county_are_counted_in_twenty_weeks(evaluation: Evaluation) -> None:
    table = dict(measures.empty_counties([evaluation]).rows)

    assert table["in 20 weeks of one county"] == "4.00"


def test_groups_stand_side_by_side_with_their_intervals() -> None:
    counts = {"children": 50, "records": 100, "victims": 4, "found": 3, "others": 46, "named": 2, "wrongly": 1}
    table = measures.fairness([Group(name="often", counts=counts)])

    assert table.rows == (
        ("often", "50", "2.00", "3/4 = 0.75 [0.30, 0.95]", "2/46 = 0.04 [0.01, 0.15]", "1/46 = 0.02 [0.00, 0.11]"),
    )


def test_the_interval_is_wilsons() -> None:
    low, high = measures.wilson(8, 10)

    assert low == pytest.approx(0.4901, abs=1e-3)
    assert high == pytest.approx(0.9433, abs=1e-3)
    assert measures.wilson(0, 0) == (0.0, 1.0)


def test_a_table_in_markdown_has_its_title_rows_and_note(evaluation: Evaluation) -> None:
    written = measures.markdown(measures.networks_by_size([evaluation]))

    assert written.startswith("## Networks, by the number of their records\n\n| records |")
    assert "Three could be joined" in written.splitlines()[-1]
