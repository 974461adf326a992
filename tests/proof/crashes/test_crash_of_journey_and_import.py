"""The journey and the process that carries imports out, killed at any exchange with the server, again and again.

In the process, on a real PostgreSQL (see fuses.py). After each cut a new process begins with what is committed and nothing
else; in between what is committed must be whole, and at the end it is what an undisturbed run makes.
"""

from collections import Counter
from datetime import timedelta
from random import Random
from threading import Event

from tests.proof.crashes.fuses import Cut, Fuse, fused
from tests.proof.sizes import a_size
from tests.spec.hub.conftest import MEANS, OFFICER, Hub, hub, replay_drafts, salt
from tests.spec.hub.test_imports_work import Desk, as_csv, log_row
from wholepicture.hub.storage import imports_staging as staging
from wholepicture.hub.storage import inbox
from wholepicture.hub.storage.inbox import Arriving, Channel
from wholepicture.hub.wiring.imports_work import BEGUN_AT_MOST, ImportWork
from wholepicture.hub.wiring.journey import JourneyProcess

__all__ = ["hub", "replay_drafts"]

FACTS = 12
"""So many facts come in between two cuts of the journey."""


def _journey(hub: Hub, fuse: Fuse) -> bool:
    """One life of a journey; whether it came through."""
    connect = fused(hub.database.url("wp_journey"), fuse)
    process = None
    try:
        process = JourneyProcess(connect, MEANS, hub.folder, clock=lambda: hub.now, salts=salt, say=lambda _: None)
        process.restore()
        while process.catch_up():
            pass
        process.save()
    except BaseException:  # what the driver makes of a power cut inside a pipeline is another exception
        if not fuse.burnt:
            raise
        return False
    finally:
        if process is not None:
            process.close()
    return True


def halves(hub: Hub) -> list[str]:
    """What is committed has to agree: every fact up to where the journey is has its record, and no other has."""
    [(through,)] = hub.rows("select applied_through from journey_state")
    [(facts,)] = hub.rows("select count(*) from fact where kind = 'received' and sequence <= %s", through)
    [(records, distinct, beyond)] = hub.rows(
        "select count(*), count(distinct record), count(*) filter (where sequence > %s) from record", through
    )
    [(orphans,)] = hub.rows(
        "select count(*) from mention m where not exists (select from record r where r.record = m.record)"
    )
    told = {"records": records == facts, "doubled": records == distinct, "ahead": beyond == 0, "orphans": orphans == 0}
    return [name for name, holds in told.items() if not holds]


@a_size(36, 1_000)
def test_the_journey_is_never_half_and_ends_as_an_undisturbed_one(hub, replay_drafts, size, seed, note):
    chance, drafts = Random(seed), list(replay_drafts())
    cuts, points, appended = 0, Counter(), 0
    while cuts < size:
        if appended < len(drafts):
            hub.ledger.append(drafts[appended : appended + FACTS], known_at=drafts[appended].recorded_at)
            appended += FACTS
        else:  # all is in: a day passes, and everything that was derived is made anew
            hub.pass_time(days=1)
            hub.write(f"A car waited at the gate. {cuts}")
        fuse = Fuse(at=chance.randint(1, 60), how=chance.choice(list(Cut)))
        if not _journey(hub, fuse):
            cuts += 1
            points[fuse.at, fuse.how] += 1
        assert halves(hub) == []

    assert _journey(hub, Fuse())
    assert halves(hub) == []
    before = hub.projected()
    hub.journey().rebuild()
    assert hub.projected() == before
    note(
        "Crash points of the journey",
        tried=f"{cuts:,} power cuts ({len(points):,} distinct exchanges and ways); simulated in the process",
        found="0 half states; at the end every derived table is byte for byte that of a rebuild",
        control="a record that is taken away: found",
    )


def test_a_half_state_would_be_found_out(hub, replay_drafts):
    """The negative control of `halves`."""
    hub.ledger.append(replay_drafts()[:FACTS], known_at=hub.now)
    assert _journey(hub, Fuse())
    with hub.database.connect("wp_owner") as owner:
        owner.execute("delete from record where record = (select max(record) from record)")

    assert halves(hub) == ["records"]


