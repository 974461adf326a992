"""Sealing: nothing that was committed is left out for ever, each leaf has its way to the signed root, witnesses hold it."""

from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import psycopg
import pytest
from tests.hub.checkpoints.conftest import LOOK, NOON

from wholepicture.hub.storage import checkpoints as kept
from wholepicture.hub.storage.checkpoints import NewLeaf, Subtrees
from wholepicture.hub.wiring.checkpoints import KEYS, NotSealed, Sealer, give_to_witness
from wholepicture.hub.wiring.checkpoints_living import live
from wholepicture.proof.leaves import LeafKind
from wholepicture.proof.notes import checkpoint
from wholepicture.proof.tree import Frontier, inclusion_path, leaf_hash
from wholepicture.verify.hashes import root_by_path
from wholepicture.verify.notes import checkpoints_in, keys_in, read_checkpoint, read_key

LATER = NOON + timedelta(days=1)


def sealed(connection):
    return connection.execute("select kind, number from leaf order by position").fetchall()


def test_facts_come_in_their_order_then_looks_and_nothing_twice(hub, happen, signer):
    with hub.connect() as connection:
        sealer = Sealer(signer)
        assert sealer.seal_next(connection, now=LATER) == 0
        happen(3, 2)
        assert sealer.seal_next(connection, now=LATER) == 5
        happen(1, 1)
        assert sealer.seal_next(connection, now=LATER) == 2
        assert sealer.seal_next(connection, now=LATER) == 0

        assert [number for kind, number in sealed(connection) if kind == "fact"] == [1, 2, 3, 4]
        assert [kind for kind, _ in sealed(connection)] == ["fact"] * 3 + ["look"] * 2 + ["fact", "look"]
        assert [one.size for one in kept.checkpoints_after(connection, 0)] == [5, 7]


def test_a_look_that_commits_after_later_ones_is_sealed_too(hub, signer):
    with hub.connect("wp_owner") as slow, hub.connect("wp_owner") as quick, hub.connect() as connection:
        sealer = Sealer(signer)
        with slow.transaction():
            slow.execute(LOOK, (NOON, uuid4(), "the first"))
            quick.execute(LOOK, (NOON, uuid4(), "the second"))
            assert sealer.seal_next(connection, now=LATER) == 1
            quick.execute(LOOK, (NOON, uuid4(), "the third"))
            assert sealer.seal_next(connection, now=LATER) == 1
        assert sealer.seal_next(connection, now=LATER) == 1

        assert sorted(number for _, number in sealed(connection)) == [1, 2, 3]


