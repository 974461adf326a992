"""Seven agencies and their habits: which columns they fill, how late and how carelessly they write, and in what form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import exp
from random import Random

from wholepicture.county.cast import Person, Place, Thing
from wholepicture.county.chance import pick
from wholepicture.county.days import DAY, Calendar
from wholepicture.county.events import Draft, Event
from wholepicture.county.narratives import Composition, compose
from wholepicture.county.transcription import write_address, write_birth, write_names, write_postcode, write_registration


@dataclass(frozen=True, slots=True)
class Habit:
    """One agency's habits. `delay` is the usual hours between event and record, `spread` its log's deviation, `forgotten`
    the share that is written up weeks later; `care` the rate of slips against a usual clerk's; the rest are shares of rows
    that leave a column empty."""

    delay: float
    spread: float
    forgotten: float
    care: float
    no_birth: float
    no_address: float
    closing: str


HABITS = {
    "police_ppn": Habit(7.0, 0.9, 0.01, 1.1, 0.12, 0.28, "close_police"),
    "missing_reports": Habit(4.0, 0.8, 0.01, 0.9, 0.07, 0.0, "close_missing"),
    "neighbourhood_cases": Habit(30.0, 1.0, 0.03, 1.0, 1.0, 0.0, "close_asb"),
    "school_log": Habit(5.0, 1.1, 0.04, 0.6, 0.08, 1.0, "close_school"),
    "health_notifications": Habit(16.0, 1.0, 0.03, 0.7, 0.04, 0.3, "close_health"),
    "social_care_contacts": Habit(22.0, 1.0, 0.02, 0.8, 0.06, 0.18, "close_social"),
    "other_referrals": Habit(70.0, 1.1, 0.06, 1.3, 1.0, 1.0, "close_other"),
}


class Desk:
    """Where events become rows. One desk serves one locality, with one source of chance."""

    def __init__(self, rng: Random, calendar: Calendar) -> None:
        self.rng, self.calendar = rng, calendar
        self._forms: dict[str, Callable[[Event, Draft, str], list[str]]] = {
            "police_ppn": self._police,
            "missing_reports": self._missing,
            "neighbourhood_cases": self._neighbourhood,
            "school_log": self._school,
            "health_notifications": self._health,
            "social_care_contacts": self._social,
            "other_referrals": self._other,
        }

    def write(self, event: Event) -> Draft:
        """The row that the agency makes of an event."""
        habit = HABITS[event.file]
        draft = Draft(event.file, "", self._recorded(event, habit), [], network=event.network, look_alike=event.look_alike)
        composed = self._compose(event, habit)
        draft.spans, draft.indicators = composed.spans, composed.indicators
        draft.cells = self._forms[event.file](event, draft, composed.text)
        return draft

    def _recorded(self, event: Event, habit: Habit) -> int:
        rng = self.rng
        hours = habit.delay * exp(rng.gauss(0.0, habit.spread))
        if rng.random() < habit.forgotten:
            hours += 24.0 * min(90.0, 7.0 * rng.paretovariate(1.2))
        return max(event.minute, event.until) + 5 + int(hours * 60)

    def _compose(self, event: Event, habit: Habit) -> Composition:
        things: dict[str, Thing] = {}
        if event.subject is not None:
            things["child"] = event.subject
        if event.friend is not None:
            things["friend"] = event.friend
        if event.other is not None:
            things["adult"] = things["nick"] = event.other
        if event.vehicle is not None:
            things["car"] = things["reg"] = event.vehicle
        if event.phone is not None:
            things["phone"] = event.phone
        if event.place is not None and event.place_in_text:
            things["place"] = event.place
        topics = (*event.topics, habit.closing) if self.rng.random() < 0.4 else event.topics
        return compose(self.rng, topics, things, event.subject.female if event.subject is not None else True)

    def _names(self, person: Person, file: str) -> tuple[str, str]:
        return write_names(self.rng, person, HABITS[file].care)

    def _birth(self, person: Person, file: str) -> date | None:
        habit = HABITS[file]
        if self.rng.random() < habit.no_birth:
            return None
        return write_birth(self.rng, person.born, habit.care)

    def _home(self, event: Event, draft: Draft) -> str:
        if event.subject is None or self.rng.random() < HABITS[event.file].no_address:
            return ""
        home = event.subject.home_at(event.minute)
        draft.slots.append(("home", home))
        return write_address(self.rng, home)

    def _located(self, slot: str, place: Place | None, draft: Draft, postcode: bool = True) -> str:
        if place is None:
            return ""
        draft.slots.append((slot, place))
        return write_address(self.rng, place, postcode)

    def _police(self, event: Event, draft: Draft, text: str) -> list[str]:
        draft.series, rng = "PPN", self.rng
        subject, other = event.subject, event.other
        cells = [self.calendar.british_stamp(event.minute), self.calendar.british_stamp(draft.recorded), event.filed_as]
        cells += self._police_person(subject, draft, "subject")
        cells += ["", ""] if subject is None else ["F" if subject.female else "M", self._home(event, draft)]
        cells += self._police_person(other, draft, "other1")
        cells.append("" if other is None or rng.random() < 0.1 else event.other_role)
        place = event.place if rng.random() < 0.93 else None
        cells.append(self._located("location", place, draft, postcode=False))
        cells.append(write_postcode(rng, place.postcode) if place is not None and rng.random() < 0.62 else "")
        registration = ""
        if event.vehicle is not None and rng.random() < 0.8:
            registration = write_registration(rng, event.vehicle, 0.12)
            draft.slots.append(("vehicle", event.vehicle))
        return [*cells, registration, text]

    def _police_person(self, person: Person | None, draft: Draft, slot: str) -> list[str]:
        if person is None:
            return ["", "", ""]
        draft.slots.append((slot, person))
        forename, surname = self._names(person, "police_ppn")
        born = self._birth(person, "police_ppn") if slot == "subject" or self.rng.random() < 0.35 else None
        return [surname.upper(), forename, _british(born)]

    def _missing(self, event: Event, draft: Draft, text: str) -> list[str]:
        draft.series, rng = "MIS", self.rng
        subject = _required(event.subject)
        draft.slots.append(("missing_from", home := subject.home_at(event.minute)))
        draft.slots.append(("subject", subject))
        forename, surname = self._names(subject, event.file)
        found = event.place if rng.random() < 0.75 else None
        return [
            surname,
            forename,
            _british(self._birth(subject, event.file)),
            "F" if subject.female else "M",
            write_address(rng, home),
            self.calendar.stamp(event.minute),
            self.calendar.stamp(event.until),
            self._located("found_at", found, draft),
            self.calendar.stamp(draft.recorded),
            event.filed_as,
            text,
        ]

    def _neighbourhood(self, event: Event, draft: Draft, text: str) -> list[str]:
        draft.series = "ASB"
        outcome = pick(
            self.rng,
            (
                "Advice given",
                "Closed - no further action",
                "Diary sheets sent",
                "Passed to landlord",
                "Visit made",
                "Closed",
            ),
        )
        return [
            self.calendar.short_month[draft.recorded // DAY],
            self.calendar.short_month[event.minute // DAY],
            event.filed_as,
            self._located("location", event.place, draft),
            text,
            outcome,
        ]

    def _school(self, event: Event, draft: Draft, text: str) -> list[str]:
        draft.series, rng = "SG", self.rng
        subject = _required(event.subject)
        draft.slots.append(("pupil", subject))
        forename, surname = self._names(subject, event.file)
        born = self._birth(subject, event.file)
        return [
            self.calendar.iso[event.minute // DAY],
            self.calendar.stamp(draft.recorded),
            subject.upn if rng.random() < 0.88 else "",
            f"{surname}, {forename}",
            born.isoformat() if born else "",
            event.filed_as,
            text,
            pick(rng, ("Closed", "Closed", "Monitoring", "Open")),
        ]

    def _health(self, event: Event, draft: Draft, text: str) -> list[str]:
        draft.series = "H"
        subject = _required(event.subject)
        draft.slots.append(("patient", subject))
        forename, surname = self._names(subject, event.file)
        born = self._birth(subject, event.file)
        cells = [self.calendar.stamp(event.minute), self.calendar.stamp(draft.recorded), surname, forename]
        cells += [born.isoformat() if born else "", "F" if subject.female else "M", self._home(event, draft)]
        return [*cells, event.filed_as, text]

    def _social(self, event: Event, draft: Draft, text: str) -> list[str]:
        draft.series = "CT"
        subject = _required(event.subject)
        draft.slots.append(("child", subject))
        forename, surname = self._names(subject, event.file)
        cells = [surname, forename, _british(self._birth(subject, event.file)), "F" if subject.female else "M"]
        cells += [self._home(event, draft), self.calendar.british[event.minute // DAY]]
        cells += [self.calendar.british_stamp(draft.recorded), event.source or "Parent", event.filed_as, text]
        outcomes = (
            "No further action",
            "No further action",
            "Information and advice",
            "Early help",
            "Passed to team",
            "Referral",
        )
        return [*cells, pick(self.rng, outcomes)]

    def _other(self, event: Event, draft: Draft, text: str) -> list[str]:
        series, _, organisation = event.source.partition(" ")
        draft.series, rng = series, self.rng
        named, age = "", ""
        if event.subject is not None:
            draft.slots.append(("young_person", event.subject))
            forename, surname = self._names(event.subject, event.file)
            named = f"{forename} {surname}" if rng.random() < 0.9 else f"{surname} {forename}"
            if rng.random() < 0.75:
                age = str(self.calendar.years_since(event.subject.born, event.minute) + (rng.random() < 0.08))
        recorded = self.calendar.stamp(draft.recorded)
        return [self.calendar.iso[event.minute // DAY], recorded, organisation, named, age, event.filed_as, text]


def _british(born: date | None) -> str:
    return f"{born.day:02d}/{born.month:02d}/{born.year}" if born else ""


class SubjectNeededError(ValueError):
    """This agency's form is about a child, and the event names none."""


def _required(subject: Person | None) -> Person:
    if subject is None:
        raise SubjectNeededError
    return subject
