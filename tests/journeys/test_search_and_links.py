"""Searching and reviewing links in Chromium: with and without scripts, by keys alone, on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
WRITING = """
import django, secrets, tempfile
django.setup()
import psycopg
from datetime import date
from pathlib import Path
from django.conf import settings
from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.journey import JourneyProcess
from wholepicture.hub.wiring.journey_understanding import means_of
from wholepicture.intake.concern import ChildConcerned, Concern, ConcernAbout, VehicleConcerned
who = Account.objects.order_by("id").first().handle
means = means_of(settings.RECORD_KEY)
salts = lambda: secrets.token_bytes(16)
def write(**said):
    told = {"reference": "", "agency": "", "recorded": clock.now(), "about": ConcernAbout.CHILD, "seen": "Seen after dark."}
    written = receiving.Written(key=secrets.token_hex(8), account=who, agency="police", agency_name="Police", team=None,
                                concern=Concern(**{**told, **said}))
    with psycopg.connect(OWNER, autocommit=True) as connection:
        receiving.receive(connection, written, means, salts=salts, now=clock.now())
def link():
    process = JourneyProcess(lambda: psycopg.connect(JOURNEY, autocommit=True), means, Path(tempfile.mkdtemp()),
                             clock=clock.now, salts=salts, say=lambda words: None)
    process.restore(); process.catch_up(); process.close()
"""
PAIRS = """
for forename in ("Oliver", "Harry", "Emily"):
    for age in ("about 13", "about 14"):
        write(children=(ChildConcerned(forename=forename, surname="Smith", age=age),))
for colour, make in (("green", "Skoda"), ("red", "Audi")):
    write(about=ConcernAbout.VEHICLE, vehicles=(VehicleConcerned(registration="QX72XYZ", colour=colour, make=make),))
write(children=(ChildConcerned(forename="Clementine", surname="Harding-Orrell", born=date(2011, 3, 4),
                               address="14 Larch Row", postcode="QX1 4AB"),))
link()
"""


def run(hub, code):
    journey = hub.owner.replace("wp_owner", "wp_journey")
    return hub.run(WRITING.replace("OWNER", repr(hub.owner)).replace("JOURNEY", repr(journey)) + code)


def assert_sound(tab, width=1280):
    results = Axe().run(tab, options=WCAG)
    assert results.violations_count == 0, results.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("h1").count() == 1


@pytest.fixture(scope="module")
def pairs(hub):
    run(hub, PAIRS)
    return hub


def choose_why(tab, words):
    tab.get_by_label(words).check()
    tab.locator("main form button[type=submit]").click()


def title_of(tab):
    return tab.locator(".govuk-summary-card__title").first.inner_text(), tab.locator("input[name=left]").first.input_value()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, True), (320, False)])
def test_somebody_says_why_and_finds_a_child_by_a_misspelt_name(pairs, acting, width, scripts):
    # Given a hub practitioner who goes to search
    tab = acting("hub", "/search/", width=width, scripts=scripts)
    # When they say what for, and type what they know, wrong by a letter
    choose_why(tab, "Deal with a concern that reached the hub")
    if scripts:
        assert_sound(tab, width)
    tab.get_by_label("What do you know?").fill("Clementin Orrel 2011")
    tab.get_by_role("button", name="Search", exact=True).click()
    # Then she is there, with why they may see the record, and nothing of it stands in the address
    tab.get_by_role("heading", name="Clementine Harding-Orrell").wait_for()
    assert "Why you may see it: You are a practitioner of the hub." in tab.locator("main").inner_text()
    assert tab.url.endswith("/search/")
    if scripts:
        assert_sound(tab, width)
    assert tab.troubles == []


def test_an_error_leads_to_its_field(pairs, acting):
    tab = acting("hub", "/search/")
    choose_why(tab, "Deal with a concern that reached the hub")

    tab.get_by_label("What do you know?").fill("Smith")
    tab.get_by_role("button", name="Search", exact=True).click()
    tab.locator(".govuk-error-summary a").click()

    assert tab.evaluate("document.activeElement.name") == "words"
    assert_sound(tab)


def test_links_are_reviewed_by_keys_alone(pairs, acting):
    # Given an eager practitioner
    tab = acting("hub", "/links/")
    assert_sound(tab)
    first = title_of(tab)
    # When they skip one, answer the next and take that back, with keys
    with tab.expect_navigation():
        tab.keyboard.press("n")
    second = title_of(tab)
    tab.keyboard.press("d")
    tab.get_by_text("Recorded, being applied.").wait_for()
    third = title_of(tab)
    # Then each was another pair, the answer is said to be on its way, and z takes it back
    assert len({first, second, third}) == 3
    tab.keyboard.press("z")
    tab.get_by_text("You took it back. Both words are kept.").wait_for()
    assert_sound(tab)
    assert tab.troubles == []


def test_keys_do_nothing_in_a_field_or_where_they_are_switched_off(pairs, acting):
    tab = acting("hub-police", "/links/")
    first = title_of(tab)

    tab.get_by_label("Why? (optional)").press_sequentially("sudn")
    tab.keyboard.press("Escape")
    assert title_of(tab) == first
    tab.locator("h1").click()
    tab.keyboard.press("?")
    assert tab.locator("#keys").get_attribute("open") is not None
    tab.get_by_label("Switch the keys off in this browser").check()
    tab.locator("h1").click()
    tab.keyboard.press("s")
    tab.wait_for_timeout(300)

    assert title_of(tab) == first
    assert tab.locator(".wp-last").count() == 0


def test_links_are_reviewed_without_scripts_on_a_phone(pairs, acting):
    tab = acting("hub-police", "/links/", width=320, scripts=False)
    first = title_of(tab)

    tab.get_by_label("Why? (optional)").fill("Two cars, I saw both.")
    tab.get_by_role("button", name="Different", exact=True).click()

    assert "Recorded, being applied." in tab.locator("main").inner_text()
    assert title_of(tab) != first
    tab.get_by_role("link", name="What you have said").click()
    assert "Two cars, I saw both." in tab.locator("main").inner_text()
    tab.get_by_role("button", name="Undo").first.click()
    assert "You took it back. Both words are kept." in tab.locator("main").inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_the_review_is_sound(pairs, acting, width):
    tab = acting("hub", "/links/", width=width)
    assert_sound(tab, width)
    tab.get_by_role("button", name="Unsure").click()
    tab.get_by_text("Your last answer:").wait_for()
    tab.get_by_role("link", name="See it").click()
    assert_sound(tab, width)
    tab.goto("/links/mine/")
    assert_sound(tab, width)


def test_what_was_said_is_applied_once_the_journey_has_run(pairs, acting, hub):
    tab = acting("hub", "/links/")
    tab.keyboard.press("s")
    tab.get_by_text("Recorded, being applied.").wait_for()

    run(hub, "link()")
    tab.reload()

    assert "Recorded and applied." in tab.locator("main").inner_text()


def test_a_curious_colleague_finds_no_review_of_links(pairs, acting):
    tab = acting("police")

    assert tab.get_by_role("link", name="Review links").count() == 0
    assert tab.goto("/links/").status == 404
