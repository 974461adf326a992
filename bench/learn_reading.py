"""Learns the weights of the reader's learned tier: python bench/learn_reading.py data/reading [--check]

From `train-*.jsonl` (narratives), `clauses-*.txt` (clauses written for one indicator) and `words.npz` (word meanings), with
made neutral narratives. Full-batch logistic regression in numpy, one label for each indicator over sentences and one for the
child question over narratives; features are words, stems, pairs, and each word's meaning, which is folded into what the word
weighs. Thresholds come from cross-validation over narratives, where rules' wordings are no features: they were written
from the same narratives. Deterministic. `--check` only cross-validates.
"""

import argparse
import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path

import neutral
import numpy as np

from wholepicture.reading.learned import QUESTION, SHORTEST, Kinds, against_rivals, features_of, told_by
from wholepicture.reading.lexicon import load_lexicon
from wholepicture.reading.mismatch import filed_about_child
from wholepicture.reading.reader import Reader

OUT = Path(__file__).parent.parent / "src/wholepicture/reading/weights"
FOLDS, STEPS = 6, 80
POSITIVE, DECAY, MEANING = 12.0, 2e-4, 1.0
QUESTION_DECAY = 1e-4
WANTED_FALSE_ALARMS, NEUTRAL = 0.12, 400
MARKS = {"-": "absent", "~": "denied", "?": "uncertain", "<": "past", "%": "hypothetical"}
SURE, ASSERTED = 0.8, tuple(sorted(MARKS.values()))
"""What a sentence may be besides, and how precise in cross-validation before that is said of a mark."""


class Rows:
    """Sparse rows: for each, the numbers of its features; every feature counts once for each time that it stands there."""

    def __init__(self, rows, width, lengths):
        self.width = width
        self.lengths = np.sqrt(np.maximum(SHORTEST, np.array(lengths, dtype=np.float32)))
        self.at = np.concatenate([np.array(row, dtype=np.int64) for row in rows]) if rows else np.zeros(0, np.int64)
        self.of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.count = len(rows)
        self.order = np.argsort(self.at, kind="stable")

    def times(self, w):
        """rows @ w"""
        out = np.zeros((self.count, w.shape[1]), np.float32)
        kept, starts = np.unique(self.of, return_index=True)
        if len(kept):
            out[kept] = np.add.reduceat(w[self.at], starts)
        return out / self.lengths[:, None]

    def back(self, error):
        """rows.T @ error"""
        error = error / self.lengths[:, None]
        out = np.zeros((self.width, error.shape[1]), np.float32)
        at = self.at[self.order]
        kept, starts = np.unique(at, return_index=True)
        out[kept] = np.add.reduceat(error[self.of[self.order]], starts)
        return out


def fold_of(name):
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def narratives_of(folder):
    lines = [json.loads(text) for file in sorted(folder.glob("train-*.jsonl")) for text in file.read_text().splitlines()]
    lines += [
        {"id": f"neutral-{n}", "text": text, "filed_as": filed_as, "spans": [], "child_question": False}
        for n, (filed_as, text) in enumerate(neutral.narratives(NEUTRAL, half=0))
    ]
    return lines


def clauses_of(folder):
    """(indicator or None, mark, text) for every clause."""
    for file in sorted(folder.glob("clauses-*.txt")):
        indicator = None
        for line in file.read_text().splitlines():
            if line.startswith("# "):
                indicator = line[2:] if len(line) == 4 else None
            elif line.strip():
                mark = line[0] if line[0] in MARKS and line[1:2] == " " else ""
                yield indicator, mark, line[2:] if mark else line


