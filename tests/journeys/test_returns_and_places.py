"""Returns from missing and case reviews in Chromium: what is owed stands in a list, what was done with a name."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from tests.journeys.test_deciding_on_a_concern import assert_sound

from wholepicture.vocabulary.moments import LONDON

pytestmark = pytest.mark.journeys


def fill_day(tab, question, day):
    group = tab.get_by_role("group", name=question)
    for name, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(name, exact=True).fill(str(value))


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.usefixtures("world")
def test_a_child_declines_and_the_clock_runs_on_until_somebody_held_the_interview(acting, scripts):
    # Given returns from missing of which no interview is recorded
    hub = acting("hub", "/returns/?show=over", scripts=scripts)
    if scripts:
        assert_sound(hub, "returns")
    row = hub.locator("tbody tr").filter(has_not_text="Declined").first
    child = row.locator("th a").inner_text()
    row.locator("th a").click()
    assert child in hub.locator("h1").inner_text()
    there = hub.url
    yesterday = datetime.now(LONDON) - timedelta(days=1)
    # When somebody writes down that the child declined, first without a word why
    hub.get_by_role("link", name="Record that the child declined").click()
    fill_day(hub, "On which day?", yesterday)
    hub.get_by_label("At what time?").fill("4:30pm")
    hub.get_by_role("button", name="Record it").click()
    hub.locator(".govuk-error-summary a").first.click()
    if scripts:
        assert hub.evaluate("document.activeElement.tagName") == "TEXTAREA"
    hub.locator("textarea").fill("Said that nobody needs to know.")
    hub.get_by_role("button", name="Record it").click()
    hub.get_by_text("It is recorded, with your name.").wait_for()
    # Then it is shown as a sign, and the interview is owed as before
    assert "A decline is a sign, not an end" in hub.locator("main").inner_text()
    assert "Overdue" in hub.locator("main").inner_text()
    # When it was held after all, and somebody says where its record is
    hub.get_by_role("link", name="Record that it was held").click()
    fill_day(hub, "On which day?", yesterday)
    hub.get_by_label("At what time?").fill("18:00")
    hub.get_by_label("Document").check()
    hub.get_by_label("Where is it found?").fill("RHI 26/114")
    hub.get_by_role("button", name="Record it").click()
    hub.get_by_text("It is recorded, with your name.").wait_for()
    # Then it is held, late, with both before the scrutineer
    scrutineer = acting("scrutineer", urlsplit(there).path, scripts=scripts)
    told = scrutineer.locator("main").inner_text()
    assert "Held late" in told
    assert "RHI 26/114" in told
    assert "Said that nobody needs to know." in told
    assert scrutineer.get_by_role("link", name="Record that").count() == 0
    if scripts:
        assert_sound(scrutineer, "return")


@pytest.mark.usefixtures("world")
def test_a_place_with_many_reports_is_looked_at_with_what_they_say_of_a_child(acting):
    # Given complaints about places
    hub = acting("hub", "/case-reviews/")
    assert_sound(hub, "case-reviews")
    # When one that has reached the threshold is opened
    hub.locator("tbody th a").first.click()
    # Then its reports are there to be read, each with how it was filed, and that its case may be reviewed
    assert "The case may be reviewed" in hub.locator("main").inner_text()
    assert hub.locator(".wp-timeline__item").count() >= 3
    assert_sound(hub, "case-review")
    hub.get_by_role("link", name="Record that the case was reviewed").click()
    assert_sound(hub, "case-review-held")
