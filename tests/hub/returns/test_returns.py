"""Returns from missing on a real database: every one stands in a list, and what is said of one is kept."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from wholepicture.decisions.episode_course import HOURS, Returned, episode_course
from wholepicture.hub import clock
from wholepicture.hub.wiring.course_rows import keep_matters_again
from wholepicture.statute.standing import DutyState
from wholepicture.vocabulary.moments import LONDON, london_day, start_of_day

LISTS = ("in-time", "over", "known-late", "held", "away")


def body(answer):
    assert answer.status_code == 200, answer.content[:500]
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split()))


def counts(client):
    page = body(client.get("/returns/"))
    words = ("There is time left", "Overdue", "Known here too late", "Held", "No return recorded")
    return dict(zip(LISTS, (int(re.search(f"{one}: (\\d+)", page)[1]) for one in words), strict=True))


def at(moment, **said):
    day = london_day(moment)
    local = moment.astimezone(LONDON)
    parts = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}
    return {**parts, "at_time": f"{local:%H:%M}", **said}


@pytest.fixture(scope="module", autouse=True)
def mixed(world):
    """Episodes as they come: back an hour ago, back on a day without a time, away still, and known much too late."""
    midnight = start_of_day(london_day(world.now))
    became = [
        (world.now - timedelta(hours=1), world.now),
        (midnight - timedelta(days=2), world.now),
        (midnight, world.now),
        (None, world.now),
        (world.now - timedelta(days=30), world.now - timedelta(days=2)),
    ]
    records = world.rows("select record from record where kind = 'missing episode' order by sequence limit 5")
    for (record,), (until, known_at) in zip(records, became, strict=True):
        world.rows(
            "update record set happened_until = %s, known_at = %s where record = %s returning 1", until, known_at, record
        )


@pytest.fixture
def episode(world):
    """The last return that was overdue: its record, and when the child was back."""
    return world.rows(
        "select record, happened_until, source from record where kind = 'missing episode' and amended_by is null"
        " and happened_until < now() - interval '4 days' and known_at < happened_until + interval '1 day'"
        " order by happened_until desc limit 1"
    )[0]


def test_every_episode_stands_in_one_list_as_the_domain_has_it(world, acting):
    now = clock.now()
    expected = dict.fromkeys(LISTS, 0)
    for until, known_at in world.rows(
        "select happened_until, known_at from record where kind = 'missing episode' and amended_by is null"
    ):
        if until is None:
            expected["away"] += 1
            continue
        standing = episode_course(Returned(matter="episode:x", until=until, known_at=known_at), ()).standing(now)
        if standing.state is not DutyState.OVERDUE:
            expected["in-time"] += 1
        else:
            expected["known-late" if known_at > standing.due_by else "over"] += 1

    assert [state for state, number in expected.items() if not number] == ["held"]
    assert counts(acting("hub")) == expected


def test_what_is_said_of_a_return_is_kept_shown_and_counted(world, acting, episode):
    record, until, source = episode
    hub = acting("hub")
    before = counts(hub)
    page = f"/returns/{record}/"
    assert "Overdue" in body(hub.get(page))
    assert "Nobody has said why" in body(hub.get(page))

    for way, said in (
        ("offered", at(until + timedelta(hours=3), because="By phone, by an independent worker.")),
        ("declined", at(until + timedelta(hours=4), because="Said that nobody needs to know.")),
        ("late", {"because": "Nobody covered."}),
    ):
        answer = hub.post(f"{page}{way}/", said)
        assert answer.status_code == 302, body(answer)
    told = body(hub.get(page))
    for words in ("A decline is a sign, not an end", "Said that nobody needs to know.", "Nobody covered.", "Overdue"):
        assert words in told
    assert counts(hub) == before

    answer = hub.post(f"{page}held/", at(until + timedelta(hours=HOURS + 5), evidence="document", reference="RHI 26/114"))
    assert answer.status_code == 302, body(answer)
    told = body(hub.get(page))
    assert "Held late" in told
    assert "Document: RHI 26/114" in told
    assert counts(hub) == {**before, "over": before["over"] - 1, "held": before["held"] + 1}
    assert record in hub.get("/returns/?show=held").content.decode()

    kept = world.rows("select author from fact where kind = 'acted' and source = %s", f"episode:{source}")
    assert [one for (one,) in kept] == [str(world.people["hub"].handle)] * 4
    looks = world.rows(
        "select action from access where account = %s and subject = %s and allowed", world.people["hub"].handle, record
    )
    assert {"read return", "act", "list"} <= {one for (one,) in looks}


def test_how_returns_stand_is_the_same_when_it_is_made_anew(world):
    def kept():
        return world.rows("select * from course where matter like 'episode:%%' order by matter")

    before = kept()
    assert before
    with world.database.connect("wp_journey") as journey:
        journey.execute("delete from course where matter like 'episode:%'")
        keep_matters_again(journey)
    assert kept() == before


@pytest.mark.parametrize(
    ("way", "said", "words"),
    [
        ("held", {"reference": ""}, "Say where it is found"),
        ("held", {"evidence": ""}, "Choose what there is to show for it"),
        ("held", {"day_day": "", "day_month": "", "day_year": ""}, "Enter the day"),
        ("held", {"at_time": "soon"}, "Enter a time"),
        ("declined", {"because": ""}, "Say why the child declined"),
        ("offered", {"because": ""}, "Say how it was offered"),
    ],
)
def test_what_is_lacking_is_said_beside_it(acting, episode, way, said, words):
    record, until, _ = episode
    whole = at(until + timedelta(hours=3), because="By phone.", evidence="document", reference="RHI 1")

    page = body(acting("hub").post(f"/returns/{record}/{way}/", {**whole, **said}))

    assert words in page


def test_an_interview_before_the_return_is_refused_at_the_day(acting, episode):
    record, until, _ = episode
    said = at(until - timedelta(days=2), evidence="document", reference="RHI 1")

    answer = acting("hub").post(f"/returns/{record}/held/", said)

    assert "before the child returned" in body(answer)
    assert 'href="#id_day' in answer.content.decode()


def test_it_is_reached_from_the_record_and_only_from_one_of_an_episode(world, acting, stating, episode):
    hub = acting("hub")
    assert f'href="/returns/{episode[0]}/"' in stating(hub, f"/records/{episode[0]}/", "deal_with_concern").content.decode()
    [(other,)] = world.rows("select record from record where kind <> 'missing episode' and amended_by is null limit 1")
    assert "/returns/" + other not in stating(hub, f"/records/{other}/", "deal_with_concern").content.decode()
    assert hub.get(f"/returns/{other}/").status_code == 404


def test_a_record_that_counts_no_more_is_owed_nothing(world, acting, episode):
    hub = acting("hub")
    before = sum(counts(hub).values())
    world.rows("update record set withdrawn_at = %s where record = %s returning 1", world.now, episode[0])
    assert sum(counts(hub).values()) == before - 1
    world.rows("update record set withdrawn_at = null where record = %s returning 1", episode[0])


@pytest.mark.parametrize(("who", "reads", "says"), [
    ("hub", 200, 200), ("hub-manager", 200, 200), ("scrutineer", 200, 404), ("officer", 404, 404), ("analyst", 404, 404),
    ("executive", 404, 404), ("administrator", 404, 404), ("custodian", 404, 404),
])  # fmt: skip
def test_who_reads_and_who_says(acting, episode, who, reads, says):
    client = acting(who)
    assert client.get(f"/returns/{episode[0]}/").status_code == reads
    assert client.get(f"/returns/{episode[0]}/declined/").status_code == says


def test_who_works_with_the_child_sees_their_returns_and_no_others(world, acting, episode):
    school = acting("school")
    assert set(counts(school).values()) == {0}
    world.rows(
        "insert into relation (account, record, kind, since, because, granted_by) values"
        " (%s, %s, 'allocated', %s, 'Hers.', %s) returning id",
        world.people["school"].handle, episode[0], world.now - timedelta(days=1), world.people["hub"].handle,
    )  # fmt: skip
    assert sum(counts(school).values()) == 1
    assert school.get(f"/returns/{episode[0]}/").status_code == 200


def test_those_who_lead_see_counts_and_no_child(acting):
    page = body(acting("executive").get(reverse("partnership:week")))
    assert re.search(r"\d+ returns? from missing in the last 28 days", page)
