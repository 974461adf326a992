"""When two mentions of persons are judged to be one, different, compatible or unsure, and in what words."""

import pytest
from tests.spec.linkage.mentions import Story, Told, judged_between, person, place, vehicle

from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.pole import Role

HOME = "14 Cowper Lane, Harbury, QX1 4AB"
SAME, COMPATIBLE, UNSURE = Judgement.SAME, Judgement.COMPATIBLE, Judgement.UNSURE
BORN = "2008-04-12"

ONE_PERSON = [
    ("same name and birth", person("Oakes|Tansy", born=BORN), person("Oakes|Tansy", born=BORN), "Same date of birth."),
    (
        "capitals and order",
        person("GREENWOOD|Lee", born=BORN),
        person("Lee, Greenwood", born=BORN),
        "written the other way round",
    ),
    ("order in one text", person("Savage|Demi", born=BORN), person("Savage Demi", born=BORN), "written the other way round"),
    ("a letter doubled", person("Savage|Demi", born=BORN), person("Savagge|Demi", born=BORN), "surname but for a slip"),
    (
        "a space gone astray",
        person("De Souza|Graham", born=BORN),
        person("D ESOUZA|Graham", born=BORN),
        "Same surname and forename.",
    ),
    (
        "an apostrophe",
        person("O'Sullivan|Billy", born=BORN),
        person("OSULLIVAN|Billy", born=BORN),
        "Same surname and forename.",
    ),
    ("British short form", person("Hartley|Gary", born=BORN), person("Hartley|Gaz", born=BORN), "stand for one another"),
    (
        "South Asian spelling",
        person("Khan|Mohammed", born=BORN),
        person("Khan|Muhammad", born=BORN),
        "stand for one another",
    ),
    (
        "South Asian short form",
        person("Begum|Fatima", born=BORN),
        person("Begum|Fatimah", born=BORN),
        "stand for one another",
    ),
    ("Polish pet form", person("Nowak|Katarzyna", born=BORN), person("Nowak|Kasia", born=BORN), "stand for one another"),
    ("Polish letters", person("Wójcik|Łukasz", born=BORN), person("Wojcik|Lukasz", born=BORN), "Same surname and forename."),
    (
        "West African short form",
        person("Adeyemi|Oluwaseun", born=BORN),
        person("Adeyemi|Seun", born=BORN),
        "stand for one another",
    ),
    (
        "double surname",
        person("Campbell-Reid|Denise", born=BORN),
        person("Reid|Denise", born=BORN),
        "one half of a double surname",
    ),
    (
        "day and month changed",
        person("Oakes|Tansy", born="2008-04-12", address=HOME),
        person("Oakes|Tansy", born="2008-12-04", address=HOME),
        "day and month changed round",
    ),
    (
        "one digit",
        person("Oakes|Tansy", born="2008-04-12", address=HOME),
        person("Oakes|Tansy", born="2008-04-17", address=HOME),
        "but for one digit",
    ),
    (
        "name and address",
        person("Oakes|Tansy", address=HOME),
        person("Oakes|Tansy", address="14 Cowper Ln, qx14ab"),
        "Address agrees.",
    ),
    ("rare name and age", person("Oakes|Tansy", born="2008-04-12"), person("Tansy Oakes", age=14), "The stated age fits."),
    (
        "adult's guessed age",
        person("Hartley|Max", Role.ASSOCIATE, born="1971-09-11"),
        person("Max Hartley", Role.ASSOCIATE, age=(51, 51)),
        "The guessed age fits.",
    ),
    (
        "pupil number after marriage of the mother",
        person("Oakes|Tansy", upn="Q801201001001"),
        person("Rourke|Tansy", upn="Q801201001001", born=BORN),
        "identifying number",
    ),
    (
        "telephone",
        person("Oakes|Tansy", phone="07700 900123"),
        person("Oakes|Tansy", phone="+44 7700 900123"),
        "Same telephone number.",
    ),
]

NOT_ONE = [
    (
        "twins",
        person("Oakes|Tansy", born=BORN, address=HOME, sex="F"),
        person("Oakes|Robyn", born=BORN, address=HOME, sex="F"),
    ),
    (
        "twins whose names are a letter apart",
        person("Khan|Zara", born=BORN, address=HOME),
        person("Khan|Zena", born=BORN, address=HOME),
    ),
    ("siblings", person("Oakes|Tansy", born=BORN, address=HOME), person("Oakes|Liam", born="2010-02-01", address=HOME)),
    (
        "father and son of one name",
        person("Khan|Imran", born="1979-03-02", address=HOME),
        person("Khan|Imran", born=BORN, address=HOME),
    ),
    (
        "father named as parent",
        person("Khan|Imran", born=BORN, address=HOME),
        person("Imran Khan", Role.PARENT, address=HOME),
    ),
    ("two pupil numbers", person("Khan|Imran", upn="Q801201001001"), person("Khan|Imran", upn="E801201001002")),
    ("surname alone", person("Oakes|", born=""), person("Oakes|", born="")),
]


@pytest.mark.parametrize(("left", "right", "reason"), [row[1:] for row in ONE_PERSON], ids=[row[0] for row in ONE_PERSON])
def test_mentions_of_one_person_are_judged_the_same_with_the_reason_in_words(left: Told, right: Told, reason: str) -> None:
    judged = judged_between(left, right)

    assert judged is not None
    assert judged.judgement is SAME
    assert reason.casefold() in " ".join(judged.because).casefold()


