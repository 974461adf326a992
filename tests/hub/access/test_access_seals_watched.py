"""Whoever leads for a seal is told who opened what lies under it, or asked for it in vain."""

from typing import Any

import pytest
from tests.hub.access.people_and_records import PEOPLE, handle
from tests.hub.access.test_access_deeds import acting, confirm, people, seal_her, seal_record, world
from tests.hub_database import HubDatabase

from wholepicture.hub import clock
from wholepicture.hub.need_to_know.purposes import purpose
from wholepicture.hub.need_to_know.subjects import Reader, RelationKind
from wholepicture.hub.storage.relations import grant_relation
from wholepicture.hub.storage.relations_renewals import notices
from wholepicture.hub.storage.sealed import ask_to_unseal, unseal, watch
from wholepicture.hub.wiring.checkpoints import Sealer
from wholepicture.hub.wiring.looking import NothingThere, look_at_record, look_at_subject
from wholepicture.hub.wiring.readers import reader_of
from wholepicture.proof.notes import Signer

__all__ = ["people", "world"]


def reader(name: str) -> Reader:
    return reader_of(handle(name), PEOPLE[name].posts, at=clock.now())


def look(name: str, record: str, purpose_key: str = "deal_with_concern") -> None:
    with look_at_record(reader(name), purpose(purpose_key), record):
        pass


def told(hub: HubDatabase, lead: str = "seconded") -> list[str]:
    """What the lead is told about looks, when what has happened is sealed and held against the seals."""
    with hub.connect("wp_journey") as session:
        Sealer(Signer("area.example/log", bytes(range(32)))).seal_next(session, now=clock.now())
        watch(session, at=clock.now())
    with acting(lead, "deal_with_concern"):
        return sorted(one.words for one in notices() if "under seal" in one.words)


def test_whoever_asks_in_vain_for_what_is_sealed_is_named_to_its_lead(world: Any, people: HubDatabase) -> None:
    sealed = seal_record("council1")
    with pytest.raises(NothingThere):
        look("practitioner", "council1")

    assert told(people) == [
        f"practitioner (hub practitioner, hub) asked for what you lead for under seal {sealed}, is not named there, "
        "and was told that there is nothing."
    ]


def test_whoever_is_named_and_opens_it_is_named_to_its_lead_once_a_day(world: Any, people: HubDatabase) -> None:
    sealed = seal_record("council1")
    with acting("seconded", "deal_with_concern"):
        grant_relation(handle("both"), RelationKind.SEALED, "stands in", record="council1")
    for _ in range(3):
        look("both", "council1", "direct_work")
        look("seconded", "council1")

    first, again = told(people), told(people)

    assert first == again == [f"both (manager, council) opened what you lead for under seal {sealed}."]


def test_a_look_before_the_seal_or_at_something_else_is_nobody_s_business(world: Any, people: HubDatabase) -> None:
    look("practitioner", "council1")
    seal_record("council1")
    look("practitioner", "police1")
    for record in ("school2", "there is none"):
        with pytest.raises(NothingThere):
            look("colleague", record, "direct_work")

    assert told(people) == []


def test_a_lead_is_not_told_when_the_raiser_follows_their_own_concern(world: Any, people: HubDatabase) -> None:
    confirm("school1")
    seal_her()
    with pytest.raises(NothingThere):
        look("teacher", "school1", "follow_own")

    assert told(people) == []


def test_asking_for_whom_a_seal_is_about_is_told_too(world: Any, people: HubDatabase) -> None:
    confirm("school1")
    sealed = seal_her()
    her = str(world.execute("select person from seal where id = %s", (sealed,)).fetchone()[0])
    with (
        pytest.raises(NothingThere),
        look_at_subject(reader("practitioner"), purpose("deal_with_concern"), ("person", her), lambda: False),
    ):
        pass

    assert len(told(people)) == 1


def test_what_was_unsealed_is_watched_no_more(world: Any, people: HubDatabase) -> None:
    sealed = seal_record("council1")
    with acting("seconded", "deal_with_concern"):
        ask_to_unseal(sealed, "no longer needed")
        grant_relation(handle("both"), RelationKind.SEALED, "stands in", record="council1")
    with acting("both", "direct_work"):
        unseal(sealed)
    look("practitioner", "council1")

    assert told(people) == []
