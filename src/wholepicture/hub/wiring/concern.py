"""A concern is sent, or something is added to one: kept at once, then read by the same journey as every record."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from wholepicture.cli.clock import salt
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Post as PostRow
from wholepicture.hub.accounts.posts import Acting, current
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.storage.inbox import Receipt, SameKeyOtherContent
from wholepicture.hub.storage.own_concerns import OwnPart, own_thread
from wholepicture.hub.wiring import drafts, receiving
from wholepicture.hub.wiring.drafts import FOLLOW_OWN
from wholepicture.hub.wiring.journey_understanding import Means, means_of
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.hub.wiring.receiving import Written
from wholepicture.intake.concern import Concern, ConcernAbout
from wholepicture.statute.rules import RULES, Rule
from wholepicture.statute.working_days import working_days_after
from wholepicture.vocabulary.moments import london_day

__all__ = ["NothingThere", "Receipt", "SameKeyOtherContent", "Sending", "WhatNext", "send", "what_next"]

DECISION_WORKING_DAYS = 1
"""What the rule `referral-decision` says, as a number."""
_RULES = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What is sent. `key` was made with the form; `adds_to` is the reference of one's own concern that it adds to. Of the
    concern, agency, team, moment and who raises it are set when it is sent.
    """

    key: UUID
    concern: Concern = field(repr=False)
    protected: bool = False
    adds_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatNext:
    """What happens next with a concern: until the end of which London day, whose it is, and by which rules."""

    owner: str
    decision_by: date
    late: bool
    decision: Rule
    answer: Rule


def send(who: Acting, sending: Sending) -> Receipt:
    """Keep what was sent, make it a fact, and take its draft away. The same key again gives the same receipt.

    What is added to a protected concern is protected as well: else its writer would stand beside it. An addition that does
    not say what it is about is about what the concern is about. Raises NothingThere where `adds_to` is no concern of theirs,
    SameKeyOtherContent, TooMany and NothingSaid.
    """
    now = clock.now()
    protected, about = sending.protected, sending.concern.about
    if sending.adds_to is not None:
        first = _own(who, sending.adds_to, now)
        protected = protected or first.protected
        about = about or _about(first)
    written = Written(
        key=str(sending.key),
        account=who.account,
        agency=who.agency,
        agency_name=who.post.agency_name,
        team=who.post.team,
        team_name=who.post.team_name,
        concern=replace(
            sending.concern,
            adds_to=sending.adds_to or "",
            about=about,
            agency=who.post.agency_name,
            raised_by="" if protected else who.role.label,
            recorded=now,
        ),
        protected=protected,
    )
    receipt = receiving.receive(request_connection(), written, _means(), salts=salt, now=now)
    drafts.remove(who.account, sending.key)
    return receipt


def what_next(received_at: datetime, *, owner: str, now: datetime) -> WhatNext:
    """What is due on a concern that was received at a moment, from whose `owner`. Working days are those of England; the
    day itself does not count.
    """
    by = working_days_after(london_day(received_at), DECISION_WORKING_DAYS)
    return WhatNext(
        owner=owner,
        decision_by=by,
        late=london_day(now) > by,
        decision=_RULES["referral-decision"],
        answer=_RULES["referrer-told"],
    )


def _about(first: OwnPart) -> ConcernAbout | None:
    said = (first.cells or {}).get("about", "")
    return ConcernAbout(said) if said in set(ConcernAbout) else None


def _own(who: Acting, reference: str, now: datetime) -> OwnPart:
    """One's own concern, as it was first sent. Raises NothingThere."""
    with acting(reader_for(who, at=now), FOLLOW_OWN, at=now):
        found = own_thread(reference)
    if not found:
        raise NothingThere
    return found[0]


def owner_of_concerns(now: datetime) -> str:
    """The teams of the hub that deal with concerns, by name."""
    posts = PostRow.objects.filter(current(now), role=Role.HUB_PRACTITIONER, account__is_active=True)
    names = posts.order_by("team__name").values_list("team__name", flat=True).distinct()
    return " and ".join(names) or "The hub team"


@lru_cache(maxsize=1)
def _means() -> Means:
    return means_of(settings.RECORD_KEY)