@pytest.mark.parametrize(("left", "right"), [row[1:] for row in NOT_ONE], ids=[row[0] for row in NOT_ONE])
@pytest.mark.parametrize("turned", [False, True], ids=["in this order", "the other way round"])
def test_relatives_and_namesakes_never_become_one(left: Told, right: Told, turned: bool) -> None:
    first, second = Story().entities(*((right, left) if turned else (left, right)))

    assert first != second


def test_a_name_alone_never_merges_however_rare_it_is() -> None:
    judged = judged_between(person("Featherstonehaugh|Peregrine"), person("Featherstonehaugh|Peregrine"))

    assert judged is not None
    assert judged.judgement is COMPATIBLE
    assert "Nothing but the name to go by." in judged.because


def test_a_common_name_with_a_fitting_age_is_for_a_person_to_look_at() -> None:
    judged = judged_between(person("Smith|John", born="2008-04-12"), person("John Smith", age=14))

    assert judged is not None
    assert judged.judgement is UNSURE


def test_cousins_of_one_name_at_one_address_are_for_a_person_to_look_at() -> None:
    judged = judged_between(
        person("Khan|Imran", born="2008-04-12", address=HOME), person("Khan|Imran", born="2010-09-30", address=HOME)
    )

    assert judged is not None
    assert judged.judgement is UNSURE
    assert "Against it: different dates of birth." in judged.because


def test_two_families_one_after_the_other_at_one_address_stay_apart() -> None:
    entities = Story().entities(
        person("Oakes|Tansy", born=BORN, address=HOME),
        person("Oakes|Marion", Role.PARENT, address=HOME),
        person("Tallis|Robyn", born="2009-01-03", address=HOME),
        person("Tallis|Marion", Role.PARENT, address=HOME),
    )

    assert len(set(entities)) == 4


def test_a_forename_only_fits() -> None:
    story = Story()
    flat = place("Flat 3, 18 Marsh Lane, QX1 4RT")
    story.tell(person("ROURKE|Kaz", Role.ASSOCIATE), flat)

    pairs = [pair for pair in story.tell(person("Kaz", Role.ASSOCIATE), flat).judged if pair.kind == "person"]

    assert [pair.judgement for pair in pairs] == [COMPATIBLE]
    assert "Same forename (no more of the name given)." in pairs[0].because


def test_a_description_without_a_name_fits_whom_the_place_leads_to() -> None:
    story = Story()
    flat = place("Flat 3, 18 Marsh Lane, QX1 4RT")
    story.tell(person("Oakes|Tansy", born="2008-11-02", sex="F"), flat)

    pairs = [
        pair for pair in story.tell(person("", Role.UNKNOWN, age=(13, 13), sex="F"), flat).judged if pair.kind == "person"
    ]

    assert [pair.judgement for pair in pairs] == [COMPATIBLE]


@pytest.mark.parametrize(
    "beside",
    [person("Oakes|Tansy", born=BORN), vehicle("KX53 WLD"), place("Flat 3, 18 Marsh Lane, QX1 4RT")],
    ids=["the same child", "the same vehicle", "the same flat"],
)
def test_an_adult_known_by_name_only_is_known_by_their_company(beside: Told) -> None:
    story = Story()
    first = story.tell(person("HARTLEY|Gaz", Role.ASSOCIATE), beside).assigned[0]

    again = story.tell(person("Gary Hartley", Role.ASSOCIATE), beside)

    assert again.assigned[0] == first
    reasons = " ".join(reason for pair in again.judged if pair.kind == "person" for reason in pair.because)
    assert "Named beside the same person, place or vehicle in other records." in reasons


def test_the_narrative_speaks_of_the_subject_again_by_forename() -> None:
    story = Story()

    assigned = story.tell(person("Tallis|Robyn", born=BORN), person("Robyn", Role.UNKNOWN), narrative=True).assigned

    assert assigned[0] == assigned[1]


def test_persons_named_side_by_side_in_one_record_are_two() -> None:
    story = Story()

    assigned = story.tell(person("Khan|Imran", born=BORN), person("Khan|Imran", Role.PARENT)).assigned

    assert assigned[0] != assigned[1]


def test_what_becomes_known_later_merges_and_keeps_the_earlier_id() -> None:
    story = Story()
    early = story.tell(person("Oakes|Tansy", upn="", address=HOME)).assigned[0]
    late = story.tell(person("Oakes|Tansy", born=BORN)).assigned[0]
    assert early != late

    joining = story.tell(person("Oakes|Tansy", born=BORN, address=HOME))

    assert joining.assigned == (early,)
    assert [(alias.entity, alias.now) for alias in joining.moved] == [(late, early)]


def test_foster_carers_with_a_rare_name_are_known_by_being_carers() -> None:
    story = Story()
    first = story.tell(person("Oakes|Tansy", born=BORN), person("Angela Winterbourne", Role.CARER)).assigned[1]

    again = story.tell(person("Tallis|Robyn", born="2009-01-03"), person("Angela Winterbourne", Role.CARER)).assigned[1]

    assert again == first


def test_common_names_in_one_county_stay_apart_by_birth() -> None:
    births = [f"20{year:02}-{month:02}-1{year % 10}" for year in (5, 7, 9, 11) for month in (1, 3, 5, 7, 9)]

    entities = Story().entities(*(person("Khan|Mohammed", born=born, sex="M") for born in births))

    assert len(set(entities)) == len(births)


def test_what_fits_more_than_five_says_so() -> None:
    story = Story()
    for number in range(9):
        story.tell(person("Okafor|Chidi", born=f"200{number}-03-0{number + 1}"))

    pairs = story.tell(person("Okafor|Chidi")).judged

    assert len(pairs) == 5
    assert all(pair.judgement is COMPATIBLE and "It fits 4 more besides these 5." in pair.because for pair in pairs)
