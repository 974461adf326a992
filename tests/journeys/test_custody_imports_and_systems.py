"""In Chromium: two custodians, an extract from upload to undoing, a concern sent on, and a system's token that posts one."""

import json
import re
import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SEEN = "A girl of about 13 got into a grey car at the shops on Marsh Lane at 11 pm; the driver gave her a phone."
DEAL = "Deal with a concern that reached the hub"
TAKE_IN = "Take in an extract"


def assert_sound(tab, name):
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(tab, options=WCAG)
        assert results.violations_count == 0, f"{name} {width}\n{results.generate_report()}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name
    assert tab.locator("h1").count() == 1
    assert tab.troubles == []


def say_why(tab, why):
    if "/why/" in tab.url:
        tab.get_by_label(why, exact=True).check()
        tab.get_by_role("button", name="Continue").click()


def raise_concern(acting, *, apart=False):
    """The reference of an officer's concern."""
    tab = acting("officer", "/record-a-concern/", scripts=False)
    tab.get_by_label("What did you see or hear?").fill(SEEN)
    if apart:
        tab.locator("input[name=protected]").check()
    tab.get_by_role("button", name="Send the concern", exact=True).click()
    tab.wait_for_url("**/received/")
    return re.search(r"WP-\d\d-\d{6}", tab.locator("main").inner_text())[0]


def said(tab):
    return tab.locator("main").inner_text()


def test_two_custodians_open_who_raised_a_concern_and_the_raiser_is_told(world, acting, hub):
    # Given an officer who asked that their name be kept apart, and a hub that cannot read it
    reference = raise_concern(acting, apart=True)
    hub.link()
    # When one custodian asks
    first = acting("custodian", "/identities/")

    assert_sound(first, "identity requests")
    first.get_by_role("link", name="Ask who raised a concern").click()
    first.get_by_role("button", name="Ask for a second custodian").click()
    first.get_by_role("link", name="Enter the concern’s reference").click()
    assert first.evaluate("document.activeElement.name") == "reference"
    first.get_by_label("Reference of the concern").fill(reference)
    first.get_by_label("Who needs to know it, and why?").fill("The court asked for the witness of that night.")
    first.get_by_role("button", name="Ask for a second custodian").click()
    # Then they still do not know it, and cannot agree with themself
    assert "Another custodian has to agree." in said(first)
    assert "Sam Ockley" not in said(first)
    # When a second custodian agrees
    second = acting("custodian-two", "/identities/")
    second.get_by_role("link", name=reference).click()
    second.get_by_role("link", name="Agree to open it").click()
    assert "The court asked for the witness" in said(second)
    assert_sound(second, "agree to open")
    second.get_by_label("I have checked the reason, and agree").check()
    second.get_by_role("button", name="Open it").click()
    # Then the two of them read it, and the raiser learns that and why, not by whom
    assert "Sam Ockley" in said(second)
    assert_sound(second, "opened")
    first.reload()
    assert "Sam Ockley" in said(first)
    notices = said(acting("officer", "/notices/"))
    assert "The court asked for the witness of that night." in notices
    assert "Gwen" not in notices
    assert "Ivor" not in notices


