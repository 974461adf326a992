"""The one scoring kernel for places: how two addresses compare, what it is judged to be, in what words."""

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from wholepicture.linkage.addresses import Address, spelt_out
from wholepicture.vocabulary.judgements import Judgement


class PlaceLevel(IntEnum):
    """How two addresses compare as wholes, the best first."""

    SAME = 0
    """Number, street and flat agree, or the name of the place, and the postcode or the town confirms it."""
    LIKELY = 1
    """Number, street and flat agree, or the name, and nothing confirms or contradicts it."""
    UNSURE = 2
    """Alike but for a slip that nothing confirms, or alike with postcodes that differ."""
    BUILDING = 3
    """The same building; only one of them names a flat."""
    STREET = 4
    """The same street; one of them gives no number."""
    DIFFERENT = 5


class Wording(IntEnum):
    """How two names of streets or places compare."""

    SAME = 0
    SLIP = 1
    """Misspelt: the letters are nearly the same."""
    DIFFERENT = 2
    MISSING = 3


class Agreement(IntEnum):
    """How a part that can be checked compares."""

    SAME = 0
    SLIP = 1
    MISSING = 2
    DIFFERENT = 3


class PlaceComparison(NamedTuple):
    """Two addresses compared, part by part."""

    level: PlaceLevel
    street: Wording
    unit: Agreement
    postcode: Agreement
    locality: Agreement
    venue: Wording


def compare_addresses(left: Address, right: Address) -> PlaceLevel:
    """How two addresses compare as wholes."""
    return compare_places(left, right).level


@lru_cache(maxsize=1 << 17)
def compare_places(left: Address, right: Address) -> PlaceComparison:
    """Compare two addresses part by part. Symmetrical."""
    street = _street(left.street_letters, right.street_letters)
    unit = _unit(left, right)
    postcode = _postcode(left.postcode, right.postcode)
    locality = _agreement(left.locality, right.locality)
    venue = _venues(left, right)
    level = _level(left, right, PlaceComparison(PlaceLevel.DIFFERENT, street, unit, postcode, locality, venue))
    return PlaceComparison(level, street, unit, postcode, locality, venue)


def _wording(left: str, right: str) -> Wording:
    if not left or not right:
        return Wording.MISSING
    if left == right:
        return Wording.SAME
    allowed = 1 if min(len(left), len(right)) < 9 else 2
    return Wording.SLIP if OSA.distance(left, right, score_cutoff=allowed) <= allowed else Wording.DIFFERENT


def _street(left: str, right: str) -> Wording:
    """Compare two streets by their letters; a short form that ran into the name ("elmln") is a slip."""
    wording = _wording(left, right)
    if wording is not Wording.DIFFERENT:
        return wording
    longer = [(a, b) for a in spelt_out(left) for b in spelt_out(right)]
    return Wording.SLIP if any(_wording(a, b) is not Wording.DIFFERENT for a, b in longer) else Wording.DIFFERENT


def _venues(left: Address, right: Address) -> Wording:
    """Compare names of places; "maple house harbury" is maple house where the other lies in Harbury or at its postcode."""
    wording = _wording(left.venue.replace(" ", ""), right.venue.replace(" ", ""))
    if wording is not Wording.DIFFERENT:
        return wording
    for longer, shorter in ((left, right), (right, left)):
        town = longer.venue.removeprefix(f"{shorter.venue} ")
        if town != longer.venue and (town == shorter.locality or (shorter.postcode and shorter.postcode == longer.postcode)):
            return Wording.SAME
    return wording


def _is_typing_slip(left: str, right: str) -> bool:
    """Whether letters were turned round, doubled or left out; a changed letter may make another street (mill, hill)."""
    return left[0] == right[0] and (len(left) != len(right) or sorted(left) == sorted(right))


def _unit(left: Address, right: Address) -> Agreement:
    if left.unit == right.unit:
        return Agreement.SAME
    return Agreement.DIFFERENT if left.unit and right.unit else Agreement.MISSING


def _postcode(left: str, right: str) -> Agreement:
    if not left or not right:
        return Agreement.MISSING
    if left == right:
        return Agreement.SAME
    return Agreement.SLIP if OSA.distance(left, right, score_cutoff=1) <= 1 else Agreement.DIFFERENT


def _agreement(left: str, right: str) -> Agreement:
    wording = _wording(left.replace(" ", ""), right.replace(" ", ""))
    return (Agreement.SAME, Agreement.SLIP, Agreement.DIFFERENT, Agreement.MISSING)[wording]


