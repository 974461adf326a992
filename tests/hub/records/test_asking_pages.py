"""Possible match: ask; the answer; emergency openings and their review; who looked; what is sealed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wholepicture.hub import clock

WHY = "deal_with_concern"
YES = {"decision": "yes", "last_day": "1", "last_month": "9", "last_year": "2027", "reason": "She works with her."}


@pytest.fixture(scope="module")
def police(county):
    return county.record("police")


@pytest.fixture(scope="module")
def noise(county):
    return county.record("neighbourhood")


def page_of(record):
    return reverse("records:record", args=[record])


def handle(county, who):
    return county.asked("select handle from accounts_account where email = %s", f"{who}@training.example")[0][0]


# Possible match: ask ---------------------------------------------------------------------------------------------------


def test_a_possible_match_is_asked_for_answered_and_then_opened(visit, words, county, police, noise):
    officer, answerer = visit("officer"), visit("hub-police")
    url = reverse("asking:ask", args=[police])
    assert url.encode() in officer.open(page_of(noise)).content
    asking = officer.open(url, "follow_own")
    assert "A record of Police" in words(asking)
    assert "Stopped" not in words(asking)
    assert "Say why you ask" in words(officer.send(url, because=""))
    assert officer.send(url, because="I raised the concern about the flat.").status_code == 302

    assert "I raised the concern about the flat." in words(answerer.open(reverse("asking:list")))
    [(ask,)] = county.asked("select id from ask")
    answer = reverse("asking:answer", args=[ask])
    assert "Sam Ockley" in words(answerer.open(answer))
    assert "Enter the last day" in words(answerer.send(answer, **{**YES, "last_day": "", "last_month": "", "last_year": ""}))
    assert answerer.send(answer, **YES).status_code == 302

    assert "She works with her." in words(officer.open(reverse("asking:list")))
    assert "lets you read it" in words(officer.open(reverse("notices:list")))
    assert (
        "you asked, and the agency that wrote it said yes" in words(officer.open(page_of(police), "direct_work")).casefold()
    )


def test_a_no_has_a_reason_that_the_asker_reads_and_opens_nothing(visit, words, county, noise):
    school, answerer, health = visit("school"), visit("hub-police"), county.record("health")
    school.open(reverse("asking:ask", args=[health]), "follow_own")
    school.send(reverse("asking:ask", args=[health]), because="She is a pupil of ours.")
    [(ask,)] = county.asked("select id from ask where record = %s", health)
    assert answerer.open(reverse("asking:answer", args=[ask])).status_code == 404  # it is health's record, not the police's
    county.told("update ask set to_agency = 'police' where id = %s", ask)
    county.told("update record set agency = 'police' where record = %s", health)

    answerer.send(reverse("asking:answer", args=[ask]), decision="no", reason="Ring me about it.")

    county.told("update record set agency = 'health' where record = %s", health)
    assert "Ring me about it." in words(school.open(reverse("asking:list")))
    assert school.open(page_of(health), "direct_work").status_code == 404


def test_what_is_no_possible_match_cannot_be_asked_for(visit, county, police):
    health = visit("health")

    assert health.open(reverse("asking:ask", args=["0" * 16]), "follow_own").status_code == 404
    assert visit("police").open(reverse("asking:ask", args=[police]), "follow_own").status_code == 404  # their own
    assert visit("executive").open(reverse("asking:list")).status_code == 404


def test_nobody_answers_themself_and_nobody_but_the_agency_answers(visit, county, noise):
    [(ask,)] = county.asked("select id from ask order by id limit 1")
    for who in ("officer", "police", "hub", "analyst", "scrutineer"):
        assert visit(who).open(reverse("asking:answer", args=[ask])).status_code == 404


# Emergencies ------------------------------------------------------------------------------------------------------------

DANGER = {"code": "danger now", "because": "She is with a man who frightens her."}


def test_an_emergency_opens_by_reference_for_four_hours_and_the_log_says_so(visit, words, county):
    police, school = visit("police"), county.record("school")
    [(reference,)] = county.asked("select reference from record where record = %s", school)
    assert police.open(page_of(school), "direct_work").status_code == 404

    opened = police.send(reverse("emergencies:open"), reference=f" {reference.lower()} ", **DANGER)

    assert opened.status_code == 302, words(opened)
    said = words(police.open(opened["Location"]))
    assert "you opened it in an emergency; this is reviewed" in said.casefold()
    [(opening,)] = county.asked("select id from break_glass where record = %s", school)
    assert county.asked(
        "select count(*) from access where break_glass = %s and subject = %s and allowed", opening, school
    ) >= [(1,)]
    assert "Open now" in words(police.open(reverse("emergencies:list")))
    county.told("update break_glass set opened_at = opened_at - interval '5 hours', until = until - interval '5 hours'")
    assert police.open(page_of(school))["Location"] == reverse("emergencies:open-record", args=[school])


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reference": ""}, "Enter the reference of the record"),
        ({"reference": "WP-26-999999"}, "There is nothing with this reference that can be opened."),
        ({"code": ""}, "Choose what the emergency is"),
        ({"because": "now"}, "Say it in at least three words"),
    ],
)
def test_what_is_missing_in_an_emergency_is_said(visit, words, county, changed, error):
    [(reference,)] = county.asked("select reference from record where record = %s", county.record("school"))

    answer = visit("health").send(reverse("emergencies:open"), **{"reference": reference, **DANGER, **changed})

    assert answer.status_code == 200
    assert error in words(answer)


def test_whoever_signed_in_long_ago_signs_in_again_before_an_emergency_opens(visit, county):
    health = visit("health")
    session = health.client.session
    for method in session.get("account_authentication_methods", []):
        method["at"] -= 3_600
    session.save()

    answer = health.open(reverse("emergencies:open"))

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_no_emergency_is_there_for_those_who_look_for_nothing(visit):
    for who in ("executive", "custodian", "administrator", "scrutineer"):
        assert visit(who).open(reverse("emergencies:open")).status_code == 404


def test_somebody_outside_line_and_agency_reviews_it_without_seeing_what_it_says(visit, words, county):
    [(opening,)] = county.asked("select min(id) from break_glass")
    url = reverse("emergencies:review", args=[opening])
    reviewer = visit("hub-manager")
    page = words(reviewer.open(url))
    assert "She is with a man who frightens her." in page
    assert "Tess" not in page
    assert "read, record" in page

    assert "Say why" in words(reviewer.send(url, justified="right", words=""))
    assert reviewer.send(url, justified="right", words="It was right to look.").status_code == 302

    assert county.asked("select justified, review from break_glass where id = %s", opening) == [
        (True, "It was right to look.")
    ]
    assert "It was right to look." in words(visit("police").open(reverse("emergencies:list")))


def test_nobody_near_reviews(visit, county):
    [(opening,)] = county.asked("select min(id) from break_glass")
    for who in ("police", "hub-police", "hub", "officer"):
        assert visit(who).open(reverse("emergencies:review", args=[opening])).status_code == 404


def test_counts_for_each_team_name_nobody(visit, words):
    for who in ("scrutineer", "executive", "hub-manager"):
        said = words(visit(who).open(reverse("emergencies:counts")))
        assert "Police: Response team" in said
        assert "Robin Tarn" not in said
    assert visit("hub").open(reverse("emergencies:counts")).status_code == 404


# Who looked ---------------------------------------------------------------------------------------------------------------


def test_a_scrutineer_sees_who_looked_by_name_and_that_they_looked_is_written_down(visit, words, county, noise):
    visit("hub").open(page_of(noise), WHY)
    scrutineer = visit("scrutineer")

    said = words(scrutineer.open(reverse("access:record", args=[noise]), "review_access"))

    assert "Priya Marlow" in said
    assert "Deal with a concern that reached the hub" in said
    assert ("read the log", "review_access", True, noise) in county.looks(account=handle(county, "scrutineer"))


def test_whoever_raised_it_sees_posts_and_agencies_no_names(visit, words, noise):
    said = words(visit("officer").open(reverse("access:record", args=[noise]), "follow_own"))

    assert "Hub practitioner, Children's social care" in said
    assert "Priya" not in said


def test_to_anybody_else_the_log_is_not_there(visit, noise):
    for who, why in (
        ("hub", WHY),
        ("analyst", "work_on_finding"),
        ("health", "direct_work"),
        ("executive", "oversee_partnership"),
    ):
        assert visit(who).open(reverse("access:record", args=[noise]), why).status_code == 404


def test_a_scrutineer_reads_the_latest_looks_of_one_person(visit, words):
    scrutineer, url = visit("scrutineer"), reverse("access:list")
    assert "The latest looks" in words(scrutineer.open(url))

    said = words(scrutineer.open(url + "?email=hub%40training.example"))

    assert "Looks by Priya Marlow" in said
    assert "Robin Tarn" not in said
    assert "Nobody with this email address" in words(scrutineer.open(url + "?email=x%40example.org"))
    assert visit("hub").open(url).status_code == 404


# Sealed -------------------------------------------------------------------------------------------------------------------


def test_what_is_sealed_is_absent_for_all_but_those_named_and_two_people_open_it_again(visit, words, county, police):
    hub, lead, other = visit("hub"), visit("hub-police"), visit("hub-manager")
    url = reverse("sealing:record", args=[police])
    hub.open(url, WHY)
    fields = {"reason": "Protected placement", "words": ""}
    assert "Enter the lead’s work email address" in words(hub.send(url, **fields, lead=""))
    assert "practise at the hub for another agency" in words(hub.send(url, **fields, lead="hub-manager@training.example"))

    assert hub.send(url, **fields, lead="hub-police@training.example").status_code == 302

    assert hub.open(page_of(police)).status_code == 404
    assert hub.open(url, WHY).status_code == 404
    assert "(Police)" not in words(hub.open(page_of(county.record("neighbourhood")), WHY))
    assert "A record of Police" not in words(visit("school").open(page_of(county.record("school"))))
    assert lead.open(page_of(police), WHY).status_code == 200
    [(seal,)] = county.asked("select max(id) from seal")
    assert hub.open(reverse("sealing:seal", args=[seal])).status_code == 404
    assert "Protected placement" in words(lead.open(reverse("sealing:seal", args=[seal])))

    named = lead.send(reverse("sealing:name", args=[seal]), email="hub-manager@training.example", because="Deputy lead.")
    assert named.status_code == 302, words(named)
    assert lead.send(reverse("sealing:ask-to-lift", args=[seal]), because="It is over.").status_code == 302
    assert "two people" in words(lead.send(reverse("sealing:lift", args=[seal]), agreed="on")).casefold()
    assert other.send(reverse("sealing:lift", args=[seal]), agreed="on").status_code == 302

    assert hub.open(page_of(police), WHY).status_code == 200


def test_only_a_practitioner_lays_a_seal(visit, police):
    for who, why in (("analyst", "work_on_finding"), ("scrutineer", "scrutinise"), ("police", "follow_own")):
        assert visit(who).open(reverse("sealing:record", args=[police]), why).status_code == 404


def test_every_screen_is_absent_without_signing_in(people, police):
    for url in (
        page_of(police),
        reverse("notices:list"),
        reverse("access:list"),
        reverse("emergencies:open"),
        reverse("sealing:list"),
    ):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert re.match("/sign-in/", answer["Location"])


def test_a_session_that_ended_reads_nothing(visit, at_time, police):
    hub = visit("hub")
    hub.open(page_of(police), WHY)
    at_time(clock.now() + timedelta(minutes=16))

    assert hub.open(page_of(police)).status_code == 302


def test_a_manager_sees_who_looked_at_their_teams_concern_and_not_who_raised_it_looking(visit, words, noise):
    manager = visit("neighbourhood-manager")
    page = manager.open(page_of(noise), "oversee_team")
    assert reverse("access:record", args=[noise]).encode() in page.content

    said = words(manager.open(reverse("access:record", args=[noise])))

    assert "Priya Marlow" in said
    assert "Sam Ockley" not in said


def test_what_waits_for_the_journey_is_said_and_is_the_same_for_everybody(visit, words, county, noise):
    assert "not yet linked" not in words(visit("officer").open(page_of(noise)))
    county.told("update journey_state set applied_through = applied_through - 2")

    said = [words(visit(who).open(page_of(noise), why)) for who, why in (("officer", ""), ("hub", WHY))]

    county.told("update journey_state set applied_through = applied_through + 2")
    assert all("2 records in the hub are recorded and not yet linked." in one for one in said)


def test_what_cannot_wait_is_opened_from_the_possible_match(visit, words, county):
    health, other = visit("health"), county.record("neighbourhood")

    opened = health.send(reverse("emergencies:open-record", args=[other]), **DANGER)

    assert opened["Location"] == page_of(other)
    assert "Noise from the flat" in words(health.open(page_of(other)))
    nothing = health.send(reverse("emergencies:open-record", args=["0" * 16]), **DANGER)
    assert "There is nothing with this reference that can be opened." in words(nothing)
