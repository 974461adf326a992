"""How matters stand is a projection: dropped and made anew out of the acts it is the same; a crash leaves no hole in it."""

import re

import pytest
from tests.hub.findings.conftest import MEANS
from tests.hub.findings.replay_shifted import run_journey, salt

from wholepicture.hub import clock
from wholepicture.hub.wiring.journey import JourneyProcess

SEEN = "A girl of about 13 was at the flat at night with three men. A silver car waited outside."
WHY = "Her aunt lives there and was spoken with; the men are her cousins, seen on Monday."


def acted(client, path, **said):
    answer = client.post(path, said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def last(world, reference, did):
    return world.rows(
        "select f.id from fact f join payload p on p.sequence = f.sequence where f.kind = 'acted' and f.source = %s"
        " and convert_from(p.body, 'UTF8')::jsonb ->> 'did' = %s order by f.sequence desc",
        f"concern:{reference}",
        did,
    )[0][0]


def courses(world):
    return world.rows("select c.*::text from course c order by matter")


@pytest.fixture
def stood(world, acting):
    """What was done on concerns and findings, and how each stands after it."""
    priya, dana, officer = acting("hub"), acting("hub-police"), acting("officer")
    decide = {
        "considered": ["no further action", "assess the child and family"],
        "option": "no further action",
        "reasons": WHY,
    }
    for number in range(3):
        record = world.raise_as("officer", SEEN, hours_ago=3 + number)
        reference = world.references["officer"]
        priya.post(f"/why/?subject=record%20{record}", {"purpose": "deal_with_concern"})
        assert priya.get(f"/records/{record}/").status_code == 200
        acted(priya, f"/work/{record}/", deed="take")
        if number == 2:
            acted(officer, f"/my-concerns/{reference}/say/object/", because="Nobody has answered.")
        acted(priya, f"/decisions/{reference}/decide/", **decide, seen=[f"record {record}"])
        if number == 1:
            decision = last(world, reference, "decided")
            proposed = dana.get(f"/decisions/{reference}/agree/").status_code == 200
            if proposed and "Waits for a second person" in priya.get(f"/decisions/{reference}/").content.decode():
                acted(dana, f"/decisions/{reference}/agree/", on=decision, because="I spoke with the aunt too.")
            acted(officer, f"/my-concerns/{reference}/say/confirm/", on=decision)
            acted(priya, f"/decisions/{reference}/close/", because="Nothing is left.")
            acted(dana, f"/decisions/{reference}/agree/", on=last(world, reference, "closed"), because="I agree.")
            acted(officer, f"/my-concerns/{reference}/say/object/", because="They are there again.")
    for pattern, ways in (
        ("shared_place", (("hub", "accept"),)),
        ("shared_vehicle", (("hub", "dismiss"),)),
        ("converging_agencies", (("hub", "dismiss"), ("hub-police", "agree"))),
        ("place_under_another_name", (("hub", "own"), ("executive", "read"))),
    ):
        for who, way in ways:
            acted(acting(who), f"/findings/one/{world.finding(pattern)}/answers/{way}/", because=WHY)
    return courses(world)


def rebuild(world):
    process = JourneyProcess(world.database.connect, MEANS, world.folder, clock=clock.now, salts=salt, say=lambda _: None)
    try:
        process.rebuild()
        process.save()
    finally:
        process.close()


def test_dropped_and_made_anew_every_course_is_the_same(world, stood):
    assert len(stood) == 7
    run_journey(world.database.connect, MEANS, world.folder, now=clock.now())
    assert courses(world) == stood

    world.rows("update course set state = 'closed', owner = null, waits_since = null")
    rebuild(world)
    assert courses(world) == stood

    world.rows("delete from course")
    rebuild(world)
    assert courses(world) == stood


def test_what_a_crash_left_out_after_an_act_is_there_once_the_journey_has_taken_it(world, acting):
    finding = world.finding("child_question")
    acted(acting("hub"), f"/findings/one/{finding}/answers/dismiss/", because=WHY)
    before = courses(world)
    assert re.search("dismissal waits", str(before))
    world.rows("delete from course where matter = %s", f"finding:{finding}")

    run_journey(world.database.connect, MEANS, world.folder, now=clock.now())

    assert courses(world) == before
