"""The raiser's voice: objections that climb by themselves, and requests for a conference."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.decision_people import MONDAY, Story
from tests.spec.decisions.test_concerns import WHY, decide

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.clocks import standings
from wholepicture.decisions.objections import climb_of
from wholepicture.decisions.options import Option
from wholepicture.decisions.people import Criticism
from wholepicture.decisions.refusals import Refusal
from wholepicture.decisions.states import ConcernState
from wholepicture.statute.ladders import Level, Matter, default_ladders, ladder_about
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.standing import DutyState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LADDER = ladder_about(Matter.DECISION, default_ladders())
CHRISTMAS_WEEK = datetime(2026, 12, 23, 9, tzinfo=UTC)


def objected(at=MONDAY, **more):
    story = Story(**more)
    story.at = at
    story.does("social worker", decide())
    return story, story.does("officer", deeds.Objected("They are there every night."))


@pytest.mark.parametrize(
    ("raised", "asked", "stage", "level"),
    [
        (MONDAY, "2026-11-23", 1, Level.PRACTITIONER),
        (MONDAY, "2026-11-26", 1, Level.PRACTITIONER),
        (MONDAY, "2026-11-27", 2, Level.FIRST_LINE),
        (MONDAY, "2026-11-30", 2, Level.FIRST_LINE),
        (MONDAY, "2026-12-01", 3, Level.SENIOR),
        (MONDAY, "2026-12-05", 4, Level.HEAD_OF_SERVICE),
        (MONDAY, "2026-12-12", 5, Level.EXECUTIVE),
        (MONDAY, "2027-06-01", 5, Level.EXECUTIVE),
        (CHRISTMAS_WEEK, "2026-12-30", 1, Level.PRACTITIONER),
        (CHRISTMAS_WEEK, "2026-12-31", 2, Level.FIRST_LINE),
    ],
)
def test_an_objection_climbs_by_itself_past_weekends_and_bank_holidays(raised, asked, stage, level):
    story, _ = objected(raised)

    climb = climb_of(story.course.open_objections[0], LADDER, datetime.fromisoformat(asked + "T12:00+00:00"))

    assert (climb.rung.number, climb.rung.stage.answered_by) == (stage, level)


@pytest.mark.parametrize(
    ("after", "who", "why"),
    [
        (HOUR, "social worker", None),
        (HOUR, "detective", None),
        (5 * DAY, "social worker", Refusal.TOO_LOW),
        (5 * DAY, "sergeant", None),
        (9 * DAY, "sergeant", Refusal.TOO_LOW),
        (9 * DAY, "safeguarding lead", None),
        (30 * DAY, "head of service", Refusal.TOO_LOW),
        (30 * DAY, "executive", None),
        (HOUR, "nurse", Refusal.NOT_A_DECIDER),
    ],
)
def test_each_stage_is_answered_at_its_level(after, who, why):
    story, objection = objected()
    said = story.does(who, deeds.ObjectionAnswered(objection.id, False, WHY), after)
    assert said is why if why else not isinstance(said, Refusal)


def test_an_answer_that_the_raiser_does_not_accept_climbs_at_once_and_past_whoever_decided():
    story, objection = objected()
    story.does("social worker", deeds.ObjectionAnswered(objection.id, False, WHY), HOUR)
    assert story.course.state is ConcernState.OBJECTED
    assert climb_of(story.course.open_objections[0], LADDER, story.at + 30 * DAY).answered

    story.does("officer", deeds.PressedOn(objection.id, "Nobody has read what I wrote."), HOUR)

    assert climb_of(story.course.open_objections[0], LADDER, story.at).rung.number == 2
    assert story.does("social worker", deeds.ObjectionAnswered(objection.id, False, WHY), HOUR) is Refusal.TOO_LOW
    story.does("team manager", deeds.ObjectionAnswered(objection.id, True, "The records say otherwise."), HOUR)
    assert story.course.state is ConcernState.WAITING
    assert story.course.standing is None


def test_whoever_decided_does_not_answer_from_the_second_stage_on():
    story = Story()
    story.does("team manager", decide())
    objection = story.does("officer", deeds.Objected("They are there every night."))
    assert story.does("team manager", deeds.ObjectionAnswered(objection.id, False, WHY), 5 * DAY) is Refusal.OWN_ANSWER


def test_whoever_is_criticised_and_their_line_do_not_answer():
    story, objection = objected(criticises=(Criticism("detective", MONDAY - DAY),))
    assert story.does("sergeant", deeds.ObjectionAnswered(objection.id, False, WHY), 5 * DAY) is Refusal.CONFLICT
    assert not isinstance(story.does("team manager", deeds.ObjectionAnswered(objection.id, False, WHY)), Refusal)


def test_only_the_raiser_settles_unless_they_have_left_or_the_executives_have_answered():
    story, objection = objected()
    assert story.does("social worker", deeds.ObjectionSettled(objection.id), HOUR) is Refusal.RAISER_ONLY
    assert story.does("scrutineer", deeds.ObjectionSettled(objection.id, WHY), HOUR) is Refusal.RAISER_ONLY
    story.does("executive", deeds.ObjectionAnswered(objection.id, False, WHY), 30 * DAY)
    assert story.does("scrutineer", deeds.ObjectionSettled(objection.id), HOUR) is Refusal.NO_REASON
    story.does("scrutineer", deeds.ObjectionSettled(objection.id, WHY), HOUR)
    assert story.course.state is ConcernState.DECIDED


def test_another_raiser_goes_on_with_an_objection_and_does_not_settle_it():
    story, objection = objected(raisers=frozenset({"officer", "nurse"}))
    assert story.does("nurse", deeds.ObjectionSettled(objection.id), HOUR) is Refusal.RAISER_ONLY
    story.does("social worker", deeds.ObjectionAnswered(objection.id, False, WHY), HOUR)
    assert story.does("nurse", deeds.ObjectionSettled(objection.id), HOUR) is Refusal.RAISER_ONLY
    assert not isinstance(story.does("nurse", deeds.PressedOn(objection.id, "It goes on."), HOUR), Refusal)


def test_nobody_but_the_raiser_objects_and_they_never_need_a_decision_to_do_so():
    story = Story()
    assert story.does("nurse", deeds.Objected("I would object."), HOUR) is Refusal.RAISER_ONLY
    assert not isinstance(story.does("officer", deeds.Objected("Nobody has answered for a week."), 7 * DAY), Refusal)
    assert story.course.state is ConcernState.OBJECTED


def test_anybody_may_request_a_conference_and_it_is_refused_by_two_with_reasons_or_not_at_all():
    story = Story()
    request = story.does("nurse", deeds.ConferenceRequested("Four agencies, and nobody has met."), HOUR)
    refuse = deeds.RequestAnswered(request.id, False, WHY)
    busy = deeds.RequestAnswered(request.id, False, "Agencies are already sharing information.")
    assert story.does("social worker", busy, HOUR) is Refusal.ONLY_ACTIVITY
    refused = story.does("social worker", refuse, HOUR)
    assert story.course.open_requests, "one alone refuses nothing"
    assert story.does("team manager", deeds.Agreed(refused.id), HOUR) is Refusal.SAME_AGENCY
    story.does("detective", deeds.Agreed(refused.id), HOUR)
    assert not story.course.open_requests


def test_a_request_is_on_a_clock_and_a_decision_for_a_conference_answers_it():
    story = Story()
    story.does("nurse", deeds.ConferenceRequested("Four agencies, and nobody has met."), HOUR)

    def state(at):
        return next(one.state for one in standings(story.course, at) if one.duty.id == "conference-request")

    assert state(story.at) is DutyState.RUNNING
    assert state(story.at + 8 * DAY) is DutyState.OVERDUE
    story.does("detective", decide(Option.CONFERENCE), HOUR)
    assert state(story.at) is DutyState.MET


def agreed_conference(how):
    """A concern for which a conference was agreed an hour ago, in one of the ways in which that is done."""
    story = Story()
    request = story.does("nurse", deeds.ConferenceRequested("Four agencies, and nobody has met."), HOUR)
    answer = deeds.RequestAnswered(request.id, True, "It is held.")
    story.does("detective", answer if how == "the request is answered" else decide(Option.CONFERENCE), HOUR)
    return story


def conference(story, at):
    return [one.state for one in standings(story.course, at) if one.duty.id == "conference-agreed"]


HELD = (EvidenceKind.MINUTES, "minutes 7")


@pytest.mark.parametrize("how", ["the request is answered", "it is decided"])
@pytest.mark.parametrize(
    ("held_after", "shown", "asked_after", "state"),
    [
        (None, HELD, 1, DutyState.RUNNING),
        (None, HELD, 21, DutyState.DUE),
        (None, HELD, 22, DutyState.OVERDUE),
        (10, HELD, 11, DutyState.MET),
        (10, (EvidenceKind.DOCUMENT, "file 1"), 11, DutyState.RUNNING),
        (22, HELD, 23, DutyState.MET_LATE),
    ],
)
def test_a_conference_that_was_agreed_has_a_clock_until_it_is_held(how, held_after, shown, asked_after, state):
    story = agreed_conference(how)
    since = story.at
    if held_after:
        story.at = since + held_after * DAY
        story.does("detective", deeds.Happened(Milestone.CONFERENCE_HELD, story.at, *shown))
    assert conference(story, since + asked_after * DAY) == [state]


def test_a_second_conference_that_is_agreed_has_a_clock_of_its_own():
    story = agreed_conference("it is decided")
    story.does("detective", deeds.Happened(Milestone.CONFERENCE_HELD, story.at + HOUR, *HELD), DAY)
    request = story.does("nurse", deeds.ConferenceRequested("There are more children now."), DAY)
    story.does("detective", deeds.RequestAnswered(request.id, True, "It is held."), DAY)

    assert conference(story, story.at) == [DutyState.MET, DutyState.RUNNING]
    assert story.does("detective", deeds.Closed("It is agreed."), HOUR) is not None
    assert story.course.state is not ConcernState.CLOSED


def test_that_a_conference_was_agreed_is_not_reported_and_is_excused_by_two_alone():
    story = agreed_conference("it is decided")
    said = deeds.Happened(Milestone.CONFERENCE_AGREED, story.at, EvidenceKind.MINUTES, "minutes 1")
    assert story.does("detective", said, HOUR) is Refusal.ACT_OF_ITS_OWN
    excuse = story.does("detective", deeds.Excused("conference-agreed", WHY, EvidenceKind.MINUTES, "minutes 7"), HOUR)
    assert conference(story, story.at) == [DutyState.RUNNING]
    story.does("social worker", deeds.Agreed(excuse.id), HOUR)
    assert conference(story, story.at) == [DutyState.EXCUSED]


def test_dissent_that_was_answered_in_writing_is_owed_no_answer_any_more():
    story = Story()
    decided = story.does("social worker", decide(), HOUR)
    story.does("detective", deeds.Dissented(decided.id, "The car was there on three nights."), HOUR)
    answered = deeds.Happened(Milestone.DISSENT_ANSWERED, story.at, EvidenceKind.DOCUMENT, "letter 3")
    story.does("social worker", answered, HOUR)
    assert [one.state for one in standings(story.course, story.at) if one.duty.id == "dissent-answered"] == [DutyState.MET]


def test_dissent_is_kept_by_name_and_asks_for_an_answer_in_writing():
    story = Story()
    decided = story.does("social worker", decide(), HOUR)
    dissent = story.does("detective", deeds.Dissented(decided.id, "The car was there on three nights."), HOUR)

    standing = next(one for one in standings(story.course, story.at) if one.duty.id == "dissent-answered")

    assert (standing.about, standing.state) == (dissent.id, DutyState.RUNNING)
    assert story.does("nurse", deeds.Dissented(decided.id, " "), HOUR) is Refusal.NO_REASON


def test_an_excuse_takes_two_and_evidence():
    story = Story()
    excuse = deeds.Excused("referral-decision", WHY, EvidenceKind.DECISION, "file 7")
    assert (
        story.does("social worker", deeds.Excused("referral-decision", WHY, EvidenceKind.DECISION, ""), HOUR)
        is Refusal.NO_EVIDENCE
    )
    excused = story.does("social worker", excuse, HOUR)

    def state():
        return next(one.state for one in standings(story.course, story.at) if one.duty.id == "referral-decision")

    assert state() is DutyState.RUNNING
    story.does("team manager", deeds.Agreed(excused.id), HOUR)
    assert state() is DutyState.EXCUSED
