"""How long a search in the hub takes, from the words to the sheet, log included: one client. Run from the repository:

    PYTHONPATH=src:. python bench/hub_search.py [records ...]        # 10,000 and 100,000 where nothing is given

Names are drawn as often as they occur (linkage's model), so that common ones are common. Each record names a child with a
date of birth, every second one an adult with a phone, every third a vehicle, and each a place. One in ten stands in a
finding, one in a thousand is sealed.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

# ruff: noqa: E402 - Django must be set up before anything that asks for its settings
from django.conf import settings
from django.db import connections
from tests.hub.access.into_database import put_people
from tests.hub.access.people_and_records import LINES, PEOPLE, handle
from tests.hub_database import HubDatabase, fresh_database

from wholepicture.hub.need_to_know.lines import line_below
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.context import keep_context_key
from wholepicture.hub.storage.match_keys import keys_of
from wholepicture.hub.wiring import link_review, search
from wholepicture.linkage import load_model
from wholepicture.vocabulary.pole import PersonDescription, PhoneDescription, PlaceDescription, VehicleDescription

FILL = """
insert into record (record, sequence, source, system, reference, agency, agency_name, team, raiser, kind, filed_as,
    recorded_at, known_at, narrative, stated)
select 'r' || n, n, 'whole-picture/r' || n, 'whole-picture', 'WP-26-' || n, 'police', 'Police', 2 + n %% 4,
    case when n %% 400 = 0 then %(raiser)s::uuid end, 'contact', '', now() - n * interval '1 minute', now(),
    repeat('words ', 60), '{}'
from generate_series(1, %(count)s) n;
insert into finding (id, position, pattern, surfaced_at, known_since, withdrawn_because, content)
select 'f' || n, n, 'shared_place', now(), now(), '', '{"adults": []}' from generate_series(1, %(count)s / 100) n;
insert into finding_record select 'f' || n %% (%(count)s / 100) + 1, 'r' || n, 1 from generate_series(1, %(count)s) n
where n %% 10 = 0;
insert into finding_entity select 'f' || n, 'er' || n * 10 || '.0', 'children' from generate_series(1, %(count)s / 100) n;
insert into link select 'Pr' || n || '.0', 'Pr' || n + 1 || '.0', n, 'r' || n, 'r' || n + 1, 'person', 15,
    case when n %% 20 = 0 then 'unsure' else 'compatible' end, '{"Same surname and forename."}', false
from generate_series(5, %(count)s - 1, 5) n;
"""
SEALS = """
insert into seal (record, because, by_account, lead, at) select 'r' || n, 'x', %(raiser)s::uuid, %(worker)s::uuid, now()
from generate_series(7, %(count)s, 1000) n;
insert into sealed_record select s.record, s.id from seal s;
"""
READERS = (
    ("practitioner", "deal_with_concern"),
    ("analyst", "review_links"),
    ("scrutineer", "scrutinise"),
    ("raiser", "follow_own"),
)
STREETS = ("larch row", "mill lane", "elm road", "station road", "church street", "harbour way", "hill close", "ash grove")


class County:
    """Random people, places and vehicles."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        frequencies = load_model().frequencies
        self.forenames = list(frequencies.forename), list(frequencies.forename.values())
        self.surnames = list(frequencies.surname), list(frequencies.surname.values())

    def name(self) -> tuple[str, str]:
        one = [self.chance.choices(*table)[0] for table in (self.forenames, self.surnames)]
        return one[0], one[1]

    def born(self) -> date:
        return date(2006, 1, 1) + timedelta(days=self.chance.randrange(4500))

    def place(self) -> PlaceDescription:
        text = f"{self.chance.randrange(1, 200)} {self.chance.choice(STREETS)}"
        return PlaceDescription(text=text, postcode=f"QX{self.chance.randrange(1, 40)} {self.chance.randrange(1, 9)}AB")

    def registration(self) -> str:
        letters = [self.chance.choice("ABCDEFGHJKLMNOPRSTUVWXY") for _ in range(5)]
        return "".join([*letters[:2], f"{self.chance.randrange(2, 74):02}", *letters[2:]])

    def phone(self) -> str:
        return f"07700 9{self.chance.randrange(0, 1000):05}"

    def described(self, number: int) -> Iterator[object]:
        """What record `number` names."""
        forename, surname = self.name()
        yield PersonDescription(forename=forename, surname=surname, born=self.born())
        yield self.place()
        if number % 2:
            adult = " ".join(self.name())
            yield PersonDescription(name=adult, adult=True)
            yield PhoneDescription(number=self.phone())
        if number % 3 == 0:
            yield VehicleDescription(registration=self.registration(), colour="blue")


KINDS = {PersonDescription: "person", PlaceDescription: "place", VehicleDescription: "vehicle", PhoneDescription: "phone"}


