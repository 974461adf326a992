"""A meeting about what is sealed, or about whoever is criticised, is absent to those who may not know of it."""

from datetime import timedelta

import pytest
from tests.hub.meetings.conftest import called, invited

from wholepicture.hub.wiring.sign_in_training import email_of


def body(answer):
    return answer.content.decode()


@pytest.fixture(scope="module")
def concern(world):
    """A concern that the school raised, its reference and record."""
    record = world.raise_as("school", "Ottoline Farrow, 12, came to school in a stranger's coat.", hours_ago=60)
    return world.references["school"], record


@pytest.fixture
def meeting(acting, concern):
    """A strategy discussion about that concern, to which health is invited."""
    made = called(acting("hub"), "concern", concern[0], kind="strategy discussion")
    assert invited(acting("hub"), made, "health").status_code == 302
    return made


@pytest.fixture
def written(world):
    """Something written by the owner of the tables, and taken back."""
    undo = []

    def write(statement, *given, back):
        [(one,)] = world.rows(statement, *given)
        undo.append((back, one))
        return one

    yield write
    for statement, one in reversed(undo):
        world.rows(statement, one)


def absent_to(client, path):
    """Whether it answers word for word as what is not there."""
    one, other = client.get(path), client.get("/meetings/m0000000000000000/")
    return one.status_code == other.status_code == 404


@pytest.fixture
def sealed(world, concern, written):
    """The concern is sealed; Priya is named for it."""
    people, at = {key: one.handle for key, one in world.people.items()}, world.now - timedelta(hours=1)
    seal = written(
        "insert into seal (record, because, by_account, lead, at, searched_at) values (%s, 'A placement.', %s, %s, %s, %s)"
        " returning id",
        concern[1], people["hub-police"], people["hub"], at, at,
        back="update seal set lifted_at = at where id = %s",
    )  # fmt: skip
    written(
        "insert into sealed_record values (%s, %s) returning seal",
        concern[1],
        seal,
        back="delete from sealed_record where seal = %s",
    )
    written(
        "update record set sealed = true where record = %s returning record",
        concern[1],
        back="update record set sealed = false where record = %s",
    )
    written(
        "insert into relation (account, record, kind, since, because, granted_by) values (%s, %s, 'sealed', %s, 'Lead.', %s)"
        " returning id",
        people["hub"], concern[1], at, people["hub-police"],
        back="delete from relation where id = %s",
    )  # fmt: skip


def test_a_meeting_about_what_is_sealed_is_absent_to_all_who_are_not_named_for_the_seal(acting, meeting, sealed, concern):
    for who in ("health", "hub-police", "hub-manager", "scrutineer", "school"):
        assert absent_to(acting(who), meeting)
        listed = acting(who).get("/meetings/")
        assert meeting not in body(listed)
        assert concern[0] not in body(listed)
    priya = acting("hub")
    assert priya.get(meeting).status_code == 200
    assert "holds no post in which they could do this" in body(invited(priya, meeting, "police"))
    assert acting("hub-police").get(f"/meetings/call/concern/{concern[0]}/").status_code == 404


def test_before_it_is_sealed_and_after_the_seal_is_lifted_it_is_there(acting, meeting):
    assert acting("health").get(meeting).status_code == 200


@pytest.mark.parametrize(
    ("criticised", "barred"),
    [("health", ("health",)), ("officer", ("neighbourhood-manager",)), ("hub", ("hub", "hub-manager"))],
)
def test_a_meeting_is_absent_to_whoever_is_criticised_and_to_their_line(acting, concern, world, written, criticised, barred):
    dana = acting("hub-police")
    made = called(dana, "concern", concern[0])
    for who in (*barred, "police"):
        invited(dana, made, who)
    assert all(acting(who).get(made).status_code == 200 for who in barred)

    written(
        "insert into criticised (record, account, since) values (%s, %s, %s) returning record",
        concern[1], world.people[criticised].handle, world.now - timedelta(days=9),
        back="delete from criticised where record = %s",
    )  # fmt: skip

    assert all(absent_to(acting(who), made) for who in barred)
    assert acting("police").get(made).status_code == 200
    again = called(dana, "concern", concern[0])
    for who in barred:
        assert "is in conflict with it" in body(dana.post(f"{again}invite/", {"email": email_of(who), "because": "Needed."}))


def test_where_nobody_knows_yet_who_is_criticised_it_is_absent_to_managers(acting, concern, world, written):
    priya = acting("hub")
    made = called(priya, "concern", concern[0])
    invited(priya, made, "neighbourhood-manager")
    assert acting("neighbourhood-manager").get(made).status_code == 200

    written(
        "insert into criticised (record, account, since) values (%s, null, %s) returning record",
        concern[1], world.now,
        back="delete from criticised where record = %s",
    )  # fmt: skip

    assert absent_to(acting("neighbourhood-manager"), made)
    assert absent_to(acting("hub-manager"), made)
    assert priya.get(made).status_code == 200


def test_a_meeting_about_somebody_who_is_sealed_is_absent_and_of_an_adult_who_stands_beside_them_is_there(
    acting, world, written
):
    record = world.raise_as("police", "Hephzibah Marchmont, 13, and Bartholomew Quill, 41, sat in a car.", hours_ago=20)
    people = world.rows(
        "select description::text, mention, entity from mention where record = %s and kind = 'person'", record
    )
    named = {name: next(one for one in people if name in one[0]) for name in ("Marchmont", "Quill")}
    priya = acting("hub")
    child, adult = (called(priya, "known", named[name][2]) for name in ("Marchmont", "Quill"))
    for made in (child, adult):
        invited(priya, made, "health")
        assert acting("health").get(made).status_code == 200
    person = "6a3f3b5e-53c0-4a57-8b59-0d0a52d9aa01"
    written(
        "insert into confirmed (person, mention, by_account, at) values (%s, %s, %s, %s) returning id",
        person, named["Marchmont"][1], world.people["hub"].handle, world.now,
        back="delete from confirmed where id = %s",
    )  # fmt: skip
    written(
        "insert into seal (person, because, by_account, lead, at, searched_at) values (%s, 'A placement.', %s, %s, %s, %s)"
        " returning id",
        person, world.people["hub-police"].handle, world.people["hub"].handle, world.now, world.now,
        back="update seal set lifted_at = at where id = %s",
    )  # fmt: skip

    assert absent_to(acting("health"), child)
    assert acting("health").get(adult).status_code == 200
