"""Decisions on a concern, in the field's words: who may do what, what a second person is for, and what fails."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.decision_people import MONDAY, PEOPLE, Story, TrainingHouse, act

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import act_in, acts_in, draft_of
from wholepicture.decisions.clocks import ACTS_OF_THEIR_OWN
from wholepicture.decisions.course import course_of
from wholepicture.decisions.marks import MarkKind, marks_across, marks_of, register_of
from wholepicture.decisions.may import refusal
from wholepicture.decisions.options import NOT_TO_ACT, PROTECTIVE, Option, names_only_activity
from wholepicture.decisions.people import Criticism, cover
from wholepicture.decisions.refusals import Refusal
from wholepicture.decisions.states import ConcernState
from wholepicture.ledger.memory import MemoryLedger
from wholepicture.statute.occurrences import EvidenceKind, Milestone

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "The caller was a relative who had come to collect her, and both were spoken with."


def decide(option=Option.NO_FURTHER_ACTION, reasons=WHY, seen=("record:1",), considered=None):
    return deeds.Decided(option, considered or (option, Option.STRATEGY_DISCUSSION, Option.ASSESSMENT), reasons, seen)


def closed_story(**more):
    story = Story(**more)
    decided = story.does("social worker", decide(), HOUR)
    if story.course.proposals:
        story.does("detective", deeds.Agreed(decided.id), HOUR)
    story.does("social worker", deeds.RaiserTold(decided.id, "By telephone.", "call 12"), HOUR)
    closing = story.does("social worker", deeds.Closed("Nothing is left to do."), HOUR)
    story.does("detective", deeds.Agreed(closing.id), HOUR)
    assert story.course.state is ConcernState.CLOSED
    return story


@pytest.mark.parametrize(
    ("decided", "deed", "why"),
    [
        ("without a reason", decide(reasons="  "), Refusal.NO_REASON),
        ("because agencies share", decide(reasons="Agencies are already sharing information."), Refusal.ONLY_ACTIVITY),
        ("because it is monitored", decide(reasons="Known to services, being monitored."), Refusal.ONLY_ACTIVITY),
        ("with one option", decide(considered=(Option.NO_FURTHER_ACTION,)), Refusal.NOT_WEIGHED),
        ("not among those considered", decide(considered=(Option.ASSESSMENT, Option.ENQUIRY)), Refusal.NOT_WEIGHED),
        ("with nothing before them", decide(seen=()), Refusal.NOTHING_SEEN),
        ("with all of it", decide(), None),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_decision_is_weighed_reasoned_and_seen(decided, deed, why):
    said = Story().does("social worker", deed, HOUR)
    assert said is why if why else not isinstance(said, Refusal)


@pytest.mark.parametrize(
    ("reasons", "only"),
    [
        ("Agencies are already sharing information", True),
        ("All agencies are aware and are monitoring the situation.", True),
        ("Intelligence has been shared with police", True),
        ("This was discussed at the weekly meeting.", True),
        ("Partners are sharing intelligence; the school saw her on Monday and she named where she had been.", False),
        ("Her grandmother confirmed that she stayed there both nights.", False),
        ("", False),
        ("Already shared with partners.", True),
        ("Info sharing is ongoing.", True),
        ("Information sharing is in place between the agencies.", True),
        ("We meet weekly with the other agencies.", True),
        ("Regular multi-agency meetings are held.", True),
        ("Police and social care are liaising closely.", True),
        ("Passed to the police, who are aware.", True),
        ("The school and the police have been informed.", True),
        ("Ongoing liaison with partner agencies will continue.", True),
        ("Being dealt with by other services.", True),
        ("All services are fully engaged with the family.", True),
        ("Met on Monday; she named her aunt, who was there.", False),
        ("Police found the men and arrested both on Tuesday.", False),
        ("Shared with the hospital, where no injury was found.", False),
        ("Known to be her uncle.", False),
        ("Discussed with her grandmother, who had collected her.", False),
        ("We met her weekly and she told the nurse that she felt safe.", False),
    ],
)
def test_an_activity_is_told_from_a_reason(reasons, only):
    assert names_only_activity(reasons) is only


@pytest.mark.parametrize(
    ("who", "option", "why"),
    [
        ("social worker", Option.NO_FURTHER_ACTION, None),
        ("detective", Option.STRATEGY_DISCUSSION, None),
        ("officer", Option.STRATEGY_DISCUSSION, Refusal.NOT_A_DECIDER),
        ("nurse", Option.NO_FURTHER_ACTION, Refusal.NOT_A_DECIDER),
        ("executive", Option.NO_FURTHER_ACTION, Refusal.NOT_A_DECIDER),
        ("scrutineer", Option.NO_FURTHER_ACTION, Refusal.NOT_A_DECIDER),
    ],
)
def test_only_a_post_that_decides_decides(who, option, why):
    said = Story().does(who, decide(option), HOUR)
    assert said is why if why else not isinstance(said, Refusal)


FINDING = (("finding:1", MONDAY, None),)


@pytest.mark.parametrize(
    ("stands", "option", "second", "elsewhere"),
    [
        ("nothing touches it", Option.NO_FURTHER_ACTION, False, False),
        ("a live finding touches it", Option.NO_FURTHER_ACTION, True, True),
        ("a live finding touches it", Option.NO_REFERRAL, True, True),
        ("a live finding touches it", Option.NO_SHARING, True, True),
        ("a live finding touches it", Option.ASSESSMENT, False, False),
        ("the raiser objects", Option.NO_FURTHER_ACTION, True, True),
        ("the raiser was pressed", Option.NO_FURTHER_ACTION, True, True),
        ("a strategy discussion was decided", Option.EARLY_HELP, True, False),
        ("a strategy discussion was decided", Option.ENQUIRY, True, False),
        ("a strategy discussion was decided", Option.IMMEDIATE_PROTECTION, False, False),
        ("the decider raised it", Option.NO_FURTHER_ACTION, True, False),
    ],
)
def test_when_a_second_person_is_needed(stands, option, second, elsewhere):
    story = Story(
        touched_by=FINDING if "finding" in stands else (),
        raisers=frozenset({"social worker"} if "decider raised" in stands else {"officer"}),
    )
    match stands:
        case "the raiser objects":
            story.does("officer", deeds.Objected("Nobody has answered."), HOUR)
        case "the raiser was pressed":
            story.does("officer", deeds.PressureRecorded("I was told to stop writing."), HOUR)
        case "a strategy discussion was decided":
            story.does("detective", decide(Option.STRATEGY_DISCUSSION), HOUR)
    story.does("social worker", decide(option), HOUR)
    assert bool(story.course.proposals) is second
    if second:
        assert story.course.proposals[0].elsewhere is elsewhere
        same = story.does("team manager", deeds.Agreed(story.course.proposals[0].act.id), HOUR)
        assert (same is Refusal.SAME_AGENCY) is elsewhere
        if elsewhere:
            story.does("detective", deeds.Agreed(story.course.proposals[0].act.id), HOUR)
        assert story.course.standing.option is option


LINE = {"the one who is criticised": "detective", "their sergeant": "sergeant"}


@pytest.mark.parametrize("who", LINE.values(), ids=LINE)
@pytest.mark.parametrize("option", Option)
def test_whoever_is_criticised_and_their_line_can_only_protect(who, option):
    story = Story(criticises=(Criticism("detective", MONDAY - DAY),))

    said = story.does(who, decide(option), HOUR)

    assert (said is Refusal.CONFLICT) is (option not in PROTECTIVE)


def test_a_reorganisation_does_not_lift_a_conflict_and_cover_is_in_another_agency():
    house = TrainingHouse()
    story = Story(house, criticises=(Criticism("social worker", MONDAY - DAY),))
    assert cover(house, story.course.criticises, MONDAY) == ("detective", "sergeant")
    house.lines.append(("sergeant", "team manager"))
    assert cover(house, story.course.criticises, MONDAY) == ("detective",)
    house.lines.append(("detective", "team manager"))
    assert cover(house, story.course.criticises, MONDAY) == ()
    kinds = {mark.kind for mark in marks_of(story.course, house, MONDAY + DAY)}
    assert MarkKind.ALL_CONFLICTED in kinds


def test_a_criticised_person_cannot_weaken_a_protective_decision_by_another_protective_one():
    story = Story(criticises=(Criticism("detective", MONDAY - DAY),))
    story.does("social worker", decide(Option.ENQUIRY), HOUR)

    assert story.does("detective", decide(Option.ASSESSMENT), HOUR) is Refusal.CONFLICT


def trick_merge(story):
    story.does("detective", deeds.Joined("concern:2", "The same flat."), HOUR)


def trick_recategorise(story):
    story.does("detective", deeds.Recategorised("Noise", "It is about noise."), HOUR)


def trick_reassign(story):
    story.does("social worker", deeds.TakenOn(), HOUR)
    story.does("social worker", deeds.HandedOn("detective", "Busy."), HOUR)
    story.does("social worker", deeds.TakenOn("She is ill."), HOUR)
    story.does("social worker", deeds.LetGo("Busy."), HOUR)


def trick_wait(story):
    story.at += timedelta(days=60)


def trick_leave(story):
    story.does("social worker", deeds.TakenOn(), HOUR)
    del story.house.people["social worker"]


def trick_delete_the_raiser(story):
    del story.house.people["officer"]


@pytest.mark.parametrize(
    ("trick", "mark"),
    [
        (trick_merge, MarkKind.JOINED),
        (trick_recategorise, MarkKind.RECATEGORISED),
        (trick_reassign, MarkKind.HANDED_ON),
        (trick_wait, MarkKind.LATE),
        (trick_leave, MarkKind.OWNER_LEFT),
        (trick_delete_the_raiser, MarkKind.RAISER_LEFT),
    ],
)
def test_each_closing_trick_leaves_the_concern_open_and_a_mark(trick, mark):
    story = Story(house=TrainingHouse())
    story.does("officer", deeds.Objected("Nobody has answered."), HOUR)

    trick(story)

    assert story.course.state is ConcernState.OBJECTED
    assert story.course.open_objections
    assert mark in {one.kind for one in marks_of(story.course, story.house, story.at)}


def test_many_closed_at_once_leave_a_mark_on_each():
    courses = [closed_story(matter=f"concern:{number}").course for number in range(5)]
    acts = [
        act("social worker", one.deed, MONDAY + HOUR, matter=f"concern:{n}") for n, c in enumerate(courses) for one in c.acts
    ]
    again = [course_of(c.raised, [a for a in acts if a.matter == c.raised.matter]) for c in courses]

    assert {mark.kind for mark in marks_across(again)} == {MarkKind.MANY_CLOSED}
    assert not marks_across(courses[:4])


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("nothing", Refusal.NOT_NOW),
        ("decided, and the raiser not told", Refusal.NOT_TOLD),
        ("told, and a conference requested", Refusal.REQUEST_OPEN),
        ("told, and a strategy discussion due", Refusal.CLOCK_RUNS),
        ("told, and the raiser objects", Refusal.NOT_NOW),
    ],
)
def test_what_must_be_done_before_a_concern_is_closed(before, why):
    story = Story()
    if before != "nothing":
        option = Option.STRATEGY_DISCUSSION if "strategy" in before else Option.EARLY_HELP
        decided = story.does("social worker", decide(option), HOUR)
        if before.startswith("told"):
            story.does("social worker", deeds.RaiserTold(decided.id, "By telephone.", "call 12"), HOUR)
    if "conference" in before:
        story.does("nurse", deeds.ConferenceRequested("Nobody has met about her."), HOUR)
    if "objects" in before:
        story.does("officer", deeds.Objected("Early help is not enough."), HOUR)

    assert story.does("social worker", deeds.Closed("Nothing is left to do."), HOUR) is why


OWNED = ("social worker", deeds.TakenOn())


@pytest.mark.parametrize(
    ("before", "who", "deed", "why"),
    [
        ((), "detective", deeds.TakenOn(), None),
        ((OWNED,), "social worker", deeds.TakenOn("Again."), Refusal.DEALT_WITH),
        ((OWNED,), "detective", deeds.TakenOn(), Refusal.NO_REASON),
        ((OWNED,), "detective", deeds.TakenOn("She is ill."), None),
        ((OWNED,), "social worker", deeds.HandedOn("detective", "On leave."), None),
        ((OWNED,), "detective", deeds.HandedOn("detective", "Mine."), Refusal.NOT_OWNER),
        ((OWNED,), "team manager", deeds.HandedOn("detective", "She is ill."), None),
        ((), "detective", deeds.HandedOn("social worker", "Her street."), None),
        ((OWNED,), "social worker", deeds.HandedOn("nurse", "Yours."), Refusal.NO_SUCH_PERSON),
        ((OWNED,), "social worker", deeds.HandedOn("detective", " "), Refusal.NO_REASON),
        ((OWNED,), "social worker", deeds.LetGo("It is the police's."), None),
        ((OWNED,), "detective", deeds.LetGo("Busy."), Refusal.NOT_OWNER),
        ((), "nurse", deeds.TakenOn(), Refusal.NOT_A_DECIDER),
    ],
)
def test_a_concern_has_one_owner_who_hands_it_on_or_lets_it_go(before, who, deed, why):
    story = Story()
    for other, done in before:
        story.does(other, done, HOUR)
    owner = story.course.owner
    said = story.does(who, deed, HOUR)
    assert (said if isinstance(said, Refusal) else None) is why
    if why is None:
        after = {deeds.TakenOn: who, deeds.LetGo: ""}.get(type(deed), getattr(deed, "to", ""))
        assert (story.course.owner, story.course.owned.by) == (after, who)
    else:
        assert story.course.owner == owner


@pytest.mark.parametrize("milestone", sorted(ACTS_OF_THEIR_OWN))
@pytest.mark.parametrize("who", ["social worker", "detective"])
def test_what_takes_an_act_is_not_reported_as_having_happened(milestone, who):
    story = Story(criticises=(Criticism("detective", MONDAY - DAY),))
    request = story.does("nurse", deeds.ConferenceRequested("Nobody has met about her."), HOUR)
    for of in ("", request.id):
        said = deeds.Happened(milestone, MONDAY + HOUR, EvidenceKind.DECISION, "file 1", of=of)
        assert story.does(who, said, HOUR) is Refusal.ACT_OF_ITS_OWN


def test_a_decision_that_is_given_as_evidence_is_one_of_this_concern():
    story = Story()

    def assessed(reference):
        return deeds.Happened(Milestone.ASSESSMENT_COMPLETED, story.at, EvidenceKind.DECISION, reference)

    assert story.does("social worker", assessed("file 1"), HOUR) is Refusal.NO_EVIDENCE
    decided = story.does("social worker", decide(Option.ASSESSMENT), HOUR)
    assert not isinstance(story.does("social worker", assessed(decided.id), HOUR), Refusal)


def test_whoever_is_criticised_does_not_take_a_protective_decision_away_by_reopening():
    story = Story(criticises=(Criticism("detective", MONDAY - DAY),))
    story.does("social worker", decide(Option.ENQUIRY), HOUR)

    assert story.does("detective", deeds.Reopened("It was too quick."), HOUR) is Refusal.CONFLICT
    assert story.course.standing.option is Option.ENQUIRY

    story.does("team manager", deeds.Reopened("It was too quick."), HOUR)
    assert MarkKind.WEAKENED in {mark.kind for mark in marks_of(story.course, story.house, story.at)}


def test_whoever_is_criticised_may_still_reopen_what_was_closed():
    story = closed_story()
    story.course = replace(story.course, criticises=(Criticism("detective", MONDAY - DAY),))
    assert not isinstance(story.does("detective", deeds.Reopened("They are there again."), HOUR), Refusal)


def test_naming_somebody_as_criticised_takes_them_out_and_leaves_a_mark():
    story = Story()
    story.does("social worker", deeds.CriticismNamed("sergeant", MONDAY, "She named him."), HOUR)
    assert [one.by for one in marks_of(story.course, story.house, story.at)] == ["social worker"]
    assert story.does("sergeant", decide(), HOUR) is Refusal.CONFLICT


@pytest.mark.parametrize("back", ["reopened", "added to", "a conference requested"])
def test_whatever_brings_a_closed_concern_back_is_marked(back):
    story = closed_story()
    match back:
        case "reopened":
            story.does("detective", deeds.Reopened("They are there again."), DAY)
        case "added to":
            story.grows(additions=(story.at + DAY,))
        case _:
            story.does("nurse", deeds.ConferenceRequested("They are there again."), DAY)
    kinds = [mark.kind for mark in marks_of(story.course, story.house, story.at + DAY)]
    assert kinds.count(MarkKind.CLOSED_THEN_BACK) == 1


def test_an_objection_after_closing_opens_it_and_the_scrutineer_sees_that_it_came_back():
    story = closed_story()
    story.does("officer", deeds.Objected("They are there again."), DAY)
    assert story.course.state is ConcernState.OBJECTED
    kinds = [mark.kind for mark in marks_of(story.course, story.house, story.at)]
    assert kinds == [MarkKind.NOT_TO_ACT, MarkKind.CLOSED_THEN_BACK]


def test_a_closed_concern_waits_for_a_decision_again_when_the_raiser_adds_to_it():
    story = closed_story()
    acts = story.course.acts
    again = course_of(closed_story().course.raised, acts)
    assert again.state is ConcernState.CLOSED
    story.grows(additions=(story.at + DAY,))
    assert course_of(story.course.raised, acts).state is ConcernState.WAITING
    assert course_of(story.course.raised, acts, known_by=story.at).state is ConcernState.CLOSED


def test_the_register_keeps_every_decision_not_to_act():
    story = Story()
    for option in NOT_TO_ACT:
        story.does("social worker", decide(option), HOUR)
    story.does("social worker", decide(Option.ENQUIRY), HOUR)

    lines = register_of([story.course])

    assert {line.decision.option for line in lines} == NOT_TO_ACT
    assert [line.decision.at for line in lines] == sorted((line.decision.at for line in lines), reverse=True)


def test_an_act_is_a_fact_and_comes_back_as_it_was():
    ledger, story = MemoryLedger(salts=lambda: b"0123456789abcdef"), closed_story()
    for one in story.course.acts:
        ledger.append([draft_of(one)], known_at=one.at)

    facts = list(ledger.facts())

    assert acts_in(facts) == story.course.acts
    assert course_of(story.course.raised, map(act_in, facts)) == story.course


def test_no_words_are_shown_where_an_act_is_printed():
    assert WHY not in repr(act("social worker", decide(), MONDAY))


def test_every_kind_of_refusal_can_be_read_out():
    assert all(one.value.endswith(".") for one in Refusal)


def test_whoever_has_left_does_nothing_any_more():
    story = Story()
    del story.house.people["detective"]
    late = act("detective", decide(), MONDAY + HOUR)
    assert refusal(late, story.course, story.house) is Refusal.NO_POST
    assert PEOPLE["detective"].decides
