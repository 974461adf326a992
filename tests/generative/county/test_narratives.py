"""Whatever a narrative is told to name, its spans read that thing."""

import re
from datetime import date
from difflib import SequenceMatcher
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from wholepicture.county.cast import Person, Phone, Place, Thing, Vehicle
from wholepicture.county.narratives import compose, topics
from wholepicture.county.wordlists import names

HOME = Place(1, "home", 14, "Gasworks Terrace", "Quarlwick", "QX7 3AB", flat=3)
HOTEL = Place(2, "hotel", 0, "Ropery Lane", "Orrinholt", "QX8 1DE", venue="Lantern Lodge")
CHILD = Person(3, "Jessica", "Arkwright-Moss", True, date(2008, 5, 1), True, 30, HOME, nickname="Jess")
FRIEND = Person(4, "Bartosz", "Wójcik", False, date(2007, 5, 1), True, 31, HOME)
ADULT = Person(5, "Robert", "Quayle", False, date(1990, 5, 1), False, 0, HOME, nickname="Bob")
CAR = Vehicle(6, "KS18 OPT", "silver", "Ford", "Focus")
PHONE = Phone(7, "07700 900123")
ALIKE = {"0": "O", "1": "I", "5": "S", "8": "B", "V": "Y", "M": "N", "D": "O", "G": "C", "E": "F"}


def plain(words: str) -> str:
    return "".join(ALIKE.get(sign, sign) for sign in words.upper() if sign.isalnum())


def reads(words: str, thing: Thing) -> bool:
    """Whether these words could have been written by somebody who meant this thing."""
    if isinstance(thing, Phone):
        return re.sub(r"\D", "", words).removeprefix("44").lstrip("0") == "7700900123"
    if isinstance(thing, Vehicle):
        return plain(words) in plain(thing.registration) or words.lower() in {"silver focus", "silver ford focus"}
    if isinstance(thing, Place):
        known = thing.venue or thing.street.split()[0]
        return SequenceMatcher(None, known.lower(), words.lower()).find_longest_match().size >= len(known) // 2 - 1
    called = {thing.forename, thing.nickname or thing.forename, *names().nicknames.get(thing.forename, ())}
    first, *rest = words.split()
    close = not rest or SequenceMatcher(None, rest[0], thing.surname).ratio() > 0.7
    return (first in called or first == f"{thing.forename[0]}.") and close


@settings(max_examples=300, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    chosen=st.lists(st.sampled_from(sorted(topics())), min_size=1, max_size=5),
    place=st.sampled_from([HOME, HOTEL]),
    left_out=st.sets(st.sampled_from(["friend", "adult", "place", "reg", "phone"])),
)
def test_every_span_reads_the_thing_that_it_is_said_to_name(
    seed: int, chosen: list[str], place: Place, left_out: set[str]
) -> None:
    things: dict[str, Thing] = {"child": CHILD, "friend": FRIEND, "adult": ADULT, "nick": ADULT, "place": place}
    things |= {"reg": CAR, "car": CAR, "phone": PHONE}
    for name in left_out:
        del things[name]

    composed = compose(Random(seed), chosen, things, female=True)

    assert not re.search(r"[\[\]{}|]|  ", composed.text)
    for span in composed.spans:
        words = composed.text[span.start : span.end]
        assert reads(words, span.thing), words
    assert [span.start for span in composed.spans] == sorted(span.start for span in composed.spans)
