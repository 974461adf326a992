"""Meetings in the hub, on a real database: who calls, who sees, what is asked for, what is kept, and what is due."""

from datetime import timedelta

import pytest
from tests.hub.meetings.conftest import CALL, WHY, called, invited, offered

from wholepicture.hub import clock


def body(answer):
    return answer.content.decode()


def asked(client, meeting, agency="school", days="2"):
    return client.post(f"{meeting}ask/", {"agency": agency, "what": "Attendance since September.", "days": days})


@pytest.mark.parametrize(("who", "status"), [("hub", 302), ("analyst", 302), ("hub-manager", 302)])
def test_a_meeting_is_called_from_a_finding_by_those_who_work_on_it(acting, world, who, status):
    path = f"/meetings/call/finding/{world.finding('shared_place')}/"

    answer = acting(who).post(path, {**CALL, "because": WHY})

    assert answer.status_code == status
    page = body(acting(who).get(answer["Location"]))
    assert WHY in page
    assert "Mapping meeting" in page


@pytest.mark.parametrize("who", ["officer", "school", "scrutineer", "executive", "administrator", "custodian"])
def test_nobody_else_calls_one(acting, world, who):
    assert acting(who).get(f"/meetings/call/finding/{world.finding('shared_place')}/").status_code == 404


def test_it_is_called_from_a_concern_a_place_and_a_person(acting, world):
    record = world.raise_as("officer", "Wilhelmina Quarterstaff, 13, was at Flat 3, 9 Dock Road with men.", hours_ago=50)
    priya = acting("hub")
    assert "Concern WP-" in body(priya.get(called(priya, "concern", world.references["officer"])))
    for kind in ("person", "place"):
        [(entity,)] = world.rows("select entity from mention where record = %s and kind = %s limit 1", record, kind)
        assert f"{kind.capitalize()}: " in body(priya.get(called(priya, "known", entity)))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"because": ""}, "Say why"),
        ({"kind": ""}, "Choose what kind of meeting it is"),
        ({"day_day": "", "day_month": "", "day_year": ""}, "Enter the day"),
        ({"at": "later"}, "Enter a time"),
    ],
)
def test_what_a_call_lacks_is_said_beside_it(acting, world, said, words):
    path = f"/meetings/call/finding/{world.finding('shared_place')}/"

    page = body(acting("hub").post(path, {**CALL, "because": WHY, **said}))

    assert words in page
    assert "Error: " in page


def test_who_is_invited_sees_the_meeting_and_who_is_not_is_told_of_none(acting, mapping):
    school = acting("school")
    absent = school.get("/meetings/m0000000000000000/")
    hidden = school.get(mapping)
    assert (hidden.status_code, absent.status_code) == (404, 404)

    assert invited(acting("hub"), mapping, "school", "She saw both children.").status_code == 302

    page = body(school.get(mapping))
    assert "She saw both children." in page
    assert WHY in page
    assert mapping in body(school.get("/meetings/"))
    assert mapping not in body(acting("health").get("/meetings/"))
    for who in ("officer", "health", "police", "hub-police", "analyst", "neighbourhood-manager", "executive", "custodian"):
        assert acting(who).get(mapping).status_code == 404
        assert acting(who).post(f"{mapping}dissent/", {"because": "No."}).status_code == 404
    assert acting("scrutineer").get(mapping).status_code == 200
    assert acting("hub-manager").get(mapping).status_code == 200


def test_whoever_is_invited_sees_of_the_records_only_what_they_may(acting, mapping):
    invited(acting("hub"), mapping, "school")
    assert "A finding that you may not open" in body(acting("school").get(mapping))
    assert "A finding that you may not open" not in body(acting("hub").get(mapping))


def test_an_agency_is_asked_by_a_date_in_working_days_and_its_answer_is_kept(acting, mapping, monkeypatch):
    priya, school = acting("hub"), acting("school")
    invited(priya, mapping, "school")
    assert asked(priya, mapping).status_code == 302
    assert "Attendance since September." in body(school.get("/meetings/"))
    assert "A meeting asks your agency" in body(school.get("/notices/"))
    late = clock.now() + timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: late)
    priya, school = acting("hub"), acting("school")
    assert "Overdue" in body(priya.get("/meetings/"))
    assert "Attendance since September." in body(priya.get("/decisions/"))

    [ask] = offered(school, f"{mapping}give/", "ask")
    assert school.post(f"{mapping}give/", {"ask": ask, "words": "Both were away on Fridays."}).status_code == 302

    page = body(priya.get(mapping))
    assert "Both were away on Fridays." in page
    assert "Late" in page


def test_deciding_not_to_share_needs_a_reason_is_kept_and_stands_in_the_register(acting, mapping):
    priya, school, scrutineer = acting("hub"), acting("school"), acting("scrutineer")
    invited(priya, mapping, "school")
    asked(priya, mapping)
    [ask] = offered(school, f"{mapping}withhold/", "ask")
    assert "Say why" in body(school.post(f"{mapping}withhold/", {"ask": ask, "because": ""}))

    assert school.post(f"{mapping}withhold/", {"ask": ask, "because": "A parent refused."}).status_code == 302

    assert "Decided not to share" in body(priya.get(mapping))
    register = body(scrutineer.get("/meetings/not-shared/"))
    assert "A parent refused." in register
    assert "School" in register
    assert "/meetings/not-shared/" in body(scrutineer.get("/register/"))
    assert priya.get("/meetings/not-shared/").status_code == 404
    given = {"ask": ask, "words": "The parent agreed: they were away."}
    assert school.post(f"{mapping}give/", given).status_code == 302
    assert "A parent refused." in body(scrutineer.get("/meetings/not-shared/"))


