"""Agencies' systems post concerns: kept once, receipted, told what became of it; and everything else is refused in words."""

import json
import secrets
from datetime import timedelta

import pytest
from django.test import override_settings

from wholepicture.hub import clock
from wholepicture.hub.accounts.models import AgencyToken
from wholepicture.hub.accounts.tokens import Scope
from wholepicture.hub.wiring.checkpoints import Sealer, checkpoint_signer, receipt_signer
from wholepicture.verify.checking import Believed, check_receipt
from wholepicture.verify.notes import read_key

CONCERNS = "/api/concerns"


def a_concern(**said):
    return {"about": "child", "seen": "She was collected by a man in a silver car.", **said}


def key() -> str:
    return secrets.token_hex(8)


def assert_problem(answer, status: int, *words: str):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    for one in words:
        assert one in told["detail"], told
    return told


def test_a_concern_is_kept_receipted_and_linked(system, county):
    school = system()
    child = {"forename": "Lowri", "surname": "Fern", "born": "2012-05-06"}
    posted = school.post(
        CONCERNS, a_concern(children=[child], raised_by="school nurse", team="Designated safeguarding leads"), key=key()
    )

    assert posted.status_code == 201
    reference = posted.json()["reference"]
    assert set(posted.json()) == {"reference", "received_at", "signed"}
    assert school.get(f"{CONCERNS}/{reference}").json()["status"] == "received"
    county.link()
    assert school.get(f"{CONCERNS}/{reference}").json()["status"] == "linked"
    [(agency, raised_by, narrative, team)] = county.asked(
        "select agency, stated->>'raised_by', narrative, team from record where reference = %s", reference
    )
    assert (agency, raised_by, narrative) == ("school", "school nurse", a_concern()["seen"])
    assert team is not None
    assert county.asked("select channel, by_account is not null from inbox where reference = %s", reference) == [
        ("api", True)
    ]


def test_a_system_holds_a_signed_receipt_from_the_first_answer_and_later_its_way_to_a_checkpoint(system, county):
    def checked(receipt):
        keys = [read_key(one.verifier) for one in (checkpoint_signer(), receipt_signer())]
        return check_receipt(json.loads(json.dumps(receipt)), Believed(keys, [], [], True), None)

    school = system()
    with override_settings(RECEIPT_KEY="5a" * 32, CHECKPOINT_KEY="c3" * 32):
        posted = school.post(CONCERNS, a_concern(), key=key()).json()
        reference = posted["reference"]
        added = school.post(f"{CONCERNS}/{reference}/additions", {"seen": "Again today."}, key=key()).json()

        for one in (posted["signed"], added["signed"]):
            assert (checked(one).wrong, one["sealed"]) == ([], None)
        with county.hub.connect("wp_journey") as connection:
            while Sealer(checkpoint_signer()).seal_next(connection, now=clock.now()):
                pass
        for path in ("receipt", "additions/2/receipt"):
            later = checked(school.get(f"{CONCERNS}/{reference}/{path}").json())
            assert later.wrong == []
            assert any(words.startswith("sealed as leaf") for words in later.good)
        assert system("health").get(f"{CONCERNS}/{reference}/receipt").status_code == 404
    with override_settings(RECEIPT_KEY=""):
        assert_problem(school.get(f"{CONCERNS}/{reference}/receipt"), 404, "signs no receipts")
        assert school.post(CONCERNS, a_concern(), key=key()).json()["signed"] is None


def test_sent_again_with_the_same_key_it_is_kept_once_also_by_a_new_token_of_the_agency(system, county):
    once = key()
    first, again = system().post(CONCERNS, a_concern(), key=once), system().post(CONCERNS, a_concern(), key=once)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert county.asked("select count(*) from inbox where reference = %s", first.json()["reference"]) == [(1,)]


