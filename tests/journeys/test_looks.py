"""The hub's looks in Chromium: every part and every kind of field, in every state, wide, narrow, without scripts, on paper.

No socket is opened: what the browser asks for is answered by Django in this process, and by the files of the package.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")

pytestmark = pytest.mark.journeys

CHROMIUM = shutil.which("chromium")
HERE = "http://localhost"
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
KINDS = {".css": "text/css", ".mjs": "text/javascript", ".js": "text/javascript", ".svg": "image/svg+xml"}
SIGN_IN = (
    "account/login",
    "account/logout",
    "account/reauthenticate",
    "account/password_change",
    "account/password_set",
    "account/password_reset",
    "account/password_reset_done",
    "account/password_reset_from_key",
    "account/password_reset_from_key_done",
    "account/account_inactive",
    "account/signup_closed",
    "mfa/index",
    "mfa/authenticate",
    "mfa/reauthenticate",
    "mfa/trust",
    "mfa/totp/activate_form",
    "mfa/totp/deactivate_form",
    "mfa/recovery_codes/index",
    "mfa/recovery_codes/generate",
    "mfa/webauthn/add_form",
    "mfa/webauthn/authenticator_list",
    "mfa/webauthn/edit_form",
    "mfa/webauthn/authenticator_confirm_delete",
    "mfa/webauthn/reauthenticate",
    "socialaccount/login",
    "socialaccount/login_cancelled",
    "socialaccount/authentication_error",
    "socialaccount/signup",
)
PAGES = (
    "/",
    "/?page=7",
    "/form/",
    "/form/filled/",
    "/form/wrong/",
    "/hidden/",
    "/unavailable/",
    "/accessibility/",
    "/privacy/",
)
WRONG_SIGN_IN = ("/sign-in/account/login.html?wrong", "/sign-in/mfa/authenticate.html?wrong")
SIGN_IN_PAGES = (*(f"/sign-in/{name}.html" for name in SIGN_IN), *WRONG_SIGN_IN)


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("There is no chromium on the PATH, so no page can be opened.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def specimen(tmp_path_factory):
    """Django, answering with the specimen's pages."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.staticfiles import finders  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415

    def answer(route):
        request = route.request
        path = request.url.removeprefix(HERE)
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert found, f"{path} is not there"
            route.fulfill(status=200, content_type=KINDS[Path(found).suffix], body=Path(found).read_bytes())
            return
        headers = {name: value for name, value in request.all_headers().items() if name == "cookie"}
        kind = request.headers.get("content-type", "application/octet-stream")
        client = Client(enforce_csrf_checks=True, raise_request_exception=True)
        response = client.generic(
            request.method, path, request.post_data_buffer or b"", kind, headers=headers, SERVER_NAME="localhost"
        )
        sent = dict(response.headers)
        if response.cookies:
            sent["Set-Cookie"] = "\n".join(one.OutputString() for one in response.cookies.values())
        route.fulfill(status=response.status_code, headers=sent, body=response.content)

    with override_settings(
        ROOT_URLCONF="wholepicture.hub.web.specimen.urls",
        MIDDLEWARE=[one for one in settings.MIDDLEWARE if not one.endswith("Admission")],  # nobody signs in here
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        ACCOUNT_LOGIN_METHODS={"email"},
        SOCIALACCOUNT_ENABLED=False,
    ):
        yield answer


