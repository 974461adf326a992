"""Kinds of places, from their words alone."""

import pytest

from wholepicture.knowledge.places import PlaceKind, kind_of_words


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("12 School Lane", PlaceKind.DWELLING),
        ("4 Market Street, Thornbridge", PlaceKind.DWELLING),
        ("Maple House, 130 Abbey Close", PlaceKind.DWELLING),
        ("Flat 2, 81 Westbury Gardens", PlaceKind.DWELLING),
        ("3/67 Queens Way", PlaceKind.DWELLING),
        ("Marsh Lane", PlaceKind.STREET),
        ("Station Road", PlaceKind.STREET),
        ("Park Road bus stop", PlaceKind.TRANSPORT),
        ("Harbury bus station", PlaceKind.TRANSPORT),
        ("Ashdown Cross hospital A&E, qx41rg", PlaceKind.HEALTH),
        ("Brackley High School", PlaceKind.SCHOOL),
        ("recreation ground", PlaceKind.OPEN_SPACE),
        ("Premier Hotel, 3 Station Road", PlaceKind.HOTEL),
        ("the burger bar on Mill Lane", PlaceKind.BUSINESS),
        ("police station", PlaceKind.BUSINESS),
        ("Larch children's home", PlaceKind.CHILDRENS_HOME),
        ("somewhere in town", PlaceKind.UNKNOWN),
    ],
)
def test_a_street_named_after_a_school_is_no_school(words: str, kind: PlaceKind) -> None:
    assert kind_of_words(words) is kind