def fill(owner: object, county: County, count: int) -> None:
    run(owner, FILL, count)
    mentions, keys = [], []
    for number in range(1, count + 1):
        for place, described in enumerate(county.described(number)):
            mention, record = f"Pr{number}.{place}", f"r{number}"
            said = {n: v.isoformat() if isinstance(v, date) else v for n, v in _said(described)}
            mentions.append(
                (mention, record, f"e{mention[1:]}", KINDS[type(described)], "subject", "x", "", json.dumps(said))
            )
            keys += [(kind, key, mention, record) for kind, key in keys_of(described)]
    insert(owner, "mention (mention, record, entity, kind, role, text, columns, description)", mentions, "jsonb")
    insert(owner, "match_key (kind, key, mention, record)", keys, "text")
    run(owner, SEALS, count)


def run(owner: object, statements: str, count: int) -> None:
    for statement in filter(str.strip, statements.split(";\n")):
        owner.execute(statement, {"count": count, "raiser": handle("raiser"), "worker": handle("worker")})


def insert(owner: object, into: str, rows: list[tuple[object, ...]], last: str) -> None:
    kinds = ["text"] * (len(rows[0]) - 1) + [last]
    places = ", ".join(f"%s::{kind}[]" for kind in kinds)
    for start in range(0, len(rows), 50_000):
        columns = [list(column) for column in zip(*rows[start : start + 50_000], strict=True)]
        owner.execute(f"insert into {into} select * from unnest({places})", columns)  # noqa: S608


def _said(described: object) -> Iterator[tuple[str, object]]:
    for name in type(described).__dataclass_fields__:
        if value := getattr(described, name):
            yield name, value


def questions(county: County) -> dict[str, list[search.Typed]]:
    """Kinds of searches, with what is typed."""

    def many(make: object, of: int = 25) -> list[search.Typed]:
        return [make() for _ in range(of)]

    def slip(name: str) -> str:
        at = county.chance.randrange(1, len(name)) if len(name) > 1 else 0
        return name[:at] + "x" + name[at + 1 :]

    return {
        "two names": many(lambda: search.Typed(words=" ".join(county.name()))),
        "two common names": [
            search.Typed(words=f"{f} {s}") for f in ("john", "david", "mohammed") for s in ("smith", "jones", "khan")
        ],
        "a letter wrong": many(lambda: search.Typed(words=" ".join(map(slip, county.name())))),
        "name and day": many(lambda: search.Typed(name=county.name()[1], born=county.born())),
        "common name and year": many(lambda: search.Typed(words=f"smith {county.born().year}")),
        "phone": many(lambda: search.Typed(words=county.phone())),
        "part of a plate": many(lambda: search.Typed(registration=county.registration()[:4])),
        "house": many(lambda: search.Typed(address=county.place().text)),
        "postcode": many(lambda: search.Typed(words=county.place().postcode)),
        "four things": many(lambda: search.Typed(words=f"{' '.join(county.name())} {county.place().text} {county.phone()}")),
    }


def point_django_at(hub: HubDatabase) -> None:
    own = connections["default"]
    own.close()
    own.settings_dict.update(hub.settings("wp_app"), CONN_MAX_AGE=None)


def told(times: list[float]) -> str:
    times.sort()
    return f"{times[len(times) // 2]:8.1f}{times[min(len(times) - 1, int(len(times) * 0.99))]:8.1f}"


def main(count: int) -> None:
    """Fill a database and print p50 and p99 of each kind of search for each reader, in milliseconds."""
    settings.CONTEXT_KEY = "bench"
    search.LIMITS = ()
    with fresh_database() as hub, hub.connect("wp_owner") as owner:
        keep_context_key(owner)
        put_people(owner)
        county = County(7)
        fill(owner, county, count)
        owner.execute("vacuum analyze")
        point_django_at(hub)
        (keys, slips, size) = owner.execute(
            "select (select count(*) from match_key), (select count(*) from name_slip),"
            " pg_size_pretty(pg_total_relation_size('match_key') + pg_total_relation_size('name_slip'))"
        ).fetchone()
        print(f"{count:,} records, {keys:,} keys, {slips:,} slips of names, together {size}. Milliseconds: p50, p99.")
        asked = questions(county)
        print(f"{'':24}" + "".join(f"{name:>16}" for name, _ in READERS))
        every: dict[str, list[float]] = {name: [] for name, _ in READERS}
        for kind, typed in asked.items():
            line = f"{kind:24}"
            for name, why in READERS:
                reader = _reader(name)
                times = []
                for one in typed:
                    started = time.perf_counter()
                    search.search(reader, purpose(why), one)
                    times.append(1000 * (time.perf_counter() - started))
                every[name] += times
                line += told(times)
            print(line, flush=True)
        print(f"{'all searches':24}" + "".join(told(every[name]) for name, _ in READERS))
        times = []
        for _ in range(20):
            started = time.perf_counter()
            assert link_review.next_pair(_reader("practitioner")).pair is not None
            times.append(1000 * (time.perf_counter() - started))
        print(f"{'next link to review':24}" + told(times))
        connections["default"].close()


def _reader(name: str) -> Reader:
    person = PEOPLE[name]
    return Reader(person.account, person.posts, line_below(person.account, LINES))


if __name__ == "__main__":
    for records in [int(word) for word in sys.argv[1:]] or [10_000, 100_000]:
        main(records)
