"""Replays on a real database: what each role sees of a past day, and what never appears."""

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest

from wholepicture.hub import clock
from wholepicture.vocabulary.moments import london_day

SEEN = "Petronella Wraxby, 13, was at the flat with men who call after midnight."


def body(answer):
    """A page as it was sent, tags and runs of blanks taken out."""
    assert answer.status_code == 200, answer.content[:500]
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def section(page, heading, after=None):
    """The words under a heading."""
    start = page.index(heading, page.index("Show that day"))
    return page[start : page.index(after, start) if after else None]


def day_of(moment):
    day = london_day(moment)
    return f"on_day={day.day}&on_month={day.month}&on_year={day.year}"


@pytest.fixture(scope="module")
def concern(world):
    return world.raise_as("officer", SEEN, hours_ago=1)


def test_what_a_finding_showed_is_kept_once_for_each_person_version_and_day(world, acting, stating):
    finding = world.finding("falling_count")
    hub, scrutineer = acting("hub"), acting("scrutineer")

    for _ in range(3):
        assert stating(hub, f"/findings/one/{finding}/").status_code == 200
    stating(scrutineer, f"/findings/one/{finding}/", "scrutinise")

    kept = world.rows(
        "select f.author, p.body from fact f join payload p on p.sequence = f.sequence and p.name = 'shown'"
        " where f.kind = 'displayed' and f.source = %s order by f.sequence",
        f"finding:{finding}",
    )
    assert [row[0] for row in kept] == [str(world.people["hub"].handle), str(world.people["scrutineer"].handle)]
    said = json.loads(bytes(kept[0][1]))
    assert said["purpose"] == "work_on_finding"
    assert said["role"] == "hub_practitioner"
    assert said["named"] is True
    assert said["records"] == [
        row[0] for row in world.rows("select record from finding_record where finding = %s order by number", finding)
    ]


def test_as_on_a_past_day_is_another_version_and_a_day_before_it_stood_is_none(world, acting, stating):
    finding = world.finding("child_question")
    analyst = acting("analyst")
    since = world.rows("select known_since from finding where id = %s", finding)[0][0]

    for moment in (since + timedelta(days=1), since - timedelta(days=3)):
        stating(analyst, f"/findings/one/{finding}/?{day_of(moment)}")

    days = [
        json.loads(bytes(row[0]))["on"]
        for row in world.rows(
            "select p.body from fact f join payload p on p.sequence = f.sequence and p.name = 'shown'"
            " where f.kind = 'displayed' and f.author = %s and f.source = %s",
            str(world.people["analyst"].handle),
            f"finding:{finding}",
        )
    ]
    assert days == [london_day(since + timedelta(days=1)).isoformat()]


def test_a_past_day_of_a_finding_holds_what_was_known_by_its_end_and_nothing_later(world, acting, stating):
    finding = world.finding("falling_count")
    since = world.rows("select known_since from finding where id = %s", finding)[0][0]
    scrutineer = acting("scrutineer")

    before = body(stating(scrutineer, f"/replay/finding/{finding}/?{day_of(since - timedelta(days=1))}", "scrutinise"))
    after = body(stating(scrutineer, f"/replay/finding/{finding}/?{day_of(since)}", "scrutinise"))

    assert "A finding surfaced" not in before
    assert "A finding surfaced: Are fewer reports hiding more harm?" in after
    assert "Shown:" not in after, "nobody had opened it on that day"
    known = [
        row[0]
        for row in world.rows(
            "select r.reference from finding_record x join record r on r.record = x.record where x.finding = %s"
            " and r.known_at < %s",
            finding,
            since - timedelta(days=1),
        )
    ]
    assert known
    assert all(reference in before for reference in known)


def test_every_record_stands_with_its_fact_and_its_digest(world, acting, stating):
    finding = world.finding("falling_count")
    page = body(stating(acting("scrutineer"), f"/replay/finding/{finding}/", "scrutinise"))

    facts = world.rows(
        "select f.id, f.digest from finding_record x join fact f on f.id = x.record where x.finding = %s", finding
    )
    assert facts
    assert all(f"Fact {fact}, digest {digest}" in page for fact, digest in facts)


def test_the_scrutineer_reads_names_of_who_was_shown_and_the_hub_reads_posts(world, acting, stating):
    finding = world.finding("shared_place")
    stating(acting("analyst"), f"/findings/one/{finding}/")
    name = world.rows("select name from accounts_account where email = 'analyst@training.example'")[0][0]

    seen = body(stating(acting("scrutineer"), f"/replay/finding/{finding}/", "scrutinise"))
    by_hub = body(stating(acting("hub"), f"/replay/finding/{finding}/"))

    assert name in section(seen, "What was shown to whom", "What was opened by whom")
    assert name in section(seen, "What was opened by whom", "What was decided by whom")
    assert name not in by_hub
    assert "Exploitation analyst, " in section(by_hub, "What was shown to whom", "What was opened by whom")


