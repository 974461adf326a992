"""Planted exploitation networks of six shapes. Most that is written about them is mild and filed under something else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from wholepicture.county.cast import Person, Phone, Place, Vehicle
from wholepicture.county.chance import Lottery, pick, weighted
from wholepicture.county.days import DAY
from wholepicture.county.events import Event
from wholepicture.county.population import Population

SHAPES = ("flat", "care_home", "taxi", "peer_chain", "premises", "hotel")
"""Where children are met: a flat, their children's home, taxis, through other children, a business, hotels."""


@dataclass(slots=True)
class Network:
    """One network. `start` and `end` are days; `joined` has the day on which each victim was drawn in."""

    id: int
    shape: str
    start: int
    end: int
    victims: list[Person]
    joined: list[int]
    offenders: list[Person]
    places: list[Place]
    vehicles: list[Vehicle]
    phones: list[Phone]
    falling: set[int] = field(default_factory=set)


_WHAT: dict[str, Lottery[str]] = {
    shape: weighted(
        list(zip(("complaint", "police", "missing", "school", "social", "health", "youth", "business"), shares, strict=True))
    )
    for shape, shares in {
        "flat": (24, 18, 16, 16, 12, 6, 6, 0),
        "care_home": (12, 20, 32, 8, 12, 7, 4, 5),
        "taxi": (8, 18, 18, 18, 12, 6, 6, 14),
        "peer_chain": (10, 14, 16, 24, 16, 6, 14, 0),
        "premises": (22, 14, 14, 16, 10, 6, 6, 12),
        "hotel": (10, 16, 20, 12, 12, 8, 4, 18),
    }.items()
}


def _victims(people: Population, shape: str, wanted: int) -> list[Person]:
    rng, calendar = people.rng, people.calendar
    if shape == "care_home":
        lodgers = [household for household in people.households if household.kind == "residential" and household.children]
        pool = list(pick(rng, lodgers).children) if lodgers else []
        wanted = min(wanted, 5)
    else:
        pool = []
    old = list(people.youngsters)
    rng.shuffle(pool)
    rng.shuffle(old)
    chosen: list[Person] = []
    for child in (*pool, *old):
        if len(chosen) == wanted:
            break
        if calendar.years_since(child.born, 0) >= 11 and all(child.family != other.family for other in chosen):
            chosen.append(child)
    return chosen


def _places(people: Population, shape: str) -> list[Place]:
    rng, land = people.rng, people.land
    flats = [land.address(rng, "flat", flats=True) for _ in range(1 + (rng.random() < 0.6))]
    if shape == "premises":
        return [land.venue(rng, pick(rng, ("takeaway", "shop"))), *flats[:1]]
    if shape == "hotel":
        return [*rng.sample(land.venues["hotel"], min(2, len(land.venues["hotel"]))), *flats[:1]]
    return flats[:1] if shape == "taxi" else flats


def plant(people: Population, number: int, shape: str) -> Network:
    """A network of a shape among unrelated families' children: small ones are more frequent than large ones."""
    rng, calendar = people.rng, people.calendar
    start = int(calendar.days * (0.04 + 0.5 * rng.random()))
    end = min(calendar.days - 1, start + 120 + int(rng.random() * 330))
    victims = _victims(people, shape, 3 + min(7, int(rng.expovariate(0.4))))
    joined = sorted(start + int((end - start) * 0.7 * rng.random() ** 1.3) for _ in victims)
    if joined:
        joined[0] = start
    homes = [people.land.address(rng, "home", flats=rng.random() < 0.4) for _ in range(3 + int(rng.random() * 5))]
    offenders = [people.adult(rng.random() < 0.12, home, age=19 + int(rng.random() * 26)) for home in homes]
    vehicles = [people.vehicle() for _ in range(1 + int(rng.random() * 3) + (shape == "taxi"))]
    phones = [people.phone() for _ in range(1 + (rng.random() < 0.5))]
    network = Network(number, shape, start, end, victims, joined, offenders, _places(people, shape), vehicles, phones)
    network.falling = {victim.id for victim in victims if rng.random() < 0.45}
    return network


