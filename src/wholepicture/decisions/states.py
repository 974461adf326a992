"""How a concern and a finding stand, as tables: the code goes by them, and docs/decisions.md draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class ConcernState(StrEnum):
    """How a concern stands. It begins by waiting for a decision, and no clock of it stops by a state."""

    WAITING = "waiting for a decision"
    PROPOSED = "a decision waits for a second person"
    DECIDED = "decided"
    OBJECTED = "the raiser objects"
    CLOSING = "closing waits for a second person"
    CLOSED = "closed"


class FindingState(StrEnum):
    """How a finding stands."""

    NEW = "nobody has answered it"
    ACCEPTED = "accepted"
    DISMISSING = "dismissal waits for a second person"
    DISMISSED = "dismissed"


class When(StrEnum):
    """Under which condition a step is taken."""

    ALWAYS = ""
    ALONE = "one person may"
    SECOND = "it needs a second person"
    UPHELD = "the objection is upheld"
    LAST = "no objection is left, and a decision stands"
    LEFT = "no objection is left, and no decision stands"
    PENDING = "no objection is left, and a decision waits for a second person"
    STANDS = "an earlier decision stands"
    NONE_STANDS = "no decision stands"


State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """One row: from a state, by what was done, under a condition, to a state."""

    state: State
    done: str
    when: When
    to: State


_C, _F, _W = ConcernState, FindingState, When
CONCERN_STEPS: tuple[Step[ConcernState], ...] = (
    Step(_C.WAITING, "decided", _W.ALONE, _C.DECIDED),
    Step(_C.WAITING, "decided", _W.SECOND, _C.PROPOSED),
    Step(_C.WAITING, "objected", _W.ALWAYS, _C.OBJECTED),
    Step(_C.PROPOSED, "agreed", _W.ALWAYS, _C.DECIDED),
    Step(_C.PROPOSED, "disagreed", _W.STANDS, _C.DECIDED),
    Step(_C.PROPOSED, "disagreed", _W.NONE_STANDS, _C.WAITING),
    Step(_C.PROPOSED, "decided", _W.ALONE, _C.DECIDED),
    Step(_C.PROPOSED, "decided", _W.SECOND, _C.PROPOSED),
    Step(_C.PROPOSED, "objected", _W.ALWAYS, _C.OBJECTED),
    Step(_C.DECIDED, "decided", _W.ALONE, _C.DECIDED),
    Step(_C.DECIDED, "decided", _W.SECOND, _C.PROPOSED),
    Step(_C.DECIDED, "objected", _W.ALWAYS, _C.OBJECTED),
    Step(_C.DECIDED, "reopened", _W.ALWAYS, _C.WAITING),
    Step(_C.DECIDED, "added to", _W.ALWAYS, _C.DECIDED),
    Step(_C.DECIDED, "closed", _W.SECOND, _C.CLOSING),
    Step(_C.OBJECTED, "objection answered", _W.UPHELD, _C.WAITING),
    Step(_C.OBJECTED, "objection settled", _W.LAST, _C.DECIDED),
    Step(_C.OBJECTED, "objection settled", _W.LEFT, _C.WAITING),
    Step(_C.OBJECTED, "objection settled", _W.PENDING, _C.PROPOSED),
    Step(_C.OBJECTED, "decided", _W.ALONE, _C.OBJECTED),
    Step(_C.OBJECTED, "decided", _W.SECOND, _C.OBJECTED),
    Step(_C.OBJECTED, "agreed", _W.ALWAYS, _C.OBJECTED),
    Step(_C.OBJECTED, "objected", _W.ALWAYS, _C.OBJECTED),
    Step(_C.CLOSING, "agreed", _W.ALWAYS, _C.CLOSED),
    Step(_C.CLOSING, "disagreed", _W.STANDS, _C.DECIDED),
    Step(_C.CLOSING, "objected", _W.ALWAYS, _C.OBJECTED),
    Step(_C.CLOSING, "decided", _W.ALONE, _C.DECIDED),
    Step(_C.CLOSING, "decided", _W.SECOND, _C.PROPOSED),
    Step(_C.CLOSING, "reopened", _W.ALWAYS, _C.WAITING),
    Step(_C.CLOSING, "added to", _W.ALWAYS, _C.DECIDED),
    Step(_C.CLOSED, "objected", _W.ALWAYS, _C.OBJECTED),
    Step(_C.CLOSED, "reopened", _W.ALWAYS, _C.WAITING),
    Step(_C.CLOSED, "added to", _W.ALWAYS, _C.WAITING),
    Step(_C.CLOSED, "conference requested", _W.ALWAYS, _C.WAITING),
)
FINDING_STEPS: tuple[Step[FindingState], ...] = (
    Step(_F.NEW, "finding accepted", _W.ALWAYS, _F.ACCEPTED),
    Step(_F.NEW, "finding dismissed", _W.SECOND, _F.DISMISSING),
    Step(_F.DISMISSING, "dismissal agreed", _W.ALWAYS, _F.DISMISSED),
    Step(_F.DISMISSING, "dismissal refused", _W.ALWAYS, _F.NEW),
    Step(_F.DISMISSING, "finding accepted", _W.ALWAYS, _F.ACCEPTED),
    Step(_F.ACCEPTED, "finding dismissed", _W.SECOND, _F.DISMISSING),
    Step(_F.DISMISSED, "finding accepted", _W.ALWAYS, _F.ACCEPTED),
    Step(_F.DISMISSED, "grown", _W.ALWAYS, _F.NEW),
)


def step_from(steps: Sequence[Step[State]], state: State, done: str, when: When) -> State | None:
    """Where something leads, under a condition; None where the table has no such step."""
    return next(
        (one.to for one in steps if (one.state, one.done) == (state, done) and one.when in (when, When.ALWAYS)), None
    )


def can_be_done(steps: Sequence[Step[State]], state: State, done: str) -> bool:
    """Whether the table has a step for it from a state. What is not in the table can be done in any, and changes none."""
    told = [one.state for one in steps if one.done == done]
    return state in told or not told


def draw(steps: Sequence[Step[State]], begins: State) -> str:
    """The table as a Mermaid state diagram."""
    names = {state: f"s{number}" for number, state in enumerate(type(begins))}
    lines = ["stateDiagram-v2", f"    [*] --> {names[begins]}"]
    lines += [f'    state "{state}" as {name}' for state, name in names.items()]
    lines += [
        f"    {names[one.state]} --> {names[one.to]}: {one.done}{f' ({one.when})' if one.when else ''}" for one in steps
    ]
    return "\n".join(lines)
