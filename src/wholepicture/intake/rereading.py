"""Rows that are already in the ledger, understood again: by today's profile, under the id that they were received with."""

from collections.abc import Mapping, Sequence
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
        self._profiles = {profile.system: profile for profile in profiles}
        self._key = key
        self._readers: dict[tuple[str, str, tuple[str, ...]], RowReader] = {}

    def reread(self, record: RecordId, columns: Mapping[str, str], where: Provenance, recorded_at: datetime) -> Record:
        """The record that a row makes. Its id and its moment of recording stay what they were when it was received, also
        where a part of the row has been erased since. Raises UnableToReread.
        """
        headings = tuple(columns)
        shape = (where.system, where.file, headings)
        reader = self._readers.get(shape)
        if reader is None:
            reader = self._readers[shape] = self._compile(where, headings)
        outcome = reader(where.row, tuple(columns.values()))
        if isinstance(outcome, Rejected):
            raise UnableToReread(record)
        if outcome.id == record and outcome.recorded_at == recorded_at:
            return outcome
        mentions = tuple(replace(m, id=mention_id(m.kind, record, int(m.id.rpartition(".")[2]))) for m in outcome.mentions)
        return replace(outcome, id=record, mentions=mentions, recorded_at=recorded_at)

    def _compile(self, where: Provenance, headings: tuple[str, ...]) -> RowReader:
        profile = self._profiles.get(where.system)
        if profile is None:
            raise UnableToReread(where.system)
        arrived = Arrived(file=where.file, key=self._key, received_at=where.received_at, made_at=None)
        return RowReader(profile, Layout(headings, positions_in(profile, headings)), arrived, Notices(where.file))
