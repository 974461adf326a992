"""The clocks of a concern: what its acts say happened, and how each duty stands on the moment that is asked."""

from collections.abc import Iterator
from datetime import datetime

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act
from wholepicture.decisions.course import Course
from wholepicture.decisions.options import PROTECTIVE, SUSPECTS_HARM, Option
from wholepicture.statute.bank_holidays import Nation
from wholepicture.statute.duties import duties
from wholepicture.statute.occurrences import Evidence, EvidenceKind, Milestone, Occurrence
from wholepicture.statute.standing import Standing, duty_states

ACTS_OF_THEIR_OWN = frozenset(
    {
        Milestone.REFERRAL_RECEIVED,
        Milestone.DECISION_RECORDED,
        Milestone.RAISER_TOLD,
        Milestone.NO_ASSESSMENT,
        Milestone.CONFERENCE_AGREED,
        Milestone.CONFERENCE_REQUESTED,
        Milestone.REQUEST_ANSWERED,
        Milestone.DISSENT_RECORDED,
        Milestone.EXCUSED,
        Milestone.REASON_FOR_LATENESS,
    }
)
"""What follows from an act under its own conditions. Nobody reports that it happened, or they would step past these."""


def occurrences_of(course: Course) -> tuple[Occurrence, ...]:
    """What happened about a concern, as far as it starts or stops a clock. A decision that waits for a second person, or an
    activity, is none of it.
    """
    return (*_occurrences(course),)


def standings(course: Course, on: datetime, calendar: Nation | None = None) -> tuple[Standing, ...]:
    """How every duty that runs on a concern stands, the one that is due first first."""
    happened = occurrences_of(course)
    found = [one for duty in duties() for one in duty_states(duty, happened, on, calendar)]
    return tuple(sorted(found, key=lambda one: (one.due_by is None, one.due_by or one.started_at, one.duty.id)))


def open_duties(course: Course, on: datetime, calendar: Nation | None = None) -> tuple[Standing, ...]:
    """The duties that somebody still owes."""
    return tuple(one for one in standings(course, on, calendar) if one.is_open)


def _occurrences(course: Course) -> Iterator[Occurrence]:
    matter, at = course.raised.matter, course.raised.at
    yield Occurrence(milestone=Milestone.REFERRAL_RECEIVED, about=matter, at=at, known_at=at)
    for decision in course.decisions:
        shown = (Evidence(EvidenceKind.DECISION, decision.act.id),)
        yield _on(matter, Milestone.DECISION_RECORDED, decision.at, shown, decision.act)
        if decision.option is Option.CONFERENCE:
            yield _on(decision.act.id, Milestone.CONFERENCE_AGREED, decision.at, shown, decision.act)
        if decision.option in SUSPECTS_HARM:
            yield _on(matter, Milestone.HARM_SUSPECTED, decision.at, shown, decision.act)
    standing = course.standing
    if standing is not None and standing.option not in PROTECTIVE:
        shown = (Evidence(EvidenceKind.DECISION, standing.act.id),)
        yield _on(matter, Milestone.NO_ASSESSMENT, standing.at, shown, standing.act)
    for request in course.requests:
        yield _on(request.act.id, Milestone.CONFERENCE_REQUESTED, request.act.at, (), request.act)
        if request.answer is not None:
            agreed = course.agreed_to(request.answer.id)
            when = agreed.at if agreed else request.answer.at
            shown = (Evidence(EvidenceKind.DECISION, request.answer.id),)
            yield _on(request.act.id, Milestone.REQUEST_ANSWERED, when, shown, request.answer)
            if isinstance(request.answer.deed, deeds.RequestAnswered) and request.answer.deed.held:
                yield _on(request.answer.id, Milestone.CONFERENCE_AGREED, when, shown, request.answer)
    for act in course.acts:
        for about in _abouts(course, act):
            yield from _of_act(about, act, course)


def _abouts(course: Course, act: Act) -> tuple[str, ...]:
    """What an act is about. A conference that was held, an answer to dissent, an excuse and a reason for lateness count for
    every request, agreed conference and dissent of the concern, unless they name one.
    """
    deed = act.deed
    of_all = isinstance(deed, deeds.Excused | deeds.LateExplained) or (
        isinstance(deed, deeds.Happened) and deed.milestone in (Milestone.CONFERENCE_HELD, Milestone.DISSENT_ANSWERED)
    )
    if not of_all or str(getattr(deed, "of", "")):
        return (course.raised.matter,)
    agreed = [one.act.id for one in course.decisions if one.option is Option.CONFERENCE]
    asked = [id_ for one in course.requests for id_ in (one.act.id, one.answer.id if one.answer else "") if id_]
    against = [one.id for one in course.acts if isinstance(one.deed, deeds.Dissented)]
    return tuple(dict.fromkeys((course.raised.matter, *asked, *agreed, *against)))


def _of_act(matter: str, act: Act, course: Course) -> Iterator[Occurrence]:
    match act.deed:
        case deeds.RaiserTold(reference=reference):
            yield _on(matter, Milestone.RAISER_TOLD, act.at, (Evidence(EvidenceKind.DELIVERY, reference),), act)
        case deeds.RaiserConfirmed():
            yield _on(matter, Milestone.RAISER_TOLD, act.at, (Evidence(EvidenceKind.DELIVERY, act.id),), act)
        case deeds.Dissented():
            yield _on(act.id, Milestone.DISSENT_RECORDED, act.at, (), act)
        case deeds.Happened() | deeds.LateExplained():
            yield reported(matter, act, act.deed)
        case deeds.Excused(duty, because, kind, reference, of):
            agreed = course.agreed_to(act.id)
            if agreed is not None:
                yield Occurrence(
                    milestone=Milestone.EXCUSED,
                    about=of or matter,
                    at=agreed.at,
                    known_at=agreed.at,
                    evidence=(Evidence(kind, reference),),
                    because=because,
                    duty=duty,
                    by=act.by,
                    agreed_by=agreed.by,
                )


def reported(matter: str, act: Act, deed: deeds.Happened | deeds.LateExplained) -> Occurrence:
    """What somebody says happened, or why something is late, about this matter unless they name another."""
    match deed:
        case deeds.Happened(milestone, when, kind, reference, because, of):
            return Occurrence(
                milestone=milestone,
                about=of or matter,
                at=when,
                known_at=act.at,
                evidence=(Evidence(kind, reference),),
                because=because,
                by=act.by,
            )
        case deeds.LateExplained(duty, because, of):
            return Occurrence(
                milestone=Milestone.REASON_FOR_LATENESS,
                about=of or matter,
                at=act.at,
                known_at=act.at,
                because=because,
                duty=duty,
                by=act.by,
            )


def _on(about: str, milestone: Milestone, at: datetime, evidence: tuple[Evidence, ...], act: Act) -> Occurrence:
    return Occurrence(milestone=milestone, about=about, at=at, known_at=at, evidence=evidence, by=act.by)
