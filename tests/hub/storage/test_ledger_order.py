"""The order of commit is the order of the numbers, however many write at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from tests.hub.storage.conftest import NOON

from wholepicture.hub.storage.ledger import CHUNK, PostgresLedger, UnableToAppend
from wholepicture.ledger.facts import Part


def test_no_fact_is_overtaken_by_one_that_commits_later(hub, salts, draft):
    writing = threading.Event()
    writing.set()
    seen: list[int] = []

    def follow() -> None:
        with hub.connect() as connection:
            ledger = PostgresLedger(connection, salts)
            while True:
                more = writing.is_set()
                through = ledger.through()
                seen.extend(f.envelope.sequence for f in ledger.between(len(seen), through))
                if not more and ledger.through() == len(seen):
                    return

    def write(writer: int) -> None:
        with hub.connect("wp_app") as connection:
            ledger = PostgresLedger(connection, salts)
            for number in range(40):
                ledger.append([draft(f"{writer}-{number}-{part}") for part in range(1 + number % 3)], known_at=NOON)

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    writing.clear()
    follower.join()

    written = 8 * sum(1 + number % 3 for number in range(40))
    assert seen == list(range(1, written + 1))


def test_a_transaction_that_is_taken_back_leaves_no_gap(hub, salts, draft):
    with hub.connect() as connection:
        ledger = PostgresLedger(connection, salts)
        ledger.append([draft("a")], known_at=NOON)
        with pytest.raises(psycopg.Error):  # NUL in an id is refused by the database itself, after the lock was taken
            ledger.append([draft("b"), draft("c\0")], known_at=NOON)
        ledger.append([draft("d")], known_at=NOON)

        assert [(f.envelope.sequence, f.envelope.id) for f in ledger.facts()] == [(1, "a"), (2, "d")]


def test_a_concern_gets_in_between_the_rows_of_an_import(hub, salts, draft):
    rows = 30 * CHUNK
    waits: list[float] = []

    def bring_in() -> None:
        with hub.connect() as connection:
            PostgresLedger(connection, salts).append((draft(f"row-{number}") for number in range(rows)), known_at=NOON)

    importing = threading.Thread(target=bring_in)
    with hub.connect("wp_app") as connection:
        ledger = PostgresLedger(connection, salts)
        importing.start()
        while importing.is_alive():
            started = time.monotonic()
            ledger.append([draft(f"concern-{len(waits)}")], known_at=NOON)
            waits.append(time.monotonic() - started)
        importing.join()
    with hub.connect() as connection:
        ids = [f.envelope.id for f in PostgresLedger(connection, salts).facts()]

    between = [place for place, fact in enumerate(ids) if fact.startswith("concern") and place < len(ids) - 1]
    assert len(ids) == rows + len(waits)
    assert len(between) >= 3
    assert sorted(waits)[len(waits) // 2] < 0.2


def test_facts_are_never_appended_inside_a_transaction_that_can_be_taken_back(hub, salts, draft):
    with hub.connect() as connection, connection.transaction(), pytest.raises(UnableToAppend):
        PostgresLedger(connection, salts).append([draft("a")], known_at=NOON)


def test_the_last_deed_of_a_transaction_is_kept_with_it_or_not_at_all(hub, salts, draft):
    with hub.connect() as connection:
        ledger = PostgresLedger(connection, salts)
        with pytest.raises(UnableToAppend):
            ledger.append_last(draft("alone"), known_at=NOON)
        with connection.transaction(force_rollback=True):
            ledger.append_last(draft("taken back"), known_at=NOON)
        with connection.transaction():
            assert ledger.append_last(draft("a"), known_at=NOON) == 1
            assert ledger.append_last(draft("a"), known_at=NOON) == 0

        assert [(f.envelope.sequence, f.envelope.id) for f in ledger.facts()] == [(1, "a")]


def test_what_text_cannot_hold_comes_back_as_it_was_sent(hub, salts, draft):
    odd = replace(
        draft("odd"), source="school/1\0\ud800\\u0041", author="a\\b", parts=(Part("rest", '{"a":"\ud83d lone, \\u0000"}'),)
    )
    with hub.connect() as connection:
        ledger = PostgresLedger(connection, salts)
        ledger.append([odd], known_at=NOON)
        fact = next(ledger.facts())

    assert (fact.envelope.source, fact.envelope.author, fact.parts) == (odd.source, odd.author, odd.parts)
    assert fact.agrees()
