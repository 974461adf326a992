"""The one scoring kernel for vehicles: how two descriptions compare, what it is judged to be, in what words."""

from enum import IntEnum
from typing import NamedTuple

from wholepicture.linkage.model import Model
from wholepicture.linkage.places import Agreement
from wholepicture.linkage.registrations import is_full, is_part_of, misread_by_one, read_registration
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.pole import VehicleDescription

_COLOURS = {
    "gray": "grey",
    "silver grey": "silver",
    "dark blue": "blue",
    "light blue": "blue",
    "navy": "blue",
    "dark grey": "grey",
    "dark green": "green",
    "light green": "green",
    "maroon": "red",
    "burgundy": "red",
}
_ALIKE = frozenset(
    {
        frozenset({"grey", "silver"}),
        frozenset({"black", "grey"}),
        frozenset({"blue", "black"}),
        frozenset({"white", "silver"}),
        frozenset({"gold", "beige"}),
        frozenset({"red", "orange"}),
        frozenset({"blue", "green"}),
    }
)
_MAKES = {
    "volkswagen": "vw",
    "merc": "mercedes",
    "mercedes-benz": "mercedes",
    "mercedes benz": "mercedes",
    "vaux": "vauxhall",
    "beamer": "bmw",
}


class Car(NamedTuple):
    """A vehicle as it is compared. `full` says that the registration is a whole one."""

    registration: str
    full: bool
    colour: str
    make: str
    model: str

    def __repr__(self) -> str:
        return "<car>"


class RegistrationLevel(IntEnum):
    """How two registrations compare."""

    SAME = 0
    MISREAD = 1
    """Two whole registrations that differ in one sign."""
    PART = 2
    """The one is a part of the other."""
    SAME_PART = 3
    """The same part of a registration twice."""
    MISSING = 4
    DIFFERENT = 5


class VehicleComparison(NamedTuple):
    """Two vehicles compared, part by part, and the sum of the weights in bits."""

    weight: float
    registration: RegistrationLevel
    colour: Agreement
    make: Agreement
    model: Agreement


def read_car(said: VehicleDescription) -> Car:
    """A vehicle description as it is compared."""
    registration = read_registration(said.registration)
    colour, make = said.colour.strip().casefold(), said.make.strip().casefold()
    full = is_full(registration, said.partial)
    return Car(
        registration, full, _COLOURS.get(colour, colour), _MAKES.get(make, make), "".join(said.model.casefold().split())
    )


class VehicleKernel:
    """Compares two vehicles. Symmetrical, and the same for one record and for a million."""

    def __init__(self, model: Model) -> None:
        self._weights = model.vehicles

    def compare(self, left: Car, right: Car) -> VehicleComparison:
        """Compare registration, colour, make and model."""
        registration = _registrations(left, right)
        colour, make = _colour(left.colour, right.colour), _same(left.make, right.make)
        model = _model(left.model, right.model) if make is not Agreement.DIFFERENT else Agreement.DIFFERENT
        weights = self._weights
        weight = (
            weights["registration"][registration.name.lower()]
            + weights["colour"][colour.name.lower()]
            + weights["make"][make.name.lower()]
            + (weights["model"][model.name.lower()] if left.model and right.model else 0.0)
        )
        return VehicleComparison(weight, registration, colour, make, model)


def _registrations(left: Car, right: Car) -> RegistrationLevel:
    if not left.registration or not right.registration:
        return RegistrationLevel.MISSING
    if left.full and right.full:
        if left.registration == right.registration:
            return RegistrationLevel.SAME
        misread = misread_by_one(left.registration, right.registration)
        return RegistrationLevel.MISREAD if misread else RegistrationLevel.DIFFERENT
    if left.registration == right.registration:
        return RegistrationLevel.SAME_PART
    part, whole = (right, left) if left.full else (left, right)
    if whole.full and is_part_of(part.registration, whole.registration):
        return RegistrationLevel.PART
    return RegistrationLevel.DIFFERENT


def _same(left: str, right: str) -> Agreement:
    if not left or not right:
        return Agreement.MISSING
    return Agreement.SAME if left == right else Agreement.DIFFERENT


def _model(left: str, right: str) -> Agreement:
    if left and right and (left.startswith(right) or right.startswith(left)):
        return Agreement.SAME
    return _same(left, right)


def _colour(left: str, right: str) -> Agreement:
    level = _same(left, right)
    return Agreement.SLIP if level is Agreement.DIFFERENT and frozenset({left, right}) in _ALIKE else level


def judge_vehicles(c: VehicleComparison, neighbours: bool) -> Judgement:
    """Judge two vehicles. A part of a registration only fits; a misread sign needs colour and make, or company, to agree.

    `neighbours` says that the same child, adult or place stands beside both.
    """
    conflict = c.make is Agreement.DIFFERENT or (c.colour is Agreement.DIFFERENT and c.make is not Agreement.SAME)
    if c.registration is RegistrationLevel.SAME:
        return Judgement.UNSURE if c.make is Agreement.DIFFERENT and c.colour is Agreement.DIFFERENT else Judgement.SAME
    if c.registration is RegistrationLevel.MISREAD:
        if conflict:
            return Judgement.DIFFERENT
        seen_alike = c.make is Agreement.SAME and c.colour in (Agreement.SAME, Agreement.SLIP)
        return Judgement.SAME if seen_alike or (neighbours and c.colour is not Agreement.DIFFERENT) else Judgement.UNSURE
    if c.registration in (RegistrationLevel.PART, RegistrationLevel.SAME_PART):
        return Judgement.DIFFERENT if conflict or c.colour is Agreement.DIFFERENT else Judgement.COMPATIBLE
    return Judgement.DIFFERENT


def part_is_sure(c: VehicleComparison, *, seen_there: bool) -> bool:
    """Whether a part of a registration says enough, where no other vehicle known so far fits it.

    Colour, make and model must agree as far as both give them: all three, or what is given and a place at which both were.
    """
    if c.registration not in (RegistrationLevel.PART, RegistrationLevel.SAME_PART):
        return False
    if Agreement.DIFFERENT in (c.colour, c.make, c.model):
        return False
    looks = c.colour is Agreement.SAME and c.make is Agreement.SAME and c.model is Agreement.SAME
    return looks or (seen_there and c.registration is RegistrationLevel.PART)


ONLY_FIT = "Of all vehicles known so far only this one fits, and what is said of its looks or whereabouts agrees."

_REGISTRATION_WORDS = {
    RegistrationLevel.SAME: "Same registration.",
    RegistrationLevel.MISREAD: "Registration the same but for one sign, as when it is misread.",
    RegistrationLevel.PART: "The part of the registration that was noted fits; other vehicles would fit it too.",
    RegistrationLevel.SAME_PART: "The same part of a registration was noted; more than one vehicle can have it.",
}
_AGREEMENT_WORDS = {
    Agreement.SAME: "Same {}.",
    Agreement.SLIP: "{} that is easily taken for the other.",
    Agreement.DIFFERENT: "Against it: another {}.",
}


def explain_vehicles(c: VehicleComparison) -> tuple[str, ...]:
    """The reasons of a comparison as sentences, without the registration in them."""
    words = [_REGISTRATION_WORDS.get(c.registration, "")]
    for name, level in (("colour", c.colour), ("make", c.make)):
        said = _AGREEMENT_WORDS.get(level, "").format(name)
        words.append(said[:1].upper() + said[1:])
    return tuple(word for word in words if word)
