"""What agencies' systems do by API: post a concern, add to one, and ask what became of it. By token alone."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID, uuid5

from django.conf import settings
from django.db import connection

from wholepicture.cli.clock import salt
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Agency, Team
from wholepicture.hub.accounts.sealing import digest
from wholepicture.hub.accounts.tokens import Caller, Scope, caller
from wholepicture.hub.storage.checkpoints import system_fact
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.inbox import Channel, Receipt, SameKeyOtherContent
from wholepicture.hub.storage.texts import presentable
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.journey_understanding import means_of
from wholepicture.hub.wiring.receipt_files import signed_receipt
from wholepicture.hub.wiring.receiving import Written
from wholepicture.intake.concern import Concern, NothingSaid, TooMany

__all__ = ["Caller", "NothingSaid", "Receipt", "SameKeyOtherContent", "Scope", "TooMany"]

State = Literal["received", "linked", "sent on"]
_SYSTEMS = UUID("5b0c2f7e-9d0e-5c43-9d55-0d6d2f3a7a10")
"""Of the handles that stand for agencies' systems."""


class NotKnown(Exception):
    """There is nothing of that reference that your system sent."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many more calls a token has in this minute; below 0 there are none. `again` is in seconds."""

    left: int
    again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of what a system sent: received, linked with everything else, or sent on to the area's case system."""

    reference: str
    received_at: datetime
    state: State
    sent_on_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A concern as a system posts it; its agency, moment and reference are set here. `team` is the name of a team of the
    agency: where the hub knows it, its manager sees the concern.
    """

    key: str
    concern: Concern = field(repr=False)
    team: str = ""


def caller_of(secret: str) -> Caller | None:
    """Whose token it is; None alike for all that do not hold."""
    return caller(secret, clock.now())


def count_call(by: Caller) -> Allowance:
    """Count one call of a token."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute("select need_to_know.count_call(%s::bigint, %s::timestamptz)", (by.token, now))
        row = cursor.fetchone()
    return Allowance(settings.API_PER_MINUTE - int(row[0]), 60 - now.second)


def system_of(agency: str) -> UUID:
    """The handle that stands for the systems of an agency: a token that is made anew is the same sender."""
    return uuid5(_SYSTEMS, agency)


def post(by: Caller, posting: Posting) -> Receipt:
    """Keep a concern, or an addition where the concern says what it adds to, and make it a fact. The same key again gives
    the same receipt. Raises SameKeyOtherContent, NothingSaid, TooMany.
    """
    now = clock.now()
    agency = Agency.objects.get(key=by.agency)
    named = presentable(posting.team.strip())
    team = Team.objects.filter(agency=agency, name__iexact=named).first() if named else None
    written = Written(
        key=posting.key,
        account=system_of(by.agency),
        agency=by.agency,
        agency_name=agency.name,
        team=None if team is None else team.pk,
        team_name=named,
        concern=replace(posting.concern, agency=agency.name, recorded=now),
        channel=Channel.API,
    )
    return receiving.receive(request_connection(), written, means_of(settings.RECORD_KEY), salts=salt, now=now)


def became(by: Caller, secret: str, reference: str) -> Became:
    """What became of something that the caller's own agency sent by API. Raises NotKnown, for everything else alike."""
    if not reference.isprintable():
        raise NotKnown
    with connection.cursor() as cursor:
        cursor.execute(
            "select * from need_to_know.own_receipt(%s::text, %s::uuid, %s::text, %s::timestamptz)",
            (digest(secret), system_of(by.agency), reference, clock.now()),
        )
        row = cursor.fetchone()
    if row is None:
        raise NotKnown
    reference, received_at, linked, sent_on_at = row
    state: State = "sent on" if sent_on_at else "linked" if linked else "received"
    return Became(
        reference=reference,
        received_at=received_at.astimezone(UTC),
        state=state,
        sent_on_at=sent_on_at and sent_on_at.astimezone(UTC),
    )


def signed(by: Caller, secret: str, reference: str, *, sealed: bool) -> dict[str, object] | None:
    """The signed receipt of something that the caller's own agency sent by API; None where this hub signs none. Raises
    NotKnown, also before it is a fact.
    """
    own = system_fact(digest(secret), system_of(by.agency), reference, clock.now()) if reference.isprintable() else None
    if own is None:
        raise NotKnown
    return signed_receipt(reference, own, sealed=sealed)
