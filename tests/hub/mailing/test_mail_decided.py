"""What is mailed to whom: decided in the database, at the moment of sending."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from tests.hub.mailing.conftest import CANARY, words_of

from wholepicture.hub import clock

WHOLE = """From: hub@example.org
To: hub@training.example
Subject: Something waits in Whole Picture
Date: -
Message-ID: -
Auto-Submitted: auto-generated
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 7bit
MIME-Version: 1.0

Something waits for you in Whole Picture.

{reference}Sign in: https://hub.example.org/sign-in/login/
"""


@pytest.mark.parametrize("kind", ["wrong person", "emergency opening", "answer"])
def test_a_mail_says_that_something_waits_its_reference_and_the_address_and_nothing_else(notice, post, concern, kind):
    notice("hub", kind, concern.record)

    [text] = post().texts

    assert words_of(text) == WHOLE.format(reference=f"Reference: {concern.reference}\n\n")
    assert CANARY.split()[0] not in text.as_string()
    assert "Canarygate" not in text.as_string()


def test_a_meeting_has_no_reference(notice, post):
    notice("hub", "meeting")
    [text] = post().texts
    assert words_of(text) == WHOLE.format(reference="")


@pytest.mark.parametrize("kind", ["sealed", "identity"])
@pytest.mark.parametrize("with_record", [True, False])
def test_seals_and_identities_are_never_mailed(notice, post, concern, kind, with_record):
    notice("hub", kind, concern.record if with_record else None)
    assert post().mails == []


def test_every_kind_of_notice_was_thought_of_and_a_new_one_is_not_mailed(hub, notice, post, concern, asked):
    [(check,)] = asked("select pg_get_constraintdef(oid) from pg_constraint where conname = 'notice_kind_check'")
    mailed = []
    for kind in [one for one in check.split("'")[1::2] if not one.startswith("::")]:
        notice("hub", kind, concern.record)
        mailed += [kind] if post().mails else []
        post().mails.clear()
    assert (
        {"wrong person", "emergency opening", "answer"}
        <= set(mailed)
        <= {
            "wrong person",
            "emergency opening",
            "answer",
            "meeting",
        }
    )
    with hub.connect("wp_owner") as owner, owner.transaction(force_rollback=True):
        owner.execute("alter table notice drop constraint notice_kind_check")
        owner.execute(
            "insert into notice (account, kind, record, words, at)"
            " select account, 'a new kind', record, words, at from notice"
        )
        owner.execute("delete from notice where kind <> 'a new kind'")
        found = owner.execute(
            "select notice from need_to_know.take_mail(%s, true, '{1 hour}', '2 days')", (clock.now(),)
        ).fetchall()
    assert found == []


def test_what_was_sealed_after_the_notice_is_not_mailed(notice, post, concern, sealed):
    notice("hub", record=concern.record)
    sealed(record=concern.record)
    assert post().mails == []


def test_what_was_sealed_between_two_tries_is_not_mailed(notice, post, box, concern, sealed, at_time):
    notice("hub", record=concern.record)
    box.fails = ConnectionRefusedError()
    post()
    box.fails = None
    sealed(record=concern.record)
    later = clock.now() + timedelta(hours=2)
    at_time(later)
    assert post().mails == []


def test_what_is_no_longer_known_is_not_mailed(notice, post):
    notice("hub", record="whole-picture/of-which-nobody-knows")
    assert post().mails == []


def test_an_emergency_opening_of_somebody_sealed_is_not_mailed(notice, post, related, sealed):
    child = uuid4()
    related("police", person=child)
    notice("police", "emergency opening")
    sealed(person=child)
    assert post().mails == []


def test_an_emergency_opening_of_somebody_is_mailed_without_a_reference(notice, post, related):
    related("police", person=uuid4())
    notice("police", "emergency opening")
    assert post().references == [""]


def test_an_answer_without_a_record_is_not_mailed_as_nobody_knows_whether_it_is_sealed(notice, post):
    notice("hub", "answer")
    notice("hub", "wrong person")
    assert post().mails == []


def test_a_meeting_about_what_is_sealed_is_not_mailed(post, concern, signed_in, sealed, asked):
    hub = signed_in("hub")
    hub.post(f"/why/?subject=record%20{concern.record}", {"purpose": "prepare_meeting"})
    call = {
        "kind": "mapping meeting",
        "day_day": "1",
        "day_month": "12",
        "day_year": "2027",
        "at": "14:00",
        "because": "One flat.",
    }
    answer = hub.post(f"/meetings/call/concern/{concern.reference}/", {**call, "because": "One flat."})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    invite = {"email": "police@training.example", "because": "They were there."}
    assert hub.post(f"{answer['Location']}invite/", invite).status_code == 302
    [(told,)] = asked("select id from notice where kind = 'meeting'")
    assert asked("select need_to_know.notice_sealed(n) from notice n") == [(False,)]

    sealed(record=concern.record)

    assert asked("select need_to_know.notice_sealed(n) from notice n where id = %s", told) == [(True,)]
    assert post().mails == []


# --- whose, and with which reference -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["hub", "hub-police", "scrutineer", "officer"])
def test_whoever_may_open_it_by_their_role_or_raised_it_is_told_its_reference(notice, post, concern, who):
    notice(who, record=concern.record)
    assert post().references == [concern.reference]


@pytest.mark.parametrize("who", ["school", "police", "analyst", "executive", "neighbourhood-manager", "hub-manager"])
def test_whoever_may_not_is_told_that_something_waits_alone(notice, post, concern, who):
    notice(who, "answer", record=concern.record)
    assert post().references == [""]


def test_whoever_works_with_it_is_told_its_reference(notice, post, concern, related):
    related("school", record=concern.record)
    notice("school", "answer", record=concern.record)
    assert post().references == [concern.reference]


def test_whoever_is_criticised_is_not_told_its_reference(notice, post, concern, hub, people):
    with hub.connect("wp_owner") as owner:
        owner.execute("insert into criticised (record, account) values (%s, %s)", (concern.record, people["hub"].handle))
    try:
        notice("hub", record=concern.record)
        assert post().references == [""]
    finally:
        with hub.connect("wp_owner") as owner:
            owner.execute("delete from criticised")


def test_an_addition_is_told_by_the_reference_of_its_concern(notice, post, concern, signed_in, link, asked, writing):
    officer = signed_in("officer")
    writing(officer, f"/record-a-concern/add/{concern.reference}/").post("send", seen="She was there again.")
    link()
    [(record,)] = asked("select record from record where adds_to = %s", f"whole-picture/{concern.reference}")
    notice("hub", record=record)
    assert post().references == [concern.reference]


def test_of_a_protected_concern_no_mail_names_the_reference(notice, post, signed_in, writing, link, asked):
    reference = writing(signed_in("officer")).send(seen="A senior colleague takes girls home.", protected="on")
    link()
    [(record,)] = asked("select record from record where reference = %s", reference)
    assert asked("select count(*) from raiser where reference = %s", reference) == [(1,)]
    for who in ("officer", "hub", "scrutineer"):
        notice(who, record=record)

    box = post()

    assert box.references == ["", "", ""]
    texts = {words_of(text).replace(mail.address, "-") for text, mail in zip(box.texts, box.mails, strict=True)}
    assert len(texts) == 1  # whose mail it is, nobody can tell


def test_a_record_of_an_agencys_own_system_has_no_reference_of_ours(notice, post, hub, concern):
    with hub.connect("wp_owner") as owner:
        owner.execute("update record set system = 'elsewhere' where record = %s", (concern.record,))
    try:
        notice("hub", record=concern.record)
        assert post().references == [""]
    finally:
        with hub.connect("wp_owner") as owner:
            owner.execute("update record set system = 'whole-picture' where record = %s", (concern.record,))


# --- to whom not -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "back"),
    [
        ("update accounts_account set is_active = false where email = %s", "update accounts_account set is_active = true"),
        (
            "update accounts_post set until = greatest(since, now() - interval '1 s') from accounts_account a"
            " where a.id = account_id and a.email = %s",
            "update accounts_post set until = null",
        ),
    ],
    ids=["switched off", "no post"],
)
def test_whoever_is_switched_off_or_holds_no_post_is_not_mailed(notice, post, concern, hub, change, back):
    notice("hub", record=concern.record)
    with hub.connect("wp_owner") as owner:
        owner.execute(change, ("hub@training.example",))
    try:
        assert post().mails == []
    finally:
        with hub.connect("wp_owner") as owner:
            owner.execute(back)


def test_an_administrator_is_not_mailed(notice, post, concern):
    notice("administrator", record=concern.record)
    assert post().mails == []


def test_what_was_seen_or_is_older_than_two_days_is_not_mailed(notice, post, concern, hub):
    seen = notice("hub", record=concern.record)
    notice("hub", record=concern.record, at=clock.now() - timedelta(days=2, minutes=1))
    young = notice("hub", record=concern.record, at=clock.now() - timedelta(days=1, hours=23))
    with hub.connect("wp_owner") as owner:
        owner.execute("update notice set seen_at = now() where id = %s", (seen,))
    assert post().notices == [young]


def test_training_accounts_are_left_out_where_there_is_no_folder(notice, post, concern):
    notice("hub", record=concern.record)
    assert post(training=False).mails == []


# --- who may ask -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        "select * from need_to_know.take_mail(now(), true, '{1 hour}', '2 days')",
        "select need_to_know.note_mailed(1, now())",
        "select need_to_know.give_mail_up(now(), 0, 1)",
        "select need_to_know.mailed_reference('x', gen_random_uuid(), now())",
        "select need_to_know.thread_sealed('x')",
        "select * from mail",
        "select * from mail_off",
        "delete from mail_off",
    ],
)
def test_what_answers_requests_has_no_way_to_what_is_mailed(hub, attempt):
    with hub.connect("wp_app") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt)


@pytest.mark.parametrize("attempt", ["select * from mail", "select * from notice", "select need_to_know.switch_mail(false)"])
def test_the_process_reads_no_notice_and_switches_nobody_off(hub, attempt):
    with hub.connect("wp_journey") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt)


@pytest.mark.parametrize("attempt", ["select need_to_know.switch_mail(false)"])
def test_without_a_signed_context_nobody_switches_anything(hub, attempt):
    with hub.connect("wp_app") as connection, pytest.raises(psycopg.DatabaseError, match="nothing there"):
        connection.execute(attempt)
