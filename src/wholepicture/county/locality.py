"""One locality: a few towns and some thousand children, made apart from every other, so that counties can be large."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from wholepicture.county.agencies import Desk
from wholepicture.county.background import ordinary_life
from wholepicture.county.cast import Numbering, Person, Phone, Place, Thing, Vehicle
from wholepicture.county.days import Calendar
from wholepicture.county.events import FILES, Draft, Event
from wholepicture.county.groups import assign_groups
from wholepicture.county.land import make_land
from wholepicture.county.look_alikes import KINDS, LookAlike
from wholepicture.county.networks import Network, plant, unfold
from wholepicture.county.population import Population, make_population
from wholepicture.county.wordlists import land_words

_TYPES = {Person: "person", Place: "place", Vehicle: "vehicle", Phone: "phone"}
_NUMBERS_A_LOCALITY = 100_000
_TOWNS_A_LOCALITY = 5
_CHILDREN_A_LOOK_ALIKE = 75
HUB_VENUES = ("primary", "secondary", "residential", "hospital", "station", "park", "precinct", "club", "pitch")
"""The kinds of venue where many children come and go for good reasons."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one locality is to be: its number in the county, its children, and the networks planted there as (id, shape)."""

    seed: int
    number: int
    children: int
    networks: tuple[tuple[int, str], ...]
    resent: bool
    uneven: bool = False
    """Whether some families are written about three times as often as others."""


