"""What was derived step by step is, byte for byte, what all the facts give at once; whatever happened in between."""

from datetime import timedelta
from threading import Event

import pytest
from tests.spec.hub.conftest import OFFICER, a_concern, in_batches, salt

from wholepicture.hub.wiring import journey as journeys
from wholepicture.hub.wiring import journey_snapshots as snapshots
from wholepicture.hub.wiring.journey_words import Act, Word, judge, note_outcome
from wholepicture.intake.concern import PlaceConcerned, VehicleConcerned
from wholepicture.ledger.facts import FactId, erasure
from wholepicture.vocabulary.judgements import Judgement


@pytest.fixture
def lived(hub, replay_drafts):
    """A hub that has run for some days: extracts, concerns, additions, judgements, outcomes, amendments."""
    process = hub.journey()
    process.restore()
    for batch in in_batches(replay_drafts(), [1, 7, 40]):
        hub.ledger.append(batch, known_at=batch[-1].recorded_at)
        process.catch_up()
    hub.now = max(hub.now, batch[-1].recorded_at + timedelta(days=1))
    receipt = hub.write(
        a_concern("A girl of about 13 was in the flat at night.", places=(PlaceConcerned(text="Flat 2, 14 Weaver Road"),))
    )
    hub.write(a_concern("Again tonight.", adds_to=receipt.reference))
    process.catch_up()
    _judge_a_few(hub, process)
    [(record,)] = hub.rows("select record from record where reference = %s", receipt.reference)
    note_outcome(hub.connection, record, "No further action", by=OFFICER, salts=salt, now=hub.now)
    process.catch_up()
    hub.pass_time(days=3)
    while process.catch_up():
        pass
    return process


def _judge_a_few(hub, process) -> None:
    entities = hub.rows(
        "select array_agg(mention order by mention) from mention group by entity, kind having count(*) > 2 "
        "order by min(mention)"
    )
    assert len(entities) > 3
    words = [
        Word(act=Act.PART, mention=entities[0][0][1], by=OFFICER, shown_as="a practitioner", because="another child"),
        Word(
            act=Act.JUDGE,
            mention=entities[1][0][0],
            other=entities[1][0][1],
            judgement=Judgement.DIFFERENT,
            by=OFFICER,
            shown_as="a practitioner",
            because="they were seen together",
        ),
        Word(
            act=Act.REJOIN,
            mention=entities[0][0][1],
            other=entities[0][0][0],
            by=OFFICER,
            shown_as="a practitioner",
            because="it was a mistake",
        ),
    ]
    unsure = hub.rows("select left_mention, right_mention from link where judgement in ('unsure', 'compatible') limit 3")
    words += [
        Word(
            act=Act.JUDGE,
            mention=left,
            other=right,
            judgement=Judgement.SAME,
            by=OFFICER,
            shown_as="a practitioner",
            because="she told me",
        )
        for left, right in unsure
    ]
    for word in words:
        with hub.connection.transaction():
            judge(hub.connection, word, salts=salt, now=hub.now)
        process.catch_up()


def test_it_lived(lived, hub):
    told = hub.projected()

    assert all(told[table][0] for table in ("record", "mention", "link", "entity", "entity_alias", "finding", "marked_span"))
    assert hub.rows("select count(*) > 0 from link where by_person") == [(True,)]
    assert hub.rows("select count(*) from fact where kind = 'day'") != [(0,)]
    assert hub.rows("select applied_through = (select max(sequence) from fact), behind from journey_state") == [(True, 0)]
    assert hub.rows("select not_understood from record where not_understood <> ''") == []


def test_rebuilt_equals_incremental(lived, hub):
    before = hub.projected()

    lived.rebuild()

    assert hub.projected() == before


def test_every_mention_stands_with_the_entity_that_linkage_has_for_it(lived, hub):
    for mention, entity in hub.rows("select mention, entity from mention"):
        assert lived._folding.journey.linker.entity(mention) == entity
    assert {entity for (entity,) in hub.rows("select distinct entity from mention")} == {
        entity for (entity,) in hub.rows("select entity from entity")
    }


def test_one_fact_at_a_time_and_all_at_once_give_the_same(lived, hub, monkeypatch):
    before = hub.projected()
    monkeypatch.setattr(journeys, "BATCH", 1)

    lived.rebuild()

    assert hub.projected() == before


def test_a_snapshot_and_the_facts_after_it_give_the_state_that_was_left(lived, hub):
    lived.save()
    hub.write(a_concern("A silver car waited.", vehicles=(VehicleConcerned(registration="QX21 LDB"),)))
    lived.catch_up()
    again = hub.journey()
    again.restore()
    hub.write(a_concern("The same car.", vehicles=(VehicleConcerned(registration="QX21 LDB"),)))
    again.catch_up()
    before = hub.projected()

    again.rebuild()

    assert any("Restored from the snapshot" in words for words in hub.said)
    assert hub.projected() == before


