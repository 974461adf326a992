"""Who may do what to a concern. This is the one place where an act is refused."""

from dataclasses import fields, replace
from datetime import datetime

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act, name_of
from wholepicture.decisions.clocks import ACTS_OF_THEIR_OWN, open_duties
from wholepicture.decisions.course import Course, Proposal, needs_second
from wholepicture.decisions.objections import Objection, climb_of
from wholepicture.decisions.options import PROTECTIVE, names_only_activity
from wholepicture.decisions.people import House, conflicted
from wholepicture.decisions.refusals import Refusal
from wholepicture.decisions.states import CONCERN_STEPS, ConcernState, can_be_done
from wholepicture.statute.ladders import NONE_ADOPTED, Editions, Level, Matter
from wholepicture.statute.occurrences import EvidenceKind

_OF_DECIDERS = (
    deeds.TakenOn,
    deeds.HandedOn,
    deeds.LetGo,
    deeds.Decided,
    deeds.RaiserTold,
    deeds.ObjectionAnswered,
    deeds.RequestAnswered,
    deeds.Recategorised,
    deeds.Joined,
    deeds.Reopened,
    deeds.Closed,
    deeds.Happened,
    deeds.Excused,
    deeds.LateExplained,
)
_OF_RAISERS = (deeds.RaiserConfirmed, deeds.Objected, deeds.PressedOn)
_NEVER_BARRED = (
    deeds.ConferenceRequested,
    deeds.Dissented,
    deeds.WorkNoted,
    deeds.PressureRecorded,
    deeds.Objected,
    deeds.PressedOn,
    deeds.ObjectionSettled,
    deeds.RaiserConfirmed,
    deeds.Happened,
    deeds.LateExplained,
)
"""What a conflict of interest does not bar: it protects a child, gives a voice, or adds to the record and ends nothing."""
_AT_LEAST = 2


def refusal(act: Act, course: Course, house: House, editions: Editions = NONE_ADOPTED) -> Refusal | None:
    """Why an act is refused as things stand before it; None where it may be done."""
    return (
        _post(act, course, house)
        or _conflict(act, course, house)
        or _words(act)
        or _reported(act, course)
        or _state(act, course)
        or _of_deciding(act, course, house)
        or _of_answering(act, course, house, editions)
    )


def _post(act: Act, course: Course, house: House) -> Refusal | None:
    if act.post not in house.posts(act.by, act.at):
        return Refusal.NO_POST
    if isinstance(act.deed, _OF_RAISERS) and act.by not in course.raised.raisers:
        return Refusal.RAISER_ONLY
    answers = isinstance(act.deed, deeds.ObjectionAnswered | deeds.RequestAnswered | deeds.Agreed | deeds.Disagreed)
    senior = answers and act.post.level > Level.PRACTITIONER
    if isinstance(act.deed, (*_OF_DECIDERS, deeds.Agreed, deeds.Disagreed)) and not (act.post.decides or senior):
        return Refusal.NOT_A_DECIDER
    return None


def _conflict(act: Act, course: Course, house: House) -> Refusal | None:
    if isinstance(act.deed, _NEVER_BARRED) or _protects(act, course):
        return None
    return Refusal.CONFLICT if conflicted(house, act.by, course.criticises, act.at) else None


def _protects(act: Act, course: Course) -> bool:
    match act.deed:
        case deeds.Decided(option):
            return option in PROTECTIVE and needs_second(course, act) is None
        case deeds.RequestAnswered(held=held):
            return held
        case deeds.Reopened():
            return course.state in (ConcernState.CLOSING, ConcernState.CLOSED)
    return False


def _words(act: Act) -> Refusal | None:
    deed = act.deed
    if isinstance(deed, deeds.TakenOn | deeds.Agreed | deeds.ObjectionSettled | deeds.CriticismNamed):
        return None  # taking it over from somebody has a reason: see `_owning`
    if isinstance(deed, deeds.Happened | deeds.Excused | deeds.RaiserTold) and not deed.reference.strip():
        return Refusal.NO_EVIDENCE
    if isinstance(deed, deeds.Happened):
        return None
    said = [getattr(deed, one.name) for one in fields(deed) if one.name in ("because", "reasons", "words", "how")]
    return None if all(words.strip() for words in said) else Refusal.NO_REASON


def _reported(act: Act, course: Course) -> Refusal | None:
    deed = act.deed
    if not isinstance(deed, deeds.Happened):
        return None
    if deed.milestone in ACTS_OF_THEIR_OWN:
        return Refusal.ACT_OF_ITS_OWN
    if deed.evidence is EvidenceKind.DECISION and deed.reference not in {one.act.id for one in course.decisions}:
        return Refusal.NO_EVIDENCE
    return Refusal.NOT_YET if deed.when > act.at else None


def _state(act: Act, course: Course) -> Refusal | None:
    if isinstance(act.deed, deeds.Agreed | deeds.Disagreed | deeds.ConferenceRequested):
        return None
    return None if can_be_done(CONCERN_STEPS, course.state, name_of(act.deed)) else Refusal.NOT_NOW


