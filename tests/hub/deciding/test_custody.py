"""Who raised a protected concern: two custodians open it, for a day; whoever raised it is told."""

import pytest

SEEN = "A girl of about 13 was at the flat at night with three men."
WHY = "The court asks who saw the child on Monday."


def body(answer):
    return answer.content.decode()


@pytest.fixture
def protected(signed_in, writing, link):
    reference = writing(signed_in("officer")).send(seen=SEEN, protected="on")
    link()
    return reference


def ask(client, reference, because=WHY):
    return client.post("/identities/ask/", {"reference": reference, "because": because})


@pytest.fixture
def request_of(signed_in, protected):
    return ask(signed_in("custodian"), protected)["Location"]


def test_one_asks_another_agrees_both_read_it_and_whoever_raised_it_is_told(signed_in, protected, request_of, rows):
    gwen, ivor = signed_in("custodian"), signed_in("custodian-two")
    assert "Sam Ockley" not in body(gwen.get(request_of))
    assert "Two people open it" in body(gwen.post(f"{request_of}agree/", {"agreed": "on"}))
    assert "Sam Ockley" not in body(ivor.get(request_of))

    assert ivor.post(f"{request_of}agree/", {"agreed": "on"}).status_code == 302

    assert "Sam Ockley" in body(ivor.get(request_of))
    assert "Sam Ockley" in body(gwen.get(request_of))
    assert "Sam Ockley" not in body(gwen.get("/identities/"))
    told = body(signed_in("officer").get("/notices/"))
    assert protected in told
    assert WHY in told
    looks = rows(
        "select action, count(*) from access where subject_kind = 'identity' and subject = %s group by 1", protected
    )
    assert dict(looks)["open identity"] >= 2


def test_it_closes_again_after_a_day(signed_in, request_of, rows):
    signed_in("custodian-two").post(f"{request_of}agree/", {"agreed": "on"})
    rows("update identity_opening set agreed_at = agreed_at - interval '25 hours'")
    page = body(signed_in("custodian").get(request_of))
    assert "closed again" in page
    assert "Sam Ockley" not in page


def test_a_concern_that_is_not_protected_answers_as_one_that_is_not_there(signed_in, writing):
    plain = writing(signed_in("officer")).send(seen=SEEN)
    gwen = signed_in("custodian")
    pages = [body(ask(gwen, reference)).replace(reference, "*") for reference in (plain, "WP-26-999999")]
    assert "There is no concern with this reference" in pages[0]
    assert "There is no concern with this reference" in pages[1]


def test_a_reason_in_ones_own_words_is_needed(signed_in, protected):
    assert "at least three" in body(ask(signed_in("custodian"), protected, because="needed"))


@pytest.mark.parametrize("who", ["custodian", "custodian-two"])
def test_whoever_is_criticised_in_it_can_neither_ask_nor_agree(signed_in, protected, rows, people, who):
    other = {"custodian": "custodian-two", "custodian-two": "custodian"}[who]
    where = ask(signed_in(other), protected)["Location"]
    record = rows("select record from record where reference = %s", protected)[0][0]
    rows("insert into criticised (record, account) values (%s, %s)", record, people[who].handle)
    client = signed_in(who)
    assert "There is no concern with this reference" in body(ask(client, protected))
    assert client.get(where).status_code == 404
    assert client.post(f"{where}agree/", {"agreed": "on"}).status_code == 404
    assert protected not in body(client.get("/identities/"))


@pytest.mark.parametrize("who", ["hub", "hub-manager", "scrutineer", "executive", "administrator", "officer"])
def test_to_anybody_else_there_is_no_such_page(signed_in, request_of, who):
    client = signed_in(who)
    for path in ("/identities/", "/identities/ask/", request_of):
        assert client.get(path).status_code == 404


def test_the_database_gives_it_to_nobody_else_and_to_no_one_custodian_alone(hub, signed_in, request_of, rows):
    assert rows("select has_table_privilege('wp_app', 'identity_opening', 'select')") == [(False,)]
    assert rows("select has_table_privilege('wp_app', 'raiser', 'select')") == [(False,)]
    with hub.connect("wp_app") as app:
        assert app.execute("select count(*) from need_to_know.identity_openings()").fetchone() == (0,)
