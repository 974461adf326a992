"""Rows that are already in the ledger, understood again: by today's profile, under the id that they were received with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wholepicture.intake.outcomes import Notices, Rejected
from wholepicture.intake.profile import Profile
from wholepicture.intake.recognition import positions_in
from wholepicture.intake.rows import Arrived, Layout, RowReader
from wholepicture.vocabulary.records import Provenance, Record, RecordId, mention_id


class UnableToReread(Exception):
    """The row was received under a profile that is not there any more, or that can no longer place it."""


class Rereader:
    """Understands received rows again. Keeps one compiled reader for each shape of row that it meets."""

    def __init__(self, profiles: Sequence[Profile], *, key: bytes) -> None:
        self._profiles: dict[str, list[Profile]] = {}
        for profile in profiles:
            self._profiles.setdefault(profile.system, []).append(profile)
        self._key = key
        self._readers: dict[tuple[str, str, tuple[str, ...]], RowReader] = {}

    def receive(self, columns: Mapping[str, str], where: Provenance) -> Record:
        """The record that a new row makes, with the id and the moment of recording that it keeps. Raises UnableToReread."""
        headings = tuple(columns)
        outcome = self._reader(where, headings)(where.row, tuple(columns.values()))
        if isinstance(outcome, Rejected):
            raise UnableToReread(outcome.wrong)
        return outcome

    def reread(
        self,
        record: RecordId,
        columns: Mapping[str, str],
        where: Provenance,
        recorded_at: datetime,
        *,
        erased: Collection[str] = (),
    ) -> Record:
        """The record that a row makes. Its id, its moment of recording and its mentions' ids stay what they were when it was
        received, also where parts of the row have been erased since: `erased` names their columns. Raises UnableToReread.
        """
        headings = tuple(columns)
        reader = self._reader(where, headings)
        gone = frozenset(position for position, heading in enumerate(headings) if heading in erased)
        outcome = reader(where.row, tuple(columns.values()), erased=gone)
        if isinstance(outcome, Rejected):
            raise UnableToReread(record)
        if outcome.id == record and outcome.recorded_at == recorded_at:
            return outcome
        mentions = tuple(replace(m, id=mention_id(m.kind, record, int(m.id.rpartition(".")[2]))) for m in outcome.mentions)
        return replace(outcome, id=record, mentions=mentions, recorded_at=recorded_at)

    def _reader(self, where: Provenance, headings: tuple[str, ...]) -> RowReader:
        shape = (where.system, where.file, headings)
        reader = self._readers.get(shape)
        if reader is None:
            reader = self._readers[shape] = self._compile(where, headings)
        return reader

    def _compile(self, where: Provenance, headings: tuple[str, ...]) -> RowReader:
        fitting = [p for p in self._profiles.get(where.system, ()) if _fits(p, headings)] or self._profiles.get(where.system)
        if not fitting:
            raise UnableToReread(where.system)
        profile = max(fitting, key=lambda p: len(positions_in(p, headings)))
        arrived = Arrived(file=where.file, key=self._key, received_at=where.received_at, made_at=None)
        return RowReader(profile, Layout(headings, positions_in(profile, headings)), arrived, Notices(where.file))


def _fits(profile: Profile, headings: Sequence[str]) -> bool:
    positions = positions_in(profile, headings)
    return all(column.name in positions for column in profile.required)
