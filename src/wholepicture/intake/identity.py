"""The identity of a received row, and whether it is new, the same again, or an amendment."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from wholepicture.vocabulary.records import Record, RecordId

DIGEST_BYTES = 8


def digest(key: bytes, system: str, reference: str, columns: Iterable[tuple[str, str]]) -> RecordId:
    """The id of a row: 16 hexadecimal digits of keyed BLAKE2b over system, reference and content.

    `columns` are (name, cell) in an order that does not depend on the file: the profile's columns in its order under its
    own names, then the file's further columns by their compared heading. Empty cells do not count, so that a column which
    an agency adds and leaves empty changes nothing. Of a cell nothing is taken away but line ends after it. `key` is 1 to
    64 bytes; whoever does not have it cannot tell from an id what a row said.
    """
    if not key:
        raise ValueError("a record's id needs a key")
    parts = [system, reference]
    for name, cell in columns:
        kept = cell.rstrip("\r\n")
        if kept:
            parts += (name, kept)
    # The lengths before the words make it impossible to move a letter from one cell to the next unnoticed.
    content = ",".join([str(len(part)) for part in parts]) + "|" + "".join(parts)
    return RecordId(blake2b(content.encode("utf-8", "surrogatepass"), key=key, digest_size=DIGEST_BYTES).hexdigest())


class Arrival(StrEnum):
    """What a row is, given what came before it."""

    RECORD = "record"
    AMENDMENT = "amendment"
    """The same system and reference, changed. It is never a second sighting."""
    DUPLICATE = "duplicate"
    """The same row, word for word."""


@dataclass(slots=True)
class Seen:
    """What has arrived so far: the ids of rows, and the references (`system/reference`) that they bore. It grows."""

    ids: set[RecordId] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


def classify(records: Iterable[Record], seen: Seen) -> Iterator[tuple[Arrival, Record]]:
    """Each record with what it is, in the order given, which must be that of (recorded_at, id).

    `seen` takes part and grows, so that a batch can follow a batch: rows in = records + amendments + duplicates.
    """
    for record in records:
        yield arrive(record.id, record.source, seen), record


def arrive(record: RecordId, source: str, seen: Seen) -> Arrival:
    """What one row is, given what came before it; it is seen from then on."""
    if record in seen.ids:
        return Arrival.DUPLICATE
    seen.ids.add(record)
    if source in seen.sources:
        return Arrival.AMENDMENT
    seen.sources.add(source)
    return Arrival.RECORD
