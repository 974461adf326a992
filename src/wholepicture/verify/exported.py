"""A whole export: every leaf recomputed from what it is about, part by part, by as many processes as there are cores."""

import itertools
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from wholepicture.verify.hashes import fact_bytes, leaf, look_bytes, part_digest, parts_digest

LEAVES = "leaves.jsonl"
_MOST_NAMED = 50


@dataclass
class Read:
    """What a piece of the file holds: its leaves' hashes one after the other, and what is wrong with them. Positions count
    from 0; `open` are the leaves that no checkpoint covers yet.
    """

    sealed: bytearray = field(default_factory=bytearray)
    open: int = 0
    facts: list[tuple[int, str]] = field(default_factory=list)
    """Of the piece's first and last fact: sequence and moment."""
    times: list[str] = field(default_factory=list)
    """Each sealed leaf's moment."""
    gone: list[tuple[str, str]] = field(default_factory=list)
    """Parts that are not there: of which fact, and which."""
    orders: list[tuple[str, str, str]] = field(default_factory=list)
    """Orders to erase: which fact, which part, by which fact."""
    wrong: list[str] = field(default_factory=list)
    count: int = 0
    seen: dict[str, bytes] = field(default_factory=dict)
    """The leaves that were asked for, by the ids of their facts."""

    def say(self, words: str) -> None:
        """Note what is wrong, while it is worth naming each."""
        if len(self.wrong) < _MOST_NAMED:
            self.wrong.append(words)


def read_export(folder: Path, wanted: Sequence[str] = ()) -> list[Read]:
    """The export's pieces in order. `wanted` are facts whose leaves are given back. Raises OSError."""
    file = folder / LEAVES
    size, pieces = file.stat().st_size, max(1, os.cpu_count() or 1)
    if size < 4_000_000 or pieces == 1:
        return [_read(str(file), 0, size, tuple(wanted))]
    bounds = [size * number // pieces for number in range(pieces + 1)]
    with ProcessPoolExecutor(pieces, mp_context=get_context("spawn")) as pool:
        asked = [(str(file), start, stop, tuple(wanted)) for start, stop in itertools.pairwise(bounds)]
        return list(pool.map(_read, *zip(*asked, strict=True)))


def _lines(path: str, start: int, stop: int) -> Iterator[bytes]:
    """The lines that begin in this piece of a file."""
    with open(path, "rb") as file:
        if start:
            file.seek(start - 1)
            file.readline()
        while file.tell() < stop and (line := file.readline()):
            yield line


def _read(path: str, start: int, stop: int, wanted: tuple[str, ...]) -> Read:
    read = Read()
    for line in _lines(path, start, stop):
        try:
            one = json.loads(line)
            _take(read, one, wanted)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            read.say(f"a line of {LEAVES} is not of its form: {type(problem).__name__}")
    return read


def _take(read: Read, one: dict[str, Any], wanted: tuple[str, ...]) -> None:
    read.count += 1
    if "fact" in one:
        hashed = _take_fact(read, one["fact"])
        at = one["fact"]["known_at"]
        if one["fact"]["id"] in wanted:
            read.seen[one["fact"]["id"]] = hashed
    else:
        hashed, at = leaf(look_bytes(one["look"])), one["look"]["at"]
    if one["position"] is None:
        read.open += 1
    elif read.open:
        read.say(f"leaf {one['position']} stands after leaves that are not sealed")
    else:
        read.sealed += hashed
        read.times.append(at)


def _take_fact(read: Read, fact: dict[str, Any]) -> bytes:
    name, digests = f"fact {fact['sequence']}", dict(fact["part_digests"])
    if parts_digest(fact["part_digests"]) != fact["digest"]:
        read.say(f"{name}: its digest does not bind its parts")
    for part in fact["parts"]:
        if part_digest(part["salt"], part["body"]) != digests.pop(part["name"], None):
            read.say(f"{name}: part {part['name']!r} is not what was recorded")
    read.gone += [(fact["id"], part) for part in digests]
    if fact["kind"] == "erased":
        for part in fact["parts"]:
            order = json.loads(part["body"])
            read.orders += [(order["fact"], erased, fact["id"]) for erased in order["parts"]]
    _in_order(read, fact)
    return leaf(fact_bytes(fact))


def _in_order(read: Read, fact: dict[str, Any]) -> None:
    here = (int(fact["sequence"]), fact["known_at"])
    if read.facts:
        problem = out_of_order(read.facts[-1], here)
        if problem:
            read.say(problem)
    read.facts = [read.facts[0], here] if read.facts else [here]


def out_of_order(before: tuple[int, str], here: tuple[int, str]) -> str:
    """What is wrong where one fact follows another; nothing where nothing is."""
    if here[0] != before[0] + 1:
        return f"fact {here[0]} follows fact {before[0]}: what stood between is gone, or their order was changed"
    return f"fact {here[0]} says that it was known before fact {before[0]}" if here[1] < before[1] else ""
