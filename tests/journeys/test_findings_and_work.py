"""Findings and work, in Chromium: the hub's week, a curious manager, an executive who reads no name, scrutiny."""

import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
NAMES = ("Tansy", "Oakes", "Robyn", "Tallis", "Rourke", "Wilhelmina", "Quarterstaff")


@pytest.fixture
def rows(hub):
    """What a statement of the owner of the tables finds."""

    def ask(statement, *given):
        with psycopg.connect(hub.owner, autocommit=True) as owner:
            found = owner.execute(statement, given or None)
            return found.fetchall() if found.description else []

    return ask


def state(tab, purpose):
    """Says why one looks, where that is asked."""
    if "/why/" in tab.url:
        tab.get_by_label(purpose, exact=True).check()
        tab.get_by_role("button", name="Continue").click()


def assert_sound(tab):
    for width in (1280, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(tab, options=WCAG)
        assert results.violations_count == 0, results.generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("h1").count() == 1
    assert tab.troubles == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_concern_is_taken_from_the_work_list(world, acting, rows, scripts):
    # Given a practitioner of the hub, and a concern that nobody deals with
    reference = world[0 if scripts else 1]
    tab = acting("hub", "/work/", scripts=scripts)
    line = tab.get_by_role("row").filter(has_text=reference)
    assert "Nobody" in line.inner_text()
    # When they take it, by the keyboard alone
    line.get_by_role("button", name="I deal with this").focus()
    tab.keyboard.press("Enter")
    # Then it is theirs by name, and the page says so
    tab.get_by_text(f"You deal with {reference} now.").wait_for()
    assert "You" in tab.get_by_role("row").filter(has_text=reference).inner_text()
    if scripts:
        assert_sound(tab)


def test_a_concern_is_handed_over_and_errors_lead_to_their_fields(world, acting, rows):
    # Given somebody who deals with a concern
    record = rows("select record from record where reference = %s", world[0])[0][0]
    tab = acting("hub", f"/work/{record}/")
    if tab.get_by_role("button", name="I deal with this").count():
        tab.get_by_role("button", name="I deal with this").click()
        tab.goto(f"/work/{record}/")
    # When they hand it over without saying to whom
    tab.get_by_role("button", name="Hand it over").click()
    # Then each error leads to its field
    for link in tab.locator(".govuk-error-summary a").all():
        link.click()
        assert tab.evaluate("document.activeElement.name") in ("over-to", "over-why")
    assert_sound(tab)
    # When they do
    tab.get_by_label("Who deals with it from now on?").select_option(label="Dana Croft (Hub practitioner, Police)")
    tab.get_by_label("What should they know?").fill("I am away from tomorrow.")
    tab.get_by_role("button", name="Hand it over").click()
    # Then the other one deals with it
    assert "Dana Croft" in tab.get_by_role("row").filter(has_text=world[0]).inner_text()


def test_a_practitioner_reads_a_finding_and_goes_back_in_time(world, acting, rows):
    # Given a finding across children
    finding, surfaced = rows("select id, surfaced_at from finding where pattern = 'shared_place'")[0]
    tab = acting("hub", f"/findings/one/{finding}/")
    # When they say why they look
    assert_sound(tab)
    state(tab, "Work on a finding")
    # Then they see its words, its drawings, and its records
    main = tab.locator("main").inner_text()
    assert "What speaks against it" in main
    assert "ASB0001" in main
    assert tab.locator("svg.drawing").count() == 2
    for more in tab.get_by_text("The same as a table").all():
        more.click()
    assert tab.get_by_role("table").count() == 2
    assert_sound(tab)
    # When they ask for a day before it surfaced
    day = surfaced - timedelta(days=130)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        tab.get_by_label(label, exact=True).fill(str(value))
    tab.get_by_role("button", name="Show that day").click()
    # Then it says so
    tab.get_by_text("As at the end of").wait_for()
    assert "nothing would have shown it" in tab.locator("main").inner_text()
    assert_sound(tab)
    # And who must answer it by when, and what they can do
    answers = acting("hub", f"/findings/one/{finding}/answers/")
    assert_sound(answers)
    answers.get_by_role("link", name="Dismiss it").click()
    answers.get_by_role("button", name="Ask for a second person").click()
    answers.locator(".govuk-error-summary a").first.click()
    assert answers.evaluate("document.activeElement.name") == "because"
    assert_sound(answers)
    # And a day that is none is said so
    tab.get_by_label("Day", exact=True).fill("31")
    tab.get_by_label("Month", exact=True).fill("2")
    tab.get_by_role("button", name="Show that day").click()
    tab.locator(".govuk-error-summary a").first.click()
    assert tab.evaluate("document.activeElement.name") == "on_day"
    assert_sound(tab)


@pytest.mark.parametrize("view", ["", "earlier/", "child-questions/", "about-one-child/", "withdrawn/", "leaving/"])
def test_every_list_of_findings_is_sound(world, acting, view):
    tab = acting("analyst", f"/findings/{view}")

    assert_sound(tab)


def test_a_finding_that_names_an_adult_is_kept_with_a_reason(world, acting, rows):
    # Given a finding on an adult that is about to leave the screens
    finding = rows("select id from finding where pattern = 'shared_vehicle'")[0][0]
    rows(
        "update finding set surfaced_at = %s, content = jsonb_set(content, '{adults}', content -> 'children') where id = %s",
        datetime.now(UTC) - timedelta(days=350),
        finding,
    )
    rows(
        "insert into finding_entity select %s, entity, 'adults' from finding_entity where finding = %s limit 1",
        finding,
        finding,
    )
    tab = acting("analyst", "/findings/leaving/")
    # When they keep it without a reason
    tab.get_by_role("link", name=re.compile("keep it")).click()
    state(tab, "Work on a finding")
    tab.get_by_role("button", name="Keep it").click()
    # Then the error leads to its field
    tab.locator(".govuk-error-summary a").first.click()
    assert tab.evaluate("document.activeElement.name") == "because"
    assert_sound(tab)
    # When they say why
    tab.get_by_label("Why is it still needed?").fill("The trial is in spring.")
    tab.get_by_role("button", name="Keep it").click()
    # Then their name and reason stand with it
    assert "Kept by Kit Rowan" in tab.locator("main").inner_text()
    assert_sound(tab)


def test_an_executive_reads_what_is_new_and_no_name(world, acting, rows):
    # Given names in what became known this week
    new = ["shared_place", "converging_agencies"]
    rows("update finding set known_since = now() - interval '2 minutes' where pattern = any (%s)", new)
    tab = acting("executive", "/")
    # When they go along the top of the page
    tab.get_by_role("navigation").get_by_role("link", name="Across children").click()
    # Then they read words and counts
    main = tab.locator("main").inner_text()
    assert "New across children this week" in main
    assert "concerns without a decision" in main
    assert "You: first" in main
    assert_sound(tab)
    # And no name and no record, neither there nor where a finding's answers stand
    pages = tab.content()
    tab.locator(".wp-finding a").first.click()
    tab.wait_for_url("**/answers/")
    assert_sound(tab)
    pages += tab.content()
    assert "Who has answered this finding" in pages
    assert not [name for name in NAMES if name.lower() in pages.lower()]
    assert not re.search(r"\b(?:ASB|MIS|PPN|SG|CT|TL)\d{4}\b|WP-\d\d-", pages)
    # And no list, no work, no record
    record = rows("select record from record where reference = %s", world[0])[0][0]
    for path in ("/findings/earlier/", "/work/", f"/work/{record}/", "/my-teams/", "/scrutiny/"):
        assert tab.goto(path).status == 404


def test_a_curious_manager_sees_nothing_of_a_concern_about_them(world, hub, acting, rows):
    # Given a concern of their team that criticises them
    record = rows("select record from record where reference = %s", world[0])[0][0]
    tab = acting("neighbourhood-manager", "/my-teams/")
    assert world[0] in tab.locator("main").inner_text()
    assert_sound(tab)
    rows("insert into criticised (record, account) values (%s, %s)", record, hub.people["neighbourhood-manager"].handle)
    # When they look everywhere
    pages, statuses = "", []
    for path in (
        "/my-teams/",
        "/my-teams/?page=2",
        f"/work/{record}/",
        "/work/",
        "/findings/",
        "/scrutiny/",
        "/across-children/",
    ):
        statuses.append(tab.goto(path).status)
        pages += tab.content()
    # Then there is nothing of it
    assert statuses == [200, 404, 404, 404, 404, 404, 404]
    assert world[0] not in pages
    assert not [name for name in NAMES if name in pages]


def test_a_scrutineer_sees_what_has_no_answer(world, acting):
    tab = acting("scrutineer", "/scrutiny/")
    # Given concerns without an answer, then the longest wait stands there
    assert "No answer for 2 days" in tab.locator("main").inner_text()
    assert_sound(tab)
    # When they ask for all, then they are listed
    tab.get_by_role("link", name="All concerns").click()
    assert world[0] in tab.locator("main").inner_text()
    assert_sound(tab)
