"""One finding: its words, drawings and records; as on a past day; how long it stays; what each role sees of it."""

import re
from datetime import timedelta

import pytest

NAMES = ("Tansy", "Oakes", "Robyn", "Tallis", "Rourke", "Kaz")
REFERENCE = re.compile(r"\b(?:ASB|MIS|PPN|SG|CT|TL|H)\d{4}\b")


def main_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def seen(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def on(day):
    return f"?on_day={day.day}&on_month={day.month}&on_year={day.year}"


@pytest.fixture
def place(world):
    return world.finding("shared_place")


def test_the_page_asks_why_before_it_shows_anything(acting, place):
    answer = acting("hub").get(f"/findings/one/{place}/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/why/")


def test_a_practitioner_sees_the_words_the_drawings_and_every_record(world, acting, stating, place):
    page = main_of(stating(acting("hub"), f"/findings/one/{place}/"))
    said = seen(page)

    assert "Eight records of three agencies" in said
    assert "What speaks against it" in said
    assert "What to ask next" in said
    assert "Expected by chance" in said
    assert page.count("<svg") == page.count("The same as a table") == 2
    assert 'style="' not in page
    records = world.rows(
        "select r.source from finding_record fr join record r on r.record = fr.record where fr.finding = %s", place
    )
    assert len(records) == 10
    assert all(source in said for (source,) in records)
    assert "Tansy OAKES, 13" in said
    assert "Added after it surfaced" in said


def test_every_record_whose_words_were_shown_is_in_the_log(world, acting, stating, place):
    stating(acting("hub-police"), f"/findings/one/{place}/")

    logged = world.rows(
        "select subject from access where account = %s and subject_kind = 'record' and action = 'read' and allowed",
        world.people["hub-police"].handle,
    )
    resting = world.rows("select record from finding_record where finding = %s", place)
    assert {row[0] for row in logged} >= {row[0] for row in resting}


def test_a_map_stands_where_positions_are_known(world, acting, stating, place, settings, tmp_path):
    file = tmp_path / "postcodes.csv"
    file.write_text("postcode,easting,northing\nQX1 4RT,100,100\nQX1 8ZE,900,700\n", encoding="utf-8")
    settings.POSTCODES = str(file)
    entities = world.rows("select content -> 'places' from finding where id = %s", place)[0][0]

    page = main_of(stating(acting("hub"), f"/findings/one/{place}/"))

    assert ("Where the places lie" in page) == (len(entities) > 1)


def test_before_it_surfaced_it_says_that_nothing_would_have_shown(world, acting, stating):
    vehicle = world.finding("shared_vehicle")
    (known,) = world.rows("select known_since from finding where id = %s", vehicle)[0]
    day = (known - timedelta(days=20)).date()

    said = seen(main_of(stating(acting("hub"), f"/findings/one/{vehicle}/{on(day)}")))

    assert "had not surfaced: nothing would have shown it" in said
    assert "1 of the " in said
    assert "KX53" not in said


def test_on_a_past_day_it_stands_as_it_stood(world, acting, stating):
    name = world.finding("place_under_another_name")
    (known,) = world.rows("select known_since from finding where id = %s", name)[0]
    day = (known + timedelta(days=1)).date()
    client = acting("hub")

    then = seen(main_of(stating(client, f"/findings/one/{name}/{on(day)}")))
    now = seen(main_of(stating(client, f"/findings/one/{name}/")))

    assert "would have shown to anybody who looked" in then
    assert "Nothing was added since it surfaced" in then
    assert "ASB0006" not in then
    assert "ASB0006" in now


def test_it_did_show_only_where_the_log_holds_a_display(world, acting, stating):
    name = world.finding("place_under_another_name")
    shown_at = world.now - timedelta(days=3)
    world.rows(
        "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
        " values (%s, %s, 'analyst', 'police', 'list', 'finding', %s, 'work_on_finding', true, 'so')",
        shown_at,
        world.people["analyst"].handle,
        name,
    )
    client = acting("hub")

    before = seen(main_of(stating(client, f"/findings/one/{name}/{on((shown_at - timedelta(days=2)).date())}")))
    after = seen(main_of(stating(client, f"/findings/one/{name}/{on((shown_at + timedelta(days=1)).date())}")))

    assert "would have shown" in before
    assert "did show" not in before
    assert "did show : first to Exploitation analyst, Police" in after


def test_a_refused_look_is_no_display(world, acting, stating):
    question = world.finding("falling_count")
    world.rows(
        "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
        " values (%s, %s, 'manager', 'police', 'read', 'finding', %s, 'oversee_team', false, 'no relation')",
        world.now - timedelta(days=4),
        world.people["hub-manager"].handle,
        question,
    )

    said = seen(main_of(stating(acting("hub"), f"/findings/one/{question}/{on((world.now - timedelta(days=2)).date())}")))

    assert "would have shown" in said


def test_a_wrong_day_is_said_in_words_that_lead_to_the_field(acting, stating, place):
    page = main_of(stating(acting("hub"), f"/findings/one/{place}/?on_day=31&on_month=2&on_year=2026"))

    assert "The day must be a real date" in page
    assert 'href="#id_on' in page


def test_an_executive_sees_no_name_no_reference_and_no_record(world, acting, place):
    world.rows(
        "update finding set content = jsonb_set(content, '{because}', to_jsonb(%s::text)) where id = %s", CANARY, place
    )

    page = main_of(acting("executive").get(f"/findings/one/{place}/", follow=True))
    said = seen(page)

    assert re.search(r"Area QX\d", said)
    assert not [name for name in NAMES if name.lower() in said.lower()]
    assert not REFERENCE.search(said)
    assert "meet at a flat" not in said
    assert "<svg" not in page
    assert "/records/" not in page


def test_an_executive_reads_no_words_of_a_record(world, acting):
    said = seen(main_of(acting("executive").get(f"/findings/one/{world.finding('child_question')}/", follow=True)))

    assert "Is there a child in what was filed as something else?" in said
    assert "words of a record" not in said
    assert "girl of about thirteen" not in said


CANARY = (
    "Tansy Oakes and TALLIS, Robyn meet at a flat with Rourke (PPN0001, ASB0002 and SG0002); one record says “the girl in "
    "uniform with Kaz”."
)


def test_the_front_line_sees_it_without_names_where_it_rests_on_a_record_of_theirs(world, acting, stating):
    record = world.raise_as("officer", "Men at the flat again at night, a girl of about 13 with them.", hours_ago=2)
    vehicle = world.finding("shared_vehicle")
    path = f"/findings/one/{vehicle}/"
    assert stating(acting("officer"), path, "direct_work").status_code == 404
    world.rows("insert into finding_record values (%s, %s, 99)", vehicle, record)
    try:
        said = seen(main_of(stating(acting("officer"), path, "direct_work")))
        assert world.references["officer"] in said
        assert not REFERENCE.search(said)
        assert not [name for name in NAMES if name.lower() in said.lower()]
        assert stating(acting("school"), path, "direct_work").status_code == 404
    finally:
        world.rows("delete from finding_record where record = %s", record)


def test_a_manager_sees_nothing_of_a_finding_that_rests_on_a_concern_about_them(world, acting, stating):
    own = world.raise_as("officer", "A girl of about 13 was in the silver car again.", hours_ago=2)
    against = world.raise_as("police", "My manager told me to stop writing about the flat.", hours_ago=1)
    manager = world.people["neighbourhood-manager"].handle
    vehicle = world.finding("shared_vehicle")
    path = f"/findings/one/{vehicle}/"
    for record in (own, against):
        world.rows("insert into finding_record values (%s, %s, 99)", vehicle, record)
    try:
        client = acting("neighbourhood-manager")
        assert stating(client, path, "oversee_team").status_code == 200
        world.rows("insert into criticised (record, account) values (%s, %s)", against, manager)
        assert stating(client, path, "oversee_team").status_code == 404
        refused = world.rows(
            "select because from access where account = %s and not allowed and subject = %s", manager, vehicle
        )
        assert ("conflict",) in refused
    finally:
        world.rows("delete from finding_record where record in (%s, %s)", own, against)


def test_the_administrator_and_the_custodian_see_none(acting, stating, place):
    assert acting("administrator").get(f"/findings/one/{place}/").status_code == 404
    assert stating(acting("custodian"), f"/findings/one/{place}/", "open_identity").status_code == 404


def test_a_record_that_is_barred_is_one_to_ask_for(world, acting, stating):
    name = world.finding("place_under_another_name")
    (record,) = world.rows("select record from finding_record where finding = %s order by number", name)[0]
    world.rows("insert into criticised (record, account) values (%s, %s)", record, world.people["hub-police"].handle)

    said = seen(main_of(stating(acting("hub-police"), f"/findings/one/{name}/")))

    assert "A record of another agency: " in said
    assert "You may not see it" in said


# --- how long it stays --------------------


@pytest.fixture
def ageing(world):
    """A finding that names an adult and leaves the screens in ten days."""
    vehicle = world.finding("shared_vehicle")
    before = world.rows("select surfaced_at from finding where id = %s", vehicle)[0][0]
    adult = world.rows("select mention from mention where kind = 'person' and text ilike '%%rourke%%' limit 1")[0][0]
    world.rows(
        "update finding set surfaced_at = %s, content = jsonb_set(content, '{adults}', jsonb_build_array(%s::text))"
        " where id = %s",
        world.now - timedelta(days=355),
        adult,
        vehicle,
    )
    world.rows("insert into finding_entity values (%s, %s, 'adults') on conflict do nothing", vehicle, adult)
    yield vehicle
    world.rows(
        "update finding set surfaced_at = %s, content = jsonb_set(content, '{adults}', '[]') where id = %s", before, vehicle
    )
    world.rows("delete from finding_entity where finding = %s and part = 'adults'", vehicle)
    world.rows("delete from renewal where finding = %s", vehicle)


def test_what_is_about_to_leave_is_listed_with_its_day(acting, ageing):
    page = main_of(acting("hub").get("/findings/leaving/"))

    assert f"/findings/one/{ageing}/keep/" in page
    assert "Leaves the screens" in page


def test_it_is_kept_by_a_named_person_with_a_reason(world, acting, stating, ageing):
    client = acting("hub")
    keep = f"/findings/one/{ageing}/keep/"
    assert "It names an adult" in main_of(stating(client, f"/findings/one/{ageing}/"))

    without = client.post(keep, {"because": " "})
    assert "Say why it is still needed" in without.content.decode()
    assert world.rows("select from renewal where finding = %s", ageing) == []

    kept = client.post(keep, {"because": "The trial is in spring."})
    assert kept.status_code == 302
    page = seen(main_of(client.get(f"/findings/one/{ageing}/")))
    assert "Kept by Priya Marlow" in page
    assert "The trial is in spring." in page
    assert ageing not in main_of(client.get("/findings/leaving/"))


def test_after_twelve_months_it_has_left(world, acting, stating, ageing):
    world.rows("update finding set surfaced_at = %s where id = %s", world.now - timedelta(days=367), ageing)

    assert stating(acting("hub"), f"/findings/one/{ageing}/").status_code == 404
    assert stating(acting("scrutineer"), f"/findings/one/{ageing}/", "scrutinise").status_code == 200


def test_an_executive_keeps_nothing(acting, ageing):
    assert acting("executive").post(f"/findings/one/{ageing}/keep/", {"because": "so"}).status_code == 404
