"""Coming in and going out: what the door lets through, refuses, ends and notes."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.hub.training_people import KEY

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import Account, Post, SignInNote
from wholepicture.hub.accounts.sealing import UnableToUnseal, unseal
from wholepicture.hub.wiring.people import Change, end_post, new_set_up_link, start_post
from wholepicture.hub.wiring.sign_in_training import code_at

LOGIN = "/sign-in/login/"


def give_password(client, person, password=None):
    return client.post(LOGIN, {"login": person.email, "password": password or person.password})


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def noted(what):
    return SignInNote.objects.filter(what=what)


def test_a_password_and_a_code_let_somebody_in(training_people):
    officer, client = training_people["officer"], Client()

    asked = give_password(client, officer)
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302

    give_code(client, code_at(officer.secret, clock.now()))

    assert client.get("/").status_code == 200
    note = noted("signed_in").get()
    assert (note.account, note.how) == (officer.handle, "totp")


def test_a_password_alone_opens_nothing(training_people):
    client = Client()

    give_password(client, training_people["hub"])

    assert client.get("/")["Location"].startswith(LOGIN)
    assert client.get(reverse("people:list"))["Location"].startswith(LOGIN)


def test_a_code_works_once(training_people):
    officer = training_people["officer"]
    code = code_at(officer.secret, clock.now())
    first, second = Client(), Client()
    give_password(first, officer)
    give_code(first, code)

    give_password(second, officer)
    again = give_code(second, code)

    assert "not right, or it was used already" in again.content.decode()
    assert second.get("/").status_code == 302
    assert noted("failed").get().how == "totp"


def test_an_account_without_a_second_factor_reaches_only_the_setting_up_of_one(training_people):
    officer, client = training_people["officer"], Client()
    Authenticator.objects.all().delete()

    give_password(client, officer)

    for path in ("/", reverse("signing_in:choose-post"), reverse("mfa_index"), reverse("account_change_password")):
        assert client.get(path)["Location"] == reverse("signing_in:second-factor"), path
    assert "second step" in client.get(reverse("signing_in:second-factor")).content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_setting_up_a_code_opens_the_rest_and_shows_recovery_codes_once(training_people, commit_at_once):
    officer, client = training_people["officer"], Client()
    Authenticator.objects.all().delete()
    give_password(client, officer)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]

    done = client.post(reverse("mfa_activate_totp"), {"code": code_at(secret, clock.now())})

    assert done["Location"] == reverse("mfa_view_recovery_codes")
    kept = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    first, second = (client.get(reverse("mfa_view_recovery_codes"), follow=True).content.decode() for _ in range(2))
    assert kept[0] in first
    assert kept[0] not in second
    assert client.get("/").status_code == 200


def test_secrets_at_rest_cannot_be_read(training_people):
    officer = training_people["officer"]

    row = Authenticator.objects.get(user__email=officer.email)

    assert officer.secret not in str(row.data)
    assert row.wrap().validate_code(code_at(officer.secret, clock.now()))


def test_another_key_opens_nothing_and_the_key_before_still_does(training_people, for_training):
    row = Authenticator.objects.get(user__email=training_people["officer"].email)
    for_training.SIGN_IN_KEYS = ["another key, made after the first one was lost"]
    with pytest.raises(UnableToUnseal):
        unseal(row.data["secret"])

    for_training.SIGN_IN_KEYS = ["another key, made after the first one was lost", KEY]
    assert unseal(row.data["secret"]) == training_people["officer"].secret


def test_five_failures_lock_this_device_for_this_account_and_no_other_device_and_no_colleague(training_people):
    officer, colleague = training_people["officer"], training_people["police"]
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")

    for _ in range(5):
        assert "is not right" in give_password(here, officer, "wrong").content.decode()
    locked = give_password(here, officer)

    assert "too many attempts" in locked.content.decode()
    assert give_password(there, officer)["Location"] == reverse("mfa_authenticate")
    assert give_password(Client(REMOTE_ADDR="192.0.2.1"), colleague)["Location"] == reverse("mfa_authenticate")
    assert noted("failed").count() == 5
    assert noted("locked").get().account == officer.handle


def test_an_unknown_address_is_answered_like_a_wrong_password_and_noted_without_it(training_people):
    answers = [
        Client().post(LOGIN, {"login": address, "password": "wrong"}).content.decode()
        for address in ("nobody@training.example", training_people["officer"].email)
    ]

    assert all("The email address or the password is not right" in one for one in answers)
    stranger = noted("failed").get(account=None)
    assert len(stranger.tried) == 32
    assert "nobody" not in stranger.tried


def test_nobody_can_sign_up_or_reset_a_password_by_themself(training_people, signed_in):
    for client in (Client(), signed_in("officer")):
        for path in ("signup/", "password/reset/", "email/", "3rdparty/signup/", "3rdparty/"):
            assert client.get(f"/sign-in/{path}").status_code == 404, path


def test_the_sign_in_page_offers_no_way_that_is_not_there(training_people):
    page = Client().get(LOGIN).content.decode()

    assert "password/reset" not in page
    assert "Your administrator makes you a new set-up link" in page


def test_fifteen_idle_minutes_end_a_session_and_say_so(signed_in, at_time):
    client, start = signed_in("officer"), clock.now()

    at_time(start + timedelta(minutes=14, seconds=59))
    assert client.get("/").status_code == 200
    at_time(start + timedelta(minutes=29, seconds=58))
    assert client.get("/").status_code == 200
    at_time(start + timedelta(minutes=44, seconds=59))
    ended = client.get("/", follow=True)

    assert "nothing happened for 15 minutes" in ended.content.decode()
    assert noted("ended_idle").count() == 1


def test_ten_hours_end_a_session_whatever_somebody_does(signed_in, at_time):
    client, start = signed_in("officer"), clock.now()

    for minutes in range(10, 600, 10):
        at_time(start + timedelta(minutes=minutes))
        assert client.get("/").status_code == 200
    at_time(start + timedelta(hours=10))

    assert "signed in for 10 hours" in client.get("/", follow=True).content.decode()


def test_an_ended_post_and_a_new_one_end_the_session(signed_in, handle):
    client, now = signed_in("officer"), clock.now()
    change = Change(handle("administrator"), now, "They moved.")
    client.get("/")

    end_post(Post.objects.get(account__handle=handle("officer")).pk, now, change)

    assert "posts have changed" in client.get("/", follow=True).content.decode()
    assert noted("ended_role").get().account == handle("officer")


def test_a_post_that_starts_later_ends_the_session_when_it_starts(signed_in, handle, at_time):
    client, now = signed_in("officer"), clock.now()
    team = Post.objects.get(account__handle=handle("hub")).team_id
    client.get("/")
    start_post(
        handle("officer"), team, "front_line", now + timedelta(minutes=5), Change(handle("administrator"), now, "New.")
    )

    assert client.get("/").status_code == 200
    at_time(now + timedelta(minutes=6))

    assert "posts have changed" in client.get("/", follow=True).content.decode()


def test_whoever_holds_two_posts_chooses_one_and_can_change_it(training_people, handle, signed_in):
    now = clock.now()
    team = Post.objects.get(account__handle=handle("hub")).team_id
    start_post(handle("officer"), team, "front_line", now, Change(handle("administrator"), now, "Seconded."))
    client = signed_in("officer")

    asked = client.get("/", follow=True)
    assert asked.request["PATH_INFO"] == "/" or "Choose your post" in asked.content.decode()
    choices = list(Post.objects.filter(account__handle=handle("officer")).order_by("pk"))
    client.post(reverse("signing_in:choose-post"), {"post": choices[1].pk})
    assert "Children&#x27;s social care" in client.get("/").content.decode()
    client.post(reverse("signing_in:choose-post"), {"post": choices[0].pk})
    assert "Front-line professional" in client.get("/").content.decode()

    others = Post.objects.get(account__handle=handle("analyst"))
    refused = client.post(reverse("signing_in:choose-post"), {"post": others.pk})
    assert "Choose one of your posts" in refused.content.decode()


def test_signing_out_clears_the_browser_and_is_noted(signed_in, handle):
    client = signed_in("officer")

    gone = client.post(reverse("account_logout"))

    assert gone["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert noted("signed_out").get().account == handle("officer")
    assert client.get("/").status_code == 302


def test_every_answer_forbids_keeping_it(signed_in):
    client = signed_in("administrator")

    for path in ("/", LOGIN, reverse("people:list"), "/no-such-page/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store", path
        assert answer["Referrer-Policy"] == "same-origin"
        assert "'none'" in answer["Content-Security-Policy"]


def test_one_click_works_only_in_training(training_people, for_training):
    person, client = training_people["administrator"], Client()
    for_training.TRAINING = False

    assert client.post(reverse("signing_in:train", args=[person.handle])).status_code == 404
    assert "Sign in as" not in client.get(LOGIN).content.decode()


def test_one_click_opens_no_real_account(training_people):
    real = Account.objects.create_user("real@example.org", "long enough to be one", name="Real")

    assert Client().post(reverse("signing_in:train", args=[real.handle])).status_code == 404


def test_outside_training_a_training_password_opens_nothing_and_open_sessions_end(training_people, for_training, signed_in):
    person, client, open_before = training_people["officer"], Client(), signed_in("hub")
    assert open_before.get("/").status_code == 200
    for_training.TRAINING = False

    assert give_password(client, person)["Location"] == reverse("account_inactive")
    assert client.get("/").status_code == 302
    assert open_before.get("/").status_code == 302


def test_the_sign_in_page_lists_everybody_in_training(training_people):
    page = Client().get(LOGIN).content.decode()

    assert page.count("Sign in as ") == len(training_people)
    assert training_people["hub"].password in page


def test_a_set_up_link_sets_a_password_once(training_people, handle):
    now = clock.now()
    secret = new_set_up_link(handle("officer"), Change(handle("administrator"), now, "Forgot it."))
    page = reverse("signing_in:set-up", args=[secret])
    client = Client()

    short = client.post(page, {"password": "short", "again": "short"}).content.decode()
    assert "12 characters" in short
    unlike = client.post(page, {"password": "three plain words", "again": "three plain word"}).content.decode()
    assert "not the same" in unlike
    assert client.post(page, {"password": "three plain words", "again": "three plain words"})["Location"] == LOGIN

    assert client.get(page).status_code == 404
    assert give_password(Client(), training_people["officer"], "three plain words")["Location"] == reverse(
        "mfa_authenticate"
    )


def test_a_newer_link_and_time_end_a_link(training_people, handle, at_time):
    now = clock.now()
    change = Change(handle("administrator"), now, "Forgot it.")
    old, new = (new_set_up_link(handle("officer"), change) for _ in range(2))

    assert Client().get(reverse("signing_in:set-up", args=[old])).status_code == 404
    assert Client().get(reverse("signing_in:set-up", args=[new])).status_code == 200
    at_time(now + timedelta(hours=72))
    assert Client().get(reverse("signing_in:set-up", args=[new])).status_code == 404


@pytest.mark.parametrize("table", ["accounts_signinnote", "accounts_personevent"])
@pytest.mark.parametrize("change", ["update {} set what = 'x'", "delete from {}", "truncate {}"])
def test_the_database_refuses_to_change_what_was_noted(signed_in, table, change):
    signed_in("officer")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_no_code_bypasses_the_second_factor(settings):
    assert settings.MFA_TOTP_INSECURE_BYPASS_CODE is None
    assert settings.MFA_WEBAUTHN_USER_VERIFICATION == "required"
    assert "webauthn" in settings.MFA_SUPPORTED_TYPES


def test_the_deploy_check_is_clean_behind_tls_and_refuses_training(settings):
    settings.SIGN_IN_KEYS, settings.SECRET_KEY = ["a key"], "abcdefghij" * 6
    settings.BEHIND_TLS = settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.TRAINING = False
    call_command("check", deploy=True, fail_level="WARNING")

    settings.TRAINING = True
    with pytest.raises(Exception, match="anybody can sign in as anybody"):
        call_command("check", deploy=True, fail_level="WARNING")
