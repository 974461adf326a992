"""How mails leave: tries that grow apart, an end to them, killed in between, and to whom over what."""

import ipaddress
import os
import re
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.hub.mailing.conftest import CANARY
from tests.hub.mailing.mail_server import MailServer, mail_server

from wholepicture.hub import clock
from wholepicture.hub.storage.mails import Mail
from wholepicture.hub.wiring import mail_living
from wholepicture.hub.wiring.mail_living import PAUSES
from wholepicture.hub.wiring.mail_ways import ByAccount, UnfitForMail, check_settings
from wholepicture.hub.wiring.mail_words import written


def until(true: Callable[[], object], seconds: float = 30) -> None:
    by = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < by, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def server(socket_enabled) -> Iterator[MailServer]:
    with mail_server() as told:
        yield told


@pytest.fixture
def by_server(mailing, server) -> Any:
    """The hub mails to that server, in the clear."""
    mailing.EMAIL_HOST, mailing.EMAIL_PORT, mailing.EMAIL_SECURITY = "127.0.0.1", server.port, "none"
    mailing.EMAIL_FILE_PATH = ""
    return mailing


@pytest.fixture
def real(hub) -> Iterator[str]:
    """The practitioner's account as that of somebody real: its key."""
    with hub.connect("wp_owner") as owner:
        owner.execute("update accounts_account set training = false where email = 'hub@training.example'")
    yield "hub"
    with hub.connect("wp_owner") as owner:
        owner.execute("update accounts_account set training = true where email = 'hub@training.example'")


@pytest.fixture
def to_somebody_real(by_server, real, notice, concern) -> Callable[[], int]:
    """A notice to them, and its number."""
    return lambda: notice(real, record=concern.record)


@pytest.fixture
def send(hub, said) -> Callable[[], None]:
    """The process, once through everything that is due, by the ways of the settings."""

    def run() -> None:
        ways = ByAccount()
        with hub.connect("wp_journey") as connection:
            while mail_living.mail_next(connection, ways, training=ways.takes_training, say=said.append):
                pass

    return run


# --- again, and an end -------------------------------------------------------------------------------------------------


def test_it_tries_again_after_growing_pauses_and_gives_up_with_a_line_of_numbers(notice, post, box, said, concern, at_time):
    number, begun = notice("hub", record=concern.record), clock.now()
    box.fails = OSError(f"550 no such mailbox for {CANARY} <hub@training.example>")
    now, tried = begun, []
    for minute in range(12 * 60):
        at_time(begun + timedelta(minutes=minute))
        before = len(said)
        post()
        tried += [minute] * (len(said) > before)

    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert len(tried) == len(PAUSES)
    assert gaps == [pause.total_seconds() / 60 for pause in PAUSES[:-1]]
    assert gaps == sorted(gaps)
    assert said == [
        *(f"The mail for notice {number} was not sent, try {one} (OSError)." for one in range(1, len(PAUSES) + 1)),
        f"The mail for notice {number} is given up after {len(PAUSES)} tries.",
    ]
    assert now == begun
    box.fails = None
    at_time(begun + timedelta(hours=40))
    assert post().mails == []


def test_one_that_fails_holds_no_other_up(notice, post, box, concern, people):
    first, second = notice("hub", record=concern.record), notice("hub-police", record=concern.record)
    box_send = box.send

    def send(mail) -> None:
        if mail.notice == first:
            raise OSError
        box_send(mail)

    box.send = send
    assert post().notices == [second]


def test_what_was_sent_is_sent_once(notice, post, concern, at_time):
    number = notice("hub", record=concern.record)
    post()
    at_time(clock.now() + timedelta(hours=20))
    assert post().notices == [number]


def test_killed_between_sending_and_writing_down_it_is_sent_again_as_the_same_message(notice, post, box, concern, at_time):
    number, now = notice("hub", record=concern.record), clock.now()
    kept = box.send

    def cut_short(mail) -> None:
        kept(mail)
        raise KeyboardInterrupt

    box.send = cut_short
    with pytest.raises(KeyboardInterrupt):
        post()
    box.send = kept
    at_time(now + timedelta(seconds=59))
    assert post().notices == [number]
    at_time(now + timedelta(seconds=61))

    assert post().notices == [number, number]  # at least once, and not a third time
    assert len({one["Message-ID"] for one in box.texts}) == 1
    at_time(now + timedelta(days=1))
    assert post().notices == [number, number]