class Examples:
    """Sentences and clauses with their labels, and whole narratives with the child question."""

    def __init__(self, folder, lexicon, known):
        kinds = Kinds(known, lexicon.forenames)
        reader = Reader(lexicon, learned=False)
        self.sentences, self.narratives = [], []
        for line in narratives_of(folder):
            tokens = lexicon.tokeniser(line["text"])
            words, fold, made = kinds.words(tokens), fold_of(line["id"]), line["id"].startswith("neutral")
            parts = [words[first:last] for first, last in tokens.sentences]
            for part, (first, last) in zip(parts, tokens.sentences, strict=True):
                start, end = tokens.starts[first], tokens.ends[last - 1]
                labels = [
                    s["indicator"]
                    for s in line["spans"]
                    if min(end, s["end"]) - max(start, s["start"]) > 0.4 * min(end - start, s["end"] - s["start"])
                ]
                asserted = {
                    value
                    for s in line["spans"]
                    if min(end, s["end"]) - max(start, s["start"]) > 0.4 * min(end - start, s["end"] - s["start"])
                    for value in (s["polarity"], s["time"])
                }
                self.sentences.append((part, [*labels, *sorted(asserted & set(ASSERTED))], -1 if made else fold))
            if not filed_about_child(line.get("filed_as", ""), lexicon):
                reading = reader.read("x", line["text"], filed_as="", recorded_on=date(2026, 1, 1), columns_mentions=0)
                told = told_by(reading.indicators, reading.child_words)
                self.narratives.append((parts, told, line["child_question"], -1 if made else fold))
        for indicator, mark, text in clauses_of(folder):
            tokens = lexicon.tokeniser(text)
            words = kinds.words(tokens)
            for first, last in tokens.sentences:
                labels = [each for each in (indicator, MARKS.get(mark)) if each]
                self.sentences.append((words[first:last], labels, -1))


def fit(rows, told, y, decay, steps=STEPS):
    """Weights and bias by Adam on the weighted logistic loss with L2. `told` is one more dense block of rows."""
    w, v, b = (
        np.zeros((rows.width, y.shape[1]), np.float32),
        np.zeros((told.shape[1], y.shape[1]), np.float32),
        np.full(y.shape[1], -3, np.float32),
    )
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in (w, v, b)]
    weight = 1 + y * (POSITIVE - 1) if y.shape[1] > 1 else np.ones_like(y)
    for step in range(1, steps + 1):
        p = 1 / (1 + np.exp(-(rows.times(w) + told @ v + b)))
        error = weight * (p - y) / len(y)
        gradients = (rows.back(error) + decay * w, told.T @ error + decay * v, error.sum(0))
        for parameter, gradient, (mean, square) in zip((w, v, b), gradients, moments, strict=True):
            mean[...] = 0.9 * mean + 0.1 * gradient
            square[...] = 0.99 * square + 0.01 * gradient * gradient
            parameter[...] = parameter - 0.1 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return w, v, b


class Space:
    """Numbers for features, and the meaning of words."""

    def __init__(self, folder, sentences):
        with np.load(folder / "words.npz") as told:
            self.words = str(told["words"]).split("\n")
            self.meaning = told["vectors"].astype(np.float32) * float(told["scale"])
        self.word_at = {word: n for n, word in enumerate(self.words)}
        counts = Counter(word for part, _, _ in sentences for word in part)
        total = sum(counts.values())
        often = np.array([counts[word] / total for word in self.words], dtype=np.float32)
        self.meaning *= (MEANING * 1e-3 / (1e-3 + often))[:, None]
        seen = Counter(f for part, _, _ in sentences for f in {feature for feature, _, _ in features_of(part)})
        self.features = sorted(f for f, c in seen.items() if c >= 2)
        self.at = {f: n for n, f in enumerate(self.features)}

    def rows(self, parts):
        return Rows(
            [[self.at[f] for f, _, _ in features_of(part) if f in self.at] for part in parts],
            len(self.features),
            [len(part) for part in parts],
        )

    def dense(self, parts):
        out = np.zeros((len(parts), self.meaning.shape[1]), np.float32)
        for n, part in enumerate(parts):
            known = [self.word_at[word] for word in part if word in self.word_at]
            if known:
                out[n] = self.meaning[known].sum(0) / np.sqrt(max(SHORTEST, len(part)))
        return out

    def folded(self, w, v):
        """What each word and each other feature weighs, meaning folded in: (names, weights, how many are words)."""
        words = sorted({*self.words, *(f for f in self.features if " " not in f and "~" not in f)})
        base = np.zeros((len(words), w.shape[1]), np.float32)
        for n, word in enumerate(words):
            if word in self.at:
                base[n] += w[self.at[word]]
            if word in self.word_at:
                base[n] += self.meaning[self.word_at[word]] @ v
        others = [f for f in self.features if " " in f or "~" in f]
        return [*words, *others], np.vstack([base, w[[self.at[f] for f in others]]]), len(words)


