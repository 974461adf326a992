"""Fills a hub that runs, in a process of its own: `python bench/hub_filling.py people 200` or `... rows 50000`.

`people` makes so many training accounts, a quarter of them of the hub, and prints their handles with their roles.
`rows` imports so many rows of another county, keeping pace with the journey as the hub's imports do, and prints how many
were new and how many seconds it took.
"""

import json
import os
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import django

SEED = 31
HUB = 4
"""Of so many people one works in the hub."""


def people(number: int) -> None:
    """Make the accounts, and print them as JSON lines."""
    from wholepicture.hub import clock
    from wholepicture.hub.accounts.models import Account, Post, Team

    fronts = list(Team.objects.filter(agency__key__in=("police", "school", "health", "neighbourhood")).order_by("pk"))
    hub = Team.objects.filter(name="Multi-agency hub").order_by("pk").first()
    for each in range(number):
        role, team = ("hub_practitioner", hub) if each % HUB == 0 else ("front_line", fronts[each % len(fronts)])
        account = Account(email=f"measuring-{each}@training.example", name=f"Measuring {each}", training=True)
        account.set_unusable_password()
        account.save()
        Post.objects.create(account=account, team=team, role=role, since=clock.now() - timedelta(days=30))
        print(json.dumps([str(account.handle), role]))


def rows(number: int) -> None:
    """Import the rows."""
    os.nice(10)
    from django.conf import settings

    from wholepicture.hub import clock
    from wholepicture.hub.storage.connections import connect
    from wholepicture.hub.storage.ledger import PostgresLedger
    from wholepicture.hub.wiring.journey import append_in_pace
    from wholepicture.hub.wiring.journey_understanding import means_of

    drafts = list(islice(_drafts(number, means_of(settings.RECORD_KEY)), number))
    print("made", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    with connect(os.environ["WHOLEPICTURE_JOURNEY_URL"], "import") as connection:
        ledger = PostgresLedger(connection, lambda: secrets.token_bytes(16))
        new = append_in_pace(ledger, connection, drafts, known_at=clock.now())
    print(json.dumps([new, time.monotonic() - began]))


def _drafts(number: int, means: object) -> Iterator[object]:
    """The drafts of a county that this hub has not seen."""
    from wholepicture.hub import clock
    from wholepicture.hub.wiring import loading
    from wholepicture.vocabulary.moments import london_day

    loading.SEED = SEED
    now = clock.now()
    ledger = loading._county(means, lambda: secrets.token_bytes(16), london_day(now), int(number * 1.35))
    return map(loading._draft, ledger.received(recorded_by=now))


if __name__ == "__main__":
    django.setup()
    {"people": people, "rows": rows}[sys.argv[1]](int(sys.argv[2]))
