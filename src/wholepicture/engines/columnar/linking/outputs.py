"""What linking a register writes: entities, links with reasons, questions for persons, rows that could not be read."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from wholepicture.engines.columnar.linking.coding import Coded, Integers, Levels, Truths
from wholepicture.engines.columnar.linking.linking import Linked
from wholepicture.engines.columnar.linking.pairs import PairWeigher
from wholepicture.engines.columnar.linking.tables import PersonTable
from wholepicture.linkage.row_comparisons import COMPARISONS, FORENAME, MISSING, SURNAME
from wholepicture.linkage.row_model import RowModel, RowWeight, explain_rows, weigh_levels
from wholepicture.vocabulary.judgements import Judgement

UNSURE_WITHIN = 8.0
"""A pair that lies no more bits than this below the threshold is one at which a person should look."""
MOST_SHOWN = 5
"""How many pairs besides those of its own entity a row shows."""
_OTHER_FORENAME = (6, 7)
_OTHER_SURNAME = (7,)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Which file and row each position stands for."""

    files: tuple[str, ...]
    starts: tuple[int, ...]

    def of(self, position: int) -> tuple[str, int]:
        """The file and the row number in it, counted from 1."""
        at = int(np.searchsorted(self.starts, position, side="right")) - 1
        return self.files[at], position - self.starts[at] + 1


def whereabouts(tables: Sequence[PersonTable]) -> Whereabouts:
    """Which file and row each position stands for, the tables one after another."""
    starts = accumulate((table.rows for table in tables), initial=0)
    return Whereabouts(tuple(t.file for t in tables), tuple(starts)[: len(tables)] or (0,))


def write_entities(path: Path, entity: Integers, where: Whereabouts) -> None:
    """Write `file, row, entity` for every row. An entity goes by its first row: the file and the row number."""
    names = [f"{file}#" for file in where.files]
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("file", "row", "entity"))
        bounds = (*where.starts[1:], len(entity))
        first_file = np.searchsorted(where.starts, entity, side="right") - 1
        first_row = entity - np.array(where.starts)[first_file] + 1
        for file, start, end in zip(where.files, where.starts, bounds, strict=True):
            rows = zip(range(1, end - start + 1), first_file[start:end].tolist(), first_row[start:end].tolist(), strict=True)
            writer.writerows((file, row, f"{names[of]}{first}") for row, of, first in rows)


def shown_pairs(linked: Linked) -> list[tuple[int, Judgement]]:
    """The positions of the pairs that are shown, the heaviest first, and what they are judged to be.

    Two rows of one entity are the same. Others are unsure near the threshold, or compatible where only names agree; of
    these each row shows a few.
    """
    together = linked.entity[linked.left] == linked.entity[linked.right]
    near = linked.weight >= linked.model.threshold - UNSURE_WITHIN
    levels = linked.levels
    named = ~np.isin(levels[FORENAME], _OTHER_FORENAME) & ~np.isin(levels[SURNAME], _OTHER_SURNAME)
    whole = (levels[FORENAME] != MISSING) | (levels[SURNAME] != MISSING)
    order = np.argsort(-linked.weight, kind="stable")
    order = order[(together | (near & named & whole))[order]]
    shown: list[tuple[int, Judgement]] = []
    count = np.zeros(len(linked.entity), np.int64)
    left, right = linked.left[order].tolist(), linked.right[order].tolist()
    said_more = _says_more(levels)[order].tolist()
    for at, one, other, same, more in zip(order.tolist(), left, right, together[order].tolist(), said_more, strict=True):
        if same:
            shown.append((at, Judgement.SAME))
        elif count[one] < MOST_SHOWN and count[other] < MOST_SHOWN:
            count[one] += 1
            count[other] += 1
            shown.append((at, Judgement.UNSURE if more else Judgement.COMPATIBLE))
    return shown


def _says_more(levels: Levels) -> Truths:
    """Whether anything but names and sex could be compared."""
    other = [n for n, c in enumerate(COMPARISONS) if c.name not in ("forename", "middle", "surname", "sex")]
    return np.asarray(np.any(levels[other] != MISSING, axis=0))


class Explainer:
    """Says why two rows weigh what they weigh."""

    def __init__(self, coded: Coded, model: RowModel, place: Integers) -> None:
        self._weigher = PairWeigher(coded, model)
        self._model = model
        self._place = place

    def weighed(self, linked: Linked, positions: Sequence[int]) -> Iterator[RowWeight]:
        """Each pair with what each of its comparisons weighs."""
        for start in range(0, len(positions), 100_000):
            at = np.array(positions[start : start + 100_000], np.int64)
            levels = linked.levels[:, at]
            bits = self._weigher.bits(levels, self._place[linked.left[at]])
            for own, weights in zip(levels.T.tolist(), bits.T.tolist(), strict=True):
                yield weigh_levels(self._model, tuple(own), tuple(weights))