def threshold_for(scores, truth, gold):
    """The score at which the F1 of all marks together is highest, with precision and recall there."""
    order = np.argsort(-scores.ravel(), kind="stable")[:20_000]
    hits = np.cumsum(truth.ravel()[order])
    marks = np.arange(1, len(order) + 1)
    f1 = 2 * hits / (marks + gold)
    best = int(np.argmax(f1))
    return float(scores.ravel()[order[best]]), float(f1[best]), hits[best] / marks[best], hits[best] / gold


TOLD = ("=child", *(f"=polarity {p}" for p in ("absent", "affirmed", "denied", "uncertain")),
        *(f"=timing {t}" for t in ("current", "hypothetical", "past")))  # fmt: skip


def told_matrix(narratives):
    return np.array([[float(each in told) for each in TOLD] for _, told, _, _ in narratives], dtype=np.float32)


def cross_validate_sentences(space, sentences, d, y):
    """The score of every sentence from weights that had not seen its narrative."""
    parts, folds = [part for part, _, _ in sentences], np.array([fold for _, _, fold in sentences])
    scores = np.full(y.shape, -99.0)
    for fold in range(FOLDS):
        held, rest = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        w, v, b = fit(space.rows([parts[n] for n in rest]), d[rest], y[rest], DECAY)
        scores[held] = space.rows([parts[n] for n in held]).times(w) + d[held] @ v + b
    return scores


def sure_threshold(scores, truth, wanted):
    """The lowest score from which on a label is right as often as wanted; infinite where it never is."""
    order = np.argsort(-scores, kind="stable")[:2_000]
    hits = np.cumsum(truth[order])
    good = np.flatnonzero((hits / np.arange(1, len(order) + 1) >= wanted) & (hits >= 4))
    return (float(scores[order[good[-1]]]), int(hits[good[-1]])) if len(good) else (1e9, 0)


