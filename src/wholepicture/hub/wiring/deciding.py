"""Deciding on a concern: what may be done, by whom, and what an act leads to. One call does one act."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from wholepicture.cli.clock import salt
from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act, Post, act_of
from wholepicture.decisions.course import OWNING, Course, Decision, Raised, after, course_of
from wholepicture.decisions.ladders_course import ladders_course
from wholepicture.decisions.may import refusal
from wholepicture.decisions.options import PROTECTIVE
from wholepicture.decisions.people import Criticism
from wholepicture.decisions.refusals import Refusal
from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import Acting
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage import acts as kept
from wholepicture.hub.storage.access import Look, note_access
from wholepicture.hub.storage.access_refusals import NothingThere
from wholepicture.hub.storage.acts import ConcernFacts
from wholepicture.hub.storage.connections import request_connection
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.course_rows import row_of, voice_of
from wholepicture.hub.wiring.deciding_people import UNKNOWN, HubHouse, handle_of
from wholepicture.hub.wiring.journey_words import outcome_draft
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.ledger.facts import Draft
from wholepicture.statute.ladders import Editions, Level
from wholepicture.vocabulary.records import RecordId

__all__ = ["Matter", "NotDone", "NothingThere", "do", "look_at_matter", "matter_of", "read_matter", "voice_of"]

BY_RAISERS = (
    deeds.RaiserConfirmed,
    deeds.Objected,
    deeds.PressedOn,
    deeds.ObjectionSettled,
    deeds.ConferenceRequested,
    deeds.PressureRecorded,
    deeds.CriticismNamed,
)
"""What whoever raised the concern does as such: it stands under the concern and not under their account, which may be
protected."""


_DEALERS: dict[type, tuple[Role, ...]] = {
    deeds.TakenOn: (Role.HUB_PRACTITIONER,),
    deeds.LetGo: (Role.HUB_PRACTITIONER, Role.MANAGER),
    deeds.HandedOn: (Role.HUB_PRACTITIONER, Role.MANAGER),
}
"""Practitioners of the hub deal with concerns; whoever answers for them gives one to another of them."""


_REASONS = ("reasons", "because")
_DAYS = ("day", "due_on", "review_on")
_ABOUT: Mapping[Refusal, tuple[str, ...]] = {
    Refusal.NO_REASON: _REASONS,
    Refusal.ONLY_ACTIVITY: _REASONS,
    Refusal.NOT_WEIGHED: ("considered",),
    Refusal.NOTHING_SEEN: ("seen",),
    Refusal.NO_EVIDENCE: ("reference", "evidence"),
    Refusal.NOT_YET: _DAYS,
    Refusal.BEFORE_RETURN: _DAYS,
    Refusal.NO_SUCH_PERSON: ("to", "owner", "email"),
    Refusal.DAY_IS_OVER: _DAYS,
}
"""What of that which was said does not do, by the names that forms have for it."""


class NotDone(Exception):
    """It was not done."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why
        self.about = _ABOUT.get(why, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A concern with its course, as somebody who acts sees it. `post` is in which post they act, `editions` are the
    partnership's ladders.
    """

    matter: str
    reference: str
    facts: ConcernFacts
    course: Course
    house: HubHouse
    editions: Editions
    at: datetime
    acting: Acting
    post: Post

    def may(self, deed: deeds.Deed) -> Refusal | None:
        """Why whoever acts may not do this now; None where they may."""
        if (
            isinstance(deed, deeds.Decided)
            and self.facts.mine
            and self.acting.account not in self.facts.raisers
            and deed.option not in PROTECTIVE
        ):
            return Refusal.NOT_BY_RAISER
        if isinstance(deed, OWNING) and self.acting.role not in _DEALERS[type(deed)]:
            return Refusal.NOT_A_DECIDER
        return refusal(self.act(deed), self.course, self.house, self.editions)

    def act(self, deed: deeds.Deed) -> Act:
        """The act that this deed would be."""
        if self.facts.mine and isinstance(deed, BY_RAISERS):
            voice = voice_of(self.reference)
            return act_of(self.matter, voice, _voice_post(self.facts), self.at, deed)
        return act_of(self.matter, str(self.acting.account), self.post, self.at, deed)


def matter_of(reference: str) -> str:
    """The matter of a concern."""
    return f"concern:{reference}"


def look_at_matter(
    who: Acting,
    purpose: Purpose,
    reference: str,
    *,
    on: datetime | None = None,
    request: str = "",
    action: str = "read decisions",
) -> Matter:
    """A concern with its course, now or as known at a past moment, inclusive; the look is written down before it is told.
    Raises NothingThere, LookNotWritten.
    """
    at = clock.now()
    reader = reader_for(who, at=at)
    try:
        matter = read_matter(reader, who, purpose, reference, on=on)
    except NothingThere:
        _note(reader, purpose, reference, None, at, request, action)
        raise
    _note(reader, purpose, reference, matter, at, request, action)
    return matter


def do(who: Acting, purpose: Purpose, reference: str, deed: deeds.Deed, *, request: str = "") -> Act:
    """Do it, if it may be done as things stand. Raises NotDone, NothingThere, LookNotWritten."""
    at = clock.now()
    reader, connection = reader_for(who, at=at), request_connection()
    matter = matter_of(reference)
    with kept.one_at_a_time(connection, matter):
        before = read_matter(reader, who, purpose, reference)
        _note(reader, purpose, reference, before, at, request, "decide")
        why = before.may(deed)
        if why is None and isinstance(deed, OWNING):
            why = _may_deal(before, deed, reader, purpose)
        if why is not None:
            raise NotDone(why)
        act = before.act(deed)
        after_it = after(before.course, act)
        decided = after_it.decisions[len(before.course.decisions) :]
        outcomes = [_outcome(RecordId(before.facts.record), one, at) for one in decided]
        kept.keep_act(connection, act, *outcomes, salts=salt)
        now = read_matter(reader, who, purpose, reference, at=at).course
        with acting(reader, purpose, at=at):
            kept.note_course(row_of(now))
    return act


def _may_deal(matter: Matter, deed: deeds.Deed, reader: Reader, purpose: Purpose) -> Refusal | None:
    """Whether a seal bars whoever it is handed to; the rules of decisions know of none."""
    if not isinstance(deed, deeds.HandedOn):
        return None
    whom = handle_of(deed.to)
    with acting(reader, purpose, at=matter.at):
        fits = whom is not None and kept.can_be_given(matter.facts.record, whom)
    return None if fits else Refusal.NO_SUCH_PERSON


def _outcome(record: RecordId, decision: Decision, at: datetime) -> Draft:
    words = f"{decision.option.capitalize()}: {decision.deed.reasons}"
    return outcome_draft(record, words, by=decision.act.by, now=at)


def read_matter(
    reader: Reader,
    who: Acting,
    purpose: Purpose,
    reference: str,
    *,
    on: datetime | None = None,
    at: datetime | None = None,
) -> Matter:
    """As `look_at_matter`, for a page that has written the look down itself. Raises NothingThere."""
    at = at or clock.now()
    matter = matter_of(reference)
    with acting(reader, purpose, at=at):
        facts, acts, ladders = kept.concern_facts(matter), kept.acts_on(matter), kept.ladder_acts()
    voice = voice_of(reference)
    house = HubHouse({voice: (_voice_post(facts),) if facts.raiser_there or facts.mine else ()})
    raised = Raised(
        matter=matter,
        raisers=frozenset({voice, *map(str, facts.raisers)}),
        agency=facts.agency,
        at=facts.raised_at,
        additions=facts.additions,
        criticises=tuple(Criticism(str(one) if one else UNKNOWN, since) for one, since in facts.criticised),
        touched_by=facts.findings,
    )
    course = course_of(raised, acts, known_by=on)
    if on is None:  # a seal hands over to its lead without an act of theirs
        course = replace(course, owner=str(facts.owner) if facts.owner else "")
    if facts.mine:  # whoever asked for protection is a raiser before themself alone: the course must not depend on who reads
        course = replace(course, raised=replace(raised, raisers=raised.raisers | {str(who.account)}))
    return Matter(
        matter=matter,
        reference=reference,
        facts=facts,
        course=course,
        house=house,
        editions=ladders_course(ladders).editions,
        at=at,
        acting=who,
        post=house.post_of(who.post, at),
    )


def _voice_post(facts: ConcernFacts) -> Post:
    return Post(facts.agency, Level.PRACTITIONER)


def _note(
    reader: Reader, purpose: Purpose, reference: str, matter: Matter | None, at: datetime, request: str, action: str
) -> None:
    look = Look(
        action=action,
        subject_kind="record" if matter else "concern",
        subject=matter.facts.record if matter else reference,
        allowed=matter is not None,
        because=purpose.name if matter else "no relation",
        request=request,
    )
    note_access(reader, purpose, [look], at=at)
