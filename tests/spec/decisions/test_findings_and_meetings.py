"""Findings have owners and answers; meetings keep what agencies gave, and what they decided not to share."""

from datetime import date, timedelta

import pytest
from tests.decision_people import MONDAY, PEOPLE, TrainingHouse

from wholepicture.decisions import deeds_of_findings as finding
from wholepicture.decisions import deeds_of_meetings as meeting
from wholepicture.decisions.acts import act_of
from wholepicture.decisions.finding_course import Shown, finding_course, finding_refusal
from wholepicture.decisions.meeting_course import meeting_course, meeting_refusal
from wholepicture.decisions.people import Criticism
from wholepicture.decisions.refusals import Refusal
from wholepicture.decisions.states import FindingState
from wholepicture.statute.ladders import Level

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOUSE = TrainingHouse()
WHY = "The children are cousins, and the address is their grandmother's."


def on_finding(*deeds, grew=(), criticises=()):
    """The course after what several people did, an hour apart, and the last refusal."""
    shown, acts, why = Shown(matter="finding:1", since=MONDAY, grew=grew, criticises=criticises), [], None
    for number, (who, make) in enumerate(deeds, start=1):
        course = finding_course(shown, acts)
        deed = make(course) if callable(make) else make
        act = act_of("finding:1", who, PEOPLE[who], MONDAY + number * HOUR, deed)
        why = finding_refusal(act, course, HOUSE)
        acts += [] if why else [act]
    return finding_course(shown, acts), why, acts


def agree(course):
    return finding.DismissalAgreed(course.proposed.id)


DISMISS = ("social worker", finding.FindingDismissed(WHY, 4))


@pytest.mark.parametrize(
    ("second", "why", "state"),
    [
        ("detective", None, FindingState.DISMISSED),
        ("social worker", Refusal.SAME_PERSON, FindingState.DISMISSING),
        ("team manager", Refusal.SAME_AGENCY, FindingState.DISMISSING),
        ("nurse", Refusal.NOT_A_DECIDER, FindingState.DISMISSING),
    ],
)
def test_a_finding_is_dismissed_by_two_of_different_agencies(second, why, state):
    course, said, _ = on_finding(DISMISS, (second, agree))
    assert (said, course.state) == (why, state)


def test_a_dismissal_needs_a_reason():
    assert on_finding(("social worker", finding.FindingDismissed(" ", 4)))[1] is Refusal.NO_REASON


CRITICISED = (Criticism("detective", MONDAY - DAY),)


@pytest.mark.parametrize(
    ("who", "deed", "why"),
    [
        ("detective", finding.FindingDismissed(WHY, 4), Refusal.FINDING_CONFLICT),
        ("sergeant", finding.FindingDismissed(WHY, 4), Refusal.FINDING_CONFLICT),
        ("social worker", finding.FindingDismissed(WHY, 4), None),
        ("detective", finding.FindingAccepted("We meet on Friday."), None),
        ("detective", finding.FindingOwned(), None),
    ],
)
def test_whoever_is_criticised_in_its_concerns_does_not_dismiss_a_finding(who, deed, why):
    assert on_finding((who, deed), criticises=CRITICISED)[1] is why


@pytest.mark.parametrize(
    ("who", "deed", "why"),
    [
        ("detective", agree, Refusal.FINDING_CONFLICT),
        ("sergeant", agree, Refusal.FINDING_CONFLICT),
        ("detective", lambda course: finding.DismissalRefused(course.proposed.id, "They are no cousins."), None),
    ],
)
def test_nor_do_they_agree_to_dismissing_it(who, deed, why):
    course, said, _ = on_finding(DISMISS, (who, deed), criticises=CRITICISED)
    assert said is why
    assert course.state is (FindingState.DISMISSING if why else FindingState.NEW)


@pytest.mark.parametrize(("records", "state"), [(4, FindingState.DISMISSED), (5, FindingState.NEW)])
def test_a_dismissed_finding_comes_back_only_with_something_new(records, state):
    course, _, _ = on_finding(DISMISS, ("detective", agree), grew=((MONDAY + 3 * DAY, records),))
    assert course.state is state
    assert course.came_back == (MONDAY + 3 * DAY if state is FindingState.NEW else None)


