"""Every look is written down before anything is shown; hidden and absent answer alike; who has looked is told to few."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.hub.access.into_database import put_findings, put_people, put_record
from tests.hub.access.people_and_records import PEOPLE, World, Written, handle
from tests.hub_database import HubDatabase

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Criticised, Reader
from wholepicture.hub.storage.access import LookNotWritten
from wholepicture.hub.storage.access_refusals import rows
from wholepicture.hub.wiring.looking import NothingThere, look_at_finding, look_at_record, look_over, who_has_looked
from wholepicture.hub.wiring.readers import reader_of


@pytest.fixture(scope="module")
def world(as_app: HubDatabase) -> HubDatabase:
    ago = datetime(2026, 1, 10, tzinfo=UTC)
    with as_app.connect("wp_owner") as owner, owner.transaction():
        put_people(owner)
        written = [
            Written("mine", "police", 2, raiser="raiser"),
            Written("against", "police", 2, raiser="raiser", criticised=(Criticised(handle("sergeant"), ago),)),
            Written("secret", "school", 4, protected="protected"),
            Written("other", "school", 4, findings=("f",)),
        ]
        for number, one in enumerate(written, 1):
            put_record(owner, number, one)
        put_findings(owner, World(written, [], {"f": (datetime.now(UTC) - timedelta(days=3), True, ())}))
    return as_app


def reader(name: str) -> Reader:

    return reader_of(handle(name), PEOPLE[name].posts, at=clock.now())


def log(hub: HubDatabase) -> list[tuple[Any, ...]]:
    with hub.connect("wp_owner") as owner:
        return owner.execute(
            "select account, action, subject_kind, subject, purpose, allowed from access order by id"
        ).fetchall()


def read(name: str, purpose_key: str, record: str) -> str:

    with look_at_record(reader(name), purpose(purpose_key), record) as allowed:
        assert rows("select record from record where record = %s", (record,)) == [(record,)]
        return allowed.because


def test_a_look_says_why_and_is_in_the_log_before_it_is_shown(world: HubDatabase) -> None:

    with look_at_record(reader("practitioner"), purpose("deal_with_concern"), "mine") as allowed:
        written = log(world)[-1]

    assert (
        allowed.because
        == "You are a practitioner of the hub. You said what you look for: deal with a concern that reached the hub."
    )
    assert written == (handle("practitioner"), "read", "record", "mine", "deal_with_concern", True)


def test_hidden_and_absent_answer_alike_and_both_are_written_down(world: HubDatabase) -> None:

    told = []
    for record in ("other", "there is none"):
        with pytest.raises(NothingThere) as refusal:
            read("colleague", "direct_work", record)
        told.append((type(refusal.value), refusal.value.args))

    assert told[0] == told[1]
    assert [line[3:] for line in log(world)[-2:]] == [
        ("other", "direct_work", False),
        ("there is none", "direct_work", False),
    ]


def test_where_the_look_cannot_be_written_nothing_is_shown(world: HubDatabase) -> None:

    shown = []
    with world.connect("wp_owner") as owner:
        owner.execute("revoke insert on access from wp_app")
        try:
            with pytest.raises(LookNotWritten), look_at_record(reader("practitioner"), purpose("deal_with_concern"), "mine"):
                shown.append("the record")
        finally:
            owner.execute("grant insert on access to wp_app")

    assert shown == []


def test_a_list_writes_each_record_that_it_showed(world: HubDatabase) -> None:

    before = len(log(world))
    with look_over(
        reader("practitioner"),
        purpose("deal_with_concern"),
        action="search",
        subject_kind="search",
        subject="surname and born",
    ) as shown:
        reasons = shown.show_records(["mine", "other", "there is none"])

    assert set(reasons) == {"mine", "other"}
    assert [line[2:4] for line in log(world)[before:]] == [
        ("search", "surname and born"),
        ("record", "mine"),
        ("record", "other"),
    ]


def test_an_administrator_can_state_no_purpose_and_search_nothing(world: HubDatabase) -> None:

    with (
        pytest.raises(NothingThere),
        look_over(reader("administrator"), purpose("scrutinise"), action="search", subject_kind="search", subject="surname"),
    ):
        raise AssertionError


def test_an_executive_sees_a_finding_without_names_and_no_record_of_it(world: HubDatabase) -> None:

    with look_at_finding(reader("executive"), purpose("oversee_partnership"), "f") as allowed:
        records, entities = rows("select record from record"), rows("select entity from finding_entity")

    assert allowed.unnamed
    assert (records, entities) == ([], [])


def _lookers(name: str, purpose_key: str, record: str) -> list[Any]:

    return [looked.account for looked in who_has_looked(reader(name), purpose(purpose_key), record)]


def test_a_manager_sees_who_looked_at_their_team_s_concern_but_not_its_author(world: HubDatabase) -> None:
    read("raiser", "follow_own", "mine")
    read("practitioner", "deal_with_concern", "mine")

    assert set(_lookers("sergeant", "review_access", "mine")) >= {handle("practitioner")}
    assert handle("raiser") not in _lookers("sergeant", "review_access", "mine")


def test_the_criticised_line_is_told_of_no_look(world: HubDatabase) -> None:

    read("practitioner", "deal_with_concern", "against")

    for name in ("sergeant", "chief"):
        with pytest.raises(NothingThere):
            _lookers(name, "review_access", "against")


def test_a_scrutineer_sees_every_look_but_not_whoever_raised_it_under_protection(world: HubDatabase) -> None:
    read("protected", "follow_own", "secret")
    read("raiser", "follow_own", "against")
    read("practitioner", "deal_with_concern", "secret")

    assert handle("raiser") in _lookers("scrutineer", "scrutinise", "against")
    seen = _lookers("scrutineer", "scrutinise", "secret")
    assert handle("practitioner") in seen
    assert handle("protected") not in seen


def test_whoever_raised_a_concern_sees_posts_and_no_accounts(world: HubDatabase) -> None:

    read("practitioner", "deal_with_concern", "secret")

    seen = who_has_looked(reader("protected"), purpose("follow_own"), "secret")

    assert seen
    assert {(line.account, line.role, line.agency) for line in seen} <= {
        (None, "hub_practitioner", "hub"),
        (None, "scrutineer", "scrutiny"),
    }


def test_a_colleague_who_may_read_a_record_still_does_not_see_who_looked(world: HubDatabase) -> None:

    with pytest.raises(NothingThere):
        _lookers("practitioner", "deal_with_concern", "mine")


def test_reading_the_log_is_in_the_log(world: HubDatabase) -> None:
    _lookers("scrutineer", "scrutinise", "mine")

    assert log(world)[-1] == (handle("scrutineer"), "read the log", "log", "mine", "scrutinise", True)


def test_only_the_database_s_functions_know_who_raised_a_protected_concern(world: HubDatabase) -> None:
    with world.connect("wp_app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("select account from raiser")


def test_a_line_ended_as_of_an_earlier_day_still_bars(world: HubDatabase) -> None:
    """An administrator who writes down today that somebody stopped managing in January does not open the concern to them."""
    with world.connect("wp_owner") as owner:
        owner.execute(
            "update accounts_management set until = '2026-01-01' where managed_id ="
            " (select id from accounts_account where handle = %s) and manager_id ="
            " (select id from accounts_account where handle = %s)",
            (handle("sergeant"), handle("chief")),
        )

    with pytest.raises(NothingThere):
        read("chief", "oversee_team", "against")
