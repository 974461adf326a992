"""Hand-made sightings: who was seen where, by whom, and what the words spoke of. Everybody in them is invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from wholepicture.knowledge.picture import Picture
from wholepicture.knowledge.sightings import Presence, Sighting, Stage
from wholepicture.patterns import Register
from wholepicture.vocabulary.findings import Finding
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.moments import Period, london_day
from wholepicture.vocabulary.pole import EntityKind, Role
from wholepicture.vocabulary.readings import CategoryMismatch
from wholepicture.vocabulary.records import EntityId, MentionId, RecordId, RecordKind, Span

STARTS = datetime(2007, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Part:
    """Somebody or something in a record, before the record has an id."""

    kind: EntityKind
    role: Role
    entity: str
    words: str = ""
    surname: str = ""
    born: date | None = None
    stage: Stage = Stage.UNKNOWN
    partial: bool = False
    relation: str = ""


def child(entity: str, name: str = "", born: date | None = date(1994, 2, 14), role: Role = Role.SUBJECT) -> Part:
    name = name or f"Name{entity} Family{entity}"
    return Part(EntityKind.PERSON, role, f"P{entity}", name, name.split()[-1].casefold(), born, Stage.CHILD)


def adult(entity: str, role: Role = Role.ASSOCIATE, relation: str = "") -> Part:
    surname = f"Person{entity}"
    return Part(
        EntityKind.PERSON,
        role,
        f"P{entity}",
        f"Grown{entity} {surname}",
        surname.casefold(),
        None,
        Stage.ADULT,
        False,
        relation,
    )


def place(words: str, role: Role = Role.LOCATION) -> Part:
    return Part(EntityKind.PLACE, role, f"L{words.casefold()}", words)


def vehicle(words: str, *, partial: bool = False) -> Part:
    return Part(EntityKind.VEHICLE, Role.SEEN, f"V{words.casefold()}", words, partial=partial)


def phone(words: str) -> Part:
    return Part(EntityKind.PHONE, Role.CONTACT, f"T{words}", words)


@dataclass
class Scene:
    """Records in the order in which they are told; `play` folds them and gives the findings."""

    told: list[dict[str, object]] = field(default_factory=list)
    fits: list[tuple[str, str]] = field(default_factory=list)

    def tell(
        self,
        day: float,
        agency: str,
        *parts: Part,
        kind: RecordKind = RecordKind.NOTIFICATION,
        signs: Sequence[str] = (),
        **more: object,
    ) -> "Scene":
        """One record, so many days after the start. `until` is when an episode ended, in days; `asks` opens a question."""
        at = STARTS + timedelta(days=day)
        until = more.pop("until", None)
        asks = more.pop("asks", ())
        reference = str(more.pop("reference", f"R{len(self.told) + 1:04d}"))
        happened = Period(at, STARTS + timedelta(days=float(str(until)))) if until is not None else Period(at)
        recorded = happened.until or at
        fields: dict[str, object] = {
            "record": RecordId(reference.casefold()),
            "source": f"{agency}/{reference}",
            "reference": reference,
            "agency": agency,
            "kind": kind,
            "filed_as": "",
            "happened": happened,
            "recorded_at": recorded,
            "presences": _presences(reference.casefold(), parts),
            "signs": tuple(sorted(signs)),
            **more,
        }
        if asks:
            fields["child_words"] = True
            fields["quoted"] = tuple(Words(w) for w in asks)  # type: ignore[attr-defined]
            fields["question"] = CategoryMismatch(
                filed_as=str(fields["filed_as"]), child_words=(Span(0, 1),), indicators=(), groups=("D",)
            )
        self.told.append(fields)
        return self

    def complain(self, day: float, where: Part, *parts: Part, **more: object) -> "Scene":
        """A complaint about callers at night."""
        given: dict[str, object] = {
            "kind": RecordKind.COMPLAINT,
            "filed_as": "Noise",
            "signs": ("D1",),
            "adults_calling": True,
            "night": True,
            **more,
        }
        return self.tell(day, "Neighbourhood team", where, *parts, **given)  # type: ignore[arg-type]

    def missing(self, day: float, who: Part, hours: float, *parts: Part, **more: object) -> "Scene":
        """A missing episode."""
        return self.tell(
            day,
            "Police",
            who,
            *parts,
            kind=RecordKind.MISSING_EPISODE,
            until=day + hours / 24,
            **more,  # type: ignore[arg-type]
        )

    def sightings(self) -> list[Sighting]:
        ordered = sorted(self.told, key=lambda f: (f["recorded_at"], f["record"]))  # type: ignore[return-value, arg-type]
        return [Sighting(number=n, **f) for n, f in enumerate(ordered)]  # type: ignore[arg-type]

    def play(self, until: datetime | None = None, without: frozenset[str] = frozenset()) -> "Played":
        played = Played()
        for sighting in self.sightings():
            if (until is None or sighting.recorded_at <= until) and sighting.reference not in without:
                played.take(sighting, self.fits)
        return played

    def findings(self, *patterns: str) -> list[Finding]:
        return [f for f in self.play().register.findings() if not patterns or f.pattern in patterns]


class Played:
    """The picture and the register after the records taken so far."""

    def __init__(self) -> None:
        self.picture = Picture(STARTS)
        self.register = Register()
        self._day: date | None = None

    def take(self, sighting: Sighting, fits: Sequence[tuple[str, str]] = ()) -> None:
        sighting = replace(sighting, number=self.picture.next_number)
        self.come_to(sighting.recorded_at)
        touched = self.picture.add(sighting)
        present = {p.entity for p in sighting.presences}
        for one, other in fits:
            if {one, other} & present and self.picture.count(EntityId(one)) and self.picture.count(EntityId(other)):
                self.picture.note_fit(EntityId(one), EntityId(other))
        self.register.observe(self.picture, sighting, touched)

    def come_to(self, moment: datetime) -> None:
        day = london_day(moment)
        while self._day is not None and self._day < day:
            self._day += timedelta(days=1)
            self.register.new_day(self.picture, self._day)
        self._day = day

    def remove(self, reference: str) -> None:
        gone = self.picture.remove(RecordId(reference.casefold()))
        self.register.retract(self.picture, gone, f"the record {reference} was amended")


def _presences(record: str, parts: Sequence[Part]) -> tuple[Presence, ...]:
    return tuple(
        Presence(
            mention=MentionId(f"{part.entity[0]}{record}.{number}"),
            kind=part.kind,
            role=part.role,
            entity=EntityId(part.entity),
            stage=part.stage,
            born=part.born,
            surname=part.surname,
            words=part.words,
            relation=part.relation,
            partial=part.partial,
        )
        for number, part in enumerate(parts)
    )
