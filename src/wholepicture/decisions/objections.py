"""Objections and requests for a conference: each climbs its ladder by itself until somebody answers in a way that holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act
from wholepicture.statute.bank_holidays import Nation
from wholepicture.statute.ladders import Ladder, Rung, rung
from wholepicture.statute.terms import Term, Unit, last_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """Where an objection stands on its ladder. `answered` says that the stage has answered and the raiser has not yet said
    whether they accept it; meanwhile it does not climb.
    """

    rung: Rung
    answered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An objection. `answers` are the answers that did not uphold it, `pressed` when the raiser went on from one."""

    act: Act
    answers: tuple[Act, ...] = ()
    pressed: tuple[datetime, ...] = ()
    settled: Act | None = None
    upheld: Act | None = None

    @property
    def is_open(self) -> bool:
        """Whether the raiser still waits for an answer that they accept, or for the last stage's."""
        return self.settled is None and self.upheld is None

    @property
    def awaits_raiser(self) -> bool:
        """Whether it was answered and the raiser has not gone on."""
        return self.is_open and len(self.answers) > len(self.pressed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for a conference, and the answer that holds: the conference, or a refusal that a second person agreed to."""

    act: Act
    answer: Act | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has no answer that holds."""
        return self.answer is None

    def refused(self, answer: Act) -> "Request":
        """The request after a refusal that a second person agreed to, where it is this one that was refused."""
        deed = answer.deed
        fits = isinstance(deed, deeds.RequestAnswered) and deed.request == self.act.id
        return replace(self, answer=answer) if fits and self.is_open else self

    def held(self, answer: Act) -> "Request":
        """The request once a conference was decided."""
        return replace(self, answer=answer) if self.is_open else self


def objections_after(objections: Sequence[Objection], act: Act) -> tuple[Objection, ...]:
    """The objections once an act is taken."""
    match act.deed:
        case deeds.Objected():
            return (*objections, Objection(act=act))
        case deeds.ObjectionAnswered(objection, upheld):
            return _changed(objections, objection, lambda one: _answer(one, act, upheld=upheld))
        case deeds.PressedOn(objection):
            return _changed(objections, objection, lambda one: replace(one, pressed=(*one.pressed, act.at)))
        case deeds.ObjectionSettled(objection):
            return _changed(objections, objection, lambda one: replace(one, settled=act))
    return tuple(objections)


def requests_after(requests: Sequence[Request], act: Act) -> tuple[Request, ...]:
    """The requests for a conference once an act is taken. A refusal holds only once a second person has agreed."""
    match act.deed:
        case deeds.ConferenceRequested():
            return (*requests, Request(act=act))
        case deeds.RequestAnswered(request, held=True):
            return tuple(one.held(act) if one.act.id == request else one for one in requests)
    return tuple(requests)


def climb_of(objection: Objection, ladder: Ladder, on: datetime, nation: Nation = Nation.ENGLAND) -> Climb:
    """Where an objection stands at a moment. Each stage that runs out leads to the next; so does each answer that the raiser
    does not accept, at once. An answer stops the climb until they say so.
    """
    began, number = objection.act.at, 1
    moves = sorted([(act.at, "answer") for act in objection.answers] + [(at, "pressed") for at in objection.pressed])
    answered = False
    for at, what in moves:
        if at > on:
            break
        if what == "answer":
            number, began = _climbed(ladder, number, began, at, nation)
            answered = True
        elif answered:
            number, began, answered = min(number + 1, len(ladder.stages)), at, False
    if not answered:
        number, began = _climbed(ladder, number, began, on, nation)
    return Climb(rung=_rung(ladder, number, began, on, nation), answered=answered)


def request_climb(request: Request, ladder: Ladder, on: datetime, nation: Nation = Nation.ENGLAND) -> Rung:
    """Where a request for a conference stands on its ladder."""
    return rung(ladder, request.act.at, on, nation)


def _answer(one: Objection, act: Act, *, upheld: bool) -> Objection:
    return replace(one, upheld=act) if upheld else replace(one, answers=(*one.answers, act))


def _changed(
    objections: Sequence[Objection], objection: str, change: Callable[[Objection], Objection]
) -> tuple[Objection, ...]:
    return tuple(change(one) if one.act.id == objection and one.is_open else one for one in objections)


def _due_by(ladder: Ladder, number: int, began: datetime, nation: Nation) -> datetime:
    return last_moment(began, Term(ladder.stages[number - 1].working_days, Unit.WORKING_DAYS), nation)


def _climbed(ladder: Ladder, number: int, began: datetime, on: datetime, nation: Nation) -> tuple[int, datetime]:
    while number < len(ladder.stages) and on > _due_by(ladder, number, began, nation):
        began, number = _due_by(ladder, number, began, nation), number + 1
    return number, began


def _rung(ladder: Ladder, number: int, began: datetime, on: datetime, nation: Nation) -> Rung:
    due_by = _due_by(ladder, number, began, nation)
    return Rung(ladder.stages[number - 1], number, began, due_by, on > due_by)