def test_a_concern_shows_who_opened_it_what_was_due_and_what_was_decided(world, acting, stating, concern):
    reference = world.references["officer"]
    hub = acting("hub")
    stating(hub, f"/records/{concern}/", "deal_with_concern")
    hub.post(
        f"/decisions/{reference}/decide/",
        {
            "considered": ["no further action", "hold a strategy discussion"],
            "option": "hold a strategy discussion",
            "reasons": "She was seen there twice.",
            "seen": [f"record {concern}"],
        },
    )
    page = body(stating(acting("scrutineer"), f"/replay/concern/{reference}/", "scrutinise"))

    decided = section(page, "What was decided by whom", "What was due")
    assert "Hold a strategy discussion" in decided
    assert "She was seen there twice." in decided
    assert f"Concern {reference}" in decided.split("In front of whoever decided")[1]
    assert "which they first opened" in decided
    fact, digest = world.rows("select id, digest from fact where kind = 'acted' and source = %s", f"concern:{reference}")[0]
    assert f"Fact {fact}, digest {digest}" in decided
    assert "Priya Marlow" in section(page, "What was opened by whom", "What was decided by whom")
    assert "The raiser is told" in section(page, "What was due now")
    yesterday = body(
        stating(acting("scrutineer"), f"/replay/concern/{reference}/?{day_of(world.now - timedelta(days=1))}", "scrutinise")
    )
    assert "Hold a strategy discussion" not in yesterday


