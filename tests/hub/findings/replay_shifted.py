"""The replay's extracts as if they were of these last months, taken into a hub by its own journey, and concerns beside."""

import re
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from wholepicture.engines.columnar.arrivals import Reception, extracts_in, receive
from wholepicture.engines.progress import Silence
from wholepicture.hub.storage.inbox import Receipt
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.journey import JourneyProcess
from wholepicture.hub.wiring.journey_understanding import Means
from wholepicture.hub.wiring.receiving import Written
from wholepicture.intake.concern import Concern, ConcernAbout
from wholepicture.ledger.facts import Draft
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.vocabulary.moments import london_day

REPLAY = Path(__file__).parents[2] / "replay"
LAST = date(2007, 6, 2)
_DATES = ((r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"), (r"\d{2}/\d{2}/\d{4}", "%d/%m/%Y"), (r"\d{2}-[A-Z][a-z]{2}-\d{4}", "%d-%b-%Y"))
Connect = Callable[..., Any]


def salt() -> bytes:
    return secrets.token_bytes(16)


def shifted(text: str, days: int) -> str:
    """The text with every date in it later by so many days."""
    for pattern, form in _DATES:
        text = re.sub(pattern, lambda found, form=form: _later(found.group(), form, days), text)
    return text


def _later(written: str, form: str, days: int) -> str:
    return (datetime.strptime(written, form) + timedelta(days=days)).strftime(form)  # noqa: DTZ007 - a day


def load_replay(connect: Connect, means: Means, folder: Path, *, now: datetime, ended: int = 1) -> None:
    """Take the replay in, each record known from when it was recorded; its last one is of `ended` days ago."""
    days = (london_day(now) - LAST).days - ended
    with TemporaryDirectory() as extracts:
        for path in sorted(REPLAY.glob("*.csv")):
            (Path(extracts) / path.name).write_text(shifted(path.read_text(encoding="utf-8"), days), encoding="utf-8")
        kept = MemoryLedger(salt)
        reception = Reception(profiles=means.profiles, key=means.key, received_at=now, author="replay")
        receive(extracts_in(Path(extracts)), kept, reception, Silence())
    with connect() as connection:
        ledger = PostgresLedger(connection, salt)
        for _, of_a_day in groupby(kept.received(recorded_by=now), key=lambda f: london_day(f.envelope.recorded_at)):
            facts = list(of_a_day)
            drafts = [_draft(fact) for fact in facts]
            ledger.append(drafts, known_at=facts[-1].envelope.recorded_at)
    run_journey(connect, means, folder, now=now)


def _draft(fact: Any) -> Draft:
    envelope = fact.envelope
    return Draft(
        id=envelope.id,
        kind=envelope.kind,
        source=envelope.source,
        author=envelope.author,
        recorded_at=envelope.recorded_at,
        happened=envelope.happened,
        parts=fact.parts,
    )


def run_journey(connect: Connect, means: Means, folder: Path, *, now: datetime) -> None:
    """Let the journey take whatever is committed."""
    process = JourneyProcess(connect, means, folder, clock=lambda: now, salts=salt, say=lambda _: None)
    try:
        process.restore()
        process.catch_up()
    finally:
        process.close()


def raise_concern(
    connect: Connect,
    means: Means,
    seen: str,
    *,
    account: UUID,
    agency: tuple[str, str],
    team: tuple[int, str],
    at: datetime,
    protected: bool = False,
    **said: Any,
) -> Receipt:
    """Somebody writes a concern about a place; `agency` and `team` are key and name."""
    written = Written(
        key=secrets.token_hex(8),
        account=account,
        agency=agency[0],
        agency_name=agency[1],
        team=team[0],
        team_name=team[1],
        protected=protected,
        concern=Concern(
            **{
                "reference": "",
                "agency": "",
                "recorded": at,
                "about": ConcernAbout.PLACE,
                "seen": seen,
                "filed_as": "Noise",
                **said,
            }
        ),
    )
    with connect("wp_app") as connection:
        return receiving.receive(connection, written, means, salts=salt, now=at)
