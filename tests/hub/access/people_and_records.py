"""A small partnership with a past, as plain values: the same is put into the database, told to the policy, and asked of the
oracle."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from wholepicture.hub.need_to_know.lines import Managed
from wholepicture.hub.need_to_know.purposes import Role
from wholepicture.hub.need_to_know.subjects import Criticised, Post, Relation, RelationKind, Seal

EVENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
MOMENTS = (EVENT - timedelta(days=20), EVENT + timedelta(days=90), EVENT + timedelta(days=500))
AGENCIES = ("hub", "police", "school", "council", "scrutiny")
TEAMS = {1: "hub", 2: "police", 3: "police", 4: "school", 5: "council", 6: "scrutiny"}


def handle(name: str) -> UUID:
    return UUID(bytes=name.encode().ljust(16, b".")[:16])


@dataclass(frozen=True)
class Person:
    name: str
    posts: tuple[Post, ...]

    @property
    def account(self) -> UUID:
        return handle(self.name)


def _person(name: str, *posts: tuple[Role, int]) -> Person:
    return Person(name, tuple(Post(role, TEAMS[team], team) for role, team in posts))


PEOPLE = {
    person.name: person
    for person in (
        _person("raiser", (Role.FRONT_LINE, 2)),
        _person("colleague", (Role.FRONT_LINE, 2)),
        _person("protected", (Role.FRONT_LINE, 4)),
        _person("teacher", (Role.FRONT_LINE, 4)),
        _person("worker", (Role.FRONT_LINE, 5)),
        _person("sergeant", (Role.MANAGER, 2)),
        _person("chief", (Role.MANAGER, 3)),
        _person("former", (Role.MANAGER, 2)),
        _person("long ago", (Role.MANAGER, 2)),
        _person("head", (Role.MANAGER, 4)),
        _person("both", (Role.MANAGER, 5), (Role.FRONT_LINE, 5)),
        _person("practitioner", (Role.HUB_PRACTITIONER, 1)),
        _person("other hub", (Role.HUB_PRACTITIONER, 1)),
        _person("hub head", (Role.MANAGER, 1)),
        _person("seconded", (Role.HUB_PRACTITIONER, 5)),
        _person("analyst", (Role.ANALYST, 1)),
        _person("scrutineer", (Role.SCRUTINEER, 6)),
        _person("was chief", (Role.SCRUTINEER, 6)),
        _person("executive", (Role.EXECUTIVE, 3)),
        _person("administrator", (Role.ADMINISTRATOR, 1)),
        _person("admin too", (Role.ADMINISTRATOR, 1), (Role.HUB_PRACTITIONER, 1)),
        _person("custodian", (Role.CUSTODIAN, 6)),
    )
}


def _line(manager: str, managed: str, since: int, until: int | None = None) -> Managed:
    """Days counted from the event."""
    end = None if until is None else EVENT + timedelta(days=until)
    return Managed(handle(manager), handle(managed), EVENT + timedelta(days=since), end)


LINES = (
    _line("sergeant", "raiser", -400),
    _line("sergeant", "colleague", -400),
    _line("chief", "sergeant", -400, 100),
    _line("was chief", "chief", -400),
    _line("former", "colleague", -900, 30),
    _line("long ago", "colleague", -900, -1),
    _line("head", "teacher", -100),
    _line("head", "protected", -100, 200),
    _line("both", "worker", -100),
    _line("both", "practitioner", 10, 20),
    _line("hub head", "other hub", -300, 200),
    _line("practitioner", "analyst", -300),
    _line("chief", "head", 300),
    _line("head", "chief", 350),  # a circle
)


@dataclass(frozen=True)
class Written:
    """A record of the world. `root` is the record that it adds to."""

    record: str
    agency: str
    team: int | None
    raiser: str | None = None
    protected: str | None = None
    root: str | None = None
    criticised: tuple[Criticised, ...] = ()
    confirmed: tuple[str, ...] = ()
    seals: tuple[Seal, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return f"whole-picture/{self.record}"


@dataclass
class World:
    records: list[Written] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    findings: dict[str, tuple[datetime, bool, tuple[datetime, ...]]] = field(default_factory=dict)
    """When it surfaced, whether it names an adult, until when it was renewed."""


CHILD, SEALED_CHILD, OTHER_SEALED = UUID(int=1), UUID(int=2), UUID(int=3)
PERSONS = {"child": CHILD, "sealed child": SEALED_CHILD, "other sealed": OTHER_SEALED}
_CRITICISED: tuple[tuple[Criticised, ...], ...] = (
    (),
    (Criticised(handle("colleague"), EVENT),),
    (Criticised(handle("sergeant"), EVENT),),
    (Criticised(handle("raiser"), None),),
    (Criticised(None, EVENT),),
    (Criticised(handle("scrutineer"), EVENT), Criticised(handle("analyst"), EVENT)),
)
_SEALED: tuple[tuple[tuple[str, ...], bool], ...] = (
    ((), False),
    (("child",), False),
    (("sealed child",), False),
    (("sealed child", "other sealed"), False),
    ((), True),
)


MAY_BE_SEALED = ["f more", "f other"]
"""The findings that rest on sealed records too; the others never do, or nobody would see any."""


def make_world(seed: int, *, of: int = 150) -> World:
    chance = random.Random(seed)
    world = World(findings=_findings())
    cells = list(product((None, "raiser", "protected"), (None, 2, 4, 5), _CRITICISED, _SEALED))
    chance.shuffle(cells)
    for number, (who, team, criticised, (persons, sealed)) in enumerate(cells[:of]):
        name = f"r{number:04}"
        seals = tuple(Seal(person=PERSONS[one]) for one in persons if one != "child")
        world.records.append(
            Written(
                record=name,
                agency=TEAMS[team] if team else "council",
                team=team,
                raiser=who if who == "raiser" else None,
                protected=who if who == "protected" else None,
                criticised=criticised,
                confirmed=persons,
                seals=seals + ((Seal(record=name),) if sealed else ()),
                findings=_findings_on(chance, MAY_BE_SEALED if sealed or seals else sorted(world.findings)),
            )
        )
    _add_additions(world, chance)
    _add_relations(world, chance)
    return world


def _findings() -> dict[str, tuple[datetime, bool, tuple[datetime, ...]]]:
    renewed = EVENT + timedelta(days=700)
    return {
        "f young": (EVENT, False, ()),
        "f adult": (EVENT, True, ()),
        "f renewed": (EVENT, True, (renewed,)),
        "f late": (EVENT + timedelta(days=480), True, ()),
        "f other": (EVENT, False, ()),
        "f more": (EVENT + timedelta(days=1), False, ()),
    }


def _findings_on(chance: random.Random, those: list[str]) -> tuple[str, ...]:
    return tuple(sorted(chance.sample(those, chance.choice((0, 0, 1, 2)))))


def _add_additions(world: World, chance: random.Random) -> None:
    """An addition carries what its concern carries: it is sealed and criticises as that does."""
    for root in chance.sample(world.records, len(world.records) // 6):
        world.records.append(
            Written(
                record=root.record + "b",
                agency=root.agency,
                team=chance.choice((root.team, 3)),
                raiser=chance.choice(("colleague", "raiser", None)),
                root=root.record,
                criticised=chance.choice(((), (), (Criticised(handle("worker"), EVENT),))),
                seals=root.seals,
            )
        )


def _add_relations(world: World, chance: random.Random) -> None:
    day = timedelta(days=1)
    names = sorted(PEOPLE)
    for _ in range(60):
        kind = chance.choice((RelationKind.ALLOCATED, RelationKind.ASKED, RelationKind.SEALED, RelationKind.BREAK_GLASS))
        since = EVENT + chance.choice((-30, 10, 60)) * day
        until = None if chance.random() < 0.4 else since + chance.choice((5, 45, 200)) * day
        if kind is RelationKind.BREAK_GLASS:
            since = MOMENTS[1] - timedelta(hours=chance.choice((1, 3, 5)))
            until = since + timedelta(hours=4)
        account = handle(chance.choice(names))
        if chance.random() < 0.4:
            person = chance.choice(sorted(PERSONS.values(), key=str))
            world.relations.append(Relation(account=account, kind=kind, since=since, until=until, person=person))
        else:
            record = chance.choice(world.records).record
            world.relations.append(Relation(account=account, kind=kind, since=since, until=until, record=record))
