"""The Merkle tree of RFC 9162, section 2.1: one tree over everything that was committed, in the order of its sealing.

`D[n]` are the leaves' hashes; positions count from 0. All hashes are SHA-256, as 32 bytes.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Subtree = Callable[[int, int], bytes]
"""Gives the hash of the tree over the leaves from a position, inclusive, to another, exclusive."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two trees side by side."""
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below a size above 1: so many leaves stand in the left half."""
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaves' hashes; of none, the hash of nothing."""
    return Frontier().with_all(leaves).root()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree as far as it is needed to grow: its size, and the roots of the full trees that it is made of, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def with_all(self, leaves: Sequence[bytes]) -> "Frontier":
        """The tree with these leaves' hashes after its own."""
        peaks, size = list(self.peaks), self.size
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            for _ in range((size & -size).bit_length() - 1):
                right = peaks.pop()
                peaks[-1] = node_hash(peaks[-1], right)
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """The hash of the whole."""
        if not self.peaks:
            return hashlib.sha256().digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def inclusion_path(position: int, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """The hashes that lead from a leaf to the root of the tree of this size, the nearest first. Raises IndexError."""
    if not 0 <= position < size:
        raise IndexError(position)
    path, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + split(stop - start)
        if position < middle:
            path.append(subtree(middle, stop))
            stop = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return tuple(reversed(path))
