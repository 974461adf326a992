"""Search as people use it: what they know, in whatever shape, finds whom they mean, and nothing that they may not see."""

from datetime import date, timedelta

import psycopg
import pytest

from wholepicture.hub.wiring import search
from wholepicture.hub.wiring.search_words import Typed, read_search
from wholepicture.intake.concern import ChildConcerned
from wholepicture.linkage.names import sound


@pytest.mark.parametrize(
    "words",
    [
        "Katherine Pellow-Strand",
        "pellow-strand KATHERINE",
        "Katie Strand",
        "Kate Pellow",
        "Kathrine Pellow",
        "Katherine Pelow",
        "Katherine Pellowe",
        "Katherine 04/03/2011",
        "Strand born 4.3.2011",
        "Strand 2011",
        "Katherine 2011-03-04",
        "Strand 03/04/2011",
        "14 Larch Row",
        "QX1 4AB",
        "qx14ab Katherine",
    ],
)
def test_a_child_is_found_by_what_somebody_knows_of_her(searching, words):
    assert "Katherine Pellow-Strand" in searching().titles(words)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("07700900123", "Teresa Quillan"),
        ("+44 7700 900 123", "Teresa Quillan"),
        ("Tess Quillan", "Teresa Quillan"),
        ("QX61ABD", "QX61 ABD silver Ford"),
        ("QX61", "QX61 ABD silver Ford"),
        ("1AB", "QX61 ABD silver Ford"),
        ("3 Mill Lane", "Kestrel Arcade, 3 Mill Lane, QX2 7CD"),
        ("kestrel arcade", "Kestrel Arcade, 3 Mill Lane, QX2 7CD"),
        ("@Night.Owl", "@night.owl"),
        ("Garreth Oldacer", "Gareth Oldacre"),
    ],
)
def test_people_places_vehicles_and_contacts_are_found_by_their_own_marks(searching, words, title):
    assert title in searching().titles(words)


def test_the_one_that_fits_best_comes_first(searching, written):
    written.child("Katherine", "Strand", born=None)
    written.link()

    assert searching().titles("Katherine Strand")[0] == "Katherine Strand"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Strand", "born_year": "2011"},
        {"name": "Strand", "born_day": "4", "born_month": "March", "born_year": "2011"},
        {"name": "Strand", "address": "Larch Row"},
        {"address": "QX1 4AB"},
    ],
)
def test_the_fields_say_which_is_which(searching, fields):
    assert "Katherine Pellow-Strand" in searching().titles(**fields)


@pytest.mark.parametrize("words", ["MIS25000014", "mis25000014", "N1234567", "WP-26-000123", "SOC/2025/00012"])
def test_a_reference_of_any_agency_is_known_in_the_one_box(words):
    assert read_search(Typed(words=words)).references == (words.upper(),)


def test_what_looks_like_a_reference_and_a_pupils_number_or_a_registration_is_not_only_that():
    number = read_search(Typed(words="Y990100117065"))
    plate = read_search(Typed(words="QX21 LDB"))

    assert number.kinds == ("number",)
    assert plate.kinds == ("registration",)


def test_a_day_without_a_time_is_not_given_one(searching, written):
    written.concern(children=(ChildConcerned(forename="Ottilie", surname="Larkspur"),), happened_from=date(2026, 2, 3))
    written.link()

    page = searching().post("Ottilie Larkspur").content.decode()

    assert "3 February 2026" in page
    assert "at midnight" not in page


def test_a_record_is_found_by_its_reference(searching, written):
    reference = written.rows("select reference from record order by sequence limit 1")[0][0]

    page = searching().post(reference.lower()).content.decode()

    assert "With that reference" in page
    assert reference in page


@pytest.mark.parametrize("words", ["Katherine", "2011", "04/03/2011", "the road"])
def test_one_common_thing_alone_is_not_enough(searching, words):
    page = searching().post(words).content.decode()

    assert "Add another name, a year of birth or a number" in page
    assert "Error: " in page


def test_what_is_not_there_says_nothing_about_whether_there_is_anything(searching):
    page = searching().post("Nobody Atall").content.decode()

    assert "Nothing was found that you may see" in page


def test_the_log_is_told_the_kinds_of_words_and_each_record_never_the_words(searching, written):
    searching().post("Strand 04/03/2011 QX1 4AB")

    kinds = written.rows("select subject, purpose, allowed from access where action = 'search' and subject_kind = 'search'")
    records = written.rows("select 1 from access where action = 'search' and subject_kind = 'record'")
    told = written.rows("select string_agg(access::text, ' ') from access")[0][0]
    assert ("born, postcode, word", "deal_with_concern", True) in kinds
    assert records
    assert "trand" not in told
    assert "2011-03-04" not in told


