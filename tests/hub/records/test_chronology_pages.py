"""What is known of a person, a place, a vehicle: across agencies, each line with why it may be seen."""

from uuid import UUID

import pytest
from django.urls import reverse

WHY = "deal_with_concern"
PERSON = UUID(int=77)


def known(entity):
    return reverse("chronology:entity", args=[entity])


@pytest.fixture(scope="module")
def tess(county):
    return county.mention("school")


@pytest.fixture(scope="module")
def flat(county):
    return county.entity(county.mention("neighbourhood", "place", "location"))


def test_a_childs_page_brings_agencies_together_each_line_with_why(visit, words, county, tess):
    said = words(visit("hub").open(known(county.entity(tess)), WHY))

    assert said.startswith('class="govuk-main-wrapper" id="main-content"> Person Tess Quillan')
    assert "(School)" in said
    assert "(Health)" in said
    assert said.count("Why you may see this: You are a practitioner of the hub.") >= 2
    assert "Nobody has confirmed who this is. The machine has linked these records; it may be wrong." in said


def test_the_same_lines_stand_the_other_way_round_when_asked_for(visit, words, county, tess):
    hub = visit("hub")
    newest = words(hub.open(known(county.entity(tess)), WHY))
    oldest = words(hub.open(known(county.entity(tess)) + "?order=oldest"))

    assert newest.index("(Health) Happened") < newest.index("(School) Happened")
    assert oldest.index("(School) Happened") < oldest.index("(Health) Happened")


def test_an_adult_is_shown_with_the_role_that_the_record_states_and_no_more(visit, words, county):
    adult = county.asked("select entity from mention where kind = 'person' and (description->>'adult')::boolean limit 1")[0][
        0
    ]

    said = words(visit("hub").open(known(adult), WHY))

    assert "Nobody is guilty by being named." in said
    assert "Named as" in said


def test_a_place_a_car_have_pages_too(visit, words, county, flat):
    hub = visit("hub")
    place = words(hub.open(known(flat), WHY))
    car = words(hub.open(known(county.entity(county.mention("neighbourhood", "vehicle", "seen"))), WHY))

    assert "Place Flat 3, 14 Quarry Street, QX4 2LB" in place
    assert "It lies within 14 Quarry Street." in place
    assert "Vehicle silver QX21 LDB" in car
    assert "(Police)" in car


def test_every_record_on_the_page_is_in_the_log(county, visit, people, tess):
    visit("hub-police").open(known(county.entity(tess)), WHY)

    looks = county.looks(account=people["hub-police"].handle)
    subjects = {subject for _, _, allowed, subject in looks if allowed}
    assert {county.entity(tess), county.record("school"), county.record("health")} <= subjects


def test_the_raiser_sees_their_own_line_alone_and_the_others_in_no_count(visit, words, county, tess):
    said = words(visit("school").open(known(county.entity(tess)), "follow_own"))

    assert "(School)" in said
    assert "(Health) Happened" not in said
    assert "Chronology" in said
    assert "A record of Health," in said
    assert "(1 record)" in said
    assert "2 records" not in said


@pytest.mark.parametrize(
    ("who", "why"), [("police", "direct_work"), ("executive", "oversee_partnership"), ("custodian", "open_identity")]
)
def test_to_whoever_may_see_no_line_there_is_no_page(visit, county, tess, who, why):
    visitor = visit(who)

    assert visitor.open(known(county.entity(tess)), why).status_code == 404
    assert visitor.open(known("P" + "0" * 16 + ".0"), why).status_code == 404
    assert not county.asked(
        "select from access where subject = %s and allowed and account = %s",
        county.entity(tess),
        visitor_account(county, who),
    )


def visitor_account(county, who):
    return county.asked("select handle from accounts_account where email = %s", f"{who}@training.example")[0][0]


def test_a_page_beyond_the_last_one_is_not_there(visit, county, tess):
    hub = visit("hub")

    assert hub.open(known(county.entity(tess)) + "?page=9", WHY).status_code == 404
    assert hub.open(known(county.entity(tess)) + "?page=x", WHY).status_code == 200