class Questions:
    """Whole narratives with what the rules tell of them, for the child question."""

    def __init__(self, space, narratives):
        self.space, self.folds = space, np.array([fold for _, _, _, fold in narratives])
        self.asked = np.array([[float(asked)] for _, _, asked, _ in narratives], dtype=np.float32)
        self.words = [[word for part in parts for word in part] for parts, _, _, _ in narratives]
        self.features = [
            [space.at[f] for part in parts for f, _, _ in features_of(part) if f in space.at]
            for parts, _, _, _ in narratives
        ]
        self.dense = np.hstack([space.dense(self.words), told_matrix(narratives)])

    def rows(self, numbers):
        return Rows([self.features[n] for n in numbers], len(self.space.features), [len(self.words[n]) for n in numbers])

    def fit(self, numbers):
        return fit(self.rows(numbers), self.dense[numbers], self.asked[numbers], QUESTION_DECAY)

    def limit(self):
        """The score above which the wanted share of written quiet narratives would be asked about."""
        score = np.full(len(self.folds), np.nan)
        for fold in range(FOLDS):
            held, rest = np.flatnonzero(self.folds == fold), np.flatnonzero(self.folds != fold)
            w, v, b = self.fit(rest)
            score[held] = (self.rows(held).times(w) + self.dense[held] @ v + b)[:, 0]
        written = self.folds >= 0
        quiet = np.sort(score[written & (self.asked[:, 0] == 0)])[::-1]
        loud = score[written & (self.asked[:, 0] == 1)]
        for share in (0.02, 0.05, 0.1, WANTED_FALSE_ALARMS, 0.2):
            print(f"question: recall {np.mean(loud > quiet[int(share * len(quiet))]):.3f} at {share} of {len(quiet)}")
        return float(quiet[int(WANTED_FALSE_ALARMS * len(quiet))])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    lexicon = load_lexicon()
    with np.load(arguments.folder / "words.npz") as told:
        known = lexicon.plain | frozenset(str(told["words"]).split("\n"))
    examples = Examples(arguments.folder, lexicon, known)
    sentences = examples.sentences
    space = Space(arguments.folder, sentences)
    indicators = sorted(lexicon.indicators)
    labels = [*indicators, *ASSERTED]
    parts = [part for part, _, _ in sentences]
    x, d = space.rows(parts), space.dense(parts)
    y = np.array([[float(label in wanted) for label in labels] for _, wanted, _ in sentences], dtype=np.float32)
    print(len(examples.narratives), "narratives,", len(sentences), "sentences and clauses,", len(space.features), "features")
    scores = cross_validate_sentences(space, sentences, d, y)
    size = len(indicators)
    gold = sum(label in lexicon.indicators for _, wanted, fold in sentences if fold >= 0 for label in wanted)
    threshold, f1, precision, recall = threshold_for(against_rivals(scores[:, :size]), y[:, :size], gold)
    print(f"sentences: F1 {f1:.3f} precision {precision:.3f} recall {recall:.3f} at {threshold:.2f}")
    sure = []
    for n, label in enumerate(ASSERTED, size):
        limit, found = sure_threshold(scores[:, n], y[:, n], SURE)
        wanted = int(sum(label in wanted for _, wanted, fold in sentences if fold >= 0))
        print(f"  {label}: {found} of {wanted} at precision {SURE}")
        sure.append(limit)
    questions = Questions(space, examples.narratives)
    limit = questions.limit()
    if not arguments.check:
        w, v, b = fit(x, d, y, DECAY)
        wq, vq, bq = questions.fit(np.arange(len(examples.narratives)))
        dense = space.meaning.shape[1]
        names, matrix, meant = space.folded(np.hstack([w, wq]), np.hstack([v, vq[:dense]]))
        told = np.zeros((len(TOLD), matrix.shape[1]), np.float32)
        told[:, -1] = vq[dense:, 0]
        thresholds = np.array([threshold] * size + sure + [limit])
        write([*names, *TOLD], np.vstack([matrix, told]), meant, np.concatenate([b, bq]), thresholds, [*labels, QUESTION])


def write(names, matrix, meant, bias, thresholds, labels):
    """The weights as the package ships them: eight bits each, words and other features with a scale of their own."""
    scale = np.array([np.abs(matrix[:meant]).max(), np.abs(matrix[meant:]).max()]) / 127
    small = np.vstack([np.round(matrix[:meant] / scale[0]), np.round(matrix[meant:] / scale[1])]).astype(np.int8)
    kept = np.flatnonzero((np.arange(len(names)) < meant) | small.any(axis=1))
    small, names = small[kept], [names[n] for n in kept]
    OUT.mkdir(exist_ok=True)
    bias, thresholds = np.round(bias.astype(np.float64), 4), np.round(thresholds, 4)
    np.savez_compressed(OUT / "learned.npz", matrix=small, scale=scale, meant=meant, bias=bias, thresholds=thresholds)
    digest = hashlib.blake2b(small.tobytes() + "\n".join(names).encode(), digest_size=4).hexdigest()
    told = {"version": f"learned-2-{digest}", "labels": labels, "features": names}
    (OUT / "learned.json").write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