def _take(hub: Hub, fuse: Fuse) -> bool:
    connect = fused(hub.database.url("wp_journey"), fuse)
    try:
        connection = connect()
        work = ImportWork(connect, MEANS, clock=lambda: hub.now, salts=salt, say=lambda _: None)
        while work.read_next(connection) or work.take_next(connection, Event()):
            pass
    except BaseException:
        if not fuse.burnt:
            raise
        return False
    connection.close()
    return True


@a_size(24, 1_000)
def test_an_import_killed_anywhere_takes_each_row_once_and_its_sums_add_up(hub, size, seed, note, monkeypatch):
    monkeypatch.setattr("wholepicture.hub.wiring.imports_work.AT_ONCE", 5)
    monkeypatch.setattr("wholepicture.hub.storage.ledger.CHUNK", 4)
    monkeypatch.setattr("wholepicture.hub.wiring.journey.CHUNK", 4)
    monkeypatch.setattr("wholepicture.hub.wiring.journey.MOST_AHEAD", 1_000_000)  # no journey runs here to be waited for
    chance, desk, cuts, number, points = Random(seed), Desk(hub), 0, 0, Counter()
    monkeypatch.setattr(desk.work, "read_next", lambda _: False)
    while cuts < size:
        number += 1
        rows = [log_row(100 * number + one) for one in range(12)]
        rows += [rows[0], {**rows[1], "Status": "Closed"}, log_row(0, **{"Log ID": ""})]
        importing = _upload(hub, desk, as_csv(rows))
        for state in ("waiting", "confirmed"):
            if state == "confirmed":
                _confirm(hub, importing)
            deaths = 0
            while True:
                fuse = Fuse(at=chance.randint(1, 40), how=chance.choice(list(Cut)))
                if state == "waiting" and deaths == BEGUN_AT_MOST - 1:  # a file whose reader dies again and again is left
                    fuse = Fuse()
                if _take(hub, fuse):
                    break
                cuts += 1
                deaths += 1
                points[state, fuse.at, fuse.how] += 1
                hub.pass_time(minutes=2)
        assert desk.state(importing) == "done"
        assert desk.sums(importing) == {"rows": 15, "records": 12, "amendments": 1, "duplicates": 1, "rejected": 1}

    [(facts, distinct)] = hub.rows("select count(*), count(distinct id) from fact where kind = 'received'")
    assert facts == distinct == 13 * number
    note(
        "Crash points of an import",
        tried=f"{cuts:,} power cuts ({len(points):,} distinct exchanges and ways) in {number:,} imports of 15 rows; "
        "simulated in the process",
        found="every row once; the sums add up each time",
        control="a row appended under another id: found",
    )


def test_an_import_that_took_a_row_twice_would_be_found_out(hub, monkeypatch):
    """The negative control: an import whose second try names its rows anew."""
    desk = Desk(hub)
    rows = [log_row(number) for number in range(12)]
    desk.take(as_csv(rows))
    [(before,)] = hub.rows("select count(*) from fact where kind = 'received'")
    desk.take(as_csv([{**row, "Spare": "2"} for row in rows]))

    assert hub.rows("select count(*) from fact where kind = 'received'") != [(before,)]


def _upload(hub: Hub, desk: Desk, content: bytes) -> int:
    kept = Arriving(
        key=str(hub.now),
        account=OFFICER,
        channel=Channel.UPLOAD,
        content="text/csv; name=log.csv",
        body=content,
        agency="school",
    )
    inbox.keep(hub.connection, kept, at=hub.now)
    hub.pass_time(minutes=2)
    _adopted = _take(hub, Fuse(at=1))  # the upload is noticed by a process that dies at once
    del _adopted, desk
    staging.adopt(hub.connection, before=hub.now - timedelta(seconds=60))
    return int(hub.rows("select max(number) from import")[0][0])


def _confirm(hub: Hub, importing: int) -> None:
    with hub.database.connect("wp_owner") as owner:
        [(state,)] = owner.execute("select state from import where number = %s", (importing,)).fetchall()
        assert state == "staged", state
        owner.execute("update import set state = 'confirmed' where number = %s", (importing,))
