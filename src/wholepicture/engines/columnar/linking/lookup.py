"""One new row resolved against a whole register at once, without linking it anew."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from wholepicture.engines.columnar.linking.blocking import PARTS, RULES
from wholepicture.engines.columnar.linking.coding import Coded, Integers, Truths
from wholepicture.linkage.row_comparisons import COMPARISONS
from wholepicture.linkage.row_model import RowKernel, RowModel, RowWeight

LARGEST_BLOCK = 16
"""A key that more rows share leads nowhere; finer keys of the same row do."""
Keys = npt.NDArray[np.uint64]
_MASK = (1 << 64) - 1
_NUMBER = {comparison.name: number for number, comparison in enumerate(COMPARISONS)}


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that a row may be: by its number, the mean weight over its rows, and the pair that speaks for it most."""

    entity: int
    weight: float
    row: int
    best: RowWeight = field(repr=False)


class RegisterLookup:
    """Holds a linked register ready for single rows. Rows are numbered as they were linked; new ones follow.

    `entity` says for each row of `coded` by which number its entity goes; entities that begin later go by a row. The
    weights are those of the reference kernel, and so the same to the bit as when the whole is linked.
    """

    def __init__(self, coded: Coded, entity: Integers, model: RowModel) -> None:
        self._coded = coded
        self._entity = entity
        self._model = model
        self._kernel = RowKernel(model)
        self._new: list[tuple[str, ...]] = []
        self._new_entity: list[int] = []
        self._order = np.argsort(entity, kind="stable")
        self._members = entity[self._order]
        self._joined: dict[int, list[int]] = defaultdict(list)
        self._added: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._keys = self._index()

    def _index(self) -> list[tuple[Keys, Integers] | None]:
        """For each rule the keys in order, and the rows that have them."""
        parts: dict[str, tuple[Keys, Truths]] = {}
        for name, (comparison, read) in PARTS.items():
            number = _NUMBER[comparison]
            texts = [read(value) for value in self._coded.values[number]]
            if not texts:
                continue
            codes = self._coded.codes[number]
            hashed = np.fromiter((crc32(text.encode()) for text in texts), np.uint64, len(texts))
            given = np.fromiter((bool(text) for text in texts), np.bool_, len(texts))
            parts[name] = np.where(codes >= 0, hashed[codes], np.uint64(0)), (codes >= 0) & given[codes]
        return [self._index_rule(rule, parts) if all(p in parts for p in rule) else None for rule in RULES]

    @staticmethod
    def _index_rule(rule: tuple[str, ...], parts: dict[str, tuple[Keys, Truths]]) -> tuple[Keys, Integers]:
        usable = np.flatnonzero(np.logical_and.reduce([parts[part][1] for part in rule]))
        key = np.zeros(len(usable), np.uint64)
        for part in rule:
            key = (key * np.uint64(0x9E3779B97F4A7C15)) ^ parts[part][0][usable].astype(np.uint64)
        order = np.argsort(key, kind="stable")
        return key[order], usable[order]

    def _asked(self, values: Sequence[str]) -> list[tuple[int, int]]:
        """The keys of one row: the number of the rule, and the key."""
        texts: dict[str, int] = {}
        for name, (comparison, read) in PARTS.items():
            value = values[_NUMBER[comparison]]
            text = read(value) if value else ""
            if text:
                texts[name] = crc32(text.encode())
        keys = []
        for number, rule in enumerate(RULES):
            if all(part in texts for part in rule):
                key = 0
                for part in rule:
                    key = (key * 0x9E3779B97F4A7C15 & _MASK) ^ texts[part]
                keys.append((number, key))
        return keys

    def _candidates(self, keys: Sequence[tuple[int, int]]) -> dict[int, None]:
        found: dict[int, None] = {}
        for number, key in keys:
            held = self._keys[number]
            if held is not None:
                wanted = np.uint64(key)
                first = int(held[0].searchsorted(wanted))
                rows = held[1][first : first + LARGEST_BLOCK + 1]
                last = int(held[0][first : first + LARGEST_BLOCK + 1].searchsorted(wanted, side="right"))
                if last <= LARGEST_BLOCK:
                    found.update(dict.fromkeys(rows[:last].tolist()))
            found.update(dict.fromkeys(self._added.get((number, key), ())[:LARGEST_BLOCK]))
        return found

    def values(self, row: int) -> tuple[str, ...]:
        """The values of a row."""
        if row >= self._coded.rows:
            return self._new[row - self._coded.rows]
        held = zip(self._coded.codes, self._coded.values, strict=True)
        return tuple(values[codes[row]] if codes[row] >= 0 else "" for codes, values in held)

    def entity_of(self, row: int) -> int:
        """The number of a row's entity."""
        rows = self._coded.rows
        return self._new_entity[row - rows] if row >= rows else int(self._entity[row])

    def rows_of(self, entity: int) -> list[int]:
        """The rows of an entity, in order."""
        first = int(self._members.searchsorted(entity))
        last = int(self._members.searchsorted(entity, side="right"))
        return [*self._order[first:last].tolist(), *self._joined.get(entity, ())]

    def find(self, values: Sequence[str]) -> list[Match]:
        """The entities that a row may be, those that weigh most first; the first is it where it reaches the threshold."""
        compared: dict[int, RowWeight] = {}
        for row in self._candidates(self._asked(values)):
            compared[row] = self._kernel.compare(values, self.values(row))
        likely = [row for row, c in compared.items() if c.weight >= self._model.threshold - 4.0]
        matches = []
        for entity in dict.fromkeys(self.entity_of(row) for row in likely):
            rows = self.rows_of(entity)
            for row in rows:
                if row not in compared:
                    compared[row] = self._kernel.compare(values, self.values(row))
            best = max(rows, key=lambda row: (compared[row].weight, -row))
            mean = sum(compared[row].weight for row in rows) / len(rows)
            matches.append(Match(entity, mean, best, compared[best]))
        return sorted(matches, key=lambda match: (-match.weight, match.entity))

    def add(self, values: Sequence[str]) -> tuple[int, list[Match]]:
        """Take a new row in: the number of the entity that it joins or begins, and what it was compared with."""
        matches = self.find(values)
        row = self._coded.rows + len(self._new)
        joins = bool(matches) and matches[0].weight >= self._model.threshold
        entity = matches[0].entity if joins else row
        self._new.append(tuple(values))
        self._new_entity.append(entity)
        self._joined[entity].append(row)
        for key in self._asked(values):
            self._added[key].append(row)
        return entity, matches
