"""A hub in which every field that people write in holds words that do harm where they are taken for more than words."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.hub.findings.conftest import MEANS, World, acting, world
from tests.hub.findings.replay_shifted import raise_concern, run_journey
from tests.proof.matrix.conftest import Things, signed_in, things
from wholepicture.hub.accounts.posts import posts_at
from wholepicture.intake.concern import (
    AdultConcerned,
    ChildConcerned,
    ConcernAbout,
    HandleConcerned,
    PlaceConcerned,
    VehicleConcerned,
)

__all__ = ["acting", "things", "world"]

CORPUS: dict[str, list[str]] = {
    group["for"]: group["say"]
    for group in tomllib.loads(Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8"))["words"]
}
WORDS = [words for group in CORPUS.values() for words in group]
ALL = "\n".join(WORDS)
"""Everything at once, for a field that takes so much."""


@dataclass(frozen=True)
class Written:
    """The things of the matrix, with a concern all of whose words do harm as its record; and all concerns that hold them."""

    things: Things
    references: tuple[str, ...]


def _raise(world: World, number: int) -> str:
    account = world.people["officer"].handle
    post = posts_at(account, world.now)[0]
    receipt = raise_concern(
        world.database.connect,
        MEANS,
        WORDS[number] if number else ALL,
        account=account,
        agency=(post.agency, post.agency_name),
        team=(post.team, post.team_name),
        at=world.now - timedelta(hours=30 - number / 4),
        **_concern(number),
    )
    return str(receipt.reference)


def _short(number: int) -> str:
    return WORDS[number % len(WORDS)][:60]


def _concern(number: int) -> dict[str, Any]:
    word = _short(number)
    return {
        "about": ConcernAbout.CHILD,
        "filed_as": word,
        "worries": WORDS[number],
        "said": WORDS[number],
        "told_by": word,
        "happened_words": word,
        "children": (ChildConcerned(forename=word, surname="Quarterstaff", known_as=word, school=word, address=word),),
        "adults": (AdultConcerned(name=f"Gary {word}", description=word, role="suspect", relation=word),),
        "places": (PlaceConcerned(text=f"9 Dock Road {word}", name=word, kind=word),),
        "vehicles": (VehicleConcerned(registration="WX57 ABC", colour=word, make=word, model=word),),
        "handles": (HandleConcerned(handle=word),),
    }


@pytest.fixture(scope="module")
def written(world: World, things: Things) -> Written:
    """See above."""
    references = [_raise(world, number) for number in range(len(WORDS))]
    run_journey(world.database.connect, MEANS, world.folder, now=world.now)
    record = str(world.rows("select record from record where reference = %s", references[0])[0][0])
    officer, hub = signed_in(world, "officer"), signed_in(world, "hub")
    _add(officer, references[0])
    _decide(hub, record, references[0])
    _meet(hub, world, references[0])
    run_journey(world.database.connect, MEANS, world.folder, now=world.now + timedelta(seconds=30))
    [(mention, entity)] = world.rows(
        "select mention, entity from mention where record = %s and kind = 'person' order by mention limit 1", record
    )
    meeting = str(world.rows("select matter from meeting order by called_at desc limit 1")[0][0]).partition(":")[2]
    named = {**things.named, "record": record, "reference": references[0], "subject": references[0], "mention": mention,
             "entity": entity, "meeting": meeting}  # fmt: skip
    of_its_own = {
        **things.of_its_own,
        "replay:export": ({"key": references[0], "way": "csv"}, {}),
        "replay:replay": ({"key": references[0]}, {}),
    }
    return Written(replace(things, named=named, of_its_own=of_its_own), tuple(references))


def _add(officer: Client, reference: str) -> None:
    page = officer.get(f"/record-a-concern/add/{reference}/")
    if page.status_code == 200:
        officer.post(f"/record-a-concern/add/{reference}/", {"do": "send", "seen": ALL, "key": "injected"})


def _decide(hub: Client, record: str, reference: str) -> None:
    hub.post(f"/why/?subject=record%20{record}", {"purpose": "deal_with_concern"})
    hub.get(f"/records/{record}/")
    said = {
        "considered": ["no further action", "hold a strategy discussion"],
        "option": "no further action",
        "reasons": ALL,
        "seen": [f"record {record}"],
    }
    assert hub.post(f"/decisions/{reference}/decide/", said).status_code == 302
    for way, more in (
        ("note", {"words": ALL}),
        ("refile", {"category": WORDS[1][:100], "because": ALL}),
        ("request", {"because": ALL}),
        ("late", {"duty": "assessment", "because": ALL}),
    ):
        answer = hub.post(f"/decisions/{reference}/{way}/", more)
        assert answer.status_code in (200, 302), (way, answer.status_code)


def _meet(hub: Client, world: World, reference: str) -> None:
    when = {"day_day": "1", "day_month": "12", "day_year": str(world.now.year + 1), "at": "14:00"}
    made = hub.post(f"/meetings/call/concern/{reference}/", {"kind": "mapping meeting", "because": ALL, **when})
    assert made.status_code == 302, made.content
    there = made["Location"]
    assert hub.post(f"{there}invite/", {"email": world.people["officer"].email, "because": ALL}).status_code == 302
    asked = hub.post(f"{there}ask/", {"agency": world_agency(world), "what": ALL, "days": "2"})
    assert asked.status_code in (200, 302)
    assert hub.post(f"{there}dissent/", {"because": ALL}).status_code == 302


def world_agency(world: World) -> str:
    """The key of the officer's agency."""
    return str(world.rows("select agency from record where system = 'whole-picture' order by sequence limit 1")[0][0])


@pytest.fixture(scope="module")
def door(world: World) -> Callable[[str], Client]:
    """A client that is signed in as that person."""
    return lambda who: Client() if who == "nobody" else signed_in(world, who)
