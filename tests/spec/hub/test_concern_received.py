"""A concern is kept, answered and understood by the same code as any row; what is not understood is never lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.spec.hub.conftest import MEANS, OFFICER, a_concern, salt

from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.inbox import Arriving, Channel
from wholepicture.hub.wiring import receiving
from wholepicture.intake.concern import PlaceConcerned, VehicleConcerned
from wholepicture.journey.receiving import row_of

NOISE = a_concern(
    "Men visit the flat at night. A girl of about 13 was there at 2 am.",
    filed_as="Noise",
    worries="It was logged as noise. I think that it is about the girl.",
    said="He said I can stay.",
    places=(PlaceConcerned(text="Flat 3, 14 Quarry Street", postcode="QX4 2LB"),),
    vehicles=(VehicleConcerned(registration="QX21 LDB"),),
)


def test_a_concern_is_a_fact_with_everything_as_it_was_written(hub):
    receipt = hub.write(NOISE)

    [fact] = hub.ledger.facts()
    row = row_of(fact)
    assert receipt.reference == "WP-26-000001"
    for words in (NOISE.seen, NOISE.worries, NOISE.said):
        assert words in row.columns["narrative"]
    assert row.columns["place 1"] == "Flat 3, 14 Quarry Street"
    assert (fact.envelope.source, fact.envelope.author) == ("whole-picture/WP-26-000001", str(OFFICER))
    assert fact.envelope.recorded_at == receipt.received_at == hub.now


def test_it_is_read_and_linked_by_the_code_that_reads_extracts(hub):
    hub.write(NOISE)
    hub.journey().catch_up()

    [(agency, team, raiser, filed_as)] = hub.rows("select agency, team, raiser, filed_as from record")
    assert (agency, team, raiser, filed_as) == ("neighbourhood", 7, OFFICER, "Noise")
    assert {kind for (kind,) in hub.rows("select kind from mention")} >= {"place", "vehicle", "person"}
    assert hub.rows("select question is not null from record") == [(True,)]  # filed as noise, and asks about a child
    assert hub.rows("select count(*) > 0 from marked_span") == [(True,)]


def test_nobody_can_write_under_another_reference_or_agency(hub):
    hub.write(replace(NOISE, reference="WP-20-000009", agency="Police", recorded=datetime(2001, 1, 1, tzinfo=UTC)))
    hub.journey().catch_up()

    assert hub.rows("select reference, agency, recorded_at from record") == [("WP-26-000001", "neighbourhood", hub.now)]


def test_sent_twice_is_one_concern(hub):
    first, second = hub.write(NOISE, key="form 1"), hub.write(NOISE, key="form 1")

    assert second.repeated
    assert first.reference == second.reference
    assert len(list(hub.ledger.facts())) == 1


def test_adding_to_a_concern_is_a_record_of_its_own_that_says_to_what_it_adds(hub):
    receipt = hub.write(NOISE)
    hub.write(a_concern("The same car again.", adds_to=receipt.reference))
    hub.journey().catch_up()

    assert hub.rows("select reference, adds_to from record order by sequence") == [
        ("WP-26-000001", None),
        ("WP-26-000001/2", "whole-picture/WP-26-000001"),
    ]


def test_who_asked_for_protection_stands_in_no_fact_and_no_record(hub):
    hub.write(NOISE, protected=True)
    hub.journey().catch_up()

    [fact] = hub.ledger.facts()
    assert fact.envelope.author == receiving.PROTECTED
    assert hub.rows("select raiser from record") == [(None,)]


@pytest.mark.parametrize("words", ["a NUL \0 in it", "half a pair \ud83d", "\u202e turned round", "🦜" * 300])
def test_odd_words_are_kept_and_shown(hub, words):
    hub.write(words)
    hub.journey().catch_up()

    [fact] = hub.ledger.facts()
    [(narrative,)] = hub.rows("select narrative from record")
    assert row_of(fact).columns["narrative"] == words
    assert len(narrative) == len(words)


@pytest.mark.parametrize("body", [b"\xff\xfe not JSON", b"[1, 2]", b'{"cells": 3}', b""])
def test_what_cannot_be_interpreted_stays_with_its_reason_and_is_shown(hub, body):
    arriving = Arriving(key="k", account=OFFICER, channel=Channel.API, content="hub_concern", body=body)
    inbox.keep(hub.connection, arriving, at=hub.now)
    hub.pass_time(minutes=5)

    taken = receiving.interpret_waiting(hub.connection, MEANS, salts=salt, now=hub.now)

    [waiting] = receiving.not_understood(hub.connection, now=hub.now)
    assert taken == 0
    assert waiting.reference == "WP-26-000001"
    assert waiting.because
    assert hub.rows("select body from inbox") == [(body,)]


def test_what_a_crash_left_between_keeping_and_understanding_is_understood_later(hub):
    with pytest.MonkeyPatch.context() as power:
        power.setattr(receiving, "interpret", lambda *_, **__: None)  # the process is gone after the receipt's commit
        receipt = hub.write(NOISE, key="form 1")
    assert list(hub.ledger.facts()) == []
    hub.pass_time(minutes=5)

    taken = [receiving.interpret_waiting(hub.connection, MEANS, salts=salt, now=hub.now) for _ in range(2)]

    [fact] = hub.ledger.facts()
    assert taken == [1, 0]
    assert fact.envelope.source == f"whole-picture/{receipt.reference}"
    assert fact.envelope.recorded_at == receipt.received_at
