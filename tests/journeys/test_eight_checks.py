"""The replay's eight checks, end to end in Chromium, on a hub of their own: as the officer, the hub, a manager, the
scrutineer and the executive. They stand in one story and go on from one another.
"""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.journeys.conftest import load_world, running_hub, serving

from wholepicture.hub.keeper.cluster import SUPERUSER
from wholepicture.hub.keeper.roles import DATABASE
from wholepicture.vocabulary.moments import london_day

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
WORK, SCRUTINISE = "Work on a finding", "Scrutinise how the partnership acted"
DEAL = "Deal with a concern that reached the hub"
LATER = 40
"""Days: long enough for an objection without an answer to come to the executives."""


@pytest.fixture(scope="module")
def hub():
    with running_hub() as hub:
        yield hub


@pytest.fixture(scope="module")
def world(hub):
    return load_world(hub)


@pytest.fixture(scope="module")
def officers(world):
    """The officer's concern."""
    return world[0]


def state(tab, purpose):
    if "/why/" in tab.url:
        tab.get_by_label(purpose, exact=True).check()
        tab.get_by_role("button", name="Continue").click()


def said(tab):
    return re.sub(r"\s+", " ", tab.locator("main").inner_text())


def assert_sound(tab):
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(tab, options=WCAG)
        assert results.violations_count == 0, results.generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def rows(hub, question, *asked):
    with psycopg.connect(hub.owner, autocommit=True) as owner:
        return owner.execute(question, asked or None).fetchall()


def open_finding(tab, hub, pattern, purpose=WORK):
    """Open the earliest finding of a pattern; when it surfaced."""
    [(one, surfaced), *_] = rows(hub, "select id, surfaced_at from finding where pattern = %s order by position", pattern)
    tab.goto(f"/findings/one/{one}/")
    state(tab, purpose)
    return one, surfaced


def fill_day(tab, group, day):
    parts = tab.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        parts.get_by_label(label, exact=True).fill(str(value))


def test_1_a_complaint_filed_as_nuisance_asks_whether_it_is_about_a_child(acting, world, hub):
    # Given the hub's list of child questions, the earliest last
    tab = acting("hub", "/findings/child-questions/")
    state(tab, WORK)
    # When the first of them is opened
    tab.locator(".wp-finding a").last.click()
    state(tab, WORK)
    words = said(tab)
    # Then it is the first complaint that mentions the girl, with the words that raise it, and its category kept beside
    assert "Is there a child in what was filed as something else? ASB0002 (Neighbourhood team" in words
    assert "was filed as Nuisance, and speaks of a child: “girl of about thirteen”" in words
    assert "filed as “Nuisance”" in words
    [(recorded, surfaced)] = rows(
        hub,
        "select r.recorded_at, f.surfaced_at from record r join finding_record x on x.record = r.record"
        " join finding f on f.id = x.finding where r.reference = 'ASB0002' and f.pattern = 'child_question'"
        " order by f.position limit 1",
    )
    assert london_day(recorded) == london_day(surfaced)
    assert_sound(tab)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        (
            "shared_vehicle",
            ("School", "Taxi licensing", "Neighbourhood team", "only part of a registration", "Robyn Tallis"),
        ),
        ("shared_place", ("Police", "Flat 3, 18 Marsh Lane", "Tansy Oakes", "Robyn Tallis")),
    ],
)
def test_2_the_flat_the_car_and_two_children_are_linked_with_reasons_the_day_the_last_record_came(
    acting, world, hub, pattern, names
):
    tab = acting("hub")
    one, surfaced = open_finding(tab, hub, pattern)
    words = said(tab)
    assert [name for name in names if name.casefold() not in words.casefold()] == []
    needed = rows(
        hub,
        "select max(r.recorded_at) from finding_record x join record r on r.record = x.record"
        " where x.finding = %s and r.known_at <= (select surfaced_at from finding where id = %s)",
        one,
        one,
    )
    assert london_day(needed[0][0]) == london_day(surfaced)
    # And each link of a record says why, and what only fits says so
    [(record,)] = rows(hub, "select record from record where reference = 'TL0001'")
    tab.goto(f"/records/{record}/")
    state(tab, DEAL)
    assert "Fits, and could be another: vehicle silver KX53 (part of a registration) School log SG0001" in said(tab)
    assert "The part of the registration that was noted fits; other vehicles would fit it too. Same colour." in said(tab)


