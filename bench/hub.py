"""How fast a whole hub is with a county loaded, and how it comes back from kill -9.

    python bench/hub.py 10000 100000 --users 200 --import 50000

For each size: a hub of its own in a temporary folder (PostgreSQL with its durable settings, journey and pages in processes
of their own, everything on this machine, whoever asks as well), then

1. concerns sent over HTTP one at a time: from pressing Send until a page says "Recorded and linked",
2. kill -9 of the journey, a concern sent meanwhile, and the time until that is linked,
3. users at once, each with an account and a session of their own, while rows of another county are imported.

Prints Markdown tables. Every figure stands with the load average at its time: beside other work it says little.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from hub_house import House, await_taken, count, house, load, memory
from hub_visitors import Figures, Known, Visitor, live

from wholepicture.hub.commands.starting import PORT  # noqa: F401 - fails early where the hub is not importable

FILLING = str(Path(__file__).with_name("hub_filling.py"))
LOOKING = 0.02
"""Seconds between two looks at the page that is to say that a concern is linked."""
LONGEST = 300.0
"""Seconds that a concern may wait, while a snapshot of a large county is written."""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="+", help="how many records are loaded before measuring")
    parser.add_argument("--concerns", type=int, default=200, help="how many concerns are sent one at a time")
    parser.add_argument("--users", type=int, default=200, help="users at once; 0 leaves that part out")
    parser.add_argument("--think", type=float, default=8.0, help="mean think time in seconds (exponential)")
    parser.add_argument("--import", type=int, default=50_000, dest="rows", help="rows that are imported meanwhile")
    parser.add_argument("--most", type=float, default=900.0, help="the most seconds that users act")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for records in asked.records:
        with house(records) as (hub, (kept, took, pace)):
            say(f"\n## {records:,} records\n")
            say(
                f"County made and kept in {kept:.0f} s, taken by the journey in {took:.0f} s ({pace:.0f} a second; load {load()})."  # noqa: E501
            )
            known, chance = known_in(hub), random.Random(asked.seed)
            people = filling(hub, "people", max(asked.users, 1))
            handles = [json.loads(line) for line in people.splitlines()]
            asyncio.run(measure_latency(hub, handles, known, chance, asked.concerns))
            asyncio.run(measure_coming_back(hub, handles, known, chance))
            if asked.users:
                asyncio.run(measure_users(hub, handles, known, chance, asked))


def say(words: str) -> None:
    """Print at once."""
    print(words, flush=True)


def filling(hub: House, what: str, number: int) -> str:
    """What a filling process printed."""
    argv = [sys.executable, FILLING, what, str(number)]
    return subprocess.run(argv, env=hub.environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def known_in(hub: House) -> list[Known]:
    """People of the county that is loaded, with a vehicle each."""
    with hub.connection() as session:
        people = session.execute(
            "select description->>'forename', description->>'surname', coalesce(description->>'born', '') from mention "
            "where kind = 'person' and role = 'subject' and description->>'surname' <> '' "
            "and description->>'forename' <> '' order by md5(mention) limit 2000"
        ).fetchall()
        vehicles = session.execute(
            "select description->>'registration' from mention where kind = 'vehicle' "
            "and length(description->>'registration') = 7 order by md5(mention) limit 500"
        ).fetchall()
    plates = [row[0] for row in vehicles] or [""]
    return [Known(*row, plates[number % len(plates)] if number % 3 == 0 else "") for number, row in enumerate(people)]


async def measure_latency(
    hub: House, handles: Sequence[Sequence[str]], known: Sequence[Known], chance: random.Random, concerns: int
) -> None:
    """From Send until a page says that it is linked, one concern at a time."""
    figures = Figures()
    async with httpx.AsyncHTTPTransport() as transport:
        visitor = Visitor(hub.address, *handles[-1], figures, transport)
        await visitor.sign_in()
        whole, since_commit = [], []
        for _ in range(concerns):
            form = await visitor.open_form()
            await asyncio.sleep(chance.uniform(0.0, 0.2))
            sent = time.perf_counter()
            reference = await visitor.submit(form, chance.choice(known), chance)
            committed = time.perf_counter()
            while not await visitor.read(reference, "look"):
                if time.perf_counter() - committed > LONGEST:
                    raise SystemExit(f"a concern was not linked within {LONGEST:.0f} s")
                await asyncio.sleep(LOOKING)
            whole.append(time.perf_counter() - sent)
            since_commit.append(time.perf_counter() - committed)
    say(
        f"\n| {concerns} concerns, one at a time (load {load()}) | p50 ms | p95 ms | p99 ms | longest |\n|---|---|---|---|---|"  # noqa: E501
    )
    say(line("submit", figures.seconds["submit"]))
    say(line("answer to linked, on a page", since_commit))
    say(line("Send to linked, on a page", whole))


async def measure_coming_back(
    hub: House, handles: Sequence[Sequence[str]], known: Sequence[Known], chance: random.Random
) -> None:
    """Kill -9 of the journey, and a concern sent at once."""
    figures = Figures()
    with hub.connection() as session:
        await_taken(session)
        facts = count(session, "select applied_through from journey_state")
        held, peak = memory(hub.journey())
        async with httpx.AsyncHTTPTransport() as transport:
            visitor = Visitor(hub.address, *handles[0], figures, transport)
            await visitor.sign_in()
            form = await visitor.open_form()
            began = time.monotonic()
            os.kill(hub.journey(), signal.SIGKILL)
            reference = await visitor.submit(form, chance.choice(known), chance)
            while not await visitor.read(reference):
                await asyncio.sleep(0.2)
            back = time.monotonic() - began
    say(
        "\n| facts | journey MB (peak) | snapshot MB | kill -9 to linked s | submit meanwhile ms | load |\n|---|---|---|---|---|---|"  # noqa: E501
    )
    submit = figures.seconds["submit"][0] * 1000
    say(
        f"| {facts:,} | {held:,} ({peak:,}) | {hub.snapshot() / 1e6:,.0f} | {back:.1f} | {submit:.0f} | {load()} |\n"
        f"\n{hub.last_words('Restored|Coming back|Rebuilding')}"
    )


async def measure_users(
    hub: House,
    handles: Sequence[Sequence[str]],
    known: Sequence[Known],
    chance: random.Random,  # noqa: ARG001
    asked: argparse.Namespace,
) -> None:
    """Users at once, while rows are imported."""
    figures = Figures()
    argv = [sys.executable, FILLING, "rows", str(asked.rows)]
    importing = subprocess.Popen(argv, env=hub.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert importing.stdin
    assert importing.stdout
    importing.stdout.readline()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=asked.users, keepalive_expiry=1.5)
    async with httpx.AsyncHTTPTransport(limits=limits) as transport:
        visitors = [Visitor(hub.address, *who, figures, transport) for who in handles]
        searching = False
        for visitor in visitors:
            await visitor.sign_in()
            searching = await visitor.say_why()
        figures.seconds.clear()
        if asked.rows:
            importing.stdin.write("go\n")
            importing.stdin.flush()
        began = time.monotonic()
        until = began + asked.most
        lives = [
            asyncio.create_task(
                live(one, known, until, asked.think, random.Random(f"{asked.seed} {number}"), searching=searching)
            )
            for number, one in enumerate(visitors)
        ]
        while time.monotonic() < until and importing.poll() is None:
            await asyncio.sleep(0.5)
        lasted, meanwhile = time.monotonic() - began, load()
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
    finished = importing.poll() is not None
    if not finished:
        importing.kill()
    said = importing.stdout.read().strip()
    with hub.connection() as session:
        facts = count(session, "select max(sequence) from fact")
    new, seconds = json.loads(said) if finished and said else (0, 0.0)
    imported = f"{new:,} rows in {seconds:.0f} s" if finished else f"the import had not finished ({facts:,} facts in all)"
    asks = sum(map(len, figures.seconds.values()))
    say(
        f"\n| {asked.users} users, mean think time {asked.think:g} s, {lasted:.0f} s, {asks / lasted:.0f} requests a second, "  # noqa: E501
        f"{imported} (load {meanwhile}) | p50 ms | p95 ms | p99 ms | longest |\n|---|---|---|---|---|"
    )
    for kind in sorted(figures.seconds):
        say(line(f"{kind} ({len(figures.seconds[kind]):,})", figures.seconds[kind]))
    say(f"\nErrors: {len(figures.errors)}. {'; '.join(sorted(set(figures.errors))[:5])}")


def line(name: str, seconds: Sequence[float]) -> str:
    """A row of a table: percentiles in milliseconds."""
    ordered = sorted(seconds)
    cells = (ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000 for share in (0.5, 0.95, 0.99, 1.0))
    return f"| {name} | " + " | ".join(f"{cell:,.0f}" for cell in cells) + " |"


if __name__ == "__main__":
    main()