# Who it is -----------------------------------------------------------------------------------------------------------


def test_a_practitioner_confirms_who_a_mention_is_and_a_second_one_is_offered(visit, words, county, tess):
    hub, health = visit("hub"), county.mention("health")
    url = reverse("confirming:confirm", args=[tess])
    assert "Somebody whom nobody has confirmed before" in words(hub.open(url, WHY))

    made = hub.send(url, person="new")
    person = made["Location"].rstrip("/").rpartition("/")[2]
    assert made.status_code == 302
    offered = hub.open(reverse("confirming:confirm", args=[health]), WHY)
    again = hub.send(reverse("confirming:confirm", args=[health]), person=person)

    assert person.encode() in offered.content
    assert again.status_code == 302
    assert county.asked("select count(*) from confirmed where person = %s and withdrawn_at is null", person) == [(2,)]
    said = words(hub.open(reverse("chronology:person", args=[person]), WHY))
    assert "A practitioner confirmed who this is." in said
    assert said.count("Confirmed by a practitioner.") == 2


def test_what_is_confirmed_cannot_be_confirmed_again(visit, words, county, tess):
    hub = visit("hub")
    hub.open(reverse("confirming:confirm", args=[tess]), WHY)

    answer = hub.send(reverse("confirming:confirm", args=[tess]), person="new")

    assert answer.status_code == 200
    assert "Somebody did this before you." in words(answer)


def test_nobody_but_a_practitioner_confirms(visit, tess):
    for who in ("analyst", "school", "scrutineer", "neighbourhood-manager"):
        assert visit(who).open(reverse("confirming:confirm", args=[tess]), "review_links").status_code == 404


def test_access_given_to_a_confirmed_person_opens_their_lines_until_its_last_day(visit, words, county, tess):
    [(person,)] = county.asked("select distinct person from confirmed where mention = %s", tess)
    hub, worker = visit("hub"), visit("health")
    hub.open(reverse("relations:person", args=[person]), WHY)
    url = reverse("relations:person", args=[person])

    gave = hub.send(
        url,
        email="health@training.example",
        kind="allocated",
        because="She is the school nurse for her now.",
        last_day="1",
        last_month="9",
        last_year="2027",
    )

    assert gave.status_code == 302, words(gave)
    assert "Jo Wren (Front-line professional, Health)" in words(hub.open(url))
    mine = worker.open(reverse("relations:mine"))
    assert "Tess Quillan" in words(mine)
    assert "The end of 1 September 2027" in words(mine)
    page = words(worker.open(reverse("chronology:person", args=[person]), "direct_work"))
    assert "you are the allocated worker" in page.casefold()
    assert "(School) Happened" in page
    assert worker.open(reverse("records:record", args=[county.record("school")]), "direct_work").status_code == 200
    county.told("update relation set until = now() - interval '1 minute' where kind = 'allocated'")
    assert worker.open(reverse("records:record", args=[county.record("school")]), "direct_work").status_code == 404
    assert "Tess Quillan" not in words(worker.open(reverse("relations:mine")))


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"email": ""}, "Enter their work email address"),
        ({"email": "nobody@example.org"}, "Nobody with this email address holds a post now."),
        ({"email": "hub@training.example"}, "Nobody gives access to themself."),
        ({"kind": ""}, "Choose what they have to do with it"),
        ({"last_year": "2020"}, "must be on or after"),
        ({"because": ""}, "Say why they need it"),
    ],
)
def test_what_is_wrong_with_giving_access_is_said(visit, words, county, changed, error):
    hub, url = visit("hub"), reverse("relations:record", args=[county.record("school")])
    hub.open(url, WHY)
    fields = {
        "email": "police@training.example",
        "kind": "named worker",
        "because": "He works with her.",
        "last_day": "1",
        "last_month": "9",
        "last_year": "2027",
    }

    answer = hub.send(url, **{**fields, **changed})

    assert answer.status_code == 200
    assert error in words(answer)


