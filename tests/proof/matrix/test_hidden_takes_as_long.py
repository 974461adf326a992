"""What is hidden answers as fast as what is absent: the two are asked in turn, and no distribution gives one away."""

import random
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.test import Client

from tests.proof.matrix.addresses import Address, addresses
from tests.proof.matrix.conftest import Things
from tests.proof.sizes import a_size

SHORT, RELEASE = 200, 10_000
LONGEST = 0.03
"""So far apart two distributions may lie in the release form (Kolmogorov-Smirnov). Of 10,000 answers each, equal ones lie
further apart once in four thousand times.
"""
ROUGHLY = 0.25
"""The same in the short form, of 200 answers each: once in fifteen thousand times."""
A_LITTLE, MUCH = 0.0005, 0.01
"""Seconds by which the negative controls are slower, in the release form and in the short one, on however busy a machine."""
ASKED = (
    ("records:record", "hub-police", "sealed", "deal_with_concern"),
    ("records:record", "school", "record", "direct_work"),
    ("deciding:concern", "hub-police", "sealed", ""),
    ("concerns:concern", "school", "record", ""),
    ("returns:return", "officer", "episode", ""),
    ("meetings:meeting", "school", "meeting", ""),
    ("findings:finding", "school", "finding", "direct_work"),
    ("chronology:entity", "school", "entity", "direct_work"),
    ("asking:ask", "school", "unasked", "direct_work"),
)
"""Address, who asks, what is hidden from them, and for what they look, where that is asked first."""
Asking = Callable[[str], Any]


def apart(left: Sequence[float], right: Sequence[float]) -> float:
    """How far apart two distributions lie: the largest difference between the shares that lie at or under a value."""
    a, b = sorted(left), sorted(right)
    return max(abs(bisect_right(a, one) / len(a) - bisect_right(b, one) / len(b)) for one in (*a, *b))


def in_turn(ask: Asking, hidden: str, absent: Sequence[str], times: int, seed: int) -> tuple[list[float], list[float]]:
    """Seconds for what is hidden and for what is absent, in an order by chance."""
    chance = random.Random(seed)
    order = [True] * times + [False] * times
    chance.shuffle(order)
    found: tuple[list[float], list[float]] = ([], [])
    for is_hidden in order:
        path = hidden if is_hidden else chance.choice(absent)
        found[0 if is_hidden else 1].append(ask(path))
    return found


def test_two_that_are_equal_lie_close_and_two_that_are_not_lie_apart() -> None:
    chance = random.Random(5)
    left, right = ([chance.gauss(10, 1) for _ in range(4_000)] for _ in range(2))
    assert apart(left, right) < LONGEST
    assert apart(left, [one + 0.2 for one in right]) > LONGEST
    assert apart([1, 2], [3, 4]) == 1
    assert apart([1, 2], [1, 2]) == 0


@pytest.fixture(scope="module")
def paths(things: Things, world: Any) -> Callable[[str, str], tuple[str, list[str]]]:
    """Where something hidden stands, and where nothing does, in the same form."""
    by_name = {one.name: one for one in addresses()}
    chance = random.Random(11)

    def some(like: str) -> str:
        return "".join(chance.choice("0123456789abcdef") if one in "0123456789abcdef" else one for one in like)

    def of(name: str, what: str) -> tuple[str, list[str]]:
        kept: dict[str, dict[str, str]] = {
            "sealed": {"record": things.sealed, "reference": world.references["health"]},
            "record": {"record": things.named["record"], "reference": things.named["reference"]},
            "unasked": {"record": _one_unasked(world)},
            "episode": dict(things.of_its_own["returns:return"][0]),
        }
        hidden = kept[what] if what in kept else {what: things.named[what]}
        absent = [{key: some(value) if key != "reference" else f"WP-99-{chance.randrange(10**6):06d}"
                   for key, value in hidden.items()} for _ in range(50)]  # fmt: skip
        address: Address = by_name[name]
        return things.path(address, **hidden), [things.path(address, **one) for one in absent]

    return of


def _one_unasked(world: Any) -> str:
    """A record that nothing links with what anybody at the school wrote."""
    [(record,)] = world.rows("select record from record where system = 'missing_reports' order by sequence limit 1")
    return str(record)


def _timed(client: Client, purpose: str) -> Asking:
    def ask(path: str) -> float:
        if purpose:
            asked = client.get(path).headers["Location"]
            client.post(asked, {"purpose": purpose})
        started = time.perf_counter()
        told = client.get(path)
        taken = time.perf_counter() - started
        assert told.status_code == 404, (path, told.status_code)
        return taken

    return ask


def _distances(
    things_at: Callable[[str, str], tuple[str, list[str]]], at_the_door: Callable[[str], Client], times: int
) -> Iterator[tuple[str, float]]:
    for seed, (name, role, what, purpose) in enumerate(ASKED):
        hidden, absent = things_at(name, what)
        ask = _timed(at_the_door(role), purpose)
        for path in absent:
            ask(path)
        yield f"{name} by {role}", apart(*in_turn(ask, hidden, absent, times, seed))


@a_size(SHORT, RELEASE)
def test_what_is_hidden_takes_as_long_as_what_is_absent(
    paths: Any, at_the_door: Any, size: int, note: Callable[..., None]
) -> None:
    found = dict(_distances(paths, at_the_door, size))
    allowed = LONGEST if size >= RELEASE else ROUGHLY
    slower = _slower(paths, at_the_door, size, A_LITTLE if size >= RELEASE else MUCH)
    most = max(found, key=lambda one: found[one])
    note(
        "Hidden takes as long as absent",
        tried=f"{2 * size * len(found):,} answers at {len(found)} addresses, in an order by chance",
        found=f"Kolmogorov-Smirnov at most {found[most]:.3f} ({most}); the aim is {LONGEST}",
        control=f"{1000 * A_LITTLE:g} ms more for what is hidden: {slower:.3f}",
        with_seed=False,
    )
    assert slower > allowed, "the negative control"
    assert {name: round(one, 3) for name, one in found.items() if one > allowed} == {}


def _slower(paths: Any, at_the_door: Any, times: int, by: float) -> float:
    """How far apart they lie where what is hidden takes that much longer."""
    hidden, absent = paths("concerns:concern", "record")
    ask = _timed(at_the_door("school"), "")
    return apart(*in_turn(lambda path: ask(path) + (by if path == hidden else 0), hidden, absent, times, 3))