def test_a_snapshot_is_written_beside_the_work_and_holds_the_state_as_it_was_when_begun(lived, hub, monkeypatch):
    monkeypatch.setattr(snapshots, "FACTS", 1)
    monkeypatch.setattr(snapshots, "_room_for_two", lambda: True)
    hub.write(a_concern("A silver car waited.", vehicles=(VehicleConcerned(registration="QX21 LDB"),)))
    lived.catch_up()
    begun = lived._applied
    hub.write(a_concern("The same car.", vehicles=(VehicleConcerned(registration="QX21 LDB"),)))
    lived.catch_up()
    lived._snapshots.look(wait=True)

    assert snapshots.read_mark(hub.folder).through in (begun, lived._applied)
    again = hub.journey()
    again.restore()
    before = hub.projected()
    again.rebuild()
    assert any("Restored from the snapshot" in words for words in hub.said)
    assert hub.projected() == before


def test_where_a_snapshot_cannot_be_written_beside_the_work_it_is_said_and_tried_again(lived, hub, monkeypatch):
    monkeypatch.setattr(snapshots, "FACTS", 1)
    monkeypatch.setattr(snapshots, "_room_for_two", lambda: True)
    monkeypatch.setattr(snapshots, "dump_journey", lambda *_, **__: 1 / 0)
    hub.write(a_concern("A silver car waited."))
    lived.catch_up()
    lived._snapshots.look(wait=True)
    assert any("tried again" in words for words in hub.said)
    monkeypatch.undo()
    lived.save()
    assert snapshots.read_mark(hub.folder).through == lived._applied


def test_without_room_for_the_state_twice_the_journey_writes_it_itself(lived, hub, monkeypatch):
    monkeypatch.setattr(snapshots, "FACTS", 1)
    monkeypatch.setattr(snapshots, "_room_for_two", lambda: False)
    monkeypatch.setattr(snapshots.os, "fork", lambda: pytest.fail("it forked"))
    hub.write(a_concern("A silver car waited."))
    lived.catch_up()
    assert snapshots.read_mark(hub.folder).through == lived._applied


def test_a_snapshot_that_is_damaged_or_of_another_ledger_is_not_used(lived, hub, tmp_path):
    lived.save()
    [snapshot] = hub.folder.iterdir()
    whole = snapshot.read_bytes()
    before = hub.projected()

    for broken in (whole[: len(whole) // 2], whole.replace(b'"last_fact": "', b'"last_fact": "x', 1), b""):
        snapshot.write_bytes(broken)
        hub.said.clear()
        again = hub.journey()
        again.restore()
        again.catch_up()
        assert not any("Restored" in words for words in hub.said)
        assert hub.projected() == before


def test_what_was_erased_by_law_is_gone_at_once_and_the_rest_is_as_if_it_had_never_said_it(lived, hub):
    [(record, part)] = hub.rows(
        "select f.id, p.name from fact f join payload p using (sequence) join record r on r.record = f.id "
        "join mention m on m.mention = p.name where p.name like 'P%%' and m.role = 'subject' order by f.sequence limit 1"
    )
    [(surname,)] = hub.rows("select description->>'surname' from mention where mention = %s", part)
    lived.save()
    order = erasure(of=FactId(record), parts=[part], order="court order 7", by=str(OFFICER), at=hub.now)
    hub.ledger.append([order], known_at=hub.now)

    lived.catch_up()

    after = hub.projected()
    assert surname
    assert hub.rows("select count(*) from mention where mention = %s", part) == [(0,)] or hub.rows(
        "select description->>'surname' from mention where mention = %s", part
    ) == [(None,)]
    lived.rebuild()
    assert hub.projected() == after
    again = hub.journey()
    again.restore()
    again.catch_up()
    assert hub.projected() == after


def test_another_version_of_what_it_reads_with_rebuilds_by_itself(lived, hub, monkeypatch):
    before = hub.projected()
    hub.connection.execute('update journey_state set versions = versions || \'{"reading": "an older one"}\'')
    hub.connection.execute("delete from marked_span")

    hub.journey().restore()

    assert hub.projected() == before


def test_a_fact_that_stops_the_journey_is_gone_round_and_shown(hub, monkeypatch):
    process = hub.journey()
    hub.write("First.")
    poison = hub.write("Second.")
    hub.write("Third.")
    arrive = journeys.Folding._take

    def stumble(self, fact, read, projections):
        if fact.envelope.source.endswith(poison.reference) and isinstance(read, tuple):
            raise ZeroDivisionError
        return arrive(self, fact, read, projections)

    monkeypatch.setattr(journeys.Folding, "_take", stumble)
    process.restore()
    process.catch_up()
    again = hub.journey()
    again.restore()

    shown = hub.rows("select reference, not_understood from record order by sequence")
    assert shown == [
        ("WP-26-000001", ""),
        (poison.reference, "stopped the journey: ZeroDivisionError"),
        ("WP-26-000003", ""),
    ]
    before = hub.projected()
    again.rebuild()
    assert hub.projected() == before


def test_told_to_stop_in_the_middle_of_a_rebuild_it_leaves_everything_as_it_was(lived, hub):
    before = hub.projected()
    stopping = Event()
    stopping.set()

    with pytest.raises(journeys.StoppedOnTheWay):
        lived.rebuild(stopping)

    assert hub.projected() == before
