"""Benign look-alikes: what has the outline of a network and is none. A pattern that flags them is of no use to anybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wholepicture.county.cast import Household, Person, Place, Vehicle
from wholepicture.county.chance import pick
from wholepicture.county.days import DAY
from wholepicture.county.events import Event
from wholepicture.county.population import Population


@dataclass(slots=True)
class LookAlike:
    """One look-alike: its kind, and the people, places and vehicles that it turns on."""

    id: int
    kind: str
    people: list[Person] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)


_Scenes = Iterator[Event]


def _minute(people: Population, rhythm: str, first: int, last: int) -> int:
    return people.calendar.day(people.rng, rhythm) * DAY + first * 60 + int(people.rng.random() * (last - first) * 60)


def _teenagers(people: Population, count: int) -> list[Person]:
    pool = people.youngsters
    return people.rng.sample(pool, min(count, len(pool)))


def _complaint(people: Population, place: Place, topic: str, filed_as: str, number: int) -> Event:
    minute = _minute(people, "evening", 12, 25)
    return Event(
        file="neighbourhood_cases", minute=minute, filed_as=filed_as, topics=(topic,), place=place, look_alike=number
    )


def _missing(child: Person, minute: int, hours: float, topic: str, number: int) -> Event:
    until = minute + int(hours * 60)
    return Event(
        file="missing_reports",
        minute=minute,
        until=until,
        filed_as="Medium",
        topics=(topic,),
        subject=child,
        look_alike=number,
    )


def _friends_house(people: Population, it: LookAlike) -> _Scenes:
    rng = people.rng
    group = _teenagers(people, 3 + int(rng.random() * 4))
    if not group:
        return
    place = group[0].home
    it.people, it.places = group, [place]
    for _ in range(2 + int(rng.random() * 5)):
        yield _complaint(people, place, "asb_friends_house", "Noise", it.id)
    for child in group[1:]:
        event = _missing(child, _minute(people, "evening", 18, 22), 2 + rng.random() * 10, "missing_ordinary", it.id)
        event.place = place
        yield event


def _shared_house(people: Population, it: LookAlike) -> _Scenes:
    it.places = [people.land.address(people.rng, "home", flats=False)]
    for _ in range(4 + int(people.rng.random() * 8)):
        yield _complaint(people, it.places[0], "asb_shared_house", pick(people.rng, ("Noise", "Waste", "Parking")), it.id)


def _drug_address(people: Population, it: LookAlike) -> _Scenes:
    it.places = [people.land.address(people.rng, "flat", flats=True)]
    for _ in range(4 + int(people.rng.random() * 8)):
        yield _complaint(people, it.places[0], "asb_drugs", "Drugs", it.id)


def _foster_carer(people: Population, it: LookAlike) -> _Scenes:
    homes = [household for household in people.households if household.kind == "foster"]
    if not homes:
        return
    home: Household = pick(people.rng, homes)
    it.people, it.places = [*home.carers, *home.children], [home.home]
    for child in home.children:
        for _ in range(1 + int(people.rng.random() * 3)):
            yield Event(
                file="social_care_contacts",
                minute=_minute(people, "office", 9, 17),
                filed_as="Other",
                topics=("social_foster",),
                subject=child,
                other=home.carers[0],
                source="Carer",
                look_alike=it.id,
            )


def _hub(people: Population, it: LookAlike) -> _Scenes:
    rng = people.rng
    it.places = [people.land.venue(rng, pick(rng, ("station", "park", "hospital", "secondary", "precinct")))]
    it.people = _teenagers(people, 6 + int(rng.random() * 8))
    for child in it.people:
        yield Event(
            file="police_ppn",
            minute=_minute(people, "evening", 15, 22),
            filed_as="Anti-social behaviour",
            topics=("police_hub",),
            subject=child,
            place=it.places[0],
            look_alike=it.id,
        )


def _missing_once(people: Population, it: LookAlike) -> _Scenes:
    pair = _teenagers(people, 2)
    yield from _together(people, it, pair, "missing_friends")


def _siblings_missing(people: Population, it: LookAlike) -> _Scenes:
    families = [household for household in people.households if household.kind == "family" and len(household.children) > 1]
    if families:
        pair = pick(people.rng, families).children[:2]
        for _ in range(1 + int(people.rng.random() * 3)):
            yield from _together(people, it, pair, "missing_sibling")


def _together(people: Population, it: LookAlike, pair: list[Person], topic: str) -> _Scenes:
    if len(pair) < 2:
        return
    it.people = pair
    minute, hours = _minute(people, "evening", 16, 22), 3 + people.rng.random() * 12
    for child, friend in (pair, pair[::-1]):
        event = _missing(child, minute + int(people.rng.random() * 40), hours, topic, it.id)
        event.friend = friend
        yield event


def _school_taxi(people: Population, it: LookAlike) -> _Scenes:
    rng = people.rng
    driver, car = people.adult(False, people.land.address(rng, "home", flats=False)), people.vehicle()
    group = _teenagers(people, 4 + int(rng.random() * 4))
    it.people, it.vehicles = [driver, *group], [car]
    for child in group:
        yield Event(
            file="school_log",
            minute=_minute(people, "school", 8, 16),
            filed_as="Attendance",
            topics=("school_contract",),
            subject=child,
            other=driver,
            vehicle=car,
            look_alike=it.id,
        )
    yield Event(
        file="other_referrals",
        minute=_minute(people, "office", 9, 17),
        filed_as="Driver conduct",
        topics=("taxi_contract",),
        other=driver,
        vehicle=car,
        source="TL Taxi licensing",
        look_alike=it.id,
    )


def _professional(
    people: Population, it: LookAlike, file: str, filed_as: str, topics: tuple[str, ...], source: str = ""
) -> _Scenes:
    rng = people.rng
    adult = people.adult(rng.random() < 0.5, people.land.address(rng, "home", flats=False))
    it.people = [adult, *_teenagers(people, 6 + int(rng.random() * 8))]
    for child in it.people[1:]:
        minute = _minute(people, "school", 8, 17)
        yield Event(
            file=file,
            minute=minute,
            filed_as=filed_as,
            topics=topics,
            subject=child,
            other=adult,
            source=source,
            look_alike=it.id,
        )


def _teacher(people: Population, it: LookAlike) -> _Scenes:
    return _professional(people, it, "school_log", "Behaviour", ("school_ordinary", "school_teacher"))


def _youth_worker(people: Population, it: LookAlike) -> _Scenes:
    return _professional(people, it, "other_referrals", "Incident", ("youth_ordinary",), "V Youth project")


def _coach(people: Population, it: LookAlike) -> _Scenes:
    return _professional(people, it, "health_notifications", "Injury", ("health_ordinary", "coach"))


def _two_families(people: Population, it: LookAlike) -> _Scenes:
    rng = people.rng
    families = [household for household in people.households if household.kind == "family" and household.children]
    if len(families) < 2:
        return
    man = people.adult(False, people.land.address(rng, "home", flats=True), age=28 + int(rng.random() * 15))
    it.people = [man]
    for household in rng.sample(families, 2):
        it.people.extend(household.children)
        for _ in range(1 + int(rng.random() * 4)):
            child = pick(rng, household.children)
            minute = _minute(people, "evening", 18, 27)
            yield Event(
                file="police_ppn",
                minute=minute,
                filed_as="Domestic",
                topics=("police_domestic",),
                subject=child,
                other=man,
                other_role=pick(rng, ("Parent", "Associate", "")),
                place=child.home_at(minute),
                look_alike=it.id,
            )


KINDS: dict[str, Callable[[Population, LookAlike], _Scenes]] = {
    "friends_house": _friends_house,
    "shared_house": _shared_house,
    "foster_carer": _foster_carer,
    "drug_address": _drug_address,
    "hub": _hub,
    "missing_once": _missing_once,
    "siblings_missing": _siblings_missing,
    "school_taxi": _school_taxi,
    "teacher": _teacher,
    "youth_worker": _youth_worker,
    "two_families": _two_families,
    "football_coach": _coach,
}
"""The kinds of look-alike, and what is written about each."""