def test_the_same_key_with_other_words_is_told_apart_and_names_the_first(system):
    once, school = key(), system()
    first = school.post(CONCERNS, a_concern(), key=once).json()

    answer = school.post(CONCERNS, a_concern(seen="Something else."), key=once)

    assert_problem(answer, 409, first["reference"], "was not kept")


def test_two_agencies_may_use_the_same_key(system):
    once = key()

    assert system("school").post(CONCERNS, a_concern(), key=once).status_code == 201
    assert system("health").post(CONCERNS, a_concern(), key=once).status_code == 201


def test_an_addition_is_a_record_of_its_own_beside_the_concern(system, county):
    school = system()
    reference = school.post(CONCERNS, a_concern(), key=key()).json()["reference"]

    added = school.post(f"{CONCERNS}/{reference}/additions", {"seen": "Again today."}, key=key())

    assert added.status_code == 201
    assert added.json()["reference"] == f"{reference}/2"
    assert school.get(f"{CONCERNS}/{reference}/additions/2").json()["status"] == "received"
    county.link()
    assert county.asked("select adds_to from record where reference = %s", f"{reference}/2") == [
        (f"whole-picture/{reference}",)
    ]


def test_hidden_and_absent_answer_alike(system, county):
    school, health = system(), system("health")
    theirs = health.post(CONCERNS, a_concern(), key=key()).json()["reference"]
    [(by_page,)] = county.asked("select reference from inbox where channel = 'page' and agency = 'school' limit 1")

    absent = school.get(f"{CONCERNS}/WP-26-999999")
    for hidden in (theirs, by_page, "no reference at all", "WP-26-000001%00"):
        answer = school.get(f"{CONCERNS}/{hidden}")
        assert (answer.status_code, answer.content) == (404, absent.content)
        added = school.post(f"{CONCERNS}/{hidden}/additions", {"seen": "x"}, key=key())
        assert (added.status_code, added.content) == (404, absent.content)
    assert_problem(absent, 404)


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"about": "child"}, "body", "one of seen, worries and said needs words"),
        ({"seen": "x"}, "about", "it is missing"),
        (a_concern(about="pet"), "about", "it can be 'child'"),
        (a_concern(seen=5), "seen", "it must be text in quotes"),
        (a_concern(seen="x" * 20_001), "seen", "it has more than 20000 characters"),
        (a_concern(colour="red"), "colour", "there is no such field"),
        (a_concern(children=[{"born": "31/02/2012"}]), "children.0.born", "it is not a day"),
        (a_concern(children=[{"born": 5}]), "children.0.born", "write a day as 2026-03-02"),
        (a_concern(children=[{}] * 6), "children", "it has more than 5; send the others as an addition"),
        (a_concern(happened_from="2026-03-02T16:15:00"), "happened_from", "a moment needs its offset"),
        (a_concern(happened_from="0001-01-01T00:00:00+23:59"), "happened_from", "a year from 1900 to 2199"),
        (a_concern(agency="police"), "agency", "there is no such field"),
        (a_concern(reference="WP-26-000001"), "reference", "there is no such field"),
        ([], "body", "it must be an object"),
        ("null", "body", ""),
    ],
)
def test_what_is_wrong_is_named_by_its_field_in_words_and_nothing_is_kept(system, county, body, field, words):
    school, once = system(), key()
    before = county.asked("select count(*) from inbox")

    told = assert_problem(school.post(CONCERNS, body, key=once), 422, "Nothing was kept.")

    assert any(one["field"] == field and words in one["words"] for one in told["errors"]), told
    assert county.asked("select count(*) from inbox") == before
    assert school.post(CONCERNS, a_concern(), key=once).status_code == 201  # the key is still theirs