def test_a_wrong_person_correction_takes_it_back_tells_who_read_it_and_parts_the_mention(visit, words, county, tess):
    health = county.mention("health")
    reader = visit("hub-police")
    reader.open(reverse("records:record", args=[county.record("health")]), WHY)
    hub, url = visit("hub"), reverse("confirming:put-right", args=[health])
    assert "this record is not about this person" in words(hub.open(url, WHY)).casefold()

    put_right = hub.send(url, because="Another girl of the same name: I spoke with the clinic.")

    assert put_right.status_code == 302
    assert county.asked("select count(*) from confirmed where mention = %s and withdrawn_at is null", health) == [(0,)]
    notice = words(reader.open(reverse("notices:list")))
    assert "About another person" in notice
    assert "somebody was taken for somebody else" in notice
    county.link()
    assert county.entity(health) != county.entity(tess)
    said = words(hub.open(known(county.entity(tess)), WHY))
    assert "(Health) Happened" not in said


def test_a_parting_is_shown_and_taken_back_with_the_confirmation_and_its_readers_told(visit, words, county, tess):
    health, hub = county.mention("health"), visit("hub")
    record, url = county.record("health"), reverse("confirming:after-all", args=[health])
    shown = words(hub.open(reverse("records:record", args=[record]), WHY))
    assert "by Hub practitioner, Children's social care: Another girl of the same name: I spoke with the clinic." in shown
    assert "This person after all" in shown
    page = words(hub.open(url, WHY))
    assert "Was taken for Tess Quillan" in page
    assert "Another girl of the same name" in page
    assert "Say how you know that it is about them after all" in words(hub.send(url, because=""))

    back = hub.send(url, because="The clinic rang: it is her.")

    assert back.status_code == 302, words(back)
    assert "It is taken back." in words(hub.open(back["Location"]))
    [(person,)] = county.asked("select person from confirmed where mention = %s and withdrawn_at is null", health)
    assert [(person,)] == county.asked("select person from confirmed where mention = %s and withdrawn_at is null", tess)
    assert "That was taken back; please read it again." in words(visit("hub-police").open(reverse("notices:list")))
    county.link()
    assert county.entity(health) == county.entity(tess)
    assert hub.open(url, WHY).status_code == 404
    assert "after all" not in words(hub.open(reverse("records:record", args=[record]), WHY))


def test_what_was_never_parted_is_not_taken_back(visit, county):
    assert visit("hub").open(reverse("confirming:after-all", args=[county.mention("school")]), WHY).status_code == 404


def test_a_parting_that_cannot_be_kept_takes_nothing_back_and_tells_nobody(visit, county, monkeypatch):
    health = county.mention("health")
    stood = county.asked("select count(*) from confirmed where mention = %s and withdrawn_at is null", health)
    told = county.asked("select count(*) from notice where kind = 'wrong person'")

    def full(*args: object, **kwargs: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("wholepicture.hub.wiring.parting.judge", full)
    hub, url = visit("hub"), reverse("confirming:put-right", args=[health])
    hub.open(url, WHY)
    with pytest.raises(OSError, match="no space"):
        hub.send(url, because="Another girl.")

    assert stood == [(1,)]
    assert county.asked("select count(*) from confirmed where mention = %s and withdrawn_at is null", health) == stood
    assert county.asked("select count(*) from notice where kind = 'wrong person'") == told


def test_a_notice_is_marked_as_seen_by_its_own_reader_alone(visit, words, county):
    [(notice,)] = county.asked(
        "select min(id) from notice where kind = 'wrong person' and seen_at is null and account = %s",
        visitor_account(county, "hub-police"),
    )
    visit("school").send(reverse("notices:seen", args=[notice]))
    assert county.asked("select seen_at is null from notice where id = %s", notice) == [(True,)]

    visit("hub-police").send(reverse("notices:seen", args=[notice]))

    assert county.asked("select seen_at is null from notice where id = %s", notice) == [(False,)]


def test_an_administrator_is_told_nothing(visit):
    assert visit("administrator").open(reverse("notices:list")).status_code == 404