def test_a_mail_that_ends_whoever_sends_it_is_given_up_too(notice, post, box, said, concern, at_time):
    number, now = notice("hub", record=concern.record), clock.now()
    box.fails = KeyboardInterrupt()
    for hour in range(0, 24, 1):
        at_time(now + timedelta(hours=hour))
        try:
            post()
        except KeyboardInterrupt:
            continue
    assert said == [f"The mail for notice {number} is given up after {len(PAUSES)} tries."]


def test_the_process_is_killed_with_the_mail_in_the_servers_hands(hub, server, to_somebody_real, send, at_time):
    number, now = to_somebody_real(), clock.now()
    server.answers.clear()
    environment = {
        **hub.environment(),
        "WHOLEPICTURE_EMAIL_HOST": "127.0.0.1",
        "WHOLEPICTURE_EMAIL_PORT": str(server.port),
        "WHOLEPICTURE_EMAIL_SECURITY": "none",
        "WHOLEPICTURE_EMAIL_FROM": "hub@example.org",
    }
    command = (sys.executable, "-m", "wholepicture", "hub", "mail")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:  # noqa: S603
        try:
            assert server.kept.wait(40)
        finally:
            process.kill()
        out, _ = process.communicate(timeout=20)
    assert out == b""
    server.answers.set()

    at_time(now + timedelta(minutes=5))
    send()

    assert len(server.mails) == 2
    assert len({re.search(r"Message-ID: (\S+)", one)[1] for one in server.mails}) == 1
    with hub.connect("wp_owner") as owner:
        assert owner.execute("select tries, sent_at is not null from mail where notice = %s", (number,)).fetchall() == [
            (2, True)
        ]


# --- to a server -------------------------------------------------------------------------------------------------------


def test_it_reaches_a_mail_server_and_tells_it_no_name_of_this_machine(server, to_somebody_real, concern, send, said):
    to_somebody_real()

    send()

    [text] = server.mails
    assert said == []
    assert f"Reference: {concern.reference}\r\n" in text
    assert CANARY not in text
    assert server.said[0] == "ehlo example.org"
    assert [one.split(" size=")[0].casefold() for one in server.said[1:3]] == [
        "mail from:<hub@example.org>",
        "rcpt to:<hub@training.example>",
    ]


def test_a_refusal_is_said_without_the_address(server, to_somebody_real, send, said):
    server.refuses = "550 5.1.1 <hub@training.example> is nobody here"
    number = to_somebody_real()

    send()

    assert said == [f"The mail for notice {number} was not sent, try 1 (SMTPRecipientsRefused)."]


def test_training_accounts_never_reach_a_server(server, by_server, notice, concern, send, tmp_path):
    notice("hub", record=concern.record)
    send()
    assert server.said == []

    by_server.EMAIL_FILE_PATH = str(tmp_path / "mails")
    send()

    assert server.said == []
    assert len(list((tmp_path / "mails").iterdir())) == 1


def test_somebody_real_is_mailed_by_the_server_where_there_is_a_folder_too(
    server, by_server, to_somebody_real, send, tmp_path
):
    by_server.EMAIL_FILE_PATH = str(tmp_path / "mails")
    to_somebody_real()
    send()
    assert len(server.mails) == 1
    assert not (tmp_path / "mails").exists()


def test_a_folder_holds_each_mail_once_for_its_owner_alone(mailing, notice, concern, send, tmp_path):
    mailing.EMAIL_HOST, mailing.EMAIL_FILE_PATH = "", str(tmp_path / "mails")
    notice("hub", record=concern.record)

    send()

    [path] = (tmp_path / "mails").iterdir()
    assert message_from_bytes(path.read_bytes())["To"] == "hub@training.example"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a@",
        "a b <",
        "a@[",
        "a@example.org\nBcc: everybody@example.org",
        "a@example.org, everybody@example.org",
        "all: a@example.org;",
        "=?utf-8?q?everybody?=@example.org",
        "a@example.org\0",
    ],
)
def test_an_address_that_is_not_one_address_alone_is_written_to_nowhere(address):
    mail = Mail(notice=1, message=uuid4(), tries=1, address=address, training=False, reference="")
    with pytest.raises(ValueError, match="address"):
        written(mail)


