"""Whether it was so, when, and about whom: the traps, one by one."""

import pytest
from tests.reading_of import found_in, read

CASES = [
    # a negation inside an indicator is part of it
    ("He did not return at curfew.", "A1", "affirmed", "current", "child"),
    ("She could not account for the new trainers.", "C1", "affirmed", "current", "child"),
    ("There was no food in the house.", "I3", "affirmed", "current", "child"),
    ("He would not say where he had been.", "A3", "affirmed", "current", "child"),
    ("She has not been in school since Monday.", "F1", "affirmed", "current", "child"),
    # a negation before one rules it out, and spreads over a list
    ("There was no smell of cannabis.", "G2", "absent", "current", "child"),
    ("The girl was not missing from the placement.", "A1", "absent", "current", "child"),
    ("There were no signs of drug use or self-harm.", "G1", "absent", "current", "child"),
    ("Nobody smelt of alcohol.", "G3", "absent", "current", "child"),
    # but stops where something else begins
    ("No injuries, she was tearful and withdrawn.", "G7", "affirmed", "current", "child"),
    ("No drugs were seen but he smelt of alcohol.", "G3", "affirmed", "current", "child"),
    ("Not only did she smell of alcohol, she could hardly stand.", "G3", "affirmed", "current", "child"),
    # doubt
    ("Sexual exploitation aside, cannabis use could not be ruled out.", "G2", "uncertain", "current", "child"),
    ("He may have been carrying a knife.", "H7", "uncertain", "current", "child"),
    # a denial is shown as what it is
    ("She denies self-harm.", "G1", "denied", "current", "child"),
    ("He says he has never carried a knife.", "H7", "denied", "current", "child"),
    ("A neighbour saw her get into a stranger's van, which she denies.", "D2", "denied", "current", "child"),
    # history
    ("In 2018 she used to go missing from home.", "A1", "affirmed", "past", "child"),
    ("She went missing from home two years ago.", "A1", "affirmed", "past", "child"),
    (
        "He used to smoke cannabis and has started again this week: he smelt of cannabis.",
        "G2",
        "affirmed",
        "current",
        "child",
    ),
    # what is only imagined
    ("If she goes missing from home, ring the police.", "A1", "affirmed", "hypothetical", "child"),
    ("Should he be found carrying a knife, call us.", "H7", "affirmed", "hypothetical", "child"),
    ("Training today on self-harm.", "G1", "affirmed", "hypothetical", "child"),
    # who reports is not whom it is about
    ("Mother reports he is self harming.", "G1", "affirmed", "current", "child"),
    ("Her mother was reported missing from home.", "A1", "affirmed", "current", "family"),
    ("She was seen with her uncle and had been drinking.", "G3", "affirmed", "current", "child"),
    ("Her brother has been arrested for robbery.", "H8", "affirmed", "current", "family"),
    ("Mum said she was tearful and in tears.", "G7", "affirmed", "current", "child"),
    # a log that names its child in a column only, and in its text no one but an associate
    ("Smelt of cannabis. With a person known as Karl Benn, aged about 49.", "G2", "affirmed", "current", "child"),
    ("Pensioner aged 82 smelt of alcohol.", "G3", "affirmed", "current", "other"),
    # an "if" that is asked, quoted or threatened imagines nothing
    ("She asked if anyone had seen that he smelt of cannabis.", "G2", "affirmed", "current", "child"),
]


@pytest.mark.parametrize(("text", "indicator", "polarity", "timing", "about"), CASES)
def test_it_is_read_as_it_was_meant(text, indicator, polarity, timing, about):
    found = found_in(text, indicator)
    assert (found.polarity, found.timing, found.about) == (polarity, timing, about)


def test_a_denial_leaves_an_indicator_live():
    assert found_in("She denies self-harm.", "G1").live


def test_the_cue_is_shown():
    text = "She denies self-harm."
    cue = found_in(text, "G1").cue
    assert text[cue.start : cue.end] == "denies"


def test_an_indicator_is_bound_to_the_person_before_it():
    text = "Amina smelt of alcohol. Rowan was carrying a knife."
    reading = read(text, columns_mentions=2)
    bound = {found.indicator: found.about_mention for found in reading.indicators}
    assert bound["G3"] == "Pr1.2"
    assert bound["H7"] == "Pr1.3"


LEARNED = [
    ("She was due back at nine and did not return until four.", "A2", "affirmed"),
    ("Not returned from school, not answering phone.", "A1", "affirmed"),
]


@pytest.mark.parametrize(("text", "indicator", "polarity"), LEARNED)
def test_a_negation_within_what_the_weights_mark_rules_nothing_out(text, indicator, polarity):
    found = [each for each in read(text, learned=True).indicators if each.indicator == indicator]
    assert found
    assert all(each.polarity == polarity and each.live for each in found)
