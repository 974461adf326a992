"""The truth that stands beside a made-up county: for measuring what was found, and for nothing else."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from wholepicture.patterns.evaluation import ENOUGH_RECORDS, Planted
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.records import Mention

_LONDON = ZoneInfo("Europe/London")
_TYPES = {"person": EntityKind.PERSON, "place": EntityKind.PLACE, "vehicle": EntityKind.VEHICLE, "phone": EntityKind.PHONE}
_SLOTS: dict[Role, tuple[str, ...]] = {
    Role.SUBJECT: ("subject", "pupil", "child", "patient", "young_person"),
    Role.LOCATION: ("location",),
    Role.FOUND_AT: ("found_at",),
    Role.MISSING_FROM: ("missing_from",),
    Role.HOME: ("home",),
    Role.SEEN: ("vehicle",),
}
_THINGS = (("people", "offenders"), ("places", "places"), ("vehicles", "vehicles"), ("phones", "phones"))


class UnableToReadTruth(Exception):
    """The truth beside a county could not be read: it must be the file that was written with the county, unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of a county. Ids are the county's own numbers as text; `alike` gives the kind of look-alike of a record.

    `hubs` are places where many children come and go; `groups` gives each child's group where the county has groups.
    """

    planted: tuple[Planted, ...]
    of_record: Mapping[str, str | None]
    alike: Mapping[str, str]
    children: frozenset[str]
    hubs: frozenset[str]
    groups: Mapping[str, str]
    people: Mapping[str, frozenset[str]]
    """The people in each record, by its reference."""
    places: Mapping[str, frozenset[str]]
    """The places in each record, likewise."""
    weeks: float
    mentions: Mapping[str, tuple[tuple[str, EntityKind, str], ...]] = field(repr=False)
    """By reference: the slot, kind and true number of each mention."""

    def of_mention(self, reference: str, mention: Mention) -> str | None:
        """The true number of what a mention names; None where the truth knows of nothing there."""
        slots = _SLOTS.get(mention.role, ())
        for slot, kind, number in self.mentions.get(reference, ()):
            if kind is not mention.kind:
                continue
            if mention.span is None:
                if slot in slots or (slot == "other1" and kind is EntityKind.PERSON and mention.role is not Role.SUBJECT):
                    return number
            elif slot.startswith("text["):
                start, end = map(int, slot[5:-1].split(":"))
                if start < mention.span.end and mention.span.start < end:
                    return number
        return None


def read_truth(path: Path) -> Truth:
    """The truth that stands in a file. Raises UnableToReadTruth, OSError."""
    try:
        return _truth(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UnableToReadTruth(f"{path}: {UnableToReadTruth.__doc__}") from problem


def _truth(told: Mapping[str, Any]) -> Truth:
    records: Mapping[str, Mapping[str, Any]] = told["records"]
    of_record = {key: None if r["network"] is None else str(r["network"]) for key, r in records.items()}
    hubs = told.get("hubs") or [n for one in told.get("look_alikes", ()) if one["kind"] == "hub" for n in one["places"]]
    moments = [_moment(r["recorded"]) for r in records.values()]
    mentions: dict[str, list[tuple[str, EntityKind, str]]] = {}
    for key, mention in told["mentions"].items():
        reference, _, slot = key.partition("#")
        if mention["truth"] is not None and mention["type"] in _TYPES:
            mentions.setdefault(reference, []).append((slot, _TYPES[mention["type"]], str(mention["truth"])))
    return Truth(
        planted=tuple(_planted(network, records) for network in told["networks"]),
        of_record=of_record,
        alike={record: one["kind"] for one in told.get("look_alikes", ()) for record in one["records"]},
        children=frozenset(map(str, told["children"])) | {str(v) for n in told["networks"] for v in n["victims"]},
        hubs=frozenset(map(str, hubs)),
        groups=told.get("groups", {}),
        people={key: frozenset(map(str, r["people"])) for key, r in records.items()},
        places={key: frozenset(map(str, r["places"])) for key, r in records.items()},
        weeks=max(1.0, (max(moments) - min(moments)).total_seconds() / 604_800) if moments else 1.0,
        mentions={reference: tuple(found) for reference, found in mentions.items()},
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=_LONDON).astimezone(UTC)


def _planted(network: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]) -> Planted:
    held = sorted((_moment(r["recorded"]), key) for key, r in records.items() if r["network"] == network["id"])
    joinable, tied = _joined(network, [(at, records[key]) for at, key in held])
    return Planted(
        network=str(network["id"]),
        shape=network["shape"],
        records=tuple(key for _, key in held),
        recorded=tuple(at for at, _ in held),
        children=tuple(map(str, network["victims"])),
        joinable=joinable,
        tied=tied,
    )


def _joined(
    network: Mapping[str, Any], held: Sequence[tuple[datetime, Mapping[str, Any]]]
) -> tuple[datetime | None, datetime | None]:
    """When records that share a child, an adult, a place, a vehicle or a phone of the network first held two of its
    children together, and when three of them first hung together."""
    victims = set(network["victims"])
    joinable: datetime | None = None
    tied: datetime | None = None
    groups: list[tuple[set[tuple[str, int]], set[int], int]] = []
    for at, record in held:
        named, count = victims & set(record["people"]), 1
        things = {("people", n) for n in named} | set(_shared(network, record))
        apart = [group for group in groups if not group[0] & things]
        for group in groups:
            if group[0] & things:
                things, named, count = things | group[0], named | group[1], count + group[2]
        groups = [*apart, (things, named, count)]
        joinable = at if joinable is None and len(named) >= 2 else joinable
        tied = at if tied is None and count >= ENOUGH_RECORDS else tied
    return joinable, tied


def _shared(network: Mapping[str, Any], record: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    for sort, theirs in _THINGS:
        for number in set(network.get(theirs, ())) & set(record.get(sort, ())):
            yield sort, number


def majority(votes: Mapping[str, Counter[str]]) -> dict[str, str]:
    """What most votes say of each, the smaller number where there are as many."""
    return {entity: min(counted, key=lambda n: (-counted[n], n)) for entity, counted in votes.items() if counted}
