"""The replay of any day in Chromium: what was known, shown, opened, decided with what in front of them, and was due."""

import os
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

from wholepicture.vocabulary.moments import london_day

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SHOTS = os.environ.get("WHOLEPICTURE_SHOTS", "")


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


def fill_day(tab, group, day):
    parts = tab.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        parts.get_by_label(label, exact=True).fill(str(value))


@pytest.fixture
def finding(hub, world):
    """The finding across children whose evidence came last, and when each of its records became known here."""
    with psycopg.connect(hub.owner, autocommit=True) as owner:
        found, since = owner.execute(
            "select f.id, f.known_since from finding f where f.pattern <> 'child_question'"
            " and jsonb_array_length(f.content -> 'children') > 1 order by f.known_since limit 1"
        ).fetchone()
        known = owner.execute(
            "select r.reference, r.known_at from finding_record x join record r on r.record = x.record where x.finding = %s",
            [found],
        ).fetchall()
    return found, since, known


@pytest.mark.parametrize("scripts", [True, False])
def test_the_scrutineer_replays_the_day_before_a_finding_and_the_day_after(finding, acting, scripts):
    # Given a finding across both children that the hub's practitioner has opened today
    one, since, known = finding
    hub = acting("hub", f"/findings/one/{one}/", scripts=scripts)
    state(hub, "Work on a finding")
    # When the scrutineer replays the day before it surfaced
    tab = acting("scrutineer", f"/findings/one/{one}/", scripts=scripts)
    state(tab, "Scrutinise how the partnership acted")
    tab.get_by_role("link", name="Replay any day").click()
    before = london_day(since) - timedelta(days=1)
    fill_day(tab, "As on any past day", before)
    tab.get_by_role("button", name="Show that day").click()
    # Then only what was known here by then is there, and nothing had surfaced or was shown
    words = tab.locator("main").inner_text()
    by_then = {reference for reference, at in known if london_day(at) <= before}
    later = {reference for reference, _ in known} - by_then
    assert by_then
    assert later
    assert all(reference in words for reference in by_then)
    assert not [reference for reference in later if reference in words]
    assert "A finding surfaced" not in words
    assert "Shown:" not in words
    # And compared with now, it says what was added, shown to whom and opened by whom, with its proof
    fill_day(tab, "Compare with an earlier day", before)
    fill_day(tab, "As on any past day", london_day(since))
    tab.get_by_role("button", name="Show that day").click()
    words = tab.locator("main").inner_text()
    assert "The two days" in words
    assert "A finding surfaced" in words
    assert "digest" in words
    if scripts:
        assert_sound(tab, "replay-compared")
    tab.goto(f"/replay/finding/{one}/")
    words = tab.locator("main").inner_text()
    assert "Priya Marlow" in words[words.index("What was shown to whom") : words.index("What was opened by whom")]
    if scripts:
        assert_sound(tab, "replay-now")


def test_the_hub_replays_the_same_without_the_names_of_who_looked(finding, acting):
    one, _, _ = finding
    dana = acting("hub-police", f"/findings/one/{one}/")
    state(dana, "Work on a finding")
    tab = acting("hub", f"/replay/finding/{one}/")
    state(tab, "Work on a finding")
    words = tab.locator("main").inner_text()
    assert "Who opened what is for the scrutineer" in words
    assert "Dana Croft" not in words
    assert "Hub practitioner, Police" in words
    assert_sound(tab, "replay-hub")
