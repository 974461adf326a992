"""How long a read and a search take under row-level security with 100,000 records. Run from the repository:

    PYTHONPATH=src:. python bench/need_to_know.py [records]
    PYTHONPATH=src:. python bench/need_to_know.py 20000 hidden

The second says how well a stopwatch tells a hidden record from an absent one (Kolmogorov-Smirnov distance of the times, in
turns): by the look at the row itself, as pages did it before, and by `sees_record`, as they do it.

One record in ten stands in a finding, one in a thousand is sealed, one in five hundred criticises somebody.
"""

import os
import statistics
import sys
import time
from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholepicture.hub.settings")
django.setup()

# ruff: noqa: E402 - Django must be set up before anything that asks for its settings
from django.conf import settings
from tests.hub.access.into_database import put_people
from tests.hub.access.people_and_records import LINES, PEOPLE, handle
from tests.hub_database import fresh_database

from wholepicture.hub.need_to_know.lines import line_below
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Reader
from wholepicture.hub.storage.context import keep_context_key, signed_context

FILL = """
insert into record (record, sequence, source, system, reference, agency, agency_name, team, raiser, kind, filed_as,
    recorded_at, known_at, narrative, stated)
select 'r' || n, n, 'whole-picture/r' || n, 'whole-picture', 'r' || n, 'police', 'Police', 2 + n %% 4,
    case when n %% 400 = 0 then %(raiser)s::uuid end, 'contact', '', now() - n * interval '1 minute', now(),
    repeat('words ', 60), '{}'
from generate_series(1, %(count)s) n;
insert into mention (mention, record, entity, kind, role, text, columns, description)
select 'Pr' || n || '.0', 'r' || n, 'e' || n / 4, 'person', 'subject', 'somebody', '', '{"surname": "A"}'
from generate_series(1, %(count)s) n;
insert into match_key (kind, key, mention, record)
select 'name', 'name' || n %% 5000, 'Pr' || n || '.0', 'r' || n from generate_series(1, %(count)s) n;
insert into finding (id, position, pattern, surfaced_at, known_since, withdrawn_because, content)
select 'f' || n, n, 'shared_place', now(), now(), '', '{}' from generate_series(1, %(count)s / 100) n;
insert into finding_record select 'f' || n %% (%(count)s / 100) + 1, 'r' || n, 1 from generate_series(1, %(count)s) n
where n %% 10 = 0;
insert into criticised (record, account, since) select 'r' || n, %(sergeant)s::uuid, now()
from generate_series(1, %(count)s) n where n %% 500 = 0;
insert into confirmed (person, mention, by_account, at) select %(person)s::uuid, 'Pr' || n || '.0', %(other)s::uuid, now()
from generate_series(1, %(count)s, %(count)s / 40) n;
insert into relation (account, person, kind, since, because, granted_by)
values (%(worker)s::uuid, %(person)s::uuid, 'allocated', now() - interval '1 day', 'x', %(other)s::uuid);
insert into seal (record, because, by_account, lead, at) select 'r' || n, 'x', %(other)s::uuid, %(worker)s::uuid, now()
from generate_series(7, %(count)s, 1000) n;
insert into sealed_record select s.record, s.id from seal s;
"""
QUESTIONS = {
    "read one record": "select narrative from record where record = 'r{n}'",
    "its mentions": "select text from mention where record = 'r{n}'",
    "search a name": (
        "select r.record, r.recorded_at from match_key k join record r on r.record = k.record"
        " where k.kind = 'name' and k.key = 'name{m}' order by r.recorded_at desc limit 50"
    ),
    "the latest 50": "select record from record order by known_at desc, record limit 50",
    "my own": "select record from record where raiser = need_to_know.account() order by known_at desc limit 50",
    "findings": "select id from finding order by position limit 50",
}
READERS = (
    ("raiser", "direct_work"),
    ("worker", "direct_work"),
    ("sergeant", "oversee_team"),
    ("practitioner", "deal_with_concern"),
    ("analyst", "work_on_finding"),
    ("scrutineer", "scrutinise"),
)


