"""A case may be reviewed after three reports in six months, each made within a month; a review starts the count anew."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.decision_people import PEOPLE, TrainingHouse

from wholepicture.decisions.acts import act_of
from wholepicture.decisions.deeds_of_concerns import Happened, LateExplained
from wholepicture.decisions.place_course import REVIEW, Report, place_course, place_refusal
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.occurrences import EvidenceKind, Milestone
from wholepicture.statute.standing import DutyState

HOUSE = TrainingHouse()
TODAY = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


def report(day, reported=None):
    """A report of an evening, written down on that day or another."""
    at = datetime.fromisoformat(f"{day}T21:00").replace(tzinfo=UTC)
    written = datetime.fromisoformat(f"{reported}T09:00").replace(tzinfo=UTC) if reported else at + timedelta(hours=1)
    return Report(record=f"r{day}", at=at, reported_at=written)


def reviewed(day, who="officer", evidence=EvidenceKind.MINUTES, reference="CR 12"):
    deed = Happened(
        Milestone.CASE_REVIEW_HELD, datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=UTC), evidence, reference
    )
    return act_of("place:L1", who, PEOPLE[who], TODAY, deed)


REACHED = [
    ("three in a month", ["2026-11-01", "2026-11-08", "2026-11-20"], [], True),
    ("two", ["2026-11-01", "2026-11-08"], [], False),
    ("three, the last one day too late", ["2026-05-01", "2026-08-08", "2026-11-02"], [], False),
    ("three, the last on the last day", ["2026-05-01", "2026-08-08", "2026-11-01"], [], True),
    ("the second to the fourth", ["2026-01-01", "2026-06-08", "2026-09-20", "2026-11-20"], [], True),
    ("three before a review", ["2026-09-01", "2026-09-08", "2026-09-20"], ["2026-10-01"], False),
    ("three before a review and two since", ["2026-09-01", "2026-09-08", "2026-09-20", "2026-10-02", "2026-11-01"],
     ["2026-10-01"], False),
    ("three since the review", ["2026-09-01", "2026-10-02", "2026-10-09", "2026-11-01"], ["2026-10-01"], True),
    ("on the day of the review itself", ["2026-10-01", "2026-10-09", "2026-11-01"], ["2026-10-01"], True),
]  # fmt: skip


@pytest.mark.parametrize(("case", "days", "reviews", "reached"), REACHED, ids=[case for case, *_ in REACHED])
def test_when_the_case_may_be_reviewed(case, days, reviews, reached):
    course = place_course([report(day) for day in reversed(days)], [reviewed(day) for day in reviews])
    standing = course.standing(TODAY)
    assert (standing is not None) is reached, case
    assert standing is None or standing.state is DutyState.RUNNING


def test_a_report_made_more_than_a_month_later_does_not_count():
    in_time = [report("2026-09-01"), report("2026-09-08", "2026-10-08")]
    assert place_course([*in_time, report("2026-09-20", "2026-10-20")], []).standing(TODAY) is not None
    assert place_course([*in_time, report("2026-09-20", "2026-10-21")], []).standing(TODAY) is None


THREE = [report("2026-11-01"), report("2026-11-08"), report("2026-11-20")]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (reviewed("2026-11-25"), None),
        (reviewed("2026-11-25", who="team manager"), None),
        (reviewed("2026-11-25", who="scrutineer"), Refusal.NOT_A_DECIDER),
        (reviewed("2026-11-25", reference=" "), Refusal.NO_EVIDENCE),
        (reviewed("2026-11-25", evidence=EvidenceKind.DECISION), Refusal.NO_EVIDENCE),
        (reviewed("2026-11-28"), Refusal.NOT_YET),
        (act_of("place:L1", "officer", PEOPLE["officer"], TODAY, LateExplained(REVIEW.id, "Ill.")), Refusal.NOT_NOW),
    ],
)
def test_who_says_that_it_was_reviewed_and_how(act, why):
    assert place_refusal(act, place_course(THREE, []), HOUSE) is why


def test_where_too_few_were_reported_there_is_nothing_to_review():
    assert place_refusal(reviewed("2026-11-25"), place_course(THREE[:2], []), HOUSE) is Refusal.NOT_NOW
