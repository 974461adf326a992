"""Learns the weights of the reader's learned tier: python bench/learn_reading.py data/reading/*.jsonl

Full-batch logistic regression in numpy, one label for each indicator over sentences and one for the child question over
narratives. Thresholds come from four-fold cross-validation over narratives, at the wanted precision. Deterministic.
"""

import argparse
import hashlib
import json
from datetime import date
from pathlib import Path

import neutral
import numpy as np

from wholepicture.reading.learned import QUESTION, Kinds, features_at, told_by
from wholepicture.reading.lexicon import load_lexicon
from wholepicture.reading.mismatch import filed_about_child
from wholepicture.reading.reader import Reader, rule_features

OUT = Path(__file__).parent.parent / "src/wholepicture/reading/weights"
FOLDS, STEPS, DECAY = 4, 60, 2e-4
WANTED_PRECISION, WANTED_FALSE_ALARMS, NEUTRAL = 0.55, 0.12, 200


def fold_of(line):
    return int(hashlib.sha256(line["id"].encode()).hexdigest(), 16) % FOLDS


def examples(lines, lexicon, kinds):
    """Sentences with their features, labels and fold; and narratives with theirs for the question."""
    sentences, narratives = [], []
    reader = Reader(lexicon, learned=False)
    for line in lines:
        tokens = lexicon.tokeniser(line["text"])
        rules = rule_features(reader.found(tokens), lexicon)
        whole = set()
        for first, last in tokens.sentences:
            features = {feature for feature, _, _ in features_at(tokens, first, last, kinds, rules)}
            whole |= features
            start, end = tokens.starts[first], tokens.ends[last - 1]
            labels = {
                s["indicator"]
                for s in line["spans"]
                if min(end, s["end"]) - max(start, s["start"]) > 0.4 * min(end - start, s["end"] - s["start"])
            }
            sentences.append((features, labels, fold_of(line)))
        reading = reader.read("x", line["text"], filed_as="", recorded_on=date(2026, 1, 1), columns_mentions=0)
        whole |= set(told_by(reading.indicators, reading.child_words))
        if not filed_about_child(line.get("filed_as", ""), lexicon):
            narratives.append((whole, {QUESTION} if line["child_question"] else set(), fold_of(line)))
    return sentences, narratives


def matrix_of(rows, vocabulary):
    x = np.zeros((len(rows), len(vocabulary)), dtype=np.float32)
    for n, (features, _, _) in enumerate(rows):
        known = [vocabulary[f] for f in features if f in vocabulary]
        x[n, known] = 1 / np.sqrt(max(1, len(known)))
    return x


def targets(rows, labels):
    return np.array([[label in wanted for label in labels] for _, wanted, _ in rows], dtype=np.float32)


def fit(x, y, positive_weight):
    """Weights and bias by Adam on the weighted logistic loss with L2."""
    w, b = np.zeros((x.shape[1], y.shape[1]), np.float32), np.full(y.shape[1], -3, np.float32)
    moments = [np.zeros_like(w), np.zeros_like(w), np.zeros_like(b), np.zeros_like(b)]
    weight = 1 + y * (positive_weight - 1)
    for step in range(1, STEPS + 1):
        p = 1 / (1 + np.exp(-(x @ w + b)))
        error = weight * (p - y) / len(x)
        for slot, (parameter, gradient) in enumerate(((w, x.T @ error + DECAY / 10 * w), (b, error.sum(0)))):
            m, v = moments[2 * slot], moments[2 * slot + 1]
            m += 0.1 * (gradient - m)
            v += 0.01 * (gradient * gradient - v)
            parameter[...] = parameter - 0.1 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-8)
    return w, b