def test_the_words_stand_in_no_address(searching):
    page = searching().post("Katherine Strand")

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ["executive", "administrator", "custodian"])
def test_who_reads_no_record_searches_nothing(signed_in, written, who):
    client = signed_in(who)

    answer = client.get("/search/", follow=True)

    if answer.status_code == 200 and answer.redirect_chain:
        why = client.post(answer.redirect_chain[0][0], {"purpose": answer.context["form"].fields["purpose"].choices[0][0]})
        answer = client.get(why["Location"])
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("who", "why", "finds"),
    [
        ("hub", "deal_with_concern", True),
        ("scrutineer", "scrutinise", True),
        ("officer", "direct_work", True),
        ("police", "direct_work", False),
        ("analyst", "review_links", False),
        ("hub", "direct_work", False),
    ],
)
def test_each_role_finds_what_it_may_read_and_nothing_else_is_hinted_at(searching, who, why, finds):
    searcher = searching(who, why)

    found = searcher.post("Marcus Dunmore").content.decode()
    absent = searcher.post("Nobody Atall").content.decode()

    assert ("Marcus Dunmore" in found.split("</form>")[-1]) is finds
    if not finds:
        rest = [page.split("</form>")[-1] for page in (found, absent)]
        assert rest[0] == rest[1]


def test_who_wrote_one_record_is_told_of_a_possible_match_elsewhere_and_no_more(searching, written):
    written.child("Perpetua", "Wainfleet", born=None, by="school", agency="school")
    written.child("Perpetua", "Wainfleet", by="police", agency="police", postcode="QX9 9ZZ")
    written.link()

    page = searching("school", "direct_work").post("Perpetua Wainfleet").content.decode()

    assert "A record of Police from" in page
    assert "/ask/" in page
    assert "QX9" not in page
    assert page.count("Why you may see it") == 1


def test_what_is_sealed_is_found_by_nobody_but_the_few(searching, written):
    written.child("Ottoline", "Fairbrass", postcode="QX8 8AA")
    written.link()
    before = searching().titles("Ottoline Fairbrass")
    record = written.rows("select record from mention where description ->> 'forename' = 'Ottoline'")[0][0]
    written.change(
        "insert into seal (record, because, by_account, lead, at)"
        " values (%s, 'adopted', gen_random_uuid(), gen_random_uuid(), now())",
        record,
    )
    written.change("select need_to_know.lay_seals()")

    assert before == ["Ottoline Fairbrass"]
    assert searching().titles("Ottoline Fairbrass") == []


def test_the_earlier_version_of_an_amended_record_is_not_found(searching, written):
    written.child("Lavinia", "Stubblefield")
    written.link()
    before = searching().titles("Lavinia Stubblefield")
    written.change(
        "update record set amended_by = 'another' where record ="
        " (select record from mention where description ->> 'forename' = 'Lavinia')"
    )

    assert before == ["Lavinia Stubblefield"]
    assert searching().titles("Lavinia Stubblefield") == []


def test_somebody_who_searches_without_end_is_stopped(searching, monkeypatch):
    searcher = searching("hub-police")
    monkeypatch.setattr(search, "LIMITS", ((timedelta(minutes=10), 2),))

    answers = [searcher.post("Marcus Dunmore").status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_words_of_names_are_forgotten_with_the_last_record_that_holds_them(written):
    written.child("Zebulon", "Tarrow")
    written.link()
    kept = written.rows("select count(*) from name_slip where word = 'zebulon'")[0][0]

    written.change("delete from record where record = (select record from match_key where key = 'zebulon')")

    assert kept == 9
    assert written.rows("select count(*) from name_slip where word = 'zebulon'")[0][0] == 0


@pytest.mark.parametrize(
    "word", ["smith", "smyth", "lee", "aoife", "mccarthy", "wwharry", "szczepanski", "anna", "o", "ellery"]
)
def test_the_database_hears_a_name_as_linkage_does(written, word):
    assert written.rows("select count(*) from need_to_know.slips_of(%s) s where s = %s", word, f"={sound(word)}") == [(1,)]


def test_the_app_reads_no_words_of_names_by_itself(hub, written):
    with hub.connect("wp_app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("select * from name_slip")
    with hub.connect("wp_app") as app:
        found = app.execute("select * from need_to_know.found_by('{name}', '{dunmore}', '{0}', '{10}', 1, 10)").fetchall()
    assert found == []


def test_what_was_typed_is_escaped(searching):
    page = searching().post("<script>x</script> Strand").content.decode()

    assert "<script>x" not in page
