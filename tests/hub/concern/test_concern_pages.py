"""Recording a concern, drafts, receipts, additions and one's own list, through Django on a real PostgreSQL as wp_app."""

import re
import secrets
from datetime import datetime, timedelta
from types import SimpleNamespace
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError
from django.test import Client

from wholepicture.hub import clock
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.hub.need_to_know.purposes import Role, purpose
from wholepicture.hub.need_to_know.subjects import Post
from wholepicture.hub.storage.ledger import PostgresLedger
from wholepicture.hub.wiring.looking import look_at_record
from wholepicture.hub.wiring.readers import reader_of
from wholepicture.ledger.facts import Draft, FactId, FactKind

LONDON = ZoneInfo("Europe/London")
SEEN = "Several men came and went at the flat after 2 am. A girl of about 13 was there, in school uniform."


def body(answer) -> str:
    """The page, without what is another each time, and with single blanks."""
    return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).split())


def test_only_what_was_seen_is_needed_and_a_receipt_says_what_happens_next(signed_in, writing):
    reference = writing(signed_in("officer")).send(seen=SEEN)

    page = body(signed_in("officer").get(f"/my-concerns/{reference}/received/"))
    assert reference.startswith("WP-")
    assert reference in page
    assert "Recorded, not yet linked" in page
    assert "Multi-agency hub" in page
    assert "by the end of" in page


def test_sending_nothing_says_what_to_do_and_leads_to_the_field(signed_in, writing):
    page = body(writing(signed_in("officer")).post("send", worries="It is about the girl."))

    assert "<title>Error: Record a concern" in page
    assert '<a href="#id_seen">Say what was seen or heard</a>' in page
    assert "It is about the girl." in page


def test_everything_that_was_filled_in_is_a_record_of_its_own_words(signed_in, writing, link, asked):
    reference = writing(signed_in("officer")).send(
        seen=SEEN,
        about="place",
        when="date",
        on_day="3",
        on_month="3",
        on_year="2026",
        at="10:30pm",
        worries="This was logged as noise.",
        child_words="He gets me things.",
        told="told",
        told_by="A neighbour",
        own_category="Noise",
        places="2",
        place_1_text="Flat 3, 14 Quarry Street",
        place_1_postcode="QX4 2LB",
        place_2_text="Quarry Park",
        child_1_forename="Tess",
        child_1_surname="Quillan",
        adult_1_name="Dan Orme",
        adult_1_role="suspect",
        vehicle_1_registration="QX21 LDB",
        contact_1_phone="07700 900123",
    )
    link()

    row = asked("select narrative, filed_as, happened_since, stated, record from record where reference = %s", reference)[0]
    assert row[0] == f"{SEEN}\n\nWorries:\nThis was logged as noise.\n\nIn their own words:\n“He gets me things.”"
    assert row[1] == "Noise"
    assert row[2] == datetime(2026, 3, 3, 22, 30, tzinfo=ZoneInfo("Europe/London"))
    assert row[3]["about"] == "place"
    assert row[3]["told_by"] == "A neighbour"
    mentions = set(asked("select kind, role from mention where record = %s and start_at is null", row[4]))
    assert {("person", "suspect"), ("person", "subject"), ("vehicle", "seen"), ("phone", "contact")} <= mentions
    assert len(asked("select 1 from mention where record = %s and kind = 'place' and start_at is null", row[4])) == 2


def test_a_month_alone_or_no_idea_when_does_not_hold_it_up(signed_in, writing, link, asked):
    officer = signed_in("officer")
    month = writing(officer).send(seen="A van outside the school.", when="date", on_month="2", on_year="2026")
    unsure = writing(officer).send(seen="A van outside the school again.", when="unsure")
    link()

    since, until = asked("select happened_since, happened_until from record where reference = %s", month)[0]
    assert (until - since) == timedelta(days=28)
    assert asked("select happened_since, stated->>'happened_words' from record where reference = %s", unsure) == [
        (None, "not sure when")
    ]


@pytest.mark.parametrize("at", ["half eleven", "about midnight", "teatime", "4:05", "99:99", "after the game, ?"])
def test_a_time_in_words_is_taken_and_its_words_are_kept_beside_the_day(signed_in, writing, link, asked, at):
    reference = writing(signed_in("officer")).send(seen=SEEN, when="date", on_day="3", on_month="3", on_year="2026", at=at)
    link()

    since, until, words = asked(
        "select happened_since, happened_until, stated->>'happened_words' from record where reference = %s", reference
    )[0]
    assert (since, until) == (datetime(2026, 3, 3, tzinfo=LONDON), datetime(2026, 3, 4, tzinfo=LONDON))
    assert words == at


