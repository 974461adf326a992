"""A concern is acknowledged at most once, and once acknowledged it is there whole, exactly once, whenever the power went.

In the process: the power goes at an exchange with a real PostgreSQL (see fuses.py), never by a mock of it. Whoever wrote
tries again with the same key until the receipt comes, or gives up; the journey's sweep then takes up what was left behind.
"""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import UUID

import pytest

from tests.proof.crashes.fuses import Cut, Fuse, PowerCut, fused
from tests.proof.sizes import a_size
from tests.spec.hub.conftest import MEANS, OFFICER, Hub, a_concern, hub, salt
from wholepicture.hub.storage import inbox
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.receiving import Written

__all__ = ["hub"]

OTHER = UUID("33333333-3333-3333-3333-333333333333")
EXCHANGES = 5
"""No submission has more exchanges with the server than this; beyond the last one nothing burns, which is a case as well."""


@dataclass
class Submission:
    """What somebody wanted to say, and which receipts they were given for it."""

    words: str
    written: Written
    receipts: set[str] = field(default_factory=set)


@dataclass
class Tried:
    submissions: list[Submission] = field(default_factory=list)
    points: Counter[tuple[object, ...]] = field(default_factory=Counter)
    cuts: int = 0


def draw(chance: Random, number: int, earlier: list[Submission]) -> Submission:
    """Any kind of concern: protected or not, critical of somebody or not, new or added to one that was acknowledged."""
    words = f"Case {number}: " + chance.choice(["a car at the gate.", "NUL \0 in it.", "half a pair \ud83d.", "x" * 3000])
    said: dict[str, Any] = {}
    if chance.random() < 0.3:
        said["criticised"] = "a sergeant"
    acknowledged = [ref for one in earlier[-20:] for ref in one.receipts if "/" not in ref]
    if acknowledged and chance.random() < 0.3:
        said["adds_to"] = chance.choice(sorted(acknowledged))
    written = Written(
        key=f"form {number}",
        account=chance.choice([OFFICER, OTHER]),
        agency="neighbourhood",
        agency_name="Neighbourhood team",
        team=7,
        concern=a_concern(words, **said),
        protected=chance.random() < 0.3,
    )
    return Submission(words, written)


Receive = Any


def submit(hub: Hub, one: Submission, chance: Random, tried: Tried, receive: Receive) -> None:
    """Try with a fuse until a try comes through; one in ten gives up after the first cut."""
    kind = (bool(one.written.concern.adds_to), one.written.protected, bool(one.written.concern.criticised))
    path: tuple[object, ...] = kind
    while True:
        fuse = Fuse(at=chance.randint(1, EXCHANGES), how=chance.choice(list(Cut)))
        connection = fused(hub.database.url("wp_app"), fuse)()
        try:
            one.receipts.add(receive(connection, one.written, MEANS, salts=salt, now=hub.now).reference)
        except PowerCut:
            pass
        finally:
            tried.cuts += fuse.burnt
            connection.close()
        path = (*path, fuse.at, fuse.how.value if fuse.burnt else "through")
        tried.points[path] += 1
        if one.receipts or chance.random() < 0.1:
            return


def try_submissions(hub: Hub, chance: Random, cuts: int, receive: Receive = receiving.receive) -> Tried:
    tried = Tried()
    while tried.cuts < cuts:
        one = draw(chance, len(tried.submissions), tried.submissions)
        submit(hub, one, chance, tried, receive)
        tried.submissions.append(one)
        hub.pass_time(seconds=1)
    hub.pass_time(minutes=5)
    while receiving.interpret_waiting(hub.connection, MEANS, salts=salt, now=hub.now):
        pass
    return tried