@dataclass(slots=True)
class Locality:
    """One locality as written: the rows of each extract (a second one where rows were sent again), and the truth about it.

    `truth` holds the entries of each part of the truth as JSON: "networks", "look_alikes", "children" and "hubs" as list
    items, "records", "mentions" and "groups" as `key: value` pairs.
    """

    number: int
    rows: dict[str, list[list[str]]]
    resent: dict[str, list[list[str]]]
    truth: dict[str, list[str]] = field(default_factory=dict)
    amended: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    lies_at: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where each postcode lies, in metres east and north of a corner that is nowhere."""


def make_locality(plan: Plan, calendar: Calendar) -> Locality:
    """The locality of a plan; the same plan and calendar give the same locality, wherever and whenever it is made."""
    rng = Random(f"{plan.seed}/{plan.number}")  # noqa: S311
    numbering = Numbering(1 + plan.number * _NUMBERS_A_LOCALITY)
    land = make_land(rng, numbering, land_words(), plan.number * _TOWNS_A_LOCALITY, plan.children)
    people = make_population(rng, numbering, land, calendar, plan.number, plan.children)
    if plan.uneven:
        assign_groups(people, Random(f"{plan.seed}/{plan.number}/groups"))  # noqa: S311
    networks = [plant(people, number, shape) for number, shape in plan.networks]
    look_alikes: list[LookAlike] = []
    events: list[Event] = []
    for place, kind in enumerate(sorted(KINDS) * (1 + plan.children // (_CHILDREN_A_LOOK_ALIKE * len(KINDS)))):
        if place >= plan.children // _CHILDREN_A_LOOK_ALIKE:
            break
        look_alikes.append(LookAlike(plan.number * 1000 + place, kind))
        events.extend(KINDS[kind](people, look_alikes[-1]))
    for network in networks:
        events.extend(unfold(people, network))
    events.extend(ordinary_life(people))
    desk = Desk(rng, calendar)
    drafts = [desk.write(event) for event in events if event.minute < calendar.end]
    drafts = [draft for draft in drafts if draft.recorded < calendar.end]
    drafts.sort(key=lambda draft: draft.recorded)
    locality = _publish(plan, calendar, drafts)
    _tell(locality, people, networks, look_alikes, calendar)
    if plan.resent:
        _send_again(rng, locality)
    locality.lies_at = land.lies_at()
    return locality


def _publish(plan: Plan, calendar: Calendar, drafts: list[Draft]) -> Locality:
    locality = Locality(plan.number, {name: [] for name in FILES}, {name: [] for name in FILES})
    records: list[str] = []
    mentions: list[str] = []
    seen: Counter[str] = Counter()
    alike: dict[int, list[str]] = {}
    for draft in drafts:
        begin = draft.series + calendar.year[draft.recorded // 1440]
        seen[begin] += 1
        reference = f"{begin}{plan.number * 10_000 + seen[begin]:06d}"
        locality.rows[draft.file].append([reference, *draft.cells])
        records.append(_record(reference, draft, calendar))
        mentions.extend(_mentions(reference, draft))
        if draft.look_alike is not None:
            alike.setdefault(draft.look_alike, []).append(reference)
    locality.truth = {"records": records, "mentions": mentions, "alike": [json.dumps(alike)]}
    return locality


def _things(draft: Draft) -> Iterator[Thing]:
    for _, thing in draft.slots:
        yield thing
    for span in draft.spans:
        yield span.thing


def _record(reference: str, draft: Draft, calendar: Calendar) -> str:
    named = {kind: sorted({thing.id for thing in _things(draft) if isinstance(thing, kind)}) for kind in _TYPES}
    told = {
        "network": draft.network,
        "indicators": draft.indicators,
        "recorded": calendar.stamp(draft.recorded),
        "source": draft.file,
        "people": named[Person],
        "places": named[Place],
        "vehicles": named[Vehicle],
        "phones": named[Phone],
        "look_alike": draft.look_alike,
    }
    return f'"{reference}": {json.dumps(told)}'


def _mentions(reference: str, draft: Draft) -> Iterator[str]:
    for slot, thing in draft.slots:
        yield f'"{reference}#{slot}": {{"type": "{_TYPES[type(thing)]}", "truth": {thing.id}}}'
    for span in draft.spans:
        key = f"{reference}#text[{span.start}:{span.end}]"
        yield f'"{key}": {{"type": "{_TYPES[type(span.thing)]}", "truth": {span.thing.id}}}'


def _ids(things: list[Person] | list[Place] | list[Vehicle] | list[Phone]) -> list[int]:
    return [thing.id for thing in things]


def _tell(
    locality: Locality, people: Population, networks: list[Network], look_alikes: list[LookAlike], calendar: Calendar
) -> None:
    alike = json.loads(locality.truth.pop("alike")[0])
    locality.truth["networks"] = [
        json.dumps(
            {
                "id": network.id,
                "shape": network.shape,
                "start": calendar.iso[network.start],
                "end": calendar.iso[network.end],
                "victims": _ids(network.victims),
                "offenders": _ids(network.offenders),
                "places": _ids(network.places),
                "vehicles": _ids(network.vehicles),
                "phones": _ids(network.phones),
                "falling": sorted(network.falling),
            }
        )
        for network in networks
    ]
    locality.truth["look_alikes"] = [
        json.dumps(
            {
                "id": it.id,
                "kind": it.kind,
                "people": _ids(it.people),
                "places": _ids(it.places),
                "vehicles": _ids(it.vehicles),
                "records": alike.get(str(it.id), []),
            }
        )
        for it in look_alikes
    ]
    locality.truth["children"] = [str(child.id) for child in people.children]
    locality.truth["hubs"] = [str(place.id) for kind in HUB_VENUES for place in people.land.venues.get(kind, ())]
    locality.truth["groups"] = [
        f'"{child.id}": {json.dumps(people.group_of[child.family])}' for child in people.children if people.group_of
    ]


_AMENDED: dict[str, tuple[int, Callable[[str], str]]] = {
    "police_ppn": (16, lambda text: f"{text} Update: no further information."),
    "missing_reports": (11, lambda text: f"{text} Added later: interview now booked."),
    "neighbourhood_cases": (6, lambda _: "Re-opened"),
    "school_log": (8, lambda _: "Re-opened"),
    "health_notifications": (9, lambda text: f"{text} Addendum: GP informed."),
    "social_care_contacts": (11, lambda _: "Outcome changed on review"),
    "other_referrals": (7, lambda text: f"{text} Update: passed to police."),
}
"""What changes when a row is sent again amended: the column, and how. A narrative only ever gets longer at its end."""


def _send_again(rng: Random, locality: Locality) -> None:
    for name in FILES:
        column, amend = _AMENDED[name]
        for row in locality.rows[name]:
            chance = rng.random()
            if chance < 0.01:
                locality.resent[name].append(row)
                locality.repeated.append(row[0])
            elif chance < 0.02:
                locality.resent[name].append([*row[:column], amend(row[column]), *row[column + 1 :]])
                locality.amended.append(row[0])
