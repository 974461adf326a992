"""What holds for any narrative whatever."""

import pickle
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading_of import read

from wholepicture.reading import Reader, load_lexicon
from wholepicture.vocabulary.readings import Tier

PIECES = st.sampled_from(
    [
        "Amina was missing from home",
        "no smell of cannabis",
        "a silver car, reg KX53 WLD",
        "she denies self-harm",
        ", ",
        ". ",
        "; ",
        "a girl of about thirteen",
        "men at night",
        "07700 900045",
        "Flat 3, 18 Marsh Lane",
        "wdnt say where",
        " ",
        "\n",
        "“quoted”",
        "if he goes missing",
        "İstanbul",
        "ﬁ",
        "😀",
        "@night_owl",
        "0330",
        "?stays",
        "w/",
        "2 years ago",
        "older boyfriend",
        "\x00",
    ]
)
NARRATIVES = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join)
)


def spans_of(reading):
    yield from (found.span for found in reading.indicators)
    yield from (found.cue for found in reading.indicators if found.cue)
    yield from (named.span for named in reading.named)
    yield from (advice.span for advice in reading.wording)
    yield from reading.child_words
    yield from reading.dates
    yield from reading.ages


@settings(max_examples=60, deadline=None)
@given(NARRATIVES, st.booleans())
def test_every_span_stands_in_the_narrative(text, learned):
    for span in spans_of(read(text, learned=learned)):
        assert 0 <= span.start < span.end <= len(text)


@settings(max_examples=30, deadline=None)
@given(NARRATIVES)
def test_reading_twice_reads_the_same(text):
    assert read(text, learned=True) == read(text, learned=True)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["Amina", "Oluwaseun", "Siobhán", "Priya", "Kacper"]), st.sampled_from(["she", "he"]))
def test_whose_name_or_sex_it_is_changes_nothing_but_the_mention(name, pronoun):
    other = "her" if pronoun == "she" else "his"
    template = "{} went missing from home. A man gave {} things and {} would not say where {} had been."
    text = template.format(name, "her" if pronoun == "she" else "him", pronoun, pronoun)
    plain = template.format("Jordan", "her", "she", "she")
    found = [(f.indicator, f.polarity, f.timing, f.about, f.tier) for f in read(text, learned=True).indicators]
    expected = [(f.indicator, f.polarity, f.timing, f.about, f.tier) for f in read(plain, learned=True).indicators]
    assert found == expected
    assert other


def test_a_reader_can_be_sent_to_another_process():
    reader = Reader(load_lexicon())
    again = pickle.loads(pickle.dumps(reader))  # noqa: S301 - our own bytes
    assert isinstance(again, Reader)


@pytest.mark.parametrize(
    "text", ["girl missing no " * 4_000, "not, or nor " * 4_000, "a1 " * 15_000, "Aa" * 40_000, "reg " * 10_000]
)
def test_an_adversarial_narrative_costs_seconds_not_minutes(text):
    start = time.process_time()
    read(text, learned=True)
    assert time.process_time() - start < 10


def test_the_bytes_are_the_same_for_any_hash_seed():
    program = (
        "from datetime import date;from wholepicture.reading import Reader, load_lexicon;"
        "r=Reader(load_lexicon()).read('r','Different men at night, a girl of 13, no food. Silver car KX53 WLD',"
        "filed_as='noise',recorded_on=date(2026,1,1),columns_mentions=0);print(repr(r))"
    )
    outputs = {
        subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "42")
    }
    assert len(outputs) == 1


def test_no_name_stands_in_what_explains_a_mark():
    text = 'They are not hers. Nadia told me a friend called "Quillfeather" gave her them along with a promise of more.'
    marks = [found for found in read(text, learned=True).indicators if found.tier is Tier.POSSIBLE]
    assert marks
    assert all("quillfeather" not in found.pattern.lower() for found in marks)
