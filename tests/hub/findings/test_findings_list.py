"""The list of findings: the budget orders and hides nothing; each role sees what it may; each display is written down."""

import re
from datetime import timedelta

import pytest

ROLES_WITHOUT = ["officer", "neighbourhood-manager", "administrator", "custodian"]


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def without_token(answer):
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", answer.content)


def make_new(world, *patterns):
    """These findings became known an hour ago, wherever in the week the test runs; all others long before."""
    world.rows(
        "update finding set known_since = known_since - interval '60 days' where known_since > now() - interval '30 days'"
    )
    for pattern in patterns:
        world.rows("update finding set known_since = %s where pattern = %s", world.now - timedelta(minutes=5), pattern)


@pytest.mark.parametrize("who", ROLES_WITHOUT)
def test_whoever_has_no_business_with_findings_finds_no_list(acting, who):
    assert acting(who).get("/findings/").status_code == 404


def test_what_is_over_the_budget_is_there_with_its_count_and_its_owner(world, acting, settings):
    make_new(world, "shared_place", "shared_vehicle", "converging_agencies")
    settings.FINDINGS_A_WEEK = 1
    settings.FINDINGS_OWNER = "the head of the hub"

    shown = text_of(acting("analyst").get("/findings/"))

    within, over = shown.split("Over the budget: 2")
    assert "the head of the hub answers for them" in over
    assert within.count('class="wp-finding"') == 1
    listed = over.split("Grew this week")[0]
    assert listed.count('class="wp-finding"') == 2


def test_the_budget_is_ordered_as_attention_goes_and_a_filter_does_not_change_it(world, acting, settings):
    make_new(world, "shared_place", "shared_vehicle", "converging_agencies")
    settings.FINDINGS_A_WEEK = 1
    first = text_of(acting("hub").get("/findings/")).split("Over the budget")[0]
    others = [one for one in ("shared_place", "shared_vehicle", "converging_agencies") if world.finding(one) not in first]

    filtered = text_of(acting("hub").get(f"/findings/?pattern={others[0]}"))

    assert "Over the budget: 1" in filtered
    assert world.finding(others[0]) in filtered.split("Over the budget: 1")[1]
    assert world.finding(others[1]) not in filtered.split("Grew this week")[0]


def test_child_questions_stand_apart(world, acting):
    client = acting("hub")

    question = world.finding("child_question")

    assert question in text_of(client.get("/findings/child-questions/"))
    assert question not in text_of(client.get("/findings/earlier/?page=1"))
    assert world.finding("falling_count") in text_of(client.get("/findings/about-one-child/"))


def test_earlier_weeks_hold_what_came_before_page_by_page(world, acting):
    make_new(world)
    client = acting("hub")
    found, page = "", 1
    while (answer := client.get(f"/findings/earlier/?page={page}")).status_code == 200:
        found += answer.content.decode()
        page += 1

    for pattern in ("place_under_another_name", "shared_place", "shared_vehicle", "converging_agencies"):
        assert found.count(f"/findings/one/{world.finding(pattern)}/") == 1
    assert page > 2


def test_a_withdrawn_finding_says_why_and_takes_no_room(world, acting, settings):
    make_new(world, "shared_place", "shared_vehicle")
    settings.FINDINGS_A_WEEK = 1
    vehicle = world.finding("shared_vehicle")
    world.rows("update finding set withdrawn_at = now(), withdrawn_because = 'The car is a taxi.' where id = %s", vehicle)
    try:
        client = acting("hub")
        withdrawn = text_of(client.get("/findings/withdrawn/"))
        assert "The car is a taxi." in withdrawn
        assert vehicle in withdrawn
        week = text_of(client.get("/findings/")).split("Grew this week")[0]
        assert vehicle not in week
        assert "Over the budget" not in week
    finally:
        world.rows("update finding set withdrawn_at = null, withdrawn_because = '' where id = %s", vehicle)


def test_what_grew_this_week_is_counted(world, acting):
    make_new(world)
    place = world.finding("place_under_another_name")
    world.rows("update finding_growth set at = %s where finding = %s", world.now - timedelta(minutes=1), place)

    week = text_of(acting("hub").get("/findings/"))

    assert place in week.split("Grew this week:")[1]


def test_every_finding_that_a_list_showed_is_in_the_log(world, acting):
    client = acting("analyst")
    world.rows("alter table access disable trigger access_never_changes; delete from access where role = 'analyst'")

    client.get("/findings/child-questions/")

    logged = {
        row[0] for row in world.rows("select subject from access where role = 'analyst' and allowed and action = 'list'")
    }
    questions = {row[0] for row in world.rows("select id from finding where pattern = 'child_question'")}
    assert questions <= logged
    assert world.finding("shared_place") not in logged


def test_a_sealed_finding_is_nowhere(world, acting, stating):
    vehicle = world.finding("shared_vehicle")
    record = world.rows("select record from finding_record where finding = %s limit 1", vehicle)[0][0]
    made = world.rows(
        "insert into seal (record, because, by_account, lead, at) values (%s, 'adopted', %s, %s, now()) returning id",
        record,
        world.people["hub"].handle,
        world.people["hub-police"].handle,
    )[0][0]
    world.rows("insert into sealed_record values (%s, %s)", record, made)
    world.rows("update record set sealed = true where record = %s", record)
    try:
        client, pages = acting("hub"), ""
        for path in ("/findings/", "/findings/earlier/", "/findings/earlier/?page=2", "/findings/earlier/?page=3", "/work/"):
            pages += text_of(stating(client, path))
        assert vehicle not in pages
        hidden, absent = (stating(client, f"/findings/one/{one}/") for one in (vehicle, "0" * 12))
        assert hidden.status_code == absent.status_code == 404
        assert without_token(hidden) == without_token(absent).replace(b"0" * 12, vehicle.encode())
    finally:
        world.rows("delete from sealed_record where record = %s", record)
        world.rows("update record set sealed = false where record = %s", record)
        world.rows("update seal set lifted_at = now(), lifted_by = by_account, lift_asked_by = lead where id = %s", made)
