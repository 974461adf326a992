"""Recording a concern and seeing what became of it, in Chromium: with scripts and without, wide and narrow."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
FORM = "/record-a-concern/"
SHOTS = os.environ.get("WHOLEPICTURE_SHOTS", "")
FLAT = "Several men came and went at the flat after 2 am. A girl of about 13 was there, in school uniform."


def assert_sound(tab, name):
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(tab, options=WCAG)
        assert results.violations_count == 0, results.generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if SHOTS:
            tab.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    assert tab.locator("h1").count() == 1


def reference_on(tab):
    return re.search(r"WP-\d\d-\d{6}", tab.locator("main").inner_text())[0]


def send(tab, name="Send the concern"):
    tab.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_records_a_flat_in_a_handful_of_steps_and_gets_a_receipt(acting, hub, scripts):
    # Given an officer with a phone
    tab = acting("officer", FORM, width=320, scripts=scripts)
    assert "Ring 999 now" in tab.locator(".wp-danger").inner_text()
    assert "Now: " in tab.locator(".wp-danger").inner_text()
    steps = 0
    # When they say what they saw, what it is about, when and where, and send it
    tab.get_by_label("What did you see or hear?").fill(FLAT)
    tab.get_by_label("A place", exact=True).check()
    tab.get_by_label("Yesterday").check()
    steps += 3
    if not scripts:
        tab.locator("summary", has_text="Places").click()
        steps += 1
    tab.get_by_label("Address, or how to find it").fill("Flat 3, 14 Quarry Street")
    tab.get_by_label("Your agency’s own category for it").fill("Noise")
    send(tab)
    steps += 3
    # Then a receipt says under which reference, who owns it, and by when something is decided
    tab.wait_for_url("**/received/")
    said = tab.locator("main").inner_text()
    assert re.search(r"WP-\d\d-\d{6}", said)
    assert "Multi-agency hub" in said
    assert "by the end of" in said
    assert "Recorded, not yet linked" in said
    assert steps <= 7
    assert tab.troubles == []


def test_every_page_of_it_is_sound_in_every_state(acting, hub):
    tab = acting("school", FORM)
    assert_sound(tab, "form")
    send(tab)
    assert_sound(tab, "form-error")
    tab.goto(FORM)
    for summary in tab.locator("main form summary").all():
        summary.click()
    assert_sound(tab, "form-open")
    tab.goto(FORM)
    tab.get_by_label("What did you see or hear?").fill(
        "She met her older boyfriend in a car near school, and came back with a second phone. She has been missing twice."
    )
    tab.get_by_label("Your agency’s own category for it").fill("Attendance")
    tab.get_by_role("button", name="Check what I wrote").click()
    tab.locator("#notes section").wait_for()
    assert_sound(tab, "form-notes")
    tab.get_by_role("button", name="Save it for later").click()
    assert_sound(tab, "list-draft")
    tab.get_by_role("link", name="She met her older boyfriend").click()
    send(tab)
    assert_sound(tab, "receipt")
    reference = reference_on(tab)
    tab.goto(f"/record-a-concern/add/{reference}/")
    assert_sound(tab, "add")
    tab.get_by_label("What do you want to add?").fill("The same car waited again.")
    send(tab, "Send the addition")
    assert_sound(tab, "concern-not-linked")
    hub.link()
    tab.reload()
    assert "Recorded and linked" in tab.locator("main").inner_text()
    assert_sound(tab, "concern-linked")
    tab.goto("/my-concerns/")
    assert_sound(tab, "list")
    tab.emulate_media(media="print")
    assert_sound(tab, "list-print")


def test_errors_lead_to_their_fields_also_in_closed_details(acting):
    tab = acting("health", FORM)
    tab.locator("summary", has_text="Children and young people").click()
    tab.get_by_label("Day", exact=True).last.fill("31")
    tab.get_by_label("Month", exact=True).last.fill("2")
    tab.get_by_label("Year", exact=True).last.fill("2012")
    name = tab.locator("[name=child_1_forename]")
    name.evaluate("field => field.removeAttribute('maxlength')")
    name.fill("A" * 501)
    send(tab)

    links = tab.locator(".govuk-error-summary a")
    # A day that is none is kept as it was written, and never holds a concern up
    assert links.count() == 2
    assert links.first.inner_text() == "Say what was seen or heard"
    links.nth(1).click()
    assert tab.evaluate("document.activeElement.name") == "child_1_forename"
    assert tab.locator("[name=child_1_born_day]").input_value() == "31"
    links.nth(0).click()
    assert tab.evaluate("document.activeElement.name") == "seen"


def test_what_the_words_show_appears_while_they_are_written_and_never_stops_the_sending(acting):
    tab = acting("police", FORM)

    tab.get_by_label("What did you see or hear?").press_sequentially("Her older boyfriend took her to a hotel.")
    tab.locator("#notes section").wait_for()

    notes = tab.locator("#notes").inner_text()
    assert "an adult of concern" in notes
    assert "When was it?" in notes
    assert "You can send what you wrote as it is" in notes
    assert "Saved as a draft" in tab.locator("[data-saved]").inner_text()
    send(tab)
    tab.wait_for_url("**/received/")
    assert tab.troubles == []


def test_a_double_click_is_kept_once(acting, hub):
    tab = acting("police", FORM, scripts=False)
    tab.get_by_label("What did you see or hear?").fill("A silver car outside the school, twice this week.")
    key = tab.locator("input[name=key]").input_value()

    tab.get_by_role("button", name="Send the concern", exact=True).dblclick()
    tab.wait_for_url("**/received/")

    reference = reference_on(tab)
    account = hub.people["police"].handle
    digest = "encode(sha256(decode(replace(%s, '-', ''), 'hex') || convert_to(%s, 'UTF8')), 'hex')"
    with psycopg.connect(hub.owner) as connection:
        found = connection.execute(
            f"select reference from inbox where idempotency_key = {digest}",  # noqa: S608 - text of ours
            (account, key),
        ).fetchall()
    assert found == [(reference,)]


def test_a_draft_outlives_the_session_and_a_form_that_is_sent_without_one(acting, opened, hub):
    # Given somebody who writes, and whose session ends meanwhile
    tab = acting("analyst", FORM, scripts=False)
    tab.get_by_label("What did you see or hear?").fill("Three findings name the same hotel.")
    tab.context.clear_cookies(name="sessionid")
    # When they send it
    send(tab)
    # Then the sign-in page says that it is kept, and after signing in it stands in the form, unsent
    assert "What you wrote is kept as a draft" in tab.locator("main").inner_text()
    tab.locator(f'form[action="/sign-in/training/{hub.people["analyst"].handle}/"] button').click()
    assert tab.get_by_label("What did you see or hear?").input_value() == "Three findings name the same hotel."
    send(tab)
    assert "Received" in tab.locator("h1").inner_text()


def test_another_adult_is_had_by_a_button_without_scripts(acting):
    tab = acting("officer", FORM, scripts=False)
    tab.locator("summary", has_text="Adults").click()
    tab.get_by_label("Name", exact=True).fill("Dan Orme")

    tab.get_by_role("button", name="Add another adult").click()

    assert tab.url.endswith("#adult")
    assert tab.locator("input[name=adult_1_name]").input_value() == "Dan Orme"
    assert tab.locator("input[name=adult_2_name]").is_visible()


def test_the_form_can_be_filled_in_and_sent_by_keyboard_alone(acting):
    tab = acting("hub", FORM)
    tab.get_by_label("What did you see or hear?").focus()
    tab.keyboard.type("Two girls asked for help at the station.")
    for _ in range(200):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.value") == "send":
            break
    tab.keyboard.press("Enter")

    tab.wait_for_url("**/received/")
    assert reference_on(tab)