def test_another_agency_does_not_answer_and_nobody_is_asked_of_whom_nobody_is_invited(acting, mapping):
    priya = acting("hub")
    invited(priya, mapping, "school")
    invited(priya, mapping, "health")
    asked(priya, mapping)
    [ask] = offered(acting("school"), f"{mapping}give/", "ask")
    answer = acting("health").post(f"{mapping}give/", {"ask": ask, "words": "Ours."})
    assert "Error: " in body(answer)
    assert "police" not in offered(priya, f"{mapping}ask/", "agency")
    assert "Error: " in body(asked(priya, mapping, agency="police"))


def test_whoever_is_only_invited_does_not_lead(acting, mapping):
    invited(acting("hub"), mapping, "school")
    school = acting("school")
    page = body(school.get(mapping))
    assert "Invite somebody" not in page
    assert "I dissent" in page
    assert "Only a post that decides" in body(invited(school, mapping, "officer"))


def test_nobody_is_invited_who_could_not_see_it_or_twice_or_whom_nobody_knows(acting, mapping):
    priya = acting("hub")
    assert "holds no post in which they could do this" in body(invited(priya, mapping, "executive"))
    assert "Nobody with this email address" in body(
        priya.post(f"{mapping}invite/", {"email": "nobody@example.org", "because": "Needed."})
    )
    invited(priya, mapping, "school")
    assert "cannot be done as things stand" in body(invited(priya, mapping, "school"))


def test_minutes_actions_and_measures_have_owners_days_and_reviews(acting, mapping, world, monkeypatch):
    priya, school = acting("hub"), acting("school")
    invited(priya, mapping, "school")
    people = dict(world.rows("select email, handle::text from accounts_account"))
    alex = people["school@training.example"]
    assert "It was held" not in body(priya.get(mapping))
    day = {"due_on_day": "10", "due_on_month": "12", "due_on_year": "2027"}
    priya.post(f"{mapping}action/", {"owner": alex, "what": "Ask the year head.", **day})
    on = offered(priya, f"{mapping}measure/", "on")[0]
    review = {"review_on_day": "20", "review_on_month": "12", "review_on_year": "2027"}
    measure = {"kind": "closure of premises", "on": on, "because": "Four children went there.", **review}
    assert priya.post(f"{mapping}measure/", measure).status_code == 302
    page = body(priya.get(mapping))
    assert "Closure of premises" in page
    assert "20 December 2027" in page

    [action] = offered(school, f"{mapping}done/", "action")
    assert school.post(f"{mapping}done/", {"action": action, "words": "Met on Monday, note SL-9."}).status_code == 302
    assert "Met on Monday, note SL-9." in body(priya.get(mapping))

    held = clock.now() + timedelta(days=800)
    monkeypatch.setattr(clock, "now", lambda: held)
    priya = acting("hub")
    page = body(priya.get(mapping))
    assert "Nobody has said yet whether it was held" in page
    assert "Review: closure of premises" in page
    [going_on] = offered(priya, f"{mapping}review/", "measure")
    assert "Enter the day by which" in body(
        priya.post(f"{mapping}review/", {"measure": going_on, "outcome": "on", "because": "He is back."})
    )
    ended = {"measure": going_on, "outcome": "ended", "because": "The flat is let to a family."}
    assert priya.post(f"{mapping}review/", ended).status_code == 302
    minutes = {"attended": [alex], "words": "We agreed to visit.", "at": "14:00"}
    minutes |= {"day_day": "1", "day_month": "12", "day_year": "2027"}
    assert priya.post(f"{mapping}minutes/", minutes).status_code == 302
    page = body(priya.get(mapping))
    assert "We agreed to visit." in page
    assert "Held" in page
    assert "The flat is let to a family." in page


def test_an_analyst_who_called_it_leads_it_and_takes_no_measure(acting, world):
    kit = acting("analyst")
    meeting = called(kit, "finding", world.finding("shared_place"))
    page = body(kit.get(meeting))
    assert "Invite somebody" in page
    assert "Take a measure" not in page
    assert invited(kit, meeting, "hub-police").status_code == 302
    assert "Take a measure" in body(acting("hub-police").get(meeting))


def test_dissent_is_kept_by_name(acting, mapping):
    invited(acting("hub"), mapping, "school")
    assert acting("school").post(f"{mapping}dissent/", {"because": "It is not enough."}).status_code == 302
    page = body(acting("hub").get(mapping))
    assert "It is not enough." in page
    assert "Alex Pell" in page


def test_every_look_at_a_meeting_is_written_down(acting, mapping, world):
    acting("school").get(mapping)
    acting("hub").get(mapping)
    told = world.rows(
        "select allowed, role from access where subject_kind = 'meeting' and subject = %s and action = 'read' order by id",
        mapping.strip("/").split("/")[1],
    )
    assert told[-2:] == [(False, "front_line"), (True, "hub_practitioner")]
