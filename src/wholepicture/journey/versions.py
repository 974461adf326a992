"""Which version of each record stands: of those that bear one reference, the latest that was not withdrawn."""

from datetime import datetime

from wholepicture.vocabulary.records import RecordId


class Versions:
    """Keeps, for each source (`system/reference`), its versions in the order in which they take each other's place."""

    def __init__(self) -> None:
        self._stands: dict[str, RecordId] = {}
        self._known: dict[str, list[tuple[datetime, RecordId]]] = {}
        self._instead: dict[RecordId, RecordId] = {}
        self._withdrawn: set[RecordId] = set()

    def arrive(
        self, source: str, record: RecordId, recorded_at: datetime, stands_since: datetime | None
    ) -> tuple[RecordId | None, RecordId | None]:
        """Take in a version; the one whose place it takes, or the later one that has taken its place already.

        `stands_since` is when the version that stands was recorded; None where that does not count.
        """
        held = self._stands.get(source)
        if held is None:
            self._stands[source] = record
            if source in self._known:
                self._known[source].append((recorded_at, record))
            return None, None
        known = self._known.setdefault(source, [(stands_since or recorded_at, held)])
        if stands_since is not None and recorded_at < stands_since:
            place = next(i for i, (at, _) in enumerate(known) if at > recorded_at)
            known.insert(place, (recorded_at, record))
            self._instead[record] = held
            return None, held
        known.append((recorded_at, record))
        self._instead[held] = self._stands[source] = record
        return held, None

    def standing(self, source: str) -> RecordId | None:
        """The version that stands."""
        return self._stands.get(source)

    def now(self, record: RecordId) -> RecordId:
        """The version that stands in a version's place; itself where it stands, or where none does."""
        while (newer := self._instead.get(record)) is not None:
            record = newer
        return record

    def set_withdrawn(
        self, source: str, record: RecordId, recorded_at: datetime, *, withdrawn: bool
    ) -> tuple[RecordId | None, RecordId | None] | None:
        """Withdraw a version, or take that back: the version that stood and the one that stands now, which may be the same.

        None where there is nothing to do: it never arrived, or it is so already.
        """
        versions = self._known.get(source) or [(recorded_at, r) for r in (self._stands.get(source),) if r is not None]
        if record not in {one for _, one in versions} or (record in self._withdrawn) is withdrawn:
            return None
        self._known[source] = versions
        (self._withdrawn.add if withdrawn else self._withdrawn.discard)(record)
        was = self._stands.pop(source, None)
        left = [one for _, one in versions if one not in self._withdrawn]
        for _, one in versions:
            self._instead.pop(one, None)
            if left and one != left[-1]:
                self._instead[one] = left[-1]
        if left:
            self._stands[source] = left[-1]
        return was, left[-1] if left else None

    def of(self, source: str) -> tuple[tuple[RecordId, RecordId | None], ...]:
        """Each version of a source that has or had several, with the one that stands in its place."""
        return tuple((record, self._instead.get(record)) for _, record in self._known.get(source, ()))
