"""How matters stand, as the journey keeps it: what a course needs of the tables, and its row."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime

from wholepicture.decisions.acts import Act
from wholepicture.decisions.course import Raised
from wholepicture.decisions.finding_course import Shown
from wholepicture.hub.storage.acts import CourseRow, act_kept
from wholepicture.hub.storage.connections import Connection

_COLUMNS = tuple(one.name for one in fields(CourseRow))
_KEEP = (
    f"insert into course ({', '.join(_COLUMNS)}) values ({', '.join(f'%({one})s' for one in _COLUMNS)}) "  # noqa: S608 - columns of ours
    f"on conflict (matter) do update set {', '.join(f'{one} = excluded.{one}' for one in _COLUMNS)} "
    "where course.changed_at <= excluded.changed_at"
)


MATTERS = ("concern:", "episode:", "finding:", "meeting:", "place:")
"""What can be acted on and is kept as a row."""


def matters_acted_on(connection: Connection) -> tuple[str, ...]:
    """Every concern, finding, meeting, missing episode and place on which anybody acted, in a fixed order."""
    found = connection.execute(
        "select distinct source from fact where kind = 'acted' and source like any (%s) order by 1",
        ([f"{one}%" for one in MATTERS],),
    ).fetchall()
    return tuple(row[0] for row in found)


def acts_kept(connection: Connection, matter: str) -> tuple[Act, ...]:
    """The acts on a matter whose words were not erased, in the order of the ledger."""
    found = connection.execute(
        "select f.id, f.author, f.known_at, p.body from fact f join payload p on p.sequence = f.sequence and p.name = 'act' "
        "where f.kind = 'acted' and f.source = %s order by f.sequence",
        (matter,),
    ).fetchall()
    return tuple(act_kept(matter, *row) for row in found)


def raised_as_kept(connection: Connection, matter: str, voice: str) -> Raised | None:
    """A concern as it was raised, as far as its row needs; None where no record of it is kept. `voice` is under what whoever
    raised it acts.
    """
    reference = matter.removeprefix("concern:")
    row = connection.execute(
        "select r.record, r.agency, r.recorded_at, "
        "array(select a.known_at from record a where a.adds_to = r.source order by 1), "
        "array(select distinct a.raiser::text from record a where (a.adds_to = r.source or a.record = r.record) "
        "and a.raiser is not null order by 1) from record r "
        "where r.reference = %s and r.system = 'whole-picture' and r.adds_to is null and r.amended_by is null limit 1",
        (reference,),
    ).fetchone()
    if row is None:
        return None
    record, agency, at, additions, raisers = row
    findings = connection.execute(
        "select f.id, f.known_since, f.withdrawn_at from finding_record fr join finding f on f.id = fr.finding "
        "where fr.record = %s order by f.known_since, f.id",
        (record,),
    ).fetchall()
    return Raised(
        matter=matter,
        raisers=frozenset({voice, *raisers}),
        agency=agency,
        at=at.astimezone(UTC),
        additions=tuple(one.astimezone(UTC) for one in additions),
        touched_by=tuple((one, since.astimezone(UTC), until and until.astimezone(UTC)) for one, since, until in findings),
    )


def shown_as_kept(connection: Connection, matter: str) -> Shown | None:
    """A finding as the register has it, as far as its row needs; None where it is not kept any more."""
    finding = matter.removeprefix("finding:")
    row = connection.execute("select known_since, content -> 'evidence' from finding where id = %s", (finding,)).fetchone()
    if row is None:
        return None
    rests = set(row[1])
    grew: list[tuple[datetime, int]] = []
    for at, evidence in connection.execute(
        "select at, coalesce(content -> 'evidence', '[]') from finding_growth where finding = %s order by number", (finding,)
    ):
        rests |= set(evidence)
        grew.append((at.astimezone(UTC), len(rests)))
    return Shown(matter=matter, since=row[0].astimezone(UTC), grew=tuple(grew))


def keep_courses(connection: Connection, rows: Sequence[CourseRow]) -> None:
    """Keep these rows, inside the caller's transaction; what a later act has said already stays."""
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [asdict(row) for row in rows])
