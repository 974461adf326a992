"""The hashes of RFC 9162 and of the hub's own bytes, written here a second time."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def framed(fields: Iterable[str]) -> bytes:
    """Each field as the number of its bytes, in four bytes, and its bytes."""
    out = bytearray()
    for field in fields:
        body = field.encode("utf-8", "surrogatepass")
        out += len(body).to_bytes(4, "big")
        out += body
    return bytes(out)


def fact_bytes(fact: Mapping[str, Any]) -> bytes:
    """What a fact's leaf is made of."""
    names = ("id", "kind", "source", "author", "happened_since", "happened_until", "recorded_at", "known_at", "digest")
    return framed(["whole picture fact 1", str(fact["sequence"]), *(str(fact[name]) for name in names)])


def look_bytes(look: Mapping[str, Any]) -> bytes:
    """What a look's leaf is made of."""
    names = ("at", "account", "role", "agency", "team", "action", "subject_kind", "subject", "purpose", "allowed")
    rest = ("because", "break_glass", "request", "salt")
    return framed(["whole picture look 1", str(look["id"]), *(str(look[name]) for name in (*names, *rest))])


def leaf(content: bytes) -> bytes:
    """A leaf's hash."""
    return hashlib.sha256(b"\x00" + content).digest()


def pair(left: bytes, right: bytes) -> bytes:
    """The hash of two trees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def part_digest(salt: str, body: str) -> str:
    """The salted digest of one part; `salt` in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(salt) + body.encode("utf-8", "surrogatepass")).hexdigest()


def parts_digest(parts: Sequence[Sequence[str]]) -> str:
    """What binds a payload's parts: each one's name, with the number of its characters, and its digest."""
    told = "".join(f"{len(name)}:{name}={digest};" for name, digest in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


class Growing:
    """A tree that grows leaf by leaf; its root at any moment."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[tuple[int, bytes]] = []
        """The full trees so far: how many leaves each has, and its root."""

    def add(self, one: bytes) -> None:
        """One leaf's hash more."""
        self.size += 1
        count, top = 1, one
        while self._full and self._full[-1][0] == count:
            top = pair(self._full.pop()[1], top)
            count *= 2
        self._full.append((count, top))

    def root(self) -> bytes:
        """Of all so far."""
        if not self._full:
            return hashlib.sha256(b"").digest()
        top = self._full[-1][1]
        for _, full in self._full[-2::-1]:
            top = pair(full, top)
        return top


def root_by_path(one: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which a leaf's path leads (RFC 9162, 2.1.3.2); None where the path has another length."""
    number, last, top = position, size - 1, one
    for step in path:
        if last == 0:
            return None
        if number % 2 or number == last:
            top = pair(step, top)
            while number % 2 == 0 and number:
                number, last = number // 2, last // 2
        else:
            top = pair(top, step)
        number, last = number // 2, last // 2
    return top if last == 0 else None