@pytest.fixture
def importing(hub):
    """The process that carries imports out."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wholepicture", "hub", "imports"],
        env=hub.environment | {"WHOLEPICTURE_JOURNEY_URL": hub.journey},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield
    process.terminate()
    process.wait(20)


def change(hub, statement, *given):
    with psycopg.connect(hub.owner, autocommit=True) as owner:
        owner.execute(statement, given)


def comes_to(tab, words):
    """Wait as a reader does: the page looks again by itself."""
    tab.get_by_text(words, exact=True).first.wait_for(timeout=20_000)


def upload_and_map(tab, file):
    """Upload a file of a shape that nobody knows, and say by hand what its columns mean."""
    tab.get_by_role("link", name="Upload extracts").or_(tab.get_by_role("button", name="Upload extracts")).first.click()
    tab.locator("input[type=file]").set_input_files(str(file))
    tab.get_by_role("button", name="Upload", exact=True).click()
    comes_to(tab, "Say what its columns mean")
    assert_sound(tab, "unmapped")
    tab.get_by_role("button", name="Say what its columns mean").click()
    tab.get_by_label("What is this extract called?").fill(f"Visit book {uuid4().hex[:6]}")
    tab.get_by_label("Whose records are these?").select_option(label="School")
    tab.get_by_label("A school's log").check()
    for column, meaning in (("No", "reference"), ("On", "recorded"), ("Who", "child_1.name"), ("Notes", "narrative")):
        tab.get_by_label(column, exact=True).select_option(value=meaning)
    assert_sound(tab, "what the columns mean")
    tab.get_by_role("button", name="Read the file like this").click()


def test_an_extract_is_mapped_seen_confirmed_by_two_and_undone(world, acting, hub, importing, tmp_path):
    # Given a file of a shape that nobody knows
    file = tmp_path / f"visits {uuid4().hex[:6]}.csv"
    rows = "".join(f'V{uuid4().hex[:6]},1{n}/02/2026,"Fern, Lowri",A man in a car waited for her.\n' for n in range(3))
    file.write_text(f"No,On,Who,Notes\n{rows}", encoding="utf-8")
    tab = acting("hub", "/imports/")
    say_why(tab, TAKE_IN)
    # When it is uploaded and its columns are said by hand
    upload_and_map(tab, file)
    comes_to(tab, "To be confirmed")
    # Then each row is accounted for, and shown as it will be understood
    assert "Every row is accounted for" in said(tab)
    assert "Fern" in said(tab)
    assert_sound(tab, "staged")
    # When it takes two people, neither alone takes it
    number = re.search(r"/imports/(\d+)/", tab.url)[1]
    change(hub, "update import set two_above = 2 where number = %s", number)
    tab.get_by_role("button", name="Take it").click()
    assert "A second person has to confirm" in said(tab)
    other = acting("hub-police", f"/imports/{number}/")
    say_why(other, TAKE_IN)
    other.get_by_role("button", name="Confirm as the second person").click()
    comes_to(other, "Taken")
    hub.link()
    # When it should not have been, two undo it, with a reason
    other.get_by_role("link", name="Ask for it to be undone").click()
    other.get_by_role("button", name="Ask for it to be undone").click()
    other.get_by_role("link", name="Say why it should be undone").click()
    other.get_by_label("Why should it be undone?").fill("It was an old export.")
    other.get_by_role("button", name="Ask for it to be undone").click()
    tab.goto(f"/imports/{number}/")
    tab.get_by_label("Yes, undo it").check()
    assert_sound(tab, "undo asked")
    tab.get_by_role("button", name="Say so").click()
    comes_to(tab, "Undone")
    assert "asked for it to be undone: It was an old export." in said(tab)


def test_a_concern_is_sent_on_and_their_reference_stands_beside_ours(world, acting, hub):
    reference = raise_concern(acting)
    hub.link()
    with psycopg.connect(hub.owner, autocommit=True) as owner:
        record = owner.execute("select record from record where reference = %s", [reference]).fetchone()[0]
    tab = acting("hub", f"/records/{record}/")
    say_why(tab, DEAL)
    tab.goto(f"/send-on/{record}/")
    tab.get_by_role("button", name="Send it on").click()
    tab.get_by_role("link", name="Say where it is sent").click()
    tab.get_by_label("To which system, or whom?").fill("The case system of children’s social care")
    tab.get_by_label("Why is it sent on?").fill("An assessment is asked for.")
    tab.get_by_role("button", name="Send it on").click()
    tab.get_by_role("link", name=re.compile("Enter their reference")).click()
    tab.get_by_label("Their reference").fill("CSC-88-1201")
    tab.get_by_role("button", name="Keep their reference").click()
    assert "CSC-88-1201" in said(tab)
    assert_sound(tab, "sent on")
    # Then the form can be taken over as PDF and as JSON
    with tab.expect_download() as pdf:
        tab.get_by_role("link", name=re.compile("^PDF")).first.click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")
    with tab.expect_download() as told:
        tab.get_by_role("link", name=re.compile("^JSON")).first.click()
    assert SEEN in json.loads(told.value.path().read_text(encoding="utf-8")).__repr__()


def test_an_administrator_makes_a_token_and_a_system_posts_a_concern_by_it_once(world, acting, opened, hub):
    # Given a token for the school's system, shown once
    tab = acting("administrator", "/tokens/")
    assert_sound(tab, "tokens")
    tab.get_by_role("link", name="Make a token").click()
    tab.get_by_role("button", name=re.compile("Make")).click()
    tab.get_by_role("link", name="Choose an agency").click()
    tab.get_by_label("Agency", exact=True).select_option(label="School")
    tab.get_by_label("Which system uses it?").fill("Its safeguarding log")
    tab.get_by_label("Post concerns").check()
    tab.get_by_label("Why?").fill("The school asked for it.")
    tab.get_by_role("button", name=re.compile("Make")).click()
    secret = tab.locator("#token").inner_text()
    assert_sound(tab, "the token")
    tab.goto("/tokens/")
    assert secret not in said(tab)
    # When the system posts a concern twice with one key
    asked = {"headers": {"Authorization": f"Bearer {secret}", "Idempotency-Key": str(uuid4())}}
    body = {"about": "child", "seen": SEEN, "how_known": "seen myself"}
    answers = [opened().request.post(f"{hub.url}/api/concerns", data=body, **asked) for _ in range(2)]
    # Then it is kept once, and after the token is revoked nothing is taken
    assert [one.status for one in answers] == [201, 200], answers[0].text()
    assert len({one.json()["reference"] for one in answers}) == 1
    tab.get_by_role("link", name=re.compile("Revoke")).first.click()
    tab.get_by_label("Why?").fill("The system was replaced.")
    tab.get_by_role("button", name=re.compile("Revoke")).click()
    asked["headers"]["Idempotency-Key"] = str(uuid4())
    assert opened().request.post(f"{hub.url}/api/concerns", data=body, **asked).status == 401
