"""What speaks for and against two mentions being one, field by field, in bits: linkage's own weights, added one by one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from wholepicture.hub.wiring.descriptions import say_born
from wholepicture.hub.wiring.mention_words import description_of, say_age, say_name, say_sex, say_who
from wholepicture.linkage import load_model
from wholepicture.linkage.names import NameComparer, load_name_lore
from wholepicture.linkage.people import PersonKernel
from wholepicture.linkage.portraits import Portrait, read_portrait
from wholepicture.linkage.vehicles import Car, VehicleKernel, read_car
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import EntityKind, PersonDescription, Role, VehicleDescription
from wholepicture.vocabulary.records import Mention, MentionId

REST = "Other records of the two, and who and what stands beside them"
_PERSON_FIELDS = (
    ("Name", ("names", "codes")),
    ("Date of birth or age", ("births", "ages", "earliest", "latest")),
    ("Sex", ("sexes",)),
    ("Identifying numbers", ("upns", "nhs", "child_ids")),
    ("Address", ("addresses",)),
    ("Phone", ("phones",)),
)
_CAR_FIELDS = (
    ("Registration", ("registration", "full")),
    ("Colour", ("colour",)),
    ("Make", ("make",)),
    ("Model", ("model",)),
)
_NO_CAR = Car("", False, "", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCompared:
    """One field of both mentions as stated, and what it weighs in bits: above 0 it speaks for one, below 0 against. None
    where nothing is weighed.
    """

    name: str
    left: str = field(repr=False)
    right: str = field(repr=False)
    bits: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """A mention as it is compared: what its record states, its role there, and the day that the record speaks of."""

    kind: str
    role: str
    said: Mapping[str, Any] = field(repr=False)
    text: str = field(repr=False)
    on: date


def compare_fields(left: Side, right: Side, *, weight: float) -> tuple[FieldCompared, ...]:
    """Field by field; `weight` is what the machine gave the two together, and what the fields do not explain stands last."""
    found = tuple(_fields(left, right))
    explained = sum(one.bits or 0.0 for one in found)
    rest = round(weight - explained, 2)
    if abs(rest) < 0.05:
        return found
    name = REST if any(one.bits is not None for one in found) else "All that is known of the two"
    return (*found, FieldCompared(name=name, left="", right="", bits=rest))


def _fields(left: Side, right: Side) -> Iterator[FieldCompared]:
    stated = [_stated(side) for side in (left, right)]
    bits = _bits(left, right)
    for name in stated[0]:
        mine, theirs = stated[0][name], stated[1][name]
        if mine or theirs or bits.get(name):
            weighed = bits.get(name) if (mine and theirs) or bits.get(name) else None
            yield FieldCompared(name=name, left=mine, right=theirs, bits=weighed)


def _stated(side: Side) -> dict[str, str]:
    said = side.said
    if side.kind == "person":
        numbers = (("UPN", "upn"), ("NHS", "nhs_number"), ("Child number", "child_id"))
        return {
            "Name": say_name(said) or side.text,
            "Also known as": str(said.get("known_as", "")),
            "Date of birth or age": "; ".join(part for part in (say_born(said), _aged(said)) if part),
            "Sex": say_sex(said),
            "Identifying numbers": "; ".join(f"{word} {said[key]}" for word, key in numbers if said.get(key)),
            "Address": ", ".join(str(said[key]) for key in ("address", "postcode") if said.get(key)),
            "Phone": str(said.get("phone", "")),
            "Relation": str(said.get("relation", "")),
        }
    if side.kind == "vehicle":
        return {name: str(said.get(name.lower(), "")) for name, _ in _CAR_FIELDS}
    return {"As stated": say_who(side.kind, said, side.text)}


def _aged(said: Mapping[str, Any]) -> str:
    age = say_age(said)
    return f"{age} years" if age else ""


def _bits(left: Side, right: Side) -> dict[str, float]:
    if left.kind == "person" == right.kind:
        return _added(_PERSON_FIELDS, (_portrait(left), _portrait(right)), _portrait_of, _weigh_people)
    if left.kind == "vehicle" == right.kind:
        return _added(_CAR_FIELDS, (_car(left), _car(right)), _car_of, _weigh_cars)
    return {}


def _added(
    of: Sequence[tuple[str, Sequence[str]]],
    pair: tuple[Any, Any],
    part_of: Callable[[Any, Sequence[str]], Any],
    weigh: Callable[[Any, Any], float],
) -> dict[str, float]:
    """What each field adds when it is looked at after those before it."""
    seen: list[str] = []
    before = weigh(*(part_of(one, seen) for one in pair))
    bits: dict[str, float] = {}
    for name, parts in of:
        seen += parts
        now = weigh(*(part_of(one, seen) for one in pair))
        bits[name] = round(now - before, 2)
        before = now
    return bits


def _portrait(side: Side) -> Portrait:
    described = description_of("person", side.said)
    if not isinstance(described, PersonDescription):
        raise TypeError(side.kind)
    mention = Mention(
        id=MentionId("P"), kind=EntityKind.PERSON, role=Role(side.role), description=described, text=Words(side.text)
    )
    return read_portrait(mention, side.on)


def _portrait_of(whole: Portrait, parts: Sequence[str]) -> Portrait:
    part = Portrait()
    for name in parts:
        setattr(part, name, getattr(whole, name))
    return part


def _car(side: Side) -> Car:
    described = description_of("vehicle", side.said)
    if not isinstance(described, VehicleDescription):
        raise TypeError(side.kind)
    return read_car(described)


def _car_of(whole: Car, parts: Sequence[str]) -> Car:
    return _NO_CAR._replace(**{name: getattr(whole, name) for name in parts})


@cache
def _kernels() -> tuple[PersonKernel, VehicleKernel]:
    model = load_model()
    return PersonKernel(model, NameComparer(load_name_lore())), VehicleKernel(model)


def _weigh_people(left: Portrait, right: Portrait) -> float:
    return _kernels()[0].compare(left, right, 0.0).weight


def _weigh_cars(left: Car, right: Car) -> float:
    return _kernels()[1].compare(left, right).weight
