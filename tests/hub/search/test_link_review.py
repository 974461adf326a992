"""Reviewing links: a person's word goes into the ledger, the journey acts on it, and everything said is kept."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from wholepicture.intake.concern import ConcernAbout, VehicleConcerned


class Reviewing:
    """Somebody at the queue."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def page(self, path: str = "/links/") -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def pair(self) -> tuple[str, str] | None:
        """The mentions that the queue asks about now."""
        page = self.page()
        left, right = (re.search(rf'name="{side}" value="([^"]+)"', page) for side in ("left", "right"))
        return (left[1], right[1]) if left and right else None

    def say(self, pair: tuple[str, str], judgement: str, because: str = "") -> int:
        said = {"left": pair[0], "right": pair[1], "judgement": judgement, "because": because}
        return self.client.post("/links/answer/", said).status_code

    def skip(self, pair: tuple[str, str]) -> None:
        assert self.client.post("/links/skip/", {"left": pair[0], "right": pair[1]}).status_code == 302

    def undo(self, fact: str) -> int:
        return self.client.post("/links/undo/", {"fact": fact}).status_code

    def last_fact(self) -> str:
        found = re.search(r'name="fact" value="([^"]+)"', self.page("/links/mine/"))
        assert found
        return found[1]


@pytest.fixture
def reviewing(signed_in, written) -> Callable[[str], Reviewing]:
    return lambda who="hub": Reviewing(signed_in(who))


@pytest.fixture
def unsure(written):
    """Makes a pair that the machine is unsure of; its mentions."""

    def make(forename: str) -> tuple[str, str]:
        """A common name and an age that fits: no more is known."""
        written.child(forename, "Smith", age="about 13")
        written.child(forename, "Smith", age="about 14")
        written.link()
        found = written.rows(
            "select l.left_mention, l.right_mention from link l join mention m on m.mention = l.left_mention"
            " where l.judgement = 'unsure' and m.description ->> 'forename' = %s",
            forename,
        )
        assert found, "the machine is sure"
        return found[0]

    return make


def entities(written, pair) -> set[str]:
    return {row[0] for row in written.rows("select entity from mention where mention = any(%s)", list(pair))}


def put_first(written, unsure, forename: str) -> tuple[str, str]:
    """A pair on which a finding rests, so that it stands first in the queue."""
    pair = unsure(forename)
    (entity,) = written.rows("select entity from mention where mention = %s", pair[0])[0]
    (position,) = written.rows("select count(*) from finding")[0]
    name = f"f{position}"
    written.change(
        "insert into finding values (%s, %s, 'shared_place', now(), now(), null, '', '{\"adults\": []}')", name, position
    )
    written.change("insert into finding_entity values (%s, %s, 'children')", name, entity)
    for number in range(10 * (position + 1)):
        written.change("insert into finding_record values (%s, %s, %s)", name, f"evidence {number}", number)
    return pair


def test_the_pair_on_which_most_evidence_rests_is_asked_about_first(reviewing, written, unsure):
    first = put_first(written, unsure, "David")
    unsure("John")

    page = reviewing().page()

    assert reviewing().pair() == first
    assert "1 finding names one of the two." in page
    assert "Same surname and forename." in page
    assert "about 13" in page
    assert "about 14" in page


def test_same_makes_them_one_and_says_honestly_that_it_is_being_applied(reviewing, written, unsure):
    pair = put_first(written, unsure, "Paul")
    hub = reviewing()

    assert hub.say(pair, "same", "The school confirmed it by phone.") == 302
    before, at_once = hub.page(), entities(written, pair)
    written.link()
    after = hub.page()

    assert "Recorded, being applied." in before
    assert len(at_once) == 2
    assert "Recorded and applied." in after
    assert len(entities(written, pair)) == 1
    assert hub.pair() != pair


def test_different_keeps_them_apart_and_the_queue_does_not_ask_again(reviewing, written, unsure):
    pair = put_first(written, unsure, "Mohammed")
    hub = reviewing()

    hub.say(pair, "different")
    pending = hub.pair()
    written.link()

    assert pending != pair
    assert hub.pair() != pair
    assert reviewing("hub-police").pair() != pair
    assert len(entities(written, pair)) == 2


