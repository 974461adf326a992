"""The page of what was decided on a concern: how it stands, what waits for whom, and everything that was done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import Act, says_of
from wholepicture.decisions.clocks import standings
from wholepicture.decisions.course import Decision, Proposal
from wholepicture.decisions.marks import Mark, marks_of
from wholepicture.decisions.objections import Objection, Request, climb_of, request_climb
from wholepicture.decisions.options import NOT_TO_ACT
from wholepicture.decisions.people import conflicted
from wholepicture.hub.accounts.models import Agency
from wholepicture.hub.accounts.posts import display
from wholepicture.hub.accounts.roles import Role
from wholepicture.hub.wiring.deciding import Matter, voice_of
from wholepicture.hub.wiring.deciding_people import handle_of
from wholepicture.statute.ladders import Ladder, Rung
from wholepicture.statute.ladders import Matter as LadderMatter
from wholepicture.statute.standing import Standing

_SAID = ("reasons", "because", "words", "how")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One act. `says` is what it is, `words` are those of whoever acted."""

    id: str
    at: datetime
    by: str
    says: str
    chosen: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision that took effect. `agreed` is who agreed, where somebody had to; `seen` is how many records and findings
    lay before whoever decided.
    """

    id: str
    at: datetime
    option: str
    not_to_act: bool
    by: str
    agreed: str
    reasons: str = field(repr=False)
    considered: tuple[str, ...]
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """Something that waits for a second person, of another agency where `elsewhere`."""

    act: ActLine
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbLine:
    """An objection or a request for a conference: on which stage it stands, who answers there and by when."""

    act: ActLine
    stage: str
    number: int
    stages: int
    level: str
    due_by: datetime
    overdue: bool
    answered: bool
    answers: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """What the scrutineer is shown: where to look, not an accusation."""

    says: str
    at: datetime
    by: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSheet:
    """A concern's decisions, for a page."""

    reference: str
    record: str
    filed_as: str
    agency: str
    raised_at: datetime
    mine: bool
    state: str
    standing: DecisionLine | None
    earlier: tuple[DecisionLine, ...]
    proposals: tuple[ProposalLine, ...]
    objections: tuple[ClimbLine, ...]
    requests: tuple[ClimbLine, ...]
    duties: tuple[Standing, ...]
    acts: tuple[ActLine, ...]
    marks: tuple[MarkLine, ...]
    in_conflict: bool
    owner: str


def course_sheet(one: Matter, *, on: datetime | None = None, worded: bool = True) -> CourseSheet:
    """The sheet of a concern that was looked at, as at a moment where one is given. What a raiser says of being pressed is
    for them and the scrutineer: those who manage them are the last who may read it. Where it is not `worded` it holds what
    was done and when, and of all words none but the raiser's: for a raiser from whom the concern is sealed.
    """
    at, course, say = on or one.at, one.course, _Namer(one, worded=worded)
    decided = tuple(_decision(decision, say) for decision in course.decisions)
    standing = decided[-1] if course.standing else None
    scrutinises = one.acting.role is Role.SCRUTINEER
    hears_all = scrutinises or one.facts.mine
    return CourseSheet(
        reference=one.reference,
        record=one.facts.record,
        filed_as=one.facts.filed_as,
        agency=say.agency(one.facts.agency),
        raised_at=one.facts.raised_at,
        mine=one.facts.mine,
        state=course.state.value,
        standing=standing,
        earlier=tuple(line for line in decided if line is not standing),
        proposals=tuple(_proposal(proposal, say) for proposal in course.proposals),
        objections=tuple(
            _objection(each, one.editions.about(LadderMatter.DECISION, each.act.at), at, say)
            for each in course.open_objections
        ),
        requests=tuple(
            _request(each, one.editions.about(LadderMatter.CONFERENCE, each.act.at), at, say)
            for each in course.open_requests
        ),
        duties=standings(course, at),
        acts=tuple(say.line(act) for act in reversed(course.acts) if hears_all or not _of_pressure(act)),
        marks=tuple(_mark(mark, say) for mark in marks_of(course, one.house, at)) if scrutinises else (),
        in_conflict=conflicted(one.house, str(one.acting.account), course.criticises, at),
        owner=say.who(course.owner) if course.owner else "",
    )


