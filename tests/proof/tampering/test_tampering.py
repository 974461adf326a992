"""Somebody with every right over the database, its superuser, changes history in sixteen ways and more: each change of what
was sealed is found from outside, with the verifier that shares no code, and with what witnesses and submitters hold.

Each trial changes one thing at random in a transaction, exports, verifies, and takes it back. The controls: nothing changed
is found wrong, and a whole history made anew with the stolen key agrees with itself where no witness is asked.
"""

# ruff: noqa: S608 - columns and tables of ours

import json
import random
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.hub.checkpoints.conftest import LOOK, NOON, said
from tests.hub_database import HubDatabase, fresh_database
from tests.proof.sizes import a_size
from wholepicture.hub.keeper.cluster import SUPERUSER
from wholepicture.hub.storage import checkpoints as kept
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring.checkpoints import Sealer, give_to_witness
from wholepicture.hub.wiring.proof_export import write_export
from wholepicture.ledger.facts import FactId, digest_part, digest_parts, erasure
from wholepicture.proof.notes import Signer
from wholepicture.proof.receipts import receipt_of
from wholepicture.verify.checking import believe, check_export, check_receipt

SIGNER = Signer("area.example/log", bytes(range(32)))
ALL_WELL = '{"words":"all well"}'
SIZES = (20, 35, 50, 64)
Server = psycopg.Connection[Any]
Tamper = Callable[[Server, random.Random], None]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HubDatabase, Path]]:
    """Facts, looks and one lawful erasure, sealed under four checkpoints that a witness holds."""
    folder, chance = tmp_path_factory.mktemp("witness"), random.Random(7)
    with fresh_database() as hub:
        made = 0
        sealer = Sealer(SIGNER)
        for step, size in enumerate(SIZES):
            at = NOON + timedelta(hours=step)
            with hub.connect("wp_owner") as owner:
                ledger = PostgresLedger(owner, lambda: chance.randbytes(16))
                while made < size:
                    if made == 30:
                        ledger.append(
                            [erasure(of=FactId("f4"), parts=["narrative"], order="order 12", by="custodian", at=at)],
                            known_at=at,
                        )
                    elif made % 3:
                        ledger.append([said(f"f{made}")], known_at=at)
                    else:
                        owner.execute(LOOK, (at, f"00000000-0000-4000-8000-{made:012}", f"r{made}"))
                    made += 1
            with hub.connect() as connection:
                sealer.seal_next(connection, now=at)
        with hub.connect() as connection:
            give_to_witness(connection, folder, [SIGNER.verifier])
        yield hub, folder


def _fact(server: Server, chance: random.Random, *, kind: str = "received") -> int:
    found = server.execute("select sequence from fact where kind = %s and id <> 'f4' order by 1", (kind,)).fetchall()
    return int(chance.choice(found)[0])


def _set(column: str, value: str) -> Tamper:
    def tamper(server: Server, chance: random.Random) -> None:
        server.execute(f"update fact set {column} = {value} where sequence = %s", (_fact(server, chance),))

    return tamper


def words_changed(server: Server, chance: random.Random) -> None:
    server.execute(
        "update payload set body = %s where sequence = %s and number = 0", (b'{"words":"all well"}', _fact(server, chance))
    )


def words_changed_with_their_digests(server: Server, chance: random.Random) -> None:
    number = _fact(server, chance)
    parts = server.execute("select name, salt, body from payload where sequence = %s order by number", (number,)).fetchall()
    told = [
        (n, digest_part(bytes(s), '{"words":"all well"}' if n == "narrative" else bytes(b).decode())) for n, s, b in parts
    ]
    server.execute(
        "update payload set body = %s where sequence = %s and name = 'narrative'", (b'{"words":"all well"}', number)
    )
    server.execute(
        "update fact set part_digests = %s, digest = %s where sequence = %s", (json.dumps(told), digest_parts(told), number)
    )


def salt_changed(server: Server, chance: random.Random) -> None:
    server.execute("update payload set salt = %s where sequence = %s and number = 0", (b"0" * 16, _fact(server, chance)))


def fact_removed(server: Server, chance: random.Random) -> None:
    number = _fact(server, chance)
    server.execute("delete from payload where sequence = %s", (number,))
    server.execute("delete from fact where sequence = %s", (number,))


def last_facts_removed(server: Server, chance: random.Random) -> None:
    last = server.execute("select max(sequence) from fact").fetchone()
    assert last is not None
    since = last[0] - chance.randrange(3)
    for statement in ("delete from payload where sequence >= %s", "delete from fact where sequence >= %s"):
        server.execute(statement, (since,))


