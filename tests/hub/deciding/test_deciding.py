"""Deciding on a concern in the hub, on a real database: each role, each refusal, and what the raiser reads."""

import re
from datetime import timedelta

import pytest

from wholepicture.hub import clock


def body(answer):
    """A page as it was sent."""
    return answer.content.decode()


SEEN = "A girl of about 13 was at the flat at night with three men. A silver car waited outside."
WHY = "Her aunt lives there and was spoken with; the men are her cousins, seen on Monday."
DECIDE = {"considered": ["no further action", "assess the child and family"], "option": "no further action", "reasons": WHY}


@pytest.fixture
def concern(signed_in, writing, link):
    """A concern of the officer's that is linked, opened by the hub's practitioner; its reference and its record."""
    reference = writing(signed_in("officer")).send(seen=SEEN)
    link()
    return reference


@pytest.fixture
def record_of(rows):
    def find(reference):
        return rows("select record from record where reference = %s", reference)[0][0]

    return find


def opened(client, record):
    """Whoever decides has read the concern."""
    client.post(f"/why/?subject=record%20{record}", {"purpose": "deal_with_concern"})
    assert client.get(f"/records/{record}/").status_code == 200


def act(client, reference, way, **said):
    return client.post(f"/decisions/{reference}/{way}/", said)


def say(client, reference, way, **said):
    return client.post(f"/my-concerns/{reference}/say/{way}/", said)


def decided(client, reference, record, **more):
    opened(client, record)
    return act(client, reference, "decide", **{**DECIDE, "seen": [f"record {record}"], **more})


def test_a_decision_not_to_act_is_recorded_shown_to_the_raiser_and_kept_in_the_register(signed_in, concern, record_of):
    priya, officer, scrutineer = signed_in("hub"), signed_in("officer"), signed_in("scrutineer")

    assert decided(priya, concern, record_of(concern)).status_code == 302

    mine = body(officer.get(f"/my-concerns/{concern}/"))
    assert "No further action" in mine
    assert "spoken with; the men are her cousins" in mine
    assert "Priya Marlow" in mine
    assert "Decision on a referral" in mine
    register = body(scrutineer.get("/register/"))
    assert concern in register
    assert "Decided not to act" in register


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reasons": ""}, "Say what the reasons are"),
        ({"reasons": "Agencies are already sharing information."}, "is an activity and not a decision"),
        ({"considered": ["no further action"]}, "Name at least two options"),
        ({"considered": []}, "Choose the options that were considered"),
        ({"seen": []}, "Say which records or findings lay before you"),
        ({"option": ""}, "Choose what you decided"),
    ],
)
def test_what_a_decision_lacks_is_said_beside_it(signed_in, concern, record_of, said, words):
    page = body(decided(signed_in("hub"), concern, record_of(concern), **said))

    assert words in page
    assert "Error: " in page


def test_what_was_not_opened_cannot_be_ticked_as_seen(signed_in, concern, record_of):
    page = body(act(signed_in("hub"), concern, "decide", **DECIDE, seen=[f"record {record_of(concern)}"]))
    assert "Error: " in page


def test_an_objection_opens_the_concern_and_waits_for_whoever_must_answer(signed_in, concern, record_of, rows):
    priya, officer = signed_in("hub"), signed_in("officer")
    decided(priya, concern, record_of(concern))

    assert say(officer, concern, "object", because="They are there again tonight.").status_code == 302

    assert "Stage 1 of 5" in body(officer.get(f"/my-concerns/{concern}/"))
    page = body(priya.get(f"/decisions/{concern}/"))
    assert "The raiser objects" in page
    assert "They are there again tonight." in page
    assert "Sam Ockley" not in page
    assert concern in body(priya.get("/decisions/"))
    assert concern in body(signed_in("executive").get("/decisions/"))
    assert rows("select author from fact where kind = 'acted' and source = %s order by sequence", f"concern:{concern}")[
        -1
    ] == (f"raiser of {concern}",)


def test_while_a_raiser_objects_not_acting_takes_a_second_person_of_another_agency(signed_in, concern, record_of, rows):
    priya, dana, officer = signed_in("hub"), signed_in("hub-police"), signed_in("officer")
    record = record_of(concern)
    say(officer, concern, "object", because="Nobody has answered.")
    decided(priya, concern, record)

    def state():
        return rows("select state, decided_at is null from course where matter = %s", f"concern:{concern}")[0]

    assert state() == ("the raiser objects", True)
    (proposal,) = rows(
        "select id from fact where kind = 'acted' and author = (select handle::text from accounts_account "
        "where email = 'hub@training.example') and source = %s",
        f"concern:{concern}",
    )[0]
    assert "nothing left for which this could be done" in body(priya.get(f"/decisions/{concern}/agree/", follow=True))
    assert "Error: " in body(act(priya, concern, "agree", on=proposal, because="Yes."))
    assert act(dana, concern, "agree", on=proposal, because="I spoke with the aunt too.").status_code == 302
    assert state() == ("the raiser objects", False)


