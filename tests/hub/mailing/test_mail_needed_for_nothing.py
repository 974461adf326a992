"""Each one's own switch; and that nothing depends on mail."""

import argparse
import re
from pathlib import Path

import pytest

from wholepicture.hub import commands
from wholepicture.hub.commands.starting import _children

HUB = Path(commands.__file__).parents[1]


def body(answer) -> str:
    return answer.content.decode()


def test_each_one_switches_their_own_mails_off_and_on_again(signed_in, notice, post, concern):
    hub, police = signed_in("hub"), signed_in("hub-police")
    assert "Stop these mails" in body(hub.get("/notices/"))

    assert hub.post("/notices/mail/", {"mail": "off"}).status_code == 302

    assert "You are sent no mail." in body(hub.get("/notices/"))
    assert "Stop these mails" in body(police.get("/notices/"))
    mine, theirs = notice("hub", record=concern.record), notice("hub-police", record=concern.record)
    assert post().notices == [theirs]
    assert "Send me mails" in body(hub.get("/notices/"))
    hub.post("/notices/mail/", {"mail": "on"})
    assert "Stop these mails" in body(hub.get("/notices/"))
    assert post().notices == [theirs, mine]


def test_switched_off_twice_is_switched_off(signed_in):
    hub = signed_in("hub")
    for _ in range(2):
        assert hub.post("/notices/mail/", {"mail": "off"}).status_code == 302
    assert "You are sent no mail." in body(hub.get("/notices/"))


def test_where_the_hub_mails_nobody_there_is_no_switch(signed_in, mailing):
    mailing.MAILS = False
    page = body(signed_in("hub").get("/notices/"))
    assert "Mail" not in re.sub(r"<[^>]+>", "", page)


def test_to_an_administrator_the_switch_is_absent_and_to_get_it_is_not_allowed(signed_in):
    assert signed_in("administrator").post("/notices/mail/", {"mail": "off"}).status_code == 404
    assert signed_in("hub").get("/notices/mail/").status_code == 405


def test_without_the_process_everything_else_goes_on(signed_in, notice, concern, asked, mailing):
    mailing.EMAIL_HOST, mailing.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    hub, number = signed_in("hub"), notice("hub", record=concern.record)
    assert "About another person" in body(hub.get("/notices/"))
    assert hub.post(f"/notices/{number}/seen/").status_code == 302
    assert asked("select seen_at is not null from notice where id = %s", number) == [(True,)]
    assert asked("select count(*) from mail") == [(0,)]


def test_nothing_in_the_database_acts_on_a_notice_or_a_mail(asked):
    triggers = asked(
        "select tgname from pg_trigger where tgrelid in ('notice'::regclass, 'mail'::regclass, 'mail_off'::regclass)"
        " and not tgisinternal"
    )
    assert triggers == []
    knows = asked(
        "select proname::text from pg_proc where pronamespace in ('need_to_know'::regnamespace, 'public'::regnamespace)"
        r" and prosrc ~ '\mmail(_off)?\M' order by 1"
    )
    assert [name for (name,) in knows] == ["give_mail_up", "is_mailed", "note_mailed", "switch_mail", "take_mail"]


KNOWS = re.compile(r"import smtplib|django\.core\.mail\b(?!\.backends\.dummy)|mail_living|mail_ways|storage\.mails")


def test_only_the_process_and_the_switch_know_of_mail():
    told = {str(path.relative_to(HUB)) for path in HUB.rglob("*.py") if KNOWS.search(path.read_text(encoding="utf-8"))}
    assert told == {
        "commands/journeying.py",
        "wiring/mail_living.py",
        "wiring/mail_ways.py",
        "wiring/mail_words.py",
        "wiring/notices.py",
    }


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, None),
        ({"WHOLEPICTURE_EMAIL_FILE_PATH": "x"}, "http://127.0.0.1:8765"),
        ({"WHOLEPICTURE_EMAIL_HOST": "x", "WHOLEPICTURE_ADDRESS": "https://h.example"}, "https://h.example"),
    ],
)
def test_the_hub_starts_the_process_only_where_mail_is_set(given, address, tmp_path):
    asked = argparse.Namespace(address="127.0.0.1", port=8765, workers=1, threads=1)

    children = {one.name: one for one in _children(asked, given, tmp_path)}

    assert set(children) - {"mail"} == {"journey", "imports", "accounts", "checkpoints", "web"}
    assert ("mail" in children) == (address is not None)
    if address:
        assert children["mail"].environment["WHOLEPICTURE_ADDRESS"] == address
        assert children["mail"].environment["DATABASE_URL"] == ""