def leaves_and_checkpoint_cut_off(server: Server, chance: random.Random) -> None:
    size = chance.choice(SIZES[:-1])
    server.execute("delete from checkpoint where size > %s", (size,))
    facts = [row[0] for row in server.execute("select number from leaf where kind = 'fact' and position >= %s", (size,))]
    server.execute(
        "delete from access where id in (select number from leaf where kind = 'look' and position >= %s)", (size,)
    )
    server.execute("delete from leaf where position >= %s", (size,))
    server.execute("delete from payload where sequence = any(%s)", (facts,))
    server.execute("delete from erased_part where by_sequence = any(%s)", (facts,))
    server.execute("delete from fact where sequence = any(%s)", (facts,))


def two_facts_swapped(server: Server, chance: random.Random) -> None:
    one, other = sorted({_fact(server, chance), _fact(server, chance)} | {1, 2})[-2:]
    for table in ("payload", "fact"):
        for old, new in ((one, 999_999), (other, one), (999_999, other)):
            server.execute(f"update {table} set sequence = %s where sequence = %s", (new, old))


def fact_slipped_in_with_an_old_moment(server: Server, chance: random.Random) -> None:
    server.execute(
        "insert into fact select max(sequence) + 1, 'forged' || %s::text, 'received', 'police/forged', 'handle-1', null,"
        " null, min(recorded_at), min(known_at), '[]', encode(sha256(''), 'hex') from fact",
        (chance.randrange(1_000),),
    )


def part_removed_without_an_order(server: Server, chance: random.Random) -> None:
    server.execute("delete from payload where sequence = %s and name = 'narrative'", (_fact(server, chance),))


def part_removed_under_an_order_that_is_no_fact(server: Server, chance: random.Random) -> None:
    number = _fact(server, chance)
    server.execute("insert into erased_part select %s, 'narrative', max(sequence) from fact", (number,))
    server.execute("delete from payload where sequence = %s and name = 'narrative'", (number,))


def order_to_erase_removed(server: Server, _: random.Random) -> None:
    server.execute("delete from payload where sequence = (select sequence from fact where kind = 'erased')")


def _any_look(server: Server, chance: random.Random) -> int:
    return int(chance.choice(server.execute("select id from access order by 1").fetchall())[0])


def look_removed(server: Server, chance: random.Random) -> None:
    server.execute(
        "delete from access where id = %s", (chance.choice(server.execute("select id from access").fetchall())[0],)
    )


def _look(column: str, value: str) -> Tamper:
    def tamper(server: Server, chance: random.Random) -> None:
        server.execute(f"update access set {column} = {value} where id = %s", (_any_look(server, chance),))

    return tamper


def leaves_reordered(server: Server, chance: random.Random) -> None:
    one = chance.randrange(SIZES[-1] - 1)
    for old, new in ((one, 9_999), (one + 1, one), (9_999, one + 1)):
        server.execute("update leaf set position = %s where position = %s", (new, old))


def checkpoint_signed_by_another_key(server: Server, chance: random.Random) -> None:
    remade(server, Signer(SIGNER.name, chance.randbytes(32)))


def remade(server: Server, signer: Signer) -> None:
    """Seal everything anew, at the moment of before."""
    [(at,)] = server.execute("select max(at) from checkpoint").fetchall()
    for table in ("leaf", "tile", "checkpoint"):
        server.execute(f"delete from {table}")
    while Sealer(signer).seal_next(server, now=at):
        pass


def history_made_anew_with_the_stolen_key(server: Server, chance: random.Random) -> None:
    words_changed_with_their_digests(server, chance)
    remade(server, SIGNER)


TAMPERED: tuple[tuple[str, Tamper], ...] = (
    ("words changed", words_changed),
    ("words and digests changed", words_changed_with_their_digests),
    ("a salt changed", salt_changed),
    ("author changed", _set("author", "'handle-2'")),
    ("source changed", _set("source", "source || 'x'")),
    ("kind changed", _set("kind", "'outcome'")),
    ("moment of happening set", _set("happened_since", "'2026-01-01'")),
    ("moment recorded changed", _set("recorded_at", "recorded_at - interval '1 day'")),
    ("moment known changed", _set("known_at", "known_at - interval '1 microsecond'")),
    ("fact removed", fact_removed),
    ("last facts removed", last_facts_removed),
    ("end of the log cut off", leaves_and_checkpoint_cut_off),
    ("two facts swapped", two_facts_swapped),
    ("fact slipped in with an old moment", fact_slipped_in_with_an_old_moment),
    ("part removed without an order", part_removed_without_an_order),
    ("part removed under an order that is no fact", part_removed_under_an_order_that_is_no_fact),
    ("an order to erase removed", order_to_erase_removed),
    ("look removed", look_removed),
    ("look given to another account", _look("account", "gen_random_uuid()")),
    ("look called refused", _look("allowed", "not allowed")),
    ("look moved in time", _look("at", "at - interval '1 hour'")),
    ("leaves reordered", leaves_reordered),
    ("checkpoints of another key", checkpoint_signed_by_another_key),
    ("history made anew with the stolen key", history_made_anew_with_the_stolen_key),
)