def test_a_concern_is_closed_by_two_after_the_raiser_was_told_and_never_by_one(signed_in, concern, record_of, rows):
    priya, dana, officer = signed_in("hub"), signed_in("hub-police"), signed_in("officer")
    decided(priya, concern, record_of(concern))
    assert "has not been told" in body(act(priya, concern, "close", because="Nothing is left."))
    (decision,) = rows("select id from fact where kind = 'acted' and source = %s", f"concern:{concern}")[0]
    assert say(officer, concern, "confirm", on=decision).status_code == 302
    assert act(priya, concern, "close", because="Nothing is left.").status_code == 302
    closing = rows("select id from fact where kind = 'acted' and source = %s order by sequence desc", f"concern:{concern}")[
        0
    ][0]
    assert "Error: " in body(act(priya, concern, "agree", on=closing, because="Yes."))
    assert act(dana, concern, "agree", on=closing, because="Nothing is left.").status_code == 302
    assert rows("select state from course where matter = %s", f"concern:{concern}") == [("closed",)]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("hub", 200),
        ("hub-police", 200),
        ("scrutineer", 200),
        ("officer", 404),
        ("school", 404),
        ("analyst", 404),
        ("executive", 404),
        ("hub-manager", 200),
        ("neighbourhood-manager", 404),
        ("administrator", 404),
        ("custodian", 404),
    ],
)
def test_who_sees_decisions_on_a_concern_that_nothing_waits_on(signed_in, concern, who, status):
    assert signed_in(who).get(f"/decisions/{concern}/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("executive", 200), ("hub-manager", 200), ("neighbourhood-manager", 200), ("school", 404), ("analyst", 404)],
)
def test_whoever_answers_sees_what_was_decided_once_the_raiser_objects_and_not_the_record(
    signed_in, concern, record_of, who, status
):
    decided(signed_in("hub"), concern, record_of(concern))
    say(signed_in("officer"), concern, "object", because="They are there again.")
    client = signed_in(who)

    assert client.get(f"/decisions/{concern}/").status_code == status
    if status == 200:
        page = body(client.get(f"/decisions/{concern}/"))
        assert "They are there again." in page
        assert "silver car" not in page
        assert client.get(f"/records/{record_of(concern)}/").status_code in (302, 404)
    if who == "executive":
        assert "Priya" not in page


def test_hidden_and_absent_answer_alike(signed_in, concern):
    client = signed_in("analyst")
    hidden, absent = client.get(f"/decisions/{concern}/"), client.get("/decisions/WP-26-999999/")
    bodies = [re.sub(r'value="[A-Za-z0-9]{64}"', "", body(one)) for one in (hidden, absent)]
    assert hidden.status_code == absent.status_code == 404
    assert bodies[0] == bodies[1]


def test_whoever_is_criticised_sees_nothing_of_it_and_their_line_neither(signed_in, concern, record_of, rows, people):
    decided(signed_in("hub"), concern, record_of(concern))
    say(signed_in("officer"), concern, "object", because="They are there again.")
    rows("insert into criticised (record, account) values (%s, %s)", record_of(concern), people["hub"].handle)
    for who in ("hub", "hub-manager"):
        client = signed_in(who)
        assert client.get(f"/decisions/{concern}/").status_code == 404
        assert concern not in body(client.get("/decisions/"))
        assert act(client, concern, "close", because="Nothing is left.").status_code == 404
    assert signed_in("hub-police").get(f"/decisions/{concern}/").status_code == 200


def test_a_request_for_a_conference_is_one_act_and_is_not_refused_by_one(signed_in, concern, rows):
    officer, priya, dana = signed_in("officer"), signed_in("hub"), signed_in("hub-police")
    assert say(officer, concern, "request", because="Four agencies, and nobody has met.").status_code == 302
    request = rows("select id from fact where kind = 'acted' and source = %s", f"concern:{concern}")[0][0]
    act(priya, concern, "answer-request", on=request, held="no", because=WHY)
    assert rows("select requested_at is null from course where matter = %s", f"concern:{concern}") == [(False,)]
    refusal = rows("select id from fact where kind = 'acted' and source = %s order by sequence desc", f"concern:{concern}")[
        0
    ][0]
    act(dana, concern, "agree", on=refusal, because="I agree.")
    assert rows("select requested_at is null from course where matter = %s", f"concern:{concern}") == [(True,)]