LINK_COLUMNS = ("left_file", "left_row", "right_file", "right_row", "weight", "judgement", "because")


def write_links(path: Path, linked: Linked, explainer: Explainer, where: Whereabouts) -> dict[Judgement, int]:
    """Write the pairs that are shown with their reasons; how many of each judgement there are."""
    shown = shown_pairs(linked)
    counts = dict.fromkeys((Judgement.SAME, Judgement.UNSURE, Judgement.COMPATIBLE), 0)
    remembered: dict[tuple[object, ...], str] = {}
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(LINK_COLUMNS)
        weighed = explainer.weighed(linked, [at for at, _ in shown])
        for (at, judgement), pair in zip(shown, weighed, strict=True):
            counts[judgement] += 1
            key = (pair.levels, pair.instead, pair.supported)
            if key not in remembered:
                remembered[key] = " ".join(explain_rows(pair))
            because = remembered[key]
            if judgement is Judgement.SAME and pair.weight < linked.model.threshold:
                because += " By itself it would not be enough; what the others of this entity say together is."
            if judgement is Judgement.UNSURE and pair.weight >= linked.model.threshold:
                because += " By itself it would be enough; what the others of the two entities say together is not."
            left, right = sorted((int(linked.left[at]), int(linked.right[at])))
            writer.writerow((*where.of(left), *where.of(right), f"{pair.weight:.2f}", judgement.value, because))
    return counts


QUESTION_COLUMNS = (*LINK_COLUMNS[:5], "because", "left_says", "right_says", "waterfall")


def write_questions(
    path: Path, linked: Linked, positions: Sequence[int], explainer: Explainer, tables: Sequence[PersonTable]
) -> None:
    """Write pairs to ask persons about: where they stand, what both say, and what each comparison weighs."""
    where = whereabouts(tables)
    by_file = {table.file: table for table in tables}
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(QUESTION_COLUMNS)
        for at, pair in zip(positions, explainer.weighed(linked, positions), strict=True):
            left, right = sorted((int(linked.left[at]), int(linked.right[at])))
            one, other = where.of(left), where.of(right)
            says = [_said(by_file[file], row) for file, row in (one, other)]
            words = " ".join(explain_rows(pair))
            writer.writerow((*one, *other, f"{pair.weight:.2f}", words, *says, write_waterfall(pair, linked.model)))


def _said(table: PersonTable, row: int) -> str:
    return "\n".join(f"{heading}: {texts[row - 1]}" for heading, texts in table.cells.items() if texts[row - 1].strip())


def write_waterfall(pair: RowWeight, model: RowModel) -> str:
    """What each comparison weighs, a line each, from the odds of any two rows to the weight of these two."""
    steps = [("any two rows", model.prior)]
    for comparison, level, bits in zip(COMPARISONS, pair.levels, pair.bits, strict=True):
        if level != MISSING:
            shared = pair.instead is not None and comparison.name in pair.instead.shares
            steps.append((f"{comparison.name}: {comparison.levels[level].name.replace('_', ' ')}", 0.0 if shared else bits))
    if pair.instead is not None:
        steps.append((f"shared by a {pair.instead.name} too", pair.instead.rarer - model.relatives))
    left_over = pair.weight - sum(bits for _, bits in steps)
    if abs(left_over) > 1e-6:
        steps.append(("a name alone is not enough", left_over))
    return "\n".join(f"{bits:+.2f} {words}" for words, bits in steps)


def write_unread(path: Path, tables: Sequence[PersonTable]) -> None:
    """Write every row that could not be taken apart into cells, as it stood. Each has an entity of its own."""
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("file", "row", "wrong", "as_received"))
        for table in tables:
            for row, text in table.broken.items():
                wrong = "a quotation mark before or in it is not closed, or is one too many"
                writer.writerow((table.file, row, wrong, text))


def sums(tables: Sequence[PersonTable], entity: Integers) -> list[tuple[str, int, int, int, int]]:
    """For each file: rows, rows that share an entity, rows alone, rows that could not be read."""
    size = np.bincount(entity, minlength=len(entity))
    found, start = [], 0
    for table in tables:
        shared = int(np.sum(size[entity[start : start + table.rows]] > 1))
        unread = len(table.broken)
        found.append((table.file, table.rows, shared, table.rows - shared - unread, unread))
        start += table.rows
    return found
