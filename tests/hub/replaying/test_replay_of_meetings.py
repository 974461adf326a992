"""A replay tells of meetings, measures, returns from missing, and what people said of who is who, each with its proof."""

import csv
import io
import secrets
from datetime import timedelta

import pytest
from tests.hub.findings.conftest import MEANS
from tests.hub.findings.replay_shifted import run_journey
from tests.hub.meetings.conftest import called, invited, offered
from tests.hub.replaying.test_replay_pages import body, day_of, section

from wholepicture.hub.wiring.journey_words import Act, Word, judge
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.moments import LONDON, london_day

DECIDED = "What was decided by whom"
DUE = "What was due now"


def decided(page):
    return section(page, DECIDED, DUE)


@pytest.fixture(scope="module")
def mapped(world):
    """The finding that a mapping meeting was called about."""
    return world.finding("shared_place")


@pytest.fixture
def meeting(world, acting, mapped):
    """A meeting with somebody invited, an agency asked, a measure set on a place, and dissent; its page."""
    hub = acting("hub")
    page = called(hub, "finding", mapped)
    assert invited(hub, page, "school", "She saw both children.").status_code == 302
    asked = {"agency": "school", "what": "Attendance since September.", "days": "2"}
    assert hub.post(f"{page}ask/", asked).status_code == 302
    manager = acting("hub-manager")
    on = offered(manager, f"{page}measure/", "on")[0]
    said = {"kind": "closure of premises", "on": on, "because": "Men call at night.",
            "review_on_day": "1", "review_on_month": "11", "review_on_year": "2027"}  # fmt: skip
    answer = manager.post(f"{page}measure/", said)
    assert answer.status_code == 302, body(answer)
    assert acting("school").post(f"{page}dissent/", {"because": "It is too late by a month."}).status_code == 302
    return page


@pytest.mark.parametrize(("who", "purpose"), [("scrutineer", "scrutinise"), ("hub", "work_on_finding")])
def test_what_was_done_around_a_meeting_stands_with_its_proof(world, acting, stating, mapped, meeting, who, purpose):
    page = body(stating(acting(who), f"/replay/finding/{mapped}/", purpose))

    told = decided(page)
    for words in (
        "Mapping meeting: A meeting was called.",
        "She saw both children.",
        "Attendance since September.",
        "Closure of premises",
        "Men call at night.",
        "It is too late by a month.",
    ):
        assert words in told
    due = page[page.index(DUE) :]
    assert "Information: Attendance since September." in due
    assert "Review: closure of premises" in due
    matter = f"meeting:{meeting.split('/')[2]}"
    facts = world.rows("select id, digest from fact where kind = 'acted' and source = %s", matter)
    assert len(facts) == 5
    assert all(f"Fact {fact}, digest {digest}" in page for fact, digest in facts)
    yesterday = body(stating(acting(who), f"/replay/finding/{mapped}/?{day_of(world.now - timedelta(days=1))}", purpose))
    assert "Mapping meeting" not in yesterday


def test_a_measure_stands_in_the_replay_of_the_place_that_it_is_on(world, acting, stating, meeting):
    [(on,)] = world.rows(
        "select convert_from(p.body, 'UTF8')::jsonb #>> '{what,on}' from fact f join payload p on p.sequence = f.sequence"
        " where f.source = %s and convert_from(p.body, 'UTF8')::jsonb ->> 'did' = 'measure set'",
        f"meeting:{meeting.split('/')[2]}",
    )
    [(entity,)] = world.rows("select entity from mention where mention = %s", on.partition(":")[2])

    page = body(stating(acting("scrutineer"), f"/replay/known/{entity}/", "scrutinise"))

    assert "Closure of premises" in decided(page)


def test_who_does_not_take_part_in_a_meeting_reads_nothing_of_it(acting, stating, mapped, meeting):
    assert meeting
    page = body(stating(acting("hub-police"), f"/replay/finding/{mapped}/"))
    assert "Mapping meeting" not in page
    assert "Attendance since September." not in page


def test_what_people_said_of_who_is_who_stands_in_the_replay(world, acting, stating):
    [(left, right, record)] = world.rows(
        "select left_mention, right_mention, left_record from link where kind = 'person' and judgement <> 'same'"
        " order by sequence limit 1"
    )
    word = Word(
        act=Act.JUDGE, mention=left, other=right, judgement=Judgement.DIFFERENT, by=world.people["hub"].handle,
        shown_as="Hub practitioner, Children's social care", because="Her school knows both.",
    )  # fmt: skip
    with world.database.connect("wp_app") as connection, connection.transaction():
        fact = judge(connection, word, salts=lambda: secrets.token_bytes(16), now=world.now)
    run_journey(world.database.connect, MEANS, world.folder, now=world.now + timedelta(seconds=2))
    [(entity,)] = world.rows("select entity from mention where mention = %s", left)
    [(digest,)] = world.rows("select digest from fact where id = %s", fact)

    page = body(stating(acting("scrutineer"), f"/replay/known/{entity}/", "scrutinise"))

    told = decided(page)
    assert "Different: person " in told
    assert "Her school knows both." in told
    assert f"Fact {fact}, digest {digest}" in told
    [(reference,)] = world.rows("select reference from record where record = %s", record)
    assert reference in told


def test_returns_from_missing_are_owed_and_what_was_said_of_them_stands_there(world, acting, stating):
    [(record, until, entity)] = world.rows(
        "select r.record, r.happened_until, m.entity from record r join mention m on m.record = r.record"
        " where r.kind = 'missing episode' and r.amended_by is null and m.role = 'subject' and m.kind = 'person'"
        " and r.happened_until < now() - interval '4 days' order by r.happened_until desc limit 1"
    )
    hub, when = acting("hub"), (until + timedelta(hours=3)).astimezone(LONDON)
    day = london_day(until + timedelta(hours=3))
    said = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year), "at_time": f"{when:%H:%M}",
            "because": "Said that nobody needs to know."}  # fmt: skip
    assert hub.post(f"/returns/{record}/declined/", said).status_code == 302

    page = body(stating(acting("scrutineer"), f"/replay/known/{entity}/", "scrutinise"))
    assert "The child declined. It is offered again." in decided(page)
    assert "Said that nobody needs to know." in decided(page)
    due = page[page.index(DUE) :]
    assert "Return home interview" in due
    assert "Overdue" in due

    answer = acting("scrutineer")
    stating(answer, f"/replay/known/{entity}/", "scrutinise")
    taken = answer.get(f"/replay/known/{entity}/chronology.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(taken)))
    [line] = [row for row in rows if "The child declined" in row["What"]]
    assert line["Digest"]
    assert line["Words"] == "Said that nobody needs to know."