def test_a_past_day_is_shown_as_it_was_known(signed_in, concern, record_of):
    priya = signed_in("hub")
    decided(priya, concern, record_of(concern))

    page = body(priya.get(f"/decisions/{concern}/?on_day=1&on_month=1&on_year=2020"))
    now = body(priya.get(f"/decisions/{concern}/"))

    assert "No further action" in now
    assert "No further action" not in page


def test_deciding_is_in_the_access_log(signed_in, concern, record_of, rows):
    decided(signed_in("hub"), concern, record_of(concern))
    assert rows("select count(*) > 0 from access where action = 'decide' and subject = %s", record_of(concern)) == [(True,)]


def test_the_outcome_reaches_the_lists_and_the_pattern_that_asks_for_one(signed_in, concern, record_of, rows, link):
    decided(signed_in("hub"), concern, record_of(concern))
    link()
    assert rows("select outcome from record where reference = %s", concern) == [(f"No further action: {WHY}",)]
    assert concern not in body(signed_in("hub").get("/work/"))
    say(signed_in("officer"), concern, "object", because="They are there again.")
    assert concern in body(signed_in("hub").get("/decisions/"))


def test_looking_at_what_was_decided_is_no_opening_of_the_concern(signed_in, concern, record_of):
    priya = signed_in("hub")
    opened(priya, record_of(concern))
    for _ in range(3):
        priya.get(f"/decisions/{concern}/")

    assert body(signed_in("officer").get(f"/my-concerns/{concern}/")).count("<li>Hub practitioner") == 1


def test_a_form_says_which_concern_it_is_about_and_how_it_stands(signed_in, concern):
    page = body(signed_in("hub").get(f"/decisions/{concern}/note/"))
    assert "Waiting for a decision" in page
    assert concern in page


def waits(client, where="/decisions/"):
    """The whole list of what waits, page after page."""
    return "".join(body(client.get(f"{where}?page={number}")) for number in range(1, 5))


def test_a_concern_that_nobody_acted_on_waits_in_the_list_once_a_duty_is_late(signed_in, concern, at_time):
    assert concern not in waits(signed_in("hub"))
    at_time(clock.now() + timedelta(days=10))
    page = waits(signed_in("hub"))
    assert concern in page
    assert "Overdue" in page
    assert concern not in waits(signed_in("executive"))


def test_a_closed_concern_that_is_added_to_waits_for_a_decision_in_every_list(
    signed_in, concern, record_of, rows, writing, link, at_time
):
    priya, officer = signed_in("hub"), signed_in("officer")
    decided(priya, concern, record_of(concern))
    on = rows("select id from fact where kind = 'acted' and source = %s", f"concern:{concern}")[0][0]
    say(officer, concern, "confirm", on=on)
    act(priya, concern, "close", because="Nothing is left.")
    close = rows("select id from fact where kind = 'acted' and source = %s order by sequence desc", f"concern:{concern}")
    act(signed_in("hub-police"), concern, "agree", on=close[0][0], because="I agree.")
    assert rows("select state from course where matter = %s", f"concern:{concern}") == [("closed",)]
    assert concern not in waits(priya, "/work/")

    at_time(clock.now() + timedelta(minutes=1))
    writing(officer, f"/record-a-concern/add/{concern}/").send(seen="The same silver car came back.")
    link()

    assert concern in waits(signed_in("hub"), "/work/")
    assert concern in waits(signed_in("hub"))


def test_a_refusal_is_one_sentence_after_another_without_a_second_full_stop(signed_in, concern, record_of):
    page = body(decided(signed_in("hub"), concern, record_of(concern), reasons="Agencies are already sharing information."))
    assert "You can note the activity beside it." in page
    assert ".." not in page.split("There is a problem")[1].split("</div>")[0]


def test_pressure_is_read_by_the_scrutineer_and_the_raiser_and_by_nobody_who_manages(signed_in, concern, record_of):
    officer = signed_in("officer")
    say(officer, concern, "object", because="Nobody has answered.")
    say(officer, concern, "pressure", because="I was told to stop writing about the flat.")

    for who in ("neighbourhood-manager", "hub-manager", "executive", "hub"):
        page = body(signed_in(who).get(f"/decisions/{concern}/"))
        assert "Nobody has answered." in page
        assert "told to stop writing" not in page
        assert "pressed because" not in page
    assert "told to stop writing" in body(signed_in("scrutineer").get("/register/"))
    assert "told to stop writing" in body(signed_in("scrutineer").get(f"/decisions/{concern}/"))
    assert "told to stop writing" in body(officer.get(f"/my-concerns/{concern}/"))


def test_of_duties_what_is_late_is_listed_and_not_what_is_due_in_two_months(signed_in, concern, at_time):
    at_time(clock.now() + timedelta(days=10))
    page = waits(signed_in("hub")).split(f"/decisions/{concern}/")

    assert len(page) == 2
    assert "Decision on a referral" in page[1].split("</tr>")[0]
