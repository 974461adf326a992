"""Signing in, in Chromium: a password and a code, what goes wrong, a passkey, and what each page is like to use."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
LOGIN = "/sign-in/login/"


def give_password(tab, person, password=None):
    tab.get_by_label("Email").fill(person.email)
    tab.get_by_label("Password", exact=True).fill(password or person.password)
    tab.get_by_role("button", name="Sign in", exact=True).click()


def give_code(tab, code):
    tab.locator("input[name=code]").fill(code)
    tab.locator("form:has(input[name=code]) button[type=submit]").first.click()


def give_authenticator(tab):
    """A device that keeps passkeys and knows its owner, as the browser's own protocol makes one."""
    devices = tab.context.new_cdp_session(tab)
    devices.send("WebAuthn.enable")
    able = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": able | {"isUserVerified": True}})


def assert_sound(tab, width=1280):
    results = Axe().run(tab, options=WCAG)
    assert results.violations_count == 0, results.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("h1").count() == 1


@pytest.mark.parametrize(("who", "scripts"), [("officer", True), ("school", False)])
def test_a_password_and_a_code_lead_to_the_start(hub, opened, who, scripts):
    # Given somebody with a password and an authenticator app
    tab = opened(scripts=scripts)
    # When they give both
    give_password(tab, hub.people[who])
    give_code(tab, hub.code(who))
    # Then they are in, and the page says as whom
    tab.wait_for_url(f"{hub.url}/")
    assert "Front-line professional" in tab.locator("header").inner_text()
    assert tab.troubles == []


def test_a_wrong_code_is_refused_in_words_that_lead_to_the_field(hub, opened):
    tab = opened()
    give_password(tab, hub.people["police"])
    right = hub.code("police")

    give_code(tab, f"{(int(right) + 500_001) % 1_000_000:06d}")

    summary = tab.locator(".govuk-error-summary")
    assert "That code is not right" in summary.inner_text()
    summary.locator("a").first.click()
    assert tab.evaluate("document.activeElement.name") == "code"
    assert_sound(tab)


def test_a_wrong_password_is_refused_and_after_five_the_lock_is_explained(hub, opened):
    tab = opened()
    for _ in range(5):
        give_password(tab, hub.people["health"], "not the password")
        assert "The email address or the password is not right" in tab.locator(".govuk-error-summary").inner_text()

    give_password(tab, hub.people["health"])

    assert "Wait five minutes" in tab.locator(".govuk-error-summary").inner_text()
    assert_sound(tab)


def test_signing_out_leaves_nothing_to_go_back_to(hub, acting):
    tab = acting("hub")

    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/sign-in/login/**")
    tab.go_back()

    assert tab.url.startswith(f"{hub.url}{LOGIN}")


def test_somebody_new_comes_from_a_link_to_a_passkey_and_signs_in_with_it_alone(hub, acting, opened):
    # Given an administrator who adds somebody
    admin = acting("administrator", "/people/add/")
    admin.get_by_label("Full name").fill("Ash Peel")
    admin.get_by_label("Work email address").fill("ash.peel@example.org")
    admin.get_by_label("Role").select_option("front_line")
    admin.get_by_label("Team", exact=True).select_option(label="Health: School nurses")
    admin.get_by_label("Why do they need an account?").fill("New in the team.")
    admin.locator("main form button[type=submit]").click()
    link = admin.locator("#set-up-link").inner_text()
    assert_sound(admin)
    # When they open the link, choose a password and sign in with it
    tab = opened(link.replace("127.0.0.1", "localhost"), base_url=hub.url.replace("127.0.0.1", "localhost"))
    give_authenticator(tab)
    assert_sound(tab)
    tab.get_by_label("Choose a password").fill("three plain words")
    tab.get_by_label("Enter it again").fill("three plain words")
    tab.locator("main form button[type=submit]").click()
    tab.get_by_label("Email").fill("ash.peel@example.org")
    tab.get_by_label("Password", exact=True).fill("three plain words")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    # Then nothing but a second step can be reached
    tab.goto("/")
    tab.wait_for_url("**/sign-in/second-factor/")
    assert_sound(tab)
    # When they set up a passkey that checks who they are
    tab.get_by_role("button", name="Set up a passkey").click()
    assert_sound(tab)
    tab.locator("#id_passwordless").check()
    tab.locator("#mfa_webauthn_add").click()
    tab.wait_for_url("**/recovery-codes/")
    assert_sound(tab)
    tab.goto("/")
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/sign-in/login/**")
    # Then it alone lets them in
    tab.get_by_role("button", name="Sign in with a passkey").click()
    tab.wait_for_url("**:*/")
    assert "Ash Peel" in tab.locator("header").inner_text()
    assert tab.troubles == []


def test_one_click_signs_in_as_each_person_of_the_list(hub, opened):
    tab = opened(LOGIN)

    buttons = tab.get_by_role("button", name="Sign in as")

    assert buttons.count() == len(hub.people)
    assert_sound(tab)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_door_is_sound_wide_and_narrow(opened, width, scripts):
    tab = opened(LOGIN, width=width, scripts=scripts)
    if scripts:
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert_sound(tab, width)
        assert tab.troubles == []
    assert tab.get_by_label("Password", exact=True).is_visible()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path", ["/", "/people/", "/people/add/", "/people/teams/add/", "/people/decisions/", "/tokens/", "/tokens/make/"]
)
def test_the_administrators_pages_are_sound(acting, path, width):
    tab = acting("administrator-two", path, width=width)

    assert_sound(tab, width)
    assert tab.troubles == []


def test_one_persons_pages_are_sound_and_every_error_leads_to_its_field(hub, acting):
    officer = hub.people["officer"].handle
    tab = acting("administrator", f"/people/{officer}/")
    assert_sound(tab)

    for page in ("posts/start", "manager", "off", "link", "second-step"):
        tab.goto(f"/people/{officer}/{page}/")
        tab.locator("main form button[type=submit]").click()
        links = tab.locator(".govuk-error-summary a")
        assert links.count() >= 1, page
        for number in range(links.count()):
            target = links.nth(number).get_attribute("href")
            assert tab.locator(target).count() == 1, (page, target)
        assert_sound(tab)


def test_to_an_officer_the_administrators_pages_are_not_there(acting, hub):
    tab = acting("officer")

    for path in ("/people/", f"/people/{hub.people['officer'].handle}/", "/tokens/"):
        assert tab.goto(path).status == 404
