"""A concern comes in: kept byte for byte, answered with a receipt, then interpreted and put into the ledger.

The receipt never waits for the interpretation to succeed. What cannot be interpreted stays in the inbox with its reason and
is shown (`not_understood`); `interpret_waiting` tries what a crash left behind, and what was not understood under an earlier
profile.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.connections import Connection
from wholepicture.hub.storage.inbox import Arriving, Channel, InboxOutcome, Kept, Receipt, Waiting
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.storage.rows import OWN_SYSTEM
from wholepicture.hub.wiring.journey_understanding import Means
from wholepicture.intake import Profile, Rejected
from wholepicture.intake.outcomes import Notices
from wholepicture.intake.recognition import positions_in
from wholepicture.intake.rows import Arrived, Layout, RowReader
from wholepicture.journey.receiving import draft_of
from wholepicture.ledger.facts import Salts, canonical
from wholepicture.vocabulary.moments import LONDON
from wholepicture.vocabulary.records import Record

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
    """What somebody wrote: cells by the columns of the profile `hub_concern`, or `hub_addition`.

    `key` is made once for each form that is shown and sent back with it. The reference, the moment and the agency are not
    theirs to give: they are set here.
    """

    key: str
    account: UUID
    agency: str
    """The key of the agency in whose post they write; `agency_name` as it stands in records."""
    agency_name: str
    team: int | None
    cells: Mapping[str, str] = field(repr=False)
    adds_to: str | None = None
    """The reference of the concern that this adds to; the profile is then `hub_addition`."""
    channel: Channel = Channel.PAGE
    protected: bool = False


def receive(connection: Connection, written: Written, means: Means, *, salts: Salts, now: datetime) -> Receipt:
    """Keep what somebody wrote and put it into the ledger. When this returns it is committed, understood or not.

    Call it outside any transaction. The same key again gives the same receipt. Raises SameKeyOtherContent.
    """
    arriving = Arriving(
        key=written.key,
        account=written.account,
        channel=written.channel,
        content=_profile_of(written),
        body=canonical({"agency": written.agency_name, "cells": dict(written.cells)}).encode("utf-8", "surrogatepass"),
        agency=written.agency,
        team=written.team,
        adds_to=written.adds_to,
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
    profile = _profile(kept.content, means)
    sent = _sent(kept.body)
    columns = {
        **{str(name): str(cell) for name, cell in sent["cells"].items()},
        "reference": kept.reference,
        "recorded": kept.received_at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M"),
        "agency": str(sent["agency"]),
        "agency key": kept.agency,
        "team id": "" if kept.team is None else str(kept.team),
    }
    if kept.content == ADDITION:
        columns["adds to"] = f"{OWN_SYSTEM}/{kept.reference.rpartition('/')[0]}"
    try:
        headings = tuple(columns)
        arrived = Arrived(file=kept.channel.value, key=means.key, received_at=kept.received_at, made_at=None)
        read = RowReader(profile, Layout(headings, positions_in(profile, headings)), arrived, Notices(arrived.file))
        record = read(1, tuple(columns.values()))
    except Exception as problem:
        # Whatever is wrong with our reading of it, it must not be lost to the person who wrote it.
        raise NotUnderstood(f"it could not be read ({type(problem).__name__})") from problem
    if isinstance(record, Rejected):
        raise NotUnderstood(f"{record.column}: {record.wrong}; it wants {record.right}")
    return replace(record, recorded_at=kept.received_at)


def _profile_of(written: Written) -> str:
    return CONCERN if written.adds_to is None else ADDITION


def _profile(name: str, means: Means) -> Profile:
    for profile in means.profiles:
        if profile.name == name:
            return profile
    raise NotUnderstood(f"there is no profile {name}")


def _sent(body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body.decode("utf-8", "surrogatepass"))
    except ValueError:
        raise NotUnderstood("it is not JSON") from None
    if not isinstance(sent, dict) or not isinstance(sent.get("cells"), dict) or not isinstance(sent.get("agency"), str):
        raise NotUnderstood("it is JSON of another shape than a concern's")
    return sent
