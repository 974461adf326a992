"""The report as its readers meet it: in a browser, on a narrow screen, on paper, without scripts, and under attack."""

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from example_page import HOSTILE, example_page, hostile_page
from playwright.sync_api import sync_playwright

from wholepicture.report.page import render

pytestmark = pytest.mark.journeys

CHROMIUM = shutil.which("chromium")
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("There is no chromium on the PATH, so no page can be opened.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens a page of the report from a file, as a reader does, and fails on anything that it asks of a network."""
    contexts = []

    def open_page(page, *, width: int = 1100, scripts: bool = True):
        path: Path = tmp_path / "report.html"
        path.write_text(render(page), encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        tab = context.new_page()
        tab.asked = []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.troubles = []
        tab.on("console", lambda said: tab.troubles.append(said.text) if said.type == "error" else None)
        tab.on("dialog", lambda dialog: (tab.troubles.append("a dialog opened"), dialog.dismiss()))
        tab.goto(path.as_uri())
        return tab

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.parametrize("width", [1100, 320])
def test_axe_finds_nothing_with_everything_open(opened, names, width):
    tab = opened(example_page(names=names), width=width)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    results = Axe().run(tab, options=WCAG)

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(
    "page", [example_page(), example_page(names=True), hostile_page()], ids=["masked", "named", "hostile"]
)
def test_at_320_pixels_the_page_itself_never_scrolls_sideways(opened, page):
    tab = opened(page, width=320)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_paper_every_table_and_every_record_shows_without_scripts(opened):
    tab = opened(example_page(), scripts=False)
    tab.emulate_media(media="print")

    tables, records = tab.locator("table"), tab.locator(".record")

    assert tables.count() > 10
    assert all(tables.nth(number).bounding_box()["height"] > 20 for number in range(tables.count()))
    assert all(records.nth(number).bounding_box()["height"] > 20 for number in range(records.count()))


def test_without_scripts_every_finding_can_be_opened(opened):
    tab = opened(example_page(), scripts=False)
    closed = tab.locator("#finding-1 > details")

    closed.locator("> summary").click()

    assert closed.locator(".record").first.is_visible()
    assert not tab.locator("#filter").is_visible()


def test_the_filter_shows_what_fits_and_says_how_many(opened):
    tab = opened(example_page())

    tab.select_option("#filter-pattern", "adult_across_children")
    assert tab.locator("article.finding:visible").count() == 7
    assert tab.locator("#filter-result").text_content() == "7 of 12 findings shown"

    tab.select_option("#filter-pattern", "")
    tab.fill("#filter-words", "police/PO0007")
    assert tab.locator("#finding-3").is_visible()
    assert not tab.locator("#finding-1").is_visible()


def test_the_page_asks_nothing_of_any_network_and_breaks_no_rule_of_its_own(opened):
    tab = opened(example_page())

    assert [url.partition(":")[0] for url in tab.asked] == ["file"]
    assert tab.troubles == []


def test_hostile_text_stays_text(opened):
    tab = opened(hostile_page())
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert tab.title().startswith("Whole Picture")
    assert tab.troubles == []
    assert tab.locator("script").count() == 1
    assert tab.locator("img, iframe, object, embed, a[href^='javascript']").count() == 0
    on_attributes = (
        "[...document.querySelectorAll('*')].flatMap(n => [...n.attributes]).filter(a => /^on/i.test(a.name)).length"
    )
    assert tab.evaluate(on_attributes) == 0
    assert "<script>document.title='taken'</script>" in tab.locator(".because").first.inner_text()
    assert "[U+202E]gnirts[U+202C]" in tab.locator("blockquote").first.inner_text()


def test_hostile_text_leaves_no_control_in_the_file():
    text = render(hostile_page())

    text.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert HOSTILE not in text


def test_without_leave_no_name_stands_anywhere_in_the_file():
    text = render(example_page())

    found = re.findall(r"merrin|oakdale|posy|hartwell|crell|\bdav\b|\bines\b|\bvole\b|07700 ?900123", text, re.IGNORECASE)
    assert found == []
    assert "Merrin Oakdale, 13" in render(example_page(names=True))


def test_the_same_page_gives_the_same_bytes():
    assert render(example_page()) == render(example_page())


def test_what_is_over_the_budget_is_counted_owned_and_present(opened):
    tab = opened(example_page())

    over = tab.locator("details.over")

    assert over.locator("> summary").text_content() == "Over the budget this week: 2, owner: the duty safeguarding lead"
    assert over.locator("article.finding").count() == 2


def test_each_drawing_says_in_words_what_it_shows_and_has_a_table(opened):
    tab = opened(example_page())

    drawings = tab.locator("svg")
    for number in range(drawings.count()):
        ids = drawings.nth(number).get_attribute("aria-labelledby").split()
        assert all(tab.locator(f"[id='{one}']").text_content() for one in ids)
    assert tab.locator(".figure svg").count() == tab.locator(".figure table").count()
    assert len({one.get_attribute("id") for one in tab.locator("[id]").all()}) == tab.locator("[id]").count()
