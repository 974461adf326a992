"""Signed checkpoints, and the keys by which they are believed."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class NotBelieved(Exception):
    """It is not a checkpoint, or nobody known has signed it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key and its name."""

    name: str
    key_id: bytes
    public: bytes

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether this key signed these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many leaves were sealed by a moment, and the root over them. `text` is the whole note."""

    size: int
    root: bytes
    at: str
    text: str


def read_key(line: str) -> Key:
    """A key from its line: name, id and key. Raises NotBelieved."""
    parts = line.strip().split("+", 2)
    try:
        name, key_id, coded = parts
        key = base64.b64decode(coded, validate=True)
        believed = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4] == bytes.fromhex(key_id)
    except ValueError:
        raise NotBelieved(f"this is not a key: {line.strip()[:80]}") from None
    if not believed or key[:1] != b"\x01" or len(key) != 33:
        raise NotBelieved(f"this is not an Ed25519 key: {line.strip()[:80]}")
    return Key(name, bytes.fromhex(key_id), key[1:])


def read_checkpoint(note: str, keys: Sequence[Key]) -> Checkpoint:
    """A checkpoint that one of these keys signed. Raises NotBelieved."""
    text, found, signatures = note.partition("\n\n")
    text += "\n"
    try:
        name, size, root, at, *_ = text.split("\n")
        told = Checkpoint(int(size), base64.b64decode(root, validate=True), at.removeprefix("at "), note)
        for line in signatures.splitlines() if found else ():
            dash, signer, coded = line.split(" ")
            signature = base64.b64decode(coded, validate=True)
            for key in keys:
                fits = dash == "\u2014" and signer == key.name == name and signature[:4] == key.key_id
                if fits and key.holds(text.encode(), signature[4:]):
                    return told
    except ValueError:
        raise NotBelieved("this is not a checkpoint") from None
    raise NotBelieved("nobody known signed this checkpoint")


def keys_in(folder: Path) -> list[Key]:
    """The keys in a folder's keys.txt; none where it has none. Raises NotBelieved."""
    file = folder / "keys.txt"
    return [read_key(line) for line in file.read_text().splitlines() if line.strip()] if file.is_file() else []


def checkpoints_in(folder: Path, keys: Sequence[Key]) -> tuple[list[Checkpoint], list[str]]:
    """The checkpoints of a folder by size, and what is wrong with the others."""
    good, wrong = [], []
    for file in sorted(folder.glob("checkpoint-*.txt")):
        try:
            good.append(read_checkpoint(file.read_text(encoding="utf-8"), keys))
        except (NotBelieved, UnicodeDecodeError) as problem:
            wrong.append(f"{folder.name}/{file.name}: {problem}")
    return sorted(good, key=lambda one: one.size), wrong
