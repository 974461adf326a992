"""Break-glass: what may be said for it, how long it lasts, and who reviews it by when."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from wholepicture.hub.need_to_know.purposes import Purpose, Way
from wholepicture.hub.need_to_know.subjects import Allowed, Decision, Reader, Refusal, Refused
from wholepicture.vocabulary.moments import end_of_day, london_day

LASTS = timedelta(hours=4)
REVIEW_WORKING_DAYS = 5
_FEWEST_WORDS = 3
_SATURDAY = 5


class Emergency(StrEnum):
    """The code that goes with the reason in one's own words. A code alone says nothing."""

    DANGER_NOW = "danger now"
    MISSING_NOW = "missing now"
    POLICE_PROTECTION = "police protection"
    HOSPITAL = "in hospital"
    WORKER_NOT_REACHED = "worker not reached"


EMERGENCY_WORDS = {
    Emergency.DANGER_NOW: "Somebody is in danger now",
    Emergency.MISSING_NOW: "A child or an adult at risk is missing now",
    Emergency.POLICE_PROTECTION: "Police protection or an emergency order is being considered",
    Emergency.HOSPITAL: "They are in hospital or being assessed now",
    Emergency.WORKER_NOT_REACHED: "The worker who may see it cannot be reached and it cannot wait",
}


def may_break_glass(reader: Reader, purpose: Purpose, because: str, *, signed_in_again: bool) -> Decision:
    """Whether somebody may open in an emergency: for the purpose that says so, with a reason in their own words, having just
    signed in again.
    """
    if not reader.may_state(purpose) or not purpose.opens(Way.BREAK_GLASS, reader.roles) or not signed_in_again:
        return Refused(Refusal.PURPOSE)
    if len(because.split()) < _FEWEST_WORDS:
        return Refused(Refusal.REASON)
    return Allowed("You opened it in an emergency; this is reviewed.")


def open_until(opened_at: datetime) -> datetime:
    """The moment, exclusive, at which an emergency opening ends."""
    return opened_at + LASTS


def review_due(opened_at: datetime, holidays: frozenset[date] = frozenset()) -> datetime:
    """The last second of the fifth working day in London after the day of the opening. `holidays` are bank holidays."""
    day, left = london_day(opened_at), REVIEW_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in holidays
    return end_of_day(day)


def may_review(reviewer: Reader, opener: Reader, purpose: Purpose, agencies: frozenset[str], at: datetime) -> Decision:
    """Whether somebody may review another's emergency opening: neither may stand in the other's line now, and the reviewer
    acts for none of `agencies`, those in which the opener holds a post.
    """
    if not reviewer.may_state(purpose) or purpose.key != "review_break_glass":
        return Refused(Refusal.PURPOSE)
    if reviewer.account == opener.account:
        return Refused(Refusal.OWN)
    pairs = ((reviewer, opener), (opener, reviewer))
    if any(b.account == other.account and b.held_between(at, at) for one, other in pairs for b in one.below):
        return Refused(Refusal.LINE)
    if reviewer.agencies & agencies:
        return Refused(Refusal.AGENCY)
    return Allowed("You stand outside their line and their agency.")
