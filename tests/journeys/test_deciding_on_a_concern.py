"""A concern's course in Chromium: decided, told, objected to, climbed, and never closed by one person."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SHOTS = os.environ.get("WHOLEPICTURE_SHOTS", "")
SEEN = "Men came and went at Flat 3 after 1 am. A girl of about 13 was at the window, in school uniform."
WHY = "Her aunt lives there and was spoken with; the men are her cousins, seen on Monday."


def assert_sound(tab, name):
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(tab, options=WCAG)
        assert results.violations_count == 0, results.generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if SHOTS:
            tab.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert tab.locator("h1").count() == 1
    assert tab.troubles == []


def state(tab, purpose):
    if "/why/" in tab.url:
        tab.get_by_label(purpose, exact=True).check()
        tab.get_by_role("button", name="Continue").click()


@pytest.fixture
def raised(acting, hub):
    """A concern of the officer's that the hub's practitioner has read: its reference."""
    tab = acting("officer", "/record-a-concern/")
    tab.get_by_label("What did you see or hear?").fill(SEEN)
    tab.get_by_role("button", name="Send the concern", exact=True).click()
    tab.wait_for_url("**/received/")
    reference = re.search(r"WP-\d\d-\d{6}", tab.locator("main").inner_text())[0]
    hub.link()
    with psycopg.connect(hub.owner, autocommit=True) as owner:
        record = owner.execute("select record from record where reference = %s", [reference]).fetchone()[0]
    reader = acting("hub", f"/records/{record}/")
    state(reader, "Deal with a concern that reached the hub")
    assert reference in reader.locator("main").inner_text()
    return reference


def decide_not_to_act(tab, reference):
    tab.goto(f"/decisions/{reference}/")
    tab.get_by_role("link", name="Decide what happens next").click()
    for option in ("No further action", "Hold a strategy discussion"):
        tab.get_by_role("group", name="Which options were considered?").get_by_label(option, exact=True).check()
    tab.get_by_role("group", name="What did you decide?").get_by_label("No further action", exact=True).check()
    tab.get_by_label("What are the reasons, for this child?").fill(WHY)
    tab.get_by_label(f"The concern {reference}").check()
    tab.get_by_role("button", name="Record the decision").click()
    tab.wait_for_url(f"**/decisions/{reference}/")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_raiser_objects_to_a_decision_and_it_stands_on_the_ladder_until_somebody_answers(raised, acting, scripts):
    # Given a decision not to act, by one practitioner
    hub = acting("hub", "/work/", scripts=scripts)
    decide_not_to_act(hub, raised)
    assert "No further action" in hub.locator("main").inner_text()
    # When the raiser reads why, and does not accept it
    officer = acting("officer", f"/my-concerns/{raised}/", scripts=scripts)
    assert WHY in officer.locator("main").inner_text()
    officer.get_by_role("link", name="I do not accept this").click()
    officer.get_by_role("button", name="Object", exact=True).click()
    officer.locator(".govuk-error-summary a").first.click()
    officer.get_by_label("Why do you not accept it?").fill("They are there again tonight.")
    officer.get_by_role("button", name="Object", exact=True).click()
    # Then it is open again, with a stage, a level and a moment, for the raiser, the hub and the executives
    assert "Stage 1 of 5" in officer.locator("main").inner_text()
    executive = acting("executive", "/decisions/", scripts=scripts)
    assert raised in executive.locator("main").inner_text()
    executive.get_by_role("link", name=raised).click()
    assert "They are there again tonight." in executive.locator("main").inner_text()
    assert "Priya" not in executive.content()
    # And the hub cannot close it
    hub.goto(f"/decisions/{raised}/")
    assert hub.get_by_role("link", name="Close it").count() == 0
    hub.get_by_role("link", name="Answer the objection").click()
    hub.get_by_label("The objection is right: it is decided anew").check()
    hub.get_by_label("What are the reasons?").fill("The car was not known when it was decided.")
    hub.get_by_role("button", name="Send the answer").click()
    assert "No decision stands" in hub.locator("main").inner_text()


def test_two_close_a_concern_once_the_raiser_has_been_told_and_the_scrutineer_sees_it_all(raised, acting):
    # Given a decision that the raiser has read
    hub = acting("hub")
    decide_not_to_act(hub, raised)
    officer = acting("officer", f"/my-concerns/{raised}/")
    assert_sound(officer, "my-concern-decided")
    officer.get_by_role("link", name="I have read what was decided").click()
    assert_sound(officer, "say-confirm")
    officer.get_by_role("button", name="I have read it").click()
    # When one practitioner asks to close it, it waits for another
    hub.goto(f"/decisions/{raised}/")
    hub.get_by_role("link", name="Close it").click()
    hub.get_by_label("Why is nothing more to be done?").fill("Everybody was seen.")
    hub.get_by_role("button", name="Ask for a second person").click()
    assert_sound(hub, "decisions-closing")
    assert hub.get_by_role("link", name="Agree, as the second person").count() == 0
    # Then another agrees, and it is closed
    dana = acting("hub-police", f"/decisions/{raised}/")
    dana.get_by_role("link", name="Agree, as the second person").click()
    assert_sound(dana, "way-agree")
    dana.get_by_label("Why?").fill("I was there on Monday.")
    dana.get_by_role("button", name="I agree").click()
    assert "Closed" in dana.locator("main").inner_text()
    # And the scrutineer reads in the register what was decided, by whom, and as known on a past day
    scrutineer = acting("scrutineer", "/register/")
    assert "Decided not to act" in scrutineer.locator("main").inner_text()
    assert_sound(scrutineer, "register")
    scrutineer.get_by_role("link", name=raised).click()
    assert_sound(scrutineer, "decisions-scrutiny")
    for label, value in (("Day", 1), ("Month", 2), ("Year", 2020)):
        scrutineer.get_by_label(label, exact=True).fill(str(value))
    scrutineer.get_by_role("button", name="Show that day").click()
    assert "No decision stands" in scrutineer.locator("main").inner_text()


def test_each_form_is_sound_and_its_errors_lead_to_their_fields(raised, acting):
    tab = acting("hub", f"/decisions/{raised}/")
    assert_sound(tab, "decisions-new")
    links = [one.get_attribute("href") for one in tab.locator("main ul a[href^='/decisions/']").all()]
    assert len(links) >= 6
    for href in links:
        tab.goto(href)
        tab.locator("main form button[type=submit]").first.click()
        for link in tab.locator(".govuk-error-summary a").all():
            link.click()
            assert tab.evaluate("document.activeElement.matches('input, select, textarea')")
        assert_sound(tab, f"way-{href.rstrip('/').rsplit('/', 1)[1]}")
    tab.goto("/decisions/")
    assert_sound(tab, "decisions-waiting")
