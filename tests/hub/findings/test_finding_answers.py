"""Findings have owners and answers: accepted, or dismissed with a reason by two people of different agencies."""

import pytest


def body(answer):
    return answer.content.decode()


@pytest.fixture(params=["shared_place", "shared_vehicle"])
def at(world, request):
    """Where the answers to a finding across children stand."""
    return f"/findings/one/{world.finding(request.param)}/answers/"


@pytest.fixture
def fresh(world):
    """A finding that no other test answers."""
    return f"/findings/one/{world.finding('converging_agencies')}/answers/"


def test_a_finding_that_nobody_has_answered_says_who_must_look_by_when(acting, at):
    page = body(acting("hub").get(at))

    assert "Nobody has answered it" in page or "looks into it" in page
    assert "it climbs by itself" in page or "Overdue" in page


def test_it_is_dismissed_by_two_of_different_agencies_with_reasons(acting, fresh, world):
    priya, dana = acting("hub"), acting("hub-police")
    assert "Say why" in body(priya.post(f"{fresh}dismiss/", {"because": ""}))
    assert priya.post(f"{fresh}dismiss/", {"because": "The children are cousins."}).status_code == 302
    assert "Dismissal waits for a second person" in body(priya.get(fresh))
    assert "Somebody else has to agree" in body(priya.post(f"{fresh}agree/", {"because": "Yes."}))
    assert dana.post(f"{fresh}agree/", {"because": "I know the family."}).status_code == 302
    page = body(dana.get(fresh))
    assert "Dismissed" in page
    assert "The children are cousins." in page
    world.rows("select 1")
    assert priya.post(f"{fresh}accept/", {"because": "A new record: we meet on Friday."}).status_code == 302
    assert "Accepted" in body(priya.get(fresh))


def test_an_executive_gives_a_receipt_and_reads_no_name_of_whoever_answered(acting, fresh):
    executive = acting("executive")
    page = body(executive.get(fresh))
    assert "I have read this" in page
    assert "Accept it" not in page
    assert executive.post(f"{fresh}read/").status_code == 302
    page = body(executive.get(fresh))
    assert "confirmed that they read it" in page
    assert "Priya" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hub", 200),
        ("analyst", 200),
        ("scrutineer", 200),
        ("executive", 200),
        ("officer", 404),
        ("hub-manager", 200),
        ("neighbourhood-manager", 404),
        ("administrator", 404),
        ("custodian", 404),
    ],
)
def test_who_sees_the_answers(acting, fresh, who, status):
    assert acting(who).get(fresh).status_code == status


def test_whoever_answers_for_the_hub_looks_into_what_nobody_there_did(acting, fresh):
    morgan = acting("hub-manager")
    assert morgan.post(f"{fresh}own/").status_code == 302
    assert "Morgan Dell" in body(acting("hub").get(fresh))


def test_an_analyst_reads_answers_and_gives_none(acting, fresh):
    page = body(acting("analyst").post(f"{fresh}accept/", {"because": "I accept it."}))
    assert "Only a post that decides" in page