def test_unsure_is_kept_and_somebody_else_is_asked(reviewing, written, unsure):
    pair = put_first(written, unsure, "James")
    hub = reviewing()

    hub.say(pair, "unsure")
    written.link()

    assert hub.pair() != pair
    other = reviewing("hub-police")
    assert other.pair() == pair
    assert "Priya Marlow" in other.page()


def test_undo_is_a_further_word_and_takes_the_joining_back(reviewing, written, unsure):
    pair = put_first(written, unsure, "Michael")
    hub = reviewing()
    hub.say(pair, "same")
    written.link()
    joined = len(entities(written, pair))

    assert hub.undo(hub.last_fact()) == 302
    written.link()

    assert joined == 1
    assert len(entities(written, pair)) == 2
    facts = written.rows("select count(*) from fact where kind = 'judged' and source = %s", pair[0])
    assert facts == [(2,)]
    assert hub.pair() == pair


def test_undoing_a_joining_tells_those_who_read_either_record(reviewing, written, unsure, people):
    pair = put_first(written, unsure, "Andrew")
    reader, hub = reviewing("hub-police"), reviewing()
    reader.page(f"/links/{pair[0]}/{pair[1]}/")
    hub.say(pair, "same")
    written.link()

    hub.undo(hub.last_fact())

    records = written.rows("select record from mention where mention = any(%s)", list(pair))
    told = written.rows(
        "select distinct account from notice where kind = 'wrong person' and record = any(%s)", [r[0] for r in records]
    )
    assert (people["hub-police"].handle,) in told


def test_two_persons_who_disagree_are_both_kept_and_the_latest_acts(reviewing, written, unsure):
    pair = put_first(written, unsure, "Mark")
    hub, other = reviewing(), reviewing("hub-police")
    hub.say(pair, "same", "Same school.")
    written.link()
    path = f"/links/{pair[0]}/{pair[1]}/"

    other.say(pair, "different", "Two girls, I met both.")
    written.link()
    page = hub.page(path)

    assert len(entities(written, pair)) == 2
    assert "Same school." in page
    assert "Two girls, I met both." in page
    assert "Dana Croft" in page
    assert page.index("It is the latest word.") > page.index("Dana Croft")
    assert "They stand as two now." in page


def test_undoing_brings_back_what_somebody_else_had_said(reviewing, written, unsure):
    pair = put_first(written, unsure, "Sarah")
    hub, other = reviewing(), reviewing("hub-police")
    hub.say(pair, "same")
    other.say(pair, "different")
    written.link()

    other.undo(other.last_fact())
    written.link()

    assert len(entities(written, pair)) == 1


def test_nobody_undoes_somebody_elses_word_or_one_word_twice(reviewing, written, unsure):
    pair = put_first(written, unsure, "Robert")
    hub, other = reviewing(), reviewing("hub-police")
    hub.say(pair, "same")
    fact = hub.last_fact()

    other.undo(fact)
    hub.undo(fact)
    hub.undo(fact)

    assert written.rows("select count(*) from fact where kind = 'judged' and source = %s", pair[0]) == [(2,)]


def test_saying_the_same_twice_is_one_word(reviewing, written, unsure):
    pair = put_first(written, unsure, "Daniel")
    hub = reviewing()

    hub.say(pair, "different")
    hub.say(pair, "different")

    assert written.rows("select count(*) from fact where kind = 'judged' and source = %s", pair[0]) == [(1,)]


def test_a_skipped_pair_comes_back_when_no_other_is_left(reviewing, written, unsure):
    first = put_first(written, unsure, "Thomas")
    hub = reviewing()
    seen = []
    while (pair := hub.pair()) not in seen:
        seen.append(pair)
        hub.skip(pair)

    assert seen[0] == first
    assert pair == first
    assert "You skipped this one before." in hub.page()


