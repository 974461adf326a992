"""A journey that is put away and taken up again goes on as if nothing had happened."""

from array import array
from datetime import date, timedelta, tzinfo
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.generative.journey.test_arrival import NOW, OFTEN, journey, stirred, understood

from wholepicture.journey.snapshot import UnusableSnapshot, dump_journey, load_journey
from wholepicture.journey.understanding import recalling
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.pole import EntityKind

HELD = {record.id: (record, reading) for record, reading in understood()}


def state(held: Any) -> Any:
    """Everything that an object holds, down to the last string, whether or not two places hold one and the same object."""
    if isinstance(held, dict):
        return [(state(name), state(one)) for name, one in held.items()]
    if isinstance(held, list | tuple | array):
        return [type(held).__name__, *map(state, held)]
    if isinstance(held, set | frozenset):
        return sorted(map(repr, held))
    if held is None or isinstance(held, str | int | float | bytes | date | timedelta | tzinfo | type):
        return held
    names = [name for kind in type(held).__mro__ for name in getattr(kind, "__slots__", ())]
    parts = [*((name, getattr(held, name, None)) for name in names), *getattr(held, "__dict__", {}).items()]
    return [type(held).__name__, *((name, state(one)) for name, one in parts)] if parts else type(held).__name__


@OFTEN
@given(st.integers(0, 2**32), st.floats(0.1, 0.9))
def test_fold_put_away_take_up_and_fold_on_is_fold_to_the_end(seed: int, share: float) -> None:
    sequence = stirred(Random(seed))
    half = int(share * len(sequence))
    whole, first = journey(), journey()
    for record, reading in sequence[:half]:
        whole.arrive(record, reading, known_at=NOW)
        first.arrive(record, reading, known_at=NOW)
    whole.changed(), first.changed()

    second, at = load_journey(dump_journey(first, versions="1", at=half), versions="1")

    assert at == half
    for record, reading in sequence[half:]:
        assert second.arrive(record, reading, known_at=NOW) == whole.arrive(record, reading, known_at=NOW)
        assert second.changed() == whole.changed()
    end = whole.moment + timedelta(days=90)
    for told in (whole, second):
        told.come_to(end)
    assert second.changed() == whole.changed()
    assert second.findings() == whole.findings() != ()
    assert state(second) == state(whole)


@OFTEN
@given(st.integers(0, 2**32))
def test_what_persons_said_is_remembered(seed: int) -> None:
    told = journey()
    for record, reading in understood():
        told.arrive(record, reading, known_at=NOW)
    chance = Random(seed)
    people = [m.id for record, _ in understood() for m in record.mentions if m.kind is EntityKind.PERSON]
    several = [m for m in people if len(told.linker.members(m)) > 1]
    parted, (left, right) = chance.choice(several), chance.sample(people, 2)
    recall = recalling(HELD.__getitem__)
    told.part(parted, by="A", at=NOW, because="Another.", recall=recall)

    again, _ = load_journey(dump_journey(told, versions="1", at=1), versions="1")

    for one in (told, again):
        one.judge(left, right, Judgement.SAME, by="A", at=NOW, because="Met.", recall=recall)
    assert again.findings() == told.findings()
    assert [again.linker.entity(m) for m in people] == [told.linker.entity(m) for m in people]
    assert state(again) == state(told)


def test_a_snapshot_of_another_version_or_a_damaged_one_is_refused() -> None:
    told = journey()
    for record, reading in understood()[:20]:
        told.arrive(record, reading, known_at=NOW)
    snapshot = dump_journey(told, versions="program 1, lexicon 7", at=20)

    for spoiled in (snapshot[:-1], snapshot[:-9] + b"x" + snapshot[-8:], b"", b"x" + snapshot, snapshot[:30]):
        with pytest.raises(UnusableSnapshot):
            load_journey(spoiled, versions="program 1, lexicon 7")
    with pytest.raises(UnusableSnapshot):
        load_journey(snapshot, versions="program 1, lexicon 8")
