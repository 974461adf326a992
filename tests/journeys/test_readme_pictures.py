"""The README's pictures, made by journeys. `WHOLEPICTURE_PICTURES=docs/pictures ./test tests/journeys` renews them."""

import os
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.journeys

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "pictures"
WROTE = (
    "Three men I had not seen before went into Flat 3 after 1 am. A girl of about 13 was at the window, in school uniform."
)
WORRIES = "It is the third night. She looked frightened when the car came back."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    asked = os.environ.get("WHOLEPICTURE_PICTURES", "")
    return ROOT / asked if asked else tmp_path_factory.mktemp("pictures")


def state(tab, purpose):
    if "/why/" in tab.url:
        tab.get_by_label(purpose, exact=True).check()
        tab.get_by_role("button", name="Continue").click()


def draw(tab, folder, name, height=900):
    folder.mkdir(parents=True, exist_ok=True)
    tab.set_viewport_size({"width": tab.viewport_size["width"], "height": height})
    tab.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 10_000
    assert tab.troubles == []


def test_an_officer_writes_on_a_phone_and_reads_what_the_words_say(world, acting, folder):
    # Given an officer with a phone
    tab = acting("officer", "/record-a-concern/", width=390)
    # When they write what they saw under their own agency's heading, and look over it
    tab.get_by_label("What did you see or hear?").fill(WROTE)
    tab.get_by_label("What worries you?").fill(WORRIES)
    tab.get_by_label("A place", exact=True).check()
    tab.get_by_label("Yesterday").check()
    tab.get_by_label("Address, or how to find it").fill("Flat 3, 18 Marsh Lane")
    tab.get_by_label("Your agency’s own category for it").fill("Noise and nuisance")
    tab.get_by_role("button", name="Check what I wrote").click()
    notes = tab.locator("#notes section")
    notes.first.wait_for()
    assert "13" in notes.first.inner_text() + tab.locator("main").inner_text()
    tab.evaluate("window.scrollTo(0, 0)")
    draw(tab, folder, "record-a-concern", 1400)
    # Then a receipt says who owns it and by when something is decided
    tab.get_by_role("button", name="Send the concern", exact=True).click()
    tab.wait_for_url("**/received/")
    draw(tab, folder, "receipt", 1100)


def test_a_practitioner_sees_the_work_and_a_finding(world, acting, hub, folder):
    tab = acting("hub", "/work/")
    assert world[0] in tab.locator("main").inner_text()
    draw(tab, folder, "work-list", 1100)
    tab.goto("/findings/")
    state(tab, "Work on a finding")
    tab.locator(".wp-finding a").first.click()
    state(tab, "Work on a finding")
    assert "What speaks against it" in tab.locator("main").inner_text()
    draw(tab, folder, "finding", 1900)


def test_a_practitioner_reads_a_chronology_reviews_a_link_and_an_executive_the_week(world, acting, hub, folder):
    tab = acting("hub", "/findings/")
    state(tab, "Work on a finding")
    tab.locator(".wp-finding a").first.click()
    state(tab, "Work on a finding")
    tab.locator("main a[href^='/known/']").first.click()
    state(tab, "Deal with a concern that reached the hub")
    assert "Why you may see this" in tab.locator("main").inner_text()
    draw(tab, folder, "chronology", 1100)
    tab.goto("/links/")
    assert "Same" in tab.locator("main").inner_text()
    draw(tab, folder, "link-review", 1100)
    executive = acting("executive", "/across-children/")
    assert "New across children" in executive.locator("main").inner_text()
    draw(executive, folder, "executive", 1100)


def test_the_readme_shows_these_pictures_and_no_others(folder):
    shown = set(re.findall(r"\(docs/pictures/([a-z-]+)\.png\)", (ROOT / "README.md").read_text()))
    assert shown == {path.stem for path in folder.glob("*.png")} == {path.stem for path in KEPT.glob("*.png")}