def test_a_time_in_words_that_can_be_one_alone_is_read_and_its_words_are_kept_as_well(signed_in, writing, link, asked):
    reference = writing(signed_in("officer")).send(
        seen=SEEN, when="date", on_day="3", on_month="3", on_year="2026", at="about half eleven at night"
    )
    link()

    assert asked("select happened_since, stated->>'happened_words' from record where reference = %s", reference) == [
        (datetime(2026, 3, 3, 23, 30, tzinfo=LONDON), "about half eleven at night")
    ]


def test_a_time_that_is_still_to_come_is_kept_as_written_with_advice(signed_in, writing, monkeypatch, link, asked):
    officer = signed_in("officer")
    just_after_midnight = SimpleNamespace(now=lambda: datetime(2026, 6, 3, 0, 10, tzinfo=LONDON))
    monkeypatch.setattr("wholepicture.hub.web.concern.forms.clock", just_after_midnight)
    form = writing(officer)

    assert "If it was last night, choose “Yesterday”" in body(form.post("check", seen=SEEN, when="today", at="11:40 pm"))
    reference = form.send(seen=SEEN, when="today", at="11:40 pm")
    assert "If it was last night" in body(officer.get(f"/my-concerns/{reference}/received/"))
    link()
    assert asked("select happened_since, stated->>'happened_words' from record where reference = %s", reference) == [
        (datetime(2026, 6, 3, tzinfo=LONDON), "today, 11:40 pm")
    ]


def test_what_is_no_day_is_kept_as_it_was_written_and_sent(signed_in, writing, link, asked):
    reference = writing(signed_in("officer")).send(
        seen=SEEN, when="date", on_day="31", on_month="2", on_year="2026", at="teatime", child_1_born_day="40"
    )
    link()

    assert asked("select happened_since, stated->>'happened_words' from record where reference = %s", reference) == [
        (None, "31 2 2026, teatime")
    ]
    described = asked(
        "select description from mention join record using (record) where reference = %s and role = 'subject'", reference
    )
    assert [one["born_as_written"] for (one,) in described] == ["40"]


def test_sent_twice_is_kept_once(signed_in, writing, asked):
    form = writing(signed_in("officer"))

    first, second = form.send(seen=SEEN), form.send(seen=SEEN)

    assert first == second
    assert asked("select count(*) from inbox where reference = %s", first) == [(1,)]


def test_sent_twice_with_other_words_keeps_the_first_and_offers_the_rest_as_an_addition(signed_in, writing, asked):
    form = writing(signed_in("officer"))
    reference = form.send(seen=SEEN)

    page = body(form.post("send", seen=f"{SEEN} A silver car."))

    assert "This was sent before with other words" in page
    assert f'action="/record-a-concern/add/{reference}/"' in page
    assert "A silver car." in page
    assert form.fields["key"] not in page
    assert asked("select count(*) from inbox where adds_to = %s", reference) == [(0,)]


def test_what_the_words_show_is_told_with_its_source_and_never_stands_in_the_way(signed_in, writing):
    form = writing(signed_in("officer"))

    page = body(
        form.post("check", seen="She went to her older boyfriend. Men came and went at night.", own_category="Noise")
    )

    assert "Published indicators that your words speak of" in page
    assert "NSPCC language review (2023)" in page
    assert "an adult of concern" in page
    assert "Source: Barnardo’s" in page
    assert "Where was it?" in page
    assert "When was it?" in page
    assert "score" not in page.lower()
    assert form.send(seen="She went to her older boyfriend.")


def test_the_notes_while_writing_keep_nothing(signed_in, writing, asked):
    form = writing(signed_in("officer"))
    before = asked("select (select count(*) from inbox), (select count(*) from draft), (select count(*) from fact)")

    answer = form.client.post("/record-a-concern/notes/", {**form.fields, "seen": "Her older boyfriend came."})

    assert "an adult of concern" in body(answer)
    assert asked("select (select count(*) from inbox), (select count(*) from draft), (select count(*) from fact)") == before


