"""Silence on a finding climbs, a dismissal waits before whoever can agree, and those who lead read it without names."""

import json
import re
from datetime import timedelta

import pytest

from wholepicture.hub import clock

DAY = timedelta(days=1)
LISTS = ("/decisions/", "/decisions/findings/")
WHY = {"because": "The children are cousins."}
INITIALS = re.compile(r"\b[A-Z]\.\s?[A-Z]\.|\b[A-Z]{1,2}\.? ?,? (?:aged )?\(?1[0-7]\b")
EXACT = re.compile(
    r"\b\d+[A-Za-z]?,? (?:[A-Z]\w+ )+(?:Street|Road|Lane|Close|House|Court|Terrace|Row|Walk|Avenue)\b|\bFlat \d"
)


def body(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def seen(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture(scope="module", autouse=True)
def answered(world):
    """Every finding of the replay is of this moment, so that nothing waits but what a test lets wait."""
    world.rows("update finding set known_since = %s", world.now - timedelta(minutes=5))


@pytest.fixture
def known(world):
    """Sets since when findings of a pattern are known; gives the first."""

    def let(pattern, ago):
        world.rows("update finding set known_since = %s where pattern = %s", world.now - ago, pattern)
        return world.finding(pattern)

    yield let
    world.rows("update finding set known_since = %s", world.now - timedelta(minutes=5))


@pytest.fixture
def at_time(monkeypatch):
    """Sets the hub's clock."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def listed(client, finding):
    return finding in body(client.get("/decisions/findings/"))


@pytest.mark.parametrize(
    ("ago", "by"),
    [
        (0 * DAY, set()),
        (6 * DAY, {"hub", "hub-police", "hub-manager", "scrutineer"}),
        (30 * DAY, {"hub", "hub-police", "hub-manager", "scrutineer", "executive"}),
    ],
)
def test_a_finding_that_nobody_answers_climbs_from_list_to_list(acting, known, ago, by):
    finding = known("shared_vehicle", ago)
    people = ("hub", "hub-police", "hub-manager", "scrutineer", "executive")
    assert {who for who in people if listed(acting(who), finding)} == by


@pytest.mark.parametrize("who", ["officer", "analyst", "neighbourhood-manager", "administrator", "custodian"])
def test_the_list_of_findings_is_for_those_who_answer_for_them(acting, who):
    assert acting(who).get("/decisions/findings/").status_code == 404


def test_it_says_who_must_look_by_when_and_stands_in_the_list_of_decisions(acting, known):
    known("shared_vehicle", 30 * DAY)
    page = seen(body(acting("hub-manager").get("/decisions/")))
    assert "Why is the same vehicle seen with children of unrelated families?" in page
    assert "Executive Stage 4 of 4" in page
    assert "Past its day" in page


def test_an_answer_ends_the_climb(acting, known):
    finding = known("place_under_another_name", 30 * DAY)
    client = acting("hub")
    assert listed(client, finding)
    client.post(f"/findings/one/{finding}/answers/accept/", {"because": "A strategy discussion on Friday."})
    assert not listed(client, finding)
    assert not listed(acting("executive"), finding)


def test_a_dismissal_waits_before_whoever_can_agree_and_is_brought_back_by_something_new(world, acting, at_time):
    finding = world.finding("child_question")
    priya, dana = acting("hub"), acting("hub-police")
    priya.post(f"/findings/one/{finding}/answers/dismiss/", WHY)

    mine, hers = (seen(body(one.get("/decisions/"))) for one in (priya, dana))
    assert "A second person has to agree to dismiss it, of another agency than Children" in mine
    assert "You can agree" not in mine
    assert "You can agree" in hers
    assert not listed(acting("executive"), finding)

    dana.post(f"/findings/one/{finding}/answers/agree/", {"because": "I know the family."})
    assert not listed(priya, finding)
    assert not listed(dana, finding)

    other = world.rows(
        "select record from record where record not in (select record from finding_record where finding = %s) limit 1",
        finding,
    )[0][0]
    content = {"records": ["X"], "evidence": [other], "children": [], "because": "More."}
    world.rows(
        "insert into finding_growth values (%s, (select count(*) + 1 from finding_growth where finding = %s), %s, %s)",
        finding,
        finding,
        clock.now() + timedelta(minutes=1),
        json.dumps(content),
    )
    world.rows("insert into finding_record values (%s, %s, 999)", finding, other)
    at_time(clock.now() + 6 * DAY)
    page = seen(body(acting("hub").get("/decisions/findings/")))
    assert "It was dismissed and came back" in page
    at_time(world.now + timedelta(minutes=2))
    came = seen(body(acting("executive").get("/across-children/"))).split("Closed and came back")[1].split("No concern")[0]
    assert "Is there a child in what was filed as something else?" in came


def test_whoever_is_criticised_in_a_concern_of_the_finding_does_not_agree_to_dismiss_it(world, acting):
    finding = world.finding("shared_vehicle")
    record = world.rows("select record from finding_record where finding = %s order by number limit 1", finding)[0][0]
    world.rows("insert into criticised (record, account) values (%s, %s)", record, world.people["hub-police"].handle)
    acting("hub").post(f"/findings/one/{finding}/answers/dismiss/", WHY)
    dana = acting("hub-police")
    assert "You can agree" not in seen(body(dana.get("/decisions/findings/")))
    refused = dana.post(f"/findings/one/{finding}/answers/agree/", {"because": "Yes."}).content.decode()
    assert "is about you or about somebody in your line" in refused


def test_those_who_lead_read_areas_and_counts_and_neither_initials_ages_nor_addresses(acting, known):
    for pattern in ("shared_place", "shared_vehicle", "converging_agencies"):
        known(pattern, 30 * DAY)
    client = acting("executive")
    pages = [body(client.get("/across-children/")), body(client.get("/decisions/findings/"))]
    links = set(re.findall(r"/findings/one/\w+/answers/", "".join(pages)))
    assert len(links) >= 3
    pages += [body(client.get(one)) for one in sorted(links)]
    for page in pages:
        said = seen(page)
        assert not INITIALS.search(said), INITIALS.search(said)
        assert not EXACT.search(said), EXACT.search(said)
        assert not re.search(r"\baged?\b|years old", said)
    assert re.search(r"Area QX\d", "".join(pages))
    assert re.search(r"\d children, \d+ records of ", "".join(pages))


def test_those_who_lead_see_what_climbed_to_them_and_how_far_the_rest_has(acting, known):
    known("shared_place", 30 * DAY)
    known("shared_vehicle", 6 * DAY)
    said = seen(body(acting("executive").get("/across-children/")))
    climbed = said.split("climbed to you")[1].split("Findings without an answer")[0]
    assert "Why do children of unrelated families meet at this place?" in climbed
    assert "the same vehicle" not in climbed
    table = said.split("Findings without an answer, by who has to look now")[1]
    assert re.search(r"Practitioner \d+", table)
    assert re.search(r"Executive \d+", table)


def test_a_receipt_is_an_act_on_each_finding_that_was_shown_and_answers_none(world, acting, known):
    finding = known("shared_place", 30 * DAY)
    client = acting("executive")
    assert "No executive has confirmed that they read it" in seen(body(client.get("/across-children/")))

    assert client.post("/across-children/").status_code == 302

    said = seen(body(client.get("/across-children/")))
    assert "Read, by receipt, by 1 executive, you among them" in said
    assert "You have confirmed that you read every finding that stands here" in said
    executive = str(world.people["executive"].handle)
    acts = world.rows("select author from fact where kind = 'acted' and source = %s", f"finding:{finding}")
    assert (executive,) in acts
    assert listed(acting("hub"), finding)
    assert "confirmed that they read it" in seen(body(acting("scrutineer").get(f"/findings/one/{finding}/answers/")))


def test_an_executive_is_sent_from_a_finding_to_how_far_it_is_answered(world, acting):
    finding = world.finding("shared_place")
    answer = acting("executive").get(f"/findings/one/{finding}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/findings/one/{finding}/answers/")