def _level(left: Address, right: Address, c: PlaceComparison) -> PlaceLevel:
    if left.number and right.number and c.street is not Wording.MISSING:
        return _numbered(left, right, c)
    if c.venue in (Wording.SAME, Wording.SLIP) and not contradicted(c):
        return _named(c)
    if c.street is Wording.SAME and not (left.number and right.number) and not contradicted(c):
        return PlaceLevel.STREET
    return PlaceLevel.DIFFERENT


def contradicted(c: PlaceComparison) -> bool:
    """Whether postcode or town says that these are two places."""
    if c.postcode in (Agreement.SAME, Agreement.SLIP):
        return False
    return c.postcode is Agreement.DIFFERENT or c.locality is Agreement.DIFFERENT


def _numbered(left: Address, right: Address, c: PlaceComparison) -> PlaceLevel:
    if left.number != right.number or c.unit is Agreement.DIFFERENT or c.street is Wording.DIFFERENT:
        return PlaceLevel.DIFFERENT
    if contradicted(c):
        apart = c.locality is not Agreement.SAME or c.street is not Wording.SAME
        return PlaceLevel.DIFFERENT if apart else PlaceLevel.UNSURE
    confirmed = c.postcode is Agreement.SAME or (
        c.postcode is Agreement.MISSING and c.locality in (Agreement.SAME, Agreement.SLIP)
    )
    if c.postcode is Agreement.SLIP and c.street is Wording.SLIP:
        return PlaceLevel.UNSURE
    if c.street is Wording.SLIP and c.postcode is not Agreement.SAME:
        typed = _is_typing_slip(left.street_letters, right.street_letters)
        if not (typed and c.postcode is Agreement.MISSING and c.locality is Agreement.SAME):
            return PlaceLevel.UNSURE
    if c.unit is Agreement.MISSING:
        return PlaceLevel.BUILDING
    return PlaceLevel.SAME if confirmed or c.postcode is Agreement.SLIP else PlaceLevel.LIKELY


def _named(c: PlaceComparison) -> PlaceLevel:
    confirmed = c.postcode is Agreement.SAME or c.locality is Agreement.SAME
    if c.unit is not Agreement.SAME:
        return PlaceLevel.DIFFERENT if c.unit is Agreement.DIFFERENT else PlaceLevel.BUILDING
    if c.venue is Wording.SLIP and not confirmed:
        return PlaceLevel.UNSURE
    return PlaceLevel.SAME if confirmed or c.postcode is Agreement.SLIP else PlaceLevel.LIKELY


_JUDGEMENTS = {
    PlaceLevel.SAME: Judgement.SAME,
    PlaceLevel.LIKELY: Judgement.SAME,
    PlaceLevel.UNSURE: Judgement.UNSURE,
    PlaceLevel.BUILDING: Judgement.COMPATIBLE,
    PlaceLevel.STREET: Judgement.COMPATIBLE,
    PlaceLevel.DIFFERENT: Judgement.DIFFERENT,
}


def judge_places(c: PlaceComparison) -> Judgement:
    """Judge two places: another flat of the building or a street without a number only fits; it is never the same."""
    return _JUDGEMENTS[c.level]


_LEVEL_WORDS = {
    PlaceLevel.BUILDING: "The same building; only one of the two names the flat, so others in the building fit too.",
    PlaceLevel.STREET: "The same street; one of the two gives no number, so other houses fit too.",
    PlaceLevel.LIKELY: "No postcode or town confirms it, and none speaks against it.",
}
_POSTCODE_WORDS = {
    Agreement.SAME: "Same postcode.",
    Agreement.SLIP: "Postcode the same but for one sign.",
    Agreement.DIFFERENT: "Against it: different postcodes.",
}
_LOCALITY_WORDS = {Agreement.SAME: "Same town or village.", Agreement.SLIP: "Town or village the same but for a slip."}


def explain_places(c: PlaceComparison) -> tuple[str, ...]:
    """The reasons of a comparison as sentences, without the address in them."""
    words: list[str] = []
    if c.venue in (Wording.SAME, Wording.SLIP):
        words.append("Same name of the place." if c.venue is Wording.SAME else "Name of the place the same but for a slip.")
    if c.street in (Wording.SAME, Wording.SLIP) and c.level is not PlaceLevel.STREET:
        flat = " and flat" if c.unit is Agreement.SAME else ""
        slip = "" if c.street is Wording.SAME else ", the street but for a slip"
        words.append(f"Number, street{flat} agree{slip}." if flat else f"Number and street agree{slip}.")
    checks = (_POSTCODE_WORDS.get(c.postcode), _LOCALITY_WORDS.get(c.locality), _LEVEL_WORDS.get(c.level))
    words.extend(said for said in checks if said)
    return tuple(words)