def troubles(hub: Hub, tried: Tried) -> list[str]:
    """Everything that is not as it was promised: lost, doubled, halved, changed, or left lying."""
    kept: dict[str, list[str]] = {}
    for reference, body in hub.rows("select reference, body from inbox"):
        kept.setdefault(json.loads(bytes(body).decode("utf-8", "surrogatepass"))["cells"]["narrative"], []).append(reference)
    in_ledger = [(fact.envelope.source.split("/", 1)[1], fact) for fact in hub.ledger.facts()]
    facts = Counter(reference for reference, _ in in_ledger)
    whole = {reference for reference, fact in in_ledger if fact.agrees() and fact.parts}
    told = []
    for one in tried.submissions:
        references = kept.get(one.words, [])
        if len(one.receipts) > 1:
            told.append(f"two receipts {sorted(one.receipts)}")
        if len(references) > 1:
            told.append(f"doubled {references}")
        told += [f"lost {reference}" for reference in sorted(one.receipts - set(references))]
        told += [f"{facts[ref]} facts of {ref}" for ref in references if facts[ref] != 1]
        told += [f"halved {ref}" for ref in references if ref not in whole]
    told += [f"left lying {one.reference}" for one in inbox.waiting(hub.connection, before=hub.now)]
    return told


@a_size(300, 10_000)
def test_no_acknowledged_concern_is_lost_doubled_or_halved_wherever_the_power_goes(hub, size, seed, note):
    tried = try_submissions(hub, Random(seed), size)

    found = troubles(hub, tried)

    assert found == []
    assert tried.cuts >= size
    assert {how for path in tried.points for how in path[3:] if isinstance(how, str)} == {*Cut, "through"}
    note(
        "Crash points of a submission",
        tried=f"{tried.cuts:,} power cuts ({len(tried.points):,} distinct paths of them) at exchanges with a real "
        f"PostgreSQL, in {len(tried.submissions):,} submissions; simulated in the process",
        found="0 lost, doubled, halved or left lying",
        control="an acknowledgement before keeping, and a fresh key at each try: both found",
    )


def test_the_whole_picture_of_them_is_one_record_each(hub, seed):
    tried = try_submissions(hub, Random(seed), 40)

    hub.journey().catch_up()

    assert hub.rows("select count(*), count(distinct reference) from record") == [
        (len(kept := hub.rows("select from inbox")), len(kept))
    ]
    assert {ref for one in tried.submissions for ref in one.receipts} <= {
        ref for (ref,) in hub.rows("select reference from record")
    }


def test_an_acknowledgement_before_keeping_would_be_found_out(hub, seed):
    """The negative control: the harness must be able to fail."""

    def hasty(connection, written, means, *, salts, now):
        try:
            return receiving.receive(connection, written, means, salts=salts, now=now)
        except PowerCut:
            return inbox.Receipt(inbox=OTHER, reference=f"WP-26-9{written.key[5:]:>05}", received_at=now, repeated=False)

    tried = try_submissions(hub, Random(seed), 30, hasty)

    assert any(one.startswith("lost") for one in troubles(hub, tried))


def test_a_fresh_key_at_each_try_would_be_found_out(hub, seed):
    """The negative control: without the key a retry is a second concern."""
    tries = iter(range(10_000))

    def forgetful(connection, written, means, *, salts, now):
        return receiving.receive(connection, replace(written, key=f"{next(tries)}"), means, salts=salts, now=now)

    tried = try_submissions(hub, Random(seed), 30, forgetful)

    assert any(one.startswith("doubled") for one in troubles(hub, tried))


@pytest.mark.parametrize("how", list(Cut))
def test_every_exchange_of_a_submission_is_among_the_points(hub, how):
    """EXCHANGES is enough: nothing of a submission is ever out of the fuse's reach."""
    fuse = Fuse(at=10_000, how=how)
    written = Written(
        key="k", account=OFFICER, agency="a", agency_name="A", team=7, concern=a_concern("Words.", criticised="a sergeant")
    )

    with fused(hub.database.url("wp_app"), fuse)() as connection:
        receiving.receive(connection, written, MEANS, salts=salt, now=hub.now)

    assert 4 <= fuse.count < EXCHANGES + 1
