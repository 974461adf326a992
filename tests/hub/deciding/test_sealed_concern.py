"""A concern under a seal is hidden from most and buried by nobody: lead, raiser and scrutineer each still have it."""

import pytest

SEEN = "A girl of about 13 was at the flat at night with three men. A silver car waited outside."
WHY = {"purpose": "deal_with_concern"}


def body(answer):
    return answer.content.decode()


@pytest.fixture
def concern(signed_in, writing, link):
    reference = writing(signed_in("officer")).send(seen=SEEN)
    link()
    return reference


@pytest.fixture
def record(rows, concern):
    return rows("select record from record where reference = %s", concern)[0][0]


def lay(client, record, lead="hub-police@training.example"):
    client.post(f"/why/?subject=record%20{record}", WHY)
    return client.post(f"/sealed/record/{record}/", {"reason": "Adoption", "words": "In Quayford.", "lead": lead})


@pytest.fixture
def sealed(signed_in, concern, record, rows):
    """Opened, decided on, and then sealed by the practitioner; the seal's number."""
    hub = signed_in("hub")
    hub.post(f"/why/?subject=record%20{record}", WHY)
    assert hub.get(f"/records/{record}/").status_code == 200
    done = lay(hub, record)
    assert done.status_code == 302, body(done)[:3000]
    return rows("select max(id) from seal")[0][0]


@pytest.mark.parametrize("lead", ["school", "analyst", "executive", "neighbourhood-manager", "hub-manager", "hub"])
def test_only_a_practitioner_of_the_hub_for_another_agency_leads(signed_in, record, lead):
    answer = lay(signed_in("hub"), record, lead=f"{lead}@training.example")
    assert answer.status_code == 200
    assert "practise at the hub for another agency" in body(answer)


def test_it_is_on_the_leads_work_list_as_theirs_and_they_are_told_and_accept(signed_in, sealed, concern, rows):
    lead = signed_in("hub-police")
    assert "You lead for what was sealed" in body(lead.get("/notices/"))
    owner = rows(
        "select a.name from work_event w join record r on r.record = w.record join accounts_account a on a.handle = w.owner"
        " where r.reference = %s order by w.id desc limit 1",
        concern,
    )
    assert owner == [("Dana Croft",)]
    assert concern in "".join(body(lead.get(f"/work/?page={page}")) for page in range(1, 5))
    assert "Accept that you lead for it" in body(lead.get(f"/sealed/{sealed}/"))

    assert lead.post(f"/sealed/{sealed}/accept/", {"accepted": "on"}).status_code == 302

    assert "Accept that you lead for it" not in body(lead.get(f"/sealed/{sealed}/"))
    assert "before you" in body(lead.post(f"/sealed/{sealed}/accept/", {"accepted": "on"}))


def test_whoever_scrutinises_sees_the_seal_and_what_waits_and_not_whom_it_is_about(signed_in, sealed, concern):
    scrutineer = signed_in("scrutineer")
    assert "Something was sealed" in body(scrutineer.get("/notices/"))
    page = body(scrutineer.get("/scrutiny/seals/"))
    assert "Not accepted yet" in page
    assert "Priya Marlow" in page
    assert "Dana Croft" in page
    assert "1, the oldest since" in page
    assert concern not in page
    assert "Quayford" not in page
    assert "silver car" not in page

    signed_in("hub-police").post(f"/sealed/{sealed}/accept/", {"accepted": "on"})
    assert "Accepted" in body(scrutineer.get("/scrutiny/seals/"))


@pytest.mark.parametrize("who", ["hub", "hub-manager", "officer", "executive", "administrator"])
def test_nobody_else_has_the_list_of_seals(signed_in, sealed, who):
    assert signed_in(who).get("/scrutiny/seals/").status_code == 404


def test_a_scrutineer_who_is_criticised_under_it_does_not_see_that_seal(signed_in, sealed, record, rows, people):
    rows("insert into criticised (record, account) values (%s, %s)", record, people["scrutineer"].handle)
    page = body(signed_in("scrutineer").get("/scrutiny/seals/"))
    assert f">{sealed}</th>" not in page


def test_whoever_raised_it_sees_who_opened_it_what_is_due_and_objects_and_reads_no_words(signed_in, sealed, concern, record):
    officer, lead = signed_in("officer"), signed_in("hub-police")
    lead.post(f"/why/?subject=record%20{record}", WHY)
    assert lead.get(f"/records/{record}/").status_code == 200
    decided = lead.post(
        f"/decisions/{concern}/decide/",
        {
            "considered": ["assess the child and family", "offer early help"],
            "option": "offer early help",
            "reasons": "They moved to Quayford.",
            "seen": [f"record {record}"],
        },
    )
    assert decided.status_code == 302, body(decided)[:3000]

    page = body(officer.get(f"/my-concerns/{concern}/"))
    assert "Hub practitioner, Children&#x27;s social care" in page
    assert "Hub practitioner, Police" in page
    assert "Offer early help" in page
    assert "open only to a few named people now" in page
    assert "Quayford" not in page
    assert "silver car" not in page
    assert "Nobody yet" not in body(officer.get("/my-concerns/"))

    said = officer.post(f"/my-concerns/{concern}/say/object/", {"because": "They are there again."})
    assert said.status_code == 302
    assert "They are there again." in body(officer.get(f"/my-concerns/{concern}/"))
    assert "They are there again." in body(lead.get(f"/decisions/{concern}/"))
    assert "An objection waits since" in body(signed_in("scrutineer").get("/scrutiny/seals/"))


@pytest.mark.parametrize("who", ["hub", "analyst", "school", "hub-manager", "executive"])
def test_to_anybody_else_it_is_absent(signed_in, sealed, concern, record, who):
    client = signed_in(who)
    client.post(f"/why/?subject=record%20{record}", WHY)
    assert client.get(f"/decisions/{concern}/").status_code == 404
    assert "silver car" not in body(client.get(f"/records/{record}/", follow=True))
    assert client.post(f"/my-concerns/{concern}/say/object/", {"because": "I am curious."}).status_code == 404