class _TakenBack(Exception):
    """The trial is over."""


def found(
    world: tuple[HubDatabase, Path], tmp_path: Path, tamper: Tamper, chance: random.Random, *, witness: bool = True
) -> list[str]:
    """What the verifier finds wrong after a tampering, which is taken back."""
    hub, folder = world
    export = tmp_path / secrets.token_hex(6)
    with psycopg.connect(hub.cluster.url(SUPERUSER, hub.name), autocommit=True) as server:
        try:
            with server.transaction():
                for table in ("fact", "payload", "erased_part", "access", "leaf", "tile", "checkpoint"):
                    server.execute(f"alter table {table} disable trigger all")
                tamper(server, chance)
                write_export(server, export, [SIGNER.verifier])
                raise _TakenBack
        except _TakenBack:
            pass
    return check_export(export, believe([folder] if witness else [], [], export)).wrong


def nothing(_: Server, __: random.Random) -> None:
    """The control."""


@a_size(short=600, long=10_000)
def test_every_tampering_of_what_was_sealed_is_found_from_outside(
    world: tuple[HubDatabase, Path], tmp_path: Path, size: int, seed: int, note: Callable[..., None]
) -> None:
    chance, missed = random.Random(seed), []
    for trial in range(size):
        name, tamper = TAMPERED[trial % len(TAMPERED)]
        if not found(world, tmp_path, tamper, chance):
            missed.append(name)

    assert missed == []
    assert found(world, tmp_path, nothing, chance) == []
    note(
        "Tampering as superuser",
        tried=f"{size:,} changes of {len(TAMPERED)} kinds to what was sealed, the stolen signing key among them",
        found="all found by the verifier and a witness's checkpoints",
        control="nothing changed: nothing found; remade with the stolen key and no witness asked: not found",
    )


def test_only_a_witness_finds_a_history_that_was_made_anew_with_the_stolen_key(
    world: tuple[HubDatabase, Path], tmp_path: Path
) -> None:
    """The negative control: why the root has to be out of reach."""
    chance = random.Random(3)

    assert found(world, tmp_path, history_made_anew_with_the_stolen_key, chance, witness=False) == []
    assert found(world, tmp_path, history_made_anew_with_the_stolen_key, chance) != []


def test_what_was_not_sealed_yet_and_vanishes_is_found_by_the_receipt_that_its_submitter_holds(
    world: tuple[HubDatabase, Path], tmp_path: Path
) -> None:
    hub, folder = world
    receipts = Signer("area.example/log/receipts", bytes(range(1, 33)))
    with hub.connect("wp_owner") as owner:
        ledger = PostgresLedger(owner, lambda: secrets.token_bytes(16))
        ledger.append([said("acknowledged")], known_at=NOON + timedelta(days=1))
        [fact] = ledger.named([FactId("acknowledged")])
    receipt = json.loads(json.dumps(receipt_of("WP-26-000009", fact, receipts, None)))
    keys = [SIGNER.verifier, receipts.verifier]
    with hub.connect() as connection:
        write_export(connection, tmp_path / "whole", keys)
    with psycopg.connect(hub.cluster.url(SUPERUSER, hub.name), autocommit=True) as server:
        for table in ("payload", "fact"):
            server.execute(f"alter table {table} disable trigger all")
            server.execute(f"delete from {table} where sequence = %s", (fact.envelope.sequence,))
            server.execute(f"alter table {table} enable trigger all")
    with hub.connect() as connection:
        write_export(connection, tmp_path / "without", keys)
        kept.frontier(connection)

    def wrong(export: str) -> list[str]:
        return check_receipt(receipt, believe([folder], [], None), tmp_path / export).wrong

    assert check_export(tmp_path / "without", believe([folder], [], None)).wrong == []  # no checkpoint knew of it
    told = believe([tmp_path / "whole"], [], None).keys
    assert told
    assert "it is signed by a key that nobody known has" in wrong("whole")
    (folder / "keys.txt").write_text("".join(f"{key}\n" for key in keys))
    assert wrong("whole") == []
    assert wrong("without") == ["the export does not hold what was acknowledged"]
