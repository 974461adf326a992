"""From any state, by any acts of any one account: nobody closes a concern alone, no clock stops without evidence, and no
reorganisation lets in whoever is in conflict. Together at least 100,000 acts in each run of the tests.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.decision_people import MONDAY, PEOPLE, TrainingHouse, act, raised

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions import may
from wholepicture.decisions.clocks import standings
from wholepicture.decisions.course import after, course_of
from wholepicture.decisions.options import PROTECTIVE, Option
from wholepicture.decisions.people import Criticism, conflicted, cover
from wholepicture.decisions.states import ConcernState
from wholepicture.statute import standing
from wholepicture.statute.duties import duties
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.standing import OPEN, DutyState

NAMES = tuple(PEOPLE)
OPTIONS, MILESTONES, KINDS, DUTIES = tuple(Option), tuple(Milestone), tuple(EvidenceKind), tuple(d.id for d in duties())
WORDS = ("", "Because of what the records say of the flat.", "Agencies are already sharing information.")
FOLLOW_FROM_ACTS = ("referral-decision", "raiser-told", "conference-request")
A_BURST = 60
TAKEN = {"acts": 0, "done": 0, "closed": 0, "excused": 0, "in conflict": 0}


def some(found, number: int) -> str:
    """One of several ids, or one that is none."""
    return found[number % len(found)] if found else "nothing"


def decision(course, n: int):
    option = OPTIONS[n % len(OPTIONS)]
    return deeds.Decided(option, (option, OPTIONS[(n // 11) % len(OPTIONS)]), WORDS[n % 3], ("record:1",)[: n % 4])


def acts_of(course) -> list[str]:
    return [one.id for one in course.acts[-6:]]


def proposed(course) -> list[str]:
    return [one.act.id for one in course.proposals] or acts_of(course)


def standing_in(course) -> list[str]:
    return [one.act.id for one in course.decisions[-1:]] or acts_of(course)


def objections(course) -> list[str]:
    return [one.act.id for one in course.open_objections]


def happened(course, n: int):
    when, number = MONDAY + timedelta(hours=n % 200), n // len(MILESTONES)
    of = some([one.act.id for one in course.requests], number) if number % 3 == 0 else ""
    return deeds.Happened(MILESTONES[n % len(MILESTONES)], when, KINDS[number % 5], ("", "file 1")[number // 5 % 2], of=of)


DEEDS = (
    decision,
    decision,
    lambda c, n: deeds.Agreed(some(proposed(c), n)),
    lambda c, n: deeds.Agreed(some(proposed(c), n)),
    lambda c, n: deeds.Disagreed(some(proposed(c), n), WORDS[n % 3]),
    lambda c, n: deeds.RaiserTold(some(standing_in(c), n), "By telephone.", ("", "call 1")[n % 2]),
    lambda c, n: deeds.RaiserConfirmed(some(standing_in(c), n)),
    lambda _, n: deeds.Objected(WORDS[n % 3]),
    lambda c, n: deeds.ObjectionAnswered(some(objections(c), n), n % 3 == 0, WORDS[n % 3]),
    lambda c, n: deeds.PressedOn(some(objections(c), n), WORDS[n % 3]),
    lambda c, n: deeds.ObjectionSettled(some(objections(c), n), WORDS[n % 3]),
    lambda _, n: deeds.ConferenceRequested(WORDS[n % 3]) if n % 5 == 0 else deeds.WorkNoted(WORDS[n % 3]),
    lambda c, n: deeds.RequestAnswered(some([one.act.id for one in c.open_requests], n), n % 2 == 0, WORDS[n % 3]),
    lambda _, n: deeds.Closed(WORDS[n % 3]),
    lambda _, n: deeds.Closed(WORDS[n % 3]),
    lambda _, n: deeds.Reopened(WORDS[n % 3]),
    happened,
    lambda _, n: deeds.Excused(DUTIES[n % len(DUTIES)], WORDS[n % 3], KINDS[n % 5], ("", "file 2")[n % 2]),
    lambda _, n: deeds.HandedOn(NAMES[n % len(NAMES)], WORDS[n % 3]) if n % 2 else deeds.TakenOn(),
    lambda _, n: deeds.Recategorised("Noise", WORDS[n % 3]) if n % 2 else deeds.Joined("concern:2", WORDS[n % 3]),
    lambda c, n: deeds.Dissented(some(acts_of(c), n), WORDS[n % 3]),
    lambda _, n: deeds.LateExplained(DUTIES[n % len(DUTIES)], WORDS[n % 3]),
    lambda _, n: deeds.PressureRecorded(WORDS[n % 3]),
)


def deed_from(course, number: int):
    """Some deed, with whatever it refers to taken from the course, or made up."""
    return DEEDS[number % len(DEEDS)](course, number // len(DEEDS))


def next_towards_closing(course, who: str):
    """What somebody would do next who wants the concern closed."""
    waiting = [one.act.id for one in course.proposals if one.act.by != who]
    if waiting:
        return deeds.Agreed(waiting[0])
    for objection in course.open_objections:
        return deeds.ObjectionAnswered(objection.act.id, True, WORDS[1])
    for request in course.open_requests:
        return deeds.RequestAnswered(request.act.id, False, WORDS[1])
    if course.standing is None:
        return deeds.Decided(
            Option.NO_FURTHER_ACTION, (Option.NO_FURTHER_ACTION, Option.ASSESSMENT), WORDS[1], ("record:1",)
        )
    if not course.told():
        return deeds.RaiserTold(course.standing.act.id, "By telephone.", "call 3")
    return deeds.Closed(WORDS[1])


class Concern(RuleBasedStateMachine):
    """One concern, and everybody trying everything; `only` lets one person alone act."""

    def __init__(self) -> None:
        super().__init__()
        self.house = TrainingHouse()
        self.only, self.alone_since = "", 0
        self.course = course_of(raised(), ())
        self.at = MONDAY

    @rule(live=st.booleans(), criticised=st.sampled_from(["", "", "social worker", "detective", "officer"]))
    def begin_again(self, live, criticised):
        """Another concern, with or without a live finding, criticising somebody or nobody."""
        more = {"touched_by": (("finding:1", MONDAY, None),)} if live else {}
        if criticised:
            more["criticises"] = (Criticism(criticised, MONDAY),)
        self.course, self.only, self.at = course_of(raised(**more), ()), "", MONDAY

    @rule(who=st.sampled_from(NAMES), from_here=st.booleans())
    def let_one_alone_act(self, who, from_here):
        """One account alone: from the beginning again, or from whatever state many people have led it to."""
        if not from_here:
            self.course = course_of(self.course.raised, ())
        self.only, self.alone_since = who, len(self.course.acts)

    @rule(high=st.sampled_from(NAMES), low=st.sampled_from(NAMES))
    def reorganise(self, high, low):
        """Somebody is put above somebody else: whoever was in conflict still is, and nobody new may decide."""
        before = self.in_conflict()
        covered = set(cover(self.house, self.course.criticises, self.at))
        self.house.lines.append((high, low))
        assert before <= self.in_conflict()
        assert set(cover(self.house, self.course.criticises, self.at)) <= covered

    @rule(burst=st.binary(min_size=4 * A_BURST, max_size=4 * A_BURST))
    def act(self, burst):
        """A burst of acts."""
        for at in range(0, len(burst), 4):
            self.try_one(int.from_bytes(burst[at : at + 4], "big"))

    @rule(
        people=st.lists(
            st.sampled_from(["social worker", "detective", "sergeant", "team manager"]), min_size=12, max_size=12
        )
    )
    def make_for_the_end(self, people):
        """Whatever is nearest to closing, step by step, by whoever comes."""
        for who in people:
            self.try_deed(self.only or who, next_towards_closing(self.course, who), timedelta(minutes=5))

    @rule(
        two=st.lists(st.sampled_from(NAMES), min_size=2, max_size=2),
        duty=st.sampled_from(DUTIES),
        shown=st.sampled_from(KINDS),
    )
    def excuse(self, two, duty, shown):
        """Somebody asks that a duty be excused, and somebody agrees, who may be the same."""
        self.try_deed(self.only or two[0], deeds.Excused(duty, WORDS[1], shown, "file 3"), timedelta(minutes=5))
        self.try_deed(self.only or two[1], deeds.Agreed(self.course.acts[-1].id if self.course.acts else ""), timedelta(0))

    def try_one(self, number: int) -> None:
        who = self.only or NAMES[number % len(NAMES)]
        number //= len(NAMES)
        self.try_deed(who, deed_from(self.course, number // 7), timedelta(minutes=number % 2000))

    def try_deed(self, who, deed, after_) -> None:
        TAKEN["acts"] += 1
        self.at += after_
        done = act(who, deed, self.at)
        if may.refusal(done, self.course, self.house) is not None:
            return
        before = self.course
        self.course = after(before, done)
        TAKEN["done"] += 1
        self.holds_after(before, done)

    def holds_after(self, before, done) -> None:
        if conflicted(self.house, done.by, before.criticises, done.at):
            TAKEN["in conflict"] += 1
            assert not isinstance(done.deed, deeds.Closed | deeds.Agreed | deeds.Recategorised | deeds.HandedOn)
            if isinstance(done.deed, deeds.Decided):
                assert done.deed.option in PROTECTIVE
        if self.course.state is ConcernState.CLOSED and before.state is not ConcernState.CLOSED:
            TAKEN["closed"] += 1
            closing = before.proposal(done.deed.on).act
            proposed_before = closing in before.acts[: self.alone_since]
            assert not self.only or proposed_before, "somebody closed a concern alone"
            assert isinstance(closing.deed, deeds.Closed)
            assert closing.by != done.by
            assert not {closing.by, done.by} & self.course.raised.raisers
            assert before.standing
            assert before.told()
            assert not before.open_objections
            assert not before.open_requests
            assert not [one for one in standings(before, done.at) if one.state in OPEN]
        if isinstance(done.deed, deeds.Happened | deeds.Agreed | deeds.RaiserTold | deeds.RaiserConfirmed | deeds.Decided):
            self.clocks_stop_on_evidence()

    def clocks_stop_on_evidence(self) -> None:
        for one in standings(self.course, self.at):
            if one.state in OPEN:
                continue
            assert one.evidence, f"{one.duty.id} stopped without evidence"
            assert all(shown.reference.strip() for shown in one.evidence)
            if one.duty.id in FOLLOW_FROM_ACTS and one.state is not DutyState.EXCUSED:
                assert {shown.reference for shown in one.evidence} <= self.behind(one.duty.id), one.duty.id
            if one.state is DutyState.EXCUSED:
                TAKEN["excused"] += 1
                excuse = next(self.excuses(one.duty.id))
                assert excuse[0].by != excuse[1].by

    def behind(self, duty: str) -> set[str]:
        """What a clock that only an act may stop can rest on: an act of that kind that took effect, or what it shows."""
        if duty == "raiser-told":
            told = [one for one in self.course.acts if isinstance(one.deed, deeds.RaiserTold)]
            confirmed = {one.id for one in self.course.acts if isinstance(one.deed, deeds.RaiserConfirmed)}
            return confirmed | {one.deed.reference for one in told}
        held = {one.answer.id for one in self.course.requests if one.answer is not None}
        return held | {one.act.id for one in self.course.decisions}

    def excuses(self, duty: str) -> Iterator[tuple[object, object]]:
        for on, by in self.course.answered:
            proposed = self.course.act(on)
            if isinstance(proposed.deed, deeds.Excused) and proposed.deed.duty == duty and isinstance(by.deed, deeds.Agreed):
                yield proposed, by

    def in_conflict(self) -> set[str]:
        return {name for name in NAMES if conflicted(self.house, name, self.course.criticises, self.at)}

    @invariant()
    def what_was_known_stays_known(self):
        """The course by the acts alone is the course that grew."""
        assert course_of(self.course.raised, self.course.acts) == replace(self.course)


FAST = settings(
    max_examples=320,
    stateful_step_count=60,
    deadline=None,
    phases=(Phase.generate,),
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_nobody_closes_alone_no_clock_stops_without_evidence_and_no_reorganisation_helps():
    before = TAKEN["acts"]
    run_state_machine_as_test(Concern, settings=FAST)
    assert TAKEN["acts"] - before >= 100_000
    assert min(TAKEN.values()) > 10, TAKEN


@pytest.mark.parametrize("weakened", ["_conflict", "_second", "_unfinished"])
def test_the_machine_finds_each_rule_that_is_taken_out(monkeypatch, weakened):
    """The control: without one rule the same machine must fail."""
    monkeypatch.setattr(may, weakened, lambda *_: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Concern, settings=FAST)


def test_the_machine_finds_a_clock_that_stops_without_evidence(monkeypatch):
    """The control: acts without a reference are let through, and duties do not ask for one."""
    monkeypatch.setattr(may, "_words", lambda *_: None)
    monkeypatch.setattr(standing, "_ends", lambda duty, one: one.milestone in duty.stops)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Concern, settings=FAST)


class ForgetfulHouse(TrainingHouse):
    """Only the line that was drawn last counts, so that a reorganisation lifts a conflict."""

    def above(self, account, criticised, since, at):  # noqa: ARG002
        return (account, criticised) in self.lines[-1:]


def test_the_machine_finds_a_reorganisation_that_lifts_a_conflict(monkeypatch):
    """The control for lines: a house that forgets the lines there were."""
    monkeypatch.setitem(globals(), "TrainingHouse", ForgetfulHouse)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Concern, settings=FAST)


def test_the_machine_finds_a_clock_that_is_stopped_by_saying_so(monkeypatch):
    """The control: anybody may report that it was decided, or that the raiser was told."""
    monkeypatch.setattr(may, "_reported", lambda *_: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Concern, settings=FAST)
