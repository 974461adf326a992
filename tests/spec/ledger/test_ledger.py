"""The ledger's promises, held by every ledger that there is."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from tests.hub_database import fresh_database

from wholepicture.engines.columnar.ledger import DuckLedger
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Part, UnableToErase, canonical, erasure
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.vocabulary.moments import Period

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def counting_salts() -> Callable[[], bytes]:
    count = iter(range(1, 1_000_000))
    return lambda: next(count).to_bytes(16, "big")


AnyLedger = MemoryLedger | DuckLedger | PostgresLedger


@pytest.fixture(params=["memory", "duckdb", "hub"])
def ledger(request: pytest.FixtureRequest) -> Iterator[AnyLedger]:
    if request.param == "memory":
        yield MemoryLedger(counting_salts())
    elif request.param == "duckdb":
        yield DuckLedger(duckdb.connect(), counting_salts())
    else:
        with fresh_database() as database, database.connect() as connection:
            yield PostgresLedger(connection, counting_salts())


def draft(name: str, *, recorded: int = 0, parts: tuple[Part, ...] = (Part("rest", '{"a":"b"}'),)) -> Draft:
    return Draft(
        id=FactId(name),
        kind=FactKind.RECEIVED,
        source=f"police/{name}",
        author="handle-1",
        recorded_at=NOON + timedelta(days=recorded),
        happened=Period(NOON - timedelta(days=1), None),
        parts=parts,
    )


def test_facts_come_back_in_the_order_of_commit_as_they_were_given(ledger: AnyLedger) -> None:
    ledger.append([draft("b", recorded=5), draft("a")], known_at=NOON)

    facts = list(ledger.facts())

    assert [(f.envelope.id, f.envelope.sequence) for f in facts] == [("b", 1), ("a", 2)]
    assert facts[0].parts == (Part("rest", '{"a":"b"}'),)
    assert facts[0].envelope.happened == Period(NOON - timedelta(days=1), None)
    assert facts[0].envelope.recorded_at == NOON + timedelta(days=5)


def test_a_fact_committed_twice_is_one_fact(ledger: AnyLedger) -> None:
    assert ledger.append([draft("a"), draft("a")], known_at=NOON) == 1
    assert ledger.append([draft("a")], known_at=NOON + timedelta(days=1)) == 0
    assert [f.envelope.known_at for f in ledger.facts()] == [NOON]

    assert ledger.append([draft("a"), draft("b"), draft("a"), draft("c")], known_at=NOON) == 2
    assert [f.envelope.id for f in ledger.facts()] == ["a", "b", "c"]


def test_what_becomes_known_later_never_changes_what_was_known(ledger: AnyLedger) -> None:
    ledger.append([draft("a"), draft("b")], known_at=NOON)
    known_before = list(ledger.facts(known_by=NOON))

    ledger.append([draft("c", recorded=-30)], known_at=NOON + timedelta(hours=1))

    assert [f.envelope.id for f in known_before] == ["a", "b"]
    assert list(ledger.facts(known_by=NOON)) == known_before
    assert list(ledger.facts(known_by=NOON - timedelta(seconds=1))) == []
    assert [f.envelope.id for f in ledger.facts()] == ["a", "b", "c"]


def test_records_are_replayed_by_the_agencies_own_claim_whatever_order_they_came_in(
    ledger: AnyLedger,
) -> None:
    ledger.append([draft("z", recorded=1), draft("b", recorded=2), draft("a", recorded=1)], known_at=NOON)

    assert [f.envelope.id for f in ledger.received()] == ["a", "z", "b"]
    assert [f.envelope.id for f in ledger.received(recorded_by=NOON + timedelta(days=1))] == ["a", "z"]


def two_children() -> Draft:
    return draft("both", parts=(Part("child-1", '{"x":"1"}'), Part("child-2", '{"y":"2"}'), Part("rest", "{}")))


def find(ledger: AnyLedger, name: str) -> Fact:
    return next(f for f in ledger.facts() if f.envelope.id == name)


def test_erasing_one_childs_part_leaves_the_other_and_the_proof_standing(ledger: AnyLedger) -> None:
    ledger.append([two_children()], known_at=NOON)
    before = find(ledger, "both")

    order = erasure(of=FactId("both"), parts=["child-1"], order="court order 7", by="handle-2", at=NOON)
    ledger.append([order], known_at=NOON)

    after = find(ledger, "both")
    assert [part.name for part in after.parts] == ["child-2", "rest"]
    assert "child-1" not in after.salts
    assert after.envelope == before.envelope
    assert after.agrees()
    assert [f.envelope.kind for f in ledger.facts()] == [FactKind.RECEIVED, FactKind.ERASED]


def test_an_erasure_must_name_what_is_there(ledger: AnyLedger) -> None:
    ledger.append([two_children()], known_at=NOON)

    for of, part in (("nothing", "child-1"), ("both", "child-9")):
        with pytest.raises(UnableToErase):
            ledger.append([erasure(of=FactId(of), parts=[part], order="o", by="h", at=NOON)], known_at=NOON)


def test_an_altered_part_no_longer_agrees_with_its_envelope(ledger: AnyLedger) -> None:
    ledger.append([draft("a")], known_at=NOON)
    fact = find(ledger, "a")

    altered = Fact(envelope=fact.envelope, parts=(Part("rest", '{"a":"c"}'),), salts=fact.salts)

    assert fact.agrees()
    assert not altered.agrees()


def test_what_is_no_record_is_not_among_the_records_received(ledger: AnyLedger) -> None:
    day = replace(draft("day-2026-03-02", recorded=-1), kind=FactKind.DAY, parts=())
    ledger.append([day, draft("a")], known_at=NOON)

    assert [f.envelope.id for f in ledger.received()] == ["a"]
    assert [f.envelope.id for f in ledger.received(recorded_by=NOON)] == ["a"]
    assert list(ledger.received(recorded_by=NOON - timedelta(seconds=1))) == []


def test_everything_of_a_fact_can_be_erased_and_the_order_stays(ledger: AnyLedger) -> None:
    ledger.append([two_children()], known_at=NOON)
    order = erasure(of=FactId("both"), parts=["child-1", "child-2", "rest"], order="court order 7", by="h", at=NOON)
    assert ledger.append([order], known_at=NOON) == 1

    assert find(ledger, "both").parts == ()
    assert find(ledger, "both").agrees()
    [kept] = [f for f in ledger.facts() if f.envelope.kind is FactKind.ERASED]
    assert json.loads(kept.parts[0].body) == {
        "fact": "both", "parts": ["child-1", "child-2", "rest"], "order": "court order 7",
    }  # fmt: skip


def test_the_same_order_to_erase_has_the_same_id_in_every_version_of_the_program() -> None:
    order = erasure(of=FactId("both"), parts=["child-1"], order="court order 7", by="h", at=NOON)

    assert order.id == "e8e10174d8676f300879499f8"


def test_each_part_alone_and_the_digests_themselves_must_agree(ledger: AnyLedger) -> None:
    ledger.append([two_children()], known_at=NOON)
    fact = find(ledger, "both")
    digests = fact.envelope.part_digests

    one_altered = replace(fact, parts=(fact.parts[0], Part("child-2", "{}"), fact.parts[2]))
    turned_round = replace(fact, envelope=replace(fact.envelope, part_digests=digests[::-1]))
    left_out = replace(fact, parts=fact.parts[:1], envelope=replace(fact.envelope, part_digests=digests[:1]))
    renamed = (("child-3", digests[0][1]), *digests[1:])
    another_name = replace(fact, parts=(), envelope=replace(fact.envelope, part_digests=renamed))

    assert fact.agrees()
    assert [one.agrees() for one in (one_altered, turned_round, left_out, another_name)] == [False] * 4


def test_neither_words_nor_salts_stand_in_what_is_printed_of_a_fact(ledger: AnyLedger) -> None:
    ledger.append([draft("a", parts=(Part("rest", '{"says":"Wilhelmina"}'),))], known_at=NOON)
    fact = find(ledger, "a")

    assert "Wilhelmina" not in repr(fact)
    assert repr(fact.salts["rest"]) not in repr(fact)
    assert "Wilhelmina" not in repr(fact.parts[0])


def test_what_is_written_down_depends_on_nothing_but_the_content() -> None:
    assert canonical({"b": "Zoë 🚗", "a": [1, None]}) == '{"b":"Zoë 🚗","a":[1,null]}'
