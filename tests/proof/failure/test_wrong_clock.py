"""A clock that jumps, hours ahead and back: the order of what came is the order of its commit, what was known by a moment
stays known by it, and what is derived is what a rebuild makes. While a clock stands before the last moment of knowing, what
comes is known at that moment.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from tests.proof.sizes import a_size
from tests.spec.hub.conftest import Hub, hub

__all__ = ["hub"]
FURTHEST = 7_200
"""Seconds that the clock jumps at most, ahead or back."""


def known(hub: Hub, by: datetime) -> list[str]:
    return [fact.envelope.id for fact in hub.ledger.facts(known_by=by)]


@a_size(25, 2_000)
def test_what_was_known_by_a_moment_stays_so_whatever_the_clock_does(
    hub: Hub, size: int, seed: int, note: Callable[..., None]
) -> None:
    chance, journey = Random(seed), hub.journey()
    journey.restore()
    sent: list[str] = []
    then: list[tuple[datetime, list[str]]] = []
    backwards = 0
    for number in range(size):
        jump = chance.randint(-FURTHEST, FURTHEST)
        backwards += jump < 0
        hub.pass_time(seconds=jump)
        sent.append(hub.write(f"A car waited at the gate. {number}").reference)
        while journey.catch_up():
            pass
        [(last,)] = hub.rows("select max(known_at) from fact")
        if number % max(1, size // 50) == 0:
            then.append((last.astimezone(UTC), known(hub, last)))

    in_order = hub.rows("select source, known_at from fact where kind = 'received' order by sequence")
    assert [source.rpartition("/")[2] for source, _ in in_order] == sent
    assert [at for _, at in in_order] == sorted(at for _, at in in_order), "a moment of knowing went back"
    for moment, facts in then:
        later = known(hub, moment)
        assert later[: len(facts)] == facts
        assert later == facts or hub.rows("select count(*) from fact where known_at = %s", moment)[0][0] > 1
    before = hub.projected()
    hub.journey().rebuild()
    assert hub.projected() == before
    note(
        "A wrong clock",
        tried=f"{size:,} concerns while the clock jumps up to two hours ahead and back, {backwards:,} times back",
        found="0 changes of order; nothing that was known by a moment was gone later, and nothing came to it but what was "
        "committed while the clock stood before that moment; derived tables are those of a rebuild",
        control="the clock went back, and no moment of knowing did",
    )
    assert backwards > size / 5