def test_every_leaf_has_its_way_to_the_checkpoint_across_tiles(hub, signer):
    hashes = [leaf_hash(str(number).encode()) for number in range(66_000)]
    with hub.connect() as connection:
        tree, at = Frontier(), 0
        for size in (1, 255, 256, 300, 512, 1_000, 65_536, 66_000):
            new = [NewLeaf(LeafKind.FACT, number + 1, hashes[number]) for number in range(at, size)]
            grown = tree.with_all([one.hash for one in new])
            kept.seal(connection, tree, new, at=NOON, note=checkpoint(signer, size, grown.root(), NOON))
            tree, at = kept.frontier(connection), size
            assert tree == grown

        subtrees = Subtrees(connection)
        assert connection.execute("select level, count(*) from tile group by level order by level").fetchall() == [
            (1, 257),
            (2, 1),
        ]
        for size in (300, 1_000, 65_536, 66_000):
            root = Frontier().with_all(hashes[:size]).root()
            for position in (0, 1, 255, 256, 299, size // 2, size - 1):
                if position < size:
                    path = inclusion_path(position, size, subtrees)
                    assert root_by_path(hashes[position], position, size, path) == root, (position, size)


def test_two_that_seal_at_once_do_not_both(hub, happen, signer):
    happen(2, 0)
    with hub.connect() as connection:
        tree = kept.frontier(connection)
        Sealer(signer).seal_next(connection, now=LATER)

        with pytest.raises(psycopg.Error, match="something else was sealed"):
            kept.seal(connection, tree, [NewLeaf(LeafKind.FACT, 9, b"h" * 32)], at=NOON, note="n")


def test_nothing_is_sealed_that_does_not_agree_with_its_digests(hub, happen, signer):
    happen(2, 0)
    with hub.connect("wp_owner") as owner:
        owner.execute("alter table payload disable trigger user")
        owner.execute("update payload set body = 'x' where sequence = 2 and number = 0")
    with hub.connect() as connection, pytest.raises(NotSealed, match="fact 2"):
        Sealer(signer).seal_next(connection, now=LATER)


def test_witnesses_get_what_they_lack_once_and_one_that_differs_stops_the_sealing(hub, happen, signer, tmp_path):
    sealer, one, other = Sealer(signer), tmp_path / "one", tmp_path / "other"
    with hub.connect() as connection:
        for _ in range(2):
            happen(2, 1)
            sealer.seal_next(connection, now=LATER)
            assert give_to_witness(connection, one, [signer.verifier]) == 1
        assert give_to_witness(connection, one, [signer.verifier]) == 0
        assert give_to_witness(connection, other, [signer.verifier]) == 2

        good, wrong = checkpoints_in(one, keys_in(one))
        assert ([each.size for each in good], wrong) == ([3, 6], [])
        assert (one / KEYS).read_text() == f"{signer.verifier}\n"
        (one / "checkpoint-000000000006.txt").write_text(checkpoint(signer, 6, b"x" * 32, NOON))
        with pytest.raises(NotSealed, match="witness one holds another checkpoint of 6 leaves"):
            give_to_witness(connection, one, [signer.verifier])


def test_a_checkpoint_is_never_of_before_what_it_covers(hub, happen, signer):
    happen(1, 1)
    with hub.connect() as connection:
        Sealer(signer).seal_next(connection, now=NOON - timedelta(days=9))
        [only] = kept.checkpoints_after(connection, 0)

        assert read_checkpoint(only.note, [read_key(signer.verifier)]).at > "2026-03-02T12:00:00"


@pytest.mark.parametrize(
    "statement",
    [
        "select * from leaf",
        "insert into checkpoint values (1, '', now(), '{}', '')",
        "delete from checkpoint",
        "select seal_leaves(0, '{}', '{}', '{}', '{}', '{}', '{}', ''::bytea, now(), '{}', '')",
        "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because, salt)"
        " values (now(), gen_random_uuid(), '', '', '', '', '', '', true, '', gen_random_uuid())",
    ],
)
def test_the_pages_role_seals_nothing(hub, statement):
    with hub.connect("wp_app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize("table", ["leaf", "tile", "checkpoint"])
@pytest.mark.parametrize("change", ["delete from {}", "truncate {}"])
def test_what_was_sealed_never_changes(hub, table, change):
    with hub.connect("wp_owner") as owner, pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner.execute(change.format(table))


def test_the_process_seals_within_its_interval_and_a_witness_that_is_not_there_stops_nobody(hub, happen, signer, tmp_path):
    said, stopping = [], Event()
    (tmp_path / "no folder").write_text("a file")
    told = {"signer": signer, "keys": [signer.verifier], "witnesses": [tmp_path / "no folder", tmp_path / "there"]}
    process = Thread(target=live, args=(hub.url("wp_journey"), stopping), kwargs={**told, "say": said.append, "every": 0.05})
    process.start()
    happen(2, 2)
    waited = Event()
    for _ in range(100):
        if list((tmp_path / "there").glob("checkpoint-*4.txt")):
            break
        waited.wait(0.1)
    stopping.set()
    process.join()

    assert list((tmp_path / "there").glob("checkpoint-*4.txt"))
    assert any("Witness no folder cannot be reached" in words for words in said)
