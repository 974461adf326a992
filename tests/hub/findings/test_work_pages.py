"""The work list, the partnership's week, a manager's teams and scrutiny, for each role."""

import re
from datetime import datetime, timedelta

import pytest

from wholepicture.hub.wiring.work_list import decision_due
from wholepicture.vocabulary.moments import LONDON

CANARIES = ("Ottoline", "Fenwright")
SEEN = "Ottoline Fenwright, 13, was at the flat with men after midnight."
PAGES = {
    "/work/": {"hub", "hub-police"},
    "/across-children/": {"executive"},
    "/my-teams/": {"neighbourhood-manager", "hub-manager"},
    "/scrutiny/": {"scrutineer"},
}


def main_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def seen(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def owning(world, record):
    """What was done about who deals with a concern, in the words of its acts, with whoever deals with it then."""
    found = world.rows(
        "select convert_from(p.body, 'UTF8')::jsonb, f.author from fact f join payload p on p.sequence = f.sequence"
        " join record r on f.source = 'concern:' || r.reference where f.kind = 'acted' and r.record = %s"
        " order by f.sequence",
        record,
    )
    return [(act["did"], act["what"].get("to") or ("" if act["did"] == "let go" else by)) for act, by in found]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "who",
    ["officer", "hub", "analyst", "neighbourhood-manager", "scrutineer", "executive", "administrator", "custodian"],
)
def test_each_page_is_there_for_those_whom_it_is_for_alone(acting, path, who):
    assert acting(who).get(path).status_code == (200 if who in PAGES[path] else 404)


def test_a_decision_is_due_by_the_end_of_the_next_working_day():
    friday = datetime(2026, 8, 28, 16, tzinfo=LONDON)  # the Monday after is a bank holiday

    assert decision_due(friday).astimezone(LONDON) == datetime(2026, 9, 1, 23, 59, 59, tzinfo=LONDON)


def test_concerns_that_nobody_opened_stand_first_then_the_oldest(world, acting):
    old = world.raise_as("officer", SEEN, hours_ago=60)
    fresh = world.raise_as("school", SEEN, hours_ago=1)
    opened = world.raise_as("health", SEEN, hours_ago=90)
    world.rows(
        "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
        " values (now(), %s, 'hub_practitioner', 'police', 'read', 'record', %s, 'deal_with_concern', true, 'so')",
        world.people["hub-police"].handle,
        opened,
    )

    page = main_of(acting("hub").get("/work/"))

    places = [page.index(f"/work/{one}/") for one in (old, fresh, opened)]
    assert places == sorted(places)
    assert "Overdue" in page


def test_reading_a_concern_from_the_list_opens_it_for_everybody(world, acting, stating):
    record = world.raise_as("officer", SEEN, hours_ago=400)
    client = acting("hub")
    line = main_of(client.get("/work/")).split(world.references["officer"])[0].rpartition("<tr")[2]
    there = re.search(r'href="([^"]+)"', line)[1]

    assert record in there
    assert SEEN in seen(main_of(stating(client, there, "deal_with_concern")))

    page = seen(main_of(acting("hub-police").get("/work/?page=1")))
    assert re.search(rf"{world.references['officer']} .*? Opened ", page)
    team = seen(main_of(acting("neighbourhood-manager").get("/my-teams/")))
    assert re.search(rf"{world.references['officer']} [^W]*Opened ", team)


def test_a_concern_has_one_named_owner_and_its_events_are_kept(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=2)
    first, second = acting("hub"), acting("hub-police")
    path = f"/work/{record}/"

    assert first.post(path, {"deed": "take"}).status_code == 302
    assert "Priya Marlow" in main_of(second.get(path))

    refused = second.post(path, {"deed": "take"})
    assert "Say why you take it over" in refused.content.decode()
    assert second.post(path, {"deed": "release", "release-because": "so"}).status_code == 200
    assert "Priya Marlow" in main_of(second.get(path))

    over = {"deed": "hand-over", "over-to": str(world.people["hub-police"].handle), "over-why": "On leave from tomorrow."}
    assert first.post(path, over).status_code == 302
    assert second.post(path, {"deed": "release", "release-because": "It belongs with housing."}).status_code == 302

    priya, dana = (str(world.people[one].handle) for one in ("hub", "hub-police"))
    assert owning(world, record) == [("taken on", priya), ("handed on", dana), ("let go", "")]
    page = seen(main_of(first.get(path)))
    assert "On leave from tomorrow." in page
    assert "Nobody." in page