def mark_lines(one: Matter, marks: Iterable[Mark]) -> tuple[MarkLine, ...]:
    """Marks on a concern as its page tells them."""
    say = _Namer(one, worded=True)
    return tuple(_mark(mark, say) for mark in marks)


def _of_pressure(act: Act) -> bool:
    return isinstance(act.deed, deeds.PressureRecorded)


class _Namer:
    """Says who acted: by name and post, to an executive by post alone, and never who raised it."""

    def __init__(self, one: Matter, *, worded: bool) -> None:
        self._worded = worded
        self._agencies = dict(Agency.objects.values_list("key", "name"))
        self._voice, self._mine = voice_of(one.reference), one.facts.mine
        given = (str(getattr(act.deed, "to", "")) for act in one.course.acts)
        acted = (act.by for act in one.course.acts)
        handles = {who for by in (*acted, *given, one.course.owner) if (who := handle_of(by))}
        self._names = display(handles, one.acting.role, one.at)
        self._unnamed = one.acting.role is Role.EXECUTIVE

    def agency(self, key: str) -> str:
        return self._agencies.get(key, key)

    def who(self, by: str) -> str:
        if by == self._voice:
            return "You" if self._mine else "Whoever raised it"
        handle = handle_of(by)
        return self._names.get(handle, "someone no longer known") if handle else ""

    def line(self, act: Act) -> ActLine:
        return ActLine(
            id=act.id,
            at=act.at,
            by=self.who(act.by),
            says=says_of(act.deed),
            chosen=self.who(act.deed.to) if isinstance(act.deed, deeds.HandedOn) else _chosen(act.deed),
            words=self.words("\n".join(filter(None, _words(act))), act.by),
        )

    def words(self, said: str, by: str) -> str:
        return said if self._worded or by == self._voice else ""


def _words(act: Act) -> Iterator[str]:
    for one in fields(act.deed):
        if one.name in _SAID:
            yield str(getattr(act.deed, one.name))


def _chosen(deed: object) -> str:
    match deed:
        case deeds.Decided(option):
            return option.value.capitalize()
        case deeds.ObjectionAnswered(_, upheld):
            return "Upheld: it is decided anew" if upheld else "Not upheld"
        case deeds.RequestAnswered(_, held):
            return "It is held" if held else "It is not held"
        case deeds.Happened(milestone):
            return milestone.value.capitalize()
        case deeds.Recategorised(category):
            return category
        case deeds.Joined(to):
            return to.removeprefix("concern:")
        case deeds.Excused(duty) | deeds.LateExplained(duty):
            return duty
    return ""


def _decision(decision: Decision, say: _Namer) -> DecisionLine:
    deed = decision.deed
    return DecisionLine(
        id=decision.act.id,
        at=decision.at,
        option=decision.option.value.capitalize(),
        not_to_act=decision.option in NOT_TO_ACT,
        by=say.who(decision.act.by),
        agreed=say.who(decision.agreed.by) if decision.agreed else "",
        reasons=say.words(deed.reasons, decision.act.by),
        considered=tuple(option.value for option in deed.considered if option is not decision.option),
        seen=len(deed.seen),
    )


def _proposal(proposal: Proposal, say: _Namer) -> ProposalLine:
    return ProposalLine(act=say.line(proposal.act), elsewhere=proposal.elsewhere)


def _objection(one: Objection, ladder: Ladder, at: datetime, say: _Namer) -> ClimbLine:
    climb = climb_of(one, ladder, at)
    return _climb(say.line(one.act), climb.rung, len(ladder.stages), answered=climb.answered, answers=one.answers, say=say)


def _request(one: Request, ladder: Ladder, at: datetime, say: _Namer) -> ClimbLine:
    return _climb(say.line(one.act), request_climb(one, ladder, at), len(ladder.stages))


def _climb(
    act: ActLine, rung: Rung, stages: int, *, answered: bool = False, answers: Sequence[Act] = (), say: _Namer | None = None
) -> ClimbLine:
    return ClimbLine(
        act=act,
        stage=rung.stage.name,
        number=rung.number,
        stages=stages,
        level=rung.stage.answered_by.words,
        due_by=rung.due_by,
        overdue=rung.overdue,
        answered=answered,
        answers=tuple(say.line(one) for one in answers) if say else (),
    )


def _mark(mark: Mark, say: _Namer) -> MarkLine:
    return MarkLine(mark.kind.value.capitalize(), mark.at, say.who(mark.by) if mark.by else "", mark.words)