def _of_deciding(act: Act, course: Course, house: House) -> Refusal | None:
    match act.deed:
        case deeds.Decided() as deed:
            return _decided(deed)
        case (deeds.Agreed() | deeds.Disagreed()) as deed:
            return _second(act, deed, course)
        case deeds.Closed():
            return Refusal.NOT_BY_RAISER if act.by in course.raised.raisers else _unfinished(course, act.at)
        case deeds.RaiserTold(on=on) | deeds.RaiserConfirmed(on):
            return None if any(one.act.id == on for one in course.decisions) else Refusal.NOT_NOW
        case deeds.Dissented(on):
            return None if course.act(on) is not None else Refusal.NOT_NOW
        case deeds.TakenOn() | deeds.HandedOn() | deeds.LetGo():
            return _owning(act, course, house)
        case deeds.CriticismNamed():
            allowed = act.by in course.raised.raisers or act.post.scrutinises or act.post.decides
            return None if allowed else Refusal.NOT_A_DECIDER
    return None


def _owning(act: Act, course: Course, house: House) -> Refusal | None:
    """Whoever deals with it hands it on or lets it go; where nobody does, or from above, it can be given to somebody."""
    owner = course.owner
    match act.deed:
        case deeds.TakenOn(because):
            if owner == act.by:
                return Refusal.DEALT_WITH
            return None if not owner or because.strip() else Refusal.NO_REASON
        case deeds.LetGo():
            return None if owner == act.by else Refusal.NOT_OWNER
        case deeds.HandedOn(to):
            if owner not in ("", act.by) and act.post.level is Level.PRACTITIONER:
                return Refusal.NOT_OWNER
            fits = any(post.decides for post in house.posts(to, act.at)) and to != owner
            fits = fits and not conflicted(house, to, course.criticises, act.at)
            return None if fits else Refusal.NO_SUCH_PERSON
    return None


def _of_answering(act: Act, course: Course, house: House, editions: Editions) -> Refusal | None:
    match act.deed:
        case deeds.ObjectionAnswered() as deed:
            return _answer(act, deed, course, editions)
        case deeds.ObjectionSettled() as deed:
            return _settled(act, deed, course, house)
        case deeds.PressedOn(objection):
            found = _open(course, objection)
            return None if found is not None and found.awaits_raiser else Refusal.NOT_NOW
        case deeds.RequestAnswered() as deed:
            return _request(act, deed, course)
    return None


def _decided(deed: deeds.Decided) -> Refusal | None:
    if deed.option not in deed.considered or len(set(deed.considered)) < _AT_LEAST:
        return Refusal.NOT_WEIGHED
    if names_only_activity(deed.reasons):
        return Refusal.ONLY_ACTIVITY
    return None if deed.seen else Refusal.NOTHING_SEEN


def _second(act: Act, deed: deeds.Agreed | deeds.Disagreed, course: Course) -> Refusal | None:
    proposal = course.proposal(deed.on)
    if proposal is None:
        return Refusal.NOT_NOW
    if proposal.act.by == act.by:
        return Refusal.SAME_PERSON
    if act.by in course.raised.raisers:
        return Refusal.NOT_BY_RAISER
    if isinstance(deed, deeds.Disagreed):
        return None
    now = needs_second(course, replace(proposal.act, at=act.at))
    elsewhere = proposal.elsewhere or (now is not None and now.elsewhere)
    if elsewhere and proposal.act.post.agency == act.post.agency:
        return Refusal.SAME_AGENCY
    return _unfinished(course, act.at, proposal) if isinstance(proposal.act.deed, deeds.Closed) else None


def _unfinished(course: Course, at: datetime, closing: Proposal | None = None) -> Refusal | None:
    if course.open_objections:
        return Refusal.OBJECTION_OPEN
    if course.open_requests:
        return Refusal.REQUEST_OPEN
    if any(one is not closing for one in course.proposals):
        return Refusal.PROPOSAL_OPEN
    if not course.told():
        return Refusal.NOT_TOLD
    return Refusal.CLOCK_RUNS if open_duties(course, at) else None


def _open(course: Course, objection: str) -> Objection | None:
    return next((one for one in course.open_objections if one.act.id == objection), None)


def _answer(act: Act, deed: deeds.ObjectionAnswered, course: Course, editions: Editions) -> Refusal | None:
    found = _open(course, deed.objection)
    if found is None or found.awaits_raiser:
        return Refusal.NOT_NOW
    if act.by in course.raised.raisers:
        return Refusal.NOT_BY_RAISER
    if deed.upheld:
        return None
    climb = climb_of(found, editions.about(Matter.DECISION, found.act.at), act.at)
    if act.post.level < climb.rung.stage.answered_by:
        return Refusal.TOO_LOW
    decided = {one.act.by for one in course.decisions} | {one.agreed.by for one in course.decisions if one.agreed}
    return Refusal.OWN_ANSWER if climb.rung.number > 1 and act.by in decided else None


def _settled(act: Act, deed: deeds.ObjectionSettled, course: Course, house: House) -> Refusal | None:
    found = _open(course, deed.objection)
    if found is None:
        return Refusal.NOT_NOW
    if act.by == found.act.by:
        return None
    gone = not house.posts(found.act.by, act.at)
    last = bool(found.answers) and found.answers[-1].post.level is Level.EXECUTIVE
    if act.post.scrutinises and found.awaits_raiser and (gone or last):
        return None if deed.because.strip() else Refusal.NO_REASON
    return Refusal.RAISER_ONLY


def _request(act: Act, deed: deeds.RequestAnswered, course: Course) -> Refusal | None:
    found = next((one for one in course.open_requests if one.act.id == deed.request), None)
    if found is None:
        return Refusal.NOT_NOW
    if not deed.held and names_only_activity(deed.because):
        return Refusal.ONLY_ACTIVITY
    return Refusal.NOT_BY_RAISER if act.by == found.act.by else None
