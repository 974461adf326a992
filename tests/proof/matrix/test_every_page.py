"""Every page of the hub in a browser, as those whom it is for: axe finds nothing, it is no wider than a phone, its errors
lead to their fields.

The pages are those that the test client is answered; Chromium shows them with the hub's own styles and scripts. In
`./test` each page is shown as one role has it, in the release form as every role has it.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from tests.proof.matrix.addresses import addresses
from tests.proof.matrix.conftest import ROLES, Things, answer_to, signed_in
from tests.proof.matrix.test_every_address import LEAVING, LISTED, key_of
from wholepicture.hub.web.deciding.finding_forms import FINDING_WAYS
from wholepicture.hub.web.deciding.forms import HUB_WAYS
from wholepicture.hub.web.meetings.forms import MEETING_WAYS
from wholepicture.hub.web.returns.forms import RETURN_WAYS
from wholepicture.hub.wiring.deciding_ways import RAISER_WAYS
from wholepicture.hub.wiring.findings import View

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
CHROMIUM = shutil.which("chromium")
HOST = "http://hub.test"
PHONE, DESK = 320, 1280
ALONE = frozenset({"api/docs", "api:openapi", "api/openapi.json"})
"""For programs, not for people."""

_WAYS: dict[str, tuple[str, tuple[dict[str, str], ...]]] = {
    "deciding:way": ("hub", tuple({"way": one} for one in HUB_WAYS)),
    "deciding:answer": ("hub", tuple({"way": one} for one in FINDING_WAYS)),
    "deciding:say": ("officer", tuple({"way": one} for one in RAISER_WAYS)),
    "meetings:way": ("hub", tuple({"deed": one} for one in MEETING_WAYS)),
    "returns:way": ("hub", tuple({"deed": one} for one in RETURN_WAYS)),
    "findings:others": ("hub", tuple({"view": one.value} for one in View)),
}
"""The addresses under which several pages stand, and who has them."""

LEADS = """[...document.querySelectorAll(".govuk-error-summary a")].filter(link => {
    const to = link.hash && document.getElementById(link.hash.slice(1));
    return !to || !to.matches("input, select, textarea, button") || to.type === "hidden" || !(to.labels && to.labels.length);
}).map(link => link.textContent + " -> " + link.getAttribute("href"))"""
"""The links of a summary of errors that do not lead to a labelled field."""
TOO_WIDE = """[...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
.map(one => one.tagName + "." + one.className).slice(0, 3)"""


@dataclass(frozen=True)
class Shown:
    """A page as somebody is answered it; `sent` where a form of it was sent empty."""

    name: str
    role: str
    path: str
    sent: bool
    body: bytes
    headers: dict[str, str]


def _shown(client: Client, name: str, role: str, path: str) -> Iterator[Shown]:
    if answer_to(client, path) not in ("page", "why"):
        return
    told = client.get(path)
    if told.status_code != 200 or not told.headers["Content-Type"].startswith("text/html"):
        return
    yield Shown(name, role, path, False, told.content, dict(told.headers))
    for action in _forms(told.content.decode(), path):
        answer = client.post(action, {"nothing": ""})
        if answer.status_code == 200 and b"govuk-error-summary" in answer.content:
            yield Shown(name, role, action, True, answer.content, dict(answer.headers))


def _forms(page: str, path: str) -> list[str]:
    """Where the page's own form would be sent; those that send elsewhere are that page's."""
    main = page.partition("<main")[2]
    tags = re.findall(r"<form\b[^>]*>", main)
    sent = [re.search(r'action="([^"]*)"', tag) for tag in tags if re.search(r'method="post"', tag, re.IGNORECASE)]
    actions = [unescape(found[1]) if found else "" for found in sent]
    return list(dict.fromkeys(path for action in actions if action.partition("?")[0] in ("", path)))


def _roles_of(name: str) -> list[str]:
    first = [_WAYS[name][0]] if name in _WAYS else []
    return [*first, *(role for role in ROLES if LISTED[name][role] == "P" and role not in first)]


def gather(things: Things, at_the_door: Callable[[str], Client], *, every_role: bool) -> list[Shown]:
    """Each page that is listed, as the first of its roles has it or as all have."""
    found: list[Shown] = []
    for role in ROLES:
        client = at_the_door(role)
        for address in sorted(addresses(), key=lambda one: one.name == LEAVING):
            name = key_of(address)
            roles = [] if name in ALONE else _roles_of(name)
            if role in (roles if every_role else roles[:1]):
                for way in _WAYS[name][1] if name in _WAYS else ({},):
                    found += _shown(client, name, role, things.path(address, **way))
    return found


@dataclass
class Browser:
    """Shows pages at an address of no machine: nothing but what was gathered, and the hub's own files, is there."""

    tab: Page
    now: Shown | None = None
    complaints: list[str] | None = None

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/").partition("?")[0])
            route.fulfill(path=str(file)) if file else route.fulfill(status=404)
        elif self.now and path == self.now.path:
            route.fulfill(status=200, headers=self.now.headers, body=self.now.body)
        else:
            route.fulfill(status=204)

    def problems(self, page: Shown) -> list[str]:
        """What is wrong with a page, and, where it has no errors, at a desk too."""
        self.now, self.complaints = page, []
        where = f"{page.name} as {page.role}{', with errors' if page.sent else ''}"
        self.tab.goto(HOST + page.path)
        found = [f"{where}: {self.tab.locator('h1').count()} main headings"] if self.tab.locator("h1").count() != 1 else []
        for width in (PHONE,) if page.sent else (PHONE, DESK):
            self.tab.set_viewport_size({"width": width, "height": 900})
            results = Axe().run(self.tab, options=WCAG)
            found += [f"{where}, {width}: {one['id']}: {one['help']}" for one in results.response["violations"]]
            if self.tab.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{where}, {width}: too wide: {self.tab.evaluate(TOO_WIDE)}")
        found += [f"{where}: error leads nowhere: {one}" for one in self.tab.evaluate(LEADS)]
        return [*found, *(f"{where}: {one}" for one in self.complaints or [])]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = Browser(chromium.new_page())
        made.tab.route("**/*", made.answer)
        made.tab.on("pageerror", lambda error: made.complaints is not None and made.complaints.append(str(error)))
        yield made
        chromium.close()


@pytest.fixture(scope="module")
def pages(things: Things, request: pytest.FixtureRequest) -> list[Shown]:
    every_role = "not slow" not in (request.config.getoption("-m") or "")
    return gather(things, lambda who: Client() if who == "nobody" else signed_in(things.world, who), every_role=every_role)


def test_every_page_is_sound_in_a_browser_and_every_error_leads_to_its_field(pages: list[Shown], browser: Browser) -> None:
    wrong = [problem for page in pages for problem in browser.problems(page)]

    if wrong:
        pytest.fail("\n".join(wrong))
    assert len({page.path for page in pages if not page.sent}) > 100
    assert len({page.path for page in pages if page.sent}) > 60


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda html: html.replace(b"<label", b"<span").replace(b"</label", b"</span"), "label"),
        (lambda html: html.replace(b'href="#id_', b'href="#no_'), "error leads nowhere"),
        (lambda html: html.replace(b"</h1>", b"W" * 200 + b"</h1>"), "too wide"),
    ],
    ids=["no labels", "no field", "too wide"],
)
def test_a_page_that_is_broken_would_be_found_out(
    pages: list[Shown], browser: Browser, broken: Callable[[bytes], bytes], said: str
) -> None:
    """The negative controls."""
    page = next(one for one in pages if one.sent and b'href="#id_' in one.body)

    assert any(said in one for one in browser.problems(Shown(**{**page.__dict__, "body": broken(page.body)})))