def test_taking_it_over_needs_a_reason_and_shows_it(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=2)
    acting("hub").post(f"/work/{record}/", {"deed": "take"})

    taken = acting("hub-police").post(f"/work/{record}/", {"deed": "take", "take-because": "She is ill."})

    assert taken.status_code == 302
    priya, dana = (str(world.people[one].handle) for one in ("hub", "hub-police"))
    assert owning(world, record) == [("taken on", priya), ("taken on", dana)]
    assert "Taken over" in seen(main_of(acting("hub").get(f"/work/{record}/")))


def test_work_events_are_never_changed(world):
    with pytest.raises(Exception, match=r"never|change"):
        world.rows("update work_event set because = 'other'")


def test_nobody_is_handed_what_criticises_them(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=2)
    world.rows("insert into criticised (record, account) values (%s, %s)", record, world.people["hub-police"].handle)
    client = acting("hub")
    client.post(f"/work/{record}/", {"deed": "take"})

    over = {"deed": "hand-over", "over-to": str(world.people["hub-police"].handle), "over-why": "You know the street."}
    answer = client.post(f"/work/{record}/", over)

    assert "This cannot be done by you, or not to them" in answer.content.decode()
    assert acting("hub-police").get(f"/work/{record}/").status_code == 404


def test_only_a_practitioner_of_the_hub_is_handed_anything(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=2)
    client = acting("hub")
    client.post(f"/work/{record}/", {"deed": "take"})

    over = {"deed": "hand-over", "over-to": str(world.people["officer"].handle), "over-why": "Yours."}

    assert client.post(f"/work/{record}/", over).status_code == 200
    assert [did for did, _ in owning(world, record)] == ["taken on"]


def test_what_came_in_and_was_not_understood_is_listed(world, acting):
    item = world.rows(
        "insert into inbox (id, idempotency_key, channel, content, body, reference, agency, received_at)"
        " values (gen_random_uuid(), 'odd', 'page', 'hub_concern', 'x', 'WP-26-777777', 'police', %s) returning id",
        world.now - timedelta(hours=3),
    )[0][0]
    world.rows(
        "insert into inbox_outcome (inbox, outcome, because, at) values (%s, 'not understood', 'it is not JSON', %s)",
        item,
        world.now,
    )

    page = seen(main_of(acting("hub").get("/work/")))

    assert "WP-26-777777" in page
    assert "it is not JSON" in page


def test_what_is_recorded_and_not_yet_linked_is_said(world, acting):
    [(through,)] = world.rows("select applied_through from journey_state")
    world.rows(
        "update journey_state set applied_through = ("
        "select sequence - 1 from fact where kind = 'received' order by sequence desc offset 1 limit 1)"
    )
    try:
        page = seen(main_of(acting("hub").get("/work/")))
    finally:
        world.rows("update journey_state set applied_through = %s", through)

    assert "2 records recorded, not yet linked" in page


def test_an_executive_sees_counts_and_no_name(world, acting):
    world.raise_as("officer", SEEN, hours_ago=200)

    page = main_of(acting("executive").get("/across-children/"))
    said = seen(page)

    assert re.search(r"[1-9]\d* of them for more than a week", said)
    assert not [one for one in (*CANARIES, "Tansy", "Oakes", "Robyn", "Tallis", "Rourke") if one in said]
    assert "WP-26" not in said
    assert not re.search(r"\b(?:ASB|MIS|PPN|SG|CT|TL)\d{4}\b", said)
    assert acting("executive").get("/findings/")["Location"] == "/across-children/"


