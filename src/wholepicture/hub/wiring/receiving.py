"""A concern comes in: kept byte for byte, answered with a receipt, then interpreted and put into the ledger.

The receipt never waits for the interpretation to succeed. What cannot be interpreted stays in the inbox with its reason and
is shown (`not_understood`); `interpret_waiting` tries what a crash left behind, and what was not understood under an earlier
profile.
"""

import json
import re
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.inbox import Arriving, Channel, InboxOutcome, Kept, Receipt, Waiting
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring.journey_understanding import Means
from wholepicture.intake.concern import ADDITION_SYSTEM, CONCERN_SYSTEM, Concern, row_of_concern
from wholepicture.intake.rereading import Rereader, UnableToReread
from wholepicture.journey.receiving import draft_of
from wholepicture.ledger.facts import Salts, canonical
from wholepicture.vocabulary.records import Provenance, Record

CONCERN = "hub_concern"
ADDITION = "hub_addition"
PROTECTED = "protected"
"""The author of a fact whose raiser asked that their name be kept apart."""
LEFT_BEHIND = timedelta(seconds=30)
"""After so long whoever was interpreting it is gone."""


class NotUnderstood(Exception):
    """What came in could not be made into a record; it is kept, and somebody is shown it with this reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote, and in which post. `key` is made once for each form that is shown and sent back with it.

    The concern's reference, moment, agency and team are not theirs to give: they are set here, whatever it says.
    """

    key: str
    account: UUID
    agency: str
    """The key of the agency in whose post they write; `agency_name` as it stands in records."""
    agency_name: str
    team: int | None
    team_name: str = ""
    concern: Concern
    channel: Channel = Channel.PAGE
    protected: bool = False


def receive(connection: Connection, written: Written, means: Means, *, salts: Salts, now: datetime) -> Receipt:
    """Keep what somebody wrote and put it into the ledger. When this returns it is committed, understood or not.

    Call it outside any transaction. The same key again gives the same receipt. Raises SameKeyOtherContent; and, before
    anything is kept, TooMany and NothingSaid for what no form should let through.
    """
    adds_to = written.concern.adds_to or None
    arriving = Arriving(
        key=written.key,
        account=written.account,
        channel=written.channel,
        content=CONCERN if adds_to is None else ADDITION,
        body=_body(written),
        agency=written.agency,
        team=written.team,
        adds_to=adds_to,
        protected=written.protected,
    )
    receipt = inbox.keep(connection, arriving, at=now)
    kept = Kept(
        inbox=receipt.inbox,
        reference=receipt.reference,
        received_at=receipt.received_at,
        account=None if written.protected else written.account,
        channel=written.channel,
        content=arriving.content,
        agency=written.agency,
        team=written.team,
        body=arriving.body,
    )
    interpret(connection, kept, means, salts=salts, now=now)
    return receipt


def interpret(connection: Connection, kept: Kept, means: Means, *, salts: Salts, now: datetime) -> bool:
    """Make what was kept a fact, or note why not; whether it is one now. Doing it twice is doing it once."""
    try:
        record = record_of(kept, means)
    except NotUnderstood as problem:
        inbox.note_outcome(connection, kept.inbox, InboxOutcome.NOT_UNDERSTOOD, because=str(problem), at=now)
        return False
    if criticised := record.stated.get("criticised"):
        inbox.note_criticised(connection, record.id, criticised, at=now)
    author = PROTECTED if kept.account is None else str(kept.account)
    PostgresLedger(connection, salts).append([draft_of(record, author=author)], known_at=now)
    inbox.note_outcome(connection, kept.inbox, InboxOutcome.TAKEN, record=record.id, at=now)
    return True


def interpret_waiting(connection: Connection, means: Means, *, salts: Salts, now: datetime, again: bool = False) -> int:
    """Interpret what was kept and left behind; how many became facts. `again` tries also what was not understood before."""
    left = inbox.to_interpret(connection, before=now - LEFT_BEHIND, again=again)
    return sum(interpret(connection, kept, means, salts=salts, now=now) for kept in left)


def not_understood(connection: Connection, *, now: datetime) -> tuple[Waiting, ...]:
    """What came in and is no record, oldest first, for whoever keeps the hub's inbox to put right."""
    return inbox.waiting(connection, before=now - LEFT_BEHIND)


def record_of(kept: Kept, means: Means) -> Record:
    """The record that something kept makes: by its profile, as an extract's row is read. Raises NotUnderstood."""
    sent = _sent(kept.body)
    columns = {
        "reference": kept.reference,
        **({"adds to": kept.reference.rpartition("/")[0]} if kept.content == ADDITION else {}),
        "recorded": kept.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "agency": str(sent["agency"]),
        "agency key": kept.agency,
        "team id": "" if kept.team is None else str(kept.team),
        "team": str(sent.get("team", "")),
        **{str(name): str(cell) for name, cell in sent["cells"].items() if name not in _OURS},
    }
    where = Provenance(
        file=kept.channel.value,
        row=int(re.sub(r".*\D", "", kept.reference) or 1),
        system=ADDITION_SYSTEM if kept.content == ADDITION else CONCERN_SYSTEM,
        received_at=kept.received_at,
    )
    try:
        return replace(_rereader(means).receive(columns, where), provenance=where)
    except UnableToReread as problem:
        raise NotUnderstood(f"it does not fit what a concern has to say: {problem}") from problem
    except Exception as problem:
        # Whatever is wrong with our reading of it, it must not be lost to the person who wrote it.
        raise NotUnderstood(f"it could not be read ({type(problem).__name__})") from problem


_compiled = threading.local()


def _rereader(means: Means) -> Rereader:
    """This thread's own reader of rows: compiling one takes longer than all the rest."""
    held: tuple[Means, Rereader] | None = getattr(_compiled, "held", None)
    if held is None or held[0] is not means:
        held = _compiled.held = (means, Rereader(means.profiles, key=means.key))
    return held[1]


_OURS = frozenset({"reference", "adds to", "recorded", "agency", "agency key", "team id", "team"})


def _body(written: Written) -> bytes:
    """What is kept: every cell that is theirs. The same form sent again makes the same bytes."""
    cells = {name: cell for name, cell in row_of_concern(written.concern).items() if name not in _OURS}
    sent = {"agency": written.agency_name, "team": written.team_name, "cells": cells}
    return canonical(sent).encode("utf-8", "surrogatepass")


def _sent(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body.decode("utf-8", "surrogatepass"))
    except ValueError:
        raise NotUnderstood("it is not JSON") from None
    if not isinstance(sent, dict) or not isinstance(sent.get("cells"), dict) or not isinstance(sent.get("agency"), str):
        raise NotUnderstood("it is JSON of another shape than a concern's")
    return sent
