from datetime import UTC, datetime, timedelta

import pytest

from wholepicture.patterns.attention import attention_order, shown
from wholepicture.patterns.discovery import DiscoveryStream
from wholepicture.patterns.evaluation import Planted, evaluate
from wholepicture.patterns.norms import AreaNorms, binomial_tail, negative_binomial_tail, together
from wholepicture.vocabulary.findings import Finding, FindingId, Growth
from wholepicture.vocabulary.records import RecordId

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


def finding(
    name: str, day: float = 0, q: float | None = 0.01, records: tuple[str, ...] = (), pattern: str = "shared_place"
) -> Finding:
    return Finding(
        id=FindingId(name),
        pattern=pattern,
        surfaced_at=MONDAY + timedelta(days=day),
        children=(),
        records=records or (name,),
        evidence=(RecordId(name),),
        agencies=("Police",),
        q_value=q,
        because="",
    )


def test_binomial_tail_agrees_with_a_table() -> None:
    assert binomial_tail(3, 3, 0.1) == pytest.approx(0.001)
    assert binomial_tail(1, 2, 0.5) == pytest.approx(0.75)
    assert binomial_tail(0, 5, 0.2) == 1.0


def test_negative_binomial_tail_is_the_geometric_one_for_shape_one() -> None:
    assert negative_binomial_tail(2, 1.0, 0.75) == pytest.approx(0.25**2)


def test_two_chances_together_are_no_smaller_than_their_product() -> None:
    assert together(0.1, 1.0) == pytest.approx(0.1 * (1 + 2.302585), rel=1e-4)
    assert together(1.0, 1.0) == 1.0


def test_a_busy_places_own_history_makes_many_children_there_unremarkable() -> None:
    norms = AreaNorms()

    _, quiet = norms.chance_of_families("dwelling", 3, 180, earlier=0, known_days=700)
    expected, busy = norms.chance_of_families("dwelling", 3, 180, earlier=30, known_days=700)

    assert quiet < 0.001
    assert busy > 0.5
    assert expected > 2


def test_norms_stand_still_within_a_day() -> None:
    norms = AreaNorms()
    norms.note_record("any", signed=True)
    before = norms.chance_of_signs("any", 2, 2)

    for _ in range(500):
        norms.note_record("any", signed=True)
    assert norms.chance_of_signs("any", 2, 2) == before

    norms.begin_day(1.0)
    assert norms.chance_of_signs("any", 2, 2)[1] > before[1]


def test_a_stream_of_weak_tests_grows_strict() -> None:
    fresh, tired = DiscoveryStream(), DiscoveryStream()
    for _ in range(40):
        assert tired.test(0.6) is None

    assert fresh.test(0.01) is not None
    assert tired.test(0.01) is None


def test_uniform_chances_are_seldom_discoveries() -> None:
    stream = DiscoveryStream()

    found = sum(stream.test((number * 0.6180339887) % 1.0) is not None for number in range(1, 2000))

    assert found <= 8


def test_the_budget_orders_and_never_hides() -> None:
    findings = [finding(f"f{n}", day=n / 10, q=0.1 - n / 100) for n in range(8)]

    (week,) = shown(findings, per_week=5)

    assert [f.id for f in week.shown] == ["f7", "f6", "f5", "f4", "f3"]
    assert {f.id for f in (*week.shown, *week.over)} == {f.id for f in findings}


def test_patterns_about_one_child_do_not_use_up_the_budget() -> None:
    findings = [finding("one", pattern="child_question", q=None), finding("two")]

    (week,) = shown(findings)

    assert [f.id for f in week.shown] == ["two"]
    assert len(attention_order(findings)) == 2


def test_a_network_is_noticed_when_three_of_its_records_are_two_thirds_of_a_finding() -> None:
    of_record = {"a": "1", "b": "1", "c": "1", "x": None}
    planted = Planted(
        network="1",
        shape="flat",
        records=("a", "b", "c"),
        recorded=(MONDAY, MONDAY + timedelta(days=2), MONDAY + timedelta(days=9)),
    )
    first = finding("f", day=3, records=("a", "b"))
    grown = Finding(
        **{
            **{name: getattr(first, name) for name in Finding.__slots__},
            "history": (Growth(at=MONDAY + timedelta(days=9), records=("c",), children=(), because=""),),
        }
    )

    early, late = evaluate([first], [planted], of_record), evaluate([grown], [planted], of_record)

    assert early.noticed[0].share is None
    assert late.noticed[0].share == 1.0
    assert late.precision == 1.0