def test_3_agencies_already_sharing_information_is_no_decision(acting, officers):
    tab = acting("hub", "/work/")
    tab.goto(f"/decisions/{officers}/")
    tab.get_by_role("link", name="Decide what happens next").click()
    for option in ("No further action", "Hold a strategy discussion"):
        tab.get_by_role("group", name="Which options were considered?").get_by_label(option, exact=True).check()
    tab.get_by_role("group", name="What did you decide?").get_by_label("No further action", exact=True).check()
    tab.get_by_label("What are the reasons, for this child?").fill("Agencies are already sharing information.")
    tab.get_by_role("button", name="Record the decision").click()
    tab.get_by_role("link", name=re.compile("is an activity and not a decision")).click()
    assert tab.evaluate("document.activeElement.name") == "reasons"
    assert_sound(tab)
    tab.goto(f"/decisions/{officers}/")
    assert "No decision stands" in said(tab)


def test_4_fewer_reports_are_not_less_harm_in_one_picture(acting, world, hub):
    tab = acting("hub")
    open_finding(tab, hub, "falling_count")
    words = said(tab)
    assert "Are fewer reports hiding more harm?" in words
    assert "Fewer reports is not less harm" in words
    assert tab.locator("main svg").count() >= 1
    for row in ("Hours away", "Nights away"):
        assert row.lower() in words.lower(), row
    assert_sound(tab)


def test_5_the_rebuke_is_an_event_of_its_own_for_the_scrutineer_and_no_manager_touches_it(acting, officers):
    # Given an officer whose concern has no answer
    tab = acting("officer", f"/my-concerns/{officers}/")
    tab.get_by_role("link", name="I do not accept this").click()
    tab.get_by_label("Why do you not accept it?").fill("I have written three times, and nobody has answered.")
    tab.get_by_role("button", name="Object", exact=True).click()
    # When they write down that they were rebuked for it
    tab.goto(f"/my-concerns/{officers}/")
    tab.get_by_role("link", name="I was pressed because I raised this").click()
    tab.get_by_role("button", name="Record it").click()
    tab.locator(".govuk-error-summary a").first.click()
    tab.keyboard.type("My manager told me to stop writing, and that my tone was noted.")
    assert_sound(tab)
    tab.get_by_role("button", name="Record it").click()
    assert "My manager told me to stop writing" in tab.content()
    # Then the scrutineer reads it, and neither the manager, nor the hub, nor the executive does
    scrutineer = acting("scrutineer", "/register/")
    assert "My manager told me to stop writing" in said(scrutineer)
    for who in ("neighbourhood-manager", "hub-manager", "hub", "executive"):
        other = acting(who, f"/decisions/{officers}/")
        assert "stop writing" not in other.content(), who
        assert other.get_by_text("You were pressed").count() == 0, who


def test_6_silence_climbs_by_itself_past_whoever_did_not_answer(acting, opened, hub, officers):
    # Given an objection that nobody answers, for so many days
    environment = hub.environment | {"WHOLEPICTURE_TESTS_LATER": str(LATER)}
    home = Path(hub.environment["WHOLEPICTURE_HOME"])
    assert "Stage 1 of 5" in said(acting("officer", f"/my-concerns/{officers}/"))
    with serving(environment, home, "tests.journeys.later_hub:application") as later:

        def then(who, path):
            tab = opened("/sign-in/login/", base_url=later)
            tab.locator(f'form[action="/sign-in/training/{hub.people[who].handle}/"] button').click()
            tab.wait_for_url(f"{later}/")
            tab.goto(path)
            return tab

        # Then it stands with the executives, past every level that was silent, and nobody had to send it on
        executive = then("executive", f"/decisions/{officers}/")
        words = said(executive)
        assert "Stage 5 of 5" in words
        assert "The partnership's executives" in words.replace("’", "'")
        assert "I have written three times, and nobody has answered." in words
        assert_sound(executive)
        assert officers in said(then("executive", "/decisions/"))
        assert "Stage 5 of 5" in said(then("officer", f"/my-concerns/{officers}/"))
        assert officers in said(then("scrutineer", "/register/"))


