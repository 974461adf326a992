"""Every duty: from when it runs, its last day over weekends, bank holidays and leap days, and what stops it."""

from datetime import UTC, datetime, timedelta
from datetime import date as day

import holidays
import pytest

from wholepicture.statute.bank_holidays import Nation, bank_holidays, known_until
from wholepicture.statute.duties import duties, duty
from wholepicture.statute.occurrences import Evidence, EvidenceKind, Milestone, Occurrence
from wholepicture.statute.standing import OPEN, DutyState, duty_states
from wholepicture.vocabulary.moments import london_day

WEDNESDAY = "2026-11-25T10:00"
THURSDAY_BEFORE_EASTER = "2026-04-02T10:00"
CHRISTMAS_EVE = "2026-12-24T16:00"
FRIDAY_NIGHT = "2026-11-27T23:30"
LEAP = "2027-11-29T09:00"

DUE = [
    ("referral-decision", WEDNESDAY, "2026-11-26"),
    ("referral-decision", FRIDAY_NIGHT, "2026-11-30"),
    ("referral-decision", THURSDAY_BEFORE_EASTER, "2026-04-07"),
    ("referral-decision", CHRISTMAS_EVE, "2026-12-29"),
    ("raiser-told", FRIDAY_NIGHT, "2026-11-28"),
    ("strategy-discussion", WEDNESDAY, None),
    ("strategy-discussion-record", THURSDAY_BEFORE_EASTER, "2026-04-07"),
    ("section-47-child-seen", FRIDAY_NIGHT, "2026-11-28"),
    ("conference-reasons", WEDNESDAY, None),
    ("initial-conference", WEDNESDAY, "2026-12-16"),
    ("initial-conference", THURSDAY_BEFORE_EASTER, "2026-04-27"),
    ("initial-conference", "2026-12-14T10:00", "2027-01-07"),
    ("conference-request", THURSDAY_BEFORE_EASTER, "2026-04-13"),
    ("conference-agreed", WEDNESDAY, "2026-12-16"),
    ("conference-agreed", "2026-12-14T10:00", "2027-01-07"),
    ("assessment", WEDNESDAY, "2027-02-01"),
    ("assessment", "2026-03-02T09:00", "2026-05-07"),
    ("core-group", CHRISTMAS_EVE, "2027-01-12"),
    ("first-review", "2026-11-30T10:00", "2027-02-28"),
    ("first-review", LEAP, "2028-02-29"),
    ("later-review", "2026-08-31T10:00", "2027-02-28"),
    ("return-home-interview", FRIDAY_NIGHT, "2026-11-30"),
    ("return-home-interview", "2026-12-24T16:00", "2026-12-27"),
    ("return-home-interview-wales", WEDNESDAY, None),
    ("case-review", WEDNESDAY, None),
    ("serious-incident", THURSDAY_BEFORE_EASTER, "2026-04-13"),
    ("exploitation-review", LEAP, "2028-02-29"),
    ("dissent-answered", "2028-02-01T10:00", "2028-02-29"),
    ("dissent-answered", CHRISTMAS_EVE, "2027-01-21"),
]


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def event(milestone, at, *evidence, **more):
    given = {"milestone": milestone, "about": "matter", "at": at, "known_at": at, "evidence": evidence}
    return Occurrence(**{**given, **more})


def starts(one, at):
    """What starts a duty, as often as it takes, the last time at a moment."""
    return [event(one.starts[0], at - timedelta(days=number)) for number in reversed(range(one.count))]


@pytest.mark.parametrize(("name", "start", "last"), DUE)
def test_the_last_day_of_a_duty(name, start, last):
    one = duty(name)

    (standing,) = duty_states(one, starts(one, moment(start)), moment(start))

    assert (standing.due_by and london_day(standing.due_by).isoformat()) == last
    assert standing.state in OPEN


def test_every_duty_has_its_cases_and_cites_its_source():
    assert {name for name, _, _ in DUE} == {one.id for one in duties()}
    for one in duties():
        assert one.source.strip()
        assert one.edition.strip()
        assert one.says.endswith(".")


@pytest.mark.parametrize("one", duties(), ids=lambda one: one.id)
def test_a_duty_stops_on_evidence_of_its_kind_and_on_nothing_else(one):
    begun = moment(WEDNESDAY)
    later = begun + timedelta(hours=2)
    shown = Evidence(one.accepts[0], "ref 1")
    others = [kind for kind in EvidenceKind if kind not in one.accepts]

    def state(*evidence, milestone=one.stops[0]):
        return duty_states(one, [*starts(one, begun), event(milestone, later, *evidence)], later)[0].state

    assert state(shown) is DutyState.MET
    assert state() in OPEN
    assert state(Evidence(one.accepts[0], "  ")) in OPEN
    assert all(state(Evidence(kind, "ref 1")) in OPEN for kind in others)
    for sign in one.signs:
        assert state(shown, milestone=sign) in OPEN


@pytest.mark.parametrize("one", [d for d in duties() if d.term], ids=lambda one: one.id)
def test_a_duty_is_overdue_a_second_after_its_last_and_stays_so_until_it_is_met_late(one):
    begun = moment(WEDNESDAY)
    events = starts(one, begun)
    due_by = duty_states(one, events, begun)[0].due_by
    late = due_by + timedelta(days=3)
    met = event(one.stops[0], late, Evidence(one.accepts[0], "ref 1"))

    assert duty_states(one, events, due_by)[0].state in (DutyState.DUE, DutyState.RUNNING)
    assert duty_states(one, events, due_by + timedelta(seconds=1))[0].state is DutyState.OVERDUE
    after = duty_states(one, [*events, met], late)[0]
    assert after.state is DutyState.MET_LATE
    assert after.asks_reason


def test_an_interview_that_was_declined_is_still_owed_and_the_decline_is_a_sign():
    begun = moment(WEDNESDAY)
    declined = event(Milestone.INTERVIEW_DECLINED, begun + timedelta(hours=5), because="He was told not to talk.")

    (standing,) = duty_states(
        duty("return-home-interview"), [event(Milestone.RETURNED, begun), declined], begun + timedelta(hours=80)
    )

    assert standing.state is DutyState.OVERDUE
    assert standing.signs == (declined,)


def test_every_missing_episode_has_an_interview_of_its_own():
    begun = moment(WEDNESDAY)
    events = [event(Milestone.RETURNED, begun, about="episode 1"), event(Milestone.RETURNED, begun, about="episode 2")]
    held = event(
        Milestone.INTERVIEW_HELD, begun + timedelta(hours=4), Evidence(EvidenceKind.DOCUMENT, "rhi 1"), about="episode 1"
    )

    found = duty_states(duty("return-home-interview"), [*events, held], begun + timedelta(hours=80))

    assert [one.state for one in found] == [DutyState.MET, DutyState.OVERDUE]


COUNTRIES = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("year", range(2019, known_until() + 1))
def test_bank_holidays_of_the_four_nations_are_those_of_the_holidays_package(nation, year):
    theirs = holidays.country_holidays("GB", subdiv=COUNTRIES[nation], years=year, categories=("public",))
    ours = bank_holidays(year, nation)

    assert {one for one in ours if one.weekday() < 5} == {one for one in theirs if one.weekday() < 5}


def test_the_second_of_january_and_st_andrews_day_are_working_days_in_england_and_not_in_scotland():
    assert day(2026, 1, 2) in bank_holidays(2026, Nation.SCOTLAND) - bank_holidays(2026)
    assert day(2026, 11, 30) in bank_holidays(2026, Nation.SCOTLAND) - bank_holidays(2026)