@pytest.fixture
def opened(chromium, specimen):
    """Opens a page of the specimen; whatever the browser complains of, or asks of anybody else, is in `troubles`."""
    contexts = []

    def open_page(path: str, *, width: int = 1280, scripts: bool = True):
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        context.route("**/*", specimen)
        tab = context.new_page()
        tab.troubles = []
        tab.on("console", lambda said: tab.troubles.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
        tab.on("dialog", lambda dialog: (tab.troubles.append("a dialog opened"), dialog.dismiss()))
        tab.on(
            "request", lambda one: tab.troubles.append(one.url) if not one.url.startswith((f"{HERE}/", "about:")) else None
        )
        tab.goto(path if path.startswith("about:") else HERE + path)
        return tab

    yield open_page
    for context in contexts:
        context.close()


def _complaints(tab):
    """What the browser complained of, but that a refusal is a refusal."""
    return [said for said in tab.troubles if "status of 404" not in said and "status of 503" not in said]


def _open_everything(tab):
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("paths", [PAGES, SIGN_IN_PAGES], ids=["parts and forms", "sign-in"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, paths, width):
    tab = opened("about:blank", width=width)

    for path in paths:
        tab.goto(HERE + path)
        _open_everything(tab)
        results = Axe().run(tab, options=WCAG)

        assert results.violations_count == 0, f"{path}: {results.generate_report()}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert _complaints(tab) == [], path
        assert tab.locator("h1").count() == 1, path


@pytest.mark.parametrize("scripts", [True, False])
def test_every_error_leads_to_its_field_and_the_field_takes_focus(opened, scripts):
    tab = opened("/form/wrong/", scripts=scripts)
    links = tab.locator(".govuk-error-summary a")

    assert links.count() == 12
    for number in range(links.count()):
        links.nth(number).click()
        target = links.nth(number).get_attribute("href").removeprefix("#")
        field = tab.locator(f"[id='{target}']")
        assert field.count() == 1, target
        assert tab.locator(":focus").get_attribute("id") == target
        message = links.nth(number).inner_text()
        group = tab.locator(".govuk-form-group--error", has=field).last
        assert message in group.locator(".govuk-error-message").first.inner_text()
    assert tab.locator(".govuk-error-summary li").count() == links.count() + 1


def test_the_summary_takes_focus_and_the_title_says_that_something_is_wrong(opened):
    tab = opened("/form/wrong/")

    assert "govuk-error-summary" in tab.locator(":focus").get_attribute("class")
    assert tab.title() == "Error: Record a concern – Whole Picture"
    assert opened("/form/").title() == "Record a concern – Whole Picture"


def test_what_describes_a_field_is_there(opened):
    for path in ("/form/", "/form/wrong/"):
        tab = opened(path)
        ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        named = tab.evaluate(
            "['aria-describedby', 'aria-controls', 'aria-labelledby', 'for'].flatMap(name =>"
            " [...document.querySelectorAll(`[${name}]`)].flatMap(one => one.getAttribute(name).split(/\\s+/)))"
            ".filter(Boolean)"
        )
        assert len(ids) == len(set(ids))
        assert set(named) <= set(ids)


def test_only_the_wrong_parts_of_a_date_are_wrong(opened):
    tab = opened("/form/wrong/")

    wrong = tab.locator(".govuk-date-input input[aria-invalid]").evaluate_all("all => all.map(one => one.name)")

    assert wrong == ["born_day", "day_month", "day_year"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_is_filled_in_by_keyboard_alone_and_keeps_what_was_written(opened, scripts):
    tab = opened("/form/", scripts=scripts)
    tab.locator("#id_name").focus()
    for keys in ("Posy", "a.worker@example.org", "correct horse"):
        tab.keyboard.type(keys)
        tab.keyboard.press("Tab")
    if scripts:
        tab.keyboard.press("Tab")  # over "Show"
    tab.keyboard.type("Came in late.\nHungry.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Sch")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")

    tab.locator("#id_name").press("Enter")

    assert tab.locator("#id_name").input_value() == "Posy"
    assert tab.locator("#id_password").input_value() == ""
    assert tab.locator("#id_seen").input_value() == "Came in late.\nHungry."
    assert tab.locator("#id_agency").input_value() == "school"
    assert tab.locator("#id_about_0").is_checked()
    assert tab.locator("#id_told_by_0").is_checked()
    assert tab.locator(".govuk-error-summary a").count() > 0
    assert _complaints(tab) == []


def test_a_choice_reveals_its_field_and_without_scripts_the_field_is_simply_there(opened):
    tab = opened("/form/")
    assert not tab.locator("#id_teller").is_visible()
    tab.locator("label[for=id_told_by_2]").click()
    assert tab.locator("#id_teller").is_visible()
    tab.locator("label[for=id_contact_0]").click()
    tab.locator("label[for=id_contact_2]").click()
    assert not tab.locator("#id_contact_0").is_checked()

    assert opened("/form/", scripts=False).locator("#id_teller").is_visible()
    assert opened("/form/filled/").locator("#id_teller").is_visible()


def test_the_count_of_characters_warns_and_never_stops_anybody(opened):
    tab = opened("/form/")
    tab.fill("#id_seen", "a" * 410)

    assert tab.locator(".govuk-character-count__status").inner_text() == "You have 10 characters too many"
    assert len(tab.locator("#id_seen").input_value()) == 410


def test_a_password_can_be_shown(opened):
    tab = opened("/form/")
    tab.fill("#id_password", "correct horse")
    tab.get_by_role("button", name="Show password").click()

    assert tab.locator("#id_password").get_attribute("type") == "text"
    assert not opened("/form/", scripts=False).locator(".govuk-password-input__toggle").is_visible()


def test_the_keyboard_can_skip_to_the_content_and_reach_every_link(opened):
    tab = opened("/hidden/")
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").inner_text() == "Skip to main content"
    tab.keyboard.press("Enter")
    assert tab.locator(":focus").get_attribute("id") == "main-content"

    tab = opened("/")
    reachable = tab.locator("a[href]:visible, button:visible, input:visible, summary:visible").count()
    tab.evaluate("document.activeElement.blur()")
    tab.evaluate("window.getSelection().removeAllRanges()")
    seen = []
    for _ in range(reachable + 5):
        tab.keyboard.press("Tab")
        seen.append(tab.evaluate("document.activeElement.outerHTML"))

    assert any("Skip to main content" in one for one in seen)
    assert len({one for one in seen if not one.startswith("<body")}) >= reachable


def test_hostile_text_stays_text_and_what_cannot_be_seen_is_written_out(opened):
    tab = opened("/")
    narrative = tab.locator(".wp-narrative")

    assert tab.title() == "Specimen – Whole Picture"
    assert narrative.locator("script, b").count() == 0
    said = narrative.inner_text()
    assert "<script>document.title = 'taken'</script>" in said
    assert "U+200B" in said
    assert "U+202E" in said
    assert not re.search("[\u200b\u202a-\u202e]", tab.content())
    assert "QX12 U+202EABC" in tab.locator("table").inner_text()


def test_marks_nest_and_overlap_and_say_what_they_are(opened):
    tab = opened("/")
    text = tab.locator(".wp-narrative").text_content()

    assert text.count("[Older associate: begins]") == 1
    assert text.count("Older associate: ends") == 1
    assert text.index("[Older associate: begins]") < text.index("[Place: begins]") < text.index("Older associate: ends")
    assert text.index("Older associate: ends") < text.index("Place: ends")
    car = tab.locator("mark", has_text=re.compile("^silver car$"))
    assert car.get_attribute("class") == "wp-mark wp-mark--indicator wp-mark--place wp-mark--vehicle"
    assert tab.locator("a.wp-mark__label").first.get_attribute("href") == "#sources"


def test_on_paper_there_is_no_way_about_and_everything_is_open(opened):
    tab = opened("/")
    tab.emulate_media(media="print")

    assert not tab.locator(".govuk-service-navigation").is_visible()
    assert not tab.locator(".govuk-breadcrumbs").is_visible()
    assert not tab.get_by_role("button", name="Sign out").is_visible()
    assert tab.locator(".govuk-details__text").bounding_box()["height"] > 20
    assert tab.get_by_text("Posy Hartwell, 13").is_visible()
    assert tab.locator(".wp-training").is_visible()


def test_a_hidden_page_and_an_absent_page_are_the_very_same(opened):
    hidden, absent = opened("/hidden/"), opened("/nowhere/")

    assert hidden.content().replace("/hidden/", "/nowhere/") == absent.content()
    assert "/hidden/" not in hidden.content()


def test_what_was_written_comes_back_when_it_cannot_be_taken(opened):
    tab = opened("/form/")
    tab.evaluate("document.querySelector('form[action=\"/form/\"]').action = '/unavailable/'")
    tab.fill("#id_seen", "Came in late.\nHungry. <b>Said</b> nothing.")
    tab.fill("#id_name", "Posy")
    tab.fill("#id_password", "correct horse")
    tab.get_by_role("button", name="Send it to the hub").click()

    assert tab.locator("h1").inner_text() == "Whole Picture cannot take this just now"
    assert tab.get_by_label("Seen").input_value() == "Came in late.\nHungry. <b>Said</b> nothing."
    assert "correct horse" not in tab.content()

    tab.get_by_role("button", name="Send it again").click()

    assert tab.locator("#id_seen").input_value() == "Came in late.\nHungry. <b>Said</b> nothing."
    assert tab.locator("#id_name").input_value() == "Posy"


def test_a_post_without_its_token_is_refused_and_its_words_can_be_copied(opened):
    tab = opened("/form/")
    tab.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(one => one.remove())")
    tab.fill("#id_seen", "Came in late.\nHungry.")
    tab.get_by_role("button", name="Send it to the hub").click()

    assert tab.locator("h1").inner_text() == "This page had been open too long"
    assert tab.locator(".wp-kept").inner_text() == "Came in late.\nHungry."
    assert tab.locator("form").count() == 0


def test_the_style_sheet_and_scripts_name_no_host_and_no_crown():
    home = Path(__file__).parents[2] / "src/wholepicture/hub/web/static/wholepicture"
    files = [one for one in sorted(home.rglob("*")) if one.suffix in KINDS]

    assert len(files) >= 5
    for file in files:
        text = file.read_text(encoding="utf-8")
        hosts = set(re.findall(r"https?://[\w.-]+", text)) - {"http://www.w3.org"}
        assert hosts == set(), file
        assert "sourceMappingURL" not in text
        assert file.suffix != ".css" or "@import" not in text
        assert not re.search("GDS Transport|crown|crest", text, re.IGNORECASE), file
        assert all((file.parent / one).is_file() for one in re.findall(r"url\([\"']?([^\"')#]+)", text))