def test_another_row_can_be_had_without_scripts_and_nothing_is_lost(signed_in, writing):
    form = writing(signed_in("officer"))

    page = body(form.post("more-adult", seen=SEEN, adult_1_name="Dan Orme", adults="1"))

    assert 'name="adult_2_name"' in page
    assert 'value="Dan Orme"' in page
    assert 'name="adults" value="2"' in page
    assert "govuk-error-summary" not in page


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_saved_found_again_by_its_writer_alone_and_gone_when_sent(signed_in, writing, asked):
    form = writing(signed_in("school"))
    form.post("save", seen="A draft about a silver car.", worries="It waits at the gate.")

    again = signed_in("school")
    listed = body(again.get("/my-concerns/"))
    opened = body(again.get(f"/record-a-concern/?draft={form.fields['key']}"))
    stranger = body(signed_in("health").get(f"/record-a-concern/?draft={form.fields['key']}"))
    assert "A draft about a silver car." in listed
    assert "It waits at the gate." in opened
    assert f'name="key" value="{form.fields["key"]}"' in opened
    assert "govuk-error-summary" not in opened
    assert "silver car" not in stranger
    sealed = bytes(asked("select sealed from draft where key = %s", form.fields["key"])[0][0])
    assert b"silver" not in sealed

    form.send(seen="A draft about a silver car.")
    assert asked("select count(*) from draft where key = %s", form.fields["key"]) == [(0,)]


@pytest.mark.parametrize("how", ["idle", "gone"])
def test_what_is_sent_after_the_session_ended_is_kept_for_whoever_opened_the_form(signed_in, writing, at_time, how):
    form = writing(signed_in("police"))
    if how == "idle":
        later = clock.now() + timedelta(minutes=16)
        at_time(later)
    else:
        form.client.cookies.clear()

    answer = form.post("send", seen=f"Nothing of this may be lost: {how}.")

    assert answer.status_code == 302
    assert unquote(answer["Location"]).startswith("/sign-in/login/?ended=kept&next=/record-a-concern/?draft=")
    told = body(form.client.get(answer["Location"]))
    assert "What you wrote is kept as a draft" in told
    back = signed_in("police").get(f"/record-a-concern/?draft={form.fields['key']}")
    assert f"Nothing of this may be lost: {how}." in body(back)


def test_nobody_can_leave_a_draft_for_somebody_else_without_their_form(people, writing, signed_in, asked):
    before = asked("select count(*) from draft")

    answer = Client().post(
        "/record-a-concern/", {"key": writing(signed_in("police")).fields["key"], "writer": "x", "seen": "x"}
    )

    assert answer["Location"].startswith("/sign-in/login/")
    assert "kept" not in answer["Location"]
    assert asked("select count(*) from draft") == before


def test_a_browser_keeps_no_words_and_no_cookie_that_a_script_could_read(signed_in, writing):
    client = signed_in("officer")
    writing(client).post("save", seen=SEEN)  # which leaves a message for the next page

    assert set(client.cookies) <= {"sessionid", "csrftoken"}
    assert all(one["httponly"] for one in client.cookies.values())
    assert "Saved as a draft" in body(client.get("/my-concerns/"))


def test_a_draft_can_be_thrown_away(signed_in, writing):
    form = writing(signed_in("health"))
    form.post("save", seen="To be thrown away.")

    form.client.post(f"/record-a-concern/drafts/{form.fields['key']}/remove/")

    assert "To be thrown away." not in body(form.client.get("/my-concerns/"))


# --- what is never lost -----------------------------------------------------------------------------------------------


def test_a_post_that_seems_forged_gives_the_words_back(people, signed_in):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in("officer").cookies

    answer = strict.post("/record-a-concern/", {"seen": SEEN, "do": "send"})

    assert answer.status_code == 403
    assert SEEN in body(answer)


def test_without_a_database_the_words_are_given_back_and_can_be_sent_again(signed_in, writing, monkeypatch, asked):

    form = writing(signed_in("officer"))
    form.client.raise_request_exception = False
    before = asked("select count(*) from inbox")

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("the server is away")

    with monkeypatch.context() as away:
        away.setattr("wholepicture.hub.storage.connections.django_connection.ensure_connection", gone)
        answer = form.post("send", seen=SEEN)
    assert answer.status_code == 503
    assert SEEN in body(answer)
    assert f'name="key" value="{form.fields["key"]}"' in body(answer)
    assert asked("select count(*) from inbox") == before


