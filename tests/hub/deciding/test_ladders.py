"""A partnership's own ladders: proposed on a page, adopted by another agency, and what is late then climbs by them."""

from datetime import timedelta

import pytest

from wholepicture.hub import clock
from wholepicture.statute.ladders import default_ladders

SEEN = "A girl of about 13 was at the flat at night with three men. A silver car waited outside."


def body(answer):
    return answer.content.decode()


def holding(page):
    """What the page says of the ladders that hold."""
    return page.split("What holds")[1].split("What was done about them")[0]


def filled(**changed):
    """The form as the page offers it, with the ladders that hold; `changed` by a field's name."""
    said = {"edition": "Harbury 2027", "source": "Minutes of 1 June 2027", "because": "Our heads of service meet each week."}
    for ladder in default_ladders():
        for number in range(1, 7):
            stage = ladder.stages[number - 1] if number <= len(ladder.stages) else None
            values = (stage.name, stage.working_days, stage.answered_by.words) if stage else ("", "", "")
            said |= dict(zip((f"{ladder.id}-{number}-{part}" for part in ("name", "days", "level")), values, strict=True))
    return said | changed


def without(ladder, *numbers):
    """A ladder's stages taken out."""
    return {f"{ladder}-{number}-{part}": "" for number in numbers for part in ("name", "days", "level")}


@pytest.fixture
def edition(request):
    """The name of one test's edition: what was adopted stays for those that follow."""
    return f"Harbury {request.node.name}"[:60]


@pytest.fixture
def proposed(signed_in, edition):
    client = signed_in("hub-manager")
    answer = client.post("/ladders/propose/", filled(edition=edition, **without("disagreement", 2, 3, 4)))
    assert answer.status_code == 302, body(answer)
    return client


@pytest.mark.parametrize(
    ("who", "status"),
    [("hub-manager", 200), ("executive", 200), ("scrutineer", 200), ("hub", 404), ("officer", 404), ("administrator", 404)],
)
def test_who_reads_the_ladders(signed_in, who, status):
    answer = signed_in(who).get("/ladders/")
    assert answer.status_code == status
    assert ("Whoever owns it" in body(answer)) is (status == 200)
    assert ('href="/ladders/propose/"' in body(answer)) is (who in ("hub-manager", "executive"))


def test_the_form_offers_what_holds_and_takes_it_back_unchanged(signed_in):
    page = body(signed_in("executive").get("/ladders/propose/"))
    for ladder in default_ladders():
        assert ladder.name in page
    assert 'name="conference-3-days" value="2"' in page


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"silence-2-days": "0"}, "silence-2-days", "whole number from 1 to 20"),
        ({"silence-2-days": "soon"}, "silence-2-days", "whole number from 1 to 20"),
        ({"conference-3-level": "practitioner"}, "conference-3-level", "answered no higher"),
        ({"conference-2-name": ""}, "conference-2-name", "does not say what is done"),
        (without("silence", 2, 3, 4), "silence-2-name", "at least two stages"),
        (without("silence", 4), "silence-3-level", "must end with the partnership"),
        ({**without("silence", 2), "silence-3-days": "99"}, "silence-3-days", "whole number from 1 to 20"),
        ({"edition": ""}, "edition", "Give this edition a name"),
        ({"because": ""}, "because", "Say why they are changed"),
    ],
)
def test_ladders_that_would_not_climb_are_refused_beside_their_field(signed_in, changed, field, says):
    page = body(signed_in("executive").post("/ladders/propose/", filled(**changed)))
    assert f'href="#id_{field}"' in page
    assert says in page
    assert "Proposed" not in body(signed_in("executive").get("/ladders/"))


def test_a_second_person_of_another_agency_adopts_them(proposed, signed_in, edition):
    assert f"Waits for a second person: {edition}" in body(proposed.get("/ladders/"))
    assert 'href="/ladders/adopt/"' not in body(proposed.get("/ladders/"))
    assert "Somebody else has to agree" in body(proposed.post("/ladders/adopt/", {}))

    executive = signed_in("executive")
    assert executive.post("/ladders/adopt/", {}).status_code == 302
    page = body(executive.get("/ladders/"))
    assert "Waits for a second person" not in page
    assert f"Edition: {edition}" in holding(page)
    assert "First-line leads of both agencies" not in holding(page).split("Need for a conference")[0]


def test_not_adopted_they_change_nothing_and_the_reason_stays(proposed, signed_in, edition):
    executive = signed_in("executive")
    assert "Say why not" in body(executive.post("/ladders/refuse/", {"because": ""}))
    assert executive.post("/ladders/refuse/", {"because": "Too few stages."}).status_code == 302
    page = body(proposed.get("/ladders/"))
    assert "Too few stages." in page
    assert edition not in holding(page)


def test_what_begins_after_they_were_adopted_climbs_by_them(signed_in, writing, link, at_time, edition):
    def objected(words):
        officer = signed_in("officer")
        reference = writing(officer).send(seen=words)
        link()
        assert officer.post(f"/my-concerns/{reference}/say/object/", {"because": "Nobody answers."}).status_code == 302
        return reference

    def stage(reference):
        page = body(signed_in("hub-manager").get(f"/decisions/{reference}/"))
        return page.split("Stage 1 of ")[1][0]

    before = objected(SEEN)
    held = stage(before)
    stages = without("disagreement", 2, 3, 4) if held != "2" else {}
    changed = filled(edition=edition, **stages)
    assert signed_in("hub-manager").post("/ladders/propose/", changed).status_code == 302
    assert signed_in("executive").post("/ladders/adopt/", {}).status_code == 302
    at_time(clock.now() + timedelta(minutes=5))
    after = objected(f"{SEEN} Again.")
    assert (stage(before), stage(after)) == (held, "2" if stages else "5")
