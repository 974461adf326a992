"""Every return from missing has a return home interview within 72 hours; a decline is a sign, not an end."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.decision_people import PEOPLE, TrainingHouse

from wholepicture.decisions import deeds_of_concerns as deeds
from wholepicture.decisions.acts import act_of
from wholepicture.decisions.episode_course import INTERVIEW, Returned, episode_course, episode_refusal, interviews_held
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.standing import DutyState

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BACK = datetime(2026, 11, 20, 23, 40, tzinfo=UTC)
MATTER = "episode:missing_reports/MIS0001"
HOUSE = TrainingHouse()


def returned(until=BACK, known_at=None):
    return Returned(matter=MATTER, until=until, known_at=known_at or until + HOUR)


def offered(when, because="By phone, by an independent worker."):
    return deeds.Happened(Milestone.INTERVIEW_OFFERED, when, EvidenceKind.DOCUMENT, "", because)


def declined(when, because="Said that nobody needs to know."):
    return deeds.Happened(Milestone.INTERVIEW_DECLINED, when, EvidenceKind.DOCUMENT, "", because)


def held(when, evidence=EvidenceKind.DOCUMENT, reference="RHI 26/114"):
    return deeds.Happened(Milestone.INTERVIEW_HELD, when, evidence, reference)


def late(because="The worker was ill and nobody covered."):
    return deeds.LateExplained(INTERVIEW.id, because)


def said(*acts, of=None):
    """The course after what people said: who, how long after the return, and what; and the last refusal."""
    its, kept, why = of or returned(), [], None
    for who, since, deed in acts:
        act = act_of(MATTER, who, PEOPLE[who], BACK + since, deed)
        why = episode_refusal(act, episode_course(its, kept), HOUSE)
        kept += [] if why else [act]
    return episode_course(its, kept), why


OFFER = ("social worker", 5 * HOUR, offered(BACK + 4 * HOUR))
DECLINE = ("social worker", 6 * HOUR, declined(BACK + 5 * HOUR))
HELD = ("social worker", 50 * HOUR, held(BACK + 49 * HOUR))
HELD_LATE = ("social worker", 100 * HOUR, held(BACK + 90 * HOUR))
WHY_LATE = ("social worker", 80 * HOUR, late())

STANDS = [
    ("nothing was done, two days on", (), 2 * DAY, DutyState.RUNNING),
    ("nothing was done, on the last day", (), 72 * HOUR, DutyState.DUE),
    ("nothing was done, and the time is over", (), 72 * HOUR + timedelta(seconds=1), DutyState.OVERDUE),
    ("it was offered", (OFFER,), 4 * DAY, DutyState.OVERDUE),
    ("the child declined", (OFFER, DECLINE), 4 * DAY, DutyState.OVERDUE),
    ("the child declined, and it was held after all", (OFFER, DECLINE, HELD), 4 * DAY, DutyState.MET),
    ("it was held late", (HELD_LATE,), 5 * DAY, DutyState.MET_LATE),
    ("it was held late, as on the day before", (HELD_LATE,), 89 * HOUR, DutyState.OVERDUE),
    ("somebody said why it is late", (WHY_LATE,), 4 * DAY, DutyState.OVERDUE),
]


@pytest.mark.parametrize(("case", "acts", "since", "state"), STANDS, ids=[case for case, *_ in STANDS])
def test_how_it_stands(case, acts, since, state):
    course, why = said(*acts)
    assert why is None
    assert course.standing(BACK + since).state is state


REFUSED = [
    ("held, with nothing to show for it", ("social worker", 50 * HOUR, held(BACK + HOUR, reference=" ")),
     Refusal.NO_EVIDENCE),
    ("held, by a decision", ("social worker", 50 * HOUR, held(BACK + HOUR, EvidenceKind.DECISION)), Refusal.NO_EVIDENCE),
    ("held, tomorrow", ("social worker", HOUR, held(BACK + DAY)), Refusal.NOT_YET),
    ("held, before the child was back", ("social worker", HOUR, held(BACK - HOUR)), Refusal.BEFORE_RETURN),
    ("declined, without a word why", ("social worker", DAY, declined(BACK + HOUR, " ")), Refusal.NO_REASON),
    ("offered, without a word how", ("social worker", DAY, offered(BACK + HOUR, "")), Refusal.NO_REASON),
    ("late, while there is time", ("social worker", DAY, late()), Refusal.NOT_NOW),
    ("late, without a word why", ("social worker", 4 * DAY, late(" ")), Refusal.NO_REASON),
    ("said by whoever scrutinises", ("scrutineer", DAY, offered(BACK + HOUR)), Refusal.NOT_A_DECIDER),
    ("excused", ("social worker", DAY, deeds.Excused(INTERVIEW.id, "No.", EvidenceKind.DOCUMENT, "x")), Refusal.NOT_NOW),
    ("another duty's step", ("social worker", DAY, deeds.Happened(Milestone.RETURNED, BACK, EvidenceKind.RECORD, "x")),
     Refusal.ACT_OF_ITS_OWN),
]  # fmt: skip


@pytest.mark.parametrize(("case", "act", "why"), REFUSED, ids=[case for case, *_ in REFUSED])
def test_what_is_refused(case, act, why):
    course, refused = said(act)
    assert refused is why
    assert course.acts == ()


def test_a_second_reason_for_lateness_is_not_asked_for():
    assert said(WHY_LATE, ("nurse", 81 * HOUR, late()))[1] is Refusal.NOT_NOW


@pytest.mark.parametrize("who", ["officer", "nurse", "social worker", "team manager"])
def test_whoever_works_with_the_child_says_what_was_done_in_their_own_name(who):
    course, why = said((who, 50 * HOUR, held(BACK + 49 * HOUR)))
    assert why is None
    assert [act.by for act in course.acts] == [who]
    assert interviews_held(course.acts) == (BACK + 49 * HOUR,)


CLOCKS = [
    ("the clock runs in hours through the night the clocks go back", datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
     datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 27, 22, 0, tzinfo=UTC)),
    ("through Christmas", datetime(2026, 12, 24, 16, 0, tzinfo=UTC),
     datetime(2026, 12, 24, 16, 0, tzinfo=UTC), datetime(2026, 12, 27, 16, 0, tzinfo=UTC)),
    ("where only the day is known it runs from the start of it", datetime(2026, 11, 21, 0, 0, tzinfo=UTC),
     datetime(2026, 11, 20, 0, 0, tzinfo=UTC), datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
    ("in summer too, and the day is London's", datetime(2026, 7, 1, 23, 0, tzinfo=UTC),
     datetime(2026, 6, 30, 23, 0, tzinfo=UTC), datetime(2026, 7, 3, 23, 0, tzinfo=UTC)),
]  # fmt: skip


@pytest.mark.parametrize(("case", "until", "starts", "due"), CLOCKS, ids=[case for case, *_ in CLOCKS])
def test_from_when_it_runs_and_until_when(case, until, starts, due):
    its = returned(until)
    standing = episode_course(its, ()).standing(until + DAY)
    assert (its.at, standing.started_at, standing.due_by) == (starts, starts, due)


def test_a_return_that_became_known_late_was_owed_all_along():
    its = returned(known_at=BACK + 30 * DAY)
    course = episode_course(its, ())
    assert course.standing(BACK + 29 * DAY) is None
    assert course.standing(BACK + 31 * DAY).state is DutyState.OVERDUE


def test_what_was_said_later_does_not_change_what_was_known_before():
    course, _ = said(HELD)
    before = episode_course(course.returned, course.acts, known_by=BACK + 49 * HOUR)
    assert before.standing(BACK + 49 * HOUR).state is DutyState.DUE
    assert course.standing(BACK + 51 * HOUR).state is DutyState.MET
