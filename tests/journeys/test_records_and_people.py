"""Reading records and what is known of a child, asking, opening in an emergency and sealing, in Chromium."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journeys

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SHOTS = os.environ.get("WHOLEPICTURE_SHOTS", "")

WRITE = """
import os, secrets
import django
django.setup()
from dataclasses import replace
from datetime import timedelta
import psycopg
from django.conf import settings
from wholepicture.hub import clock
from wholepicture.hub.wiring import receiving
from wholepicture.hub.wiring.journey_understanding import means_of
from wholepicture.hub.wiring.loading import training_raisers
from wholepicture.hub.wiring.receiving import Written
from wholepicture.intake.concern import AdultConcerned, ChildConcerned, Concern, ConcernAbout, HowKnown, PlaceConcerned
from wholepicture.intake.concern import VehicleConcerned

now = clock.now()
wren = ChildConcerned(forename="Wren", surname="Tallis", age="13", sex="F", school="Harbury Park School")
flat = PlaceConcerned(text="Flat 2, 9 Linnet Court", postcode="QX7 5AB", kind="flat")
car = VehicleConcerned(registration="QX70 ABC", colour="blue")
man = AdultConcerned(description="a man of about 40", age="40", sex="M", role="associate", relation="says uncle")
nobody = Concern(reference="", agency="", recorded=now, about=ConcernAbout.CHILD, how_known=HowKnown.SEEN)
concerns = {
    "neighbourhood": replace(
        nobody, about=ConcernAbout.PLACE, filed_as="Noise", told_by="neighbour", how_known=HowKnown.TOLD,
        seen="Noise from the flat until after 2 am. Several men came and went by car. A girl of about 13 was there, in "
        "school uniform. She is putting herself at risk.",
        worries="I think that it is about the girl.", places=(flat,), vehicles=(car,)),
    "school": replace(
        nobody, filed_as="Attendance",
        seen="Missed three mornings and came in tired. Has a second phone and would not say who gave it to her.",
        said="He is just a friend, he gets me things.", children=(wren,), vehicles=(car,)),
    "health": replace(
        nobody, filed_as="Safeguarding",
        seen="Came to the clinic with a man of about 40 who answered for her. She gave the address of the flat.",
        children=(wren,), adults=(man,), places=(flat,)),
    "police": replace(
        nobody, about=ConcernAbout.VEHICLE, filed_as="Suspicious vehicle",
        seen="Stopped at 23:40 with two girls in the back, both of about 14.", vehicles=(car,)),
}
means = means_of(settings.RECORD_KEY)
with psycopg.connect(os.environ["WHOLEPICTURE_APP_URL"], autocommit=True) as connection:
    for raiser in training_raisers(now):
        written = Written(
            key="records journey " + raiser.agency, account=raiser.account, agency=raiser.agency,
            agency_name=raiser.agency_name, team=raiser.team, team_name=raiser.team_name,
            concern=replace(concerns[raiser.agency], agency=raiser.agency_name))
        receipt = receiving.receive(connection, written, means, salts=lambda: secrets.token_bytes(16), now=now)
        print(raiser.agency, receipt.reference)