def test_the_word_is_a_fact_in_the_persons_own_name_with_the_reason(reviewing, written, unsure, people):
    pair = put_first(written, unsure, "Christopher")

    reviewing().say(pair, "different", "Born in other years.")

    (author, body) = written.rows(
        "select f.author, convert_from(p.body, 'UTF8')::json ->> 'because' from fact f join payload p using (sequence)"
        " where f.kind = 'judged' and f.source = %s",
        pair[0],
    )[0]
    assert author == str(people["hub"].handle)
    assert body == "Born in other years."


@pytest.mark.parametrize(
    "who", ["officer", "neighbourhood-manager", "scrutineer", "executive", "administrator", "custodian"]
)
def test_who_does_not_review_links_finds_no_such_page_and_says_nothing(reviewing, written, unsure, who):
    pair = written.rows("select left_mention, right_mention from link limit 1")[0]
    client = reviewing(who)

    assert client.client.get("/links/").status_code == 404
    assert client.client.get(f"/links/{pair[0]}/{pair[1]}/").status_code == 404
    assert client.say(pair, "same") == 404
    assert client.undo("j0") == 404


def test_an_analyst_is_asked_only_where_findings_rest_on_both_records(reviewing, written, unsure):
    pair = put_first(written, unsure, "Amy")
    analyst = reviewing("analyst")
    asked = analyst.pair()
    direct = analyst.client.get(f"/links/{pair[0]}/{pair[1]}/").status_code
    said = analyst.say(pair, "same")
    records = [r[0] for r in written.rows("select record from mention where mention = any(%s)", list(pair))]
    (finding,) = written.rows("select id from finding order by position desc limit 1")[0]
    for number, record in enumerate(records):
        written.change("insert into finding_record values (%s, %s, %s) on conflict do nothing", finding, record, 90 + number)

    assert asked != pair
    assert (direct, said) == (404, 404)
    assert analyst.pair() == pair
    assert analyst.say(pair, "unsure") == 302


def test_a_sealed_record_is_asked_about_to_nobody_and_answered_by_nobody(reviewing, written, unsure):
    pair = put_first(written, unsure, "Emma")
    (record,) = written.rows("select record from mention where mention = %s", pair[0])[0]
    hub = reviewing()
    before = hub.pair()
    written.change(
        "insert into seal (record, because, by_account, lead, at)"
        " values (%s, 'adopted', gen_random_uuid(), gen_random_uuid(), now())",
        record,
    )
    written.change("select need_to_know.lay_seals()")

    assert before == pair
    assert hub.pair() != pair
    assert hub.say(pair, "same") == 404
    assert hub.client.get(f"/links/{pair[0]}/{pair[1]}/").status_code == 404


def test_two_mentions_that_no_machine_compared_cannot_be_joined_here(reviewing, written):
    one, other = written.rows("select mention from mention where kind = 'person' order by mention limit 2")
    written.change("delete from link where left_mention = %s and right_mention = %s", one[0], other[0])

    assert reviewing().say((one[0], other[0]), "same") == 404


def test_each_look_is_in_the_log_before_the_page(reviewing, written, unsure):
    pair = put_first(written, unsure, "Laura")

    reviewing().pair()

    records = [r[0] for r in written.rows("select record from mention where mention = any(%s)", list(pair))]
    seen = written.rows(
        "select distinct subject from access where subject_kind = 'record' and action = 'review links'"
        " and purpose = 'review_links' and subject = any(%s)",
        records,
    )
    assert len(seen) == 2


def test_a_vehicle_is_reviewed_with_its_own_fields(reviewing, written):
    for colour, make in (("green", "Skoda"), ("red", "Audi")):
        written.concern(
            about=ConcernAbout.VEHICLE, vehicles=(VehicleConcerned(registration="QX71XYZ", colour=colour, make=make),)
        )
    written.link()
    pair = written.rows("select left_mention, right_mention from link where kind = 'vehicle' and judgement = 'unsure'")[0]

    page = reviewing().page(f"/links/{pair[0]}/{pair[1]}/")

    assert "Is it the same vehicle?" in page
    assert re.search(r"Colour</th><td[^>]*>.*?green", page)
