"""The persons of a folder of extracts as training takes them: those that stand in columns, not those of narratives."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from wholepicture.engines.columnar.arrivals import name_of
from wholepicture.engines.progress import Watch
from wholepicture.intake import Profile, Rejected, UnknownExtract, UnreadableFile, read_extracts
from wholepicture.linkage import PersonRow, person_row
from wholepicture.vocabulary.pole import PersonDescription


def persons_in(
    files: Sequence[Path], profiles: Sequence[Profile], *, key: bytes, received_at: datetime, watch: Watch
) -> Iterator[PersonRow]:
    """One row for each naming of a person in a column of a record that could be read. Files that are unknown give none."""
    for path in files:
        name = name_of(path)
        watch.says(f"Reading {name}")
        with path.open("rb") as stream:
            try:
                tables = read_extracts(
                    name, stream, profiles=tuple(profiles), key=key, received_at=received_at, made_at=None
                )
                for table in tables:
                    if isinstance(table, UnknownExtract):
                        continue
                    for outcome in table:
                        if not isinstance(outcome, Rejected):
                            yield from (
                                person_row(mention.description)
                                for mention in outcome.mentions
                                if isinstance(mention.description, PersonDescription)
                            )
            except UnreadableFile:
                continue