def threshold_for(scores, truth, wanted):
    """The lowest score at which precision is still `wanted`, with recall there."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    precision = hits / np.arange(1, len(order) + 1)
    good = np.flatnonzero((precision >= wanted) & (truth[order] > 0))
    good = good[hits[good] >= 3]
    if not len(good):
        return float("inf"), 0.0, 0.0
    last = good[-1]
    return float(scores[order[last]]), float(hits[last] / truth.sum()), float(precision[last])


def cross_validated(x, y, folds, weight):
    scores = np.zeros_like(y)
    for fold in range(FOLDS):
        held = folds == fold
        w, b = fit(x[~held], y[~held], weight)
        scores[held] = x[held] @ w + b
    return scores


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--precision", type=float, default=WANTED_PRECISION)
    arguments = parser.parse_args()
    lexicon = load_lexicon()
    kinds = Kinds(lexicon.classes, lexicon.plain)
    lines = [json.loads(text) for file in sorted(arguments.files) for text in file.read_text().splitlines() if text.strip()]
    lines += [
        {"id": f"neutral-{n}", "text": text, "filed_as": filed_as, "spans": [], "child_question": False}
        for n, (filed_as, text) in enumerate(neutral.narratives(NEUTRAL, half=0))
    ]
    sentences, narratives = examples(lines, lexicon, kinds)
    counts = {}
    for features, _, _ in [*sentences, *(({f for f in whole if f[0] == "="}, None, None) for whole, _, _ in narratives)]:
        for feature in features:
            counts[feature] = counts.get(feature, 0) + 1
    vocabulary = {f: n for n, f in enumerate(sorted(f for f, c in counts.items() if c >= 2))}
    labels = [*sorted(lexicon.indicators), QUESTION]
    print(len(lines), "narratives,", len(sentences), "sentences,", len(vocabulary), "features")
    x, y, folds = matrix_of(sentences, vocabulary), targets(sentences, labels[:-1]), np.array([f for _, _, f in sentences])
    scores = cross_validated(x, y, folds, 6.0)
    thresholds, found, wanted = [], 0.0, y.sum()
    for n, label in enumerate(labels[:-1]):
        threshold, recall, precision = threshold_for(scores[:, n], y[:, n], arguments.precision)
        thresholds.append(threshold)
        found += recall * y[:, n].sum()
        print(f"  {label} threshold {threshold:.2f} recall {recall:.2f} precision {precision:.2f} of {int(y[:, n].sum())}")
    print(f"sentences: recall {found / wanted:.3f} at precision {arguments.precision}")
    xn, yn = matrix_of(narratives, vocabulary), targets(narratives, [QUESTION])
    folds = np.array([f for _, _, f in narratives])
    score = cross_validated(xn, yn, folds, 1.0)[:, 0]
    written = np.arange(len(yn)) < len(yn) - NEUTRAL
    quiet = np.sort(score[(yn[:, 0] == 0) & written])[::-1]
    print(f"made neutral ones over the threshold are counted apart: {NEUTRAL}")
    allowed = int(WANTED_FALSE_ALARMS * len(quiet))
    threshold = float(quiet[allowed])
    print(
        f"question: recall {np.mean(score[yn[:, 0] == 1] > threshold):.3f} at {allowed} false alarms of "
        f"{len(quiet)}; {len(yn)} narratives"
    )
    write(fit(x, y, 6.0), fit(xn, yn, 1.0), np.array([*thresholds, threshold]), labels, vocabulary)


def write(indicators, question, thresholds, labels, vocabulary):
    """The weights as the package ships them: eight bits each."""
    (w, b), (wq, bq) = indicators, question
    w, b = np.hstack([w, wq]), np.concatenate([b, bq])
    scale = np.abs(w).max(axis=0) / 127 + 1e-9
    small = np.clip(np.round(w / scale), -127, 127).astype(np.int8)
    OUT.mkdir(exist_ok=True)
    np.savez_compressed(
        OUT / "learned.npz", matrix=small, scale=scale.astype(np.float64), bias=b.astype(np.float64), thresholds=thresholds
    )
    digest = hashlib.blake2b(
        small.tobytes() + thresholds.tobytes() + "\n".join(vocabulary).encode(), digest_size=4
    ).hexdigest()
    told = {
        "version": f"learned-1-{digest}",
        "labels": labels,
        "features": list(vocabulary),
    }
    (OUT / "learned.json").write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n")


if __name__ == "__main__":
    main()