def test_it_is_taken_away_with_every_line_its_source_and_its_proof(world, acting, stating, concern):
    reference = world.references["officer"]
    scrutineer = acting("scrutineer")
    there = f"/replay/concern/{reference}/"
    page = stating(scrutineer, there, "scrutinise").content.decode()
    csv_at, pdf_at = (unescape(found) for found in re.findall(r'href="([^"]+chronology[^"]+)"', page))

    table = scrutineer.get(csv_at)
    document = scrutineer.get(pdf_at)

    lines = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    kept = {
        row[0]: row[1]
        for row in world.rows("select id, digest from fact where id = %s or source = %s", concern, f"concern:{reference}")
    }
    proven = [line for line in lines if line["Fact"] in kept]
    assert proven
    assert all(line["Digest"] == kept[line["Fact"]] for line in proven)
    assert all(line["Source"] or line["Digest"] for line in lines)
    [recorded] = [line for line in lines if line["Fact"] == concern and line["What it tells of"] == "What had been recorded"]
    assert recorded["Words"] == SEEN
    assert (recorded["File"], recorded["Row"]) == ("page", "")
    assert sorted(lines, key=lambda line: line["When, here"]) == lines
    assert document["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in document.content
    assert world.rows(
        "select count(*) from access where subject = %s and action like 'export as on %%' and account = %s",
        concern,
        world.people["scrutineer"].handle,
    )[0][0]
    assert "attachment" in table["Content-Disposition"]


def test_each_row_of_an_extract_says_from_which_file_it_came(world, acting, stating):
    finding = world.finding("falling_count")

    table = stating(acting("scrutineer"), f"/replay/finding/{finding}/chronology.csv", "scrutinise")

    lines = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    recorded = [line for line in lines if line["What it tells of"] == "What had been recorded"]
    assert {line["File"] for line in recorded} <= {"missing_reports.csv", "police_ppn.csv"}
    assert all(int(line["Row"]) >= 1 for line in recorded)
    assert len(recorded) == len({(line["File"], line["Row"]) for line in recorded})


def test_a_day_that_is_none_is_never_taken_away_as_another(world, acting, stating):
    scrutineer, finding = acting("scrutineer"), world.finding("falling_count")
    stating(scrutineer, f"/replay/finding/{finding}/", "scrutinise")

    answer = scrutineer.get(f"/replay/finding/{finding}/chronology.csv?on_day=31&on_month=2&on_year=2026")

    assert answer.status_code == 302
    page = scrutineer.get(answer["Location"]).content.decode()
    assert "govuk-error-summary" in page
    assert "chronology.csv?" not in page


def test_what_is_taken_away_holds_no_more_than_the_page(world, acting, stating, concern):
    reference = world.references["officer"]
    school = acting("school")

    answers = [school.get(f"/replay/concern/{one}/chronology.csv").status_code for one in (reference, "WP-26-999999")]
    by_hub = stating(acting("hub"), f"/replay/concern/{reference}/chronology.csv").content.decode("utf-8-sig")

    assert answers == [404, 404]
    told = list(csv.DictReader(io.StringIO(by_hub)))
    opened = {line["Who"].split(",")[0] for line in told if line["What it tells of"] == "What was opened by whom"}
    assert all(one.startswith("Priya Marlow") for one in opened)


def test_two_days_are_compared(world, acting, stating):
    finding = world.finding("falling_count")
    since = world.rows("select known_since from finding where id = %s", finding)[0][0]
    earlier = london_day(since - timedelta(days=40))
    asked = f"{day_of(since)}&since_day={earlier.day}&since_month={earlier.month}&since_year={earlier.year}"

    page = body(stating(acting("scrutineer"), f"/replay/finding/{finding}/?{asked}", "scrutinise"))

    counted = world.rows(
        "select count(*) filter (where r.known_at < %s), count(*) filter (where r.known_at >= %s and r.known_at < %s)"
        " from finding_record x join record r on r.record = x.record where x.finding = %s",
        earlier + timedelta(days=1),
        earlier + timedelta(days=1),
        london_day(since) + timedelta(days=1),
        finding,
    )[0]
    assert f"What had been recorded {counted[0]} {counted[1]}" in page
    assert counted[0] > 0
    assert counted[1] > 0
    turned = (
        f"{day_of(since - timedelta(days=40))}&since_day={earlier.day}&since_month={earlier.month}&since_year={earlier.year}"
    )
    answer = stating(acting("scrutineer"), f"/replay/finding/{finding}/?{turned}", "scrutinise")
    assert "The earlier day must be before the day" in body(answer)


@pytest.mark.parametrize(
    ("who", "status"), [("scrutineer", 200), ("hub", 200), ("officer", 404), ("executive", 404), ("administrator", 404)]
)
def test_a_replay_is_for_the_hub_managers_and_scrutiny(world, acting, who, status):
    entity = world.rows("select entity from mention where text = 'KX53 WLD' limit 1")[0][0]
    answer = acting(who).get(f"/replay/known/{entity}/")
    assert (answer.status_code == 404) is (status == 404)


def test_somebody_known_is_replayed_with_the_looks_written_down(world, acting, stating):
    entity = world.rows("select entity from mention where text = 'KX53 WLD' limit 1")[0][0]
    page = body(stating(acting("hub"), f"/replay/known/{entity}/", "work_on_finding"))

    assert "SG0001" in page
    assert "ASB0005" in page
    looks = world.rows(
        "select count(*) from access where action = %s and subject_kind = 'record' and allowed",
        f"replay as on {london_day(clock.now()).isoformat()}",
    )
    assert looks[0][0] >= 3


def test_a_raiser_under_protection_never_appears(world, acting, stating):
    said = "A girl of about 13 got into a silver Astra, KX53 WLD, with a man called Kaz. She goes to Flat 3, 18 Marsh Lane."
    record = world.raise_as("school", said, hours_ago=1, protected=True)
    reference, handle = world.references["school"], str(world.people["school"].handle)
    name = world.rows("select name from accounts_account where handle = %s", handle)[0][0]
    findings = [row[0] for row in world.rows("select finding from finding_record where record = %s", record)]
    assert findings
    school = acting("school")
    assert stating(school, f"/records/{record}/", "follow_own").status_code == 200
    for finding in findings:
        assert stating(school, f"/findings/one/{finding}/", "follow_own").status_code == 200
    shown = world.rows("select source, author from fact where kind = 'displayed' and author = %s", handle)
    assert len(shown) == len(findings)

    pages = [body(stating(acting("scrutineer"), f"/replay/concern/{reference}/", "scrutinise"))]
    pages += [body(stating(acting("hub"), f"/replay/concern/{reference}/", "deal_with_concern"))]
    pages += [body(stating(acting("scrutineer"), f"/replay/finding/{finding}/", "scrutinise")) for finding in findings]

    assert all(reference in page for page in pages)
    found = [page[max(0, page.find(name) - 300) : page.find(name) + 100] for page in pages if name in page or handle in page]
    assert found == []
    by_school = "Front-line professional, School"
    assert not [page for page in pages if by_school in section(page, "What was shown to whom", "What was decided by whom")]


def test_the_log_of_looks_gives_no_raiser_under_protection_away(world, acting, stating):
    said = "A girl of about 13 got into a silver Astra, KX53 WLD, with a man called Kaz. She goes to Flat 3, 18 Marsh Lane."
    record = world.raise_as("school", said, hours_ago=1, protected=True)
    finding = world.rows("select finding from finding_record where record = %s limit 1", record)[0][0]
    for who in ("school", "hub"):
        why = "follow_own" if who == "school" else "work_on_finding"
        assert stating(acting(who), f"/findings/one/{finding}/", why).status_code == 200

    log = stating(acting("scrutineer"), "/who-looked/", "scrutinise").content.decode()

    rows = [row for row in re.findall(r"<tr.*?</tr>", log, re.DOTALL) if "Read: finding" in row]
    names = dict(world.rows("select handle::text, name from accounts_account"))
    assert any(names[str(world.people["hub"].handle)] in row for row in rows)
    assert not any(names[str(world.people["school"].handle)] in row for row in rows)