# --- additions and the list -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", ["", "Noise"])
def test_a_concern_about_a_place_whose_words_speak_of_a_child_asks_about_her_without_a_category_too(
    signed_in, writing, link, asked, category
):
    reference = writing(signed_in("officer")).send(
        seen=SEEN, about="place", place_1_text="Flat 3, 14 Quarry Street", own_category=category
    )
    link()

    question = asked("select question from record where reference = %s", reference)[0][0]
    assert question["filed_as"] == (category or "no category (about a place)")
    assert asked(
        "select count(*) from finding join finding_record on finding_record.finding = finding.id"
        " join record using (record) where pattern = 'child_question' and reference = %s", reference
    ) == [(1,)]  # fmt: skip


def test_an_addition_that_does_not_say_what_it_is_about_is_about_what_the_concern_is(signed_in, writing, link, asked):
    officer = signed_in("officer")
    reference = writing(officer).send(seen="Noise from the flat until after 2 am.", about="place")
    writing(officer, f"/record-a-concern/add/{reference}/").post("send", seen="Noise again.")
    link()

    assert asked("select stated->>'about' from record where adds_to = %s", f"whole-picture/{reference}") == [("place",)]


def test_adding_never_edits_and_stands_under_what_was_written_with_its_date(signed_in, writing, link, asked):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN)
    before = asked("select body from inbox where reference = %s", reference)

    writing(officer, f"/record-a-concern/add/{reference}/").send(seen="The same silver car came back.")
    link()

    page = body(officer.get(f"/my-concerns/{reference}/"))
    assert SEEN in page
    assert f"Added: {reference}/2" in page
    assert page.index(SEEN) < page.index("The same silver car came back.")
    assert asked("select body from inbox where reference = %s", reference) == before
    assert asked("select adds_to from record where reference = %s", f"{reference}/2") == [(f"whole-picture/{reference}",)]


@pytest.mark.parametrize("who", ["school", "hub", "neighbourhood-manager"])
def test_a_concern_of_somebody_else_is_no_page_here(signed_in, writing, who):
    reference = writing(signed_in("officer")).send(seen=SEEN)
    other = signed_in(who)

    answers = [
        other.get(f"/my-concerns/{reference}/"),
        other.get(f"/my-concerns/{reference}/received/"),
        other.get(f"/record-a-concern/add/{reference}/"),
        other.post(f"/record-a-concern/add/{reference}/", {"seen": "x", "do": "send"}),
        other.get("/my-concerns/WP-26-999999/"),
    ]

    assert [one.status_code for one in answers] == [404] * 5
    assert body(answers[0]) == body(answers[4])


@pytest.mark.parametrize("who", ["scrutineer", "executive", "administrator", "custodian"])
def test_who_records_no_concerns_has_no_such_pages(signed_in, who):
    client = signed_in(who)

    assert client.get("/record-a-concern/").status_code == 404
    assert client.get("/my-concerns/").status_code == 404


def test_the_list_says_who_opened_it_what_is_due_and_that_nothing_is_decided(signed_in, writing, link, people, asked):

    health = signed_in("health")
    reference = writing(health).send(seen=SEEN)
    link()
    held = posts_at(people["hub"].handle, clock.now())[0]
    reader = reader_of(held.account, [Post(Role(held.role.value), held.agency, held.team)], at=clock.now())
    record = asked("select record from record where reference = %s", reference)[0][0]
    with look_at_record(reader, purpose("deal_with_concern"), record):
        pass

    page = body(health.get("/my-concerns/"))
    own = body(health.get(f"/my-concerns/{reference}/"))
    assert "Hub practitioner, Children&#x27;s social care, last on" in page
    assert "No decision is recorded yet" in page
    assert "Hub practitioner, Children&#x27;s social care" in own
    assert "Priya Marlow" not in page + own


def test_a_decision_that_is_a_fact_is_shown_and_the_sentence_that_there_is_none_goes(signed_in, writing, link, hub):

    police = signed_in("police")
    reference = writing(police).send(seen=SEEN)
    link()
    decided = Draft(
        id=FactId(f"decision-{reference}"),
        kind=FactKind.OUTCOME,
        source=f"whole-picture/{reference}",
        author="a practitioner",
        recorded_at=clock.now(),
    )
    with hub.connect("wp_journey") as connection:
        PostgresLedger(connection, lambda: secrets.token_bytes(16)).append([decided], known_at=clock.now())

    page = body(police.get(f"/my-concerns/{reference}/"))

    assert "Decided on" in page
    assert "No decision is recorded yet" not in page