@pytest.mark.parametrize(
    ("days", "level"), [(0, Level.PRACTITIONER), (3, Level.FIRST_LINE), (8, Level.SENIOR), (30, Level.EXECUTIVE)]
)
def test_the_silence_about_a_finding_climbs(days, level):
    course, _, _ = on_finding()
    assert course.climb(MONDAY + days * DAY).stage.answered_by is level


def test_a_dismissal_that_waits_for_its_second_still_climbs_and_an_answer_ends_the_climb():
    assert on_finding(DISMISS)[0].climb(MONDAY + 30 * DAY).stage.answered_by is Level.EXECUTIVE
    assert on_finding(DISMISS, ("detective", agree))[0].climb(MONDAY + 30 * DAY) is None
    accepted = on_finding(("detective", finding.FindingAccepted("We meet on Friday.")))[0]
    assert (accepted.climb(MONDAY + 30 * DAY), accepted.owner) == (None, "detective")


def test_only_an_executive_gives_a_receipt_and_it_answers_nothing():
    course, why, _ = on_finding(("executive", finding.FindingRead()))
    assert (why, course.state, [one.by for one in course.read_by]) == (None, FindingState.NEW, ["executive"])
    assert on_finding(("nurse", finding.FindingRead()))[1] is Refusal.NOT_A_DECIDER


CALL = meeting.MeetingCalled(meeting.MeetingKind.MAPPING, ("finding:1",), MONDAY + 3 * DAY, "One flat, two children.")


def at_meeting(*deeds):
    acts, why = [], None
    for number, (who, make) in enumerate(deeds, start=1):
        course = meeting_course(acts)
        deed = make(course) if callable(make) else make
        act = act_of("meeting:1", who, PEOPLE[who], MONDAY + number * HOUR, deed)
        why = meeting_refusal(act, course, HOUSE)
        acts += [] if why else [act]
    return meeting_course(acts), why, acts


ASKED = (
    ("detective", CALL),
    ("detective", meeting.Invited("nurse", "health", "She saw both children.")),
    ("detective", meeting.InformationAsked("health", "What is known of the two children", MONDAY + 2 * DAY)),
)


def withhold(course):
    return meeting.InformationWithheld(course.asks[0].act.id, "Consent was refused, and nothing outweighs that yet.")


def test_an_agency_that_decides_not_to_share_says_why_and_that_is_kept():
    course, why, _ = at_meeting(*ASKED, ("nurse", withhold))
    assert why is None
    assert [one.answer.by for one in course.withheld()] == ["nurse"]
    assert not course.asks[0].overdue(MONDAY + 9 * DAY)


def test_an_ask_without_an_answer_is_overdue_and_another_agency_does_not_answer_it():
    course, why, _ = at_meeting(*ASKED, ("social worker", withhold))
    assert why is Refusal.OTHER_AGENCY
    assert course.asks[0].overdue(MONDAY + 3 * DAY)
    assert not course.asks[0].overdue(MONDAY + DAY)


def test_whoever_is_not_invited_and_leads_nothing_takes_no_part():
    assert at_meeting(*ASKED, ("officer", meeting.MeetingDissented("It is not enough.")))[1] is Refusal.NOT_A_DECIDER
    assert at_meeting(*ASKED, ("nurse", meeting.MeetingDissented("It is not enough.")))[1] is None


def test_actions_and_measures_have_owners_days_and_reviews():
    review = date(2026, 12, 24)
    course, _, _ = at_meeting(
        *ASKED,
        ("detective", meeting.ActionSet("nurse", "Ask the clinic for the register.", date(2026, 11, 27))),
        ("detective", meeting.MeasureSet(meeting.MeasureKind.WARNING_NOTICE, "P1", "Two children named him.", review)),
        ("nurse", lambda c: meeting.ActionDone(c.actions[0].act.id, "Sent on Thursday.")),
        ("detective", lambda c: meeting.MeasureReviewed(c.measures[0].act.id, "He moved away.", None)),
    )
    assert course.actions[0].done.by == "nurse"
    assert course.measures[0].review_on is None
    assert not course.measures[0].overdue(MONDAY + 90 * DAY)


def test_minutes_are_of_what_has_been_and_nothing_comes_before_the_call():
    later = meeting.Minuted(MONDAY + 9 * DAY, "We agreed to visit.", ("nurse",))
    assert at_meeting(*ASKED, ("detective", later))[1] is Refusal.NOT_YET
    assert at_meeting(("detective", later))[1] is Refusal.NOT_NOW