class _Scene:
    """One victim's one event of a network, told to one agency."""

    def __init__(self, people: Population, network: Network, victim: Person, minute: int, progress: float) -> None:
        self.people, self.network, self.victim, self.minute, self.progress = people, network, victim, minute, progress
        self.rng = people.rng
        self.place = network.places[min(int(self.rng.random() ** 1.6 * len(network.places)), len(network.places) - 1)]
        self.adult = pick(self.rng, network.offenders)
        others = [other for other in network.victims if other is not victim]
        self.friend = pick(self.rng, others) if others and self.rng.random() < 0.35 else None
        self.car = pick(self.rng, network.vehicles) if self.rng.random() < 0.6 else None

    def _event(self, file: str, filed_as: str, topics: tuple[str, ...], **more: object) -> Event:
        event = Event(file=file, minute=self.minute, filed_as=filed_as, topics=topics, network=self.network.id)
        for name, value in more.items():
            setattr(event, name, value)
        return event

    def _some(self, *names: str, chance: float = 0.4) -> tuple[str, ...]:
        return tuple(name for name in names if self.rng.random() < chance)

    def complaint(self) -> Event:
        shape, rng = self.network.shape, self.rng
        first = {"premises": "asb_premises", "hotel": "asb_hotel"}.get(shape) if self.place.venue else None
        topics = (first or "asb_callers", *self._some("asb_girl_seen", "asb_car", chance=0.35), *self._some("asb_loud"))
        named = self.victim if rng.random() < 0.12 else None
        if named:
            topics += ("asb_named_child",)
        elif rng.random() < 0.25:
            topics = ("asb_loud", *topics[:1])
        filed_as = pick(rng, ("Noise", "Noise", "Nuisance", "Parking", "Noise", "Waste"))
        return self._event("neighbourhood_cases", filed_as, topics, place=self.place, vehicle=self.car, subject=named)

    def police(self) -> Event:
        rng = self.rng
        common = self._some("police_phone", "police_threat", "police_peer", chance=0.15)
        more = {"subject": self.victim, "friend": self.friend, "phone": pick(rng, self.network.phones)}
        other = self.adult if rng.random() < 0.7 else None
        role = pick(rng, ("Associate", "Associate", "Driver", "Occupier", ""))
        if self.car is not None and other is not None:
            filed_as = pick(rng, ("Traffic stop", "Anti-social behaviour", "Other"))
            seat = pick(rng, ("station", "park", "precinct"))
            where = self.place if rng.random() < 0.4 else self.people.land.venue(rng, seat)
            return self._event(
                "police_ppn",
                filed_as,
                ("police_stop", *common),
                other=other,
                other_role=role,
                vehicle=self.car,
                place=where,
                **more,
            )
        if rng.random() < 0.55:
            filed_as = pick(rng, ("Noise", "Other", "Vulnerable child", "Drugs"))
            topics = ("police_address" if other else "police_ordinary", *common)
            return self._event(
                "police_ppn", filed_as, topics, other=other, other_role=role, place=self.place, place_in_text=True, **more
            )
        topics = ("police_associate" if other else "police_ordinary", *common)
        return self._event("police_ppn", "Anti-social behaviour", topics, other=other, other_role=role, **more)

    def missing(self) -> Event:
        rng, worse = self.rng, self.victim.id in self.network.falling
        topics: tuple[str, ...] = ("missing_collected" if self.car is not None else "missing_ordinary",)
        topics += self._some("missing_return", chance=0.35 + 0.4 * self.progress)
        topics += self._some("missing_goods", "missing_with", "missing_found", "missing_phone", chance=0.18)
        mean = 300.0 + (1100.0 if worse else 300.0) * self.progress
        late = int(240 * self.progress) if worse else 0
        self.minute += late
        place = self.place if rng.random() < 0.4 else self.people.land.venue(rng, pick(rng, ("station", "park", "precinct")))
        event = self._event(
            "missing_reports",
            pick(rng, ("Medium", "Medium", "High", "Low")),
            topics,
            subject=self.victim,
            friend=self.friend,
        )
        event.until = self.minute + 60 + int(rng.gammavariate(3.0, mean / 3.0))
        event.place, event.vehicle, event.phone = place, self.car, pick(rng, self.network.phones)
        event.other = self.adult
        return event

    def school(self) -> Event:
        topics = [
            pick(self.rng, ("school_absent", "school_tired", "school_phone", "school_mild", "school_mild", "school_mild"))
        ]
        if self.friend is not None and self.rng.random() < 0.3:
            topics = ["school_friend"]
        if self.car is not None and self.rng.random() < 0.5:
            topics = ["school_collected"]
        topics += self._some("school_place", chance=0.12)
        filed_as = pick(self.rng, ("Attendance", "Behaviour", "Behaviour", "Wellbeing"))
        self.minute = self.people.calendar.school_day(self.minute // DAY) * DAY + 520 + int(self.rng.random() * 420)
        more = {"friend": self.friend, "vehicle": self.car, "place": self.place, "place_in_text": True, "other": self.adult}
        return self._event("school_log", filed_as, tuple(topics), subject=self.victim, **more)

    def social(self) -> Event:
        first = pick(self.rng, ("social_worried", "social_worried", "social_older", "social_gifts", "social_behaviour"))
        topics = (first, *self._some("social_number", "social_place", "social_friend", chance=0.25))
        filed_as = pick(self.rng, ("Behaviour", "Parenting support", "Other", "Behaviour"))
        source = pick(self.rng, ("Parent", "Parent", "Family member", "Carer", "School"))
        more = {
            "friend": self.friend,
            "phone": pick(self.rng, self.network.phones),
            "place": self.place,
            "place_in_text": True,
        }
        return self._event(
            "social_care_contacts", filed_as, topics, subject=self.victim, other=self.adult, source=source, **more
        )

    def health(self) -> Event:
        first, filed_as = pick(
            self.rng,
            (
                ("health_alcohol", "Substance"),
                ("health_sexual", "Sexual health"),
                ("health_injury", "Injury"),
                ("health_mood", "Mental health"),
            ),
        )
        topics = (first, *self._some("health_companion", chance=0.25))
        more = {"friend": self.friend, "vehicle": self.car, "phone": pick(self.rng, self.network.phones)}
        return self._event("health_notifications", filed_as, topics, subject=self.victim, other=self.adult, **more)

    def youth(self) -> Event:
        topics = ("youth_disclosure", *self._some("youth_friend", "youth_withdrawn", chance=0.3))
        more = {"friend": self.friend, "vehicle": self.car, "place": self.place, "place_in_text": True}
        return self._event(
            "other_referrals", "Disclosure", topics, subject=self.victim, other=self.adult, source="V Youth project", **more
        )

    def business(self) -> Event:
        shape, adult, car = self.network.shape, self.adult, pick(self.rng, self.network.vehicles)
        if shape == "premises":
            return self._event(
                "other_referrals",
                "Premises",
                ("premises_report",),
                other=adult,
                place=self.network.places[0],
                place_in_text=True,
                source="PL Premises licensing",
            )
        if shape == "hotel":
            return self._event(
                "other_referrals",
                "Guest conduct",
                ("hotel_report",),
                other=adult,
                vehicle=car,
                place=self.network.places[0],
                place_in_text=True,
                source="HW Hotel watch",
            )
        return self._event(
            "other_referrals",
            "Driver conduct",
            ("taxi_complaint",),
            other=adult,
            vehicle=car,
            place=self.place,
            place_in_text=True,
            source="TL Taxi licensing",
        )


def _evening_minute(rng: Random, day: int) -> int:
    return day * DAY + 17 * 60 + int(rng.random() ** 1.2 * 10 * 60)


def unfold(people: Population, network: Network) -> Iterator[Event]:
    """The network's events. They come faster as it grows; falling victims' missing episodes rarer, later and longer."""
    rng = people.rng
    wanted = 8.0 + min(90.0, 24.0 * rng.lognormvariate(0.0, 0.7))
    pace = wanted / (1.05 * max(60, sum(network.end - joined for joined in network.joined)))
    for victim, joined in zip(network.victims, network.joined, strict=True):
        day = float(joined)
        while True:
            progress = (day - joined) / max(1, network.end - joined)
            day += rng.expovariate(pace * (0.6 + 0.9 * progress))
            if day > network.end:
                break
            what = _WHAT[network.shape].draw(rng)
            if what == "missing" and victim.id in network.falling and rng.random() < 0.75 * progress:
                continue
            scene = _Scene(people, network, victim, _evening_minute(rng, int(day)), progress)
            event: Event = getattr(scene, what)()
            yield event