def test_that_an_executive_read_it_is_recorded_and_shown(world, acting):
    client = acting("executive")
    client.get("/across-children/")

    said = seen(main_of(client.get("/across-children/")))

    assert "You: first" in said
    read = world.rows(
        "select count(*) from access where account = %s and subject like 'partnership %%'", world.people["executive"].handle
    )
    assert read[0][0] >= 2


def test_a_week_that_is_none_is_not_there(acting):
    client = acting("executive")

    assert client.get("/across-children/?week=2026-99-01").status_code == 404
    assert client.get("/across-children/?week=2099-01-05").status_code == 404


def test_a_manager_sees_what_became_of_their_teams_concerns(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=2)
    acting("hub").post(f"/work/{record}/", {"deed": "take"})

    said = seen(main_of(acting("neighbourhood-manager").get("/my-teams/")))

    assert "Harbour ward" in said
    assert world.references["officer"] in said
    assert "Priya Marlow" in said
    assert not [one for one in CANARIES if one in said]


def test_a_manager_sees_nothing_of_a_concern_about_them(world, acting):
    client = acting("neighbourhood-manager")
    before = re.search(r"what became of it: (\d+)", seen(main_of(client.get("/my-teams/"))))
    record = world.raise_as("officer", SEEN, hours_ago=1)
    world.rows(
        "insert into criticised (record, account) values (%s, %s)", record, world.people["neighbourhood-manager"].handle
    )

    page = main_of(client.get("/my-teams/"))

    assert world.references["officer"] not in page
    assert before is not None
    assert f"what became of it: {before[1]}" in seen(page)


def test_nor_of_one_that_criticises_somebody_nobody_knows_yet(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=1)
    world.rows("insert into criticised (record, account) values (%s, null)", record)

    assert world.references["officer"] not in main_of(acting("neighbourhood-manager").get("/my-teams/"))


def test_nor_does_another_teams_manager(world, acting):
    world.raise_as("officer", SEEN, hours_ago=1)

    assert world.references["officer"] not in main_of(acting("hub-manager").get("/my-teams/"))


def test_the_scrutineer_sees_who_looked_and_what_has_no_answer(world, acting):
    record = world.raise_as("officer", SEEN, hours_ago=200)
    world.rows("insert into criticised (record, account) values (%s, %s)", record, world.people["hub-manager"].handle)
    world.rows(
        "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
        " values (now(), %s, 'hub_practitioner', 'social_care', 'read', 'record', %s, 'deal_with_concern', true, 'so')",
        world.people["hub"].handle,
        record,
    )

    page = seen(main_of(acting("scrutineer").get("/scrutiny/")))

    mine = page.split(world.references["officer"], 1)[1][:600]
    assert "No answer for 8 days" in mine
    assert "Priya Marlow" in mine


def unanswered_concerns(executive):
    said = seen(main_of(executive.get("/across-children/")))
    return said.split("Concerns that nobody has answered")[1].split("Who has read")[0]


def test_a_sealed_concern_is_in_no_list_and_no_count(world, acting):
    executive = acting("executive")
    before = unanswered_concerns(executive)
    record = world.raise_as("school", SEEN, hours_ago=1)
    seal = world.rows(
        "insert into seal (record, because, by_account, lead, at) values (%s, 'adopted', %s, %s, now()) returning id",
        record,
        world.people["hub"].handle,
        world.people["hub-police"].handle,
    )[0][0]
    world.rows("insert into sealed_record values (%s, %s)", record, seal)
    world.rows("update record set sealed = true where record = %s", record)

    assert world.references["school"] not in main_of(acting("hub").get("/work/"))
    assert world.references["school"] not in main_of(acting("scrutineer").get("/scrutiny/?show=all"))
    assert unanswered_concerns(executive) == before
    assert acting("hub").post(f"/work/{record}/", {"deed": "take"}).status_code == 404