@pytest.mark.parametrize("given", [None, "", "two words", "x" * 201, "é"])
def test_without_a_key_of_its_own_nothing_is_taken(system, given):
    told = assert_problem(system().post(CONCERNS, a_concern(), key=given), 422)

    assert told["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"about": NaN', b"[" * 100_000])
def test_what_is_not_json_is_told_so(system, body):
    answer = system().post(CONCERNS, body, key=key())

    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


def test_too_large_a_body_is_refused_before_it_is_read(system):
    assert_problem(system().post(CONCERNS, a_concern(seen="x" * 300_000), key=key()), 413, "256 kB")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wp_made-up", "Basic d3A6d3A=", "Token x"])
def test_without_a_token_that_holds_there_is_no_way_in(system, header):
    school = system()
    answer = school.client.post(
        CONCERNS,
        json.dumps(a_concern()),
        content_type="application/json",
        headers={"Idempotency-Key": key(), **({"Authorization": header} if header else {})},
    )

    assert_problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_or_revoked_token_opens_nothing(system):
    school = system()
    AgencyToken.objects.order_by("-pk").filter(pk=AgencyToken.objects.latest("pk").pk).update(
        expires_at=clock.now() - timedelta(seconds=1)
    )

    assert_problem(school.post(CONCERNS, a_concern(), key=key()), 401)


def test_a_token_does_what_its_scopes_say_and_no_more(system):
    writes, reads = system(scopes=(Scope.CONCERNS_WRITE,)), system(scopes=(Scope.RECEIPTS_READ,))
    reference = writes.post(CONCERNS, a_concern(), key=key()).json()["reference"]

    assert_problem(writes.get(f"{CONCERNS}/{reference}"), 403, "receipts:read")
    assert_problem(reads.post(CONCERNS, a_concern(), key=key()), 403, "concerns:write")
    assert reads.get(f"{CONCERNS}/{reference}").status_code == 200


def test_a_token_that_calls_too_often_is_told_when_to_come_again(system, settings):
    school, other = system(), system()
    settings.API_PER_MINUTE = 3

    answers = [school.get(f"{CONCERNS}/WP-26-999999").status_code for _ in range(4)]
    refused = school.post(CONCERNS, a_concern(), key=key())

    if answers == [404, 404, 404, 429]:  # else the minute has just ended
        assert_problem(refused, 429, "3 times a minute")
        assert 0 < int(refused["Retry-After"]) <= 60
    assert other.get(f"{CONCERNS}/WP-26-999999").status_code == 404


def test_no_answer_sets_a_cookie_and_a_session_opens_nothing(system, visit):
    school = system()
    answers = [
        school.post(CONCERNS, a_concern(), key=key()),
        school.get(f"{CONCERNS}/WP-26-999999"),
        school.get("/api/openapi.json"),
        school.get("/api/nothing/here"),
    ]

    assert all(not answer.cookies for answer in answers)
    assert all(answer["Cache-Control"] == "no-store" for answer in answers)
    assert_problem(answers[-1], 404)
    assert visit("hub").client.get(f"{CONCERNS}/WP-26-000001").status_code == 401


def test_where_the_database_is_away_nothing_is_promised(system, monkeypatch):
    from django.db import OperationalError  # noqa: PLC0415

    from wholepicture.hub.wiring import api  # noqa: PLC0415

    def away(*_, **__):
        raise OperationalError("gone")

    school = system()
    monkeypatch.setattr(api.receiving, "receive", away)

    answer = school.post(CONCERNS, a_concern(), key=key())

    assert_problem(answer, 503, "same Idempotency-Key")
    assert answer["Retry-After"]


def test_a_seal_changes_nothing_that_a_system_is_told(system, county):
    school = system()
    reference = school.post(CONCERNS, a_concern(), key=key()).json()["reference"]
    county.link()
    before = school.get(f"{CONCERNS}/{reference}")
    lead, by = county.asked("select handle from accounts_account order by handle limit 2")
    [(record,)] = county.asked("select record from record where reference = %s", reference)
    county.told(
        "with made as (insert into seal (record, because, by_account, lead, at) values (%s, 'x', %s, %s, now()) "
        "returning id) insert into sealed_record select %s, id from made",
        record,
        by[0],
        lead[0],
        record,
    )

    assert school.get(f"{CONCERNS}/{reference}").content == before.content
