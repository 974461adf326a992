"""What can be done about a concern as it stands, and to which earlier act each of these refers."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act
from wholepicture.decisions.course import Course
from wholepicture.decisions.options import Option
from wholepicture.decisions.people import conflicted
from wholepicture.hub.accounts.posts import display, people_in
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.need_to_know.purposes import Purpose
from wholepicture.hub.storage.access import seen_about
from wholepicture.hub.storage.context import acting
from wholepicture.hub.wiring.deciding import Matter
from wholepicture.hub.wiring.readers import reader_for
from wholepicture.statute.duties import duties
from wholepicture.statute.occurrences import EvidenceKind, Milestone

__all__ = ["RAISER_WAYS", "acts_for", "owners_for", "people_for", "possible", "seen_by"]

RAISER_WAYS: Mapping[str, str] = {
    "confirm": "I have read what was decided",
    "object": "I do not accept this",
    "press": "I do not accept the answer",
    "settle": "I accept the answer",
    "request": "Request a conference",
    "pressure": "I was pressed because I raised this",
}
"""What whoever raised a concern can do about it, in their words and in the order of the page."""
_WORDS = "Words that stand for whatever somebody would write here."
_Tries = Callable[[Course, Matter], Sequence[deeds.Deed]]


def possible(one: Matter, ways: Sequence[str]) -> tuple[str, ...]:
    """Those of these ways that whoever acts could take now."""
    return tuple(way for way in ways if any(one.may(deed) is None for deed in _TRIES[way](one.course, one)))


def acts_for(one: Matter, way: str) -> tuple[Act, ...]:
    """The acts to which a way can refer now."""
    course = one.course
    found: Mapping[str, Sequence[Act]] = {
        "agree": [each.act for each in course.proposals],
        "disagree": [each.act for each in course.proposals],
        "tell": [each.act for each in course.decisions[-1:]],
        "confirm": [each.act for each in course.decisions[-1:]],
        "dissent": [each.act for each in course.decisions] + [each.act for each in course.proposals],
        "answer": [each.act for each in course.open_objections if not each.awaits_raiser],
        "settle": [each.act for each in course.open_objections],
        "press": [each.act for each in course.open_objections if each.awaits_raiser],
        "answer-request": [each.act for each in course.open_requests],
    }
    tried = {on: deed for deed in _TRIES[way](course, one) if (on := _on(deed))}
    return tuple(act for act in found.get(way, ()) if act.id in tried and one.may(tried[act.id]) is None)


def people_for(one: Matter) -> tuple[tuple[str, str], ...]:
    """Who could have taken part in a decision: whoever decides, without a conflict; handles with names."""
    fit = [who for who in one.house.deciders(one.at) if not conflicted(one.house, who, one.course.criticises, one.at)]
    names = display((UUID(who) for who in fit), one.acting.role, one.at)
    return tuple((str(handle), name) for handle, name in names.items() if handle != one.acting.account)


def owners_for(one: Matter) -> tuple[tuple[str, str], ...]:
    """To whom whoever acts may hand the concern: handles with names. Whether a seal bars them is asked once it is done."""
    at = one.at
    fit = [who for who in people_in(Role.HUB_PRACTITIONER, at) if one.may(deeds.HandedOn(str(who), _WORDS)) is None]
    names = display(fit, one.acting.role, at)
    return tuple((str(handle), name) for handle, name in names.items() if handle != one.acting.account)


def seen_by(one: Matter, purpose: Purpose) -> tuple[tuple[str, str], ...]:
    """What whoever acts has opened of this concern and of the findings that touch it: ids with words. Their log says so."""
    findings = [finding for finding, _, _ in one.facts.findings]
    with acting(reader_for(one.acting, at=one.at), purpose, at=one.at):
        opened = seen_about(one.acting.account, [one.facts.record, *findings])
    named = [(f"record {one.facts.record}", f"The concern {one.reference}")] if one.facts.record in opened else []
    return (*named, *((f"finding {finding}", f"Finding {finding}") for finding in findings if finding in opened))


def _on(deed: deeds.Deed) -> str:
    return str(getattr(deed, "on", "") or getattr(deed, "objection", "") or getattr(deed, "request", ""))


def _decide(course: Course, one: Matter) -> Sequence[deeds.Deed]:  # noqa: ARG001 - tried like the others
    return [
        deeds.Decided(option, (option, Option.EARLY_HELP, Option.ASSESSMENT), _WORDS, (one.reference,)) for option in Option
    ]


_TRIES: Mapping[str, _Tries] = {
    "decide": _decide,
    "take": lambda *_: [deeds.TakenOn(_WORDS)],
    "hand-on": lambda _, one: [deeds.HandedOn(str(who), _WORDS) for who in people_in(Role.HUB_PRACTITIONER, one.at)],
    "let-go": lambda *_: [deeds.LetGo(_WORDS)],
    "agree": lambda c, _: [deeds.Agreed(one.act.id) for one in c.proposals],
    "disagree": lambda c, _: [deeds.Disagreed(one.act.id, _WORDS) for one in c.proposals],
    "tell": lambda c, _: [] if c.told() else [deeds.RaiserTold(one.act.id, _WORDS, _WORDS) for one in c.decisions[-1:]],
    "confirm": lambda c, _: [] if c.told() else [deeds.RaiserConfirmed(one.act.id) for one in c.decisions[-1:]],
    "answer": lambda c, _: [
        deeds.ObjectionAnswered(one.act.id, upheld, _WORDS) for one in c.open_objections for upheld in (True, False)
    ],
    "settle": lambda c, _: [deeds.ObjectionSettled(one.act.id, _WORDS) for one in c.open_objections if one.awaits_raiser],
    "press": lambda c, _: [deeds.PressedOn(one.act.id, _WORDS) for one in c.open_objections],
    "answer-request": lambda c, _: [
        deeds.RequestAnswered(one.act.id, held, _WORDS) for one in c.open_requests for held in (True, False)
    ],
    "happened": lambda _, one: [deeds.Happened(Milestone.CHILD_SEEN, one.at, EvidenceKind.DOCUMENT, _WORDS)],
    "late": lambda *_: [deeds.LateExplained(duties()[0].id, _WORDS)],
    "excuse": lambda *_: [deeds.Excused(duties()[0].id, _WORDS, EvidenceKind.DOCUMENT, _WORDS)],
    "dissent": lambda c, _: [
        deeds.Dissented(act, _WORDS) for act in (*(d.act.id for d in c.decisions), *(p.act.id for p in c.proposals))
    ],
    "note": lambda *_: [deeds.WorkNoted(_WORDS)],
    "refile": lambda *_: [deeds.Recategorised(_WORDS, _WORDS)],
    "join": lambda *_: [deeds.Joined(_WORDS, _WORDS)],
    "close": lambda *_: [deeds.Closed(_WORDS)],
    "reopen": lambda *_: [deeds.Reopened(_WORDS)],
    "object": lambda c, _: [] if c.open_objections else [deeds.Objected(_WORDS)],
    "request": lambda c, _: [] if c.open_requests else [deeds.ConferenceRequested(_WORDS)],
    "pressure": lambda *_: [deeds.PressureRecorded(_WORDS)],
}
