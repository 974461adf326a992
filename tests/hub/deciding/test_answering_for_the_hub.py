"""A manager above practitioners of the hub answers for it: they see what waits and can act; no other manager can."""

from datetime import timedelta

import pytest

from wholepicture.hub import clock

SEEN = "A girl of about 13 was at the flat at night with three men. A silver car waited outside."
FOR_HUB = {"purpose": "answer_for_hub"}


def body(answer):
    return answer.content.decode()


@pytest.fixture
def concern(signed_in, writing, link):
    reference = writing(signed_in("officer")).send(seen=SEEN)
    link()
    return reference


@pytest.fixture
def record_of(rows):
    return lambda reference: rows("select record from record where reference = %s", reference)[0][0]


def why(client, record):
    return client.post(f"/why/?subject=record%20{record}", FOR_HUB)


@pytest.mark.parametrize(("who", "status"), [("hub-manager", 200), ("neighbourhood-manager", 404)])
@pytest.mark.parametrize("path", ["/work/", "/findings/", "/findings/child-questions/"])
def test_the_lists_of_the_hub_are_there_for_whoever_answers_for_it(signed_in, concern, who, status, path):
    client = signed_in(who)
    assert client.get(path).status_code == status
    assert (f'href="{path}"' in body(client.get("/"))) is (status == 200 and path != "/findings/child-questions/")


def test_a_concern_that_is_late_stands_before_her_in_both_lists_and_she_decides(signed_in, concern, record_of, at_time):
    at_time(clock.now() + timedelta(days=10))
    client, record = signed_in("hub-manager"), record_of(concern)
    assert concern in "".join(body(client.get(f"/work/?page={page}")) for page in range(1, 5))
    assert concern in "".join(body(client.get(f"/decisions/?page={page}")) for page in range(1, 5))

    assert why(client, record).status_code == 302
    assert "silver car" in body(client.get(f"/records/{record}/"))
    done = client.post(
        f"/decisions/{concern}/decide/",
        {
            "considered": ["hold a strategy discussion", "assess the child and family"],
            "option": "hold a strategy discussion",
            "reasons": "A child at night with adults whom nobody knows.",
            "seen": [f"record {record}"],
        },
    )

    assert done.status_code == 302, body(done)[:2000]
    assert "Hold a strategy discussion" in body(signed_in("officer").get(f"/my-concerns/{concern}/"))


def test_another_manager_cannot_say_that_they_answer_for_the_hub(signed_in, concern, record_of):
    client, record = signed_in("hub-manager"), record_of(concern)
    assert "Answer for the hub" in body(client.get(f"/why/?subject=record%20{record}"))
    other = signed_in("neighbourhood-manager")
    assert "Answer for the hub" not in body(other.get(f"/why/?subject=record%20{record}"))
    why(other, record)
    assert "silver car" not in body(other.get(f"/records/{record}/", follow=True))


@pytest.mark.parametrize("whom", ["hub", "hub-manager", None])
def test_what_criticises_her_her_line_or_somebody_unknown_is_absent_for_her(
    signed_in, concern, record_of, rows, people, whom
):
    record = record_of(concern)
    account = people[whom].handle if whom else None
    rows("insert into criticised (record, account) values (%s, %s)", record, account)
    client = signed_in("hub-manager")
    why(client, record)
    assert client.get(f"/records/{record}/").status_code == 404
    assert client.get(f"/decisions/{concern}/").status_code == 404
    assert concern not in "".join(body(client.get(f"/work/?page={page}")) for page in range(1, 5))


def test_her_line_ends_and_so_does_what_she_sees(signed_in, concern, record_of, rows, people, at_time):
    client = signed_in("hub-manager")
    assert client.get("/work/").status_code == 200
    later = clock.now() + timedelta(hours=1)
    rows(
        "update accounts_management set until = %s where manager_id = (select id from accounts_account where handle = %s)",
        later,
        people["hub-manager"].handle,
    )
    try:
        at_time(later + timedelta(minutes=1))
        assert signed_in("hub-manager").get("/work/").status_code == 404
    finally:
        rows(
            "update accounts_management set until = null where manager_id ="
            " (select id from accounts_account where handle = %s)",
            people["hub-manager"].handle,
        )