"""


class County:
    """The concerns of this journey, and whoever is named in them."""

    def __init__(self, hub):
        self.hub = hub
        self.references = dict(line.split() for line in hub.run(WRITE).splitlines())
        hub.link()

    def asked(self, statement, *given):
        with psycopg.connect(self.hub.owner, autocommit=True) as owner:
            return owner.execute(statement, given).fetchall()

    def record(self, agency):
        return self.asked("select record from record where reference = %s", self.references[agency])[0][0]

    def entity(self, agency, kind, role):
        return self.asked(
            "select entity from mention where record = %s and kind = %s and role = %s order by mention limit 1",
            self.record(agency),
            kind,
            role,
        )[0][0]


@pytest.fixture(scope="module")
def county(hub):
    return County(hub)


TOO_WIDE = """[...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
.map(one => one.tagName + "." + one.className + " " + one.textContent.slice(0, 40)).slice(0, 12)"""


def assert_sound(tab, name):
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        results = Axe().run(tab, options=WCAG)
        assert results.violations_count == 0, f"{name} {width}\n{results.generate_report()}"
        if SHOTS:
            tab.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width, tab.evaluate(TOO_WIDE))
    assert tab.locator("h1").count() == 1


def say_why(tab, why):
    tab.get_by_label(why, exact=True).check()
    tab.get_by_role("button", name="Continue").click()


def go(tab, hub, path, why=""):
    tab.goto(f"{hub.url}{path}")
    if why and "/why/" in tab.url:
        say_why(tab, why)


DEAL = "Deal with a concern that reached the hub"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_practitioner_says_why_reads_a_concern_and_comes_to_the_child(acting, hub, county, scripts):
    # Given a practitioner who opens a concern that was filed as noise
    tab = acting("hub", scripts=scripts)
    go(tab, hub, f"/records/{county.record('neighbourhood')}/")
    if scripts:
        assert_sound(tab, "why")
    # When they say why
    say_why(tab, DEAL)
    # Then they read its words, what was read in them, and why they may
    said = tab.locator("main").inner_text()
    assert "Is this about a child?" in said
    assert "You may see this: You are a practitioner of the hub." in said
    assert "Wording to think about" in said
    if scripts:
        assert_sound(tab, "record")
        tab.locator(".wp-narrative a.wp-mark__label[href^='#sign']").first.click()
        assert tab.evaluate("document.activeElement.id || location.hash").startswith(("sign", "#sign"))
    # When they follow the flat
    tab.locator("main table a", has_text="Flat 2, 9 Linnet Court").first.click()
    say_why(tab, DEAL)
    assert "It lies within 9 Linnet Court." in tab.locator("main").inner_text()
    if scripts:
        assert_sound(tab, "place")
    # Then another agency's line leads to the child
    tab.locator("main .wp-timeline a", has_text="Wren Tallis").first.click()
    say_why(tab, DEAL)
    said = tab.locator("main").inner_text()
    assert "(School)" in said
    assert "(Health)" in said
    if scripts:
        assert_sound(tab, "person")
        assert tab.troubles == []


def test_an_adult_and_a_car_have_pages_that_judge_nobody(acting, hub, county):
    tab = acting("hub")
    go(tab, hub, f"/known/{county.entity('health', 'person', 'associate')}/", DEAL)
    assert "Nobody is guilty by being named." in tab.locator("main").inner_text()
    assert_sound(tab, "adult")
    go(tab, hub, f"/known/{county.entity('police', 'vehicle', 'seen')}/?order=oldest", DEAL)
    assert "(Police)" in tab.locator("main").inner_text()
    assert_sound(tab, "vehicle")


def test_an_officer_asks_after_a_possible_match_and_is_answered(acting, hub, county):
    # Given an officer who follows their own concern
    tab = acting("officer")
    go(tab, hub, f"/records/{county.record('neighbourhood')}/")
    assert "You raised this concern." in tab.locator("main").inner_text()
    assert_sound(tab, "own record")
    # When they ask for what the machine sees
    tab.get_by_role("link", name="Ask for the record of Police").first.click()
    say_why(tab, "Follow what I reported")
    assert_sound(tab, "ask")
    tab.get_by_role("button", name="Ask", exact=True).click()
    tab.locator(".govuk-error-summary a").first.click()
    assert tab.evaluate("document.activeElement.name") == "because"
    tab.get_by_label("Why do you ask?").fill("I raised the concern about this flat.")
    tab.get_by_role("button", name="Ask", exact=True).click()
    assert "Waiting" in tab.locator("main").inner_text()
    assert_sound(tab, "requests")
    # And the police's practitioner says yes until a day
    police = acting("hub-police", "/requests/")
    police.get_by_role("link", name="Sam Ockley").first.click()
    assert_sound(police, "answer")
    police.get_by_label("Yes, until a day").check()
    for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2027")):
        police.get_by_label(part, exact=True).fill(value)
    police.get_by_label("Why?").fill("It is the same car.")
    police.get_by_role("button", name="Answer").click()
    # Then the officer reads the answer and the record
    tab.goto(f"{hub.url}/notices/")
    assert "Your request was answered" in tab.locator("main").inner_text()
    assert_sound(tab, "notices")
    # And wants no mails about it, and then wants them again
    tab.get_by_role("button", name="Stop these mails").click()
    assert "You are sent no mail." in tab.locator("main").inner_text()
    assert_sound(tab, "notices without mail")
    tab.get_by_role("button", name="Send me mails").click()
    assert "Stop these mails" in tab.locator("main").inner_text()
    tab.goto(f"{hub.url}/requests/")
    tab.locator("main a", has_text=county.references["police"]).first.click()
    say_why(tab, "Work with a child, an adult or a family")
    assert "Stopped at 23:40" in tab.locator("main").inner_text()


def test_a_practitioner_confirms_who_it_is_and_gives_the_nurse_access(acting, hub, county):
    tab = acting("hub")
    go(tab, hub, f"/records/{county.record('school')}/", DEAL)
    tab.get_by_role("link", name=re.compile("Say who it is ?: Wren Tallis")).first.click()
    assert_sound(tab, "confirm")
    tab.get_by_role("button", name="Confirm").click()
    assert "Choose who this is" in tab.locator(".govuk-error-summary").inner_text()
    tab.get_by_label("Somebody whom nobody has confirmed before").check()
    tab.get_by_role("button", name="Confirm").click()
    tab.wait_for_url("**/why/**")
    say_why(tab, DEAL)
    assert_sound(tab, "confirmed person")
    tab.get_by_role("link", name="Who works with them").click()
    tab.get_by_role("button", name="Give access").click()
    assert tab.locator(".govuk-error-summary a").count() == 4
    assert_sound(tab, "give access with errors")
    tab.get_by_label("Their work email address").fill("health@training.example")
    tab.get_by_label("Named worker").check()
    for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2027")):
        tab.get_by_label(part, exact=True).fill(value)
    tab.get_by_label("Why do they need it?").fill("She sees her each week.")
    tab.get_by_role("button", name="Give access").click()
    assert "Jo Wren" in tab.locator("main table").inner_text()
    assert_sound(tab, "access given")
    nurse = acting("health", "/work-with/")
    assert_sound(nurse, "whom I work with")
    nurse.get_by_role("link", name="Wren Tallis").click()
    say_why(nurse, "Work with a child, an adult or a family")
    assert "you are the named worker" in nurse.locator("main").inner_text().casefold()


def test_a_wrong_person_is_put_right_and_whoever_read_it_is_told(acting, hub, county):
    reader = acting("hub-police")
    go(reader, hub, f"/records/{county.record('health')}/", DEAL)
    tab = acting("hub")
    go(tab, hub, f"/records/{county.record('health')}/", DEAL)
    tab.get_by_role("link", name=re.compile("Not this person ?: Wren Tallis")).first.click()
    assert_sound(tab, "put right")
    tab.get_by_label("How do you know").fill("Another girl of the same name; the clinic confirmed it.")
    tab.get_by_role("button", name="Put it right").click()
    assert "It is put right." in tab.locator("main").inner_text()
    reader.goto(f"{hub.url}/notices/")
    assert "About another person" in reader.locator("main").inner_text()
    reader.get_by_role("button", name="Mark as seen").first.click()
    assert "Seen" in reader.locator("main").inner_text()


def test_a_parting_stands_on_the_record_and_is_taken_back(acting, hub, county):
    hub.link()
    tab = acting("hub")
    go(tab, hub, f"/records/{county.record('health')}/", DEAL)
    assert "Another girl of the same name; the clinic confirmed it." in tab.locator("main").inner_text()
    assert_sound(tab, "a record that was put apart")
    tab.get_by_role("link", name=re.compile("This person after all ?: Wren Tallis")).first.click()
    assert "Was taken for" in tab.locator("main").inner_text()
    tab.get_by_role("button", name="Take it back").click()
    tab.get_by_role("link", name="Say how you know that it is about them after all").click()
    assert_sound(tab, "taken back, with an error")
    tab.get_by_label("How do you know that it is about them after all?").fill("The clinic looked again: it is her.")
    tab.get_by_role("button", name="Take it back").click()
    assert "It is taken back." in tab.locator("main").inner_text()
    hub.link()


def test_an_emergency_is_opened_with_a_reason_and_reviewed_outside_the_agency(acting, hub, county):
    tab = acting("police", "/emergency/")
    assert_sound(tab, "emergencies")
    tab.get_by_role("button", name="Open in an emergency").click()
    assert_sound(tab, "open in an emergency")
    tab.get_by_label("The reference of the record").fill(county.references["school"])
    tab.get_by_label("Somebody is in danger now", exact=True).check()
    tab.get_by_label("What do you need to know").fill("She is missing and was in that car.")
    tab.get_by_role("button", name="Open it for 4 hours").click()
    assert "tired" in tab.locator("main").inner_text()
    reviewer = acting("hub-manager", "/emergency/")
    assert_sound(reviewer, "emergencies to review")
    reviewer.get_by_role("link", name="Robin Tarn").first.click()
    assert "tired" not in reviewer.locator("main").inner_text()
    assert_sound(reviewer, "review")
    reviewer.get_by_label("Yes", exact=True).check()
    reviewer.get_by_label("Why?").fill("She was found because of it.")
    reviewer.get_by_role("button", name="Keep the review").click()
    assert "Your review is kept." in reviewer.locator("main").inner_text()
    for who in ("executive", "scrutineer"):
        counts = acting(who, "/emergency/counts/")
        assert "Police: Response team" in counts.locator("main").inner_text()
    assert_sound(counts, "emergency counts")


def test_a_scrutineer_sees_who_looked_and_the_raiser_sees_posts(acting, hub, county):
    tab = acting("scrutineer")
    go(tab, hub, f"/who-looked/record/{county.record('neighbourhood')}/")
    assert "Priya Marlow" in tab.locator("main").inner_text()
    assert_sound(tab, "who looked")
    tab.goto(f"{hub.url}/who-looked/")
    assert_sound(tab, "latest looks")
    own = acting("officer")
    go(own, hub, f"/records/{county.record('neighbourhood')}/")
    own.get_by_role("link", name="Who has looked at it").click()
    assert "Priya" not in own.locator("main").inner_text()
    assert_sound(own, "who looked at mine")


def test_what_is_sealed_is_gone_for_everybody_else(acting, hub, county):
    record = county.record("police")
    tab, colleague = acting("hub"), acting("hub-manager")
    go(tab, hub, f"/records/{record}/", DEAL)
    tab.get_by_role("link", name="Seal it").click()
    assert_sound(tab, "seal")
    tab.get_by_label("A court’s order").check()
    tab.get_by_label("Work email address of the lead").fill("hub-police@training.example")
    tab.get_by_role("button", name="Seal it now").click()
    assert "It is sealed." in tab.locator("main").inner_text()
    assert tab.goto(f"{hub.url}/records/{record}/").status == 404
    lead = acting("hub-police", "/sealed/")
    assert_sound(lead, "sealed")
    lead.get_by_role("link", name=county.references["police"]).first.click()
    assert_sound(lead, "one seal")
    lead.get_by_role("link", name="Name somebody else for it").click()
    lead.get_by_label("Their work email address").fill("hub-manager@training.example")
    lead.get_by_label("Why do they need it?").fill("Deputy.")
    lead.get_by_role("button", name="Name them").click()
    lead.get_by_role("link", name="Ask for the seal to be lifted").click()
    lead.get_by_label("Why is the seal to be lifted?").fill("The order has ended.")
    lead.get_by_role("button", name="Ask", exact=True).click()
    assert "Somebody else who is named for it has to agree." in lead.locator("main").inner_text()
    colleague.goto(f"{hub.url}/sealed/")
    colleague.locator("main a", has_text=county.references["police"]).first.click()
    colleague.get_by_role("link", name="Agree to lift the seal").click()
    assert_sound(colleague, "agree to lift")
    colleague.get_by_label("I have checked it, and agree").check()
    colleague.get_by_role("button", name="Lift the seal").click()
    go(tab, hub, f"/records/{record}/", DEAL)
    assert "Stopped at 23:40" in tab.locator("main").inner_text()


@pytest.mark.parametrize("who", ["officer", "analyst", "executive", "administrator", "custodian"])
def test_a_curious_colleague_finds_nothing(acting, hub, county, who):
    tab = acting(who)

    answer = tab.goto(f"{hub.url}/records/{county.record('health')}/")

    if "/why/" in tab.url and answer.status == 200:
        own = tab.get_by_label("Follow what I reported", exact=True)
        (own if own.count() else tab.locator("input[type=radio]").first).check()
        tab.get_by_role("button", name="Continue").click()
    assert "There is nothing here for you" in tab.locator("main").inner_text()
