"""A journey's state as bytes, so that whoever was stopped can go on where it was instead of folding everything again.

The state is a pure function of what was given to the journey; a snapshot only spares the time. Whoever finds it of another
version, or damaged, folds again.
"""

import hashlib
import io
import pickle
from typing import Any

from wholepicture.journey.fold import Journey
from wholepicture.journey.memory import uncollected

_MARK = b"whole-picture journey 1\n"
_DIGEST_BYTES = 32


class UnusableSnapshot(Exception):
    """The snapshot was made by another version of the program, its lexicon, model or patterns, or it is damaged: fold the
    ledger again from the start."""


def dump_journey(journey: Journey, *, versions: str, at: int) -> bytes:
    """The state of a journey. `versions` names everything that its state depends on beside what it was given: program,
    lexicon, model, patterns. `at` is the ledger's sequence number up to which it has taken facts.
    """
    with uncollected():
        body = pickle.dumps(journey, protocol=5)
    head = f"{versions}\n{at}\n".encode()
    return b"".join((_MARK, _digest(head, body), len(head).to_bytes(4, "big"), head, body))


def load_journey(snapshot: bytes, *, versions: str) -> tuple[Journey, int]:
    """The journey of a snapshot, and the sequence number after which to go on. Raises UnusableSnapshot.

    What is not among the journey's own types is never loaded; keep snapshots as safe as the ledger all the same.
    """
    view = memoryview(snapshot)
    start = len(_MARK) + _DIGEST_BYTES + 4
    if bytes(view[: len(_MARK)]) != _MARK or len(view) < start:
        raise UnusableSnapshot("not a snapshot of this form")
    length = int.from_bytes(view[start - 4 : start], "big")
    head, body = bytes(view[start : start + length]), view[start + length :]
    if bytes(view[len(_MARK) : len(_MARK) + _DIGEST_BYTES]) != _digest(head, body):
        raise UnusableSnapshot("damaged")
    made_by, _, at = head.decode().rstrip("\n").rpartition("\n")
    if made_by != versions:
        raise UnusableSnapshot("another version")
    with uncollected():
        journey = _Reader(io.BytesIO(body)).load()
    if not isinstance(journey, Journey):
        raise UnusableSnapshot("not a journey")
    return journey, int(at)


def _digest(head: bytes, body: bytes | memoryview) -> bytes:
    digest = hashlib.blake2b(head, digest_size=_DIGEST_BYTES)
    digest.update(body)
    return digest.digest()


_ELSEWHERE = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("builtins", "getattr"),
    ("builtins", "object"),
    ("array", "array"),
    ("array", "_array_reconstructor"),
    ("collections", "Counter"),
    ("collections", "OrderedDict"),
    ("collections", "defaultdict"),
    ("copyreg", "_reconstructor"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("types", "MappingProxyType"),
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.partition(".")[0] != "wholepicture" and (module, name) not in _ELSEWHERE:
            raise UnusableSnapshot(f"it names {module}.{name}")
        return super().find_class(module, name)
