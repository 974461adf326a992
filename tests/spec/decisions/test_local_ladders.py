"""A partnership's own ladders: proposed by somebody who leads, adopted by another of another agency, never to nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.decision_people import MONDAY, PEOPLE, Story, TrainingHouse

from wholepicture.decisions import deeds_of_concerns, deeds_of_findings
from wholepicture.decisions import deeds_of_ladders as deeds
from wholepicture.decisions.acts import act_of, name_of
from wholepicture.decisions.finding_course import Shown, finding_course
from wholepicture.decisions.ladders_course import MATTER, ladders_course, ladders_refusal
from wholepicture.decisions.may import refusal
from wholepicture.decisions.objections import climb_of
from wholepicture.decisions.refusals import Refusal
from wholepicture.statute.ladders import Level, Matter, Stage, default_ladders, read_ladders, write_ladders

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOUSE = TrainingHouse()
WHY = "Our heads of service meet each week."


def shorter(edition="Harbury 1", days=1):
    """The default ladders with two stages: whoever decided, and then the executives."""
    stages = (Stage("Whoever decided", days, Level.PRACTITIONER), Stage("The executives", days, Level.EXECUTIVE))
    return tuple(replace(one, stages=stages, edition=edition) for one in default_ladders())


def proposing(ladders=None, because=WHY):
    return deeds.LaddersProposed(write_ladders(ladders or shorter()), because)


def adopt(course):
    return deeds.LaddersAdopted(course.proposed.id)


def on_ladders(*done):
    """The course after what several people did, an hour apart, and the last refusal."""
    acts, why = [], None
    for number, (who, make) in enumerate(done, start=1):
        course = ladders_course(acts)
        deed = make(course) if callable(make) else make
        act = act_of(MATTER, who, PEOPLE[who], MONDAY + number * HOUR, deed)
        why = ladders_refusal(act, course, HOUSE)
        acts += [] if why else [act]
    return ladders_course(acts), why


def test_what_is_written_is_read_back():
    odd = replace(default_ladders()[0], name='A "quoted" name \\ with\ttabs and é and \x7f')
    ladders = (odd, *default_ladders()[1:])
    assert read_ladders(write_ladders(ladders)) == ladders


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("team manager", None),
        ("head of service", None),
        ("executive", None),
        ("social worker", Refusal.NOT_GOVERNING),
        ("officer", Refusal.NOT_GOVERNING),
        ("scrutineer", Refusal.NOT_GOVERNING),
    ],
)
def test_who_proposes_ladders(who, why):
    assert on_ladders((who, proposing()))[1] is why


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("executive", None),
        ("safeguarding lead", None),
        ("team manager", Refusal.SAME_PERSON),
        ("head of service", Refusal.SAME_AGENCY),
        ("detective", Refusal.NOT_GOVERNING),
        ("scrutineer", Refusal.NOT_GOVERNING),
    ],
)
def test_another_person_of_another_agency_adopts_them(second, why):
    course, said = on_ladders(("team manager", proposing()), (second, adopt))
    assert said is why
    assert bool(course.editions.adopted) is (why is None)


def with_stages(*stages):
    return tuple(replace(one, stages=stages) for one in default_ladders())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not TOML at all [",
        write_ladders(default_ladders()[:1]),
        write_ladders(with_stages()),
        write_ladders(with_stages(Stage("Only one", 1, Level.EXECUTIVE))),
        write_ladders(with_stages(Stage("One", 0, Level.PRACTITIONER), Stage("Two", 1, Level.EXECUTIVE))),
        write_ladders(with_stages(Stage("One", 21, Level.PRACTITIONER), Stage("Two", 1, Level.EXECUTIVE))),
        write_ladders(with_stages(Stage("One", 1, Level.PRACTITIONER), Stage("Two", 1, Level.SENIOR))),
        write_ladders(with_stages(Stage("One", 1, Level.EXECUTIVE), Stage("Two", 1, Level.EXECUTIVE))),
        write_ladders(with_stages(Stage(" ", 1, Level.PRACTITIONER), Stage("Two", 1, Level.EXECUTIVE))),
    ],
)
def test_ladders_are_never_shortened_to_nothing(text):
    course, why = on_ladders(("team manager", deeds.LaddersProposed(text, WHY)))
    assert why is Refusal.UNUSABLE_LADDERS
    assert course.proposed is None


def test_a_proposal_has_a_reason_and_a_name_of_its_own():
    assert on_ladders(("executive", proposing(because=" ")))[1] is Refusal.NO_REASON
    again = (("executive", proposing()), ("team manager", adopt), ("executive", proposing()))
    assert on_ladders(*again)[1] is Refusal.SAME_EDITION


def test_what_was_not_adopted_holds_for_nothing_and_why_is_kept():
    course, why = on_ladders(
        ("executive", proposing()), ("team manager", lambda c: deeds.LaddersRefused(c.proposed.id, "It is too short."))
    )
    assert (why, course.proposed, course.editions.adopted) == (None, None, ())
    assert [name_of(act.deed) for act in course.acts] == ["ladders proposed", "ladders refused"]
    assert (
        on_ladders(("executive", proposing()), ("executive", lambda _: deeds.LaddersAdopted("another")))[1]
        is Refusal.NOT_NOW
    )


def adopted(at):
    acts = [
        act_of(MATTER, "team manager", PEOPLE["team manager"], at - HOUR, proposing()),
        act_of(
            MATTER,
            "executive",
            PEOPLE["executive"],
            at,
            adopt(ladders_course([act_of(MATTER, "team manager", PEOPLE["team manager"], at - HOUR, proposing())])),
        ),
    ]
    return ladders_course(acts).editions


@pytest.mark.parametrize(
    ("objected", "asked", "level"),
    [
        (0, 4, Level.FIRST_LINE),
        (1, 7, Level.FIRST_LINE),
        (2, 4, Level.EXECUTIVE),
        (5, 9, Level.EXECUTIVE),
    ],
)
def test_an_objection_goes_by_the_ladder_of_its_day_and_keeps_it(objected, asked, level):
    editions = adopted(MONDAY + 2 * DAY)
    story = Story()
    story.does("officer", deeds_of_concerns.Objected("Nobody has answered."), objected * DAY)
    objection = story.course.open_objections[0]

    climb = climb_of(objection, editions.about(Matter.DECISION, objection.act.at), MONDAY + asked * DAY)

    assert climb.rung.stage.answered_by is level


def test_who_may_answer_goes_by_the_ladder_of_the_objection():
    story = Story()
    objection = story.does("officer", deeds_of_concerns.Objected("Nobody has answered."), 3 * DAY)
    answer = deeds_of_concerns.ObjectionAnswered(objection.id, False, "It was weighed.")
    late = act_of("concern:1", "team manager", PEOPLE["team manager"], story.at + 4 * DAY, answer)

    assert refusal(late, story.course, story.house) is None
    assert refusal(late, story.course, story.house, adopted(MONDAY + 2 * DAY)) is Refusal.TOO_LOW
    assert refusal(late, story.course, story.house, adopted(MONDAY + 3 * DAY + HOUR)) is None


@pytest.mark.parametrize(("since", "level"), [(0, Level.SENIOR), (3, Level.EXECUTIVE)])
def test_the_silence_about_a_finding_goes_by_the_ladder_of_its_day(since, level):
    shown = Shown(matter="finding:1", since=MONDAY + since * DAY)
    course = finding_course(shown, [act_of("finding:1", "nurse", PEOPLE["nurse"], MONDAY, deeds_of_findings.FindingOwned())])
    assert course.climb(shown.since + 5 * DAY, adopted(MONDAY + 2 * DAY)).stage.answered_by is level