# --- under TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody else has signed, with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def under_tls(by_server, server, certificate) -> Any:
    by_server.EMAIL_SECURITY = "starttls"
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(certificate)
    return by_server


@pytest.fixture
def vouched_for(certificate, monkeypatch) -> None:
    """This machine trusts that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def test_it_speaks_under_tls_to_a_server_that_it_knows(under_tls, vouched_for, server, to_somebody_real, send, said):
    to_somebody_real()

    send()

    assert said == []
    assert len(server.mails) == 1
    begun = [one.split(" ")[0].casefold() for one in server.said]
    assert begun.index("starttls") < begun.index("mail")


def test_to_a_server_whose_certificate_nobody_vouches_for_it_says_nothing(under_tls, server, to_somebody_real, send, said):
    number = to_somebody_real()
    send()
    assert said == [f"The mail for notice {number} was not sent, try 1 (SSLCertVerificationError)."]
    assert [one.split(" ")[0].casefold() for one in server.said] == ["ehlo", "starttls"]


def test_where_a_server_offers_no_tls_nothing_goes_in_the_clear(by_server, server, to_somebody_real, send, said):
    by_server.EMAIL_SECURITY = "starttls"
    number = to_somebody_real()
    send()
    assert said == [f"The mail for notice {number} was not sent, try 1 (SMTPNotSupportedError)."]
    assert not any(one.casefold().startswith(("mail", "rcpt", "data")) for one in server.said)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"MAILS": False}, "no mail is sent"),
        ({"EMAIL_SECURITY": "ssl"}, "is one of starttls, tls, none"),
        ({"EMAIL_SECURITY": "none", "EMAIL_HOST_USER": "u", "EMAIL_HOST_PASSWORD": "p"}, "in the clear"),
        ({"EMAIL_HOST_USER": "u", "EMAIL_HOST_PASSWORD": ""}, "together or not at all"),
        ({"EMAIL_HOST": "mail.example.org", "DEFAULT_FROM_EMAIL": ""}, "WHOLEPICTURE_EMAIL_FROM"),
        ({"ADDRESS": "http://*"}, "WHOLEPICTURE_ADDRESS"),
        ({"ADDRESS": "hub.example.org"}, "WHOLEPICTURE_ADDRESS"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(mailing, changed, words):
    mailing.EMAIL_HOST_USER = mailing.EMAIL_HOST_PASSWORD = ""
    check_settings()
    for name, value in changed.items():
        setattr(mailing, name, value)
    with pytest.raises(UnfitForMail, match=re.escape(words)):
        check_settings()


def test_the_command_says_that_no_mail_is_set_and_ends(hub):
    without = {name: value for name, value in hub.environment().items() if "EMAIL" not in name}
    command = (sys.executable, "-m", "wholepicture", "hub", "mail")
    done = subprocess.run(command, env=without, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert "WHOLEPICTURE_EMAIL_HOST" in done.stdout


# --- its life ----------------------------------------------------------------------------------------------------------


def test_one_process_mails_while_another_stands_by_and_both_outlive_their_connections(
    hub, mailing, notice, concern, tmp_path
):
    mailing.EMAIL_HOST, mailing.EMAIL_FILE_PATH = "", str(tmp_path / "mails")
    stopping, said = Event(), []
    lives = [
        Thread(
            target=mail_living.live,
            args=(hub.url("wp_journey"), stopping),
            kwargs={"say": said.append, "looking": 0.02},
        )
        for _ in range(2)
    ]
    for life in lives:
        life.start()
    try:
        notice("hub", record=concern.record)
        until(lambda: len(os.listdir(tmp_path / "mails")) == 1 if (tmp_path / "mails").exists() else False)
        with hub.connect("wp_journey") as beside:
            beside.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where application_name = 'wholepicture mail' and datname = current_database()"
            )
        notice("hub", record=concern.record)
        until(lambda: len([one for one in os.listdir(tmp_path / "mails") if one.endswith(".eml")]) == 2)
    finally:
        stopping.set()
        for life in lives:
            life.join(20)
    assert set(said) <= {"The database is not there; trying again."}
    with hub.connect("wp_owner") as owner:
        assert owner.execute("select tries, sent_at is not null from mail").fetchall() == [(1, True)] * 2
