"""Every way in which somebody might close a concern in silence: each fails, or leaves a mark that the scrutineer sees.

One row for each trick of the threat model, in the field's words: what is tried, and what the register then says of it. After
each of them the concern is open, its raiser still follows it, and their objection climbs.
"""

import re
from datetime import timedelta

import pytest

from wholepicture.hub import clock

DAY = timedelta(days=1)
SEEN = "A girl of about 13 was at the flat at night with three men. A silver car waited outside."
WHY = "Her aunt lives there and was spoken with; the men are her cousins, seen on Monday."


def body(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


def words(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


class Hub:
    """Somebody who knows every button and wants a concern gone."""

    def __init__(self, signed_in, writing, link, rows, people, at_time) -> None:
        self.signed_in, self.writing, self.link, self.rows = signed_in, writing, link, rows
        self.people, self.at_time = people, at_time

    def concern(self) -> str:
        reference = self.writing(self.signed_in("officer")).send(seen=SEEN)
        self.link()
        return reference

    def record(self, reference):
        return self.rows("select record from record where reference = %s", reference)[0][0]

    def act(self, who, reference, way, /, **said):
        return self.signed_in(who).post(f"/decisions/{reference}/{way}/", said)

    def does(self, who, reference, way, /, **said):
        answer = self.act(who, reference, way, **said)
        assert answer.status_code == 302, words(answer.content.decode())[-2500:]

    def decides(self, who, reference):
        client, record = self.signed_in(who), self.record(reference)
        client.post(f"/why/?subject=record%20{record}", {"purpose": "deal_with_concern"})
        assert client.get(f"/records/{record}/").status_code == 200
        said = {"considered": ["no further action", "offer early help"], "option": "no further action", "reasons": WHY}
        answer = client.post(f"/decisions/{reference}/decide/", {**said, "seen": [f"record {record}"]})
        assert answer.status_code == 302

    def last(self, reference, did):
        return self.rows(
            "select f.id from fact f join payload p on p.sequence = f.sequence where f.kind = 'acted' and f.source = %s"
            " and convert_from(p.body, 'UTF8')::jsonb ->> 'did' = %s order by f.sequence desc",
            f"concern:{reference}",
            did,
        )[0][0]

    def state(self, reference):
        found = self.rows("select state from course where matter = %s", f"concern:{reference}")
        return found[0][0] if found else "waiting for a decision"

    def registered(self, reference):
        """What the register says of a concern, whatever page it stands on."""
        scrutineer = self.signed_in("scrutineer")
        for page in range(1, 5):
            parts = body(scrutineer.get(f"/register/?page={page}")).split("<article")
            found = [words(part) for part in parts if reference in part]
            if found:
                return found[0]
        return ""

    def leaves(self, who):
        """Their account is switched off and their post ends, as an administrator does it."""
        self.rows("update accounts_account set is_active = false where handle = %s", self.people[who].handle)
        self.rows(
            "update accounts_post set until = now() where account_id = (select id from accounts_account where handle = %s)",
            self.people[who].handle,
        )


@pytest.fixture
def hub_of(signed_in, writing, link, rows, people, at_time):
    yield Hub(signed_in, writing, link, rows, people, at_time)
    rows("update accounts_account set is_active = true")
    rows("update accounts_post set until = null")


def merge_it_away(hub, one):
    other = hub.concern()
    hub.does("hub", one, "join", to=other, because="It is the same flat.")
    hub.decides("hub-police", other)


def file_it_under_another_heading(hub, one):
    hub.does("hub", one, "refile", category="Noise", because="It is about noise.")


def decide_alone_that_nothing_is_done(hub, one):
    hub.decides("hub", one)


def close_it_alone(hub, one):
    hub.decides("hub", one)
    hub.does("hub", one, "tell", on=hub.last(one, "decided"), how="By telephone.", reference="call 12")
    hub.does("hub", one, "close", because="Nothing is left.")
    refused = hub.act("hub", one, "agree", on=hub.last(one, "closed"), because="Yes.")
    assert refused.status_code == 200


def close_many_at_once(hub, one):
    for number in range(5):
        close_it_alone(hub, one if number == 0 else hub.concern())


def hand_it_on_and_on(hub, one):
    priya, dana = (str(hub.people[who].handle) for who in ("hub", "hub-police"))
    hub.does("hub", one, "take")
    hub.does("hub", one, "hand-on", to=dana, because="Busy.")
    hub.does("hub-police", one, "hand-on", to=priya, because="Busy too.")
    hub.does("hub", one, "let-go", because="It is the school's.")


def take_it_over_in_turn(hub, one):
    hub.does("hub", one, "take")
    for who in ("hub-police", "hub", "hub-police"):
        assert hub.act(who, one, "take").status_code == 200, "taking over has a reason"
        hub.does(who, one, "take", because="I know the street.")


def wait_it_out(hub, one):
    hub.at_time(clock.now() + 10 * DAY)


def delete_the_account_of_whoever_raised_it(hub, one):
    said = {"because": "Nobody has answered."}
    assert hub.signed_in("officer").post(f"/my-concerns/{one}/say/object/", said).status_code == 302
    hub.leaves("officer")


def leave_without_handing_over(hub, one):
    hub.does("hub", one, "take")
    hub.leaves("hub")


@pytest.mark.parametrize(
    ("trick", "mark"),
    [
        (merge_it_away, "Joined to another concern"),
        (file_it_under_another_heading, "Filed under another heading"),
        (decide_alone_that_nothing_is_done, "Decided not to act"),
        (close_it_alone, "Decided not to act"),
        (close_many_at_once, "Many closed by one person in half an hour"),
        (hand_it_on_and_on, "Went from one to another three times or more"),
        (take_it_over_in_turn, "Went from one to another three times or more"),
        (wait_it_out, "A duty is late and nobody has said why"),
        (delete_the_account_of_whoever_raised_it, "Whoever raised it holds no post any more, and it is open"),
        (leave_without_handing_over, "Whoever deals with it holds no post any more"),
    ],
    ids=lambda one: one.__name__.replace("_", " ") if callable(one) else "",
)
def test_no_trick_closes_a_concern_and_the_scrutineer_sees_each(hub_of, trick, mark):
    one = hub_of.concern()

    trick(hub_of, one)

    assert hub_of.state(one) != "closed"
    assert hub_of.rows("select closed_at from course where matter = %s", f"concern:{one}") in ([], [(None,)])
    assert mark in hub_of.registered(one)


@pytest.mark.parametrize(
    "trick",
    [merge_it_away, file_it_under_another_heading, close_it_alone, hand_it_on_and_on, leave_without_handing_over],
    ids=lambda one: one.__name__.replace("_", " "),
)
def test_after_each_the_raiser_still_follows_it_and_objects_and_that_climbs_to_the_executives(hub_of, trick):
    one = hub_of.concern()
    trick(hub_of, one)
    officer = hub_of.signed_in("officer")
    page = body(officer.get(f"/my-concerns/{one}/"))
    assert "say/object/" in page
    assert officer.post(f"/my-concerns/{one}/say/object/", {"because": "They are there again."}).status_code == 302

    hub_of.at_time(clock.now() + 40 * DAY)

    page = words(body(hub_of.signed_in("executive").get(f"/decisions/{one}/")))
    assert "The partnership's executives" in page.replace("&#x27;", "'")
    assert "They are there again." in page


def test_a_concern_that_was_joined_keeps_its_own_raiser_decision_and_clocks(hub_of):
    one = hub_of.concern()
    merge_it_away(hub_of, one)
    page = words(body(hub_of.signed_in("hub").get(f"/decisions/{one}/")))
    assert "No decision stands" in page
    assert "Decision on a referral" in page


def test_what_another_heading_was_given_still_says_the_raisers_own(hub_of, rows):
    one = hub_of.concern()
    file_it_under_another_heading(hub_of, one)
    assert rows("select filed_as from record where reference = %s", one) != [("Noise",)]
    assert "Noise" in words(body(hub_of.signed_in("hub").get(f"/decisions/{one}/")))


def test_whoever_left_is_said_to_hold_no_post_and_another_takes_it_over(hub_of):
    one = hub_of.concern()
    leave_without_handing_over(hub_of, one)
    assert "no post now" in words(body(hub_of.signed_in("hub-police").get(f"/decisions/{one}/")))
    hub_of.does("hub-police", one, "take", because="She left.")
    assert "Whoever deals with it holds no post any more" not in hub_of.registered(one)


def test_whoever_answers_for_the_hub_gives_it_to_another(hub_of):
    one = hub_of.concern()
    hub_of.does("hub", one, "take")
    dana = str(hub_of.people["hub-police"].handle)
    hub_of.does("hub-manager", one, "hand-on", to=dana, because="She is ill.")
    assert "Dana Croft" in words(body(hub_of.signed_in("hub-police").get(f"/decisions/{one}/")))
    refused = hub_of.act("neighbourhood-manager", one, "hand-on", to=dana, because="Yours.")
    assert refused.status_code == 404


def test_the_register_of_decisions_not_to_act_keeps_one_whatever_is_decided_later(hub_of, rows):
    one, other = hub_of.concern(), hub_of.concern()
    hub_of.decides("hub", one)
    record = hub_of.record(one)
    said = {"considered": ["no further action", "start a section 47 enquiry"], "option": "start a section 47 enquiry"}
    hub_of.does("hub", one, "decide", **said, reasons="She was seen there again.", seen=[f"record {record}"])

    cut = words(body(hub_of.signed_in("scrutineer").get("/register/?show=not-to-act")))

    assert one in cut
    assert other not in cut
    assert "the men are her cousins, seen on Monday" in cut
    assert hub_of.signed_in("hub").get("/register/").status_code == 404
