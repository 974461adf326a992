"""A complaint whose words ask about a child, and complaints whose words do not."""

import pytest
from tests.reading_of import read

from wholepicture.reading import load_lexicon, marked

FIRST = "Men arriving at the flat from about 9pm and leaving in the early hours. Loud music. Resident below cannot sleep."
SECOND = (
    "Further visit. Different men again, four seen going in. "
    "A girl of about thirteen answered the door and was told to go back inside."
)


@pytest.mark.parametrize("learned", [False, True])
def test_the_first_complaint_that_mentions_a_girl_asks_about_her(learned):
    question = read(SECOND, filed_as="Nuisance", learned=learned).mismatch
    assert question is not None
    assert question.filed_as == "Nuisance"
    assert any("girl" in SECOND[span.start : span.end] for span in question.child_words)
    assert {"B", "D"} <= set(question.groups)


@pytest.mark.parametrize("learned", [False, True])
def test_a_complaint_without_a_child_asks_nothing(learned):
    assert read(FIRST, filed_as="Noise", learned=learned).mismatch is None


def test_a_record_filed_about_a_child_needs_no_question():
    assert read(SECOND, filed_as="Child protection referral").mismatch is None


@pytest.mark.parametrize("about", ["place", "adult", "vehicle"])
@pytest.mark.parametrize("learned", [False, True])
def test_what_says_that_it_is_about_something_else_asks_about_the_child_under_any_category_or_none(about, learned):
    for filed_as, shown in (("", "no category (about a"), ("Safeguarding", "Safeguarding (about a"), ("Noise", "Noise")):
        question = read(SECOND, filed_as=filed_as, about=about, columns_mentions=1, learned=learned).mismatch
        assert question is not None
        assert question.filed_as.startswith(shown)
        assert read(FIRST, filed_as=filed_as, about=about, columns_mentions=1, learned=learned).mismatch is None


def test_without_a_category_a_group_is_asked_about_and_what_says_that_it_is_about_a_child_is_not():
    assert read(SECOND, filed_as="", about="group").mismatch is not None
    assert read(SECOND, filed_as="", about="child").mismatch is None
    assert read(SECOND, filed_as="", about="").mismatch is None


ATTENDANCE = "Missed three mornings and came in tired. He pushes his food about, sits alone and flinches at his phone."


def test_a_record_that_names_its_child_and_is_no_nuisance_is_not_asked_about_by_the_weights_alone():
    assert read(ATTENDANCE, filed_as="Attendance", columns_mentions=0, learned=True).mismatch is not None
    assert read(ATTENDANCE, filed_as="Attendance", columns_mentions=1, learned=True).mismatch is None
    assert read(ATTENDANCE, filed_as="Noise", columns_mentions=1, learned=True).mismatch is not None


def test_callers_and_night_are_told_apart():
    reading = read(FIRST, filed_as="Noise")
    assert reading.night
    assert reading.adults_calling


def test_a_marked_narrative_shows_words_and_question():
    shown = marked(SECOND, read(SECOND, filed_as="Nuisance"))
    assert "[B3] Different men" in shown
    assert "Filed as Nuisance. It speaks of a child" in shown
    assert load_lexicon().indicators["B3"].name in shown


@pytest.mark.parametrize(
    ("text", "advised"),
    [
        ("She puts herself at risk.", ["puts herself or himself at risk"]),
        ("He absconded; it is a lifestyle choice.", ["absconded", "lifestyle choice"]),
        ('She said "my older boyfriend is nice".', []),
        ("Her older boyfriend collected her.", ["older boyfriend"]),
        ('The referral says "she puts herself at risk".', ["puts herself or himself at risk"]),
    ],
)
def test_wording_that_blames_is_advised_on_outside_a_childs_own_words(text, advised):
    assert [advice.term for advice in read(text).wording] == advised