def test_7_any_day_is_replayed_with_what_was_known_shown_opened_and_decided(acting, world, hub):
    tab = acting("scrutineer")
    one, surfaced = open_finding(tab, hub, "shared_place", SCRUTINISE)
    tab.get_by_role("link", name="Replay any day").click()
    before = london_day(surfaced) - timedelta(days=60)
    fill_day(tab, "As on any past day", before)
    tab.get_by_role("button", name="Show that day").click()
    then = said(tab)
    known = rows(
        hub,
        "select r.reference, r.known_at from finding_record x join record r on r.record = x.record where x.finding = %s",
        one,
    )
    earlier = {reference for reference, at in known if london_day(at) <= before}
    assert earlier
    assert [reference for reference in earlier if reference not in then] == []
    assert [reference for reference, at in known if reference not in earlier and reference in then] == []
    assert "A finding surfaced" not in then
    tab.goto(f"/replay/finding/{one}/")
    now = said(tab)
    for heading in ("What was shown to whom", "What was opened by whom", "A finding surfaced", "digest"):
        assert heading in now, heading
    assert_sound(tab)


@pytest.fixture
def sealed(hub, tmp_path):
    """The hub seals what was recorded, and two others hold its checkpoints."""
    witnesses = [tmp_path / "the police hold this", tmp_path / "the partnership holds this"]
    told = {
        **hub.environment,
        "WHOLEPICTURE_JOURNEY_URL": hub.journey,
        "WHOLEPICTURE_WITNESSES": os.pathsep.join(map(str, witnesses)),
    }
    argv = [sys.executable, "-m", "wholepicture", "hub", "checkpoints"]
    process = subprocess.Popen(argv, env=told, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command

    def export(name):
        command = [sys.executable, "-m", "wholepicture", "hub", "export-proof", str(tmp_path / name)]
        subprocess.run(command, env=told, check=True, capture_output=True)  # noqa: S603 - our own command
        return tmp_path / name

    yield witnesses, export
    process.terminate()
    process.communicate(timeout=20)


def verify(*words):
    command = [sys.executable, "-m", "wholepicture", "verify", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command


def test_8_somebody_outside_proves_that_nothing_was_altered_and_finds_what_was(acting, hub, officers, sealed, tmp_path):
    # Given the officer's signed receipt, and checkpoints that others hold
    witnesses, export = sealed
    tab = acting("scrutineer", "/checkpoints/")
    for _ in range(100):
        if tab.get_by_role("link", name=re.compile("^Download the checkpoint")).count() and "sealed 0" in said(tab):
            break
        tab.wait_for_timeout(200)
        tab.reload()
    assert_sound(tab)
    officer = acting("officer", f"/my-concerns/{officers}/")
    with officer.expect_download() as kept:
        officer.get_by_role("link", name="Keep a signed receipt").first.click()
    receipt = tmp_path / "receipt.json"
    kept.value.save_as(receipt)
    assert json.loads(receipt.read_text())["sealed"] is not None
    asked = [word for one in witnesses for word in ("--witness", one)]
    # When somebody outside verifies everything, without the hub
    whole = verify("--export", export("whole"), "--receipt", receipt, *asked)
    # Then everything agrees
    assert (whole.returncode, whole.stderr) == (0, ""), whole.stdout
    assert "the export holds it as it was acknowledged" in whole.stdout
    # When the database's administrator makes the officer's words milder
    server = hub.owner.replace("wp_owner", SUPERUSER, 1)
    with psycopg.connect(server, autocommit=True) as administrator:
        assert DATABASE in server
        administrator.execute("alter table payload disable trigger user")
        changed = administrator.execute(
            "update payload set body = %s where name = 'narrative' and sequence ="
            " (select f.sequence from fact f join inbox_outcome o on o.record = f.id join inbox i on i.id = o.inbox"
            "  where i.reference = %s limit 1)",
            (b'{"seen":"Some noise."}', officers),
        )
        assert changed.rowcount == 1
    # Then it is found, from outside
    found = verify("--export", export("altered"), "--receipt", receipt, *asked)
    assert found.returncode == 1
    assert "is not what was recorded" in found.stdout
