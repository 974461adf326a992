"""Case reviews on a real database: a place with three reports in six months is listed until its case was reviewed."""

import re
from datetime import timedelta
from html import unescape

import pytest

from wholepicture.hub.wiring.course_rows import keep_matters_again
from wholepicture.vocabulary.moments import london_day


def body(answer):
    assert answer.status_code == 200, answer.content[:500]
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split()))


@pytest.fixture(scope="module")
def nuisance(world):
    """A place with a number of which three complaints were made in the last months: its entity and the records."""
    [(entity, records)] = world.rows(
        "select m.entity, array_agg(distinct r.record) from record r join mention m on m.record = r.record"
        " where r.kind = 'complaint' and m.kind = 'place' and m.role = 'location' and m.text ~ '[0-9]'"
        " and r.amended_by is null group by m.entity having count(distinct r.record) >= 3"
        " order by count(distinct r.record) desc, m.entity limit 1"
    )
    for number, record in enumerate(records[:3]):
        at = world.now - timedelta(days=10 * (number + 1))
        world.rows(
            "update record set happened_since = %s, happened_until = null, recorded_at = %s where record = %s returning 1",
            at, at + timedelta(hours=2), record,
        )  # fmt: skip
    for record in records[3:]:
        world.rows(
            "update record set happened_since = %s, recorded_at = %s where record = %s returning 1",
            world.now - timedelta(days=700), world.now - timedelta(days=700), record,
        )  # fmt: skip
    return entity, records


def test_a_place_is_listed_with_its_reports_until_its_case_was_reviewed(world, acting, nuisance):
    entity, records = nuisance
    hub, there = acting("hub"), f"/case-reviews/{nuisance[0]}/"
    listed = hub.get("/case-reviews/").content.decode()
    assert f'href="{there}"' in listed
    page = hub.get(there).content.decode()
    assert "The case may be reviewed" in body(hub.get(there))
    assert all((f"/records/{one}/" in page) is (one in records[:3]) for one in records)

    day = london_day(world.now)
    said = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year),
            "evidence": "minutes", "reference": "CR 12 of this month"}  # fmt: skip
    assert "Say where it is found" in body(hub.post(f"{there}held/", {**said, "reference": ""}))
    answer = hub.post(f"{there}held/", said)
    assert answer.status_code == 302, body(answer)

    told = body(hub.get(there))
    assert "Too few reports in the time since the last review" in told
    assert "Minutes: CR 12 of this month" in told
    assert f'href="{there}"' not in hub.get("/case-reviews/").content.decode()
    assert world.rows(
        "select count(*) from access where account = %s and action = 'list' and subject = any(%s)",
        world.people["hub"].handle, records[:3],
    )[0][0] >= 3  # fmt: skip

    def kept():
        return world.rows("select * from course where matter like 'place:%%'")

    before = kept()
    assert len(before) == 1
    with world.database.connect("wp_journey") as journey:
        journey.execute("delete from course where matter like 'place:%'")
        keep_matters_again(journey)
    assert kept() == before
    assert entity in there


@pytest.mark.parametrize(
    ("who", "lists", "reads"),
    [("hub", 200, 200), ("hub-manager", 200, 200), ("scrutineer", 200, 200), ("school", 200, 404), ("analyst", 404, 404),
     ("executive", 404, 404), ("administrator", 404, 404), ("custodian", 404, 404)],
)  # fmt: skip
def test_who_reads_them(acting, nuisance, who, lists, reads):
    client = acting(who)
    assert client.get("/case-reviews/").status_code == lists
    assert client.get(f"/case-reviews/{nuisance[0]}/").status_code == reads
    assert client.get(f"/case-reviews/{nuisance[0]}/held/").status_code == (reads if who != "scrutineer" else 404)


@pytest.mark.parametrize("entity", ["L999999", "P999999", "nothing"])
def test_what_is_no_place_is_absent(acting, entity):
    assert acting("hub").get(f"/case-reviews/{entity}/").status_code == 404