STOPWATCH = {
    "the row itself": "select record, narrative, stated::text from record where record = %s",
    "sees_record": "select need_to_know.sees_record(%s::text)",
}
TURNS = 4_000


def distance(one: list[float], other: list[float]) -> float:
    """How far apart the distributions are, from 0 to 1 (Kolmogorov-Smirnov)."""
    one, other = sorted(one), sorted(other)
    return max(abs(bisect_right(one, at) / len(one) - bisect_right(other, at) / len(other)) for at in (*one, *other))


def tell_hidden_from_absent(app, count: int) -> None:
    """Print, for each reader that is not shown everything, the middle times and their distance."""
    for name, key in (
        ("raiser", "follow_own"),
        ("worker", "follow_own"),
        ("worker", "direct_work"),
        ("analyst", "follow_own"),
    ):
        person, now = PEOPLE[name], datetime.now(UTC)
        reader = Reader(person.account, person.posts, line_below(person.account, LINES))
        context = signed_context(reader, purpose(key), at=now, until=now + timedelta(minutes=30))
        for words, question in STOPWATCH.items():
            took: tuple[list[float], list[float], list[float]] = ([], [], [])
            for turn in range(TURNS):
                # None of them may be shown: not raised by them, and in no finding.
                there = f"r{turn * 10 % (count - 10) + 2 + turn % 6}"
                asked = ((there, 0), (f"q{there[1:]}", 1), (f"z{there[1:]}", 2))
                for record, which in asked[turn % 3 :] + asked[: turn % 3]:
                    started = time.perf_counter()
                    with app.transaction():
                        app.execute("select set_config('app.context', %s, true)", (context,))
                        app.execute(question, (record,)).fetchall()
                    took[which].append((time.perf_counter() - started) * 1000)
            hidden, absent, again = took
            print(
                f"{name:8} {key:12} {words:16} hidden {statistics.median(hidden):.3f} ms, absent "
                f"{statistics.median(absent):.3f} ms, KS {distance(hidden, absent):.3f} "
                f"(absent against absent {distance(absent, again):.3f})"
            )


def main(count: int, hidden: bool) -> None:
    """Fill a database and print the middle and the slowest of 30 for each reader and question, in milliseconds."""
    settings.CONTEXT_KEY = "bench"
    with fresh_database() as hub, hub.connect("wp_owner") as owner, hub.connect("wp_app") as app:
        keep_context_key(owner)
        with owner.transaction():
            put_people(owner)
            named = {name: handle(name) for name in ("raiser", "sergeant", "worker")}
            given = {**named, "other": handle("other hub"), "person": handle("child"), "count": count}
            for statement in FILL.split(";\n"):
                if statement.strip():
                    owner.execute(statement, given)
        owner.execute("analyze")
        if hidden:
            tell_hidden_from_absent(app, count)
            return
        for name, key in READERS:
            person, now = PEOPLE[name], datetime.now(UTC)
            reader = Reader(person.account, person.posts, line_below(person.account, LINES))
            for words, question in QUESTIONS.items():
                took = []
                found = 0
                for turn in range(30):
                    statement = question.format(n=turn * (count // 40) + 1, m=turn * 100 + 1)
                    context = signed_context(reader, purpose(key), at=now, until=now + timedelta(minutes=30))
                    started = time.perf_counter()
                    with app.transaction():
                        app.execute("select set_config('app.context', %s, true)", (context,))
                        found += len(app.execute(statement).fetchall())
                    took.append((time.perf_counter() - started) * 1000)
                print(f"{name:13} {words:16} {found:6} rows  {statistics.median(took):7.2f} {max(took):7.2f} ms")
        context = signed_context(reader, purpose(key), at=now, until=now + timedelta(minutes=30))
        with app.transaction():
            app.execute("select set_config('app.context', %s, true)", (context,))
            for row in app.execute("explain (analyze, costs off) select narrative from record where record = 'r77'"):
                print(row[0])


main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, "hidden" in sys.argv)
