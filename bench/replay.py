"""How long a replay of any day takes: `PYTHONPATH=src:. python bench/replay.py 10000 100000 1000000`, numbers of facts.

The case of the replay is taken in by the journey: its two children, their flat and their car are the neighbourhood that is
replayed. It was looked at 2,000 times and displayed 200 times. Then the ledger and everything derived from it are filled up
with the same case under other ids, again and again, with its looks, until there are so many facts. Ten days over the case's
months are replayed for each of three: the child, a finding across children, and the concern; by the scrutineer, who sees
everything, and by a practitioner. Prints the middle and the longest time of the whole page, and of the CSV with every line.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

# ruff: noqa: E402 - Django must be set up before anything that asks for its settings
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse
from tests.hub.findings.conftest import CHANGED, MEANS, World
from tests.hub.findings.replay_shifted import load_replay
from tests.hub_database import fresh_database

from wholepicture.hub import clock
from wholepicture.hub.storage.context import keep_context_key
from wholepicture.hub.wiring.sign_in_training import make_training_people
from wholepicture.vocabulary.moments import london_day

SEEN = "Annie was at the flat again at 11 pm. Two men carried bags to the silver car."
DAYS = 10
LOOKS, DISPLAYS = 2_000, 200
COPIED = {
    "fact": {"sequence": "sequence + n * %(facts)s::bigint", "id": "id || '.' || n", "source": "source || '.' || n"},
    "payload": {"sequence": "sequence + n * %(facts)s::bigint"},
    "record": {
        "record": "record || '.' || n",
        "sequence": "sequence + n * %(facts)s::bigint",
        "source": "source || '.' || n",
        "reference": "reference || '.' || n",
    },
    "mention": {"mention": "mention || '.' || n", "record": "record || '.' || n", "entity": "entity || '.' || n"},
    "finding": {"id": "id || '.' || n"},
    "finding_record": {"finding": "finding || '.' || n", "record": "record || '.' || n"},
    "access": {"subject": "subject || '.' || n", "id": None},
}
ORIGINAL = {
    "access": "t.id <= %(looks)s::bigint",
    "finding": "t.id !~ '[.][0-9]+$'",
    **dict.fromkeys(("mention", "finding_record"), "t.record !~ '[.][0-9]+$'"),
}
"""Which rows are the case itself and none of its copies, where the sequence of a fact does not say it."""
AT_ONCE = 200


def copies(owner, last, facts, looks, ever):
    """The case under other ids, from copy `ever` + 1 to copy `last`."""
    for table, changed in COPIED.items():
        asked = "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'"
        names = [name for (name,) in owner.execute(asked, (table,)) if changed.get(name, "") is not None]
        new = ", ".join(changed.get(name) or f"t.{name}" for name in names)
        kept = ORIGINAL.get(table, "t.sequence <= %(facts)s::bigint")
        for first in range(ever + 1, last + 1, AT_ONCE):
            owner.execute(
                f"insert into {table} ({', '.join(names)}) select {new} from {table} t,"  # noqa: S608 - ours
                f" generate_series(%(first)s::int, %(last)s::int) n where {kept}",
                {"facts": facts, "looks": looks, "first": first, "last": min(last, first + AT_ONCE - 1)},
            )


def looked_at(owner, people, records, findings, now):
    """What people looked at and were shown of the case, over its months."""
    who = [people[key].handle for key in ("hub", "hub-police", "analyst", "scrutineer")]
    owner.execute(
        "insert into access (at, account, role, agency, action, subject_kind, subject, purpose, allowed, because)"
        " select %s - n * interval '2 hours', (%s::uuid[])[1 + n %% 4], 'hub_practitioner', 'social_care', 'read',"
        " case when n %% 5 = 0 then 'finding' else 'record' end,"
        " case when n %% 5 = 0 then (%s::text[])[1 + n %% %s] else (%s::text[])[1 + n %% %s] end,"
        " 'deal_with_concern', true, '' from generate_series(1, %s) n",
        (now, who, findings, len(findings), records, len(records), LOOKS),
    )
    owner.execute(
        "insert into fact (sequence, id, kind, source, author, recorded_at, known_at, part_digests, digest)"
        " select (select max(sequence) from fact) + n, 'shown' || n, 'displayed', 'finding:' || (%s::text[])[1 + n %% %s],"
        " (%s::uuid[])[1 + n %% 4]::text, %s, %s, '[]', md5(n::text) from generate_series(1, %s) n",
        (findings, len(findings), who, now, now, DISPLAYS),
    )
    owner.execute(
        "insert into payload select sequence, 1, 'shown', '', convert_to(%s, 'UTF8') from fact where kind = 'displayed'",
        ('{"role": "hub_practitioner", "agency": "social_care", "purpose": "work_on_finding", "records": []}',),
    )


def measure(people, subjects, now, facts):
    """Print how long the pages take."""
    for who, purpose in (("scrutineer", "scrutinise"), ("hub", "work_on_finding")):
        client = Client()
        client.post(reverse("signing_in:train", args=[people[who].handle]))
        for name, (kind, key) in subjects.items():
            took, exported, lines = [], [], 0
            there = f"/replay/{kind}/{key}/"
            said = "entity" if kind == "known" else kind
            client.post(f"/why/?{urlencode({'subject': f'{said} {key}'})}", {"purpose": purpose})
            for number in range(DAYS):
                day = london_day(now - timedelta(days=number * 13))
                asked = urlencode({f"on_{part}": getattr(day, part) for part in ("day", "month", "year")})
                began = time.perf_counter()
                answer = client.get(f"{there}?{asked}")
                took.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    raise SystemExit(f"{there}: {answer.status_code}")
                began = time.perf_counter()
                table = client.get(f"{there}chronology.csv?{asked}")
                exported.append(time.perf_counter() - began)
                lines = max(lines, table.content.count(b"\r\n") - 1)
            print(
                f"| {facts:,} | {who} | {name} | {lines:,} | {statistics.median(took):.2f} | {max(took):.2f} |"
                f" {statistics.median(exported):.2f} | {max(exported):.2f} |",
                flush=True,
            )


def main(sizes):
    """Fill one database up, size by size, and measure at each."""
    for name, value in CHANGED.items():
        setattr(settings, name, value)
    now = clock.now()
    with fresh_database() as database, tempfile.TemporaryDirectory() as folder, database.connect("wp_owner") as owner:
        keep_context_key(owner)
        connections["default"].settings_dict.update(database.settings("wp_app"))
        people = {one.key: one for one in make_training_people(now)}
        world = World(database, people, Path(folder), now)
        load_replay(database.connect, MEANS, world.folder, now=now)
        world.raise_as("officer", SEEN, hours_ago=20)
        records = [row[0] for row in owner.execute("select record from record order by record").fetchall()]
        findings = [row[0] for row in owner.execute("select id from finding order by position").fetchall()]
        child = owner.execute(
            "select entity from mention where kind = 'person' group by entity order by count(distinct record) desc limit 1"
        ).fetchone()[0]
        across = owner.execute(
            "select id from finding where jsonb_array_length(content -> 'children') > 1 order by position limit 1"
        ).fetchone()[0]
        looked_at(owner, people, records, findings, now)
        facts = owner.execute("select max(sequence) from fact").fetchone()[0]
        looks = owner.execute("select max(id) from access").fetchone()[0]
        subjects = {
            "a child": ("known", child),
            "a finding": ("finding", across),
            "a concern": ("concern", world.references["officer"]),
        }
        print("| facts | who | replay of | lines | page, s: middle | longest | CSV, s: middle | longest |")
        print("|---|---|---|---|---|---|---|---|")
        ever = 0
        for size in sizes:
            last = size // facts
            copies(owner, last - 1, facts, looks, ever)
            ever = max(ever, last - 1)
            owner.execute("analyze")
            have = owner.execute("select count(*) from fact").fetchone()[0]
            measure(people, subjects, now, have)
        connections["default"].close()


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