def test_what_may_not_be_read_any_more_is_not_given_back_from_the_inbox_either(signed_in, writing, link, hub):
    health = signed_in("health")
    sealed, erased = (writing(health).send(seen=f"Words that go: {number}.") for number in range(2))
    link()
    with hub.connect("wp_owner") as owner:
        owner.execute("update record set sealed = true where reference = %s", (sealed,))
        owner.execute(
            "insert into erased_part select sequence, 'rest', sequence from fact where source = %s",
            (f"whole-picture/{erased}",),
        )

    of_sealed, of_erased = (body(health.get(f"/my-concerns/{reference}/")) for reference in (sealed, erased))

    assert "Words that go" not in of_sealed + of_erased
    assert "These words are open only to a few named people now" in of_sealed
    assert "Part of this was erased by law" in of_erased
    assert sealed in body(health.get("/my-concerns/"))


def test_that_one_looked_is_written_down_before_the_page(signed_in, writing, asked, people):
    form = writing(signed_in("health"))
    reference = form.send(seen=SEEN)
    looks = "select count(*) from access where account = %s and purpose = 'follow_own' and action = 'read' and allowed"
    before = asked(looks, people["health"].handle)[0][0]

    form.client.get(f"/my-concerns/{reference}/")

    assert asked(looks, people["health"].handle)[0][0] == before + 1


def test_the_list_has_pages(signed_in, writing):
    robin = signed_in("analyst")
    for number in range(21):
        writing(robin).send(seen=f"One of many: {number}.")

    first, second = robin.get("/my-concerns/"), robin.get("/my-concerns/?page=2")

    assert len(first.context["sheet"].concerns) == 20
    assert len(second.context["sheet"].concerns) == 1
    assert "Next" in body(first)
    assert robin.get("/my-concerns/?page=3").status_code == 404


# --- who is criticised, and who wrote it ------------------------------------------------------------------------------


def test_a_raiser_who_asks_for_it_stands_nowhere_but_with_the_custodian(signed_in, writing, link, asked, people):
    officer = signed_in("officer")
    reference = writing(officer).send(seen=SEEN, protected="on")
    writing(officer, f"/record-a-concern/add/{reference}/").send(seen="More of the same.")
    link()

    assert asked("select by_account from inbox where reference = %s or adds_to = %s", reference, reference) == [(None,)] * 2
    assert asked("select raiser from record where reference in (%s, %s)", reference, f"{reference}/2") == [(None,)] * 2
    assert asked("select author from fact where source = %s", f"whole-picture/{reference}") == [("protected",)]
    page = body(officer.get(f"/my-concerns/{reference}/"))
    assert "Your name is kept apart." in page
    assert "More of the same." in page


def test_what_criticises_somebody_is_closed_to_managers_before_anybody_can_read_it(signed_in, writing, link, asked, people):
    reference = writing(signed_in("officer")).send(seen=SEEN, criticised="yes", criticised_who="Lee Harrow")

    named = asked(
        "select c.account::text from criticised c join inbox_outcome o on o.record = c.record join inbox i on i.id = o.inbox"
        " where i.reference = %s order by 1",
        reference,
    )
    link()

    assert named == [(str(people["neighbourhood-manager"].handle),), (None,)]
    stated = asked("select stated->>'criticised' from record where reference = %s", reference)
    assert stated == [("Lee Harrow",)]


def test_danger_stands_first_with_the_number_that_applies_now(signed_in, at_time):
    officer = signed_in("officer")
    at_time(datetime(2026, 6, 3, 10, 0, tzinfo=ZoneInfo("Europe/London")))
    by_day = body(signed_in("officer").get("/record-a-concern/"))
    at_time(datetime(2026, 8, 31, 10, 0, tzinfo=ZoneInfo("Europe/London")))
    bank_holiday = body(signed_in("officer").get("/record-a-concern/"))

    assert by_day.index("Is a child in immediate danger?") < by_day.index("What did you see or hear?")
    assert "<strong>Now: </strong>Harbury children&#x27;s duty team, working days" in by_day
    assert "<strong>Now: </strong>Harbury children&#x27;s duty team, evenings" in bank_holiday
    assert officer
