"""A user's own profile: used without code, refused with words that say what to change."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from wholepicture.intake import UnreadableProfile, load_profiles, parse_profile, read_extracts
from wholepicture.vocabulary.pole import Role

GUIDE = Path(__file__).parents[3] / "docs" / "profiles.md"
GOOD = """
name = "youth"
title = "Youth club's book"
system = "youth"
agency = "Youth club"
kind = "referral"
[[mentions]]
slot = "who"
kind = "person"
role = "subject"
[columns]
"No" = { means = "reference", required = true }
"When" = "recorded"
"Who" = "who.name"
"""


def example(language):
    """The guide's example is the one that is tested."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1].encode()


def test_the_example_of_the_guide_reads_the_extract_of_the_guide():
    profiles = load_profiles([example("toml")])

    (found,) = read_extracts(
        "x", BytesIO(example("csv")), profiles=profiles, key=b"k", received_at=datetime(2026, 1, 5, tzinfo=UTC), made_at=None
    )
    (record,) = found

    assert found.profile.name == "housing_visits"
    assert found.noticed == ()
    assert (record.reference, record.recorded_at) == ("HV-204", datetime(2007, 3, 14, 15, 40, tzinfo=UTC))
    assert record.happened.since == datetime(2007, 3, 13, 16, 15, tzinfo=UTC)
    assert record.stated == {"officer": "R. Vale", "list": "Housing visits"}
    assert [(mention.kind.value, mention.role, mention.text.text) for mention in record.mentions] == [
        ("person", Role.UNKNOWN, "Kaz Rourke"),
        ("place", Role.LOCATION, "Flat 3, 18 Marsh Lane, QX1 4RT"),
        ("vehicle", Role.SEEN, "KX53 WLD silver"),
        ("phone", Role.CONTACT, "07700 900123"),
        ("handle", Role.CONTACT, "kaz_r Snapchat"),
    ]
    assert record.mentions[0].description.relation == "lodger"


def test_a_profile_of_the_same_name_takes_the_place_of_ours():
    content = GOOD.replace('name = "youth"', 'name = "school_log"', 1).encode()

    profiles = load_profiles([content])

    assert [profile.title for profile in profiles if profile.name == "school_log"] == ["Youth club's book"]
    assert len(profiles) == len(load_profiles())


def test_the_profiles_that_come_with_it_are_in_order_of_name():
    names = [profile.name for profile in load_profiles()]

    assert names == sorted(names)
    assert len(names) == 16


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "youth"', "name = youth", "not TOML"),
        ('title = "Youth club\'s book"', "", "title is missing"),
        ('kind = "referral"', 'kind = "gossip"', "kind is 'gossip'; it can be complaint"),
        ('role = "subject"', 'role = "villain"', "role is 'villain'"),
        ('role = "subject"', 'role = "subject"\nname_form = "Backwards"', "name_form"),
        ('role = "subject"', 'role = "subject"\ncolour = "red"', "unknown entries colour"),
        ("required = true", "required = false", "no column is required"),
        ('means = "reference"', 'means = "filed_as"', "no column means 'reference'"),
        ('"recorded"', '"reported"', "unknown meaning 'reported'"),
        ('"who.name"', '"whom.name"', "slot 'whom'"),
        ('"who.name"', '"who.shoe_size"', "a person has no 'shoe_size'"),
        ('"Who" =', '"WHEN" =', "two columns answer to the same heading: when"),
        ('"When" = "recorded"', '"When" = { means = "recorded", dates = ["mm/yyyy"] }', "A date form is written"),
        ('"When" = "recorded"', '"When" = 4', "is not a table"),
        ("[columns]", 'reference_from = ["Nothing"]\n[columns]', "unknown entries reference_from"),
        ('kind = "referral"', 'kind = "referral"\nreference_from = ["Nothing"]', "reference_from names 'Nothing'"),
    ],
)
def test_a_profile_that_cannot_be_used_says_what_to_change(old, new, words):
    assert old in GOOD

    with pytest.raises(UnreadableProfile, match=words):
        parse_profile(GOOD.replace(old, new, 1).encode())
