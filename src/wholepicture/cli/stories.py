"""`story`: one concern through the journey, each step's facts in words."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from wholepicture.cli import clock
from wholepicture.cli.moments import parse_moment
from wholepicture.cli.refusal import Refusal
from wholepicture.cli.scanning import SCAN_KEY, profiles_in
from wholepicture.cli.screen import say
from wholepicture.engines.columnar.arrivals import EXTRACT_ENDINGS, Reception, extracts_in, receive
from wholepicture.engines.columnar.understanding import Understanding, Understood
from wholepicture.engines.progress import Silence
from wholepicture.intake import digest
from wholepicture.journey.fold import Journey, Step
from wholepicture.journey.telling import tell
from wholepicture.journey.understanding import about_of
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.linkage import Linker, load_model
from wholepicture.patterns import Register
from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.hidden import Narrative
from wholepicture.vocabulary.moments import london_day
from wholepicture.vocabulary.readings import Reading
from wholepicture.vocabulary.records import Provenance, Record, RecordKind

_HEADINGS = ("filed as", "agency", "recorded", "reference")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `story`."""
    parser = commands.add_parser("story", help="take one concern through the journey and tell each step in words")
    parser.add_argument(
        "file",
        type=Path,
        help="a text file: the narrative, under optional lines 'filed as: Noise', 'agency: police', "
        "'recorded: 2026-03-02'; or an extract, whose rows are told in the order in which they were recorded",
    )
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="extracts that are already known")
    parser.add_argument("--most", type=int, default=20, help="tell at most so many rows of an extract (default 20)")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Carry out `story`."""
    if not asked.file.is_file():
        raise Refusal(f"{asked.file} is not a file")
    if asked.beside is not None and not asked.beside.is_dir():
        raise Refusal(f"--beside {asked.beside} is not a folder")
    beside = extracts_in(asked.beside) if asked.beside else ()
    is_extract = asked.file.suffix.lower() in EXTRACT_ENDINGS - {".txt"}
    told = _understand((asked.file,)) if is_extract else [_written(asked.file)]
    wanted = {record.id for record, _ in told}
    known = [pair for pair in _understand(beside) if pair[0].id not in wanted]
    for words in _tell_all(known, told[: asked.most]):
        say(words)
    if len(told) > asked.most:
        say(f"({len(told) - asked.most} more rows; --most {len(told)} tells them all)")
    return 0


def _understand(files: Sequence[Path]) -> list[tuple[Record, Reading]]:
    profiles = profiles_in(None)
    ledger = MemoryLedger(clock.salt)
    how = Reception(profiles=profiles, key=SCAN_KEY, received_at=clock.now(), author=clock.handle())
    arrived = receive(files, ledger, how, Silence())
    for problem in arrived.problems:
        say(f"not read: {problem}")
    understanding = Understanding(profiles=profiles, key=SCAN_KEY)
    with Understood(understanding, expected=0) as understood:
        return list(understood.understand(ledger.received()))


def _written(path: Path) -> tuple[Record, Reading]:
    """A concern written by hand."""
    text = path.read_text(encoding="utf-8", errors="replace")
    stated: dict[str, str] = {}
    while True:
        line, _, rest = text.partition("\n")
        name, colon, value = line.partition(":")
        if not colon or name.strip().casefold() not in _HEADINGS:
            break
        stated[name.strip().casefold()] = value.strip()
        text = rest
    recorded_at = parse_moment(stated["recorded"]) if stated.get("recorded") else clock.now()
    reference = stated.get("reference", path.stem)
    columns = {**stated, "narrative": text}
    identity = digest(SCAN_KEY, "concern", reference, tuple(columns.items()))
    record = Record(
        id=identity,
        system="concern",
        agency=stated.get("agency", "agency not stated"),
        kind=RecordKind.COMPLAINT,
        reference=reference,
        filed_as=stated.get("filed as", ""),
        happened=None,
        recorded_at=recorded_at,
        narrative=Narrative(text),
        mentions=(),
        columns=columns,
        provenance=Provenance(file=path.name, row=1, system="concern", received_at=clock.now()),
    )
    reader = Reader(load_lexicon())
    reading = reader.read(
        identity,
        text,
        filed_as=record.filed_as,
        recorded_on=london_day(recorded_at),
        columns_mentions=0,
        about=about_of(record),
    )
    return record, reading


def _tell_all(known: Sequence[tuple[Record, Reading]], told: Sequence[tuple[Record, Reading]]) -> Iterator[str]:
    names = {indicator.id: indicator.name for indicator in load_lexicon().indicators.values()}
    journey = Journey(linker=Linker(load_model()), register=Register())
    wanted = {record.id for record, _ in told}
    everything = sorted((*known, *told), key=lambda pair: (pair[0].recorded_at, pair[0].id))
    named_before: set[str] = set()
    for record, reading in everything:
        before = journey.findings() if record.id in wanted else ()
        step = journey.take(record, reading)
        if record.id in wanted:
            new = frozenset(e for e in step.resolution.assigned if e not in named_before)
            yield from tell(step, indicator_names=names, new_entities=new, before=before, after=journey.findings())
            yield ""
        named_before.update(_entities(step))


def _entities(step: Step) -> Iterator[str]:
    yield from step.resolution.assigned
